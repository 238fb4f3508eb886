"""The status line: what is still to be sent is whole at any width, the keys give way to it."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.ui.kit.bars import StatusLine
from desk.ui.theme import Theme
from tests.ui.fit import cramped

KEYS = [(f"F{n}", "很长的一个按键说明") for n in range(1, 13)]


@pytest.fixture
def status(look: Theme, dressed: QApplication, qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_keys(KEYS)
    line.resize(900, line.height())
    line.show()
    return line


def test_a_longer_word_has_its_room_at_once(status: StatusLine) -> None:
    """Before the event loop runs again: nobody sees half of it."""
    status.show_sync("单机")
    assert cramped(status) == []
    status.show_sync("离线 1 小时 05 分 · 待上传 1204")
    assert cramped(status) == []
    assert status._sync.width() >= status._sync.sizeHint().width()


def test_the_keys_give_way_from_the_end(status: StatusLine) -> None:
    status.show_sync("单机 · 待上传 35")
    shown = status._keys.text()
    assert ">F1</b>" in shown
    assert ">F12</b>" not in shown
    assert "F12 很长的一个按键说明" in status._keys.accessibleName()
    assert status._keys.geometry().left() > status._sync.geometry().right()
    status.resize(3_000, status.height())
    QApplication.processEvents()
    assert ">F12</b>" in status._keys.text()


def test_the_hints_that_are_shown_have_room(status: StatusLine) -> None:
    for width in range(300, 2_400, 70):
        status.resize(width, status.height())
        QApplication.processEvents()
        assert status._keys.sizeHint().width() <= status._keys.width() or not status._keys.text(), width
