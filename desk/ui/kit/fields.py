"""Inputs: label, error under the field, Enter to the next, and an input method that is on only for words."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.money import fen_text, parse_fen
from desk.ui.kit.labels import label
from desk.ui.theme import theme

COMMANDS = "+*/.-"
# In Chinese input mode the keypad's signs arrive in their full forms.
HALF = str.maketrans("＋＊／．。－—、　０１２３４５６７８９", "+*/..--/ 0123456789")
NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def sign_of(text: str) -> str:
    """The one command sign a key or the input method brought, in its half form; a Chinese dash comes doubled."""
    signs = set(text.translate(HALF))
    return signs.pop() if len(signs) == 1 and len(text) <= 2 else ""


class TextField(QLineEdit):
    """One line. Enter emits `finished` and goes on; a command sign in an empty field emits `command` instead.

    `words` switches the input method on; off for numbers, times and money. `preedit` carries what the input method is
    composing, so that initials work before anything is committed.
    """

    finished = Signal()
    command = Signal(str)
    preedit = Signal(str)
    arrow = Signal(int)

    def __init__(
        self, name: str, words: bool = True, hint: str = "", commands: str = "", main: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._commands = commands
        self._composing = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, words)
        if main:
            self.setProperty("main", True)

    @property
    def composing(self) -> str:
        """What the input method shows but has not committed."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        sign = sign_of(event.commitString())
        if sign and sign in self._commands and self._takes_commands():
            self.command.emit(sign)
            return
        super().inputMethodEvent(event)
        if event.preeditString() != self._composing:
            self._composing = event.preeditString()
            self.preedit.emit(self._composing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = sign_of(event.text())
        if sign and sign in self._commands and self._takes_commands():
            self.command.emit(sign)
            return
        if event.key() in NEXT_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.arrow.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def _takes_commands(self) -> bool:
        """In words a sign is a command only where nothing stands yet; later it is text."""
        return not self.text() and not self._composing


class FigureField(TextField):
    """Digits and what belongs to them: no input method, full-width forms mapped, right for numbers, times, phones."""

    def __init__(self, name: str, hint: str = "", commands: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, False, hint, commands, parent=parent)
        self.textEdited.connect(self._plain)

    def _takes_commands(self) -> bool:
        """A field of digits never holds such a sign, so it is a command anywhere."""
        return True

    def _plain(self, text: str) -> None:
        plain = text.translate(HALF)
        if plain != text:
            place = self.cursorPosition()
            self.setText(plain)
            self.setCursorPosition(place)


class MoneyField(FigureField):
    """Yuan as people write them; `fen` reads them, a DeskError says what is wrong."""

    def fen(self) -> int | None:
        """The amount in fen, None where nothing was typed."""
        return parse_fen(self.text()) if self.text().strip() else None

    def show_fen(self, fen: int | None) -> None:
        self.setText("" if fen is None else fen_text(fen).removeprefix("¥"))


class WordsField(QPlainTextEdit):
    """Several lines of words; Enter goes on, Shift+Enter breaks the line."""

    finished = Signal()
    command = Signal(str)

    def __init__(
        self, name: str, hint: str = "", rows: int = 2, commands: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(20 + 22 * rows))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def text(self) -> str:
        return self.toPlainText().strip()

    def setText(self, text: str) -> None:
        self.setPlainText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        sign = sign_of(event.commitString())
        if sign and sign in self._commands and not self.toPlainText():
            self.command.emit(sign)
            return
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = sign_of(event.text())
        if sign and sign in self._commands and not self.toPlainText():
            self.command.emit(sign)
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in NEXT_KEYS and not shift and not control:
            self.finished.emit()
            return
        super().keyPressEvent(event)


Input = TextField | WordsField


class Field(QWidget):
    """A label over (or beside) an input, and the error under it. `refuse` shows the error and takes the focus."""

    def __init__(self, words: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        if words:
            named = label(words, "caption")
            named.setBuddy(field)
            column.addWidget(named)
        column.addWidget(field)
        self._error = QLabel()
        self._error.setObjectName("error")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        column.addWidget(self._error)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def error(self) -> str:
        return self._error.text() if not self._error.isHidden() else ""

    def refuse(self, error: DeskError | str) -> None:
        """Say what is wrong, next to the field, and put the focus there."""
        self._error.setText(str(error))
        self._error.show()
        self.field.setAccessibleDescription(str(error))
        _mark(self.field, True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        if self._error.isHidden():
            return
        self._error.hide()
        self.field.setAccessibleDescription("")
        _mark(self.field, False)


def _mark(field: QWidget, wrong: bool) -> None:
    field.setProperty("wrong", wrong)
    field.style().unpolish(field)
    field.style().polish(field)


def chain(*fields: TextField | WordsField, last: Callable[[], None] | None = None) -> None:
    """Enter in each goes to the next; behind the last one `last` is called."""
    for one, after in pairwise(fields):
        one.finished.connect(after.setFocus)
    if last is not None:
        fields[-1].finished.connect(last)
