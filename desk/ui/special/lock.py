"""When nobody moves for a while the window locks; all open work stays behind the lock."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.domain.calendar import MINUTE, SECOND

LOOKS_EVERY = 5 * SECOND


class IdleWatch(QObject):
    """`idle` once after `minutes()` without a touch. The clock is the desk's own; a clock set back starts anew."""

    idle = Signal()

    def __init__(self, clock: Callable[[], int], minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._minutes = clock, minutes
        self._touched = clock()
        self._told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOKS_EVERY)

    @Slot()
    def touch(self) -> None:
        self._touched = self._clock()
        self._told = False

    @Slot()
    def look(self) -> None:
        """Ask the time; called by the timer, and by whoever cannot wait."""
        now = self._clock()
        if now < self._touched:
            self._touched = now
        if not self._told and now - self._touched >= self._minutes() * MINUTE:
            self._told = True
            self.idle.emit()
