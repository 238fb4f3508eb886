"""The sound of the board: it rings while an order waits to be taken, and once as a clock passes its warning."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desk.ui.counter import Counter
from desk.ui.remembered import recall, remember

RING_MS = 3_000
SOUND = "fresh/sound"


class Bell(QObject):
    """`rung` tells of every stroke, also where this PC has no speaker. Off stays off until it is switched on."""

    rung = Signal()
    switched = Signal(bool)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._on = recall(counter.database, SOUND) is not False
        self._waiting: frozenset[str] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(RING_MS)
        self._timer.timeout.connect(self.strike)

    @property
    def on(self) -> bool:
        return self._on

    @property
    def ringing(self) -> bool:
        return self._timer.isActive()

    def switch(self) -> None:
        """声音 开 / 关, remembered on this PC."""
        self._on = not self._on
        remember(self._counter, self, SOUND, self._on)
        self._fit()
        self.switched.emit(self._on)

    def wait_for(self, untaken: Iterable[str]) -> None:
        """Ring for these until they are taken; a new one is heard at once."""
        now = frozenset(untaken)
        new = now - self._waiting
        self._waiting = now
        self._fit()
        if new and self._on:
            self.strike()

    def _fit(self) -> None:
        if self._on and self._waiting:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def strike(self) -> None:
        if self._on:
            QApplication.beep()
            self.rung.emit()
