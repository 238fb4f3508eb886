"""One running clock, large: its shape, the seconds, and under them what is left."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.kit.shapes import SINK, draw_clock
from desk.ui.special.fresh.shown import ClockShown
from desk.ui.theme import theme

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ClockFace(QWidget):
    """Painted anew only where a figure changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one: ClockShown | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_clock(self, one: ClockShown | None) -> None:
        if one != self._one:
            self._one = one
            self.setVisible(one is not None)
            self.setAccessibleName(f"{one.figures} {one.words}" if one else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        words = self._one.words if self._one else ""
        figures = self._one.figures if self._one else "00:00"
        wide = max(
            QFontMetrics(look.font("caption", bold=True)).horizontalAdvance(words),
            QFontMetrics(look.font("clock", bold=True)).horizontalAdvance(figures) + look.px(28),
        )
        return QSize(wide + look.px(4), look.px(54))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        one, look = self._one, theme()
        if one is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 0, self.width(), look.px(34))
        radius = look.px(7.5)
        colour = look.colour(one.tone or "accent")
        centre = QPointF(radius + look.px(1.5), line.center().y() + SINK)
        if one.shape == "ring":
            draw_clock(painter, centre, "ring", one.permille, colour, look.colour("line"), radius, look.px(3))
        else:
            draw_clock(painter, centre, one.shape, 1000, colour, colour, look.px(13))
        painter.setFont(look.font("clock", bold=True))
        painter.setPen(look.colour(one.tone or "ink"))
        painter.drawText(line.adjusted(look.px(26), 0, 0, 0), LEFT, one.figures)
        painter.setFont(look.font("caption", bold=bool(one.tone)))
        painter.setPen(look.colour(one.tone or "quiet"))
        painter.drawText(QRectF(0, look.px(34), self.width(), look.px(20)), LEFT, one.words)
        painter.end()
