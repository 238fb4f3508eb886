"""Writing an intake, and what may follow in the same breath: an emergency goes out, an old order is urged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import moment, window_aloud
from desk.services.slips.record import SlipFormat
from desk.services.work_orders import radar_words, staffing
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import WORK_ORDER, Informed, Status
from desk.services.work_orders.staffing import CrewOnDuty
from desk.services.work_orders.suggest import Suggestion
from desk.store.query import one
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.special.dispatch.sending import Sending, send, slip_for
from desk.ui.special.intake import reading, telling


@dataclass(frozen=True, slots=True)
class Saved:
    """What the card shows afterwards. `taken_in` is false for an order that was only urged."""

    id: str
    title: str
    words: str
    taken_in: bool = True
    go_on: bool = False
    sent: bool = False
    told: bool = False
    sentence: tuple[tuple[str, bool], ...] = ()
    forward: str = ""  # the estate that has yet to be told
    co_report: str = ""  # who was put on the list of the order
    reply: bool | None = None  # whether to ring back, None where nobody asks

    @property
    def may_send(self) -> bool:
        """Whether the order still waits for a crew."""
        return self.taken_in and not self.sent and not self.forward


@dataclass(frozen=True, slots=True)
class Job:
    """An intake on its way to the disk, with all that is needed to bring it back."""

    draft: Draft
    parked_id: str
    found: Suggestion
    send: bool
    urgent: bool


class Saving(QObject):
    """One write at a time. Whatever becomes of a write after `forget` is told by the two late signals."""

    saved = Signal(object)  # Saved
    refused = Signal(object)  # DeskError
    saved_late = Signal(object, str)  # Saved, the parked id
    refused_late = Signal(object, str, object)  # Draft, the parked id, DeskError

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._turn = 0
        self.busy = False
        self.order: Saved | None = None
        self.crews: Sequence[CrewOnDuty] = ()

    def forget(self) -> None:
        """The next call begins."""
        self._turn += 1
        self.order, self.busy = None, False

    def save(self, requests: Sequence[StepRequest], job: Job) -> None:
        """Write the intake; then dispatch at once (urgent), or say that the dispatch pane is wanted."""
        self.busy = True
        turn = self._turn

        place = next(number for number, one in enumerate(requests) if one.record == WORK_ORDER.name)

        def done(changed: Changed) -> None:
            self._read(changed.ents[place], lambda order: self._taken_in(order, job, turn))

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self._failed(error)
            else:
                self.refused_late.emit(job.draft, job.parked_id, _in_words(error))

        self._counter.take(self, requests, done, failed)

    def urge(self, ent: str) -> None:
        """催单: the order that is open already is urged, and the caller is told how it stands."""
        if self.busy or self.order is not None:
            return
        self.busy = True

        turn = self._turn

        def done(_changed: Changed) -> None:
            self._read(ent, lambda order: self._urged(order, turn))

        self._counter.take(self, [self._counter.request("work_order", "urge", {}, ent)], done, self._failed)

    def join(self, order: Values, draft: Draft) -> None:
        """同报: the caller goes on the list of the order that is there, at once; a call back is asked after it."""
        if self.busy or self.order is not None:
            return
        self.busy = True
        turn, counter = self._turn, self._counter
        values = telling.co_report(draft, order, counter.actor.name)

        def done(changed: Changed) -> None:
            count = reading.reporters(counter, order["id"])
            counter.read(self, count, lambda many: self._joined(order, changed.ents[0], values, many, turn))

        counter.take(self, [counter.request("co_report", "join", values)], done, self._failed)

    def _joined(self, order: Values, ent: str, values: Values, many: int, turn: int) -> None:
        words = f"已同报 {order.get('no', '')}, 第 {many + 1} 个来电"
        said = ((radar_words.stands(order, self._counter.now()), True), ("。", False))
        saved = Saved(order["id"], "已同报", words, taken_in=False, sentence=said, co_report=ent)
        self._finish(replace(saved, reply=bool(values["wants_reply"])), turn)

    def reply(self, wanted: bool) -> None:
        """Whether the caller who was just put on the list wants to be rung."""
        saved = self.order
        if saved is None or not saved.co_report or self.busy or saved.reply is wanted:
            return
        turn, step = self._turn, "want_reply" if wanted else "want_none"

        def done(_changed: Changed) -> None:
            self._finish(replace(saved, reply=wanted), turn)

        self.busy = True
        self._counter.take(self, [self._counter.request("co_report", step, {}, saved.co_report)], done, self._failed)

    def tell(self) -> None:
        """电话中已告知: the caller on the line heard who comes."""
        saved = self.order
        if saved is None or self.busy:
            return
        request = self._counter.request("work_order", "inform", {"informed_how": str(Informed.ON_CALL)}, saved.id)

        turn = self._turn

        def done(_changed: Changed) -> None:
            self._finish(replace(saved, told=True, words=f"{saved.words}, 已告知业主"), turn)

        self.busy = True
        self._counter.take(self, [request], done, self._failed)

    def pass_on(self) -> None:
        """已转告: the other estate's desk knows, the order ends here and says where it went."""
        saved = self.order
        if saved is None or not saved.forward or self.busy:
            return
        turn, told = self._turn, {"forwarded_to": saved.forward}
        after = replace(
            saved, title="已转告", words=f"已转{saved.forward}, 本小区的这一单已作废", sent=True, forward=""
        )
        self.busy = True
        request = self._counter.request("work_order", "forward", told, saved.id)
        self._counter.take(self, [request], lambda _changed: self._finish(after, turn), self._failed)

    def print_slip(self) -> None:
        if self.order is not None:
            self._counter.ways.print_now.emit([self.order.id])

    def _taken_in(self, order: Values, job: Job, turn: int) -> None:
        closed = order.get("status") == Status.CLOSED
        words = f"已受理 {order['no']}" if not closed else f"已记下 {order['no']}, 已答复"
        saved = Saved(order["id"], "已受理" if not closed else "已答复", words)
        if order.get("late_entry"):
            done = order.get("status") == Status.FINISHED
            words = f"已补单 {order['no']}, {'待回单' if done else '师傅还在现场'}"
            self._finish(Saved(order["id"], "已补单", words), turn, job)
            return
        if order.get("forwarded_to"):
            self._to_be_forwarded(order, saved, turn, job)
            return
        crew = self._crew_for(job.found)
        if job.send and job.urgent and crew is not None and order.get("status") == Status.ACCEPTED:
            self._send(order, crew, saved, job, turn)
            return
        self._finish(replace(saved, go_on=job.send), turn, job)

    def _to_be_forwarded(self, order: Values, saved: Saved, turn: int, job: Job) -> None:
        """Not ours: it stays on the board until somebody says that the other estate was told."""
        database, estate = self._counter.database, str(order["forwarded_to"])

        def known(phones: list[tuple[str | None]]) -> None:
            phone = f" {phones[0][0]}" if phones and phones[0][0] else ""
            words = f"{saved.words}, 请打{estate}前台{phone}转告, 转告了按 1"
            self._finish(replace(saved, words=words, forward=estate), turn, job)

        self._counter.read(
            self, lambda: database.read("SELECT desk_phone FROM estate WHERE name = ?", (estate,)), known
        )

    def _crew_for(self, found: Suggestion) -> CrewOnDuty | None:
        names = staffing.crew_names(found.problem.code, self._counter.catalogue)
        known = staffing.suggested(self.crews, names)
        return known.crew(known.crew_id)

    def _send(self, order: Values, crew: CrewOnDuty, saved: Saved, job: Job, turn: int) -> None:
        """先派后补单: the man is on his way, the slip is printed when the water is off."""
        scope, sending = self._counter.scope, Sending(crew)
        requests = [send(scope, order, sending)]
        if not crew.outside:
            requests.append(slip_for(scope, order, sending, (), str(SlipFormat.A5), self._counter.now()))
        call = f", 请马上用对讲机叫{crew.name}" if not crew.outside else f", 请马上打电话{crew.phone}"
        words = f"{saved.words}, 已派{crew.name}{call}"

        def failed(error: Exception) -> None:
            # The order is safe; only the sending has to be done by hand.
            self._finish(replace(saved, words=f"{saved.words}, 还没有派出去: {_in_words(error).message}"), turn, job)

        def done(_changed: Changed) -> None:
            self._finish(replace(saved, title="已派工", words=words, sent=True), turn, job)

        self._counter.take(self, requests, done, failed)

    def _urged(self, order: Values, turn: int) -> None:
        now = self._counter.now()
        what = order.get("problem_label") or order.get("matter") or ""
        said = [(f"{order.get('where', '')} {what}", True), (f"已于{moment(order['reported_at'], now)}报修", False)]
        who = order.get("technician") or order.get("crew")
        if who:
            said.append((f", 已派{who}", True))
        if order.get("window_from_at"):
            said.append((f", {window_aloud(order['window_from_at'], order['window_to_at'], now)}上门", True))
        said.append((", 我马上再催一次。", False))
        words = f"已催单 {order['no']}, 第 {order.get('urges') or 1} 次"
        self._finish(Saved(order["id"], "已催单", words, taken_in=False, sentence=tuple(said)), turn)

    def _read(self, ent: str, done: Callable[[Values], None]) -> None:
        database, actor, scope = self._counter.database, self._counter.actor, self._counter.scope

        def found(order: Values | None) -> None:
            assert order is not None, "the order that was just written"
            done(order)

        self._counter.read(self, lambda: one(database, actor, scope, WORK_ORDER, ent), found)

    def _finish(self, saved: Saved, turn: int, job: Job | None = None) -> None:
        if turn != self._turn:
            self.saved_late.emit(saved, job.parked_id if job else "")
            return
        self.busy = False
        self.order = saved
        self.saved.emit(saved)

    def _failed(self, error: Exception) -> None:
        self.busy = False
        self.refused.emit(_in_words(error))


def _in_words(error: Exception) -> DeskError:
    return error if isinstance(error, DeskError) else DeskError("没有保存", "请再按一次保存")
