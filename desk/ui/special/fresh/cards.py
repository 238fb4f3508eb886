"""The cards of one column: a list whose rows are painted, so that seconds cost little; what is chosen stays chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

from desk.ui.special.fresh.shown import CardShown, DoneShown

Shown = CardShown | DoneShown
ONE = Qt.ItemDataRole.UserRole


class CardModel(QAbstractListModel):
    """`replace` keeps what has not changed: a second that passes tells only the rows whose clocks run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Shown] = []
        self.resized = False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._lines[index.row()]
        if role == ONE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one.spoken
        return None

    def line(self, row: int) -> Shown | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, ent: str) -> int:
        return next((n for n, one in enumerate(self._lines) if one.id == ent), -1)

    def replace(self, lines: Sequence[Shown]) -> bool:
        """Whether other rows stand there now; the same ones with other words are only drawn anew.

        `resized` says afterwards whether one of these needs another height.
        """
        self.resized = False
        if [one.id for one in lines] != [one.id for one in self._lines]:
            self.beginResetModel()
            self._lines = list(lines)
            self.endResetModel()
            return True
        for row, (before, one) in enumerate(zip(self._lines, lines, strict=True)):
            if before != one:
                self._lines[row] = one
                self.resized = self.resized or before.shape != one.shape
                self.dataChanged.emit(self.index(row), self.index(row))
        return False


class CardList(QListView):
    """↑↓ move, ←→ ask for the neighbour, Enter and everything else goes to the page."""

    sideways = Signal(int)
    acted = Signal(str)  # Enter, or the button on the card
    key_pressed = Signal(object)
    chosen_changed = Signal(str)

    def __init__(self, name: str, delegate: QStyledItemDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CardModel(self)
        self.setModel(self._model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def count(self) -> int:
        return self._model.rowCount()

    def lines(self) -> list[Shown]:
        return [one for row in range(self.count) if (one := self._model.line(row)) is not None]

    def chosen(self) -> Shown | None:
        return self._model.line(self.currentIndex().row())

    def choose(self, ent: str) -> bool:
        row = self._model.row_of(ent)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
        return row >= 0

    def choose_row(self, row: int) -> None:
        if self.count:
            self.setCurrentIndex(self._model.index(min(max(row, 0), self.count - 1)))

    def show_lines(self, lines: Sequence[Shown]) -> None:
        """What is chosen stays chosen where it still is; otherwise what stands in its place now."""
        before, place, at = self.chosen(), self.currentIndex().row(), self.verticalScrollBar().value()
        if self._model.replace(lines):
            if before is not None and not self.choose(before.id):
                self.choose_row(place)
            self.verticalScrollBar().setValue(at)
        elif self._model.resized:
            self.doItemsLayout()

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        one = self._model.line(current.row())
        self.chosen_changed.emit(one.id if one is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.choose_row(self.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (one := self.chosen()) is not None:
            self.acted.emit(one.id)
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.key_pressed.emit(event)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        one = self._model.line(index.row())
        delegate: Any = self.itemDelegate()
        if isinstance(one, CardShown) and self._on_button(delegate, self.visualRect(index), one, place):
            self.acted.emit(one.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        one = self._model.line(self.indexAt(event.position().toPoint()).row())
        if one is not None:
            self.acted.emit(one.id)

    @staticmethod
    def _on_button(delegate: Any, rect: QRect, one: CardShown, place: QPoint) -> bool:
        return bool(delegate.button_rect(rect, one).contains(place))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
