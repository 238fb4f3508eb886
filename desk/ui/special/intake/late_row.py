"""补单: who went and when, for work that a technician was asked for directly, and the blank slip he wrote on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.theme import theme


class LateRow(QWidget):
    """Technician, arrival, finish, the number of a blank slip; empty times leave an ordinary intake."""

    told = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        self.technician = TextField("哪位师傅", True, "哪位师傅", "")
        self.arrived = FigureField("到场时间", "到场 1430")
        self.done = FigureField("完工时间", "完工 1520")
        self.blank = TextField("空白派工单号", words=False, hint="空白单 K12")
        self.field = Field("", self.technician)
        row.addWidget(self.field, 1)
        row.addWidget(Field("", self.arrived), 1)
        row.addWidget(Field("", self.done), 1)
        row.addWidget(Field("", self.blank), 1)
        for one in (self.technician, self.arrived, self.done, self.blank):
            one.textEdited.connect(self._told)
        self.technician.finished.connect(self.arrived.setFocus)
        self.arrived.finished.connect(self.done.setFocus)
        self.done.finished.connect(self.blank.setFocus)
        self.blank.finished.connect(self.finished)

    def show_late(self, technician: str, arrived: str, done: str, blank: str) -> None:
        """What a draft holds; a field that is being typed in keeps its words."""
        told = ((self.technician, technician), (self.arrived, arrived), (self.done, done), (self.blank, blank))
        for field, value in told:
            if not field.hasFocus() and field.text() != value:
                field.setText(value)

    def _told(self, _text: str) -> None:
        self.field.accept()
        self.told.emit()
