"""One cell of the grid: digits choose, hhmm goes on by itself, Enter takes what is offered in grey."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.words_of_time import parse_clock
from desk.ui.kit.fields import HALF, TextField
from desk.ui.kit.labels import label
from desk.ui.theme import theme

TIMES = ("arrived", "done")
CHOSEN = ("result", "payment", "signature", "tick", "manner")
WORDS = ("work",)
NAMES = {
    "number": "单号", "arrived": "到场", "done": "完工", "result": "结果", "work": "用料·工时", "due": "应收",
    "received": "实收", "payment": "方式", "receipt": "收据号", "signature": "签字", "whom": "谁代签/为何未签",
    "tick": "勾选", "manner": "鞋套 清场",
}  # fmt: skip
WIDTHS = {
    "number": 104, "arrived": 54, "done": 54, "result": 78, "work": 200, "due": 70, "received": 70, "payment": 72,
    "receipt": 104, "signature": 64, "whom": 116, "tick": 68, "manner": 72,
}  # fmt: skip
GAP = 4
NUMBERED = ("arrived", "done", "result", "work", "due", "signature", "tick", "manner")  # as on the slip
FULL_TIME = 4  # figures of a time that goes on without Enter


class Cell(TextField):
    """`value` is what is stored; a chosen one shows its label. `goes` -1 or 1 asks for the neighbour."""

    chosen = Signal()
    goes = Signal(int)

    def __init__(self, column: str, parent: QWidget | None = None) -> None:
        super().__init__(NAMES[column], words=column in WORDS, parent=parent)
        self.column = column
        self._value = ""
        self._choices: Mapping[str, tuple[str, str]] = {}
        self.setProperty("cell", True)
        self.setFixedWidth(theme().px(WIDTHS[column]))
        self.textEdited.connect(self._typed)

    @property
    def is_chosen(self) -> bool:
        """Whether only a digit fills it."""
        return self.column in CHOSEN

    @property
    def value(self) -> str:
        return self._value if self._choices and self._value else self.text().strip()

    def show_value(self, value: str, choices: Mapping[str, tuple[str, str]]) -> None:
        """What is stored, in the words of the choices that the cell has now."""
        self._choices = choices
        labels = dict(choices.values())
        self._value = value if value in labels else ""
        self.setText(labels.get(value, "" if self.is_chosen else value))
        self.setCursorPosition(0)
        self.setAccessibleDescription(" ".join(f"{digit} {label}" for digit, (_, label) in choices.items()))

    def use_words(self, on: bool) -> None:
        """The input method for what is said, none for what is counted."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on)

    def _typed(self, text: str) -> None:
        self._value = ""
        if self.column in WORDS or self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            return
        plain = text.translate(HALF)
        if plain != text:
            self.setText(plain)
        if self.column in TIMES and len(plain) == FULL_TIME and plain.isdigit():
            try:
                parse_clock(plain)
            except DeskError:
                return  # Enter will say what is wrong
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, digit = Qt.Key(event.key()), event.text()
        whole = self.is_chosen or not self.text() or self.hasSelectedText()
        if self._choices and digit in self._choices and whole:
            word, label = self._choices[digit]
            self._value = word
            self.setText(label)
            self.setCursorPosition(0)
            self.chosen.emit()
            self.finished.emit()
        elif key == Qt.Key.Key_Left and (whole or self.cursorPosition() == 0):
            self.goes.emit(-1)
        elif key == Qt.Key.Key_Right and (whole or self.cursorPosition() == len(self.text())):
            self.goes.emit(1)
        elif self.is_chosen and digit and digit.isprintable():
            event.accept()  # no other sign means anything here
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self.is_chosen:
            super().inputMethodEvent(event)


def heads() -> QHBoxLayout:
    """The row over the columns, with the numbers that stand on the paper."""
    look = theme()
    row = QHBoxLayout()
    row.setContentsMargins(look.px(18 + GAP), 0, 0, 0)
    row.setSpacing(look.px(GAP))
    for name, width in WIDTHS.items():
        place = NUMBERED.index(name) + 1 if name in NUMBERED else 0
        words = {"whom": "谁/为何"}.get(name, NAMES[name])
        one = label(f"{place} {words}" if place else words, "caption")
        one.setFixedWidth(look.px(width))
        row.addWidget(one)
    row.addStretch()
    return row


def hint_of(cell: Cell) -> str:
    """What the keys mean in this cell, for the line under the grid."""
    offered, words = cell.placeholderText(), cell.accessibleDescription()
    if cell.column == "work":
        words = "用料: 名称 数量 单价; 工时: 工30. 例如 阀芯 1 15、工30"
    elif cell.column == "receipt" and offered:
        words = f"Enter 用 {offered}, 没开收据按 -"
    elif not words and offered and cell.column != "number":
        words = f"Enter 就是 {offered}"
    return f"{cell.accessibleName()}  {words}".strip()
