"""Errors meet the person: beside the field they speak of, else as a passing word; never in a dialog box."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk.domain.errors import DeskError
from desk.ui.crash import CrashReporter

Tell = Callable[[str, str], None]  # words, tone


@runtime_checkable
class TakesErrors(Protocol):
    """A form, or any widget that can show an error at its place."""

    def take_error(self, error: DeskError) -> bool:
        """Show it beside the field `error.field` and focus that; False where there is no such field."""
        ...


def words_of(error: DeskError) -> str:
    """What is the matter and what to do, as one sentence."""
    return f"{error.message}: {error.advice}" if error.advice else error.message


class Messages(QObject):
    """The window's one mouth. `tell(words, tone)` shows a passing word, the reporter gets the bugs."""

    def __init__(self, tell: Tell, reporter: CrashReporter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._reporter = reporter
        reporter.noticed.connect(self.notice)

    @Slot(object)
    def show(self, error: Exception, near: QWidget | None = None) -> None:
        """Show what a person can act on; report anything else. `near`: the widget that asked for the work."""
        if not isinstance(error, DeskError):
            self._reporter.report(error)
            return
        place: QObject | None = near if near is not None and isValid(near) else None
        while place is not None:
            if isinstance(place, TakesErrors) and place.take_error(error):
                return
            place = place.parent()
        self._tell(words_of(error), "bad")

    @Slot(str)
    def notice(self, words: str) -> None:
        """The calm sentence after a bug."""
        self._tell(words, "warn")
