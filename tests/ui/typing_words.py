"""Typing as a Chinese input method does: letters stand in the preedit, words are committed."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


def preedit(widget: QWidget, letters: str) -> None:
    """The letters of a candidate window that is still open."""
    QApplication.sendEvent(widget, QInputMethodEvent(letters, []))


def type_words(widget: QWidget, words: str) -> None:
    """Commit words into a field. (`qtbot.keyClicks` aborts the process on Chinese.)"""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)
