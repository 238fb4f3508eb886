"""去向 of a dissatisfied answer: digits choose, and whatever else is typed goes on to the resident's own words."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from desk.services.revisits.record import FollowUp
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import WordsField

ASIDE = {FollowUp.REWORK: "马上开返工单", FollowUp.CALL_BACK: "单子不结", FollowUp.COMPLAINT: "单子不结"}


class FollowUpChoices(Choices):
    """The clerk listens, types and then presses one digit: no key is spent on going from words to boxes."""

    def __init__(self, words: WordsField) -> None:
        super().__init__("去向", columns=3)
        self._words = words
        self.offer(repair=True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def offer(self, repair: bool) -> None:
        """返工 is for repairs alone; the digits of the other two stay what the hand knows."""
        ways = [one for one in FollowUp if repair or one is not FollowUp.REWORK]
        digits = {one: str(number) for number, one in enumerate(FollowUp, start=1)}
        self.show_choices([Choice(str(one), one.label, ASIDE[one], digit=digits[one]) for one in ways])

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        QApplication.sendEvent(self._words, event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The candidate window opens at the words, where the text appears."""
        answer = self._words.inputMethodQuery(query)
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if isinstance(answer, QRect):
            corner = self._words.mapTo(self.window(), QPoint(0, 0)) - self.mapTo(self.window(), QPoint(0, 0))
            return answer.translated(corner)
        return answer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        typed = bool(text) and text.isprintable() and not text.isdigit() and not text.isspace()
        if typed or event.key() == Qt.Key.Key_Backspace:
            QApplication.sendEvent(self._words, event)
            return
        super().keyPressEvent(event)
