"""What is wrong with an item: ten chips, each with its digit, red lines marked."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import theme


@dataclass(frozen=True, slots=True)
class FaultShown:
    """One way to be wrong: its digit, its words, and whether it alone refuses the item."""

    digit: str
    words: str
    red: bool


class FaultChips(QWidget):
    """What is wrong, by digit; Enter goes on, Esc and - close it again, Delete takes the fault back."""

    chosen = Signal(str)
    finished = Signal()
    arrow = Signal(int)
    given_up = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults: tuple[FaultShown, ...] = ()
        self._value = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def value(self) -> str:
        return self._value

    def show_faults(self, faults: tuple[FaultShown, ...], value: str, name: str) -> None:
        self._faults, self._value = faults, value
        self.setAccessibleName(f"{name} 哪里不行")
        said = " ".join(f"{one.digit} {one.words}{' 红线' if one.red else ''}" for one in faults)
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(30) * self._rows() + theme().px(4))

    def _rows(self) -> int:
        return 1 + max((row for _one, _box, row in self._places()), default=0)

    def _places(self) -> list[tuple[FaultShown, QRectF, int]]:
        look = theme()
        metrics, bold = QFontMetrics(look.font("body")), QFontMetrics(look.font("body", bold=True))
        x, row, found = 0.0, 0, []
        for one in self._faults:
            width = bold.horizontalAdvance(one.digit) + metrics.horizontalAdvance(one.words) + look.px(26)
            width += look.px(14) if one.red else 0
            if x and x + width > self.width():
                x, row = 0.0, row + 1
            found.append((one, QRectF(x, row * look.px(32), width, look.px(28)), row))
            x += width + look.px(6)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one, box, _row in self._places():
            lit = one.digit == self._value
            painter.setPen(QPen(look.colour("bad" if lit else "edge"), 1))
            painter.setBrush(look.colour("bad" if lit else "card"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
            ink = "card" if lit else "ink"
            x = box.left() + look.px(9)
            for words, heavy in ((one.digit, True), (one.words, lit)):
                painter.setFont(look.font("body", bold=heavy))
                painter.setPen(look.colour(ink))
                room = QRectF(x, box.top(), box.right() - x, box.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
                x += QFontMetrics(painter.font()).horizontalAdvance(words) + look.px(6)
            if one.red:
                side = look.px(7)
                painter.fillRect(
                    QRectF(box.right() - look.px(9) - side, box.center().y() - side / 2 + 1, side, side),
                    look.colour("card" if lit else "bad"),
                )
        if self.hasFocus() and not self._value and self._faults:
            _one, box, _row = self._places()[0]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(5), look.px(5))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, sign = Qt.Key(event.key()), event.text()
        if any(one.digit == sign for one in self._faults):
            self.chosen.emit(sign)
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finished.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.arrow.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif sign in ("-", "－") or (key == Qt.Key.Key_Escape and not self._value):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for one, box, _row in self._places():
            if box.contains(event.position()):
                self.setFocus()
                self.chosen.emit(one.digit)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()
