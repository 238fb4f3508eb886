"""Grouped rows; ↑↓ move, the selected row opens to its next step, a changed row fades once."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.ui.kit.row_delegate import RowDelegate
from desk.ui.kit.row_model import Heading, Line, Row, RowModel
from desk.ui.theme import theme

__all__ = ["Heading", "Line", "Row", "RowDelegate", "RowList", "RowModel"]
FADE_MS = 1_600


class RowList(QListView):
    """The list itself. ↑↓ pass over headings; Enter or a double click takes the next step, keys go to the page."""

    row_chosen = Signal(str)
    step_wanted = Signal(str, str)  # id, step
    key_pressed = Signal(str, object)  # id, QKeyEvent: radio keys and the like
    more_wanted = Signal()

    def __init__(self, columns: dict[str, int], name: str, opens: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowModel(self)
        self._told = ""  # the row last told of: a refresh is no new choice
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._fading)
        self._fade.finished.connect(self._faded)
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(columns, opens, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def rows(self) -> RowModel:
        return self._rows

    def chosen(self) -> Row | None:
        one = self._rows.line(self.currentIndex().row())
        return one if isinstance(one, Row) else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show new lines; the chosen row stays chosen where it still is, else the one in its place."""
        chosen, place = self.chosen(), self.currentIndex().row()
        anchor, top = self._anchor()
        self._rows.replace(lines)
        row = self._rows.row_of(chosen.id) if chosen else -1
        if row < 0:
            row = self._rows.first_row(max(place, 0))
        if row < 0:
            row = self._rows.first_row(max(place, 0), -1)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(row))
        self.doItemsLayout()
        held = self._rows.row_of(anchor)
        if held >= 0:
            moved = self.visualRect(self._rows.index(held)).top() - top
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
        changed = set(self._rows.changed_ids)
        if changed:
            self._painter().fading = changed
            self._fade.stop()
            self._painter().glow = 1.0
            self._fade.start()

    def _anchor(self) -> tuple[str, int]:
        """The row that must not move under the eye, and where it stands: the chosen one, else the topmost."""
        one, rect = self.chosen(), self.visualRect(self.currentIndex())
        if one is not None and rect.intersects(self.viewport().rect()):
            return one.id, rect.top()
        first = self._rows.first_row(max(self.indexAt(self.viewport().rect().topLeft()).row(), 0))
        topmost = self._rows.line(first)
        return (topmost.id, self.visualRect(self._rows.index(first)).top()) if isinstance(topmost, Row) else ("", 0)

    def choose(self, ent: str) -> bool:
        """Choose a row by id; whether it is here."""
        row = self._rows.row_of(ent)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))
        return row >= 0

    @Slot(object)
    def _fading(self, left: float) -> None:
        self._painter().glow = left
        self.viewport().update()

    @Slot()
    def _faded(self) -> None:
        self._painter().fading = set()
        self.viewport().update()

    def _painter(self) -> RowDelegate:
        """The delegate in use; a page may have set its own."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, RowDelegate)
        return delegate

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        one = self._rows.line(current.row())
        if isinstance(one, Row) and one.id != self._told:
            self._told = one.id
            self.row_chosen.emit(one.id)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - theme().px(300):
            self.more_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self.chosen()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self._rows.first_row(self.currentIndex().row() + step, step)
            if row >= 0:
                self.setCurrentIndex(self._rows.index(row))
            event.accept()
            return
        if one is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_wanted.emit(one.id, one.next_step)
            event.accept()
            return
        if one is not None and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.key_pressed.emit(one.id, event)
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        one = self._rows.line(index.row())
        if isinstance(one, Row) and index == self.currentIndex():
            step = self._painter().step_at(QRectF(self.visualRect(index)), one, event.position())
            if step:
                self.step_wanted.emit(one.id, step)
