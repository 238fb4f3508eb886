"""Who is at the counter: persons chosen by digit, their secret, and beside them the clock and what waits."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import Picture, label, retone
from desk.ui.kit.person_picker import STEPS, Person, PersonPicker
from desk.ui.kit.shapes import draw_shadow
from desk.ui.theme import theme

__all__ = ["Person", "SignInCard"]
SHOWN = 5  # persons without scrolling
SHADOW = 12
EXPANDING, FIXED = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed


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
        # An action would bring an icon class that start-up does not need.
        self._lock = Picture("lock", "quiet", 18, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = theme().px(18)
        self._lock.move(self.width() - side - theme().px(16), (self.height() - side) // 2)

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
        self._office.setWordWrap(True)  # the longest estates have fourteen characters
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
        self._title, self._hint = label("选值班人", "who"), label("按数字选人", "quiet")
        column.addLayout(_pair(self._title, self._hint))
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
        self._error = label("", "caption")
        self._error.setFixedHeight(look.px(28))  # always there, so that nothing jumps
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

    def show_title(self, title: str, hint: str, enter: str) -> None:
        """Other words for another door: the lock."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.enter.setText(enter)

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
            line, picture = QWidget(), Picture(icon, "navigation_good")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme().px(8))
            row.addWidget(picture)
            row.addWidget(_on_navigation(words, "caption", quiet=True), 1)
            self._notes.addWidget(line)

    def refuse(self, words: str) -> None:
        """Say why not, next to the field; the secret is typed anew."""
        self.secret.clear()
        self.tell(words, wrong=True)
        self.secret.setFocus()

    def begin(self) -> None:
        """An empty secret, the cursor where the next key is expected: persons first if there is a choice."""
        self.secret.clear()
        self.tell("")
        (self.persons if len(self._names) > 1 else self.secret).setFocus()

    def wait(self, waiting: bool) -> None:
        """While a secret is being checked nothing more can be sent."""
        self.secret.setReadOnly(waiting)
        self.enter.setEnabled(not waiting)

    def tell(self, words: str, wrong: bool = False) -> None:
        """A word under the field: what is being done, or what is wrong. Empty: nothing."""
        self._error.setText(words)
        retone(self._error, "bad" if wrong else "")
        self.secret.setAccessibleDescription(words)
        if bool(self.secret.property("wrong")) != wrong:
            self.secret.setProperty("wrong", wrong)
            self.secret.style().unpolish(self.secret)
            self.secret.style().polish(self.secret)

    def _typed(self) -> None:
        if self._error.text():
            self.tell("")

    def _person_chosen(self, index: int) -> None:
        name = self._names[index]
        self._whose.setText(f"{name}的密码")
        self.secret.setAccessibleName(f"{name}的密码")
        self.secret.clear()
        self.tell("")
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
        draw_shadow(painter, body, look, look.px(10))
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
