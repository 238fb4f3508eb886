"""A table of words, row by row: ↑↓ choose, Enter opens, ← → belong to the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk.ui.kit.row_model import Index
from desk.ui.kit.table_model import LEFT, RIGHT, ROOT
from desk.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, its least width in px of the design, whether figures stand in it, its share of the rest."""

    words: str
    width: int
    figures: bool = False
    share: int = 1
    strong: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """`tone` colours the cell of the same place, where it says one."""

    id: str
    cells: tuple[str, ...]
    tones: tuple[str, ...] = ()


def row_by_row(view: QTableView) -> None:
    """A table that is read and chosen by its rows: one at a time, nothing edited, no lines between the cells."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme().size("row"))
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setHighlightSections(False)


class GridModel(QAbstractTableModel):
    def __init__(self, heads: Sequence[Head], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.rows: list[GridRow] = []

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, head = self.rows[index.row()], self.heads[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if head.figures else LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{head.words} {row.cells[index.column()]}".strip()
        if role == Qt.ItemDataRole.FontRole and head.strong:
            return _bold()
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = row.tones[index.column()] if index.column() < len(row.tones) else ""
            return theme().colour(tone) if tone else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.heads[section].figures else LEFT
        return None

    def replace(self, rows: Sequence[GridRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


def _bold() -> QFont:
    return theme().font("body", bold=True)


class Grid(QTableView):
    """`entered` carries the place of a row: Enter, or a double click."""

    entered = Signal(int)
    sideways = Signal(int)

    def __init__(self, name: str, widths: Sequence[tuple[int, int]], parent: QWidget | None = None) -> None:
        """`widths`: (least width in px of the design, share of what is left) by column."""
        super().__init__(parent)
        self._widths = list(widths)
        self.setAccessibleName(name)
        row_by_row(self)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.entered.emit(index.row()))

    def show_widths(self, widths: Sequence[tuple[int, int]]) -> None:
        self._widths = list(widths)
        self.fit()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.fit()

    def fit(self) -> None:
        """What the words need at least; the room that is left goes by shares."""
        if self.model() is None or self.model().columnCount() != len(self._widths):
            return
        head, metrics = self.horizontalHeader(), QFontMetrics(theme().font("caption"))
        needed = []
        for place, (width, _) in enumerate(self._widths):
            words = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
            needed.append(max(theme().px(width), metrics.horizontalAdvance(words) + theme().px(24)))
        shares = [share for _, share in self._widths]
        spare, whole = max(0, self.viewport().width() - sum(needed)), sum(shares) or 1
        for place, width in enumerate(needed):
            head.resizeSection(place, width + spare * shares[place] // whole)

    def choose(self, row: int) -> None:
        if self.model() is not None and 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def currentChanged(self, current: QModelIndex | Index, previous: QModelIndex | Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if side is not None:
            self.sideways.emit(side)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.entered.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class WordGrid(Grid):
    """A grid with its own rows."""

    def __init__(self, name: str, heads: Sequence[Head], parent: QWidget | None = None) -> None:
        super().__init__(name, [(one.width, one.share) for one in heads], parent)
        self.words = GridModel(heads, self)
        self.setModel(self.words)

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """The chosen one stays chosen where it still is."""
        place = self.currentIndex().row()
        chosen = self.words.rows[place].id if 0 <= place < len(self.words.rows) else ""
        self.words.replace(rows)
        self.choose(next((n for n, one in enumerate(rows) if one.id == chosen), 0))
