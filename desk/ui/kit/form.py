"""A form that slides over a page: fields under one another, errors beside them, F9 saves."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.theme import theme


class Form(PanelFrame):
    """Fields under one another; F9 or Ctrl+Enter saves, Esc goes back and keeps what was typed until then."""

    saved = Signal(object)  # what was filled in, by field name

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, theme().px(8), 0)
        self.column.setSpacing(theme().px(10))
        self.body.addWidget(scrolled(inside))
        self.fields: dict[str, Field] = {}
        self._inputs: list[QWidget] = []
        self.foot.addStretch()
        self.save_button = KeyButton("保存", "F9", PRIMARY)
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.save_button)

    def add(self, name: str, words: str, field: QWidget) -> Field:
        """A field with its error under it; Enter goes on to the next one."""
        made = Field(words, field)
        self.fields[name] = made
        self.column.addWidget(made)
        self.join(field)
        return made

    def join(self, field: QWidget) -> None:
        if self._inputs:
            before: Any = self._inputs[-1]
            before.finished.connect(field.setFocus)
        self._inputs.append(field)

    def end(self) -> None:
        """Behind the last field Enter saves."""
        last: Any = self._inputs[-1]
        last.finished.connect(self.save)
        self.column.addStretch()

    def begin(self) -> None:
        self._inputs[0].setFocus()

    def values(self) -> Values:
        """What was filled in; DeskError names the field that is wrong."""
        raise NotImplementedError

    def save(self) -> None:
        if self.save_button.isHidden():  # shown to be read
            return
        for field in self.fields.values():
            field.accept()
        try:
            values = self.values()
        except DeskError as error:
            self.take_error(error)
            return
        self.saved.emit(values)

    def take_error(self, error: DeskError) -> bool:
        """Beside the field it speaks of, else under the first."""
        field = self.fields.get(error.field or "") or next(iter(self.fields.values()))
        field.refuse(error)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F9 or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.save()
            return
        super().keyPressEvent(event)
