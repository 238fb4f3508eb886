"""The shapes that say a state without colour: ring, triangle, square for clocks; circle, dot, tick for work."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import Theme, theme

RING, TRIANGLE, SQUARE = "ring", "triangle", "square"
FULL = 360 * 16
TOP = 90 * 16
# The optical centre of Chinese text lies a little under its box's middle.
SINK = 1


def draw_clock(
    painter: QPainter, centre: QPointF, shape: str, permille: int, colour: QColor, track: QColor, radius: float = 8,
    pen: float = 2.5, filled: bool = False,
) -> None:  # fmt: skip
    """A clock: a ring filling clockwise from 12; from 75 % a triangle, when over a square (inside the ring if big)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if filled or shape == RING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(track, pen))
        painter.drawEllipse(box)
        painter.setPen(QPen(QBrush(colour), pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, TOP, -round(FULL * permille / 1000))
    if shape in (TRIANGLE, SQUARE):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour))
        # A thin ring is a big one: what stands in it is smaller against it.
        side = radius * (0.42 if radius < 5 * pen else 0.3) if filled else radius * 0.72
        if shape == SQUARE:
            painter.drawRect(QRectF(centre.x() - side * 0.85, centre.y() - side * 0.85, 1.7 * side, 1.7 * side))
        else:
            height = side * math.sqrt(3) * 0.98
            points = [
                QPointF(centre.x(), centre.y() - height * 0.58),
                QPointF(centre.x() + side, centre.y() + height * 0.42),
                QPointF(centre.x() - side, centre.y() + height * 0.42),
            ]
            painter.drawPolygon(QPolygonF(points))
    painter.restore()


def draw_mark(painter: QPainter, centre: QPointF, mark: str, colour: QColor, radius: float = 4.5) -> None:
    """A state: ○ not reported, ◉ acknowledged, ● arrived, ✓ done."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark == "done":
        painter.setPen(
            QPen(QBrush(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPolyline(QPolygonF([centre + QPointF(-5, 0), centre + QPointF(-1.5, 3.5), centre + QPointF(5, -4)]))
    elif mark == "arrived":
        painter.setBrush(QBrush(colour))
        painter.drawEllipse(centre, radius, radius)
    elif mark in ("not_reported", "acknowledged"):
        painter.drawEllipse(centre, radius, radius)
        if mark == "acknowledged":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(colour))
            painter.drawEllipse(centre, radius * 0.45, radius * 0.45)
    painter.restore()


def draw_shadow(painter: QPainter, box: QRectF, look: Theme, radius: float, reach: float = 9) -> None:
    """A soft shadow around a box, of outlines: filled boxes cost several milliseconds of a first paint."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    steps = look.px(reach)
    for spread in range(steps):
        shade = look.colour("shade")
        shade.setAlpha(44 * (steps - spread) ** 2 // steps**2)
        painter.setPen(QPen(shade, 1.5))
        around = box.adjusted(-spread, -spread, spread, spread).translated(0, min(spread, look.px(3)))
        painter.drawRoundedRect(around, radius + spread, radius + spread)
    painter.restore()


def tone_of(shape: str) -> str:
    """The token that repeats a clock's shape in colour."""
    return {TRIANGLE: "warn", SQUARE: "bad"}.get(shape, "quiet")


class ClockRing(QWidget):
    """A big ring with a shape or words in it, for piles and the intake's own clock."""

    def __init__(self, radius: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._radius = radius
        self._shape, self._permille, self._words = RING, 0, ""
        side = theme().px(2 * radius + 6)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_clock(self, shape: str, permille: int, words: str = "") -> None:
        """`words` stand inside while no triangle or square does."""
        self._shape, self._permille, self._words = shape, permille, words
        self.setAccessibleName(words or {TRIANGLE: "将超时", SQUARE: "超时"}.get(shape, "进行中"))
        self.update()

    def paintEvent(self, event: object) -> None:
        look = theme()
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        draw_clock(
            painter, centre, self._shape, self._permille, look.colour(tone_of(self._shape)), look.colour("line"),
            look.px(self._radius), look.px(3.5) if self._radius >= 20 else look.px(2.5), filled=True,
        )  # fmt: skip
        if self._words and self._shape not in (TRIANGLE, SQUARE):
            painter.setPen(look.colour("ink"))
            painter.setFont(look.font("body", bold=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()
