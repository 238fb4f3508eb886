"""The commands as a person types them: what they refuse and which tests they choose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer.commands import pytest_arguments

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("machine", "given", "arguments"),
    [
        (False, [], ["-m", "not machine and not long", "-n", "2", "--dist", "loadfile"]),
        (True, ["-q"], ["-m", "not long", "-q"]),
        (False, ["tests/installer", "-k", "lock"], ["-m", "not machine and not long", "tests/installer", "-k", "lock"]),
        (False, ["-m", "long"], ["-m", "long"]),
        (False, ["--maxfail=1"], ["-m", "not machine and not long", "--maxfail=1"]),
    ],
)
def test_tests_are_chosen_by_their_marks(machine: bool, given: list[str], arguments: list[str]) -> None:
    assert pytest_arguments(machine, given) == arguments


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only a Linux can be without a screen")
def test_without_a_screen_run_says_so_and_names_the_tour() -> None:
    blind = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    code, said = installer("run", environment=blind)
    assert code == 2
    assert "没有屏幕" in said
    assert "python3 -m installer tour --out" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("arguments", [(), ("walk",), ("run", "--date", "x"), ("tour",)])
def test_a_wrong_command_is_answered_with_the_usage(arguments: tuple[str, ...]) -> None:
    code, said = installer(*arguments, environment=dict(os.environ))
    assert code == 2
    assert "usage: python3 -m installer" in said


def installer(*arguments: str, environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "installer", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**environment, "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stderr
