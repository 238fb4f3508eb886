"""受理: the intake card. It follows the caller's words, never stands in the way, and loses nothing."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask, read_phone
from desk.domain.words_of_time import stopwatch
from desk.services.residents.lookup import Candidate
from desk.services.residents.record import Relation
from desk.services.work_orders import drafting
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Channel, OrderKind, Urgency
from desk.services.work_orders.suggest import Suggestion
from desk.store.parked import ParkedDraft
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.keys import key_name
from desk.ui.messages import words_of
from desk.ui.special.intake import telling
from desk.ui.special.intake.asking import Asking
from desk.ui.special.intake.form import NOW, IntakeForm
from desk.ui.special.intake.parking import Parking
from desk.ui.special.intake.reading import Caller, Times
from desk.ui.special.intake.saving import Saved, Saving
from desk.ui.special.intake.showing import Showing, Shown

TICK_MS = 1_000
LONG_CALL = 3 * 60 * 1000  # with somebody at the counter a call stays under three minutes
FIELDS_WHO = ("where", "home_id", "place_id", "resident_id")
FIELDS_CALLER = ("reporter", "name", "relation")
FIELDS_PHONE = ("reporter_phone", "phones")


class IntakeCard(QWidget):
    """One call. `closed` when nothing more is to be said here and the panel may shut."""

    closed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._draft = self._begun = Draft()
        self._caller: Caller | None = None
        self._alike = 0
        self._crew = ""
        self._parked_id = ""
        self._urge_when_known = False
        self._other_open = False
        self.form = IntakeForm(counter.catalogue, self)
        self.showing = Showing(self.form, counter)
        self.asking = Asking(counter, self)
        self.parking = Parking(counter, self)
        self.saving = Saving(counter, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._join()

    def _join(self) -> None:
        form = self.form
        form.who.asked.connect(self._asked)
        form.who.taken.connect(self._taken)
        form.who.unknown.connect(self._unknown)
        form.who.passed.connect(form.matter.setFocus)
        form.who.command.connect(self._command)
        form.matter.textChanged.connect(self._matter_changed)
        form.matter.finished.connect(self._matter_done)
        form.matter.command.connect(self._command)
        form.strip.problem_chosen.connect(self._overrule)
        form.strip.urgency_wanted.connect(self._toggle_urgent)
        form.strip.charge_wanted.connect(self._turn_charge)
        form.strip.code_done.connect(self._after_code)
        form.times.told.connect(self._timed)
        form.times.finished.connect(self._after_times)
        form.times.command.connect(self._command)
        form.caller.told.connect(self._caller_told)
        form.caller.finished.connect(self._to_the_end)
        form.extras.told.connect(self._extras_told)
        form.extras.other_caller.connect(self._open_caller)
        form.extras.appointment.connect(self._toggle_appointment)
        form.extras.finished.connect(self._to_the_end)
        form.answer.textChanged.connect(self._answered)
        form.answer.finished.connect(form.answered.setFocus)
        form.answered.chosen.connect(self._answered)
        form.answered.finished.connect(self._to_the_end)
        form.side.revisit_wanted.connect(self._counter.ways.revisit_wanted)
        form.side.urge_wanted.connect(self._urge)
        form.close_button.clicked.connect(self.put_aside)
        form.save.clicked.connect(self._save)
        form.send.clicked.connect(self._save_and_send)
        form.save.blocked.connect(self._say_missing)
        form.send.blocked.connect(self._say_missing)
        form.print.clicked.connect(self.saving.print_slip)
        form.told.clicked.connect(self.saving.tell)
        self.saving.saved.connect(self._show_saved)
        self.saving.refused.connect(self._refused)
        self.parking.came_back.connect(self._came_back)
        self.asking.candidates_known.connect(form.who.answer)
        self.asking.caller_known.connect(self._caller_known)
        self.asking.times_known.connect(self._times_known)
        self.asking.alike_known.connect(self._alike_known)
        self.asking.parked_known.connect(self._parked_known)

    WIDTH = 900

    # --- what the window asks -----------------------------------------------------------------------------------

    def begin(self, start: object = None) -> None:
        """A new call, a Draft to start from, or a ParkedDraft to go on with. What was being said is put aside."""
        if self.saving.order is None and not self.saving.busy:
            self.parking.put_aside(self._draft, self._parked_id)
        self.asking.new_call()
        self.saving.forget()
        self._caller, self._alike, self._crew = None, 0, ""
        self._urge_when_known = self._other_open = False
        self._parked_id = start.id if isinstance(start, ParkedDraft) else ""
        self._draft = drafting.of_json(start.draft) if isinstance(start, ParkedDraft) else Draft()
        if isinstance(start, Draft):
            self._draft = start
        if not self._draft.began_at:
            self._draft = replace(self._draft, began_at=self._counter.now())
        self._begun = self._draft
        self._fill()
        self._ticking.start()
        self._tick()
        self.asking.times(self._found())
        self.asking.caller(self._draft)
        if self._parked_id:
            self.asking.parked(self._parked_id)
        self.enter()

    def enter(self) -> None:
        """The focus stands where the next word belongs."""
        form = self.form
        if self.saving.order is not None:
            self.setFocus()
        elif not self._draft.where and self._draft.kind != OrderKind.ENQUIRY:
            form.who.line.setFocus()
        elif not self._draft.matter:
            form.matter.setFocus()
        else:
            form.times.boxes.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.saving.order is not None:
            return (("F2", "接下一个"), ("F4", "派工"), ("F7", "顺便回访"), ("Esc", "返回"))
        return (("/", "换类别"), ("*", "紧急"), ("+", "催单"), (".", "咨询"), ("F9", "保存受理"), ("F4", "保存并派工"))

    def press(self, key: str) -> bool:
        """A function key, wherever the focus is; whether it meant something here."""
        form = self.form
        if key in ("F9", "Ctrl+Return"):
            form.save.click_or_say()
        elif key == "F4":
            form.send.click_or_say()
        elif key == "F2":
            self.begin()
        elif key == "F7" and form.side.revisit_button is not None:
            form.side.revisit_button.click_or_say()
        elif key == "F8" and form.print.isVisible():
            form.print.click_or_say()
        elif key == "Esc":
            self.put_aside()
        elif key == "1" and form.told.isVisible():
            form.told.click_or_say()
        elif key == "Return" and self.saving.order is not None:
            self.closed.emit()
        else:
            return False
        return True

    @property
    def draft(self) -> Draft:
        return self._draft

    def put_aside(self) -> None:
        """Esc: the call is parked, or the finished card goes."""
        if self.form.strip.asking:
            self.form.strip.close_code()
            return
        if self.form.times.asking:
            self.form.times.close_days()
            self.form.times.boxes.setFocus()
            return
        if self.saving.order is None:
            self.parking.put_aside(self._draft, self._parked_id)
        self._draft, self._parked_id = Draft(), ""
        self.asking.new_call()
        self._ticking.stop()
        self.closed.emit()

    # --- who ----------------------------------------------------------------------------------------------------

    def _asked(self, typed: str) -> None:
        """Every sign typed: whoever was taken is asked for anew, the matter stays."""
        if self._draft.where or self._draft.resident_id or self._draft.typed_who:
            keep = self._draft.reporter_phone if not self._draft.resident_id else ""
            self._draft = replace(telling.untaken(self._draft), reporter_phone=keep)
            self._caller = None
        self._draft = replace(self._draft, typed_who=typed)
        self._show_all()
        if typed:
            self.asking.candidates(typed, self._draft.home_id)

    def _taken(self, one: Candidate, typed: str) -> None:
        self._draft = telling.taken(self._draft, one, typed)
        self.showing.show_who(self._draft, one)
        self.asking.caller(self._draft)
        self._show_all()
        if not self.form.matter.text():
            self.form.matter.setFocus()
        else:
            self.form.times.boxes.setFocus()

    def _unknown(self, typed: str) -> None:
        """先记下: what was typed is kept for what it seems to be, and the call goes on."""
        self._draft, heard = telling.unknown(replace(self._draft, typed_who=""), typed)
        form = self.form
        if heard == "nothing":
            form.who.field.refuse(f"没有找到尾号或房号“{typed}”: 请报全号码, 或房号如 3-2-1801")
            return
        form.who.settle(None)
        if heard == "place":
            form.who.show_taken(self._draft.where, "先记下")
            form.who.say(f"{self._counter.estate_name}没有这个房号: 先按原话记下, 是别的小区请在备注写明", "warn")
            form.matter.setFocus()
        else:
            form.who.show_taken("", "")
            words = mask(self._draft.reporter_phone) if heard == "phone" else self._draft.reporter
            form.who.say(f"{'新号码' if heard == 'phone' else '不在册的'} {words} 先记下, 请问哪一户?")
        self._show_all()

    def _caller_known(self, found: Caller) -> None:
        self._caller = found
        self._show_all()
        if self._urge_when_known:
            self._urge_first()

    # --- what and when --------------------------------------------------------------------------------------------

    def _matter_changed(self) -> None:
        self.form.matter_field.accept()
        self._draft = replace(self._draft, matter=self.form.matter.text())
        self._show_all()

    def _matter_done(self) -> None:
        """Enter behind the words: the suggestion is taken."""
        form = self.form
        if self._draft.kind == OrderKind.ENQUIRY:
            form.answer.setFocus()
            return
        self.asking.times(self._found())
        self.asking.alike(self._draft.where, self._found().problem.code)
        form.times.boxes.setFocus()

    def _overrule(self, problem: str) -> None:
        self._draft = replace(self._draft, problem=problem)
        self.asking.times(self._found())
        self._show_all()

    def _toggle_urgent(self) -> None:
        self._draft = telling.urgent_toggled(self._draft, self._found())
        self._show_all()

    def _turn_charge(self) -> None:
        self._draft = telling.charge_turned(self._draft, self._found())
        self._show_all()

    def _toggle_appointment(self) -> None:
        now = self._draft.kind == OrderKind.APPOINTMENT
        self._draft = replace(self._draft, kind=str(OrderKind.FAULT if now else OrderKind.APPOINTMENT))
        self._show_all()

    def _after_code(self) -> None:
        self.form.times.boxes.setFocus() if self._draft.matter else self.form.matter.setFocus()

    def _timed(self) -> None:
        chosen = self.form.times.wanted
        begin, end = (chosen.from_at, chosen.to_at) if chosen else (0, 0)
        self._draft = replace(self._draft, window_from_at=begin, window_to_at=end)
        self._show_all()
        if chosen is not None and telling.is_newcomer(self._draft) and not self._draft.reporter:
            self.form.caller.name.setFocus()

    def _after_times(self) -> None:
        form = self.form
        if not form.caller.isHidden() and not self._draft.reporter:
            form.caller.name.setFocus()
            return
        later = form.extras.next_open()
        if later is not None:
            later.setFocus()
        else:
            self._to_the_end()

    def _to_the_end(self) -> None:
        self.form.save.setFocus()

    def _times_known(self, times: Times) -> None:
        self._crew = times.crew
        self.saving.crews = times.crews
        self.form.times.show_windows(times.windows, times.crew, self._counter.now())
        self.form.times.choose(self._draft.window_from_at, self._draft.window_to_at)
        self._show_all()

    def _alike_known(self, count: int) -> None:
        self._alike = count
        self._show_side()

    # --- the caller, the rest -----------------------------------------------------------------------------------

    def _caller_told(self) -> None:
        row = self.form.caller
        number = read_phone(row.phone.text()).number if row.phone.text().strip() else ""
        self._draft = replace(self._draft, reporter=row.name.text().strip(), reporter_phone=number)
        self._show_all()

    def _open_caller(self) -> None:
        self._other_open = True
        self._show_all()
        self.form.caller.name.setFocus()
        self.form.caller.name.selectAll()

    def _extras_told(self) -> None:
        extras = self.form.extras
        self._draft = replace(
            self._draft,
            related_where=extras.related.text().strip(),
            forwarded_no=extras.forwarded.text().strip(),
            note=extras.note.text(),
            channel=extras.channel.value or str(Channel.PHONE),
        )
        self._show_all()

    def _answered(self, _value: str = "") -> None:
        form = self.form
        words = form.answer.text()
        at_once = form.answered.value == NOW
        self._draft = replace(self._draft, answer=(words or telling.ANSWERED) if at_once else "",
                              note="" if at_once else words)  # fmt: skip
        self._show_all()

    def _command(self, sign: str) -> None:
        """`.` enquiry, `*` urgent, `/` another problem, `+` the open order of this caller is urged."""
        if sign == "." and not self._draft.where:
            self._draft = replace(self._draft, kind=str(OrderKind.ENQUIRY), answer=telling.ANSWERED)
            self._show_all()
            self.form.matter.setFocus()
        elif sign == "*":
            self._toggle_urgent()
        elif sign == "/":
            self.form.strip.ask_code()
        elif sign == "+":
            self._urge_when_known = self._caller is None and bool(self._draft.resident_id or self._draft.home_id)
            if not self._urge_when_known:
                self._urge_first()

    def _urge_first(self) -> None:
        self._urge_when_known = False
        button = self.form.side.urge_button
        if button is not None:
            button.click()
        else:
            self.showing.hint("这位来电人没有在办的报修可催", "warn")

    def _urge(self, ent: str) -> None:
        self.saving.urge(ent)

    # --- saving -------------------------------------------------------------------------------------------------

    def _newcomer(self) -> telling.Newcomer:
        row = self.form.caller
        return telling.Newcomer(row.keep.isChecked(), row.relation.value or str(Relation.FAMILY))

    def _save(self) -> None:
        self._write(send=False)

    def _save_and_send(self) -> None:
        if self.saving.order is not None:
            self._counter.ways.dispatch_wanted.emit(self.saving.order.id)
            self.closed.emit()
            return
        self._write(send=True)

    def _write(self, send: bool) -> None:
        if self.saving.busy or self.saving.order is not None:
            return
        found, draft = self._found(), self._draft
        person: Values | None = self._caller.card.person if self._caller else None
        requests = telling.requests(self._counter.scope, draft, found, person, self._newcomer())
        urgent = drafting.outcome(draft, found).urgency is Urgency.URGENT
        self.showing.hint("正在保存…")
        self.saving.save(requests, found, send=send, urgent=urgent and draft.kind != OrderKind.ENQUIRY)

    def _say_missing(self, _reason: str) -> None:
        field, words = telling.missing(self._draft)
        self._refused(DeskError(words, "", field))

    def _refused(self, error: DeskError) -> None:
        """Beside the field it speaks of, else in the foot; nothing typed is lost."""
        form, words = self.form, words_of(error)
        self._show_all()
        if error.field in FIELDS_WHO:
            form.who.field.refuse(words)
        elif error.field == "matter":
            form.matter_field.refuse(words)
        elif error.field in FIELDS_CALLER or error.field in FIELDS_PHONE:
            self._other_open = True
            self._show_all()
            (form.caller.phone_field if error.field in FIELDS_PHONE else form.caller.name_field).refuse(words)
        else:
            self.showing.hint(words, "bad")

    def _show_saved(self, saved: Saved, changed: Changed) -> None:
        """The order is there: the sentence stays to be read, the bar offers what comes next."""
        self._ticking.stop()
        if self._parked_id and saved.taken_in:
            self.parking.discard(self._parked_id)
            self._parked_id = ""
        if saved.go_on:
            self._counter.ways.dispatch_wanted.emit(saved.id)
            self.closed.emit()
            return
        if not saved.taken_in:
            # Urged: the call is over, what was typed of it was only who is calling.
            self.form.aloud.show_sentence(saved.sentence)
        self._counter.ways.said.emit(saved.words)
        self._show_all()
        self.setFocus()

    def _came_back(self, draft: Draft, ent: str, error: DeskError) -> None:
        """What could not be put aside stands here again, if nothing else does."""
        if self._draft.is_empty and self.saving.order is None:
            self._draft, self._parked_id = draft, ent
            self._fill()
            self.showing.hint(words_of(error), "bad")

    def _parked_known(self, found: ParkedDraft) -> None:
        """The strip showed it a moment ago; if it has changed since, the newer words count."""
        kept = drafting.of_json(found.draft)
        if found.id == self._parked_id and kept != self._draft and self._draft == self._begun:
            self._draft = self._begun = kept
            self._fill()
            self.asking.caller(kept)

    # --- showing ------------------------------------------------------------------------------------------------

    def _found(self) -> Suggestion:
        return telling.found_in(self._draft, self._counter.catalogue)

    def _now_shown(self) -> Shown:
        saving = self.saving
        return Shown(self._draft, self._caller, self._alike, self._crew, self._other_open, saving.order, saving.busy)

    def _fill(self) -> None:
        self.showing.fill(self._now_shown())

    def _show_all(self) -> None:
        self.showing.show(self._now_shown())

    def _show_side(self) -> None:
        self.showing.show_side(self._now_shown())

    def _tick(self) -> None:
        """The call's own clock."""
        spent = max(self._counter.now() - self._draft.began_at, 0)
        self.form.clock.setText(stopwatch(spent))
        self.form.ring.show_clock("ring", min(1000, spent * 1000 // LONG_CALL), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(key_name(event)):
            super().keyPressEvent(event)
