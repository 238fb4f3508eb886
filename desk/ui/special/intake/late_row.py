"""补单: who went and when, for work that a technician was asked for directly."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.theme import theme


class LateRow(QWidget):
    """Technician, arrival, finish; empty times leave an ordinary intake."""

    told = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        self.technician = TextField("哪位师傅", True, "哪位师傅, 例如 王建国", "")
        self.arrived = FigureField("到场时间", "到场 1430")
        self.done = FigureField("完工时间", "完工 1520, 可空着")
        self.field = Field("", self.technician)
        row.addWidget(self.field, 1)
        row.addWidget(Field("", self.arrived), 1)
        row.addWidget(Field("", self.done), 1)
        for one in (self.technician, self.arrived, self.done):
            one.textEdited.connect(self._told)
        self.technician.finished.connect(self.arrived.setFocus)
        self.arrived.finished.connect(self.done.setFocus)
        self.done.finished.connect(self.finished)

    def show_late(self, technician: str, arrived: str, done: str) -> None:
        """What a draft holds; a field that is being typed in keeps its words."""
        for field, value in ((self.technician, technician), (self.arrived, arrived), (self.done, done)):
            if not field.hasFocus() and field.text() != value:
                field.setText(value)

    def _told(self, _text: str) -> None:
        self.field.accept()
        self.told.emit()
