"""回单: the company's slip with what it says: when somebody came and was done, who signed, which box was ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import clock_word
from desk.services.housekeeping.record import BookingState, Signature, Tick, Trouble, UnsignedReason
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import FigureField, TextField, WordsField
from desk.ui.kit.form import Form
from desk.ui.special.told_times import moment_near

S = BookingState
RECORD = "housekeeping"
TICK_DIGITS = {Tick.GOOD: "1", Tick.FAIR: "2", Tick.BAD: "3", Tick.NONE: "0"}
NOTHING = "nothing"


class SlipForm(Form):
    """Whatever was never told over the telephone stands on the slip: arrival and finish are written with it."""

    done = Signal(str)  # the word that passes

    def __init__(self, counter: Counter, values: Values) -> None:
        super().__init__(f"回单 {values.get('no') or ''}  {values.get('where') or ''}".strip())
        self._counter, self._values = counter, values
        self.came = FigureField("到场", hint="例如 1405")
        self.finished = FigureField("做完", hint="例如 1600; 不填就是现在")
        self.signature = Choices("签字", 3, digit_goes_on=True)
        self.signed_for = TextField("代签关系", hint="例如 女儿、租客")
        self.unsigned = Choices("未签原因", 2, digit_goes_on=True)
        self.tick = Choices("业主勾选", 4, digit_goes_on=True)
        self.trouble = Choices("有问题吗", 4, digit_goes_on=True)
        self.note = WordsField("问题经过", "业主怎么说的就怎么记", 2)
        if values.get("status") == S.AGREED:
            self.add("came", "到场 (单子上写的)", self.came)
        if values.get("status") in (S.AGREED, S.ARRIVED):
            self.add("finished", "做完 (单子上写的)", self.finished)
        self.add("signature", "签字", self.signature)
        self.add("signed_for", "代签关系", self.signed_for)
        self.add("unsigned_reason", "未签原因", self.unsigned)
        self.add("tick", "业主勾选", self.tick)
        self.add("trouble", "有问题吗", self.trouble)
        self.add("trouble_note", "问题经过", self.note)
        self._fill()
        self._join()
        self.column.addStretch()

    def _fill(self) -> None:
        self.signature.show_choices([Choice(str(one), one.label) for one in Signature], str(Signature.SELF))
        self.unsigned.show_choices([Choice(str(one), one.label) for one in UnsignedReason])
        self.tick.show_choices([Choice(str(one), one.label, digit=TICK_DIGITS[one]) for one in Tick])
        told = [Choice(str(one), one.label, digit=str(number)) for number, one in enumerate(Trouble, start=1)]
        self.trouble.show_choices([Choice(NOTHING, "没有", digit="0"), *told], NOTHING)
        visit = self._values.get("visit_from_at")
        if visit:
            self.came.setPlaceholderText(f"约的 {clock_word(int(visit))}; 例如 1405")
        self._show_rest()

    def join(self, field: QWidget) -> None:
        """Enter passes over what is not asked, so the way on is looked for each time."""
        self._inputs.append(field)

    def _join(self) -> None:
        for number, one in enumerate(self._inputs):
            one.finished.connect(lambda place=number: self._go_on(place))  # type: ignore[attr-defined]
        self.signature.chosen.connect(lambda _: self._show_rest())
        self.trouble.chosen.connect(lambda _: self._show_rest())

    def _go_on(self, place: int) -> None:
        after = next((one.field for one in list(self.fields.values())[place + 1 :] if not one.isHidden()), None)
        if after is not None:
            after.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.save()

    def _show_rest(self) -> None:
        self.fields["signed_for"].setVisible(self.signature.value == Signature.OTHER)
        self.fields["unsigned_reason"].setVisible(self.signature.value == Signature.UNSIGNED)
        self.fields["trouble_note"].setVisible(self.trouble.value != NOTHING)

    def values(self) -> Values:
        """What the slip itself says; its times go to steps of their own."""
        if not self.tick.value:
            raise DeskError("还没有勾选", "单子上勾的: 1 满意 2 一般 3 不满意, 没勾按 0", "tick")
        told: Values = {"signature": self.signature.value, "tick": self.tick.value}
        if self.signature.value == Signature.OTHER:
            told["signed_for"] = self.signed_for.text().strip()
        if self.signature.value == Signature.UNSIGNED:
            told["unsigned_reason"] = self.unsigned.value
        return {name: value for name, value in told.items() if value}

    def requests(self) -> Sequence[StepRequest]:
        """One group: came, done, the slip, and what was wrong."""
        counter, ent, status = self._counter, str(self._values["id"]), self._values.get("status")
        now, near = counter.now(), int(self._values.get("visit_from_at") or counter.now())
        found: list[StepRequest] = []
        came = int(self._values.get("arrived_at") or 0)
        if status == S.AGREED:
            came = self._moment("came", self.came, near, 0) or 0
            if came:
                found.append(counter.request(RECORD, "arrive", {"happened_at": came}, ent))
        if status in (S.AGREED, S.ARRIVED):
            done = self._moment("finished", self.finished, came or near, came)
            found.append(counter.request(RECORD, "finish", {"happened_at": done} if done else {}, ent))
        found.append(counter.request(RECORD, "slip_back", self.values() | {"happened_at": now}, ent))
        if self.trouble.value != NOTHING:
            told = {"trouble": self.trouble.value, "trouble_note": self.note.text() or None}
            found.append(counter.request(RECORD, "trouble", {k: v for k, v in told.items() if v}, ent))
        return found

    def _moment(self, name: str, field: FigureField, near: int, earliest: int) -> int | None:
        text = field.text().strip()
        if not text:
            return None
        try:
            return moment_near(text, near, self._counter.now(), earliest)
        except DeskError as error:
            raise DeskError(error.message, error.advice, name) from error

    def save(self) -> None:
        for field in self.fields.values():
            field.accept()
        try:
            requests = self.requests()
        except DeskError as error:
            self.take_error(error)
            return
        where = str(self._values.get("where") or "")
        words = f"{where} 已回单: {Tick.label_of(self.tick.value)}"
        self._counter.take(self, requests, lambda _changed: self.done.emit(words), self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.take_error(error)
        else:
            self._counter.ways.refused.emit(error)
