"""地址·种类·数量: three big ticks that one Enter sets; a digit says which of them is not so."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import theme

CHECKS = (("address", "地址"), ("kinds", "种类"), ("quantity", "数量"))
# Ink, ground and edge of a tick that agrees, does not, was not looked at.
LOOKS: dict[bool | None, tuple[str, str, str]] = {
    True: ("good", "good_tint", "good_tint"), False: ("bad", "bad_tint", "bad_line"), None: ("text", "card", "edge"),
}  # fmt: skip


class Checks(QWidget):
    """`told` carries {name: agrees} once Enter says that the rest agrees."""

    told = Signal(object)
    finished = Signal()

    def __init__(self, checks: Sequence[tuple[str, str]] = CHECKS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks = tuple(checks)
        self._values: dict[str, bool] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._say()

    @property
    def values(self) -> dict[str, bool]:
        return dict(self._values)

    @property
    def complete(self) -> bool:
        return len(self._values) == len(self._checks)

    def show_values(self, values: dict[str, bool]) -> None:
        self._values = {name: bool(values[name]) for name, _words in self._checks if name in values}
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName("核对 地址 种类 数量")
        words: dict[bool | None, str] = {True: "相符", False: "不符", None: "未核对"}
        said = [f"{words_of} {words[self._values.get(name)]}" for name, words_of in self._checks]
        self.setAccessibleDescription(", ".join(said))

    def toggle(self, number: int) -> None:
        """Not so; pressed again it is so."""
        name = self._checks[number][0]
        self._values[name] = self._values.get(name) is False
        self._say()
        self.update()
        if self.complete:
            self.told.emit(self.values)

    def agree(self) -> None:
        """What nobody objected to agrees."""
        self._values = {name: self._values.get(name, True) for name, _words in self._checks}
        self._say()
        self.update()
        self.told.emit(self.values)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdigit() and 0 < int(digit) <= len(self._checks):
            self.toggle(int(digit) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.agree()
        elif event.key() == Qt.Key.Key_Down and self.complete:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        return QSize(round(boxes[-1].right()) + 1, theme().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _boxes(self) -> list[QRectF]:
        look = theme()
        metrics = QFontMetrics(look.font("title", bold=True))
        x, found = 0.0, []
        for _name, words in self._checks:
            width = metrics.horizontalAdvance(words) + look.px(42)
            found.append(QRectF(x, 0, width, look.px(31)))
            x += width + look.px(8)
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in enumerate(self._boxes()):
            if box.contains(event.position()):
                self.toggle(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, ((name, words), box) in enumerate(zip(self._checks, self._boxes(), strict=True)):
            agrees = self._values.get(name)
            ink, ground, edge = LOOKS[agrees]
            focused = self.hasFocus()
            painter.setBrush(look.colour(ground))
            painter.setPen(QPen(look.colour("accent" if focused else edge), 2 if focused else 1))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
            side = look.px(18)
            place = (round(box.left() + look.px(9)), round(box.center().y() - side / 2))
            if agrees is None:
                painter.setFont(look.font("body"))
                painter.setPen(look.colour("quiet"))
                painter.drawText(QRectF(place[0], box.top(), side, box.height()), Qt.AlignmentFlag.AlignCenter,
                                 str(number + 1))  # fmt: skip
            else:
                painter.drawPixmap(*place, look.pixmap("check" if agrees else "x", ink, 18))
            painter.setFont(look.font("title", bold=True))
            painter.setPen(look.colour(ink))
            room = box.adjusted(look.px(32), 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()
