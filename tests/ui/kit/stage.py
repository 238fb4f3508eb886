"""Puts widgets into an active window for a test and keeps it alive."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


def on_stage(qtbot: QtBot, *widgets: QWidget, size: tuple[int, int] | None = None) -> QWidget:
    """A shown, active window with the widgets under one another; the caller keeps it."""
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    if size is not None:
        window.resize(*size)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window
