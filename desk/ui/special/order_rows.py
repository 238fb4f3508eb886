"""The repair list's row: state shape, room, 急, matter, who, state, clock with its shape at the right edge."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.kit.rows import Row, RowDelegate, RowList
from desk.ui.kit.shapes import draw_clock, draw_mark, tone_of
from desk.ui.theme import Theme, theme

PAD, MARK, URGENT, RING, GAP = 16, 28, 30, 20, 8
WIDTHS = {"where": 122, "note": 120, "who": 60, "state": 60, "clock": 136}
TITLES = {"where": "房号", "what": "报修内容", "note": "备注", "who": "师傅", "state": "状态", "clock": "时限"}
CHOOSABLE = ("who", "state", "clock", "note")
SHOWN = ("who", "state", "clock")
LEAST = 72  # px of the design that the matter keeps
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Places:
    """Where each column of a line stands: name -> (x, width)."""

    of: dict[str, tuple[float, float]]

    @classmethod
    def within(cls, look: Theme, rect: QRectF, shown: tuple[str, ...]) -> "Places":
        places: dict[str, tuple[float, float]] = {}
        left, right = rect.left() + look.px(PAD), rect.right() - look.px(PAD)
        places["mark"] = (left, look.px(MARK))
        left += look.px(MARK)
        places["where"] = (left, look.px(WIDTHS["where"]))
        left += look.px(WIDTHS["where"])
        places["urgent"] = (left, look.px(URGENT))
        left += look.px(URGENT)
        if "clock" in shown:
            right -= look.px(RING)
            places["ring"] = (right, look.px(RING))
            right -= look.px(WIDTHS["clock"])
            places["clock"] = (right, look.px(WIDTHS["clock"]))
        for name in ("state", "who", "note"):
            # What is said aside goes before the matter is covered; the shape at the left still says the state.
            if name in shown and right - left - look.px(WIDTHS[name]) >= look.px(LEAST):
                right -= look.px(WIDTHS[name])
                places[name] = (right, look.px(WIDTHS[name]))
        places["what"] = (left, right - left)
        return cls(places)

    def rect(self, name: str, line: QRectF) -> QRectF | None:
        place = self.of.get(name)
        return None if place is None else QRectF(place[0], line.top(), place[1], line.height())


class OrderDelegate(RowDelegate):
    """Paints orders; headings and the selection are the kit's."""

    def __init__(self, parent: RowList) -> None:
        super().__init__({"state": 0}, False, parent)
        self.shown: tuple[str, ...] = SHOWN

    def _cells(self, painter: QPainter, look: Theme, line: QRectF, one: Row, chosen: bool) -> None:
        places = Places.within(look, line, self.shown)
        if not chosen:
            painter.fillRect(QRectF(line.left(), line.bottom(), line.width(), 1), look.colour("line"))
        self._mark(painter, look, places.rect("mark", line), one)
        if one.urgent:
            self._urgent(painter, look, places.of["urgent"][0], line)
        for name, words, ink, bold, face in (
            ("where", one.where, "ink", True, "room"), ("what", one.what, "ink", False, "matter"),
            ("note", one.note, "text", False, "body"), ("who", one.who, "text", False, "body"),
            ("state", one.state, _state_ink(one, chosen), False, "body"),
        ):  # fmt: skip
            rect = places.rect(name, line)
            if rect is not None:
                self._text(painter, look, rect.x(), rect.width() / look.scale, line, words, ink, bold, face)
        clock, ring = places.rect("clock", line), places.rect("ring", line)
        if clock is not None and ring is not None:
            self._left(painter, look, clock, ring, one, chosen)

    def _mark(self, painter: QPainter, look: Theme, rect: QRectF | None, one: Row) -> None:
        if rect is None or not one.mark:
            return
        colour = "good" if one.mark in ("arrived", "done") else "accent" if one.mark == "acknowledged" else "quiet"
        centre = QPointF(rect.x() + look.px(10), rect.center().y() + 1)
        draw_mark(painter, centre, one.mark, look.colour(colour), look.px(4.5))

    def _left(self, painter: QPainter, look: Theme, rect: QRectF, ring: QRectF, one: Row, chosen: bool) -> None:
        """The clock's name quiet, what is left in its tone, its shape at the edge; words share a right edge."""
        name, _, value = one.clock.partition(" ")
        if not value:
            name, value = "", name
        painter.setFont(look.font("body", bold=bool(one.tone)))
        painter.setPen(look.colour(one.tone or "text"))
        metrics = QFontMetrics(painter.font())
        room = int(rect.width())
        shown = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, MIDDLE | Qt.AlignmentFlag.AlignRight, shown)
        rest = rect.adjusted(0, 0, -metrics.horizontalAdvance(shown) - look.px(GAP), 0)
        painter.setFont(look.font("caption"))
        if QFontMetrics(painter.font()).horizontalAdvance(name) <= rest.width():
            painter.setPen(look.colour("text" if chosen else "quiet"))
            painter.drawText(rest, MIDDLE | Qt.AlignmentFlag.AlignRight, name)
        if one.shape:
            centre = QPointF(ring.right() - look.px(7), ring.center().y() + 1)
            draw_clock(painter, centre, one.shape, one.permille, look.colour(_shape_ink(one.shape)),
                       look.colour("line"), look.px(6), look.px(2))  # fmt: skip


def _state_ink(one: Row, chosen: bool) -> str:
    if one.mark in ("arrived", "done") and one.state in ("已到场",):
        return "good"
    return "text" if chosen or one.mark == "acknowledged" else "quiet" if one.mark == "not_reported" else "text"


def _shape_ink(shape: str) -> str:
    return "accent" if shape == "ring" else tone_of(shape)


class Titles(QWidget):
    """The words over the columns, at the same places as the rows'."""

    def __init__(self, rows: RowList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        rows.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.update())
        self.shown: tuple[str, ...] = SHOWN
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_columns(self, shown: tuple[str, ...]) -> None:
        self.shown = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        line = QRectF(self.rect())
        seen = QRectF(0, 0, self._rows.viewport().width(), self.height())  # a scroll bar takes from the rows
        places = Places.within(look, seen, self.shown)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("quiet"))
        for name, words in TITLES.items():
            rect = places.rect(name, line)
            if rect is not None:
                side = Qt.AlignmentFlag.AlignRight if name == "clock" else Qt.AlignmentFlag.AlignLeft
                painter.drawText(rect, MIDDLE | side, words)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(line.bottomLeft(), line.bottomRight())
        painter.end()
