"""指派: who answers for it and who stands in; never the one it is about."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.complaints.receivers import Person
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled

NOBODY = "nobody"


class AssignPanel(PanelFrame):
    """`wanted` carries handler and deputy."""

    wanted = Signal(object)

    def __init__(self, people: Sequence[Person], handler: str, deputy: str, why: str) -> None:
        super().__init__("指派")
        self._people = {one.id: one for one in people}
        self.handler = Choices("责任人", columns=3, tall=True, digit_goes_on=True)
        self.deputy = Choices("代办人", columns=3, tall=True, digit_goes_on=True)
        shown = [Choice(one.id, one.name, one.post) for one in people]
        self.handler.show_choices(shown, handler)
        nobody = Choice(NOBODY, "不用代办", "", "", "0")
        self.deputy.show_choices([*shown, nobody], deputy or NOBODY)
        self.fields = {"handler_id": Field("责任人", self.handler), "deputy_id": Field("代办人", self.deputy)}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 8, 2)
        column.addWidget(label(f"建议: {why}" if why else "", "quiet", wrap=True))
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.save_button = KeyButton("指派", "F9", PRIMARY, "user")
        self.foot.addWidget(label("责任人和代办人从现在起能看这件投诉", "quiet"), 1)
        self.foot.addWidget(self.save_button)
        self.handler.finished.connect(self.deputy.setFocus)
        self.deputy.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)

    def begin(self) -> None:
        QTimer.singleShot(0, self.handler, self.handler.setFocus)

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
            return True
        return False

    def save(self) -> None:
        for field in self.fields.values():
            field.accept()
        handler = self._people.get(self.handler.value)
        if handler is None:
            self.fields["handler_id"].refuse(DeskError("还没有选责任人", "请按数字选一个人"))
            return
        values: Values = {"handler_id": handler.id, "handler": handler.name}
        deputy = self._people.get(self.deputy.value)
        if deputy is not None:
            values |= {"deputy_id": deputy.id, "deputy": deputy.name}
        self.wanted.emit(values)

    def refuse(self, error: DeskError) -> None:
        self.fields.get(error.field or "", self.fields["handler_id"]).refuse(error)
