"""Putting a call aside: at once for the hand on the keyboard, on the disk a moment later, and never lost between."""

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.services.work_orders import drafting
from desk.services.work_orders.drafting import Draft
from desk.store import parked
from desk.ui.counter import Counter


class Parking(QObject):
    """`came_back` carries a draft that the disk refused, its id and the reason."""

    came_back = Signal(object, str, object)

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._refused: list[tuple[Draft, str]] = []

    def put_aside(self, draft: Draft, ent: str) -> None:
        """Keep what was said; a call that said nothing leaves nothing (and takes its old place away)."""
        waiting, self._refused = self._refused, []
        for one in waiting:
            self._keep(*one)
        if not draft.is_empty:
            self._keep(draft, ent)
        elif ent:
            self.discard(ent)

    def discard(self, ent: str) -> None:
        database, scope = self._counter.database, self._counter.scope
        self._counter.read(self, lambda: parked.discard(database, scope, ent), lambda _none: self._changed())

    def _keep(self, draft: Draft, ent: str) -> None:
        counter = self._counter
        database, scope, by, now = counter.database, counter.scope, counter.actor.id, counter.now()
        said = drafting.to_json(draft)

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                self._refused.append((draft, ent))
                counter.ways.refused.emit(error)
                self.came_back.emit(draft, ent, error)

        counter.read(
            self,
            lambda: parked.park(database, scope, by, draft.began_at or now, draft.title, said, ent),
            lambda _ent: self._changed(),
            failed,
        )

    def _changed(self) -> None:
        self._counter.ways.parked_changed.emit()
