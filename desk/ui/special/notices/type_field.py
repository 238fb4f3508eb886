"""类型: two figures or a part of the name; every type stands under the field until one is taken."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.services.notices.types import NoticeType
from desk.ui.kit.choices import Choice, ChoiceBox
from desk.ui.kit.fields import HALF, TextField
from desk.ui.theme import theme

COLUMNS = 3


class TypeField(QWidget):
    """`chosen` carries the code of a type."""

    chosen = Signal(str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._types: dict[str, NoticeType] = {}
        self._value = ""
        self._boxes: list[ChoiceBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        self.line = TextField("类型", hint="两位数字, 例如 11; 或名称里的字")
        column.addWidget(self.line)
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(4))
        column.addWidget(self._holder)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.finished.connect(self._enter)

    @property
    def value(self) -> str:
        return self._value

    def offer(self, types: Sequence[NoticeType]) -> None:
        self._types = {one.code: one for one in types}
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = []
        for number, one in enumerate(types):
            box = ChoiceBox(Choice(one.code, f"{one.code} {one.name}"))
            box.pressed.connect(self._take)
            self._grid.addWidget(box, number // COLUMNS, number % COLUMNS)
            self._boxes.append(box)

    def show_type(self, code: str) -> None:
        """As it stands; nothing is told. Without one the types are offered."""
        self._value = code
        one = self._types.get(code)
        self.line.setText(f"{code} {one.name}" if one else code)
        self._holder.setVisible(not code)
        self._light(())

    def _typed(self, text: str) -> None:
        plain = text.translate(HALF).strip()
        found = [code for code, one in self._types.items() if plain and (code.startswith(plain) or plain in one.name)]
        self._holder.show()
        self._light(found)
        if plain in self._types:  # two figures are enough: no Enter
            self._take(plain)

    def _light(self, codes: Sequence[str]) -> None:
        for box in self._boxes:
            box.set_chosen(box.choice.value == self._value)
            box.set_light(box.choice.value in codes)
            box.setVisible(not codes or box.choice.value in codes)

    def _enter(self) -> None:
        lit = [box.choice.value for box in self._boxes if not box.isHidden()]
        if self._value and self.line.text().startswith(self._value):
            self.finished.emit()
        elif len(lit) >= 1 and self.line.text().strip():
            self._take(lit[0])

    def _take(self, code: str) -> None:
        self.show_type(code)
        self.chosen.emit(code)
        self.finished.emit()
