"""The right side of 家政: facts of a booking, the company's clock, why a complaint is near, steps and history."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desk.domain.flow import Step, Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.housekeeping import clocks, matters
from desk.services.housekeeping.page import PAGE
from desk.services.housekeeping.record import (
    AgreedBy,
    BookingState,
    Signature,
    Tick,
    Trouble,
)
from desk.store.log import Entry
from desk.ui.counter import Counter
from desk.ui.kit.band import Band
from desk.ui.kit.labels import label, retone
from desk.ui.kit.timeline import Happening
from desk.ui.page_detail import RecordDetail
from desk.ui.special.housekeeping.lines import TONES, View
from desk.ui.special.reveal import reveal, spaced

S = BookingState
RECORD = PAGE.record
PRINT, PHONE, SLIP, COMPLAINT = "print", "phone", "slip_back", "complaint"
SLIPPED = frozenset({S.AGREED, S.ARRIVED, S.DONE})  # the slip may come back with all that was never said
PAPER = frozenset(S) - {S.CANCELLED, S.DECLINED}
COMPLAINT_KEY = "Ctrl+T"


class BookingDetail(RecordDetail):
    """`taker` takes the steps; the slip's way back and the paper have panels of their own."""

    def __init__(self, counter: Counter, page: QWidget, elsewhere: Callable[[str, Values], None]) -> None:
        """`elsewhere` takes what is wanted: a step that is asked, the slip, the paper."""
        self._elsewhere = elsewhere
        self.clock = label("", "strong", wrap=True)
        self.hint = Band("转投诉", COMPLAINT_KEY)
        self._shown = False
        super().__init__(counter, PAGE, page)
        self.hint.wanted.connect(lambda: self.want(COMPLAINT))

    def below_facts(self) -> Sequence[QWidget]:
        return (self.clock, self.hint)

    def show_record(self, ent: str) -> None:
        if ent != self._ent:
            self._shown = False  # the next person's number is masked again
        super().show_record(ent)

    def facts_of(self, values: Values, now: int) -> Iterable[tuple[str, str]]:
        phone = str(values.get("customer_phone") or "")
        who = " ".join(str(values[name]) for name in ("customer", "customer_relation") if values.get(name))
        company = " ".join(str(values[name]) for name in ("company_label", "company_phone") if values.get(name))
        worker = str(values.get("worker") or "")
        worker_phone = str(values.get("worker_phone") or "")
        number = (lambda one: spaced(one) if self._shown else mask(one)) if phone or worker_phone else str
        facts = [
            ("预约人", who),
            ("联系电话", number(phone) if phone else ""),
            ("项目", str(values.get("work_label") or "")),
            ("价格", str(values.get("price") or "")),
            ("要求", str(values.get("matter") or "")),
            ("希望时间", matters.wished_words(values, now) or "由公司约"),
            ("家政公司", company),
            ("家政人员", " ".join(part for part in (worker, number(worker_phone) if worker_phone else "") if part)),
            ("约定时间", matters.visit_words(values, now)),
            ("注意事项", str(values.get("precautions") or "")),
        ]
        return [*facts, *self._ended(values, now), ("单号", str(values.get("no") or ""))]

    def _ended(self, values: Values, now: int) -> list[tuple[str, str]]:
        """What is known only later, where it is known."""
        settings = self._counter.settings()
        came = clocks.came_words(values, settings)
        arrived = f"{moment(int(values['arrived_at']), now)} {came}" if values.get("arrived_at") else ""
        signature = Signature.label_of(values.get("signature"))
        tick = Tick.label_of(values.get("tick"))
        told = (
            ("谁告知", AgreedBy.label_of(values.get("agreed_by")) if values.get("visit_from_at") else ""),
            ("到场", arrived),
            ("签字", f"{signature} {values.get('signed_for') or ''}".strip()),
            ("勾选", tick),
            ("问题", f"{Trouble.label_of(values.get('trouble'))} {values.get('trouble_note') or ''}".strip()),
            ("打印", f"{values['copies']} 次" if values.get("copies") else ""),
        )
        return [pair for pair in told if pair[1]]

    def show_more(self, values: Values, now: int) -> None:
        counter = self._counter
        view = View(counter.settings(), counter.lists(), counter.calendar, now)
        clock = view.clock(values)
        words = clock.words if clock.due_at is not None else ""
        due = f", {moment(clock.due_at, now)} 前" if clock.due_at is not None and words else ""
        note = f" ({clock.note})" if clock.note else " (公司下班了, 不计时)" if clock.paused and words else ""
        said = matters.note(values)
        self.clock.setText("  ·  ".join(part for part in (f"{words}{due}{note}", said) if part))
        self.clock.setVisible(bool(self.clock.text()))
        retone(self.clock, TONES.get(clock.shape, ""))
        why = matters.complaint_hint(values, view.settings)
        self.hint.show_words("可能要投诉" if why else "", why)

    def _line(self, entry: Entry, names: dict[str, str], now: int, beside: Mapping[str, str]) -> Happening:
        """With what the step said: which company, which hour, why."""
        line = super()._line(entry, names, now, beside)
        told = matters.step_words(entry.step, {**entry.values, **entry.did.set}, now)
        return replace(line, detail=", ".join(part for part in (told, line.detail) if part))

    # steps

    def possible(self) -> list[Step]:
        """What goes on comes first."""
        going_on = matters.NEXT.get(matters.state_of(self.values))
        return sorted(super().possible(), key=lambda step: step.name != going_on)

    def extras(self) -> Sequence[tuple[str, str, str, str]]:
        state = matters.state_of(self.values)
        found = []
        if state in SLIPPED - {S.DONE} and self._counter.may(RECORD, SLIP):
            found.append((SLIP, "回单", "F6", "clipboard-check"))
        if state in PAPER and self._counter.may(RECORD, PRINT):
            found.append((PRINT, "补打" if self.values.get("copies") else "打印派工单", "F8", "printer"))
        if self.values.get("customer_phone"):
            found.append((PHONE, "看电话", "", "phone-outgoing"))
        return tuple(found)

    def key(self, step: Step) -> str:
        """Enter goes on with whatever comes next."""
        return "Enter" if step.name == matters.NEXT.get(matters.state_of(self.values)) else step.key

    def want(self, name: str) -> None:
        if not self.values:
            return
        if name == PHONE:
            reveal(self._counter, self, str(self.values["id"]), self._show_phone)
        else:
            self._elsewhere(name, self.values)

    def _show_phone(self) -> None:
        self._shown = True
        self._facts.show_facts(self.facts_of(self.values, self._counter.now()))

    def go_on(self) -> None:
        state = matters.state_of(self.values)
        if state in matters.NEXT and self.values:
            self.want(matters.NEXT[state])
