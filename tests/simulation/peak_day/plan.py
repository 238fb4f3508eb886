"""What happens on the day, drawn from a seed: when each order comes, what is wrong with it, what goes amiss on the way.

All moments are seconds of the day. Nothing here knows a rule: the plan says what people see and do.
"""

import random
from dataclasses import dataclass, field

DAY = "2026-11-18"  # a Wednesday
MINUTE, HOUR = 60, 3600
OPENS, SHUTS = 8 * HOUR, 21 * HOUR
PEAKS = ((11 * HOUR, 12.5 * HOUR), (17 * HOUR, 18.5 * HOUR))
SHOPS = ("淘鲜果翠湖店", "鲜丰生活", "老王菜铺")
PER_WALK = 4
# Name, unit, amounts ordered, fen for a kilogram or a piece, grams that may lawfully be missing (None: not weighed),
# the temperature at which it comes (tenths of a degree).
GOODS: tuple[tuple[str, str, tuple[int, ...], int, int | None, int], ...] = (
    ("菠菜", "g", (300, 500), 900, 20, 120), ("西红柿", "g", (500, 1000), 899, 20, 150),
    ("苹果", "g", (500, 1000), 1280, 20, 150), ("草莓", "g", (300, 500), 5980, 20, 80),
    ("前腿肉", "g", (500, 750), 3780, 5, 40), ("基围虾", "g", (400, 500), 12800, 1, 30),
    ("鸡蛋", "piece", (1, 2), 2380, None, 150), ("纯牛奶", "piece", (2, 6), 550, None, 40),
    ("速冻水饺", "piece", (1,), 1990, None, -185),
)  # fmt: skip
FAULTS = ("rot", "look", "short", "missing")
RED = "rot"


@dataclass(frozen=True, slots=True)
class Item:
    n: int
    name: str
    unit: str
    ordered: int
    fen: int
    tolerance: int | None
    tenths: int


@dataclass(frozen=True, slots=True)
class Swap:
    """One item that comes again. `fails`: when it first comes it is bad again; `dropped`: nobody waits for it."""

    n: int
    together: bool
    opened: int
    came: int
    fails: bool = False
    dropped: bool = False

    @property
    def ready(self) -> int:
        """When it is accepted: a minute after it came, or after it came the second time."""
        return self.came + (13 * MINUTE if self.fails else MINUTE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Rot found inside. `fen` 0: there was nothing."""

    n: int
    at: int
    fen: int
    missed: bool


@dataclass
class Order:
    """One order. `lost`: how many answers of the server got lost; `late_first`: the change came before the order."""

    n: int
    no: str
    shop: int
    home: int
    placed: int
    items: tuple[Item, ...]
    window: tuple[int, int] | None = None
    changed: tuple[Item, ...] | None = None
    cancelled: bool = False
    phoned: bool = False
    arrived: int = 0
    begun: int = 0
    inspected: int = 0
    fault: tuple[int, str] | None = None
    exact: bool = False  # the first weighed item lacks just what may be missing
    refused: bool = False
    choice: str = ""
    swap: Swap | None = None
    out: int = 0
    signed: int = 0
    declined: int = 0
    stop: tuple[int, int] | None = None
    claim: Claim | None = None
    lost: int = 0
    twice: bool = False
    late_first: bool = False
    walk: str = ""
    back: int = 0

    @property
    def goods(self) -> tuple[Item, ...]:
        """As they are after the change, if there was one."""
        return self.changed or self.items

    def item(self, n: int) -> Item:
        return next(item for item in self.goods if item.n == n)


@dataclass
class Plan:
    """The day's orders by number, and the walks: which orders go out with one guard, when the sheet comes back."""

    orders: list[Order]
    walks: dict[str, list[Order]] = field(default_factory=dict)


def drawn(count: int, seed: int, homes: int, wild: int = 1) -> Plan:
    """The same seed draws the same day; `wild`: so much more often something goes amiss."""
    dice = random.Random(seed)
    orders = sorted((_order(dice, homes, wild) for _ in range(count)), key=lambda one: one.placed)
    for number, one in enumerate(orders, 1):
        one.n, one.no = number, f"TX20261118{number:06d}"
    plan = Plan(orders)
    _walks(plan)
    return plan


def _order(dice: random.Random, homes: int, wild: int) -> Order:
    peak = PEAKS[dice.randrange(2)] if dice.random() < 0.7 else (OPENS, SHUTS)
    placed = int(dice.uniform(*peak))
    one = Order(0, "", dice.randrange(len(SHOPS)), dice.randrange(homes), placed, _items(dice))
    one.phoned = dice.random() < 0.04 * wild
    if dice.random() < 0.15:
        begin = placed - placed % (30 * MINUTE) + 60 * MINUTE
        one.window = (begin, begin + 30 * MINUTE)
    if dice.random() < 0.05 * wild and not one.phoned:
        one.changed = _items(dice)
        one.late_first = dice.random() < 0.4
    one.lost = dice.choice((0, 0, 0, 0, 1, 1, 2))
    one.twice = dice.random() < 0.1
    if dice.random() < 0.02 * wild and not one.phoned:
        one.cancelled = True
        return one
    ready = placed if one.window is None else one.window[0] - 10 * MINUTE
    one.arrived = ready + int(dice.uniform(13, 20) if dice.random() < 0.05 * wild else dice.uniform(5, 10)) * MINUTE
    one.arrived += dice.randrange(MINUTE)
    one.begun = one.arrived + dice.randrange(5, 60)
    one.inspected = one.begun + dice.randrange(40, 100)
    one.exact = dice.random() < 0.1
    _faults(dice, one, wild)
    if not one.refused:
        _delivery(dice, one, wild)
    return one


def _items(dice: random.Random) -> tuple[Item, ...]:
    return tuple(
        Item(number, name, unit, (amount := dice.choice(amounts)), _fen(unit, amount, price), tolerance, tenths)
        for number, (name, unit, amounts, price, tolerance, tenths) in enumerate(
            dice.sample(GOODS, dice.randrange(1, 6)), 1
        )
    )


def _fen(unit: str, amount: int, price: int) -> int:
    return (amount * price + 500) // 1000 if unit == "g" else amount * price


def _faults(dice: random.Random, one: Order, wild: int) -> None:
    if dice.random() >= 0.12 * wild:
        return
    item = dice.choice(one.goods)
    fault = dice.choice(FAULTS)
    if fault == "short" and item.tolerance is None:
        fault = "look"
    one.fault = (item.n, fault)
    one.choice = dice.choice(("first_good", "first_good", "together", "drop"))
    if one.choice == "drop":
        one.refused = len(one.goods) == 1
        return
    came = one.inspected + int(dice.uniform(8, 15)) * MINUTE
    together = one.choice == "together" or len(one.goods) == 1
    if together:
        one.choice = "together"
    dropped = not together and dice.random() < 0.2
    one.swap = Swap(item.n, together, one.inspected, came, not dropped and dice.random() < 0.2, dropped)


def _delivery(dice: random.Random, one: Order, wild: int) -> None:
    ready = one.inspected
    if one.swap is not None and one.swap.together:
        ready = one.swap.ready
    one.out = (ready // MINUTE + 1) * MINUTE  # a guard leaves at the full minute with what is there
    one.signed = one.out + dice.randrange(90, 300)
    if dice.random() < 0.03 * wild:
        one.stop = (one.out + 60, one.out + 60 + int(dice.uniform(4, 16)) * MINUTE)
        one.signed = one.stop[1] + dice.randrange(60, 150)
    if one.fault is None and len(one.goods) > 1 and dice.random() < 0.02 * wild:
        one.declined = dice.choice(one.goods).n
    if one.fault is None and not one.declined and dice.random() < 0.04 * wild:
        item = dice.choice(one.goods)
        wrong = dice.random() < 0.8
        one.claim = Claim(
            item.n, one.signed + dice.randrange(30, 90) * MINUTE, item.fen // 2 + 1 if wrong else 0, dice.random() < 0.3
        )


def _walks(plan: Plan) -> None:
    """Who goes out in the same minute goes with one guard, up to four; the sheet comes back with the last of them."""
    by_minute: dict[int, list[Order]] = {}
    for one in plan.orders:
        if one.out and not (one.swap is not None and one.swap.together):
            by_minute.setdefault(one.out, []).append(one)
    for minute, orders in sorted(by_minute.items()):
        for begin in range(0, len(orders), PER_WALK):
            some = orders[begin : begin + PER_WALK]
            name = f"W{minute}-{begin}"
            back = max(one.signed for one in some) + MINUTE
            for one in some:
                one.walk, one.back = name, back
            plan.walks[name] = some
    for one in plan.orders:
        if one.out and not one.walk:
            one.back = one.signed + MINUTE
