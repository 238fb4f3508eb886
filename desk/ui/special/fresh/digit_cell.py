"""One cell of a line: a digit chooses, Enter takes what stands there in grey and goes on."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.ui.kit.fields import HALF
from desk.ui.theme import theme

Choices = Mapping[str, tuple[str, str]]  # digit -> value, words


class DigitCell(QLineEdit):
    """`value` is the word that is stored. What is no digit of its choices means nothing here."""

    chosen = Signal()
    finished = Signal()
    arrow = Signal(int)

    def __init__(self, name: str, choices: Choices, width: int, default: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._choices, self._value = choices, ""
        self._labels = dict(choices.values())
        self.default = default
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(f"{digit} {words}" for digit, (_value, words) in choices.items()))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setProperty("cell", True)
        self.setFixedWidth(theme().px(width))
        self.setPlaceholderText(self._labels.get(default, ""))

    @property
    def value(self) -> str:
        return self._value or self.default

    def show_value(self, value: str) -> None:
        self._value = value if value in self._labels else ""
        self.setText(self._labels.get(value, ""))
        self.setCursorPosition(0)

    @property
    def hint(self) -> str:
        """What its digits mean, for the line under the rows."""
        return f"{self.accessibleName()}: {self.accessibleDescription()}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, sign = Qt.Key(event.key()), event.text().translate(HALF)
        if sign in self._choices:
            self.show_value(self._choices[sign][0])
            self.chosen.emit()
            self.finished.emit()
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.finished.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.arrow.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.show_value("")
            self.chosen.emit()
        elif sign and sign.isprintable():
            event.accept()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        event.ignore()
