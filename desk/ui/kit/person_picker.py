"""Persons as numbered boxes, chosen by digit, arrows or mouse."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from desk.ui.kit.buttons import draw_key
from desk.ui.theme import theme

WIDEST = 190  # px of a name
ELIDE = Qt.TextElideMode.ElideRight
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Person(NamedTuple):
    """One box: name, what the person is (客服 03), and the shift (白班 8:00-17:00)."""

    name: str
    role: str = ""
    shift: str = ""


class PersonBox(QRadioButton):
    """A person as a box with a digit; chosen it is tinted and ticked."""

    def __init__(self, number: int, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(person.name, parent)
        self._digit, self._person = str(number) if number < 10 else "", person
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" ".join(part for part in (self._digit, person.name, person.role, person.shift) if part))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        look, person, chosen = theme(), self._person, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent" if chosen else "line"), 1))
        painter.setBrush(look.colour("tint" if chosen else "raised" if self.underMouse() else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        if self._digit:
            cap = QRectF(look.px(12), (self.height() - look.px(20)) / 2, look.px(20), look.px(20))
            draw_key(painter, look, cap, self._digit, "quiet", "card", "edge")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("room", bold=True))
        painter.setPen(look.colour("ink"))
        # A long name pushes the role aside, a very long one is written smaller.
        if painter.fontMetrics().horizontalAdvance(person.name) > look.px(WIDEST):
            painter.setFont(look.font("body", bold=True))
        wide = min(painter.fontMetrics().horizontalAdvance(person.name), look.px(WIDEST))
        name = QRectF(look.px(46), 0, wide + 1, self.height())
        painter.drawText(name, middle, painter.fontMetrics().elidedText(person.name, ELIDE, wide + 1))
        painter.setFont(look.font())
        painter.setPen(look.colour("text" if chosen else "quiet"))
        left = max(look.px(110), look.px(46 + 12) + wide)
        rest = QRectF(left, 0, self.width() - left - look.px(36 if chosen else 14), self.height())
        painter.drawText(rest, middle, person.role)
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, person.shift)
        if chosen:
            tick = look.pixmap("check", "link", 18)
            painter.drawPixmap(self.width() - look.px(28), (self.height() - look.px(18)) // 2, tick)
        painter.end()


class PersonPicker(QWidget):
    """Boxes chosen by digit, arrows or mouse; Enter goes on to the secret."""

    chosen = Signal(int)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[PersonBox] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("选值班人")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(8))

    @property
    def index(self) -> int:
        """The chosen person's place, -1 where there is nobody."""
        return next((number for number, box in enumerate(self._boxes) if box.isChecked()), -1)

    def show_persons(self, persons: Sequence[Person], index: int = 0) -> None:
        for box in self._boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for number, person in enumerate(persons, 1):
            box = PersonBox(number, person, self)
            box.clicked.connect(self._clicked)
            self._column.addWidget(box)
            self._boxes.append(box)
        # In a scroll area rows keep their height: they are scrolled, not squeezed.
        look, lines = theme(), len(self._boxes)
        self.setMinimumHeight(lines * look.px(44) + max(0, lines - 1) * look.px(8))
        self.choose(index)

    def choose(self, index: int) -> bool:
        """Choose by place; whether there is such a person."""
        if not 0 <= index < len(self._boxes):
            return False
        self._boxes[index].setChecked(True)
        self.setAccessibleDescription(self._boxes[index].accessibleName())
        self.chosen.emit(index)
        return True

    def box(self, index: int) -> PersonBox:
        return self._boxes[index]

    def step(self, by: int) -> None:
        self.choose(self.index + by)

    def _clicked(self) -> None:
        self.choose(self.index)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            if self.choose(int(event.text()) - 1):
                self.finished.emit()
        elif event.key() in STEPS:
            self.step(STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus() or self.index < 0:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self._boxes[self.index].geometry()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()
