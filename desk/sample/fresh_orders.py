"""生鲜 in the sample: a modest year of deliveries at 翠湖花园, yesterday's and today's rounds, and a lively board."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain import duty
from desk.domain.calendar import HOUR, MINUTE, SECOND, add_days, at, day_of, start_of_day
from desk.domain.duty import Activity
from desk.domain.lists import Lists
from desk.domain.revisiting import revisit_id
from desk.domain.roles import Actor, Role
from desk.sample.founding import FOUNDER, Founded
from desk.services.fresh_orders.claims import compensation_id
from desk.services.fresh_orders.requests import report_request
from desk.services.fresh_orders.rules import exchange_id
from desk.store.bulk import Chronicle

ESTATE = "cuihu"
SHOPS = ("淘鲜果", "淘鲜果", "淘鲜果", "菜篮子")
COURIERS = {"淘鲜果": ("小周", "小何"), "菜篮子": ("老唐",)}
# name, kind, what it says on the bag, unit, how much, fen
GOODS: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("菠菜", "leafy", "500 g", "g", 500, 450), ("生菜", "leafy", "300 g", "g", 300, 380),
    ("西红柿", "root", "1 kg", "g", 1000, 798), ("土豆", "root", "1.5 kg", "g", 1500, 690),
    ("黄瓜", "root", "600 g", "g", 600, 520), ("鸡蛋", "egg", "1 盒 15 枚", "piece", 1, 1580),
    ("前腿肉", "meat", "500 g", "g", 500, 1899), ("肋排", "meat", "800 g", "g", 800, 4680),
    ("草莓", "berry", "500 g", "g", 500, 2990), ("葡萄", "berry", "1 kg", "g", 1000, 2480),
    ("苹果", "fruit", "2 kg", "g", 2000, 1990), ("香菇", "fungus", "250 g", "g", 250, 890),
    ("豆腐", "tofu", "400 g", "piece", 1, 350), ("鲜牛奶", "dairy", "950 ml", "piece", 2, 2760),
    ("三黄鸡", "poultry", "1 kg", "g", 1000, 3290), ("基围虾", "live", "400 g", "g", 400, 5580),
    ("速冻水饺", "frozen", "1 kg", "piece", 1, 2590), ("大米", "staple", "5 kg", "piece", 1, 3690),
)  # fmt: skip
COLD = {"meat": (20, 65), "tofu": (30, 70), "dairy": (30, 70)}  # tenths of a degree
FAULTS = (("short", 5), ("look", 5), ("rot", 3), ("missing", 2), ("packaging", 2), ("expired", 1))
LATE = (("no_courier", 4), ("peak", 4), ("shop_late", 3), ("lift", 1), ("weather", 1))
YEAR_DAYS, A_YEAR = 340, 300
PEAKS = (
    (8, 3),
    (9, 4),
    (10, 6),
    (11, 9),
    (12, 8),
    (13, 3),
    (14, 3),
    (15, 4),
    (16, 5),
    (17, 9),
    (18, 8),
    (19, 4),
    (20, 2),
)
TODAY_DONE, TODAY_LATE = 46, 2


@dataclass(frozen=True, slots=True)
class _Fate:
    """How one delivery goes: moments from its placing, and what went wrong."""

    late: str = ""
    fault: str = ""
    choice: str = ""
    claim: bool = False
    tick: str = "good"
    window: bool = False


class _Fresh:
    def __init__(self, chronicle: Chronicle, founded: Founded, world: Mapping[str, Any], now: int, seed: int) -> None:
        self._chronicle, self._now = chronicle, now
        self._dice = random.Random(f"{seed}/fresh")
        self._scope = founded.scopes[ESTATE]
        self._founded = founded
        people = {row["key"]: row for row in world["residents"]}
        self._homes = [
            (founded.homes[row["home"]], people[row["resident"]], founded.residents[row["resident"]]["id"])
            for row in world["residences"]
            if row["relation"] == "owner" and row["home"].startswith(f"{ESTATE}/") and not row.get("to_on")
        ]
        self._by_room = {home["room"]: entry for entry in self._homes for home in (entry[0],)}
        self._guards = self._of_role(Role.GUARD)
        self._accepting = [*self._of_role(Role.CLERK), *self._of_role(Role.SQUAD_LEADER)]
        self._count = 8000
        self._rows = duty.duty_rows(chronicle.lists, Activity.ACCEPTANCE)
        self._turns: dict[str, list[duty.Turn]] = {}

    def _of_role(self, role: Role) -> list[Actor]:
        held = (self._founded.actor(key, self._scope) for key in sorted(self._founded.staff))
        return [person for person in held if role in person.roles]

    def _acceptor(self, moment: int) -> Actor | None:
        """Who may accept then, by the duty table; the same person through a day."""
        day = day_of(moment)
        if day not in self._turns:
            self._turns[day] = duty.turns(self._rows, self._chronicle.calendar, add_days(day, -1), day)
        on = [turn.row for turn in self._turns[day] if turn.from_at <= moment < turn.to_at]
        able = [person for person in self._accepting if any(row.admits(person) for row in on)]
        return able[int(day_of(moment)[-2:]) % len(able)] if able else None

    def _take(self, by: Actor, step: str, moment: int, ent: str | None = None, **values: Any) -> str:
        said = {name: value for name, value in values.items() if value is not None}
        kind = step if "." in step else f"fresh_order.{step}"
        return self._chronicle.take(self._scope, by, kind, moment, said, ent)

    # the year

    def tell(self) -> None:
        today = day_of(self._now)
        days = sorted(self._dice.randrange(1, YEAR_DAYS) for _ in range(A_YEAR))
        for back in reversed(days):
            placed = self._placed_on(add_days(today, -back))
            if self._acceptor(placed + 10 * MINUTE) is not None:
                self._delivery(placed, self._fate())
        self._round(today)
        if self._acceptor(self._now - 4 * MINUTE) is not None and self._acceptor(self._now) is not None:
            self._board()

    def _placed_on(self, day: str) -> int:
        hour: int = self._dice.choices([hour for hour, _ in PEAKS], [weight for _, weight in PEAKS])[0]
        return start_of_day(day) + hour * HOUR + self._dice.randrange(3600) * SECOND

    def _fate(self) -> _Fate:
        dice = self._dice
        fault = self._one_of(FAULTS) if dice.random() < 0.06 else ""
        return _Fate(
            late=self._one_of(LATE) if dice.random() < 0.05 else "",
            fault=fault,
            choice=dice.choices(("first_good", "together", "drop"), (6, 2, 2))[0] if fault else "",
            claim=not fault and dice.random() < 0.02,
            tick=dice.choices(("good", "fair", "bad", "none"), (88, 2, 1, 9))[0],
            window=dice.random() < 0.15,
        )

    def _one_of(self, weighted: Sequence[tuple[str, int]]) -> str:
        names, weights = zip(*weighted, strict=True)
        return str(self._dice.choices(names, weights)[0])

    def _round(self, today: str) -> None:
        """Today's: as many as the hours so far hold, two of them late, three with an exchange, one claim."""
        begin, end = at(today, "8:05"), self._now - 65 * MINUTE
        if end <= begin:
            return
        count = min(TODAY_DONE, (end - begin) // (5 * MINUTE))
        moments = sorted(self._dice.randrange(begin, end) // SECOND * SECOND for _ in range(count))
        for number, placed in enumerate(moments):
            if self._acceptor(placed + 10 * MINUTE) is None:
                continue
            late = "no_courier" if number in (count // 3, count // 2)[:TODAY_LATE] else ""
            fault = "look" if number % 15 == 7 and not late else ""
            choice = ("first_good" if number < 30 else "drop") if fault else ""
            self._delivery(placed, _Fate(late=late, fault=fault, choice=choice, claim=number == 4))

    # one order

    def _order(self, placed: int, things: int, fate: _Fate, room: str = "") -> tuple[str, list[dict[str, Any]]]:
        home, person, resident = self._by_room.get(room) or self._dice.choice(self._homes)
        self._count += 1
        shop = self._dice.choice(SHOPS)
        chosen = sorted(self._dice.sample(range(len(GOODS)), things))
        items = [
            {"n": n, "name": name, "goods": kind, "spec": spec, "unit": unit, "ordered": much, "price_fen": fen}
            for n, (name, kind, spec, unit, much, fen) in enumerate((GOODS[one] for one in chosen), 1)
        ]
        window: dict[str, Any] = {}
        if fate.window:
            begin = (placed + 90 * MINUTE) // (30 * MINUTE) * (30 * MINUTE)
            window = {"window_from_at": begin, "window_to_at": begin + 30 * MINUTE}
        phone = str(person["phones"][0]["number"]) if person.get("phones") else None
        order = self._take(
            FOUNDER, "receive", placed, no=f"TX{day_of(placed).replace('-', '')}{self._count:04d}", shop=shop,
            channel="platform", where=home["room"], home_id=home["id"], resident_id=resident, name=person["name"],
            phone=phone, items=items, **window,
        )  # fmt: skip
        return order, items

    def _seconds(self, low: int, high: int) -> int:
        return self._dice.randrange(low, high) * SECOND

    def _sheet(self, items: Sequence[Mapping[str, Any]], fault: str) -> list[dict[str, Any]]:
        """What the scale and the thermometer said; the first item that can have the fault has it."""
        rows: list[dict[str, Any]] = []
        left = fault
        for item in items:
            row: dict[str, Any] = {"n": item["n"]}
            weighed = item["unit"] == "g"
            if weighed:
                row["got"] = int(item["ordered"]) + self._dice.randrange(-1, 12)
            if item["goods"] in COLD:
                row["temp"] = self._dice.randrange(*COLD[str(item["goods"])])
            if left and (left != "short" or weighed):
                row |= {"fault": left}
                if left == "short":
                    row["got"] = int(item["ordered"]) - 100
                elif left == "missing":
                    row = {"n": item["n"], "fault": "missing"}
                left = ""
            rows.append(row)
        return rows

    def _accepted(self, order: str, items: Sequence[Mapping[str, Any]], arrived: int, fate: _Fate) -> int:
        """From the door of the counter to a good bag; says when."""
        begun = arrived + self._seconds(15, 60)
        keeper = self._acceptor(begun)
        assert keeper is not None
        shop = str(self._chronicle.values("fresh_order", order)["shop"])
        self._take(keeper, "arrive", arrived, order, deliverer=self._dice.choice(COURIERS[shop]))
        self._take(keeper, "begin", begun, order)
        done = begun + self._seconds(40, 110)
        rows = self._sheet(items, fate.fault)
        self._take(
            keeper, "inspect", done, order, inspected=rows, deliverer_signed=True, inspector=keeper.name,
            choice=fate.choice if any("fault" in row for row in rows) else None,
            told_by="店长" if fate.choice else None,
        )  # fmt: skip
        return done

    def _delivery(self, placed: int, fate: _Fate) -> None:
        order, items = self._order(placed, self._dice.randrange(2, 6), fate)
        row = self._chronicle.values("fresh_order", order)
        first = int(row["window_from_at"]) - 8 * MINUTE if fate.window else placed + self._seconds(330, 560)
        arrived = first + (9 * MINUTE if fate.late == "shop_late" else 0)
        clerk = self._acceptor(arrived)
        if clerk is None or self._acceptor(arrived + 25 * MINUTE) is None:
            self._take(FOUNDER, "cancel", placed + 5 * MINUTE, order, cancel_reason="shop")
            return
        self._take(clerk, "acknowledge", placed + self._seconds(10, 50), order)
        done = self._accepted(order, items, arrived, fate)
        exchange = exchange_id(self._scope, order, self._faulty(order)) if self._faulty(order) else ""
        if exchange and fate.choice == "together":
            done = self._came_again(exchange, done)
        if not self._goods(order) and fate.choice != "together":
            return
        out = done + self._seconds(20, 80) + (11 * MINUTE if fate.late and fate.late != "shop_late" else 0)
        guard = self._dice.choice(self._guards)
        gathered = [self._faulty(order)] if exchange and fate.choice == "together" else None
        self._take(clerk, "hand_out", out, order, guard=guard.name, guard_id=guard.id, gathered=gathered)
        delivered = out + self._seconds(140, 300)
        told = delivered + self._seconds(400, 1500)
        signed: dict[str, Any] = {"signature": "self", "tick": fate.tick, "happened_at": delivered}
        if gathered:
            self._take(clerk, "exchange.hand_out", out, exchange, guard=guard.name, guard_id=guard.id)
            self._take(clerk, "exchange.sign", told, exchange, **signed)
        self._take(clerk, "sign", told, order, **signed)
        if fate.late:
            self._take(clerk, "late", told + 20 * SECOND, order, late_reason=fate.late)
        if exchange and fate.choice == "first_good":
            ready = self._came_again(exchange, done)
            self._take(clerk, "exchange.hand_out", ready + MINUTE, exchange, guard=guard.name, guard_id=guard.id)
            self._take(clerk, "exchange.sign", ready + 6 * MINUTE, exchange, signature="self", tick="good")
        self._afterwards(order, clerk, told, fate)

    def _faulty(self, order: str) -> int:
        """The item that is to come again, 0 where none is."""
        choices = self._chronicle.values("fresh_order", order).get("choices") or ()
        return next((int(one["n"]) for one in choices if one["choice"] != "drop"), 0)

    def _goods(self, order: str) -> bool:
        return any(row["verdict"] == "pass" for row in self._chronicle.values("fresh_order", order)["inspected"])

    def _came_again(self, exchange: str, since: int) -> int:
        """The second delivery, inspected like the first; says when it was good."""
        arrived = since + self._seconds(600, 900)
        keeper = self._acceptor(arrived + 20 * SECOND)
        assert keeper is not None
        row = self._chronicle.values("exchange", exchange)
        self._take(keeper, "exchange.arrive", arrived, exchange)
        self._take(keeper, "exchange.begin", arrived + 20 * SECOND, exchange)
        got = int(row["ordered"]) + 3 if row["unit"] == "g" else None
        temp = 50 if row["goods"] in COLD else None
        self._take(
            keeper, "exchange.inspect", arrived + 70 * SECOND, exchange, got=got, temp=temp, inspector=keeper.name
        )
        return arrived + 70 * SECOND

    def _afterwards(self, order: str, clerk: Actor, told: int, fate: _Fate) -> None:
        """A claim the same evening, and the calls whose day has come."""
        row = self._chronicle.values("fresh_order", order)
        if fate.claim and told + 100 * MINUTE < self._now:
            request = report_request(self._scope, row, 1, "打开看里面是坏的, 外面看不出来")
            claim = self._take(clerk, "compensation.report", told + 60 * MINUTE, request.ent, **request.values)
            assert claim == compensation_id(self._scope, order, 1)
            missed = self._dice.random() < 0.25
            self._take(clerk, "compensation.check", told + 70 * MINUTE, claim, finding="wrong", cause="rot_inside",
                       missed=missed, checked_by=clerk.name)  # fmt: skip
            fen = int(row["items"][0]["price_fen"])
            self._take(clerk, "compensation.agree", told + 80 * MINUTE, claim, amount_fen=fen, shop_by="店长")
            self._take(clerk, "compensation.confirm", told + 90 * MINUTE, claim, confirmed_how="phone")
        for fact in ("revisit", "revisit-compensation-1", *(f"revisit-exchange-{one['n']}" for one in row["items"])):
            call = self._chronicle.known("revisit", revisit_id(self._scope, order, fact)) or {"status": ""}
            moment = at(add_days(day_of(told), 1), "15:10") + self._seconds(0, 3000)
            if call["status"] == "waiting" and moment < self._now:
                words = ("good", "good", "good", "fair")
                self._take(self._of_role(Role.CLERK)[0], "revisit.answer", moment, str(call["id"]),
                           satisfaction=self._dice.choice(words), answers=[{"question": "新鲜吗?", "answer": "yes"}],
                           call_code="answered", seconds=self._dice.randrange(24, 70))  # fmt: skip

    # the board of counter.md 3.4

    def _board(self) -> None:
        """Two on the way, one at the counter, one to hand out, three out with one guard and nearly late."""
        now = self._now
        self._at_step(now - (4 * 60 + 10) * SECOND, None, "1-1-502")
        later = _Fate(window=True)
        order, _items = self._order(now - 50 * MINUTE, 3, later)
        keeper = self._acceptor(now - 4 * MINUTE)
        assert keeper is not None
        self._take(keeper, "acknowledge", now - 49 * MINUTE, order)
        self._at_step(now - (11 * 60 + 42) * SECOND, now - 35 * SECOND, "6-1-1202")
        self._at_step(now - (13 * 60 + 5) * SECOND, now - (4 * 60 + 20) * SECOND, "2-1-801", "accepted")
        guard, walk = self._guards[0], self._chronicle.new_id(now)
        for number, room in enumerate(("5-2-301", "4-2-402", "8-2-702")):
            placed = now - (16 * 60 + 51 - number * 70) * SECOND
            arrived = now - (8 * 60 + 30 - number * 40) * SECOND
            order = self._at_step(placed, arrived, room, "accepted")
            out = now - (3 * 60 + 10 - number) * SECOND
            self._take(keeper, "hand_out", out, order, guard=guard.name, guard_id=guard.id, walk=walk)

    def _at_step(self, placed: int, arrived: int | None, room: str, state: str = "arrived") -> str:
        order, items = self._order(placed, 5, _Fate(), room)
        if arrived is None:
            return order
        keeper = self._acceptor(arrived)
        assert keeper is not None
        self._take(keeper, "acknowledge", placed + 20 * SECOND, order)
        if state == "accepted":
            self._accepted(order, items, arrived, _Fate())
        else:
            self._take(keeper, "arrive", arrived, order, deliverer="小周")
        return order


def tell_fresh_orders(
    chronicle: Chronicle, founded: Founded, world: Mapping[str, Any], lists: Lists, now: int, seed: int
) -> None:
    """A year at 翠湖花园; 锦绣里 has no such service. Decided by the rules with these lists, nothing later than now."""
    before, chronicle.lists = chronicle.lists, lists
    try:
        _Fresh(chronicle, founded, world, now, seed).tell()
    finally:
        chronicle.lists = before
