"""Who is at the counter: persons chosen by digit, their secret, and beside them the clock and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk.ui.kit.buttons import PRIMARY, KeyButton, draw_key
from desk.ui.kit.labels import label
from desk.ui.theme import theme

SHOWN = 5  # persons without scrolling
SHADOW = 12
EXPANDING, FIXED = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
ELIDE = Qt.TextElideMode.ElideRight
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Person:
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
        name = QRectF(look.px(46), 0, look.px(80), self.height())
        painter.drawText(name, middle, painter.fontMetrics().elidedText(person.name, ELIDE, int(name.width())))
        painter.setFont(look.font())
        painter.setPen(look.colour("text" if chosen else "quiet"))
        rest = QRectF(look.px(110), 0, self.width() - look.px(110 + (36 if chosen else 14)), self.height())
        if painter.fontMetrics().horizontalAdvance(person.name) > look.px(60):
            rest.setLeft(look.px(136))
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


class SecretField(QLineEdit):
    """Dots only; no input method, no copy. ↑↓ and a backspace in the empty field go back to the persons."""

    step = Signal(int)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("secret")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMaxLength(64)
        self._lock = QLabel(self)  # an action would bring an icon class that start-up does not need
        self._lock.setPixmap(theme().pixmap("lock", "quiet", 18))
        self._lock.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = theme().px(18)
        self._lock.setGeometry(self.width() - side - theme().px(16), (self.height() - side) // 2, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            self.step.emit(STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
        else:
            super().keyPressEvent(event)


class SignInCard(QWidget):
    """The whole card. `submitted(index, secret)` asks to be let in; `refuse` says why not."""

    submitted = Signal(int, str)
    forgotten = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._names: list[str] = []
        self.setMinimumWidth(look.px(880 + 2 * SHADOW))
        row = QHBoxLayout(self)
        margin = look.px(SHADOW)
        row.setContentsMargins(margin, margin, margin, margin)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)

    def _left(self) -> QWidget:
        look = theme()
        panel = QFrame()
        panel.setObjectName("sign-in-left")
        panel.setFixedWidth(look.px(320))
        column = QVBoxLayout(panel)
        column.setContentsMargins(look.px(32), look.px(32), look.px(32), look.px(26))
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(look.px(12))
        self._sign, self._office = QLabel(), _on_navigation("", "title")
        self._sign.setObjectName("sign")
        self._sign.setFixedSize(look.px(36), look.px(36))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top.addWidget(self._sign)
        top.addWidget(self._office, 1)
        column.addLayout(top)
        column.addSpacing(look.px(28))
        self._time, self._day = _on_navigation("", "hour"), _on_navigation("", "matter", quiet=True)
        column.addWidget(self._time)
        column.addWidget(self._day)
        column.addSpacing(look.px(26))
        rule = QFrame()
        rule.setObjectName("sign-in-line")
        rule.setFixedHeight(1)
        column.addWidget(rule)
        column.addSpacing(look.px(16))
        self._facts, self._notes = QVBoxLayout(), QVBoxLayout()
        self._facts.setSpacing(look.px(14))
        self._notes.setSpacing(look.px(8))
        column.addLayout(self._facts)
        column.addStretch()
        column.addLayout(self._notes)
        return panel

    def _right(self) -> QWidget:
        look = theme()
        panel = QFrame()
        panel.setObjectName("sign-in-right")
        column = QVBoxLayout(panel)
        column.setContentsMargins(look.px(40), look.px(34), look.px(40), look.px(36))
        column.setSpacing(0)
        column.addLayout(_pair(label("选值班人", "who"), label("按数字选人", "quiet")))
        column.addSpacing(look.px(16))
        self.persons = PersonPicker()
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.persons)
        column.addWidget(self._scroll)
        column.addSpacing(look.px(16))
        self._whose = label("密码", "quiet")
        column.addLayout(_pair(self._whose, label("4–6 位数字", "quiet")))
        column.addSpacing(look.px(6))
        self.secret = SecretField()
        column.addWidget(self.secret)
        self._error = label("")
        self._error.setObjectName("error")
        self._error.setFixedHeight(look.px(20))  # always there, so that nothing jumps
        column.addWidget(self._error)
        forgotten = KeyButton("忘了密码")
        self.enter = KeyButton("上班", "Return", PRIMARY)
        for button in (forgotten, self.enter):
            button.setFixedHeight(look.px(40))
        forgotten.setFixedWidth(look.px(120))
        self.enter.setSizePolicy(EXPANDING, FIXED)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(12))
        buttons.addWidget(forgotten)
        buttons.addWidget(self.enter, 1)
        column.addLayout(buttons)
        self.persons.chosen.connect(self._person_chosen)
        self.persons.finished.connect(self.secret.setFocus)
        self.secret.step.connect(self.persons.step)
        self.secret.back.connect(self.persons.setFocus)
        self.secret.returnPressed.connect(self._submit)
        self.secret.textEdited.connect(self._typed)
        self.enter.clicked.connect(self._submit)
        forgotten.clicked.connect(lambda: self.forgotten.emit(self.persons.index))
        return panel

    def show_office(self, name: str) -> None:
        self._sign.setText(name[:1])
        self._office.setText(name)

    def show_time(self, time: str, day: str) -> None:
        self._time.setText(time)
        self._day.setText(day)

    def show_persons(self, persons: Sequence[Person], index: int = 0) -> None:
        look = theme()
        self._names = [person.name for person in persons]
        self.persons.show_persons(persons, index)
        lines = max(1, min(len(persons), SHOWN))
        self._scroll.setFixedHeight(lines * look.px(44) + (lines - 1) * look.px(8))

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """What waits for the next one at the counter: words and how many."""
        _clear(self._facts)
        for words, value in facts:
            line = QWidget()
            row = _pair(_on_navigation(words, "matter", quiet=True), _on_navigation(value, "strong"))
            row.setContentsMargins(0, 0, 0, 0)
            line.setLayout(row)
            self._facts.addWidget(line)

    def show_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        """Small lines at the foot: icon, words."""
        _clear(self._notes)
        for icon, words in notes:
            line, picture = QWidget(), QLabel()
            picture.setPixmap(theme().pixmap(icon, "navigation_good", 16))
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme().px(8))
            row.addWidget(picture)
            row.addWidget(_on_navigation(words, "caption", quiet=True), 1)
            self._notes.addWidget(line)

    def refuse(self, words: str) -> None:
        """Say why not, next to the field; the secret is typed anew."""
        self.secret.clear()
        self._say(words)
        self.secret.setFocus()

    def begin(self) -> None:
        """An empty secret, the cursor where the next key is expected: persons first if there is a choice."""
        self.secret.clear()
        self._say("")
        (self.persons if len(self._names) > 1 else self.secret).setFocus()

    def wait(self, waiting: bool) -> None:
        """While a secret is being checked nothing more can be sent."""
        self.secret.setReadOnly(waiting)
        self.enter.setEnabled(not waiting)

    def _say(self, words: str) -> None:
        if words == self._error.text():
            return
        self._error.setText(words)
        self.secret.setAccessibleDescription(words)
        self.secret.setProperty("wrong", bool(words))
        self.secret.style().unpolish(self.secret)
        self.secret.style().polish(self.secret)

    def _typed(self) -> None:
        if self._error.text():
            self._say("")

    def _person_chosen(self, index: int) -> None:
        name = self._names[index]
        self._whose.setText(f"{name}的密码")
        self.secret.setAccessibleName(f"{name}的密码")
        self.secret.clear()
        self._say("")
        self._scroll.ensureWidgetVisible(self.persons.box(index), 0, 0)

    def _submit(self) -> None:
        if self.secret.isReadOnly() or self.persons.index < 0:
            return
        if not self.secret.text():
            self.refuse("还没有输入密码")
            return
        self.submitted.emit(self.persons.index, self.secret.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = look.px(SHADOW)
        body = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        # A soft shadow of outlines: filled boxes cost several milliseconds of the first paint.
        reach = look.px(9)
        for spread in range(reach):
            shade = look.colour("shade")
            shade.setAlpha(44 * (reach - spread) ** 2 // reach**2)
            painter.setPen(QPen(shade, 1.5))
            box = body.adjusted(-spread, -spread, spread, spread).translated(0, min(spread, look.px(3)))
            painter.drawRoundedRect(box, look.px(10) + spread, look.px(10) + spread)
        painter.setBrush(look.colour("card"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRoundedRect(body, look.px(10), look.px(10))
        painter.end()


def _on_navigation(words: str, kind: str, quiet: bool = False) -> QLabel:
    made = label(words, kind)
    made.setProperty("on", "navigation-quiet" if quiet else "navigation")
    return made


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left, 1)
    row.addWidget(right)
    return row


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
