"""From a button or a key to a step: at once where nothing must be asked, by a panel, or by the pane that can."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain import taking_back
from desk.domain.errors import DeskError
from desk.domain.flow import Step, Values
from desk.services.work_orders import reads
from desk.services.work_orders.record import Result
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.keys import BARRIER
from desk.ui.kit.slide_over import SlideOver
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
}
DONE_WORDS = {"arrive": "已到场", "finish": "已完工", "wait_parts": "等料", "nobody_home": "未遇", "urge": "已记催单"}


class StepTaker(QObject):
    """Takes steps for one page. `taken` follows every step that was written, `opened` and `closed` a panel."""

    taken = Signal(object)
    opened = Signal()
    closed = Signal()

    def __init__(self, counter: Counter, place: QWidget) -> None:
        super().__init__(place)
        self._counter, self._place = counter, place
        self._slide: SlideOver | None = None

    @property
    def panel(self) -> StepPanel | None:
        """The open panel, if there is one."""
        found = self._slide.panel if self._slide is not None else None
        return found if isinstance(found, StepPanel) else None

    def want(self, record: str, values: Values, name: str) -> None:
        """A step on this record; an unknown or forbidden one says so."""
        step = self._counter.rules.known(record).step(name)
        if not values or (step is None and name != "revisit"):
            return
        if record == ORDER and self._elsewhere(values, name):
            return
        assert step is not None
        if record == ORDER and name in RADIO:
            self.take(record, values, step, dict(RADIO[name]))
        elif not step.asks and not step.takes and not step.moment:
            self.take(record, values, step, {})
        else:
            self._ask(record, values, step)

    def _elsewhere(self, values: Values, name: str) -> bool:
        ways, ent = self._counter.ways, str(values["id"])
        if name in ("dispatch", "reassign"):
            ways.dispatch_wanted.emit(ent)
        elif name == "slip_back":
            ways.slip_return_wanted.emit(ent)
        elif name == "revisit":
            ways.revisit_wanted.emit(str(values.get("revisit_id") or ""))
        else:
            return False
        return True

    def take(self, record: str, values: Values, step: Step, told: Values) -> None:
        """Take the step; where its row allows it, it can be taken back."""
        counter, ent = self._counter, str(values["id"])
        request = counter.request(record, step.name, told, ent)
        panel = self.panel

        def done(changed: Changed) -> None:
            self.shut()
            words = f"{about(record, values)} {DONE_WORDS.get(step.name, step.label)}".strip()
            if step.undoable:
                counter.ways.undoable.emit(words, take_back(counter, record, ent, changed.ops[-1]))
            else:
                counter.ways.said.emit(words)
            self.taken.emit(changed)

        def failed(error: Exception) -> None:
            if panel is not None and panel is self.panel and isinstance(error, DeskError):
                panel.refuse(error)
            else:
                counter.ways.refused.emit(error)

        counter.take(self, [request], done, failed)

    def _ask(self, record: str, values: Values, step: Step) -> None:
        counter = self._counter
        if FROM not in (*step.asks, *step.takes):
            self._open(record, step, Told(values, counter.now()))
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        settings = counter.settings()
        crew = str(values["crew"]) if values.get("crew") else None
        counter.read(
            self,
            lambda: reads.windows(database, actor, scope, settings, crew, now),
            lambda windows: self._open(record, step, Told(values, now, windows)),
        )

    def _open(self, record: str, step: Step, told: Told) -> None:
        self.shut()
        kind = self._counter.rules.known(record).record
        panel = StepPanel(kind, step, told, about(record, dict(told.values)))
        slide = SlideOver(panel, self._place, WIDTH)
        slide.setProperty(BARRIER, True)
        slide.close_wanted.connect(self.shut)
        panel.close_wanted.connect(self.shut)
        panel.wanted.connect(lambda values: self.take(record, dict(told.values), step, values))
        self._slide = slide
        slide.open()
        panel.enter()
        self.opened.emit()

    def shut(self) -> None:
        """Close the panel, if one is open."""
        slide, self._slide = self._slide, None
        if slide is not None:
            slide.shut()
            slide.deleteLater()
            self.closed.emit()


def take_back(counter: Counter, record: str, ent: str, op: str) -> StepRequest:
    return counter.request(record, taking_back.NAME, {"op": op}, ent)


def about(record: str, values: Values) -> str:
    """What a record is called in a passing word: the room of an order, the number of a slip."""
    return str(values.get("where") or values.get("no") or "")
