"""Rows of one query, fetched a page at a time as the person scrolls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desk.domain.errors import DeskError
from desk.ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field's name, its heading, its width in px of the design, and how a value is said."""

    name: str
    label: str
    width: int = 120
    figures: bool = False
    words: Callable[[Any], str] = str


class Fetched(Protocol):
    """A page of rows (dicts by field name) and where the next one begins; None behind the last."""

    @property
    def rows(self) -> Sequence[dict[str, Any]]: ...

    @property
    def next(self) -> object | None: ...


class TableModel(QAbstractTableModel):
    """Read-only. `fetch(cursor)` runs on the lane and returns the page behind a cursor.

    `loaded` follows every page, `failed` carries the DeskError of a page that could not be read; scrolling or
    `fetchMore` tries again.
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Callable[[object | None], Fetched],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._fetch = fetch
        self._tasks = tasks
        self._rows: list[dict[str, Any]] = []
        self._next: object | None = None
        self._more = True
        self._load: object = None  # the load under way; a reload abandons it
        self.fetchMore(ROOT)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def complete(self) -> bool:
        """Whether every row is here."""
        return not self._more

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns of the same rows."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def reload(self, fetch: Callable[[object | None], Fetched] | None = None) -> None:
        """From the top, perhaps by another query. What was shown stays until the first page is here."""
        self._fetch = fetch or self._fetch
        self._load = load = object()
        self._tasks.run(self, partial(self._fetch, None), partial(self._restart, load), partial(self._fail, load))

    def row(self, number: int) -> dict[str, Any] | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows) or index.column() >= len(self._columns):
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            value = self._rows[index.row()].get(column.name)
            return "" if value is None else column.words(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.figures else LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            value = self._rows[index.row()].get(column.name)
            return f"{column.label} {'' if value is None else column.words(value)}".strip()
        return self._rows[index.row()] if role == ROW else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._columns[section].figures else LEFT
        return None

    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and self._more and self._load is None

    def fetchMore(self, parent: Index = ROOT) -> None:
        if not self.canFetchMore(parent):
            return
        self._load = load = object()
        work = partial(self._fetch, self._next)
        self._tasks.run(self, work, partial(self._append, load), partial(self._fail, load))

    def _append(self, load: object, page: Fetched) -> None:
        if load is not self._load:
            return
        first = len(self._rows)
        if page.rows:
            self.beginInsertRows(ROOT, first, first + len(page.rows) - 1)
            self._rows += page.rows
            self.endInsertRows()
        self._next, self._more = page.next, page.next is not None
        self._load = None  # last: a view may ask for more while rows go in
        self.loaded.emit()

    def _restart(self, load: object, page: Fetched) -> None:
        if load is not self._load:
            return
        self.beginResetModel()
        self._rows = list(page.rows)
        self._next, self._more = page.next, page.next is not None
        self.endResetModel()
        self._load = None
        self.loaded.emit()

    def _fail(self, load: object, error: DeskError) -> None:
        if load is self._load:
            self._load = None
            self.failed.emit(error)
