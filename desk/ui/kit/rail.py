"""The rail at the left: places with an icon, two characters and a count."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.theme import theme

TALL, CLOSE, WORD = 58, 40, 22  # px of the design that a place has, the least with an icon, and of a word alone


@dataclass(frozen=True, slots=True)
class RailPlace:
    """A place's name, its two characters and its icon; `last` stands at the foot."""

    name: str
    words: str
    icon: str
    last: bool = False


class RailButton(QAbstractButton):
    def __init__(self, place: RailPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._count = 0
        self._by_tab = False  # a ring is for those who came by keyboard
        self._tall = TALL
        self.setText(place.words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(place.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self._place.words} {count}" if count else self._place.words)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.size("rail"), look.px(self._tall))

    def stand(self, tall: int) -> None:
        """How high it is, in px of the design."""
        if tall != self._tall:
            self._tall = tall
            self.updateGeometry()
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Many places on a low screen stand closer."""
        return QSize(theme().size("rail"), theme().px(min(CLOSE, self._tall)))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        moved = (self.height() - look.px(TALL)) // 2  # icon and word stay in the middle
        box = QRectF(self.rect()).adjusted(look.px(8), look.px(1), -look.px(8), -look.px(1))
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(look.colour("navigation_chosen"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        if self.isChecked():
            painter.fillRect(QRectF(0, look.px(14), look.px(3), self.height() - look.px(28)), look.colour("accent"))
        if self.hasFocus() and self._by_tab:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        ink = "navigation_ink" if self.isChecked() else "navigation_text"
        words = QRectF(self.rect())  # large text on a low screen: the word alone
        if self._tall >= CLOSE:
            side = look.px(20)
            painter.drawPixmap(
                (self.width() - side) // 2, max(1, look.px(10) + moved), look.pixmap(self._place.icon, ink, 20)
            )
            words = QRectF(0, min(look.px(33) + moved, self.height() - look.px(20)), self.width(), look.px(20))
        painter.setPen(look.colour(ink))
        painter.setFont(look.font("body", bold=self.isChecked()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._place.words)
        if self._count:
            self._paint_count(painter)
        painter.end()

    def _paint_count(self, painter: QPainter) -> None:
        look = theme()
        words = str(self._count) if self._count < 100 else "99+"
        painter.setFont(look.font("caption"))
        width = max(look.px(17), QFontMetrics(painter.font()).horizontalAdvance(words) + look.px(8))
        right = self.width() - width - look.px(2)
        left = min(look.px(42), right) if self._tall >= CLOSE else right
        badge = QRectF(left, look.px(3), width, look.px(17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("quiet" if not look.dark else "navigation_chosen"))
        painter.drawRoundedRect(badge, look.px(8.5), look.px(8.5))
        painter.setPen(look.colour("navigation_ink"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """All places; `chosen` is emitted with a place's name."""

    chosen = Signal(str)

    def __init__(self, mark: str, places: Sequence[RailPlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(theme().size("rail"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme().px(8))
        column.setSpacing(theme().px(2))
        self._mark = _Mark(mark)
        column.addWidget(self._mark)
        column.addSpacing(theme().px(6))
        self._buttons: dict[str, RailButton] = {}
        for place in sorted(places, key=lambda one: one.last):
            button = RailButton(place)
            button.clicked.connect(lambda _checked=False, name=place.name: self.chosen.emit(name))
            if place.last:
                column.addStretch()
            column.addWidget(button)
            self._buttons[place.name] = button
        if not any(place.last for place in places):
            column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look, count = theme(), len(self._buttons)
        used = self._mark.height() + look.px(6 + 8 + 2 * (count + 2))
        room = int((self.height() - used) / look.scale) // max(count, 1)
        for button in self._buttons.values():
            button.stand(max(WORD, min(TALL, room)))

    def show_mark(self, mark: str) -> None:
        self._mark.show_mark(mark)

    def choose(self, name: str) -> None:
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def show_count(self, name: str, count: int) -> None:
        if name in self._buttons:
            self._buttons[name].show_count(count)


class _Mark(QWidget):
    """The estate's first character, as its sign."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark
        self.setFixedHeight(theme().px(44))

    def show_mark(self, mark: str) -> None:
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(28)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("navigation_chosen"))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        painter.setPen(look.colour("navigation_ink"))
        painter.setFont(look.font("title", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._mark[:1])
        painter.end()
