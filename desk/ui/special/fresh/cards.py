"""The cards of one column: a list whose rows are painted, so that seconds cost little; what is chosen stays chosen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

from desk.ui.special.fresh.board_lines import Seconds
from desk.ui.special.fresh.card_delegate import CLOCKS, ONE, CardDelegate, Places, places
from desk.ui.special.fresh.shown import CardShown, ClockShown, DoneShown
from desk.ui.theme import theme

Shown = CardShown | DoneShown
MANY = 24  # rows that came or went: another day or estate, not a second


class CardModel(QAbstractListModel):
    """`replace` tells only what has changed: rows that came, went, moved, and those with other words.

    The seconds of running clocks are not kept here: `seconds` says them when they are asked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Shown] = []
        self.seconds: Seconds | None = None
        self.resized = False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.line(index.row()) if index.isValid() else None
        if one is None:
            return None
        if role == ONE:
            return one
        if role == CLOCKS:
            return self.clocks(one)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.as_it_stands(one).spoken
        return None

    def line(self, row: int) -> Shown | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def clocks(self, one: Shown) -> tuple[ClockShown, ...]:
        """Those of now."""
        if not isinstance(one, CardShown) or not one.clocks:
            return ()
        return (self.seconds.of(one.id) if self.seconds is not None else ()) or one.clocks

    def as_it_stands(self, one: Shown) -> Shown:
        return replace(one, clocks=self.clocks(one)) if isinstance(one, CardShown) else one

    def row_of(self, ent: str) -> int:
        return next((n for n, one in enumerate(self._lines) if one.id == ent), -1)

    def replace(self, lines: Sequence[Shown]) -> bool:
        """Whether other rows stand there now, or in another order; the same ones with other words are drawn anew.

        `resized` says afterwards whether one of these needs another height.
        """
        self.resized = False
        ids = [one.id for one in lines]
        other = ids != [one.id for one in self._lines]
        if other and len(set(ids).symmetric_difference(one.id for one in self._lines)) > MANY:
            self.beginResetModel()
            self._lines = list(lines)
            self.endResetModel()
            return True
        if other:
            self._remove(frozenset(ids))
            self._arrange(lines)
        for row, (before, one) in enumerate(zip(self._lines, lines, strict=True)):
            if before is not one and before != one:
                self._lines[row] = one
                self.resized = self.resized or before.shape != one.shape
                self.dataChanged.emit(self.index(row), self.index(row))
        return other

    def _remove(self, stay: frozenset[str]) -> None:
        for row in range(len(self._lines) - 1, -1, -1):
            if self._lines[row].id not in stay:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()

    def _arrange(self, lines: Sequence[Shown]) -> None:
        """From the top: who is wanted here comes up from below, or is new."""
        nowhere = QModelIndex()
        for row, one in enumerate(lines):
            if row < len(self._lines) and self._lines[row].id == one.id:
                continue
            place = self.row_of(one.id)
            if place < 0:
                self.beginInsertRows(nowhere, row, row)
                self._lines.insert(row, one)
                self.endInsertRows()
            else:
                self.beginMoveRows(nowhere, place, place, nowhere, row)
                self._lines.insert(row, self._lines.pop(place))
                self.endMoveRows()


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
        self._delegate = delegate
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self._settling = False
        self._drawn: dict[str, tuple[ClockShown, ...]] = {}
        self._beating = QRegion()
        self._sight: list[tuple[int, Places]] | None = None
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        """As they stand at this second."""
        model = self._model
        return [model.as_it_stands(one) for row in range(self.count) if (one := model.line(row)) is not None]

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
        self._settling, self._sight = True, None
        other = self._model.replace(lines)
        if other and before is not None:
            now = self.chosen()
            if (now is None or now.id != before.id) and not self.choose(before.id):
                self.choose_row(place)
        self._settling = False
        if other:
            self._drawn.clear()
            self.verticalScrollBar().setValue(at)
            now = self.chosen()
            if (now.id if now is not None else "") != (before.id if before is not None else ""):
                self._tell()
        elif self._model.resized:
            self.doItemsLayout()

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        if not self._settling:
            self._tell()

    def _tell(self) -> None:
        one = self.chosen()
        self.chosen_changed.emit(one.id if one is not None else "")

    # a second

    def beat(self, seconds: Seconds) -> None:
        """The clocks in sight that say something else now: just their figures, ring and words are drawn anew."""
        self._model.seconds = seconds
        if not isinstance(self._delegate, CardDelegate) or self.isHidden():
            return
        beating = QRegion()
        for row, stand in self._in_sight():
            one = self._model.line(row)
            if not isinstance(one, CardShown) or not one.clocks:
                continue
            now, drawn = self._model.clocks(one), self._drawn.get(one.id, ())
            if now != drawn:
                self._drawn[one.id] = now
                for part in self._delegate.beaten(stand, drawn, now):
                    beating += part
        if not beating.isEmpty():
            self._beating += beating
            self.viewport().update(beating)

    def _in_sight(self) -> list[tuple[int, Places]]:
        """The rows to be seen and where their clocks stand; known until something is laid or scrolled."""
        if self._sight is not None:
            return self._sight
        look, height = theme(), self.viewport().height()
        found: list[tuple[int, Places]] = []
        row = self.indexAt(QPoint(1, 0)).row()  # lays out what has not been laid yet
        while 0 <= row < self.count:
            rect = self.visualRect(self._model.index(row))
            if rect.top() >= height:
                break
            found.append((row, places(look, rect)))
            row += 1
        self._sight = found
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground is laid here: what stands behind the list need not be painted first. Seconds alone are drawn
        without asking the view for its rows.
        """
        region, beating = event.region(), self._beating
        self._beating = QRegion()
        alone = isinstance(self._delegate, CardDelegate) and not beating.isEmpty() and (region - beating).isEmpty()
        sight = self._in_sight() if alone else []  # may lay out: not under a painter
        painter = QPainter(self.viewport())
        if isinstance(self._delegate, CardDelegate) and alone:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, stand in sight:
                one = self._model.line(row)
                if isinstance(one, CardShown) and one.clocks:
                    self._delegate.beat(painter, stand, one, self._model.clocks(one), region)
            painter.end()
            return
        self._sight = None
        painter.fillRect(event.rect(), theme().colour("pile"))
        painter.end()
        super().paintEvent(event)

    def doItemsLayout(self) -> None:
        self._sight = None
        super().doItemsLayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._sight = None
        super().scrollContentsBy(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sight = None
        super().resizeEvent(event)

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
