"""4.3: the shops by the same moments: on time, exchanges by reason, short weight, compensations, how soon again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.domain.roles import Actor, Role
from desk.services.assessment.books import Books, Row
from desk.services.assessment.clerks import middle
from desk.services.assessment.counting import BLANK, MET, MISSED, Case, Period, Tally, counted_by, of_measure
from desk.services.assessment.measures import Measure, Source, Terms, Whens, always
from desk.services.assessment.measures_of_others import GONE, WINDOW

READERS = frozenset({Role.MANAGER, Role.HEAD_OFFICE, Role.SUPERVISOR, Role.ACCOUNTANT})
SHORT = "short"
ORDERS, EXCHANGED, COMPENSATED = "orders", "exchanged", "compensated"
GONE_BY, FOR = "x:void", "for:"  # FOR: the exchanges for one reason


def _in_time(terms: Terms) -> Whens:
    """The shop's half of the whole time; an appointed order so early that the estate's half remains."""
    return [
        *always(terms, "r.placed_at", GONE),
        ("r.arrived_at IS NULL", "x:pending"),
        (f"{WINDOW} AND r.arrived_at <= r.window_to_at - p.ours_ms", "met"),
        (WINDOW, "missed"),
        ("r.arrived_at - r.placed_at <= p.total_ms - p.ours_ms", "met"),
    ]


ARRIVED = Measure("shop_in_time", "准时到货", Source.FRESH, "fresh_order", "r.placed_at", _in_time, "missed")


@dataclass(frozen=True, slots=True)
class Shop:
    """`exchanged` orders of `orders` had an exchange, `short` of them for weight; `reasons` counts exchanges."""

    name: str
    in_time: Tally
    orders: int
    exchanged: int
    short: int
    reasons: Mapping[str, int]
    compensations: int
    compensation_fen: int
    again_ms: int | None


def shops(books: Books, period: Period, actor: Actor, scope: str) -> list[Shop]:
    """In the order of names; nobody's for who may not see it."""
    if not actor.may(READERS):
        return []
    terms = period.terms(books, Source.FRESH)
    in_time = {who: told for (at, who), told in counted_by(books, period, [ARRIVED], "shop").items() if at == scope}
    by_shop: dict[str, list[tuple[str, str, int | None]]] = {}
    for shop, _, _, order, reason, took in _exchanges(books, terms, scope):
        by_shop.setdefault(str(shop or ""), []).append((str(order), str(reason or ""), took))
    paid = {
        str(shop): (int(number), int(total or 0))
        for shop, number, total in books.read(
            f"""SELECT COALESCE(shop, ''), COUNT(*), SUM(amount_fen) FROM compensation
                WHERE scope = ? AND {terms.within("resident_agreed_at")} AND status = 'settled' GROUP BY 1""",
            (scope,),
        )
    }
    return [
        _shop(name, in_time.get(name, {}).get(ARRIVED.name, BLANK), by_shop.get(name, []), paid.get(name, (0, 0)))
        for name in sorted(in_time.keys() | by_shop.keys() | paid.keys())
    ]


def behind(books: Books, period: Period, actor: Actor, scope: str, shop: str, figure: str) -> list[Case]:
    """What a shop's figure counts, by time: ORDERS, MET, MISSED, EXCHANGED and SHORT are fresh orders, COMPENSATED
    compensations, FOR and a reason exchanges."""
    if not actor.may(READERS):
        return []
    terms = period.terms(books, Source.FRESH)
    if figure in (ORDERS, MET, MISSED):
        cases = of_measure(books, period, ARRIVED, "shop", shop) if shop else []
        return [one for one in cases if (one.verdict != GONE_BY if figure == ORDERS else one.verdict == figure)]
    if figure == COMPENSATED:
        rows = books.read(
            f"""SELECT id, resident_agreed_at FROM compensation WHERE scope = ? AND COALESCE(shop, '') = ?
                AND {terms.within("resident_agreed_at")} AND status = 'settled' ORDER BY resident_agreed_at, id""",
            (scope, shop),
        )
        return [Case(str(ent), scope, int(at), MET) for ent, at in rows]
    own = [one for one in _exchanges(books, terms, scope) if str(one[0] or "") == shop]
    if figure.startswith(FOR):
        why = figure.removeprefix(FOR)
        return [Case(str(ent), scope, int(at), MET) for _, ent, at, _, reason, _ in own if str(reason or "") == why]
    orders: dict[str, int] = {}
    for _, _, at, order, reason, _ in own:
        if figure == EXCHANGED or reason == SHORT:
            orders.setdefault(str(order), int(at))
    return [Case(order, scope, at, MET) for order, at in orders.items()]


def _exchanges(books: Books, terms: Terms, scope: str) -> Sequence[Row]:
    """(shop, id, opened_at, order, reason, how long until the goods came again), by time."""
    return books.read(
        f"""SELECT shop, id, opened_at, order_id, reason, arrived_at - COALESCE(told_shop_at, opened_at) FROM exchange
            WHERE scope = ? AND {terms.within("opened_at")} AND status <> 'void' ORDER BY opened_at, id""",
        (scope,),
    )


def _shop(name: str, in_time: Tally, exchanges: list[tuple[str, str, int | None]], paid: tuple[int, int]) -> Shop:
    reasons: dict[str, int] = {}
    for _, reason, _ in exchanges:
        reasons[reason] = reasons.get(reason, 0) + 1
    orders = in_time.all - in_time.left.get("void", 0)
    exchanged = {order for order, _, _ in exchanges}
    short = {order for order, reason, _ in exchanges if reason == SHORT}
    return Shop(
        name, in_time, orders, len(exchanged), len(short), reasons, *paid, middle(took for _, _, took in exchanges)
    )
