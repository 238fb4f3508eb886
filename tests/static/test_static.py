"""The tools that read the code without running it, so that one command is one suite."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def verdict(program: str, *arguments: str) -> tuple[int, str]:
    """Run a tool of the environment this test runs in; returns its code and what it said."""
    found = shutil.which(program, path=str(Path(sys.executable).parent))
    assert found is not None, f"{program} is not beside {sys.executable}"
    done = subprocess.run([found, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    return done.returncode, done.stdout + done.stderr


def test_ruff_finds_no_fault() -> None:
    code, said = verdict("ruff", "check", ".")
    assert code == 0, said


def test_ruff_would_format_nothing() -> None:
    code, said = verdict("ruff", "format", "--check", ".")
    assert code == 0, said


def test_mypy_is_content() -> None:
    code, said = verdict("mypy", "--sqlite-cache")  # written at once: a fifth less where nothing is known yet
    assert code == 0, said


def test_arrows_point_one_way() -> None:
    code, said = verdict("lint-imports", "--no-cache")
    assert code == 0, said
