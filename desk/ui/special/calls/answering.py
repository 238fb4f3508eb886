"""登记答复: an order calls on the foreman or the manager; who answered, and what, in two digits."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import minutes_mark
from desk.services.work_orders.ladder import Call
from desk.services.work_orders.record import CallAnswer
from desk.services.work_orders.staffing import Called
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame

OTHER = "other"
MOST = 8


class AnswerPanel(PanelFrame):
    """`wanted` carries the steps to take, each with its values."""

    wanted = Signal(object)

    def __init__(self, values: Values, call: Call, people: Sequence[Called], parent: QWidget | None = None) -> None:
        super().__init__(f"登记答复 {values.get('where') or ''}".strip(), parent=parent)
        self._call = call
        self.body.addWidget(label(str(values.get("matter") or ""), "matter", wrap=True))
        words = f"{call.why.label}升级到{call.level.label}, 已 {minutes_mark(call.for_ms)}没人答复"
        self.said = label(words if call.is_open else f"{call.answered_by}已答复: {call.answer}", "body", "warn")
        self.body.addWidget(self.said)
        self.who = Choices(f"{call.level.label}谁答复的", 2, digit_goes_on=True)
        boxes = [Choice(one.name, one.name, one.phone) for one in people[:MOST]]
        self.who.show_choices([*boxes, Choice(OTHER, "其他人", digit="0")], boxes[0].value if boxes else OTHER)
        self.body.addWidget(Field(self.who.accessibleName(), self.who))
        self.name = TextField("答复人", True, "谁答复的")
        self._name = Field("答复人", self.name)
        self.body.addWidget(self._name)
        self.what = Choices("怎么答复的", 2, digit_goes_on=True)
        self.what.show_choices([Choice(str(one), one.label) for one in CallAnswer])
        self._what = Field(self.what.accessibleName(), self.what)
        self.body.addWidget(self._what)
        self.remark = TextField("说了什么", True, "可以不写")
        self._remark = Field("说了什么", self.remark)
        self.body.addWidget(self._remark)
        self.body.addStretch()
        self._error = label("", "body", "bad", wrap=True)
        self.foot.addWidget(self._error, 1)
        self.save_button = KeyButton("登记答复", "F9", PRIMARY)
        self.foot.addWidget(self.save_button)
        self._join()
        self._show()

    def _join(self) -> None:
        self.who.chosen.connect(self._show)
        self.who.finished.connect(lambda: (self.name if self.who.value == OTHER else self.what).setFocus())
        self.name.finished.connect(self.what.setFocus)
        self.what.chosen.connect(self._show)
        self.what.finished.connect(self._after_what)
        self.remark.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)

    def _show(self, _value: str = "") -> None:
        self._name.setVisible(self.who.value == OTHER)
        self._remark.setVisible(self.what.value == str(CallAnswer.OTHER))

    def _after_what(self) -> None:
        """A code says enough; only for 其他 there is a line, and it may stay empty."""
        if self.what.value == str(CallAnswer.OTHER):
            self.remark.setFocus()
        else:
            self.save()

    def enter(self) -> None:
        self.who.setFocus()

    def save(self) -> None:
        self._error.setText("")
        self._name.accept()
        self._what.accept()
        name = self.name.text().strip() if self.who.value == OTHER else self.who.value
        if not name:
            self._name.refuse(DeskError("还没有写谁答复的", "请写答复人的名字"))
            self.name.setFocus()
            return
        if not self.what.value:
            self._what.refuse(DeskError("还没有选怎么答复的", "按 1 到 6 选一项"))
            self.what.setFocus()
            return
        told: Values = {
            "answered_level": str(self._call.level), "answered_by": name, "call_answer": self.what.value,
        }  # fmt: skip
        if self.what.value == str(CallAnswer.OTHER) and self.remark.text().strip():
            told["remark"] = self.remark.text().strip()
        self.wanted.emit([("answer_call", told)])

    def refuse(self, error: DeskError) -> None:
        self._error.setText(str(error))
