"""From a step's name to its panel, and from the panel to the log; the neutral line follows what was written."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain import taking_back
from desk.domain.call_hours import in_minutes, parts_after
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.list_cells import sentences_of
from desk.domain.office_lists import SOURCES
from desk.domain.roles import Actor
from desk.paths import RESOURCES
from desk.services.complaints import rules
from desk.services.complaints.flow import FLOW
from desk.services.complaints.readers import JUDGES, SECONDS
from desk.services.complaints.receivers import answering, suggested
from desk.services.complaints.record import COMPLAINT, ComplaintCall, ComplaintEnd, InvalidReason
from desk.services.revisits.in_force import in_force
from desk.services.revisits.sources import Next, load_revisit_settings
from desk.store import accounts
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.panels import OnePanel
from desk.ui.special.complaints.assign_panel import AssignPanel
from desk.ui.special.complaints.call_panel import CallPanel
from desk.ui.special.complaints.judge_panel import JudgePanel
from desk.ui.special.complaints.keeping import file_of
from desk.ui.special.complaints.link_panel import LinkPanel
from desk.ui.special.complaints.reading import Whole
from desk.ui.special.complaints.sign_panel import SignPanel
from desk.ui.special.reveal import reveal
from desk.ui.special.step_fields import Told
from desk.ui.special.step_panel import StepPanel

WIDTH = 620
SIGNING = "countersign"  # what the journal of secrets calls it
BY_NAME = {"judge": "judged_by", "rejudge": "judged_by", "answer": "answered_by", "settle": "answered_by"}


class Taking(QObject):
    """Takes the steps of one complaint at a time; `taken` follows each."""

    taken = Signal()

    def __init__(self, counter: Counter, page: QWidget) -> None:
        super().__init__(page)
        self._counter = counter
        self.panels = OnePanel(page)
        self._found: Whole | None = None

    def want(self, found: Whole, name: str) -> None:
        """Open what asks for this step, or take it where nothing is asked."""
        self._found = found
        opens: dict[str, Callable[[Whole], None]] = {
            "assign": self._assign, "countersign": self._sign, "revisit": self._call, "link": self._link,
        }  # fmt: skip
        if name in ("judge", "rejudge"):
            self._judge(found, name)
        elif name in opens:
            opens[name](found)
        else:
            self._ask(found, name)

    # panels

    def _judge(self, found: Whole, name: str) -> None:
        values = found.values
        title = "改判" if name == "rejudge" else "判定"
        criteria = found.kind.criteria if found.kind is not None else ""
        merged = bool(values.get("repeat_of_no"))
        panel = JudgePanel(title, criteria, self._counter.actor.may(JUDGES), bool(values.get("withdrawn_at")), merged)
        panel.wanted.connect(
            lambda told: self.take(name, {**told, "judged_by": self._counter.actor.name}, panel.refuse)
        )
        self.panels.open(panel, WIDTH)

    def _sign(self, found: Whole) -> None:
        values, me = found.values, self._counter.actor
        first = str(values.get("proposed_by_id") or "")
        out = {first, me.id, str(values.get("about_id") or "")}
        people = [one for one in found.staff.handlers if one.id not in out and not one.roles.isdisjoint(SECONDS)]
        here = me.name if me.id not in (first, values.get("about_id")) and me.may(SECONDS) else ""
        proposed = found.names.get(first, "") or str(values.get("judged_by") or "")
        panel = SignPanel(proposed, InvalidReason.label_of(values.get("invalid_reason")), people, here)
        panel.signed.connect(lambda who, secret, note: self._signed(panel, who, secret, note))
        self.panels.open(panel, WIDTH)

    def _signed(self, panel: SignPanel, who: str, secret: str, note: str) -> None:
        """The second person's own secret is checked as at the door, then the step is that person's."""
        counter = self._counter
        told: Values = {"judge_note": note} if note else {}
        if not who:
            self.take("countersign", {**told, "second": counter.actor.name}, panel.refuse)
            return
        database, now, office, scope = counter.database, counter.now(), counter.office, counter.scope

        def check() -> Actor:
            accounts.sign_in(database, who, secret, now, SIGNING)
            accounts.signed_in(database, who, now, SIGNING)
            return office.actor(database, scope, who)

        def known(actor: Actor) -> None:
            self.take("countersign", {**told, "second": actor.name}, panel.refuse, actor)

        counter.read(self, check, known, lambda error: self._failed(error, panel.refuse))

    def _assign(self, found: Whole) -> None:
        values = found.values
        about = found.staff.by_id(str(values.get("about_id") or ""))
        first = answering(found.staff.handlers, about=about)
        people = [*first, *(one for one in found.staff.handlers if one not in first and one != about)]
        made = suggested(found.kind, found.level, people, about)
        handler = str(values.get("handler_id") or (made.handler.id if made.handler else ""))
        deputy = str(values.get("deputy_id") or (made.deputy.id if made.deputy and made.deputy.id != handler else ""))
        panel = AssignPanel(people, handler, deputy, made.why)
        panel.wanted.connect(lambda told: self.take("assign", told, panel.refuse))
        self.panels.open(panel, WIDTH)

    def _link(self, found: Whole) -> None:
        panel = LinkPanel(found.earlier, self._counter.now())
        panel.wanted.connect(lambda told: self.take("link", told, panel.refuse))
        self.panels.open(panel, WIDTH)

    def _call(self, found: Whole) -> None:
        counter, values, now = self._counter, found.values, self._counter.now()
        table = in_force(load_revisit_settings(RESOURCES / "catalogue"), counter.lists())
        cells = counter.lists().every(SOURCES).get(rules.SOURCE) or {}
        questions = sentences_of(cells.get("questions", "")) or table.sources[rules.SOURCE].questions
        settings, calendar, attempts = counter.settings(), counter.calendar, list(values.get("attempts") or ())
        times = parts_after(settings, calendar, now, 3)
        busy = next((one.minutes for one in table.results.values() if one.next is Next.MINUTES), 0)
        shown = [in_minutes(settings, calendar, now, busy), *times] if busy else times
        panel = CallPanel(values, questions, list(table.results.values()), sorted(set(shown))[:3], now, len(attempts))

        def ending(code: ComplaintCall) -> ComplaintEnd | None:
            return rules.ends(code, [*attempts, {"at": now}], settings)

        panel.ending = ending  # type: ignore[method-assign]
        panel.dialled.connect(lambda: self._dialled(panel, str(values["id"])))
        panel.wanted.connect(lambda step, told: self._called(panel, step, told))
        self.panels.open(panel, WIDTH)

    def _dialled(self, panel: CallPanel, ent: str) -> None:
        counter = self._counter

        def shown() -> None:
            panel.show_number(counter.now())

        def written(_changed: Changed) -> None:
            reveal(counter, panel, ent, shown)

        counter.take(panel, [self.request("dial", {"called_by": counter.actor.name})], written)

    def _called(self, panel: CallPanel, step: str, told: Values) -> None:
        counter = self._counter
        values = {**told, "called_by": counter.actor.name, "seconds": panel.seconds(counter.now())}
        self.take(step, values, panel.refuse)

    def _ask(self, found: Whole, name: str) -> None:
        step = FLOW.step(name)
        assert step is not None
        counter = self._counter
        told = {k: v for k, v in found.values.items() if k not in ("answer", "measures", "remark", "judge_note")}
        told |= {BY_NAME[name]: counter.actor.name} if name in BY_NAME else {}
        about = str(found.values.get("where") or "")
        panel = StepPanel(COMPLAINT, step, Told(told, counter.now(), lists=counter.lists()), about)
        panel.wanted.connect(lambda values: self.take(name, self._with_name(name, values), panel.refuse))
        self.panels.open(panel, WIDTH)
        panel.enter()

    def _with_name(self, name: str, values: Values) -> Values:
        return {BY_NAME[name]: self._counter.actor.name, **values} if name in BY_NAME else values

    # writing

    def request(self, name: str, values: Values) -> StepRequest:
        assert self._found is not None
        _database, scope = file_of(self._counter)
        return StepRequest(scope, COMPLAINT.name, name, values, str(self._found.values["id"]))

    def take(self, name: str, values: Values, refuse: Callable[[DeskError], None], by: Actor | None = None) -> None:
        """One step, by the person at the counter or by the second who has just signed."""
        counter, found = self._counter, self._found
        step = FLOW.step(name)
        assert step is not None
        assert found is not None
        words = f"{found.values.get('no') or ''} {step.label}".strip()
        ent = str(found.values["id"])

        def done(changed: Changed) -> None:
            self.panels.shut()
            if step.undoable and by is None:
                back = StepRequest(file_of(counter)[1], COMPLAINT.name, taking_back.NAME, {"op": changed.ops[-1]}, ent)
                counter.ways.undoable.emit(words, back)
            else:
                counter.ways.said.emit(words)
            self.taken.emit()

        counter.take(self, [self.request(name, values)], done, lambda error: self._failed(error, refuse), by=by)

    def _failed(self, error: Exception, refuse: Callable[[DeskError], None]) -> None:
        if isinstance(error, DeskError) and self.panels.is_open:
            refuse(error)
        else:
            self._counter.ways.refused.emit(error)
