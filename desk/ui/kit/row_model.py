"""Rows and headings as plain data, and the model that keeps what has not changed in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn. `shape`/`permille` draw the clock, `mark` the state; `tone` colours state and clock."""

    id: str
    state: str
    where: str
    what: str
    note: str = ""
    who: str = ""
    clock: str = ""
    mark: str = ""
    shape: str = ""
    permille: int = 0
    tone: str = ""
    urgent: bool = False
    next_step: str = ""
    next_label: str = ""
    next_key: str = ""
    detail: str = ""
    also_step: str = ""  # a second step the open row offers beside its next
    also_label: str = ""
    also_key: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's heading; `tone` tints it, `shape` marks it, `aside` stands right."""

    words: str
    count: int = 0
    tone: str = ""
    shape: str = ""
    aside: str = ""


Line = Row | Heading


class RowModel(QAbstractListModel):
    """Lines in order. `replace` keeps what has not changed in place, so that selection and scroll survive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self.changed_ids: set[str] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._lines[index.row()]
        if role == ROW:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(one, Heading):
                return f"{one.words} {one.count or ''}".strip()
            parts = ("紧急" if one.urgent else "", one.state, one.where, one.what, one.note, one.who, one.clock)
            return " ".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, ent: str) -> int:
        return next((n for n, one in enumerate(self._lines) if isinstance(one, Row) and one.id == ent), -1)

    def first_row(self, start: int = 0, step: int = 1) -> int:
        """The first real row at or after `start`, or before it with a negative step."""
        numbers = range(start, len(self._lines)) if step > 0 else range(min(start, len(self._lines) - 1), -1, -1)
        return next((n for n in numbers if isinstance(self._lines[n], Row)), -1)

    def replace(self, lines: Sequence[Line]) -> None:
        """New lines. The same shape of list is updated row by row, else everything is laid anew."""
        before = {one.id: one for one in self._lines if isinstance(one, Row)}
        self.changed_ids = {
            one.id for one in lines if isinstance(one, Row) and before and _differs(before.get(one.id), one)
        }
        same = [_key(one) for one in lines] == [_key(one) for one in self._lines]
        if same:
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()


def _key(one: Line) -> str:
    return one.id if isinstance(one, Row) else f"#{one.words}"


def _differs(before: Row | None, after: Row) -> bool:
    """A change worth a glance: the state moved, not the clock alone."""
    return before is None or (before.state, before.who, before.note) != (after.state, after.who, after.note)
