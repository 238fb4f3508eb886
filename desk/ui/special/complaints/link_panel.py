"""并案: which earlier complaint this is the same matter as."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal

from desk.domain.errors import DeskError
from desk.domain.words_of_time import moment
from desk.services.complaints.reads import Earlier
from desk.services.complaints.record import ComplaintState
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame

MOST = 9


class LinkPanel(PanelFrame):
    """`wanted` carries the earlier one's number, and its id where it is on this desk."""

    wanted = Signal(object)

    def __init__(self, earlier: Sequence[Earlier], now: int) -> None:
        super().__init__("并案")
        self._earlier = {one.id: one for one in earlier[:MOST]}
        self.choices = Choices("较早的投诉", columns=1, digit_goes_on=True)
        self.choices.show_choices(
            [
                Choice(one.id, f"{one.no} {one.type_label}", ComplaintState.label_of(one.status),
                       moment(one.received_at, now))
                for one in self._earlier.values()
            ]
        )  # fmt: skip
        self.number = TextField("登记编号", words=False, hint="不在上面的, 填它的编号")
        self.fields = {
            "repeat_of": Field("这一户较早的投诉", self.choices),
            "repeat_of_no": Field("登记编号", self.number),
        }
        self.body.addWidget(label("同一事项再投诉算重复一次; 两件的经过互相看得到。", "quiet", wrap=True))
        for field in self.fields.values():
            self.body.addWidget(field)
        self.fields["repeat_of"].setVisible(bool(self._earlier))
        self.body.addStretch()
        self.save_button = KeyButton("并案", "F9", PRIMARY, "link")
        self.foot.addStretch()
        self.foot.addWidget(self.save_button)
        self.choices.finished.connect(self.save)
        self.number.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)

    def begin(self) -> None:
        start = self.choices if self._earlier else self.number
        QTimer.singleShot(0, start, start.setFocus)

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
            return True
        return False

    def save(self) -> None:
        one, typed = self._earlier.get(self.choices.value), self.number.text().strip()
        if typed:
            self.wanted.emit({"repeat_of_no": typed})
        elif one is not None:
            self.wanted.emit({"repeat_of": one.id, "repeat_of_no": one.no})
        else:
            self.refuse(DeskError("还没有选是哪一件", "请选上面的一件, 或填编号"))

    def refuse(self, error: DeskError) -> None:
        self.fields["repeat_of_no"].refuse(error)
