"""What comes and goes: the toast, progress, notices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.fields import TextField
from desk.ui.kit.notice import Notice, Progress
from desk.ui.kit.toast import Toast
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage


@pytest.fixture
def field(look: Theme) -> TextField:
    return TextField("记一笔")


@pytest.fixture
def window(field: TextField, qtbot: QtBot) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.addStretch()
    column.addWidget(field)
    made = on_stage(qtbot, body, size=(1000, 600))
    field.setFocus()
    return made


def test_a_toast_takes_no_focus_and_can_be_taken_back(window: QWidget, field: TextField, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast.say("W3-0457 已打印 2 联", undo=True)
    assert (toast.isVisible(), field.hasFocus(), toast.can_undo) == (True, True, True)
    undo = toast.findChild(KeyButton)
    assert undo is not None
    with qtbot.waitSignal(toast.undo_wanted):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_a_toast_never_lies_over_what_is_typed(window: QWidget, field: TextField) -> None:
    toast = Toast(window)
    toast.say("W3-0457 已打印 2 联")
    at = field.mapTo(window, field.rect().topLeft())
    assert not toast.geometry().intersects(field.rect().translated(at))


def test_a_toast_stays_inside_a_narrow_window(window: QWidget) -> None:
    toast = Toast(window)
    toast.say("很长的一句话, " * 40)
    assert toast.geometry().right() <= window.width()


def test_progress_shows_only_after_a_second(window: QWidget, qtbot: QtBot) -> None:
    progress = Progress(window)
    progress.begin("正在导入")
    assert not progress.isVisible()
    qtbot.waitUntil(progress.isVisible, timeout=3_000)
    progress.advance(3, 10)
    stop = progress.findChild(KeyButton)
    assert stop is not None
    with qtbot.waitSignal(progress.cancelled):
        qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    progress.end()
    assert not progress.isVisible()


def test_short_work_shows_no_progress(window: QWidget, qtbot: QtBot) -> None:
    progress = Progress(window)
    progress.begin("正在读取")
    progress.end()
    with qtbot.waitSignal(progress.destroyed, timeout=1_300, raising=False):
        pass
    assert not progress.isVisible()


def test_an_empty_list_offers_the_first_step(window: QWidget, qtbot: QtBot) -> None:
    notice = Notice()
    page = on_stage(qtbot, notice, size=(600, 400))
    notice.empty("今天还没有要办的事", "来电先按 F2", "新报修", "F2")
    step = notice.findChild(KeyButton)
    assert step is not None
    assert notice.accessibleName() == "今天还没有要办的事 来电先按 F2"
    with qtbot.waitSignal(notice.step_wanted):
        qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    notice.loading()
    assert notice.accessibleName() == "正在读取…"
    page.close()
