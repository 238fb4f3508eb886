"""今天的约定: what was promised, window by window, with the line of now and how full each window is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.words_of_time import clock_word
from desk.services.work_orders.reads import Appointment
from desk.services.work_orders.record import Status
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import label
from desk.ui.kit.shapes import draw_mark
from desk.ui.special.today_facts import DONE, Slot
from desk.ui.theme import Theme, theme

SQUARES = 6
ROW, HEAD, NOW, GAP = 26, 26, 30, 8
MIDDLE, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
ELIDE = Qt.TextElideMode.ElideRight
MARKS = {Status.DISPATCHED: "not_reported", Status.ACKNOWLEDGED: "acknowledged", Status.ARRIVED: "arrived"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One painted line: kind head | order | past | now | gap, and where it stands."""

    kind: str
    top: int
    height: int
    slot: Slot | None = None
    order: Appointment | None = None


class DayPlan(QWidget):
    """Painted lines; ↑↓ and Enter or a click open an order. Put it into a scroll area."""

    order_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots: Sequence[Slot] = ()
        self._lines: list[_Line] = []
        self._now = 0
        self._lit = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("今天的约定")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_plan(self, slots: Sequence[Slot], now: int) -> None:
        if (slots, now // 60_000) == (self._slots, self._now // 60_000):
            return
        self._slots, self._now = slots, now
        self._lay()
        told = [f"{one.words} {one.taken} 单" for one in slots]
        self.setAccessibleDescription(", ".join(told))
        self.updateGeometry()
        self.update()

    @property
    def orders(self) -> tuple[str, ...]:
        """The ids of the orders shown, from the top."""
        return tuple(line.order.id for line in self._lines if line.order is not None)

    def _lay(self) -> None:
        self._lines, top = [], 0
        marked = False
        for slot in self._slots:
            if not marked and not slot.over:
                top = self._add("now", top, NOW)
                marked = True
            open_orders = [one for one in slot.orders if one.status not in DONE]
            if slot.over:
                if not slot.orders:
                    continue
                top = self._add("past", top, HEAD, slot)
            else:
                top = self._add("head", top, HEAD, slot)
            for order in open_orders if slot.over else slot.orders:
                top = self._add("order", top, ROW, slot, order)
            top += theme().px(GAP)
        if not marked:
            self._add("now", top, NOW)

    def _add(self, kind: str, top: int, height: int, slot: Slot | None = None, order: Appointment | None = None) -> int:
        tall = theme().px(height)
        self._lines.append(_Line(kind, top, tall, slot, order))
        return top + tall

    def sizeHint(self) -> QSize:
        last = self._lines[-1] if self._lines else None
        return QSize(theme().px(260), last.top + last.height if last else theme().px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines):
            box = QRectF(0, line.top, self.width(), line.height)
            if number == self._lit and self.hasFocus():
                painter.setPen(QPen(look.colour("accent"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(4), look.px(4))
            if line.kind == "now":
                self._paint_now(painter, look, box)
            elif line.slot is not None and line.order is None:
                self._paint_head(painter, look, box, line.slot)
            elif line.order is not None:
                self._paint_order(painter, look, box, line.order, late=line.slot is not None and line.slot.over)
        painter.end()

    def _paint_now(self, painter: QPainter, look: Theme, box: QRectF) -> None:
        words = f"现在 {clock_word(self._now)}"
        painter.setFont(look.font("body", bold=True))
        width = QFontMetrics(painter.font()).horizontalAdvance(words) + look.px(20)
        pill = QRectF(0, box.center().y() - look.px(10), width, look.px(20))
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawLine(QPointF(width + look.px(6), box.center().y()), QPointF(box.right(), box.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("tint"))
        painter.drawRoundedRect(pill, look.px(10), look.px(10))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.colour("link"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_head(self, painter: QPainter, look: Theme, box: QRectF, slot: Slot) -> None:
        painter.setFont(look.font("body", bold=True))
        if slot.over:
            draw_mark(painter, QPointF(look.px(8), box.center().y() + 1), "done", look.colour("good"), look.px(4.5))
            painter.setPen(look.colour("quiet"))
            painter.setFont(look.font("body"))
            painter.drawText(box.adjusted(look.px(24), 0, 0, 0), MIDDLE, f"{slot.words} 办完 {slot.done}")
            left = slot.taken - slot.done
            if left:
                painter.setPen(look.colour("warn"))
                painter.drawText(box, MIDDLE | RIGHT, f"▲ 还有 {left}")
            return
        painter.setPen(look.colour("ink"))
        painter.drawText(box, MIDDLE, slot.words)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("warn" if slot.taken >= slot.room else "quiet"))
        painter.drawText(box, MIDDLE | RIGHT, f"{slot.taken}/{slot.room}")
        filled = min(SQUARES, -(-SQUARES * slot.taken // slot.room)) if slot.taken else 0
        side, step = look.px(8), look.px(11)
        x = box.right() - look.px(40) - SQUARES * step
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(SQUARES):
            painter.setBrush(look.colour("quiet" if number < filled else "line"))
            painter.drawRoundedRect(QRectF(x + number * step, box.center().y() - side / 2, side, side), 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_order(self, painter: QPainter, look: Theme, box: QRectF, one: Appointment, late: bool) -> None:
        status = Status.of(one.status)
        done = status in DONE
        mark = "done" if done else MARKS.get(status, "not_reported") if status else "not_reported"
        tone = "good" if mark in ("done", "arrived") else "quiet"
        draw_mark(painter, QPointF(look.px(8), box.center().y() + 1), mark, look.colour(tone), look.px(4.5))
        painter.setFont(look.font("body"))
        who = f"{one.who} 已到" if status == Status.ARRIVED else one.who or ("待派" if not done else "")
        metrics = QFontMetrics(painter.font())
        side = min(metrics.horizontalAdvance(who), look.px(88))
        painter.setPen(look.colour("warn" if late else "good" if status == Status.ARRIVED else "quiet"))
        painter.drawText(box, MIDDLE | RIGHT, metrics.elidedText(who, ELIDE, side))
        painter.setFont(look.font("matter", bold=True))
        painter.setPen(look.colour("quiet" if done else "ink"))
        bold = QFontMetrics(painter.font())
        x, room = look.px(24), look.px(82)
        where = bold.elidedText(one.where, ELIDE, max(room - look.px(6), 0))
        painter.drawText(QRectF(x, box.top(), room, box.height()), MIDDLE, where)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("quiet" if done else "text"))
        x += max(room, bold.horizontalAdvance(where) + look.px(8))
        left = int(box.right() - side - look.px(8) - x)
        short = one.what.partition("·")[2] or one.what
        what = metrics.elidedText(short, ELIDE, max(left, 0))
        painter.drawText(QRectF(x, box.top(), max(left, 0), box.height()), MIDDLE, what)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = next((one for one in self._lines if one.top <= event.position().y() < one.top + one.height), None)
        if found is not None and found.order is not None:
            self.order_wanted.emit(found.order.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._lit < len(self._lines):
            order = self._lines[self._lit].order
            if order is not None:
                self.order_wanted.emit(order.id)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        places = [number for number, line in enumerate(self._lines) if line.order is not None]
        if not places:
            return
        now = places.index(self._lit) if self._lit in places else (-1 if by > 0 else len(places))
        self._lit = places[min(max(now + by, 0), len(places) - 1)]
        self.update()


class PlanCard(Card):
    """The day's plan under its title, which says how much of it is left."""

    def __init__(self) -> None:
        super().__init__(0)
        look = theme()
        self.column.setContentsMargins(look.px(15), look.px(9), look.px(4), look.px(8))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, look.px(11), 0)
        head.addWidget(label("今天的约定", "heading"))
        head.addStretch()
        self._promised = label("", "quiet")
        head.addWidget(self._promised)
        self.column.addLayout(head)
        self.plan = DayPlan()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, 0, look.px(11), 0)
        room.addWidget(self.plan)
        room.addStretch()
        scroll.setWidget(inside)
        self.column.addWidget(scroll, 1)

    def show_plan(self, slots: Sequence[Slot], now: int) -> None:
        self.plan.show_plan(slots, now)
        done, all_of = sum(one.done for one in slots), sum(one.taken for one in slots)
        self._promised.setText(f"剩 {all_of - done} · 办完 {done}" if all_of else "还没有约")
