"""What the colours and shapes of a chart mean, painted the same on the screen and in a saved picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.services.assessment.analysis.figures import Picture, Shape
from desk.ui.special.analysis.drawn import paint_mark
from desk.ui.special.analysis.inks import Inks
from desk.ui.theme import theme

TALL = 22


def paint_legend(painter: QPainter, area: QRectF, picture: Picture, inks: Inks) -> None:
    """From the left; what has no room is left out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(inks.font("body"))
    if picture.shape is Shape.RATES:
        _shares(painter, area, inks)
    elif picture.shape is Shape.HEAT:
        _tints(painter, area, picture, inks)
    else:
        x = area.left()
        for number, one in enumerate(picture.series):
            side = inks.px(12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.series(picture.name, number))
            painter.drawRoundedRect(QRectF(x, area.center().y() - side / 2, side, side), 2, 2)
            x = _words(painter, x + side + inks.px(6), area, one.label, inks) + inks.px(18)


def _shares(painter: QPainter, area: QRectF, inks: Inks) -> None:
    x, y, side = area.left(), area.center().y(), inks.px(10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.line(True))
    paint_mark(painter, QPointF(x + side / 2, y), side, True)
    x = _words(painter, x + side + inks.px(6), area, "达到标准", inks) + inks.px(18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.line(False))
    paint_mark(painter, QPointF(x + side / 2, y), side, False)
    x = _words(painter, x + side + inks.px(6), area, "没有达到", inks) + inks.px(18)
    painter.setPen(QPen(inks.token("quiet"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, y), QPointF(x + inks.px(26), y))
    _words(painter, x + inks.px(32), area, "考核标准", inks)


def _tints(painter: QPainter, area: QRectF, picture: Picture, inks: Inks) -> None:
    most = max((cell.count for cell in picture.cells.values()), default=0)
    x = _words(painter, area.left(), area, "0", inks) + inks.px(6)
    wide = inks.px(120)
    box = QRectF(x, area.center().y() - inks.px(6), wide, inks.px(12))
    tints = QLinearGradient(box.topLeft(), box.topRight())
    for part in range(9):
        tints.setColorAt(part / 8, inks.heat(part / 8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tints)
    painter.drawRoundedRect(box, 2, 2)
    _words(painter, x + wide + inks.px(6), area, f"{most:,} {picture.unit}", inks)


def _words(painter: QPainter, x: float, area: QRectF, words: str, inks: Inks) -> float:
    """Where they end."""
    wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
    painter.setPen(inks.token("text"))
    painter.drawText(QRectF(x, area.top(), wide + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, words)
    return x + wide


class Legend(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(TALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is not None:
            painter = QPainter(self)
            paint_legend(painter, QRectF(self.rect()), self._picture, Inks.worn(theme()))
            painter.end()
