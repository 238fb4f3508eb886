"""Grouped rows: two columns of shapes, room, matter, who, clock; the selected row opens to its next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.kit.buttons import draw_key, key_width
from desk.ui.kit.shapes import draw_clock, draw_mark, tone_of
from desk.ui.theme import Theme, theme

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
FADE_MS = 1_600


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
        if index.isValid() and isinstance(self._lines[index.row()], Heading):
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


class RowDelegate(QStyledItemDelegate):
    """Paints lines; knows where the open row's button is."""

    def __init__(self, columns: dict[str, int], opens: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns  # widths in px of the design: state, where, note, who, clock, next; the rest is `what`
        self._opens = opens

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        view = self.parent()
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        one = index.data(ROW)
        opened = chosen and self._opens and isinstance(one, Row) and bool(one.next_label)
        return QSize(100, look.size("row_open") if opened else look.size("row"))

    def button_rect(self, rect: QRectF, row: Row) -> QRectF:
        """Where the next step's button stands in an open row."""
        look = theme()
        width = QFontMetrics(look.font("body", True)).horizontalAdvance(row.next_label) + look.px(36)
        width += key_width(look, row.next_key) if row.next_key else 0
        height = look.size("button")
        return QRectF(rect.right() - width - look.px(12), rect.bottom() - height - look.px(8), width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ROW)
        look, rect = theme(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(one, Heading):
            self._heading(painter, look, rect, one)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._row(painter, look, rect, one, chosen)
        painter.restore()

    def _heading(self, painter: QPainter, look: Theme, rect: QRectF, one: Heading) -> None:
        tint = {"bad": "bad_tint", "warn": "warn_tint"}.get(one.tone)
        if tint:
            painter.fillRect(rect, look.colour(tint))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        x = rect.left() + look.px(16)
        ink = one.tone or "text"
        if one.shape:
            centre = QPointF(x + look.px(5), rect.center().y() + 1)
            draw_clock(painter, centre, one.shape, 0, look.colour(ink), look.colour("edge"), look.px(7), 2)
            x += look.px(18)
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.colour(ink))
        painter.drawText(QRectF(x, rect.top(), 200, rect.height()), Qt.AlignmentFlag.AlignVCenter, one.words)
        x += QFontMetrics(painter.font()).horizontalAdvance(one.words) + look.px(6)
        painter.setFont(look.font("body"))
        painter.drawText(QRectF(x, rect.top(), 80, rect.height()), Qt.AlignmentFlag.AlignVCenter, str(one.count or ""))
        if one.aside:
            painter.setPen(look.colour(ink if one.tone else "quiet"))
            painter.setFont(look.font("caption"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rect.adjusted(0, 0, -look.px(16), 0), right, one.aside)

    def _row(self, painter: QPainter, look: Theme, rect: QRectF, one: Row, chosen: bool) -> None:
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint"))
            painter.drawRoundedRect(rect.adjusted(look.px(4), 0, -look.px(4), 0), look.px(4), look.px(4))
            painter.fillRect(
                QRectF(rect.left() + look.px(4), rect.top(), look.px(3), rect.height()), look.colour("accent")
            )
        elif self._fades(one.id):
            painter.fillRect(rect, look.colour("warn_tint"))
        line = QRectF(rect.left(), rect.top(), rect.width(), look.size("row"))
        if chosen and self._opens and one.next_label:
            line.setHeight(look.px(36))
        self._cells(painter, look, line, one, chosen)
        if chosen and self._opens and one.next_label:
            self._open(painter, look, rect, one)

    def _fades(self, ent: str) -> bool:
        view = self.parent()
        return isinstance(view, RowList) and ent in view.fading

    def _cells(self, painter: QPainter, look: Theme, line: QRectF, one: Row, chosen: bool) -> None:
        tone = one.tone if one.tone in ("warn", "bad", "good") else ""
        width = self._columns
        x, right = line.left() + look.px(16), line.right() - look.px(16)
        centre = QPointF(x + look.px(9), line.center().y() + 1)
        if one.mark:
            colour = "good" if one.mark in ("arrived", "done") else "accent" if one.mark == "acknowledged" else "quiet"
            draw_mark(painter, centre, one.mark, look.colour(colour), look.px(4.5))
        elif one.shape in ("ring", "triangle", "square"):
            draw_clock(painter, centre, one.shape, one.permille, look.colour(tone_of(one.shape)), look.colour("line"),
                       look.px(8), look.px(2.5), filled=True)  # fmt: skip
        x += look.px(28)
        ink = tone or ("text" if chosen else "quiet" if one.mark == "not_reported" else "text")
        x = self._text(painter, look, x, width["state"], line, one.state, ink, bold=tone == "bad")
        x = self._text(painter, look, x, width["where"], line, one.where, "ink", bold=True, face="room")
        if one.urgent:
            self._urgent(painter, look, x, line)
        x += look.px(30) if width.get("urgent", 1) else 0
        end = right - look.px(sum(width.get(name, 0) for name in ("note", "who", "clock", "next")))
        x = self._text(painter, look, x, (end - x) / look.scale, line, one.what, "ink", face="matter")
        x = self._text(painter, look, end, width.get("note", 0), line, one.note, "text" if chosen else "quiet")
        x = self._text(painter, look, x, width.get("who", 0), line, one.who, "text")
        x = self._clock(painter, look, x, width.get("clock", 0), line, one, tone)
        if width.get("next") and one.next_label and not (chosen and self._opens):
            self._next(painter, look, x + look.px(28), line, one)

    def _clock(self, painter: QPainter, look: Theme, x: float, width: int, line: QRectF, one: Row, tone: str) -> float:
        if not width:
            return x
        room = look.px(width)
        at_right = bool(one.mark) and one.shape in ("ring", "triangle", "square")
        box = QRectF(x, line.top(), room - (look.px(24) if at_right else 0), line.height())
        painter.setFont(look.font("body", bold=tone in ("warn", "bad")))
        painter.setPen(look.colour(tone or "text"))
        metrics = QFontMetrics(painter.font())
        words = metrics.elidedText(one.clock, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        if at_right:
            centre = QPointF(x + room - look.px(9), line.center().y() + 1)
            draw_clock(painter, centre, one.shape, one.permille, look.colour(tone_of(one.shape)), look.colour("line"),
                       look.px(7), look.px(2.5))  # fmt: skip
        return x + room

    def _text(
        self, painter: QPainter, look: Theme, x: float, width: float, line: QRectF, words: str, ink: str,
        bold: bool = False, face: str = "body",
    ) -> float:  # fmt: skip
        if width <= 0:
            return x
        room = width * look.scale
        painter.setFont(look.font(face, bold))
        painter.setPen(look.colour(ink))
        shown = QFontMetrics(painter.font()).elidedText(
            words.replace("\n", " "), Qt.TextElideMode.ElideRight, int(room - look.px(8))
        )
        painter.drawText(QRectF(x, line.top(), room, line.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return x + room

    def _urgent(self, painter: QPainter, look: Theme, x: float, line: QRectF) -> None:
        box = QRectF(x, line.center().y() - look.px(9), look.px(22), look.px(18))
        painter.setPen(QPen(look.colour("bad"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(look.font("caption", bold=True))
        painter.setPen(look.colour("bad"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "急")

    def _next(self, painter: QPainter, look: Theme, x: float, line: QRectF, one: Row) -> None:
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        painter.drawText(
            QRectF(x, line.top(), look.px(60), line.height()), Qt.AlignmentFlag.AlignVCenter, one.next_label
        )
        if one.next_key:
            x += QFontMetrics(painter.font()).horizontalAdvance(one.next_label) + look.px(8)
            cap = QRectF(x, line.center().y() - look.px(9), key_width(look, one.next_key), look.px(18))
            draw_key(painter, look, cap, one.next_key, "text", "raised", "line")

    def _open(self, painter: QPainter, look: Theme, rect: QRectF, one: Row) -> None:
        button = self.button_rect(rect, one)
        x = rect.left() + look.px(44 + self._columns["state"])
        room = QRectF(x, rect.top() + look.px(36), button.left() - x - look.px(12), look.px(36))
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        words = QFontMetrics(painter.font()).elidedText(
            (one.detail or one.note).replace("\n", " "), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(button, look.size("radius"), look.size("radius"))
        painter.setPen(look.colour("on_accent"))
        painter.setFont(look.font("body", bold=True))
        painter.drawText(button.adjusted(look.px(14), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, one.next_label)
        if one.next_key:
            width = key_width(look, one.next_key)
            cap = QRectF(button.right() - width - look.px(10), button.center().y() - look.px(10), width, look.px(20))
            draw_key(painter, look, cap, one.next_key, "on_accent", "accent_hover", "on_accent")


class RowList(QListView):
    """The list itself. ↑↓ pass over headings; Enter or a double click takes the next step, keys go to the page."""

    row_chosen = Signal(str)
    step_wanted = Signal(str, str)  # id, step
    key_pressed = Signal(str, object)  # id, QKeyEvent: radio keys and the like
    more_wanted = Signal()

    def __init__(self, columns: dict[str, int], name: str, opens: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowModel(self)
        self.fading: set[str] = set()
        self.setModel(self._rows)
        self._delegate = RowDelegate(columns, opens, self)
        self.setItemDelegate(self._delegate)
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
        chosen, place, scroll = self.chosen(), self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.replace(lines)
        row = self._rows.row_of(chosen.id) if chosen else -1
        if row < 0:
            row = self._rows.first_row(max(place, 0))
        if row < 0:
            row = self._rows.first_row(max(place, 0), -1)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(row))
        self.verticalScrollBar().setValue(scroll)
        self.fading = set(self._rows.changed_ids)
        if self.fading:
            QTimer.singleShot(FADE_MS, self, self._faded)
        self.scheduleDelayedItemsLayout()

    def choose(self, ent: str) -> bool:
        """Choose a row by id; whether it is here."""
        row = self._rows.row_of(ent)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))
        return row >= 0

    def _faded(self) -> None:
        self.fading = set()
        self.viewport().update()

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        one = self._rows.line(current.row())
        if isinstance(one, Row):
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
        if not isinstance(one, Row) or not one.next_label or index != self.currentIndex():
            return
        if self._delegate.button_rect(QRectF(self.visualRect(index)), one).contains(event.position()):
            self.step_wanted.emit(one.id, one.next_step)
