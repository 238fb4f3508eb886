"""The piles of a list as tabs with their counts, and a card's own tabs."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import theme

COUNTED_TO = 1_000
LINE, LEAST = 34, 300  # px of the design: a line of several, the least width of tabs that wrap


class Tabs(QWidget):
    """Words with a figure each; the chosen one is underlined. ← → choose, and so does the mouse.

    `wraps`: where they do not fit beside one another they stand in several lines.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, tabs: Sequence[tuple[str, str]], face: str = "matter", parent: QWidget | None = None,
        wraps: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._wraps = wraps
        self._tabs = list(tabs)
        self._face = face
        self._counts: dict[str, int] = {}
        self._value = tabs[0][0] if tabs else ""
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding if wraps else QSizePolicy.Policy.Minimum,
                             QSizePolicy.Policy.Fixed)  # fmt: skip
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._say()

    @property
    def value(self) -> str:
        return self._value

    def offer(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Other tabs: another person may see more or less. The chosen one stays where it is still there."""
        if list(tabs) == self._tabs:
            return
        self._tabs = list(tabs)
        if all(self._value != one for one, _ in self._tabs):
            self.begin_with(self._tabs[0][0])
        self.updateGeometry()
        self.update()

    def choose(self, value: str) -> None:
        if value != self._value and any(value == one for one, _ in self._tabs):
            self._value = value
            self._say()
            self.update()
            self.chosen.emit(value)

    def begin_with(self, value: str) -> None:
        """The tab before anybody has chosen one; nothing is told."""
        self._value = value
        self._say()

    def step(self, by: int) -> None:
        """The next or the previous tab."""
        names = [one for one, _ in self._tabs]
        place = names.index(self._value) + by
        if 0 <= place < len(names):
            self.choose(names[place])

    def show_counts(self, counts: dict[str, int]) -> None:
        if counts != self._counts:
            self._counts = dict(counts)
            self._say()
            self.updateGeometry()
            self.update()

    def count(self, value: str) -> int | None:
        return self._counts.get(value)

    def tab_rect(self, value: str) -> QRectF:
        """Where a tab stands, for the mouse and for tests."""
        return next((rect for one, rect in self._places() if one == value), QRectF())

    def _say(self) -> None:
        words = dict(self._tabs).get(self._value, "")
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(f"{words} {self._figure(self._value)}".strip())

    def _figure(self, value: str) -> str:
        count = self._counts.get(value)
        return "" if count is None else f"{COUNTED_TO}+" if count >= COUNTED_TO else str(count)

    def _places(self, room: int | None = None) -> list[tuple[str, QRectF]]:
        """Where each stands in so much width (its own, where none is given)."""
        look = theme()
        plain, bold = QFontMetrics(look.font(self._face)), QFontMetrics(look.font(self._face, bold=True))
        x, y, places = 0.0, 0.0, []
        room = self.width() if room is None else room
        tall = float(look.px(LINE)) if self._wraps else float(self.height())
        for value, words in self._tabs:
            figure = self._figure(value)
            width = bold.horizontalAdvance(words) if value == self._value else plain.horizontalAdvance(words)
            width += look.px(6) + bold.horizontalAdvance(figure) if figure else 0
            wide = width + look.px(20)
            if self._wraps and x and x + wide > room:
                x, y = 0.0, y + tall
            places.append((value, QRectF(x, y, wide, tall)))
            x += wide
        return places

    def sizeHint(self) -> QSize:
        places = self._places()
        if self._wraps:
            return QSize(theme().px(LEAST), self.heightForWidth(max(self.width(), theme().px(LEAST))))
        return QSize(round(places[-1][1].right()) if places else 0, theme().px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1][1].bottom()) if places and self._wraps else theme().px(44)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for value, rect in self._places():
            if rect.contains(event.position()):
                self.choose(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        for (value, rect), (_, words) in zip(self._places(), self._tabs, strict=True):
            lit = value == self._value
            room = rect.adjusted(look.px(10), 0, 0, 0)
            painter.setFont(look.font(self._face, bold=lit))
            painter.setPen(look.colour("ink" if lit else "text"))
            painter.drawText(room, middle, words)
            figure = self._figure(value)
            if figure:
                x = room.x() + QFontMetrics(painter.font()).horizontalAdvance(words) + look.px(6)
                painter.setPen(look.colour("accent" if lit else "quiet"))
                painter.drawText(QRectF(x, rect.y(), rect.right() - x, rect.height()), middle, figure)
            if lit:
                foot = QRectF(rect.x(), rect.bottom() - look.px(2), rect.width(), look.px(2))
                painter.fillRect(foot, look.colour("accent"))
                if self.hasFocus():
                    painter.setPen(look.colour("accent"))
                    painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.end()
