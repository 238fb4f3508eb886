"""The records behind a list, read a page at a time off the GUI thread: more below, the same again, or other ones."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.reviews.marking import marked
from desk.store.query import Cursor, ListQuery, page
from desk.ui.counter import Counter

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.store.database import Database

    Beside = Callable[[Database, Actor, str, list[Values]], list[Values]]


def as_they_are(database: "Database", actor: Actor, scope: str, rows: list[Values]) -> list[Values]:
    return rows


class PagedRows(QObject):
    """`records` by id, in the order of the query. `came` follows each reading; then `loaded`: how many, and all?

    `beside` adds to each record what is read with it. What waits for a decision is marked.
    """

    came = Signal()
    loaded = Signal(int, bool)
    failed = Signal(object)

    def __init__(self, counter: Counter, owner: QObject, beside: "Beside" = as_they_are) -> None:
        super().__init__(owner)
        self._counter, self._beside = counter, beside
        self.records: dict[str, Values] = {}
        self._query: ListQuery | None = None
        self._whole = False
        self._next: Cursor | None = None
        self._load: object = None

    def shows(self, query: ListQuery) -> bool:
        """Whether rows of just this query stand here."""
        return query == self._query and bool(self.records)

    def load(self, query: ListQuery, whole: bool) -> None:
        """Other rows: from the top, or all of them."""
        self.records, self._query, self._whole, self._next = {}, query, whole, None
        self._read(None, 0)

    def refresh(self) -> None:
        """The same rows once more, as many as stand here."""
        if self._query is not None:
            self._read(None, len(self.records))

    def more(self) -> None:
        if self._next is not None and self._load is None:
            self._read(self._next, 0)

    def _read(self, after: Cursor | None, least: int) -> None:
        query, whole = self._query, self._whole
        assert query is not None
        database, actor = self._counter.database, self._counter.actor
        self._load = load = object()

        def work() -> tuple[list[Values], Cursor | None]:
            found: list[Values] = []
            cursor = after
            while True:
                part = page(database, actor, query, cursor)
                beside = self._beside(database, actor, query.scope, list(part.rows))
                found += marked(database, actor, query.scope, beside)
                cursor = part.next
                if cursor is None or (len(found) >= least and not whole):
                    return found, cursor

        def done(found: tuple[list[Values], Cursor | None]) -> None:
            if load is not self._load:
                return
            rows, self._next = found
            kept = {} if after is None else self.records
            self.records = kept | {str(values["id"]): values for values in rows}
            self._load = None
            self.came.emit()
            self.loaded.emit(len(self.records), self._next is None)

        def failed(error: Exception) -> None:
            if load is self._load:
                self._load = None
                self.failed.emit(error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次"))

        self._counter.read(self, work, done, failed)
