"""月度对账: what each shop delivered in a month, what was exchanged, what it owes for compensations. Exact to the 分.

Every item counts once: with its order where it went up with it, with its exchange where it came later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import add_days, at
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.reads import rows_where
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER, CompensationState, ExchangeState
from desk.services.fresh_orders.rules import to_deliver
from desk.services.fresh_orders.sampling import kept_fen

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order delivered: `amount_fen` of what went up, `dropped_fen` of what did not and is not to be paid."""

    id: str
    no: str
    where: str
    kind: str
    delivered_at: int
    things: int
    amount_fen: int
    dropped_fen: int
    on_time: bool | None
    late_reason: str


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One item exchanged. `amount_fen` is paid where it came in this month, else 0."""

    id: str
    order_no: str
    where: str
    n: int
    item: str
    reason: str
    status: str
    opened_at: int
    delivered_at: int | None
    amount_fen: int


@dataclass(frozen=True, slots=True)
class CompensationLine:
    id: str
    order_no: str
    where: str
    n: int
    item: str
    cause: str
    missed: bool
    confirmed_at: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class ShopMonth:
    """A shop's month. `net_fen`: delivered, less compensations."""

    shop: str
    partner: str
    month: str
    orders: list[OrderLine] = field(default_factory=list)
    exchanges: list[ExchangeLine] = field(default_factory=list)
    compensations: list[CompensationLine] = field(default_factory=list)

    @property
    def orders_fen(self) -> int:
        return sum(one.amount_fen for one in self.orders)

    @property
    def exchanges_fen(self) -> int:
        return sum(one.amount_fen for one in self.exchanges)

    @property
    def delivered_fen(self) -> int:
        return self.orders_fen + self.exchanges_fen

    @property
    def compensation_fen(self) -> int:
        return sum(one.amount_fen for one in self.compensations)

    @property
    def net_fen(self) -> int:
        return self.delivered_fen - self.compensation_fen

    @property
    def late(self) -> int:
        return sum(one.on_time is False for one in self.orders)

    @property
    def missed(self) -> int:
        return sum(one.missed for one in self.compensations)


def bounds(month: str) -> tuple[int, int]:
    """The first moment of a month, `2026-11`, and of the one behind it."""
    first = f"{month}-01"
    following = add_days(f"{month}-28", 4)[:7] + "-01"
    return at(first, "0:00"), at(following, "0:00")


def month(database: "Database", actor: Actor, scope: str, month: str, settings: Settings) -> list[ShopMonth]:
    """Every shop with something in the month, by name."""
    begin, end = bounds(month)
    given = (begin, end)
    orders = rows_where(
        database, actor, scope, FRESH_ORDER,
        "delivered_at >= ? AND delivered_at < ? AND status = 'delivered' ORDER BY delivered_at, id", given,
    )  # fmt: skip
    exchanges = rows_where(
        database, actor, scope, EXCHANGE,
        """((opened_at >= ? AND opened_at < ?) OR (delivered_at >= ? AND delivered_at < ?)) AND status <> 'void'
           ORDER BY opened_at, id""", (*given, *given),
    )  # fmt: skip
    compensations = rows_where(
        database, actor, scope, COMPENSATION,
        f"month = ? AND status = '{CompensationState.SETTLED}' ORDER BY resident_agreed_at, id", (month,),
    )  # fmt: skip
    return of_rows(month, orders, exchanges, compensations, settings)


def of_rows(
    month: str, orders: Sequence[Values], exchanges: Sequence[Values], compensations: Sequence[Values],
    settings: Settings,
) -> list[ShopMonth]:  # fmt: skip
    begin, end = bounds(month)
    shops: dict[tuple[str, str], ShopMonth] = {}

    def of(row: Frozen) -> ShopMonth:
        key = (str(row.get("shop") or ""), str(row.get("partner") or ""))
        return shops.setdefault(key, ShopMonth(key[0], key[1], month))

    for order in orders:
        of(order).orders.append(_order_line(order, settings))
    for one in exchanges:
        of(one).exchanges.append(_exchange_line(one, begin, end))
    for one in compensations:
        of(one).compensations.append(_compensation_line(one))
    return [shops[key] for key in sorted(shops)]


def delivered_fen(order: Frozen) -> int:
    """What went up with the order itself."""
    items, rows = by_n(order.get("items")), by_n(order.get("inspected"))
    return sum(kept_fen(items[n], rows[n]) for n in to_deliver(order) if n in items)


def _order_line(order: Frozen, settings: Settings) -> OrderLine:
    amount, whole = delivered_fen(order), _fen(order.get("items") or ())
    return OrderLine(
        str(order["id"]), str(order.get("no") or ""), str(order.get("where") or ""), str(order.get("kind") or ""),
        int(order["delivered_at"]), len(to_deliver(order)), amount, whole - amount, clocks.on_time(order, settings),
        str(order.get("late_reason") or ""),
    )  # fmt: skip


def _fen(items: Iterable[Frozen]) -> int:
    return sum(int(item.get("price_fen") or 0) for item in items)


def _exchange_line(one: Frozen, begin: int, end: int) -> ExchangeLine:
    came = one.get("delivered_at")
    here = one.get("status") == ExchangeState.DELIVERED and came is not None and begin <= came < end
    return ExchangeLine(
        str(one["id"]), str(one.get("order_no") or ""), str(one.get("where") or ""), int(one["n"]),
        str(one.get("item") or ""),
        str(one.get("reason") or ""), str(one["status"]), int(one.get("opened_at") or 0), came,
        int(one.get("price_fen") or 0) if here else 0,
    )  # fmt: skip


def _compensation_line(one: Frozen) -> CompensationLine:
    return CompensationLine(
        str(one["id"]), str(one.get("order_no") or ""), str(one.get("where") or ""), int(one["n"]),
        str(one.get("item") or ""),
        str(one.get("cause") or ""), bool(one.get("missed")), int(one.get("resident_agreed_at") or 0),
        int(one.get("amount_fen") or 0),
    )  # fmt: skip
