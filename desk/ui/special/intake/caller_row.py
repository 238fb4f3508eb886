"""先记下: name and number of somebody who is not in the book, and what they are to the home."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.residents.record import Relation
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.theme import theme


class CallerRow(QWidget):
    """Two fields; below them, for a home of ours, the relation and whether to keep the person in the book."""

    told = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.name = TextField("报修人", True, "怎么称呼", "")
        self.phone = FigureField("联系电话", "电话号码")
        self.name_field, self.phone_field = Field("", self.name), Field("", self.phone)
        row.addWidget(self.name_field, 1)
        row.addWidget(self.phone_field, 1)
        column.addLayout(row)
        self._book = QWidget()
        line = QHBoxLayout(self._book)
        line.setContentsMargins(0, 0, 0, 0)
        self.relation = Choices("与房屋的关系", 3)
        self.relation.show_choices([Choice(str(one), one.label) for one in Relation], str(Relation.FAMILY))
        self.keep = QCheckBox("记到业主档案")
        self.keep.setAccessibleName("记到业主档案")
        self.keep.setChecked(True)
        line.addWidget(self.relation, 1)
        line.addWidget(self.keep)
        column.addWidget(self._book)
        for one in (self.name, self.phone):
            one.textEdited.connect(self._changed)
        self.relation.chosen.connect(self._changed)
        self.name.finished.connect(self.phone.setFocus)
        self.phone.finished.connect(self.finished)
        self.relation.finished.connect(self.finished)

    def show_caller(self, name: str, phone: str, keepable: bool, relation: str = "") -> None:
        """What a draft holds; a field that is being typed in keeps its words."""
        for field, value in ((self.name, name), (self.phone, phone)):
            if not field.hasFocus() and field.text() != value:
                field.setText(value)
        self._book.setVisible(keepable)
        if relation:
            self.relation.choose(relation, tell=False)

    def _changed(self, _value: str = "") -> None:
        self.name_field.accept()
        self.phone_field.accept()
        self.told.emit()
