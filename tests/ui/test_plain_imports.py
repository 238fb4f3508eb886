"""The quick way to PySide: its own source is compiled once, and nothing of it is left behind."""

import builtins
import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.ui.plain_imports import Compiled

COUNTED = """
import builtins, sys
from pathlib import Path
real, seen = builtins.compile, []
def counted(source, filename, *others, **options):
    seen.append(str(filename))
    return real(source, filename, *others, **options)
builtins.compile = counted
from desk.ui import plain_imports
plain_imports.begin(Path(sys.argv[1]))
assert builtins.compile is counted
from PySide6.QtCore import QObject
try:
    QObject().setObjectName(3)
except TypeError as error:
    assert "setObjectName" in str(error)
print(sum(name.startswith("shibokensupport") for name in seen))
"""


def _start(kept: Path, **environment: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, str(kept)],
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_the_second_start_compiles_nothing_of_pyside(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert _start(kept) > 5
    assert _start(kept) == 0


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"nonsense"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    kept = tmp_path / "kept"
    _start(kept)
    kept.write_bytes(damage or kept.read_bytes()[:-200])
    assert _start(kept) > 5
    assert _start(kept) == 0


def test_a_python_that_keeps_nothing_keeps_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert _start(kept, PYTHONDONTWRITEBYTECODE="1") > 5
    assert not kept.exists()


def test_other_source_under_the_same_name_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = tmp_path / "kept"
    real = builtins.compile
    for source, value in ((b"value = 1", 1), (b"value = 2", 2)):
        compiled = Compiled(kept)
        compiled.begin()
        found: dict[str, int] = {}
        exec(compile(source, "a.py", "exec"), found)
        compiled.end()
        assert builtins.compile is real
        assert found["value"] == value


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_bytes(marshal.dumps({}))
    compiled = Compiled(tmp_path / "file" / "kept")
    compiled.begin()
    compile(b"1", "a.py", "exec")
    compiled.end()
    assert not (tmp_path / "file" / "kept").exists()
