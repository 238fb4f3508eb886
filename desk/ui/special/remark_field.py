"""记一笔: one line to write down what the radio or the resident said. What was begun stays with its order."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.theme import theme

HINT = "记一笔: 对讲机、业主来电、答应的事"


class RemarkField(QWidget):
    """Enter writes the line into the story."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._ent = ""
        self._begun: dict[str, str] = {}
        self.text = _Line("记一笔", hint=HINT)
        self.field = Field("", self.text)
        self.button = KeyButton("记下", "Enter", QUIET, "message-square-plus")
        self.button.clicked.connect(self.save)
        self.text.finished.connect(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(theme().px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def show_order(self, ent: str, may: bool) -> None:
        """Another order: its own begun line, if there is one."""
        self.setVisible(may)
        if ent == self._ent:
            return
        if self._ent:
            self._begun[self._ent] = self.text.text()
        self._ent = ent
        self.field.accept()
        self.text.setText(self._begun.pop(ent, ""))

    def save(self) -> None:
        words, ent = self.text.text().strip(), self._ent
        if not words:
            self.field.refuse("还没有写要记的话")
            return
        request = self._counter.request("work_order", "remark", {"remark": words}, ent)

        def done(_changed: object) -> None:
            if self._ent == ent and self.text.text().strip() == words:
                self.text.clear()
            self._begun.pop(ent, None)
            self.field.accept()

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                self.field.refuse(error)
            else:
                self._counter.ways.refused.emit(error)

        self._counter.take(self, [request], done, failed)


class _Line(TextField):
    """Esc leaves the line, with its words, to the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        super().keyPressEvent(event)
