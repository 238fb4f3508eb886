"""The plan played second by second: shops at the door, a clerk and a leader at the desk, guards with their sheets."""

import heapq
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services.fresh_orders import clocks, reads
from desk.services.fresh_orders.claims import compensation_id
from desk.services.fresh_orders.record import FRESH_ORDER
from desk.services.fresh_orders.requests import (
    Carrier,
    Signed,
    hand_out_requests,
    report_request,
    sign_requests,
    walk_requests,
    walk_signed,
)
from desk.services.fresh_orders.rules import exchange_id
from desk.store.steps import StepRequest
from sync.server.doors.working import run_due
from tests.simulation.peak_day.office import Office
from tests.simulation.peak_day.plan import DAY, HOUR, MINUTE, RED, SHOPS, Item, Order, Plan
from tests.sync.doors.channel import Channel, Receiver
from tests.world import NAMES

TICK = 30  # seconds between two looks of the board
MIDNIGHT = at(DAY, "00:00")
CLERKS = ((8 * HOUR, 11.5 * HOUR), (13.5 * HOUR, 17 * HOUR))
GRACE = 10 * MINUTE
Act = Callable[[], None]


def moment(second: int) -> int:
    return MIDNIGHT + second * 1000


def on_duty(second: int) -> Role:
    """Who may accept by the source's table: the clerk in her hours and ten minutes of grace, else the leader."""
    for begin, end in CLERKS:
        if begin <= second < end + GRACE:
            return Role.CLERK
    return Role.SQUAD_LEADER


@dataclass
class Play:
    """`rung`: how often each (order, clock) rang. `refused`: begun by somebody who is not on."""

    office: Office
    plan: Plan
    talk_every: int = MINUTE  # seconds between two exchanges of the desk with the server
    ids: dict[str, str] = field(default_factory=dict)
    rung: Counter[tuple[str, str]] = field(default_factory=Counter)
    heard: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    requests: int = 0
    receivers: dict[str, Receiver] = field(default_factory=dict)
    _acts: list[tuple[int, int, Act]] = field(default_factory=list)
    _by_no: dict[str, Order] = field(default_factory=dict)
    _agreed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        world = self.office.world
        self.world, self.scope = world, world.scope
        self.settings = world.office.settings(world.database, world.scope)
        self._by_no = {one.no: one for one in self.plan.orders}
        self.receiver = Receiver()
        self.reader = Actor(world.people[Role.CLERK].id, frozenset({Role.CLERK}), NAMES[Role.CLERK], "03")

    # time

    def run(self) -> None:
        """Every act at its second; now and then the desk asks the server, the board looks at its clocks."""
        for one in self.plan.orders:
            self._plan(one)
        for name, some in self.plan.walks.items():
            self._at(some[0].out, lambda name=name, some=some: self.walk(name, some))  # type: ignore[misc]
            self._at(some[0].back, lambda some=some: self.sheet(some))  # type: ignore[misc]
        looked, asked = self._acts[0][0], 0
        while self._acts:
            second, _, act = heapq.heappop(self._acts)
            while looked + TICK <= second:
                self._look(looked, looked + TICK)
                looked += TICK
            self.world.clock.now = moment(second)
            if second // self.talk_every != asked:
                asked = second // self.talk_every
                self.talk()
            act()
        self.world.clock.forward(minutes=5)
        for _ in range(3):
            self.talk()
            self.world.clock.forward(minutes=5)

    def _at(self, second: int, act: Act) -> None:
        heapq.heappush(self._acts, (second, len(self._acts) + self.requests, act))
        self.requests += 1

    def talk(self) -> None:
        """The desk and the server, the server and the shops."""
        self.office.exchange()
        with self.receiver.client() as http:
            while run_due(self.office.server, http, self.world.clock.now) <= self.world.clock.now:
                pass
        said = sum([self._hear(letter) for letter in self.receiver.heard])
        self.receiver.heard.clear()
        self.receiver.proofs.clear()
        if said:
            self.office.exchange()

    def _look(self, since: int, now: int) -> None:
        """What the board does each second, more seldom: which clocks came to their bell."""
        if not any(one.placed < now and since < (one.back or one.inspected or now) for one in self.plan.orders):
            return
        open_orders = reads.rows_where(
            self.world.database, self.reader, self.scope, FRESH_ORDER,
            "status IN ('placed', 'arrived', 'inspecting', 'accepted', 'out')", (),
        )  # fmt: skip
        stand = [(one, clocks.states(one, self.settings, moment(now))) for one in open_orders]
        self.rung.update(clocks.bells(stand, self.settings, moment(since), moment(now)))

    def _plan(self, one: Order) -> None:
        shop = self.office.shops[one.shop]
        self._at(one.placed, lambda: self.phone(one) if one.phoned else self.order(one, shop))
        if one.cancelled:
            self._at(one.placed + 2 * MINUTE, lambda: self.cancel(one, shop))
            return
        if not one.phoned:
            self._at(one.placed + 3 * MINUTE, lambda: self.notice(one, shop))
        self._at(one.arrived, lambda: self.step(one, "arrive", deliverer="小周"))
        self._at(one.begun, lambda: self.begin(one))
        self._at(one.inspected, lambda: self.inspect(one))
        if one.swap is not None:
            self._swap(one)
        if one.stop is not None:
            begin, end = one.stop
            self._at(begin, lambda: self.step(one, "stop", stop_reason="owner_absent", owner_call="no_answer"))
            self._at(end, lambda: self.step(one, "resume"))
        if one.out and not one.walk:
            self._at(one.out, lambda: self.carry(one))
            self._at(one.back, lambda: self.sheet([one]))
        if one.claim is not None:
            claim = one.claim
            self._at(claim.at, lambda: self.report(one))
            self._at(claim.at + 10 * MINUTE, lambda: self.check(one))
            if claim.fen:
                self._at(claim.at + 40 * MINUTE, lambda: self.claim(one, "confirm", confirmed_how="phone"))

    # the shops

    def send(self, shop: Channel, kind: str, one: Order, ident: str, data: Any, revision: int = 1) -> None:
        """One event as often as the plan says: what got no answer is sent again, and what is sent twice is one."""
        told = {"event": ident, "revision": revision, "at": self.world.clock.now, "data": data}
        for _ in range(1 + one.lost + one.twice):
            answer = shop.send("POST", f"/v1/partner/{kind}", told)
            assert answer.status == 200, (kind, ident, answer.body)

    def order(self, one: Order, shop: Channel) -> None:
        first, second = self._data(one, one.items), self._data(one, one.changed or ())
        if one.changed is None:
            self.send(shop, "order", one, one.no, first)
        elif one.late_first:
            self.send(shop, "order", one, one.no, second, 2)
            told = {"event": one.no, "revision": 1, "at": self.world.clock.now, "data": first}
            answer = shop.send("POST", "/v1/partner/order", told)
            assert answer.status == 409, "the older one comes too late"
        else:
            self.send(shop, "order", one, one.no, first)
            self.send(shop, "order", one, one.no, second, 2)

    def _data(self, one: Order, items: tuple[Item, ...]) -> dict[str, Any]:
        home = self.office.homes[one.home]
        data: dict[str, Any] = {
            "who": {"name": home.name, "phone": home.phone},
            "address": f"翠湖花园{home.room}",
            "items": [_item(item) for item in items],
        }
        if one.window is not None:
            begin, end = one.window
            data |= {"kind": "window", "window_from_at": moment(begin), "window_to_at": moment(end)}
        return data

    def cancel(self, one: Order, shop: Channel) -> None:
        self.send(shop, "cancel", one, f"{one.no}-c", {"order": one.no})

    def notice(self, one: Order, shop: Channel) -> None:
        told = {"order": one.no, "what": "on_the_way", "deliverer": "小周", "eta_at": moment(one.arrived)}
        self.send(shop, "notice", one, f"{one.no}-n", told)

    def _hear(self, letter: dict[str, Any]) -> int:
        """A shop answers an exchange with its time, and a claim with its amount; says how much it said."""
        self.heard.append(letter)
        before = len(self._agreed)
        told = letter["order"]
        one = self._by_no[told["event"]]
        shop = self.office.shops[one.shop]
        for swap in told["exchanges"]:
            key = f"{one.no}-x{swap['turn']}"
            if swap["state"] == "waiting" and key not in self._agreed and one.swap is not None:
                self._agreed.add(key)
                self.send(
                    shop, "exchange", one, key, {"order": one.no, "n": swap["n"], "eta_at": moment(one.swap.came)}
                )
        for found in told["compensations"]:
            if found["state"] == "checked" and one.claim is not None and f"{one.no}-k" not in self._agreed:
                self._agreed.add(f"{one.no}-k")
                told = {"order": one.no, "n": found["n"], "amount_fen": one.claim.fen, "by": "店长"}
                self.send(shop, "compensation", one, f"{one.no}-k", told)
        return len(self._agreed) - before

    # the desk

    def take(self, actor: Actor, *wanted: StepRequest) -> None:
        self.world.steps.take(actor, *wanted)

    def clerk(self) -> Actor:
        return self.world.people[Role.CLERK]

    def ent(self, one: Order) -> str:
        """As the desk knows the order: by the number on the bag."""
        if one.no not in self.ids:
            rows = self.world.database.read("SELECT id FROM fresh_order WHERE no = ?", (one.no,))
            assert len(rows) == 1, f"{len(rows)} orders of {one.no}"
            self.ids[one.no] = str(rows[0][0])
        return self.ids[one.no]

    def step(self, one: Order, name: str, role: Role = Role.CLERK, **values: Any) -> None:
        self.take(self.world.people[role], StepRequest(self.scope, "fresh_order", name, values, self.ent(one)))

    def phone(self, one: Order) -> None:
        home = self.office.homes[one.home]
        told: dict[str, Any] = {
            "no": one.no, "shop": SHOPS[one.shop], "where": home.room, "home_id": home.id, "name": home.name,
            "phone": home.phone, "items": [_item(item) for item in one.items],
        }  # fmt: skip
        if one.window is not None:
            told |= {"window_from_at": moment(one.window[0]), "window_to_at": moment(one.window[1])}
        self.take(self.clerk(), StepRequest(self.scope, "fresh_order", "receive", told))

    def begin(self, one: Order) -> None:
        """Whoever is on; once in a while the other tries, and hears who can."""
        role = on_duty(one.begun)
        if one.n % 17 == 0:
            other = Role.CLERK if role is Role.SQUAD_LEADER else Role.BUTLER
            try:
                self.step(one, "begin", other)
            except DeskError:
                self.refused += 1
            else:
                raise AssertionError(f"{other} accepted at {one.begun}")
        self.step(one, "begin", role)

    def inspect(self, one: Order) -> None:
        told: dict[str, Any] = {"inspected": _looked(one)}
        if one.choice:
            told |= {"choice": one.choice, "told_by": "小周"}
        self.step(one, "inspect", on_duty(one.begun), **told)

    def carry(self, one: Order) -> None:
        """One bag alone, with what was waited for."""
        detail = self._detail(one)
        self.take(self.clerk(), *hand_out_requests(self.scope, detail, Carrier("陈刚")))

    def walk(self, name: str, some: list[Order]) -> None:
        details = [self._detail(one) for one in some]
        self.take(self.clerk(), *walk_requests(self.scope, details, Carrier("陈刚", walk=name)))

    def sheet(self, some: list[Order]) -> None:
        """The times are typed once, from the paper."""
        details = [self._detail(one) for one in some]
        lines = {self.ent(one): _signed(one) for one in some}
        if len(some) == 1:
            self.take(self.clerk(), *sign_requests(self.scope, details[0], lines[self.ent(some[0])]))
        else:
            self.take(self.clerk(), *walk_signed(self.scope, details, lines))

    def _detail(self, one: Order) -> reads.Detail:
        found = reads.detail(self.world.database, self.reader, self.scope, self.ent(one))
        assert found is not None
        return found

    # what comes again

    def _swap(self, one: Order) -> None:
        swap = one.swap
        assert swap is not None
        if swap.dropped:
            self._at(max(swap.came, one.back) + MINUTE, lambda: self.again(one, "drop"))
            return
        self._at(swap.came, lambda: self.again(one, "begin", on_duty(swap.came)))
        if swap.fails:
            self._at(swap.came + MINUTE, lambda: self.again(one, "inspect", on_duty(swap.came), fault="look"))
            self._at(swap.ready - MINUTE, lambda: self.again(one, "begin", on_duty(swap.ready - MINUTE)))
        item = one.item(swap.n)
        told = {"got": item.ordered, "temp": item.tenths}
        began = swap.ready - MINUTE
        self._at(swap.ready, lambda: self.again(one, "inspect", on_duty(began), **told))
        if not swap.together:
            self._at(swap.ready + MINUTE, lambda: self.again(one, "hand_out", guard="陈刚"))
            self._at(swap.ready + 5 * MINUTE, lambda: self.again(one, "sign", signature="self", tick="good"))

    def again(self, one: Order, name: str, role: Role = Role.CLERK, **values: Any) -> None:
        assert one.swap is not None
        ident = exchange_id(self.scope, self.ent(one), one.swap.n)
        self.take(self.world.people[role], StepRequest(self.scope, "exchange", name, values, ident))

    def report(self, one: Order) -> None:
        assert one.claim is not None
        self.take(self.clerk(), report_request(self.scope, self._detail(one).order, one.claim.n, "里面烂了"))

    def check(self, one: Order) -> None:
        claim = one.claim
        assert claim is not None
        told = (
            {"finding": "wrong", "cause": "rot_inside", "missed": claim.missed} if claim.fen else {"finding": "nothing"}
        )
        self.claim(one, "check", **told)
        if one.phoned and claim.fen:  # no platform hears of it: the clerk rings the shop
            self.claim(one, "agree", amount_fen=claim.fen, shop_by="店长")

    def claim(self, one: Order, name: str, **values: Any) -> None:
        assert one.claim is not None
        ident = compensation_id(self.scope, self.ent(one), one.claim.n)
        self.take(self.clerk(), StepRequest(self.scope, "compensation", name, values, ident))


def _item(item: Item) -> dict[str, Any]:
    told = {"n": item.n, "name": item.name, "unit": item.unit, "ordered": item.ordered, "price_fen": item.fen}
    return json.loads(json.dumps(told))  # type: ignore[no-any-return]


def _looked(one: Order) -> list[dict[str, Any]]:
    """The sheet as it is filled: weights to the gram, one fault where the plan has one."""
    rows = []
    exact = one.exact
    for item in one.goods:
        row: dict[str, Any] = {"n": item.n, "got": item.ordered, "temp": item.tenths}
        if exact and item.tolerance is not None:
            row["got"], exact = item.ordered - item.tolerance, False  # just what may be missing
        if one.fault is not None and one.fault[0] == item.n:
            row |= _fault(one.fault[1], item)
        rows.append(row)
    return rows


def _fault(fault: str, item: Item) -> dict[str, Any]:
    if fault == "short":
        return {"got": item.ordered - (item.tolerance or 0) - 1}  # a gram too little: the scale says it
    if fault == "missing":
        return {"got": None, "fault": fault}
    return {"got": item.ordered, "fault": RED if fault == RED else fault}


def _signed(one: Order) -> Signed:
    declined = [{"n": one.declined, "fault": "look", "choice": "drop"}] if one.declined else []
    return Signed(moment(one.signed), tick="good", declined=declined)
