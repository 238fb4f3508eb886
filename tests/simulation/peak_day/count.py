"""The day counted by hand from the plan alone: money, points, clocks, states. It asks no table and no rule."""

from dataclasses import dataclass, field

from tests.simulation.peak_day.plan import MINUTE, SHOPS, Order, Plan

LIMIT, ESTATE, SPARE = 20 * MINUTE, 10 * MINUTE, 10 * MINUTE
BELL, ESTATE_BELL = 15 * MINUTE, 8 * MINUTE


@dataclass
class Shop:
    orders: int = 0
    goods_fen: int = 0
    exchanged_fen: int = 0
    compensated_fen: int = 0

    @property
    def due_fen(self) -> int:
        return self.goods_fen + self.exchanged_fen - self.compensated_fen


@dataclass
class Count:
    """`points` by (number of the order, item or 0); `late` and `estate_late` are numbers of orders."""

    shops: dict[str, Shop] = field(default_factory=dict)
    points: dict[tuple[str, int], int] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    estate_late: set[str] = field(default_factory=set)


def counted(plan: Plan) -> Count:
    found = Count({name: Shop() for name in SHOPS})
    for one in plan.orders:
        found.states[one.no] = state(one)
        if state(one) == "delivered":
            _delivered(found, one)
    return found


def state(one: Order) -> str:
    if one.cancelled:
        return "cancelled"
    return "refused" if one.refused else "delivered"


def _delivered(found: Count, one: Order) -> None:
    shop = found.shops[SHOPS[one.shop]]
    goes = sum(item.fen for item in one.goods if not _stays_behind(one, item.n))
    shop.orders += 1
    shop.goods_fen += goes
    _points(found, one, 0, goes)
    if one.swap is not None and not one.swap.dropped:
        fen = one.item(one.swap.n).fen
        shop.exchanged_fen += fen
        _points(found, one, one.swap.n, fen)
    if one.claim is not None:
        shop.compensated_fen += one.claim.fen
    if not in_time(one):
        found.late.add(one.no)
    if one.window is None and one.signed - one.arrived - stopped(one) > ESTATE:
        found.estate_late.add(one.no)


def _stays_behind(one: Order, n: int) -> bool:
    return (one.fault is not None and one.fault[0] == n) or one.declined == n


def _points(found: Count, one: Order, n: int, fen: int) -> None:
    if not one.phoned and fen >= 100:
        found.points[(one.no, n)] = fen // 100


def stopped(one: Order) -> int:
    return one.stop[1] - one.stop[0] if one.stop else 0


def in_time(one: Order) -> bool:
    """Twenty minutes from the shop's taking it, or ten minutes around the window; a stop takes its time out."""
    if one.window is None:
        return one.signed - one.placed - stopped(one) <= LIMIT
    begin, end = one.window[0] - SPARE, one.window[1] + SPARE
    return begin <= one.signed and one.signed - stopped(one) <= end


def rings(one: Order, after: int, tick: int) -> tuple[bool, bool]:
    """(must ring, may ring) of a clock that began at `after`: must, where its bell is due a whole tick before the
    signature; may, until the desk hears of the signature.
    """
    bell = BELL if after == one.placed else ESTATE_BELL
    due = after + bell
    if one.stop and one.stop[0] < due:
        due += stopped(one)
    return due + tick < one.signed, due <= one.back
