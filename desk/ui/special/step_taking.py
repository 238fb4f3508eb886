"""From a button or a key to a step: at once where nothing must be asked, by a panel, or by the pane that can."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain import taking_back
from desk.domain.errors import DeskError
from desk.domain.flow import Step, Values
from desk.services.revisits.hours import parts_after
from desk.services.work_orders import ladder, staffing
from desk.services.work_orders.matters import RING_UP, SENT
from desk.services.work_orders.record import Result
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.keys import BARRIER
from desk.ui.kit.slide_over import PanelFrame, SlideOver
from desk.ui.special.calls.answering import AnswerPanel
from desk.ui.special.calls.ringing import RingPanel
from desk.ui.special.dispatch import reading
from desk.ui.special.step_fields import FROM, Told
from desk.ui.special.step_panel import StepPanel

ORDER = "work_order"
WIDTH = 560
# What the radio says is taken at once, with what it means; the rest of it may be told later.
RADIO: Mapping[str, Mapping[str, Any]] = {
    "arrive": {},
    "acknowledge": {},
    "finish": {"result": str(Result.REPAIRED)},
    "wait_parts": {},
    "nobody_home": {},
    "urge": {},
    "call_back": {},
    "release": {},
}
DONE_WORDS = {
    "arrive": "已到场", "finish": "已完工", "wait_parts": "等料, 已挂起", "nobody_home": "未遇, 已挂起",
    "urge": "已记催单", "inform": "已告知", "answer_call": "已登记答复", "remark": "已记下", "put_off": "已补写",
    "call_back": "已记回拨", "release": "已记解困",
}  # fmt: skip


class StepTaker(QObject):
    """Takes steps for one page. `taken` follows every step that was written, `opened` and `closed` a panel."""

    taken = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, counter: Counter, place: QWidget) -> None:
        super().__init__(place)
        self._counter, self._place = counter, place
        self._slide: SlideOver | None = None
        self._refuse: Callable[[DeskError], None] | None = None  # of the open panel

    @property
    def panel(self) -> StepPanel | None:
        """The open panel that asks a step, if there is one."""
        found = self.spoken
        return found if isinstance(found, StepPanel) else None

    @property
    def spoken(self) -> QWidget | None:
        """Whatever panel is open."""
        return self._slide.panel if self._slide is not None else None

    def want(self, record: str, values: Values, name: str) -> None:
        """A step on this record; an unknown or forbidden one says so."""
        step = self._counter.rules.known(record).step(name)
        if not values or (step is None and name != "revisit"):
            return
        if record == ORDER and (self._elsewhere(values, name) or self._spoken(values, name)):
            return
        assert step is not None
        if record == ORDER and name in RADIO:
            self.take(record, values, step, dict(RADIO[name]))
        elif step.at_once or (not step.asks and not step.takes and not step.moment):
            self.take(record, values, step, {})
        else:
            self._ask(record, values, step)

    def tell(self, record: str, values: Values, name: str, line: str | None) -> None:
        """A fact of one side of what is to be decided: told late, so it is asked when it was. `line`: its branch."""
        step = self._counter.rules.known(record).step(name)
        assert step is not None
        self._open(record, step, Told(values, self._counter.now(), lists=self._counter.lists()), line, late=True)

    def _elsewhere(self, values: Values, name: str) -> bool:
        ways, ent = self._counter.ways, str(values["id"])
        if name in ("dispatch", "reassign"):
            ways.dispatch_wanted.emit(ent)
        elif name == "slip_back":
            ways.slip_return_wanted.emit(ent)
        elif name == "pay":
            ways.payment_wanted.emit(ent)
        elif name == "revisit":
            ways.revisit_wanted.emit(str(values.get("revisit_id") or ""))
        else:
            return False
        return True

    def _spoken(self, values: Values, name: str) -> bool:
        """What a telephone call decides has a panel of its own."""
        if name == "answer_call":
            self._answer(values)
        elif _is_rung(values, name):
            self._ring(values)
        else:
            return False
        return True

    def _answer(self, values: Values) -> None:
        counter = self._counter
        call = ladder.call(values, counter.settings(), counter.calendar, counter.now())
        if call is None:
            counter.ways.said.emit(f"{about(ORDER, values)} 没有升级, 不用答复")
            return
        database, scope, role = counter.database, counter.scope, ladder.ROLE_OF[call.level]
        counter.read(
            self,
            lambda: staffing.called(database, scope, role),
            lambda people: self._open_spoken(AnswerPanel(values, call, people), values),
        )

    def _ring(self, values: Values) -> None:
        counter = self._counter
        times = parts_after(counter.settings(), counter.calendar, counter.now(), 3)
        counter.read(
            self,
            reading.windows(counter, str(values.get("crew") or ""), str(values["id"])),
            lambda windows: self._open_spoken(RingPanel(counter, values, windows, times), values),
        )

    def _open_spoken(self, panel: AnswerPanel | RingPanel, values: Values) -> None:
        self._slide_in(panel, panel.refuse)
        panel.wanted.connect(lambda steps: self._take_all(ORDER, values, steps))
        panel.enter()

    def take(self, record: str, values: Values, step: Step, told: Values, line: str | None = None) -> None:
        """Take the step; where its row allows it, it can be taken back."""
        self._take_all(record, values, [(step.name, told)], line)

    def _take_all(
        self, record: str, values: Values, steps: Sequence[tuple[str, Values]], line: str | None = None
    ) -> None:
        """One or several as one group; the first one gives the word, and one alone can be taken back."""
        counter, ent = self._counter, str(values["id"])
        requests = [replace(counter.request(record, name, told, ent), line=line) for name, told in steps]
        step = counter.rules.known(record).step(steps[0][0])
        assert step is not None
        refuse = self._refuse

        def done(changed: Changed) -> None:
            self.shut()
            words = f"{about(record, values)} {DONE_WORDS.get(step.name, step.label)}".strip()
            if step.undoable and len(steps) == 1 and line is None:  # of a branch nothing is taken back: it is decided
                counter.ways.undoable.emit(words, take_back(counter, record, ent, changed.ops[-1]))
            else:
                counter.ways.said.emit(words)
            self.taken.emit(changed)

        def failed(error: Exception) -> None:
            if refuse is not None and refuse is self._refuse and isinstance(error, DeskError):
                refuse(error)
            else:
                counter.ways.refused.emit(error)

        counter.take(self, requests, done, failed)

    def _ask(self, record: str, values: Values, step: Step) -> None:
        counter = self._counter
        if FROM not in (*step.asks, *step.takes):
            self._open(record, step, Told(values, counter.now(), lists=counter.lists()))
            return
        now = counter.now()
        counter.read(
            self,
            reading.windows(counter, str(values.get("crew") or ""), str(values["id"])),
            lambda windows: self._open(record, step, Told(values, now, windows)),
        )

    def _open(self, record: str, step: Step, told: Told, line: str | None = None, late: bool = False) -> None:
        kind = self._counter.rules.known(record).record
        panel = StepPanel(kind, step, told, about(record, dict(told.values)), late)
        self._slide_in(panel, panel.refuse)
        panel.wanted.connect(lambda values: self.take(record, dict(told.values), step, values, line))
        panel.enter()

    def _slide_in(self, panel: PanelFrame, refuse: Callable[[DeskError], None]) -> None:
        self.shut()
        slide = SlideOver(panel, self._place, WIDTH)
        slide.setProperty(BARRIER, True)
        slide.close_wanted.connect(self.shut)
        panel.close_wanted.connect(self.shut)
        self._slide, self._refuse = slide, refuse
        slide.open()
        self.opened.emit()

    def shut(self) -> None:
        """Close the panel, if one is open."""
        slide, self._slide = self._slide, None
        self._refuse = None
        if slide is not None:
            slide.shut()
            slide.deleteLater()
            self.closed.emit()


def _is_rung(values: Values, name: str) -> bool:
    """Whether the resident is rung up for it: to be told who comes, or asked when somebody may come again."""
    if name == "inform":
        return values.get("status") in SENT and not values.get("informed_at")
    return name == "resume" and values.get("suspend_reason") in RING_UP


def take_back(counter: Counter, record: str, ent: str, op: str) -> StepRequest:
    return counter.request(record, taking_back.NAME, {"op": op}, ent)


def about(record: str, values: Values) -> str:
    """What a record is called in a passing word: the room of an order, the number of a slip."""
    return str(values.get("where") or values.get("no") or "")
