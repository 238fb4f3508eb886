"""Numbered choices: boxes pressed by their digit, and candidates under a field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.kit.buttons import draw_key
from desk.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Choice:
    """One box: its value, words, a second quiet line, a text at the right, and the digit that presses it."""

    value: str
    words: str
    aside: str = ""
    right: str = ""
    digit: str = ""


class ChoiceBox(QWidget):
    """A box with its digit; chosen it is tinted and ticked."""

    pressed = Signal(str)

    def __init__(self, choice: Choice, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self._tall = tall
        self._chosen = False
        self._light = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            " ".join(part for part in (choice.digit, choice.words, choice.aside, choice.right) if part)
        )

    def set_chosen(self, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.setAccessibleDescription("已选" if chosen else "")
            self.update()

    def set_light(self, light: bool) -> None:
        """The keyboard stands on it."""
        self._light = light
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        words = QFontMetrics(look.font("matter")).horizontalAdvance(self.choice.words)
        aside = QFontMetrics(look.font("body")).horizontalAdvance(self.choice.aside or self.choice.right)
        width = max(words, aside) if self._tall else words + aside + look.px(12)
        return QSize(width + look.px(70), look.px(44 if self._tall else 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.choice.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "accent" if self._chosen or self._light else "edge"
        painter.setPen(QPen(look.colour(edge), 2 if self._light else 1))
        painter.setBrush(look.colour("tint" if self._chosen else "card"))
        painter.drawRoundedRect(box, look.size("radius"), look.size("radius"))
        x = look.px(10)
        if self.choice.digit:
            cap = QRectF(x, (self.height() - look.px(20)) / 2, look.px(18), look.px(20))
            draw_key(painter, look, cap, self.choice.digit, "text", "card", "edge")
            x += look.px(28)
        self._words(painter, x, self._room())
        if self._chosen:
            side = look.px(18)
            painter.drawPixmap(
                self.width() - side - look.px(10), (self.height() - side) // 2, look.pixmap("check", "accent", 18)
            )
        painter.end()

    def _room(self) -> int:
        """What is left for the words beside the digit and the tick."""
        return self.width() - theme().px((38 if self.choice.digit else 10) + (30 if self._chosen else 10))

    @property
    def is_cut(self) -> bool:
        """Whether the words themselves do not fit; what is said aside may be shortened."""
        font = theme().font("matter", bold=self._chosen)
        return QFontMetrics(font).horizontalAdvance(self.choice.words) > self._room()

    def _words(self, painter: QPainter, x: int, room: int) -> None:
        look, one = theme(), self.choice
        middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        painter.setFont(look.font("matter", bold=self._chosen))
        metrics = QFontMetrics(painter.font())
        painter.setPen(look.colour("ink"))
        if self._tall:
            half = self.height() / 2
            top = QRectF(x, look.px(3), room, half - look.px(2))
            painter.drawText(top if one.aside else QRectF(x, 0, room, self.height()), middle,
                             metrics.elidedText(one.words, elide, room))  # fmt: skip
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("text" if self._chosen else "quiet"))
            below = QFontMetrics(painter.font()).elidedText(one.aside, elide, room)
            painter.drawText(QRectF(x, half - look.px(1), room, half - look.px(2)), middle, below)
            return
        words = metrics.elidedText(one.words, elide, room)
        painter.drawText(QRectF(x, 0, room, self.height()), middle, words)
        x += metrics.horizontalAdvance(words) + look.px(10)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text" if self._chosen else "quiet"))
        left = room - metrics.horizontalAdvance(words) - look.px(10)
        small = QFontMetrics(painter.font())
        right = small.horizontalAdvance(one.right) + look.px(6) if one.right else 0
        painter.drawText(
            QRectF(x, 0, left, self.height()), middle, small.elidedText(one.aside, elide, max(0, left - right))
        )
        painter.drawText(QRectF(x, 0, left, self.height()), middle | Qt.AlignmentFlag.AlignRight, one.right)


class Choices(QWidget):
    """Boxes in a grid, chosen by digit, arrows or mouse. Enter goes on; a digit chooses and, if asked, goes on."""

    chosen = Signal(str)
    finished = Signal()
    command = Signal(str)

    def __init__(
        self, name: str, columns: int = 3, tall: bool = False, digit_goes_on: bool = False, commands: str = "",
        snug: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`snug`: columns that no box stands in take no room, for a row beside other things."""
        super().__init__(parent)
        self._snug = snug
        self._columns, self._tall, self._goes_on, self._commands = columns, tall, digit_goes_on, commands
        self._boxes: list[ChoiceBox] = []
        self._value = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(8))

    @property
    def value(self) -> str:
        return self._value

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(box.choice for box in self._boxes)

    def show_choices(self, choices: Sequence[Choice], value: str | None = None) -> None:
        """New boxes; digits 1.. are given where a choice brings none. The value stays if it is still there."""
        for box in self._boxes:
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for number, choice in enumerate(choices):
            given = choice.digit or (str(number + 1) if number < 9 else "")
            box = ChoiceBox(Choice(choice.value, choice.words, choice.aside, choice.right, given), self._tall, self)
            box.pressed.connect(self._pressed)
            self._grid.addWidget(box, number // self._columns, number % self._columns)
            self._boxes.append(box)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0 if self._snug and column >= len(self._boxes) else 1)
        self.choose(self._value if value is None else value, tell=False)

    def choose(self, value: str, tell: bool = True) -> None:
        known = any(box.choice.value == value for box in self._boxes)
        self._value = value if known else ""
        for box in self._boxes:
            box.set_chosen(known and box.choice.value == value)
        self.setAccessibleDescription(
            next((box.accessibleName() for box in self._boxes if known and box.choice.value == value), "")
        )
        self._show_focus()
        if tell and known:
            self.chosen.emit(value)

    def _pressed(self, value: str) -> None:
        self.setFocus()
        self.choose(value)
        if self._goes_on:
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = event.text()
        box = next((one for one in self._boxes if sign and one.choice.digit == sign), None)
        if box is not None:
            self._pressed(box.choice.value)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _control(event):
            self.finished.emit()
        elif (step := STEPS.get(Qt.Key(event.key()))) is not None:
            self._step(step if event.key() in SIDEWAYS else step * self._columns)
        elif sign and sign in self._commands:
            self.command.emit(sign)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        place = next((n for n, box in enumerate(self._boxes) if box.choice.value == self._value), -1)
        to = 0 if place < 0 else place + by
        if 0 <= to < len(self._boxes):
            self.choose(self._boxes[to].choice.value)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._show_focus()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._show_focus()

    def _show_focus(self) -> None:
        """The keyboard stands on the chosen box, or on the first: drawn by the box, a ring around it would be cut."""
        here = self._value or (self._boxes[0].choice.value if self._boxes else "")
        for box in self._boxes:
            box.set_light(self.hasFocus() and box.choice.value == here)


SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def _control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class PickList(QWidget):
    """Candidates under a field: ↑↓ move, the field's Enter takes the lit one, a click takes any. Never focused."""

    taken = Signal(str)

    def __init__(self, name: str, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._columns = columns
        self._boxes: list[ChoiceBox] = []
        self._lit = -1
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().px(8))
        outer.addLayout(self._grid)

    @property
    def lit(self) -> str:
        """The candidate Enter would take; empty if there is none."""
        return self._boxes[self._lit].choice.value if 0 <= self._lit < len(self._boxes) else ""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        for box in self._boxes:
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for number, choice in enumerate(choices):
            box = ChoiceBox(
                Choice(choice.value, choice.words, choice.aside, choice.right, str(number + 1)), parent=self
            )
            box.pressed.connect(self.taken)
            self._grid.addWidget(box, number // self._columns, number % self._columns)
            self._boxes.append(box)
        self._lit = 0 if self._boxes else -1
        self._show_lit()
        self.setVisible(bool(self._boxes))

    def step(self, by: int) -> None:
        """Light the next or the previous candidate."""
        if self._boxes:
            self._lit = min(max(self._lit + by, 0), len(self._boxes) - 1)
            self._show_lit()

    def take(self) -> bool:
        """Take the lit one; whether there was one."""
        if self.lit:
            self.taken.emit(self.lit)
            return True
        return False

    def take_place(self, number: int) -> bool:
        """Take the one that shows this digit; whether there is one."""
        if 1 <= number <= len(self._boxes):
            self.taken.emit(self._boxes[number - 1].choice.value)
            return True
        return False

    def _show_lit(self) -> None:
        for number, box in enumerate(self._boxes):
            box.set_chosen(number == self._lit)
