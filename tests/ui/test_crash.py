"""A crash report says where, never whose: a name planted everywhere must not be found in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.ui.crash import HARD, REPORTS, CrashReporter

CANARY = "欧阳翠花13800006621"


@pytest.fixture
def reporter(tmp_path: Path) -> CrashReporter:
    ticks = iter(range(1_000, 100_000, 1_000))
    return CrashReporter(tmp_path, lambda: next(ticks), {"desk": "0.1.0"})


def reports(folder: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder / REPORTS).glob("*.json"))]


def fail(name: str) -> None:
    try:
        raise KeyError(name)
    except KeyError as error:
        raise ValueError(f"no such person {name}") from error


def caught(name: str = CANARY) -> Exception:
    try:
        fail(name)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_says_where_and_what_kind(reporter: CrashReporter, tmp_path: Path) -> None:
    number = reporter.report(caught())
    (report,) = reports(tmp_path)
    assert report["number"] == number
    assert report["kinds"] == ["ValueError", "KeyError"]
    assert {"module": __name__, "function": "fail", "line": fail.__code__.co_firstlineno + 4} in report["places"]
    assert report["versions"]["desk"] == "0.1.0"
    assert report["first_at"] == 1_000


def test_no_report_holds_personal_data(reporter: CrashReporter, tmp_path: Path) -> None:
    reporter.report(caught())
    written = "".join(path.read_text("utf-8") for path in (tmp_path / REPORTS).iterdir())
    assert CANARY not in written
    assert "翠花" not in written
    assert "no such person" not in written


def test_the_same_crash_is_counted_not_repeated(reporter: CrashReporter, tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        reporter.report(caught(name))
    (report,) = reports(tmp_path)
    assert (report["count"], report["first_at"], report["last_at"]) == (3, 1_000, 3_000)
    reporter.report(ZeroDivisionError())
    assert len(reports(tmp_path)) == 2


def test_the_notice_is_calm_and_names_the_report(reporter: CrashReporter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reporter.noticed) as seen:
        number = reporter.report(caught())
    assert seen.args is not None
    assert number in seen.args[0]
    assert "您的内容已保存" in seen.args[0]
    assert CANARY not in seen.args[0]


def test_a_report_that_cannot_be_written_is_not_a_second_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / REPORTS).write_text("in the way")
    CrashReporter(tmp_path, lambda: 1).report(caught())
    said = capsys.readouterr().err
    assert "not written" in said
    assert CANARY not in said


PROGRAM = f"""
import os, sys, threading, time
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QWidget, QVBoxLayout
from desk.ui.crash import CrashReporter
app = QApplication([])
reporter = CrashReporter(Path(sys.argv[1]), lambda: 5)
reporter.install()
said = []
reporter.noticed.connect(said.append)
def broken():
    raise RuntimeError("{CANARY}")
QTimer.singleShot(0, broken)
thread = threading.Thread(target=broken); thread.start(); thread.join()
box = QWidget(); box.setObjectName("{CANARY}"); QVBoxLayout(box); QVBoxLayout(box)
qWarning("{CANARY}: lives here")
QTimer.singleShot(50, app.quit)
app.exec()
assert len(said) == 2, said
reporter.uninstall()
assert sys.excepthook is sys.__excepthook__
"""


def test_python_threads_and_qt_are_all_heard(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count("RuntimeError") == 2
    assert CANARY not in ended.stderr + ended.stdout
    found = reports(tmp_path)
    assert sorted(str(one["origin"]) for one in found) == ["exception", "exception", "qt", "qt"]
    assert CANARY not in json.dumps(found, ensure_ascii=False)
    assert ["QtWarningMsg", "default", ""] in [one["kinds"] for one in found]
    assert (tmp_path / REPORTS / HARD).exists()


def test_a_hard_crash_leaves_its_stack(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from desk.ui.crash import CrashReporter;"
        "r = CrashReporter(Path(sys.argv[1]), lambda: 5); r.install();"
        "import faulthandler; faulthandler._sigsegv()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=Path(__file__).parents[2], capture_output=True, timeout=60
    )
    assert ended.returncode != 0
    assert "Segmentation fault" in (tmp_path / REPORTS / HARD).read_text("utf-8")
