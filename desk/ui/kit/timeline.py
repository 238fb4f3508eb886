"""经过: what happened, newest first: time, dot, words, who."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: the time as words, what, a quiet second line, who; `pending` has not been sent yet."""

    when: str
    words: str
    detail: str = ""
    who: str = ""
    pending: bool = False


class TimeLine(QWidget):
    """Painted lines; long words wrap, nothing is cut. Put it into a scroll area."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Happening] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("经过")

    def show_lines(self, lines: Sequence[Happening]) -> None:
        self._lines = lines
        self.setAccessibleDescription("\n".join(f"{one.when} {one.words} {one.detail} {one.who}" for one in lines))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._heights(width)) + theme().px(8)

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme().px(300))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.heightForWidth(max(self.width(), theme().px(200))))

    def _words_width(self, width: int) -> int:
        return width - self._left() - theme().px(16) - self._who_width()

    def _who_width(self) -> int:
        """As wide as the longest name, up to a dozen characters."""
        metrics = QFontMetrics(theme().font("caption"))
        widest = max((metrics.horizontalAdvance(_who(one)) for one in self._lines), default=0)
        return min(max(widest + theme().px(12), theme().px(64)), theme().px(160))

    def _left(self) -> int:
        """Where the dots stand: behind the widest time."""
        metrics = QFontMetrics(theme().font("body", bold=True))
        return max((metrics.horizontalAdvance(one.when) for one in self._lines), default=0) + theme().px(14)

    def _heights(self, width: int) -> list[int]:
        look, room = theme(), self._words_width(width)
        body, small = QFontMetrics(look.font("body")), QFontMetrics(look.font("caption"))
        wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        heights = []
        for one in self._lines:
            height = body.boundingRect(0, 0, room, 10_000, wrap, one.words).height()
            if one.detail:
                height += small.boundingRect(0, 0, room, 10_000, wrap, one.detail).height() + look.px(2)
            heights.append(height + look.px(10))
        return heights

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        heights, room = self._heights(self.width()), self._words_width(self.width())
        x, y = self._left(), float(look.px(4))
        if len(heights) > 1:
            painter.setPen(QPen(look.colour("edge"), 1.5))
            painter.drawLine(QPointF(x, y + look.px(9)), QPointF(x, y + sum(heights[:-1]) + look.px(9)))
        for number, (one, height) in enumerate(zip(self._lines, heights, strict=True)):
            first = number == 0
            painter.setFont(look.font("body", bold=first))
            painter.setPen(look.colour("ink" if first else "quiet"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(QRectF(0, y, x - look.px(14), height), right, one.when)
            painter.setPen(QPen(look.colour("accent" if first else "quiet"), 1.8))
            painter.setBrush(look.colour("card"))
            painter.drawEllipse(QPointF(x, y + look.px(9)), look.px(4.5), look.px(4.5))
            painter.setPen(look.colour("ink"))
            words = QRectF(x + look.px(16), y, room, height)
            used = painter.boundingRect(words, wrap, one.words)
            painter.drawText(words, wrap, one.words)
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("quiet"))
            if one.detail:
                painter.drawText(words.adjusted(0, used.height() + look.px(2), 0, 0), wrap, one.detail)
            side = self._who_width()
            who = painter.fontMetrics().elidedText(_who(one), Qt.TextElideMode.ElideRight, side)
            painter.drawText(QRectF(self.width() - side, y + 1, side, height), right, who)
            y += height
        painter.end()


def _who(one: Happening) -> str:
    return f"{one.who} ·待传" if one.pending else one.who
