"""What is drawn over a plot in the letters of the program: words, squares, the cursor. In units of the plot."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

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

    def __init__(self, area: QRectF, said: Sequence[Said], font: QFont, gap: float = 4) -> None:
        super().__init__(area)
        self._said, self._font, self._gap = said, font, gap

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        taken: list[QRectF] = []
        for one in self._said:
            font = QFont(self._font)
            font.setBold(one.bold)
            metrics, at = QFontMetricsF(font), plot.map(QPointF(one.x, one.y))
            width, height = metrics.horizontalAdvance(one.words), metrics.height()
            top = at.y() - height - self._gap if one.above else at.y() - height / 2
            box = QRectF(at.x() - width / 2, top, width, height)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setFont(font)
            painter.setPen(one.ink)
            painter.drawText(box, CENTRE | Qt.TextFlag.TextDontClip, one.words)


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


class Cursor(Over):
    """Where the keyboard stands: the place as a band, the figure itself as a frame. Without focus it is quiet."""

    def __init__(self, area: QRectF, band: QColor, frame: QColor, quiet: QColor) -> None:
        super().__init__(area)
        self._band, self._frame, self._quiet = band, frame, quiet
        self._place, self._figure, self._lit = QRectF(), QRectF(), False
        self.setZValue(50)

    def stand(self, place: QRectF, figure: QRectF, lit: bool) -> None:
        self._place, self._figure, self._lit = place, figure, lit
        self.update()

    def draw(self, painter: QPainter, plot: QTransform) -> None:
        if not self._place.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._band)
            painter.drawRect(plot.mapRect(self._place))
        if self._figure.isNull():
            return
        box = plot.mapRect(self._figure)
        side = max(0.0, (12 - box.height()) / 2)  # a figure of nothing is framed too
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._frame if self._lit else self._quiet, 2))
        painter.drawRoundedRect(box.adjusted(-2, -2 - side, 2, 2 + side), 4, 4)
