"""The eye on fresh orders whatever page is open: one read, one timer, the bell, the count on the rail."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.domain.calendar import MINUTE, SECOND
from desk.services.fresh_orders.reads import Known
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.special.fresh.bell import Bell
from desk.ui.special.fresh.board_reading import BoardRead, reading

SEEN = ("fresh_order", "exchange", "compensation", "setting", "list_row", "branch")


class FreshWatch(QObject):
    """`came` with every new read, `ticked` each second; it never touches the focus."""

    came = Signal(object)
    ticked = Signal(object)  # now
    counts = Signal(object)
    failed = Signal(object)

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self.bell = Bell(counter, self)
        self.found: BoardRead | None = None
        self._read: object = None
        self._known = Known()
        self._read_at = self._rung_at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND)
        self._timer.timeout.connect(self.tick)
        counter.changed.connect(self._changed)
        counter.person_changed.connect(self._forget)
        counter.estate_changed.connect(self._forget)
        counter.lists_changed.connect(self.reload)

    def begin(self) -> None:
        """From now on; nothing is read before somebody sits down."""
        if not self._timer.isActive():
            self._timer.start()
            self.reload()

    @property
    def allowed(self) -> bool:
        counter = self._counter
        return bool(counter.actor.id and counter.estate_id) and counter.may("fresh_order", "acknowledge")

    @Slot()
    def reload(self) -> None:
        if not self.allowed or not self._timer.isActive():
            return
        self._read = asked = object()

        def done(found: BoardRead) -> None:
            if asked is self._read:
                self._arrived(found)

        self._counter.read(self, reading(self._counter, self._known), done, self._refused)

    def _arrived(self, found: BoardRead) -> None:
        now = self._counter.now()
        self.found, self._read_at = found, now
        self._rung_at = self._rung_at or now
        waiting = len(found.board.to_inspect) + len(found.board.ringing)
        self.counts.emit({"fresh_orders": waiting})
        self.bell.wait_for(card.id for card in found.board.ringing)
        self.came.emit(found)

    def _refused(self, error: Exception) -> None:
        self.failed.emit(error)

    @Slot()
    def tick(self) -> None:
        """A second passed: clocks go on, one that comes to its bell is heard once; each minute all is read anew."""
        found, now = self.found, self._counter.now()
        if found is None:
            return
        if now - self._read_at >= MINUTE:
            self.reload()
        if now > self._rung_at and found.moving.rung(self._rung_at, now):
            self.bell.strike()
        self._rung_at = now
        self.ticked.emit(now)

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        if changed.any_of(*SEEN):
            self.reload()

    @Slot()
    def _forget(self) -> None:
        """Another person or estate: nothing of the one before rings or stands."""
        self.found, self._rung_at, self._known = None, 0, Known()
        self.bell.wait_for(())
        self.counts.emit({"fresh_orders": 0})
        self.came.emit(None)
        self.reload()


def watch_of(counter: Counter) -> FreshWatch:
    """The one eye of this counter, made when it is first wanted."""
    found = counter.findChild(FreshWatch)
    return found if found is not None else FreshWatch(counter)
