"""What the intake card shows of a call: every field, the sentence to read, the next words, the buttons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desk.domain.words_of_time import window_aloud
from desk.services.residents.lookup import Candidate, Means
from desk.services.work_orders import drafting
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.radar import NOTHING, Found
from desk.services.work_orders.record import Channel, OrderKind, Urgency
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY
from desk.ui.kit.labels import retone
from desk.ui.special.intake import telling
from desk.ui.special.intake.form import IntakeForm
from desk.ui.special.intake.reading import Caller
from desk.ui.special.intake.saving import Saved

HINT = "Enter 下一项 · F2 暂存并接下一个电话"
NOTHING_YET = "听完以后, 这里有一句话念给业主核对。"
THANKS = "已经登记好了, 有变动我们给您打电话。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A call as it stands. `other_open`: the caller's name and number were asked for."""

    draft: Draft
    caller: Caller | None
    alike: int
    crew: str
    other_open: bool
    saved: Saved | None
    busy: bool
    radar: Found = NOTHING

    @property
    def enquiry(self) -> bool:
        return self.draft.kind == OrderKind.ENQUIRY


class Showing:
    """Draws a call into the form; it decides nothing and keeps nothing."""

    def __init__(self, form: IntakeForm, counter: Counter) -> None:
        self._form = form
        self._counter = counter

    def fill(self, call: Shown) -> None:
        """Every field as the draft has it: a new call, or one that was taken up again."""
        form, draft = self._form, call.draft
        form.body.setEnabled(True)
        form.who.clear()
        if draft.where or draft.resident_id:
            self.show_who(draft, None)
        elif draft.typed_who:
            form.who.show_taken(draft.typed_who, "")
        for field in (form.matter_field, form.caller.name_field, form.caller.phone_field):
            field.accept()
        with _silent(form.matter, form.caller, form.extras, form.answer):
            form.matter.setText(draft.matter)
            form.caller.keep.setChecked(True)
            form.extras.show_draft(draft)
            form.answer.setText(draft.answer if draft.answer != telling.ANSWERED else "")
        form.times.choose(draft.window_from_at, draft.window_to_at)
        self.hint(HINT)
        self.show(call)

    def show_who(self, draft: Draft, one: Candidate | None) -> None:
        """Where and who, in large type; `one` stays lit in the list."""
        form = self._form
        tail = f"尾号 {draft.reporter_phone[-4:]}" if draft.reporter_phone else ""
        beside = "  ".join(part for part in (draft.reporter_relation, tail) if part)
        name = draft.reporter if draft.resident_id else ""
        form.who.show_taken(f"{draft.where_aloud or draft.where}   {name}".strip(), beside)
        form.who.settle(one)
        if one is not None and one.kind is Means.HOME:
            form.who.say("")

    def show(self, call: Shown) -> None:
        """What follows from the draft, after every change of it."""
        form, draft, saved = self._form, call.draft, call.saved
        found = telling.found_in(draft, self._counter.catalogue)
        decided = drafting.outcome(draft, found)
        form.title.setText(saved.title if saved else "咨询" if call.enquiry else "新报修")
        form.channel.setText(self._channel(draft))
        stranger = not draft.resident_id and bool(draft.where)
        form.body.show_rows(
            strip=not call.enquiry,
            times=not call.enquiry and draft.channel != Channel.TECHNICIAN,
            extras=not call.enquiry,
            late=not call.enquiry and draft.channel == Channel.TECHNICIAN,
            answer=call.enquiry,
            answered=call.enquiry,
            caller=not call.enquiry and (stranger or call.other_open),
            phone=not call.enquiry and bool(draft.resident_id and draft.reporter_phone),
        )
        form.body.rename("matter", "咨询内容" if call.enquiry else "报修内容")
        form.strip.show_outcome(decided if draft.matter or draft.problem else None)
        form.extras.show_kind(draft.kind)
        form.late.show_late(draft.late_technician, draft.late_arrived, draft.late_done, draft.late_blank)
        form.caller.show_caller(draft.reporter, draft.reporter_phone, telling.is_newcomer(draft))
        form.phone.setText(telling.phone_words(draft))
        form.phone_note.setText(_phone_note(call))
        form.aloud.setVisible(not call.enquiry and not draft.is_late)
        if saved is None or saved.taken_in:
            said = drafting.repeat_back(draft, found, call.crew, self._counter.now())
            words = [(part.text, part.bold) for part in said] if draft.matter else [(NOTHING_YET, False)]
            form.aloud.show_sentence(words)
        self.show_side(call)
        self._show_foot(call, decided.urgency is Urgency.URGENT)

    def show_side(self, call: Shown) -> None:
        """The caller's card, and the words to say now."""
        counter, draft = self._counter, call.draft
        window = ""
        if draft.window_from_at:
            window = window_aloud(draft.window_from_at, draft.window_to_at, counter.now())
        side, saved = self._form.side, call.saved
        side.show_caller(draft, call.caller, call.alike, counter.now())
        side.radar.show_found(
            call.radar, counter.now(), draft.rework_of, saved is not None, saved.reply if saved else None
        )
        found = telling.found_in(draft, counter.catalogue)
        words = telling.say_now(draft, found, counter.estate_name, counter.actor.staff_no, window)
        side.say_now.say(_thanks(saved) if saved else words)
        side.say_now.setVisible(not side.radar.speaks)

    def hint(self, words: str, tone: str = "") -> None:
        """The quiet line at the left of the foot."""
        self._form.hint.setText(words)
        self._form.hint.setAccessibleName(words)
        retone(self._form.hint, tone)

    def _channel(self, draft: Draft) -> str:
        staff_no = self._counter.actor.staff_no
        parts = (Channel.label_of(draft.channel), f"工号 {staff_no}" if staff_no else "")
        return " · ".join(part for part in parts if part)

    def _show_foot(self, call: Shown, urgent: bool) -> None:
        form, saved = self._form, call.saved
        lacking = telling.missing(call.draft)[1]
        form.body.setEnabled(saved is None)
        form.close_button.setText("返回" if saved else "暂存")
        form.print.setVisible(saved is not None and saved.sent)
        form.told.setVisible(saved is not None and saved.sent and not saved.told)
        form.passed_on.setVisible(saved is not None and bool(saved.forward))
        form.save.setVisible(saved is None)
        form.send.setVisible(not call.enquiry and (saved is None or saved.may_send) and not call.draft.is_late)
        form.send.setText("派工" if saved else "先派后补单" if urgent else "保存并派工")
        form.save.setText("保存咨询" if call.enquiry else "保存补单" if call.draft.is_late else "保存受理")
        form.save.set_kind(PRIMARY if call.enquiry or call.draft.is_late else PLAIN)
        for button in (form.save, form.send):
            button.block(lacking if saved is None else "")
        for button in (form.close_button, form.save, form.send):
            button.setAccessibleName(f"{button.text()} {button.key}")
            button.updateGeometry()
        if saved is not None:
            self.hint(saved.words, "good")
        elif not call.busy:
            self.hint(HINT)


def _thanks(saved: Saved) -> str:
    if not saved.co_report:
        return THANKS
    return "给您记上了, 修好了给您回电话。" if saved.reply else "给您记上了, 我们抓紧修。"


def _phone_note(call: Shown) -> str:
    if call.caller is None:
        return ""
    if telling.knows(call.caller.card.person, call.draft.reporter_phone):
        return "就是来电号码"
    own = call.draft.reporter == (call.caller.card.person or {}).get("name")
    return "新号码, 保存时一并记到业主档案" if own else f"{call.draft.reporter}的号码"


@contextmanager
def _silent(*widgets: QWidget) -> Iterator[None]:
    """Filling a field is not typing in it."""
    for one in widgets:
        one.blockSignals(True)
    try:
        yield
    finally:
        for one in widgets:
            one.blockSignals(False)
