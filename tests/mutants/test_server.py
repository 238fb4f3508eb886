"""Faults of the server: a few in the short form, all of them in the long one."""

import pytest

from tests.mutants.run import LISTS, stale
from tests.mutants.test_mutants import run


def test_the_list_follows_the_program() -> None:
    assert stale(LISTS["server"]) == []


def test_every_ninth_mutant_is_caught() -> None:
    assert "0 not caught" in run("--list", "server", "--each", "9")


@pytest.mark.long
def test_every_mutant_is_caught(request: pytest.FixtureRequest) -> None:
    if "long" not in str(request.config.option.markexpr):
        pytest.skip("the long form: pytest -m long, or python -m tests.mutants.run --list server")
    assert "0 not caught" in run("--list", "server")
