"""The list of a page as the page sees it, and the plain one: a table of the record's fields, a page at a time."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from desk.domain.field import Kind
from desk.domain.flow import Values
from desk.domain.page import PageSpec, Pile
from desk.store.query import ListQuery, Page
from desk.ui import page_reads
from desk.ui.counter import Counter
from desk.ui.field_words import words_of
from desk.ui.kit.grid import row_by_row
from desk.ui.kit.table_model import Column, Fetched, TableModel
from desk.ui.theme import theme


class ListBody(QWidget):
    """A list: `load` shows another query, `refresh` the same one anew; selection and scroll survive a refresh.

    `chosen` carries a row's id, `loaded` how many rows are shown and whether these are all, `failed` a DeskError;
    `entered` is Enter on a row, `sideways` the arrows that choose another pile.
    """

    chosen = Signal(str)
    entered = Signal(str)
    sideways = Signal(int)
    loaded = Signal(int, bool)
    failed = Signal(object)

    def load(self, pile: Pile, query: ListQuery) -> None:
        raise NotImplementedError

    def refresh(self) -> None:
        raise NotImplementedError

    def chosen_id(self) -> str:
        raise NotImplementedError

    def choose(self, ent: str) -> bool:
        """Select a row by id; whether it is shown."""
        raise NotImplementedError

    def settle(self) -> None:
        """Take the focus."""
        raise NotImplementedError

    def columns(self) -> Sequence[tuple[str, str]]:
        """What can be shown or hidden: names and words."""
        return ()

    def shown_columns(self) -> Sequence[str]:
        return ()

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these of `columns`, in their own order."""


class TableBody(ListBody):
    """The fields of the PageSpec as columns; more of the record's fields can be added."""

    def __init__(self, counter: Counter, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._spec = counter, spec
        self._record = counter.rules.known(spec.record).record
        self._shown: tuple[str, ...] = spec.columns
        self._query: ListQuery | None = None
        self._model: TableModel | None = None
        self._keep = ""
        self.table = _Table(self)
        self.table.setAccessibleName(spec.label)
        self.table.doubleClicked.connect(lambda index: self._enter(index))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def load(self, pile: Pile, query: ListQuery) -> None:
        self._keep = self.chosen_id() if query == self._query else ""
        self._query = query
        self._reload()

    def refresh(self) -> None:
        self._keep = self.chosen_id()
        self._reload()

    def _reload(self) -> None:
        if self._query is None:
            return
        fetch = partial(_fetch, self._counter, self._query)
        if self._model is None:
            self._model = TableModel(self._columns(), fetch, self._counter.db, self)
            self._model.loaded.connect(self._loaded)
            self._model.failed.connect(self.failed)
            self.table.setModel(self._model)
            self.table.selectionModel().currentRowChanged.connect(self._moved)
            self._model.reload(fetch)
        else:
            self._model.reload(fetch)

    def _loaded(self) -> None:
        assert self._model is not None
        rows = self._model.rowCount()
        self.fit()
        if rows and not self.table.currentIndex().isValid() and not (self._keep and self.choose(self._keep)):
            self.table.selectRow(0)
        self._keep = ""
        self.loaded.emit(rows, self._model.complete)

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        self.chosen.emit(self.chosen_id())

    def _enter(self, index: QModelIndex) -> None:
        if self.chosen_id():
            self.entered.emit(self.chosen_id())

    def chosen_id(self) -> str:
        row = self._model.row(self.table.currentIndex().row()) if self._model else None
        return str(row["id"]) if row else ""

    def choose_several(self) -> None:
        """Shift and the arrows, Ctrl and a click choose more than one row."""
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen_rows(self) -> list[Values]:
        """All rows that are chosen, from the top."""
        if self._model is None:
            return []
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for number in numbers if (row := self._model.row(number)) is not None]

    def choose(self, ent: str) -> bool:
        for number in range(self._model.rowCount() if self._model else 0):
            row = self._model.row(number) if self._model else None
            if row is not None and row.get("id") == ent:
                self.table.selectRow(number)
                return True
        return False

    def settle(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def columns(self) -> Sequence[tuple[str, str]]:
        told = {name: None for name in (*self._spec.columns, *self._spec.facts, *self._spec.export)}
        return [(name, self._record.field(name).label) for name in told]

    def shown_columns(self) -> Sequence[str]:
        return self._shown

    def show_columns(self, names: Sequence[str]) -> None:
        known = [name for name, _ in self.columns()]
        self._shown = tuple(name for name in known if name in names) or self._spec.columns
        if self._model is not None:
            self._model.show_columns(self._columns())
            self.fit()

    def _columns(self) -> list[Column]:
        return [self._column(name) for name in self._shown]

    def _column(self, name: str) -> Column:
        field = self._record.field(name)
        figures = field.kind in (Kind.NUMBER, Kind.MONEY)

        def words(value: object) -> str:
            return words_of(field, value, self._counter.now()).replace("\n", " ")

        return Column(name, field.label, max(field.width, 2 * len(field.label)) * 8 + 16, figures, words)

    def fit(self) -> None:
        """What the words need at least; the room that is left is shared out, so that nothing is cut beside a void."""
        header, columns = self.table.horizontalHeader(), self._columns()
        needed = [theme().px(one.width) for one in columns]
        spare = max(0, self.table.viewport().width() - sum(needed)) // max(len(needed), 1)
        for number, width in enumerate(needed):
            header.resizeSection(number, width + spare)
        header.setStretchLastSection(True)


def _fetch(counter: Counter, query: ListQuery, after: object | None) -> Fetched:
    found: Page = page_reads.fetch(counter.database, counter.actor, query, after)
    return found


class _Table(QTableView):
    """One row is chosen as a whole; Enter and the sideways arrows belong to the page."""

    def __init__(self, body: TableBody) -> None:
        super().__init__(body)
        self._body = body
        row_by_row(self)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._body.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if side is not None:
            self._body.sideways.emit(side)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._body.entered.emit(self._body.chosen_id())
        else:
            super().keyPressEvent(event)
