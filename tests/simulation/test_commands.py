"""The simulations in their short form, each in a process of its own: what forks must be warm and threadless."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(module: str, *arguments: str) -> str:
    """What the command said; its whole output is the test's where it failed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"tests.simulation.{module}", *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_no_accepted_step_is_lost_by_many_kills() -> None:
    said = run("kills", "--count", "144", "--seed", "1")
    assert "144 children, none lost a step" in said
    assert all(kind in said for kind in ("statement", "inside", "commit", "moment")), said


def test_a_kill_before_every_statement_of_a_group_and_of_a_new_file() -> None:
    assert "nothing of it was there" in run("every_statement", "--each", "3")


def test_a_kill_before_the_statements_of_what_touches_both_files() -> None:
    assert run("two_files", "--each", "20").count("nothing was lost or there by halves") == 3


def test_a_full_disk_is_said_in_words_and_loses_nothing() -> None:
    assert "all of them are there" in run("full_disk")


def test_one_device_under_a_seeded_scheduler() -> None:
    assert "every invariant held" in run("one_device", "--seeds", "4", "--length", "80")


def test_desks_and_a_server_under_a_seeded_scheduler() -> None:
    assert "6 seeds, 0 failed" in run("net", "--seeds", "6", "--jobs", "2")


@pytest.fixture
def asked_for(request: pytest.FixtureRequest) -> None:
    if "long" not in str(request.config.option.markexpr):
        pytest.skip("the long form: pytest -m long, or the command itself")


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("asked_for")
def test_no_accepted_step_is_lost_by_a_thousand_kills() -> None:
    assert "1000 children, none lost a step" in run("kills", "--count", "1000", "--seed", "10000")


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("asked_for")
def test_one_device_for_long() -> None:
    assert "every invariant held" in run("one_device", "--first", "1000", "--seeds", "100")


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
@pytest.mark.usefixtures("asked_for")
def test_desks_and_a_server_for_long() -> None:
    assert "10000 seeds, 0 failed" in run("net", "--seeds", "10000", "--jobs", "2")
