"""The charts at the left, each with its number: Ctrl and the number from anywhere, + and - go on and back."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.services.assessment.analysis.charts import Chart
from desk.ui.kit.buttons import draw_key
from desk.ui.theme import theme

ROW = 38
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChartList(QWidget):
    """`chosen` carries a chart's name, `finished` is Enter: go to the chart itself."""

    chosen = Signal(str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charts: tuple[Chart, ...] = ()
        self._here = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("看哪张图")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def name(self) -> str:
        return self._charts[self._here].name if self._charts else ""

    @property
    def names(self) -> list[str]:
        return [one.name for one in self._charts]

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """The chosen one stays where it still is."""
        was = self.name
        self._charts = tuple(charts)
        self._here = self.names.index(was) if was in self.names else 0
        self._say()
        self.updateGeometry()
        self.update()

    def choose(self, name: str) -> None:
        if name in self.names:
            self.go(self.names.index(name))

    def go(self, number: int) -> None:
        """The chart of this number, from 0; beyond either end nothing happens."""
        if 0 <= number < len(self._charts) and number != self._here:
            self._here = number
            self._say()
            self.update()
            self.chosen.emit(self.name)

    def step(self, by: int) -> None:
        if self._charts:
            self.go((self._here + by) % len(self._charts))

    def _say(self) -> None:
        self.setAccessibleDescription(self._charts[self._here].title if self._charts else "")

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(168), look.px(ROW) * len(self._charts))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tall = look.px(ROW)
        for number, one in enumerate(self._charts):
            here = number == self._here
            box = QRectF(1, number * tall + 2, self.width() - 2, tall - 4)
            if here:
                lit = self.hasFocus()
                painter.setPen(QPen(look.colour("accent"), 2) if lit else Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("tint"))
                painter.drawRoundedRect(box, look.size("radius"), look.size("radius"))
            cap = QRectF(look.px(10), box.center().y() - look.px(10), look.px(20), look.px(20))
            draw_key(painter, look, cap, str(number + 1), "text", "card", "edge")
            painter.setPen(look.colour("ink" if here else "text"))
            painter.setFont(look.font("matter", bold=here))
            words = QRectF(look.px(40), box.top(), box.width() - look.px(44), box.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, one.title)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go(int(event.position().y()) // theme().px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.go(self._here + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()
