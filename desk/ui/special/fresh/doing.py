"""What is done with an order beyond the sheet: out with a guard, signatures, exchanges, claims; which panel asks."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.values import Frozen, Values
from desk.services.fresh_orders import reads, requests
from desk.services.fresh_orders.board import Card
from desk.services.fresh_orders.reads import Detail
from desk.services.fresh_orders.requests import Carrier, Signed
from desk.store.query import one
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.panels import OnePanel
from desk.ui.special.fresh.acts import Act, acts_of
from desk.ui.special.fresh.choosing import ChoosePanel
from desk.ui.special.fresh.papers import PAPERS, ClaimPapers, DeliveryPapers, WalkPapers
from desk.ui.special.fresh.sheet_reading import Guard
from desk.ui.special.fresh.subject import EXCHANGE, ORDER, Subject
from desk.ui.special.step_taking import StepTaker

COMPENSATION = "compensation"
NARROW, WIDE = 560, 860


class Doing(QObject):
    """`taken` after a walk went out, `sheet_wanted` where the sheet is the place, `closed` after a form went."""

    taken = Signal()
    closed = Signal()
    sheet_wanted = Signal(str, str)

    def __init__(self, counter: Counter, place: QWidget, panels: OnePanel) -> None:
        super().__init__(place)
        self._counter, self._place, self._panels = counter, place, panels

    @cached_property
    def taker(self) -> StepTaker:
        made = StepTaker(self._counter, self._place)
        made.closed.connect(self.closed)
        return made

    def press(self, key: str) -> bool:
        """Keys of a form made from a step."""
        if "taker" not in self.__dict__ or self.taker.panel is None:
            return False
        if key in ("F9", "Ctrl+Return"):
            self.taker.panel.save()
        elif key == "Esc":
            self.taker.shut()
        else:
            return False
        return True

    # out with a guard

    def hand_out(self, cards: Sequence[Card], guards: Sequence[Guard], last: str) -> None:
        """With who carried last; nobody yet: asked first."""
        guard = next((one for one in guards if one.name == last), None)
        if guard is None:
            self.ask_guard(cards, guards)
        else:
            self._carry(cards, guard)

    def ask_guard(self, cards: Sequence[Card], guards: Sequence[Guard], last: str = "") -> None:
        from desk.ui.special.fresh.carrying import CarryPanel

        panel = CarryPanel(cards, guards, last)
        panel.wanted.connect(partial(self._carry, cards))
        self._panels.open(panel, NARROW)

    def _carry(self, cards: Sequence[Card], guard: Guard) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        walk = cards[0].id
        carrier = Carrier(guard.name, guard.id, walk)

        def work() -> list[StepRequest]:
            found = [_detail(reads.detail(database, actor, scope, one.id)) for one in cards if one.record == ORDER]
            steps = requests.walk_requests(scope, found, carrier)
            known = {str(one.ent) for one in steps}
            steps += [
                StepRequest(scope, EXCHANGE, "hand_out", carrier.values(), one.id)
                for one in cards
                if one.record == EXCHANGE and one.id not in known
            ]
            return steps

        def done(_changed: Changed) -> None:
            self._panels.shut()
            self.taken.emit()
            ids = tuple(dict.fromkeys(one.order_id for one in cards))
            words = cards[0].where if len(cards) == 1 else f"{len(cards)} 单"
            counter.ways.said.emit(f"{words} 交 {guard.name}")
            papers = WalkPapers(ids=ids, guard=guard.name) if len(ids) > 1 else DeliveryPapers(ids=ids)
            counter.ways.print_now.emit(papers)

        counter.read(self, work, lambda steps: counter.take(self, steps, done, self._failed), self._failed)

    # signatures

    def sign(self, cards: Sequence[Card]) -> None:
        """What one guard carried, line by line, as it stands on the sheet that came back."""
        from desk.ui.special.fresh.signing import SignPanel

        panel = SignPanel(self._counter, cards)
        panel.wanted.connect(partial(self._sign, panel, cards))
        panel.exchange_wanted.connect(self.sheet_wanted)
        self._panels.open(panel, WIDE)

    def _sign(self, panel: QWidget, cards: Sequence[Card], told: "dict[str, tuple[Signed, str]]") -> None:
        """`told`: by card what the line says, and the reason of a late one."""
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> list[StepRequest]:
            steps: list[StepRequest] = []
            for card in cards:
                if card.id not in told:
                    continue
                signed, late = told[card.id]
                if card.record == EXCHANGE:
                    steps.append(StepRequest(scope, EXCHANGE, "sign", signed.values(), card.id))
                    continue
                steps += requests.sign_requests(scope, _detail(reads.detail(database, actor, scope, card.id)), signed)
                if late:
                    steps.append(StepRequest(scope, ORDER, "late", {"late_reason": late}, card.id))
            known: dict[tuple[str, str, str | None], StepRequest] = {}
            for step in steps:
                known.setdefault((step.record, step.step, step.ent), step)
            return list(known.values())

        def done(_changed: Changed) -> None:
            self._panels.shut()
            left = len(cards) - len(told)
            counter.ways.said.emit(f"{len(told)} 单已签收" + (f", 还有 {left} 单没填" if left else ""))

        failed = getattr(panel, "refuse", self._failed)
        counter.read(self, work, lambda steps: counter.take(self, steps, done, failed), failed)

    # by a number

    def pick(self, orders: Sequence[Values], taken: Callable[[Values], None]) -> None:
        """Several bags end in the same figures: a digit takes one."""
        by_id = {str(one["id"]): one for one in orders}
        rows = [(ent, str(one.get("where") or ""), f"{one.get('no')} · {one.get('shop') or ''}")
                for ent, one in by_id.items()]  # fmt: skip
        panel = ChoosePanel("是哪一单", "尾号相同的有几单", rows)

        def chosen(ent: str) -> None:
            self._panels.shut()
            taken(by_id[ent])

        panel.chosen.connect(chosen)
        self._panels.open(panel, NARROW)

    # everything else

    def more(self, record: str, ent: str) -> None:
        """What can be done with this order, by digits."""
        counter = self._counter
        kind = counter.rules.known(record).record
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(
            self, lambda: one(database, actor, scope, kind, ent), partial(self._more, record), self._failed
        )  # fmt: skip

    def _more(self, record: str, values: Values | None) -> None:
        if values is None:
            return
        counter = self._counter
        acts = acts_of(record, values, counter.rules.known(record), counter.roles)
        by_name = {act.name: act for act in acts}
        title = f"{values.get('where') or ''} {str(values.get('no') or values.get('order_no') or '')[-4:]}"
        panel = ChoosePanel(title, "按数字选", [(act.name, act.words, act.aside) for act in acts])
        panel.chosen.connect(lambda name: self.act(record, values, by_name[name]))
        self._panels.open(panel, NARROW)

    def act(self, record: str, values: Frozen, act: Act) -> None:
        self._panels.shut()
        ent = str(values["id"])
        if act.name.startswith("print:"):
            self.print(record, ent, act.name.partition(":")[2])
        elif act.name == "sheet":
            self.sheet_wanted.emit(record, ent)
        elif act.name == "order":
            self._counter.ways.fresh_wanted.emit(str(values.get("order_id") or ent))
        elif act.name == "claim":
            self.claim(ent)
        elif act.name == "swap":
            self.exchange(ent)
        elif act.name == "decline":
            self.decline(values)
        elif act.name == "match":
            self.match(ent)
        elif act.name == "amend":
            self.amend(values)
        elif act.name == "forward":
            self.forward(values)
        else:
            self.taker.want(record, dict(values), act.name)

    def print(self, record: str, ent: str, what: str) -> None:
        ways = self._counter.ways
        if what == "claim":
            ways.print_wanted.emit(ClaimPapers(record=record, ent=ent))
        else:
            ways.print_wanted.emit(PAPERS[what](ids=(ent,)))

    def exchange(self, ent: str) -> None:
        from desk.ui.special.fresh.swapping import SwapPanel

        panel = SwapPanel(self._counter, ent)
        panel.sheet_wanted.connect(lambda: self._to_sheet(EXCHANGE, ent))
        panel.print_wanted.connect(lambda: self.print(EXCHANGE, ent, "claim"))
        self._panels.open(panel, NARROW)

    def _to_sheet(self, record: str, ent: str) -> None:
        self._panels.shut()
        self.sheet_wanted.emit(record, ent)

    def claim(self, order_id: str, n: int = 0) -> None:
        """赔偿 of one item of a delivered order."""
        from desk.ui.special.fresh.claiming import ClaimPanel

        panel = ClaimPanel(self._counter, order_id, n)
        panel.print_wanted.connect(lambda ent: self.print(COMPENSATION, ent, "claim"))
        self._panels.open(panel, WIDE)

    def decline(self, order: Frozen) -> None:
        from desk.ui.special.fresh.declining import DeclinePanel

        panel = DeclinePanel(self._counter, order)
        panel.declined.connect(self._panels.shut)
        self._panels.open(panel, WIDE)

    # before it arrives

    def match(self, ent: str) -> None:
        """待核对: whose it is, by digits; one after the other."""
        from desk.ui.special.fresh.matching import MatchPanel

        panel = MatchPanel(self._counter, ent)
        panel.forward_wanted.connect(self.forward)
        self._panels.open(panel, WIDE)

    def forward(self, order: Frozen) -> None:
        from desk.ui.special.fresh.forwarding import ForwardPanel

        self._panels.open(ForwardPanel(self._counter, order), NARROW)

    def amend(self, order: Frozen) -> None:
        from desk.ui.special.fresh.amending import AmendPanel

        self._panels.open(AmendPanel(self._counter, order), WIDE)

    def each(self, subject: Subject, told: Callable[[], None]) -> None:
        """What the resident wants of each item that failed; `told` when it is written."""
        from desk.ui.special.fresh.each import EachPanel

        panel = EachPanel(self._counter, subject)
        panel.told.connect(told)
        self._panels.open(panel, WIDE)

    def statement(self) -> None:
        from desk.ui.special.fresh.statement import StatementPanel

        self._panels.open(StatementPanel(self._counter), NARROW)

    def telephone(self) -> None:
        from desk.ui.special.fresh.telephone import TelephonePanel

        panel = TelephonePanel(self._counter)
        self._panels.open(panel, WIDE)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._counter.ways.warned.emit(str(error))
        else:
            self._counter.ways.refused.emit(error)


def _detail(found: Detail | None) -> Detail:
    if found is None:
        raise DeskError("这一单不在了", "请按 F5 刷新看板")
    return found
