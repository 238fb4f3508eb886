"""One call as it is heard: every field that is filled changes the draft, and the card shows what follows."""

from dataclasses import replace

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask, read_phone
from desk.services.residents.lookup import Candidate
from desk.services.residents.record import Relation
from desk.services.work_orders import drafting, late_entry
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.late_entry import LateWork
from desk.services.work_orders.record import Channel, OrderKind, Urgency
from desk.services.work_orders.suggest import Suggestion
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.messages import words_of
from desk.ui.special.intake import blank_slip, telling
from desk.ui.special.intake.announced import Announced
from desk.ui.special.intake.asking import Asking
from desk.ui.special.intake.belonging import Belonging
from desk.ui.special.intake.beside import Beside
from desk.ui.special.intake.form import NOW, IntakeForm
from desk.ui.special.intake.reading import Caller, Times
from desk.ui.special.intake.saving import Saving
from desk.ui.special.intake.showing import Showing, Shown
from desk.ui.special.told_times import moment_near

FIELDS_WHO = ("where", "home_id", "place_id", "resident_id")
FIELDS_CALLER = ("reporter", "name", "relation")
FIELDS_PHONE = ("reporter_phone", "phones")


class Call(QObject):
    """Holds the draft and what the lane told of it. `start` begins another call in the same form."""

    def __init__(self, counter: Counter, form: IntakeForm, saving: Saving, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self.form = form
        self._saving = saving
        self.draft = self._begun = Draft()
        self._caller: Caller | None = None
        self._alike = 0
        self._crew = ""
        self._other_open = False
        self.showing = Showing(form, counter)
        self.asking = Asking(counter, self)
        self.belonging = Belonging(counter, form, saving, self.asking, self)
        self.beside = Beside(counter, form, self.asking, lambda: self.draft, self)
        self.announced = Announced(counter, form.side.announced, self)
        self.announced.known.connect(self._show_side)
        self.announced.hint.connect(lambda words: self.showing.hint(words, "warn"))
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
        self.beside.changed.connect(self._beside_told)
        form.late.told.connect(self._late_told)
        form.late.finished.connect(self._to_the_end)
        form.extras.other_caller.connect(self._open_caller)
        form.extras.appointment.connect(self._toggle_appointment)
        form.extras.finished.connect(self._to_the_end)
        form.answer.textChanged.connect(self._answered)
        form.answer.finished.connect(form.answered.setFocus)
        form.answered.chosen.connect(self._answered)
        form.answered.finished.connect(self._to_the_end)
        self.belonging.changed.connect(self._belongs)
        self.belonging.known.connect(self._show_side)
        self.belonging.hint.connect(lambda words: self.showing.hint(words, "warn"))
        form.save.blocked.connect(self._say_missing)
        form.send.blocked.connect(self._say_missing)
        self.asking.candidates_known.connect(form.who.answer)
        self.asking.caller_known.connect(self._caller_known)
        self.asking.times_known.connect(self._times_known)
        self.asking.alike_known.connect(self._alike_known)

    def start(self, draft: Draft) -> None:
        """Every field as this draft has it; what follows from it is read anew."""
        self.asking.new_call()
        self.draft = self._begun = draft
        self._caller, self._alike, self._crew = None, 0, ""
        self._other_open = False
        self.belonging.begin()
        self.showing.fill(self._now_shown())
        self.beside.begin()
        self.asking.times(self._found())
        self.asking.caller(draft)

    def stop(self) -> None:
        """Nothing more is heard: answers that are still to come are passed over."""
        self.draft = self._begun = Draft()
        self.asking.new_call()

    @property
    def untouched(self) -> bool:
        """Whether it is still as it was when it began."""
        return self.draft == self._begun

    def focus(self) -> None:
        """Where the next word belongs."""
        form = self.form
        if not self.draft.where and self.draft.kind != OrderKind.ENQUIRY:
            form.who.line.setFocus()
        elif not self.draft.matter:
            form.matter.setFocus()
        else:
            form.times.boxes.setFocus()

    def close_inner(self) -> bool:
        """Esc: the entry of a code or of another day closes first; whether one was open."""
        if self.form.strip.asking:
            self.form.strip.close_code()
        elif self.form.times.asking:
            self.form.times.close_days()
            self.form.times.boxes.setFocus()
        else:
            return False
        return True

    def requests(self) -> list[StepRequest]:
        """What is to be written when it is saved."""
        self.beside.check()
        row = self.form.caller
        newcomer = telling.Newcomer(row.keep.isChecked(), row.relation.value or str(Relation.FAMILY))
        person: Values | None = self._caller.card.person if self._caller else None
        intake = telling.requests(self._counter.scope, self.draft, self._found(), person, newcomer)
        steps = late_entry.requests(intake, self._late_work()) if self.draft.is_late else intake
        return [*steps, *telling.with_photos(self._counter.scope, self.draft, len(intake) - 1)]

    def _late_work(self) -> LateWork:
        """Who went and when, as the row says it; DeskError where that cannot be."""
        draft, now = self.draft, self._counter.now()
        crew, man = late_entry.who(draft.late_technician, self._saving.crews, self._crew)
        done = moment_near(draft.late_done, now, now) if draft.late_done.strip() else None
        arrived = moment_near(draft.late_arrived or draft.late_done, done or now, done or now)
        return LateWork(crew, man, arrived, done, blank_slip.in_drawer(self._counter, draft.late_blank))

    @property
    def urgent(self) -> bool:
        decided = drafting.outcome(self.draft, self._found())
        return decided.urgency is Urgency.URGENT and self.draft.kind != OrderKind.ENQUIRY

    @property
    def found(self) -> Suggestion:
        return self._found()

    # --- who ----------------------------------------------------------------------------------------------------

    def _asked(self, typed: str) -> None:
        """Every sign typed: whoever was taken is asked for anew, the matter stays."""
        if self.draft.where or self.draft.resident_id or self.draft.typed_who:
            keep = self.draft.reporter_phone if not self.draft.resident_id else ""
            self.draft = replace(telling.untaken(self.draft), reporter_phone=keep)
            self._caller = None
        self.draft = replace(self.draft, typed_who=typed)
        self._show_all()
        if typed:
            self.asking.candidates(typed, self.draft.home_id)

    def _taken(self, one: Candidate, typed: str) -> None:
        self.draft = telling.taken(self.draft, one, typed)
        self.showing.show_who(self.draft, one)
        self.asking.caller(self.draft)
        self._show_all()
        if not self.form.matter.text():
            self.form.matter.setFocus()
        else:
            self.form.times.boxes.setFocus()

    def _unknown(self, typed: str) -> None:
        """先记下: what was typed is kept for what it seems to be, and the call goes on."""
        self.draft, heard = telling.unknown(replace(self.draft, typed_who=""), typed)
        form = self.form
        if heard == "nothing":
            form.who.field.refuse(f"没有找到尾号或房号“{typed}”: 请报全号码, 或房号如 3-2-1801")
            return
        form.who.settle(None)
        if heard == "place":
            form.who.show_taken(self.draft.where, "先记下")
            form.who.say(f"{self._counter.estate_name}没有这个房号: 先按原话记下, 是别的小区请在备注写明", "warn")
            form.matter.setFocus()
        else:
            form.who.show_taken("", "")
            words = mask(self.draft.reporter_phone) if heard == "phone" else self.draft.reporter
            form.who.say(f"{'新号码' if heard == 'phone' else '不在册的'} {words} 先记下, 请问哪一户?")
        self._show_all()

    def _caller_known(self, found: Caller) -> None:
        self._caller = found
        self._show_all()

    # --- what and when --------------------------------------------------------------------------------------------

    def _matter_changed(self) -> None:
        self.form.matter_field.accept()
        self.draft = replace(self.draft, matter=self.form.matter.text())
        self._show_all()

    def _matter_done(self) -> None:
        """Enter behind the words: the suggestion is taken."""
        form = self.form
        if self.draft.kind == OrderKind.ENQUIRY:
            form.answer.setFocus()
            return
        self.belonging.settle_place(self._found())
        self.asking.times(self._found())
        self.asking.alike(self.draft.where, self._found().problem.code)
        form.times.boxes.setFocus()

    def _overrule(self, problem: str) -> None:
        self.draft = replace(self.draft, problem=problem)
        self.asking.times(self._found())
        self._show_all()

    def _toggle_urgent(self) -> None:
        self.draft = telling.urgent_toggled(self.draft, self._found())
        self._show_all()

    def _turn_charge(self) -> None:
        self.draft = telling.charge_turned(self.draft, self._found())
        self._show_all()

    def _toggle_appointment(self) -> None:
        now = self.draft.kind == OrderKind.APPOINTMENT
        self.draft = replace(self.draft, kind=str(OrderKind.FAULT if now else OrderKind.APPOINTMENT))
        self._show_all()

    def _after_code(self) -> None:
        self.form.times.boxes.setFocus() if self.draft.matter else self.form.matter.setFocus()

    def _timed(self) -> None:
        chosen = self.form.times.wanted
        begin, end = (chosen.from_at, chosen.to_at) if chosen else (0, 0)
        self.draft = replace(self.draft, window_from_at=begin, window_to_at=end)
        self._show_all()
        if chosen is not None and telling.is_newcomer(self.draft) and not self.draft.reporter:
            self.form.caller.name.setFocus()

    def _after_times(self) -> None:
        form = self.form
        if not form.caller.isHidden() and not self.draft.reporter:
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
        self._saving.crews = times.crews
        self.form.times.show_windows(times.windows, times.crew, self._counter.now())
        self.form.times.choose(self.draft.window_from_at, self.draft.window_to_at)
        self._show_all()

    def _alike_known(self, count: int) -> None:
        self._alike = count
        self._show_side()

    # --- the caller, the rest -----------------------------------------------------------------------------------

    def _caller_told(self) -> None:
        row = self.form.caller
        number = read_phone(row.phone.text()).number if row.phone.text().strip() else ""
        name = row.name.text().strip()
        # 女士 or 先生 belongs to the name it was known with.
        salutation = self.draft.salutation if name == self.draft.reporter else ""
        self.draft = replace(self.draft, reporter=name, salutation=salutation, reporter_phone=number)
        self._show_all()

    def _open_caller(self) -> None:
        self._other_open = True
        self._show_all()
        self.form.caller.name.setFocus()
        self.form.caller.name.selectAll()

    def _beside_told(self, draft: Draft) -> None:
        self.draft = draft
        extras = self.form.extras
        extras.show_photos(draft)
        self._show_all()
        if draft.channel == Channel.TECHNICIAN and extras.channel.hasFocus():
            self.form.late.technician.setFocus()

    def _late_told(self) -> None:
        row = self.form.late
        self.draft = replace(
            self.draft,
            late_technician=row.technician.text().strip(),
            late_arrived=row.arrived.text().strip(),
            late_done=row.done.text().strip(),
            late_blank=row.blank.text().strip(),
        )
        self._show_all()

    def _answered(self, _value: str = "") -> None:
        form = self.form
        words = form.answer.text()
        at_once = form.answered.value == NOW
        self.draft = replace(self.draft, answer=(words or telling.ANSWERED) if at_once else "",
                              note="" if at_once else words)  # fmt: skip
        self._show_all()

    def _command(self, sign: str) -> None:
        """`.` enquiry, `*` urgent, `/` another problem, `-` a public place, `+` it belongs to what is there."""
        if sign == "." and not self.draft.where:
            self.draft = replace(self.draft, kind=str(OrderKind.ENQUIRY), answer=telling.ANSWERED)
            self._show_all()
            self.form.matter.setFocus()
        elif sign == ".":
            self.announced.log()
        elif sign == "*":
            self._toggle_urgent()
        elif sign == "/":
            self.form.strip.ask_code()
        elif sign == "-":
            self.belonging.ask_place()
        elif sign == "+":
            self.belonging.plus()

    def _belongs(self, draft: Draft) -> None:
        """Another place, or the rework of an old order: one key of the clerk's."""
        moved = draft.where != self.draft.where
        self.draft = draft
        if moved:
            self.showing.show_who(draft, None)
        self._show_all()

    # --- refused, shown -----------------------------------------------------------------------------------------

    def _say_missing(self, _reason: str) -> None:
        field, words = telling.missing(self.draft)
        self.refused(DeskError(words, "", field))

    def refused(self, error: DeskError) -> None:
        """Beside the field it speaks of, else in the foot; nothing typed is lost."""
        form, words = self.form, words_of(error)
        self._show_all()
        if error.field in FIELDS_WHO:
            form.who.field.refuse(words)
        elif error.field == "matter":
            form.matter_field.refuse(words)
        elif error.field == "deadline":
            form.extras.refuse_deadline(words)
        elif error.field == "late":
            form.late.field.refuse(words)
        elif error.field in FIELDS_CALLER or error.field in FIELDS_PHONE:
            self._other_open = True
            self._show_all()
            (form.caller.phone_field if error.field in FIELDS_PHONE else form.caller.name_field).refuse(words)
        else:
            self.showing.hint(words, "bad")

    def show(self) -> None:
        """Everything that follows from the draft, and from whether it was saved."""
        self._show_all()

    def _found(self) -> Suggestion:
        return telling.found_in(self.draft, self._counter.catalogue)

    def _now_shown(self) -> Shown:
        saving = self._saving
        return Shown(self.draft, self._caller, self._alike, self._crew, self._other_open, saving.order, saving.busy,
                     self.belonging.found)  # fmt: skip

    def _show_all(self) -> None:
        self.belonging.about(self.draft, self._found())
        self.announced.about(self.draft, self._saving.order is not None)
        self.showing.show(self._now_shown())

    def _show_side(self) -> None:
        self.showing.show_side(self._now_shown())
