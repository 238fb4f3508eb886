"""The short form of the mutants: every eighth one must make its test go red."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.listed import MUTANTS
from tests.mutants.run import stale

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.run", *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_list_follows_the_program() -> None:
    assert stale(MUTANTS) == []
    assert len(set(MUTANTS)) == len(MUTANTS)


def test_every_eighth_mutant_is_caught() -> None:
    assert "0 not caught" in run("--each", "8")


@pytest.mark.long
def test_every_mutant_is_caught(request: pytest.FixtureRequest) -> None:
    if "long" not in str(request.config.option.markexpr):
        pytest.skip("the long form: pytest -m long, or python -m tests.mutants.run")
    assert "0 not caught" in run()
