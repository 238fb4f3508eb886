"""Some PySide6 releases lose a reference to None with every void call and die after some thousands of them."""

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 3_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing can be lost")
def test_void_calls_give_none_back_whole(qtbot: QtBot) -> None:
    label, plain = QLabel(), QObject()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("王秀英")
        label.update()
        plain.setObjectName("")
    lost = before - sys.getrefcount(None)
    assert lost < CALLS // 10, f"{lost} references to None were lost in {3 * CALLS} calls"
