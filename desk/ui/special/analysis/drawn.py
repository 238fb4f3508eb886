"""What is drawn over a plot in the letters of the program: words, squares, the cursor. In units of the plot."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

LEAST = 12  # px of a frame: a figure of nothing has one too
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Said:
    """Words at a place of the plot, moved by px; `above` puts them over it."""

    x: float
    y: float
    words: str
    ink: QColor
    above: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """One square of a table of tints, by its middle."""

    x: float
    y: float
    ground: QColor
    ink: QColor
    words: str


class Over(QGraphicsItem):
    """Something drawn in px over an area of the plot: its letters keep their size whatever the axes are."""

    def __init__(self, area: QRectF) -> None:
        super().__init__()
        self._area = area
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Scene units are px of the picture; the plot's own are mapped to them."""
        inverse, possible = self.sceneTransform().inverted()
        if not possible:
            return
        painter.save()
        painter.setWorldTransform(inverse * painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, self.sceneTransform())
        painter.restore()

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        raise NotImplementedError


class Words(Over):
    """Figures beside bars and points; those that would touch the one before are left out."""

    def __init__(self, area: QRectF, said: Sequence[Said], font: QFont, ground: QColor, gap: float = 4) -> None:
        super().__init__(area)
        self._said, self._font, self._ground, self._gap = said, font, ground, gap

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        taken: list[QRectF] = []
        for one in self._said:
            font = QFont(self._font)
            font.setBold(one.bold)
            metrics, at = QFontMetricsF(font), plot.map(QPointF(one.x, one.y))
            width, height = metrics.horizontalAdvance(one.words), metrics.height()
            top = at.y() - height - self._gap if one.above else at.y() + self._gap
            box = QRectF(at.x() - width / 2, top, width, height)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            if self._ground.alpha():  # nothing runs through a figure
                painter.fillRect(box.adjusted(-2, 1, 2, -1), self._ground)
            painter.setFont(font)
            painter.setPen(one.ink)
            painter.drawText(box, CENTRE | Qt.TextFlag.TextDontClip, one.words)


@dataclass(frozen=True, slots=True)
class Mark:
    """A share: round where it reaches its target, a triangle on its tip where it does not."""

    x: float
    y: float
    good: bool
    ink: QColor


def paint_mark(painter: QPainter, at: QPointF, side: float, good: bool) -> None:
    """In the brush and pen of the painter; the same in the legend."""
    half = side / 2
    if good:
        painter.drawEllipse(at, half, half)
    else:
        painter.drawPolygon(QPolygonF([at + QPointF(-half, -half), at + QPointF(half, -half), at + QPointF(0, half)]))


class Marks(Over):
    def __init__(self, area: QRectF, marks: Sequence[Mark], side: float, edge: QColor) -> None:
        super().__init__(area)
        self._marks, self._side, self._edge = marks, side, edge

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        for one in self._marks:
            painter.setPen(QPen(self._edge, 1))
            painter.setBrush(one.ink)
            paint_mark(painter, plot.map(QPointF(one.x, one.y)), self._side, one.good)


class Squares(Over):
    """A table of tints with its figures, a thin gap between."""

    def __init__(self, area: QRectF, squares: Sequence[Square], font: QFont) -> None:
        super().__init__(area)
        self._squares, self._font = squares, font

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        metrics = QFontMetricsF(self._font)
        painter.setFont(self._font)
        for one in self._squares:
            box = plot.mapRect(QRectF(one.x - 0.5, one.y - 0.5, 1, 1)).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(one.ground)
            painter.drawRoundedRect(box, 3, 3)
            if one.words and metrics.horizontalAdvance(one.words) <= box.width() and metrics.height() <= box.height():
                painter.setPen(one.ink)
                painter.drawText(box, CENTRE, one.words)


class Band(Over):
    """The place the keyboard stands on, behind everything."""

    def __init__(self, area: QRectF, ground: QColor) -> None:
        super().__init__(area)
        self._ground, self._place = ground, QRectF()
        self.setZValue(-40)

    def stand(self, place: QRectF) -> None:
        self._place = place
        self.update()

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        if not self._place.isNull():
            painter.fillRect(plot.mapRect(self._place), self._ground)


class Frame(Over):
    """The figure the keyboard stands on; quiet while the focus is elsewhere."""

    def __init__(self, area: QRectF, ink: QColor, quiet: QColor, ground: QColor, inside: bool) -> None:
        """`inside`: squares fill the plot to its edges, a frame around them would be cut."""
        super().__init__(area)
        self._ink, self._quiet, self._ground, self._inside = ink, quiet, ground, inside
        self._figure, self._lit = QRectF(), False
        self.setZValue(50)

    def stand(self, figure: QRectF, lit: bool) -> None:
        self._figure, self._lit = figure, lit
        self.update()

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        if self._figure.isNull():
            return
        box = plot.mapRect(self._figure)
        if self._inside:
            box = box.adjusted(2, 2, -2, -2)
        else:
            tall, wide = max(0.0, (LEAST - box.height()) / 2), max(0.0, (LEAST - box.width()) / 2)
            box = box.adjusted(-3 - wide, -3 - tall, 3 + wide, 1 + tall)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide = 2.5 if self._lit else 1.5
        for ink, more in ((self._ground, 2.5), (self._ink if self._lit else self._quiet, 0)):
            painter.setPen(QPen(ink, wide + more))  # apart from whatever lies under it
            painter.drawRoundedRect(box, 4, 4)
