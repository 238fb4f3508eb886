"""Whoever types or clicks is there: the idle clock hears of it wherever in the window it was."""

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.function_keys import FunctionKeys

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_keys_words_mouse_and_wheel_are_heard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, other = QLineEdit(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(other)
    keys = FunctionKeys(window, lambda key: key == "F4", lambda _key: False)
    heard: list[int] = []
    keys.touched.connect(lambda: heard.append(1))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    for one in (field, other):
        one.setFocus()
        QTest.keyClick(one, Qt.Key.Key_F4)
        assert heard, "a key where the focus went"
        heard.clear()
        words = QInputMethodEvent("", [])
        words.setCommitString("漏水")
        QApplication.sendEvent(one, words)
        assert heard, "words of an input method"
        heard.clear()

    system = window.windowHandle()
    at = QPointF(5, 5)
    for event in (
        QMouseEvent(QMouseEvent.Type.MouseButtonPress, at, at, LEFT, LEFT, NONE),
        QWheelEvent(at, at, QPoint(), QPoint(0, 120), LEFT, NONE, Qt.ScrollPhase.NoScrollPhase, False),
    ):
        QCoreApplication.sendEvent(system, event)
        assert heard, event
        heard.clear()


def test_a_window_that_stands_already_is_heard_too(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    keys = FunctionKeys(window, lambda _key: False, lambda _key: False)
    with qtbot.waitSignal(keys.touched, timeout=1000):
        at = QPointF(5, 5)
        QCoreApplication.sendEvent(
            window.windowHandle(), QMouseEvent(QMouseEvent.Type.MouseButtonPress, at, at, LEFT, LEFT, NONE)
        )
