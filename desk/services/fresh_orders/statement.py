"""门店月结: what a month's deliveries come to for one shop, order by order, exact to the fen.

An order counts in the month in which it was signed for, with the items that went up; an exchanged item in the month of
its own signature; a compensation in the month that the resident agreed. So a statement stays as it was printed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import add_days, start_of_day
from desk.domain.fresh_lists import Fault
from desk.domain.roles import Actor
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    Cause,
    CompensationState,
    ExchangeState,
    OrderKind,
    OrderState,
)
from desk.services.fresh_orders.rules import to_deliver
from desk.store.query import visible_to
from desk.store.rows import columns_of

if TYPE_CHECKING:
    from desk.domain.field import RecordType
    from desk.domain.values import Values
    from desk.store.database import Database

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order: what was ordered, what did not go up with it, what is due for it."""

    at: int
    no: str
    event: str
    where: str
    kind: str
    count: int
    ordered_fen: int
    held_fen: int
    held: str

    @property
    def due_fen(self) -> int:
        return self.ordered_fen - self.held_fen


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """An item that came again and was signed for."""

    at: int
    no: str
    order_id: str
    where: str
    n: int
    item: str
    reason: str
    due_fen: int


@dataclass(frozen=True, slots=True)
class CompensationLine:
    """What the shop pays back."""

    at: int
    no: str
    order_id: str
    where: str
    n: int
    item: str
    cause: str
    missed: bool
    fen: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A shop's month."""

    shop: str
    month: str
    orders: tuple[OrderLine, ...]
    exchanges: tuple[ExchangeLine, ...]
    compensations: tuple[CompensationLine, ...]

    @property
    def ordered_fen(self) -> int:
        return sum(line.ordered_fen for line in self.orders)

    @property
    def held_fen(self) -> int:
        return sum(line.held_fen for line in self.orders)

    @property
    def goods_fen(self) -> int:
        """Of the orders: what went up with them."""
        return self.ordered_fen - self.held_fen

    @property
    def exchanged_fen(self) -> int:
        return sum(line.due_fen for line in self.exchanges)

    @property
    def compensated_fen(self) -> int:
        return sum(line.fen for line in self.compensations)

    @property
    def due_fen(self) -> int:
        """What the shop gets."""
        return self.goods_fen + self.exchanged_fen - self.compensated_fen


def span(month: str) -> tuple[int, int]:
    """From and until of a month (2026-11), ms UTC, by China's calendar."""
    first = f"{month}-01"
    following = f"{add_days(first, 31)[:7]}-01"
    return start_of_day(first), start_of_day(following)


def statement(
    shop: str, month: str, orders: Sequence[Mapping[str, Any]], exchanges: Sequence[Mapping[str, Any]],
    compensations: Sequence[Mapping[str, Any]],
) -> Statement:  # fmt: skip
    """Of the rows that belong to the month."""
    return Statement(
        shop,
        month,
        tuple(_order(one) for one in orders),
        tuple(
            ExchangeLine(
                int(one["delivered_at"]), _text(one, "order_no"), _text(one, "order_id"), _text(one, "where"),
                int(one["n"]), _text(one, "item"), Fault.label_of(one.get("reason")), int(one.get("price_fen") or 0),
            )
            for one in exchanges
        ),
        tuple(
            CompensationLine(
                int(one["resident_agreed_at"]), _text(one, "order_no"), _text(one, "order_id"), _text(one, "where"),
                int(one["n"]), _text(one, "item"), Cause.label_of(one.get("cause")), bool(one.get("missed")),
                int(one.get("amount_fen") or 0),
            )
            for one in compensations
        ),
    )  # fmt: skip


def of_shop(database: "Database", actor: Actor, scope: str, shop: str, month: str) -> Statement:
    """As the desk reads it: one shop of one estate."""
    where, parameters = visible_to(actor, scope)
    return read_statement(database.read, shop, month, f"({where}) AND shop = ?", (*parameters, shop))


def shops_of(database: "Database", actor: Actor, scope: str, month: str) -> list[str]:
    """The shops that something was delivered of in this month, or that pay something back."""
    where, parameters = visible_to(actor, scope)
    begin, end = span(month)
    found: set[str] = set()
    for record in ("fresh_order", "exchange"):
        rows = database.read(
            f"SELECT DISTINCT shop FROM {record} WHERE {where} AND delivered_at >= ? AND delivered_at < ?",
            (*parameters, begin, end),
        )
        found |= {str(row[0]) for row in rows}
    rows = database.read(f"SELECT DISTINCT shop FROM compensation WHERE {where} AND month = ?", (*parameters, month))
    return sorted(found | {str(row[0]) for row in rows if row[0]})


def read_statement(read: Read, shop: str, month: str, where: str, parameters: Sequence[Any]) -> Statement:
    """By any condition on shop, partner or scope; on the desk and on the server."""
    begin, end = span(month)
    delivered = f"{where} AND status = ? AND delivered_at >= ? AND delivered_at < ?"

    def rows(record: "RecordType", condition: str, *more: object) -> "list[Values]":
        columns = columns_of(record)
        found = read(columns.select(condition), (*parameters, *more))
        return [columns.decode(row) for row in found]

    def placed(one: Mapping[str, Any]) -> tuple[int, str, int, str]:
        at = one.get("delivered_at") if "month" not in one else one.get("resident_agreed_at")
        number = str(one.get("no") or one.get("order_no") or "")
        return int(at or 0), number, int(one.get("n") or 0), str(one["id"])

    return statement(
        shop,
        month,
        sorted(rows(FRESH_ORDER, delivered, str(OrderState.DELIVERED), begin, end), key=placed),
        sorted(rows(EXCHANGE, delivered, str(ExchangeState.DELIVERED), begin, end), key=placed),
        sorted(
            rows(COMPENSATION, f"{where} AND status = ? AND month = ?", str(CompensationState.SETTLED), month),
            key=placed,
        ),
    )


def _order(order: Mapping[str, Any]) -> OrderLine:
    items, goes = by_n(order.get("items")), set(to_deliver(order))
    held = [item for n, item in items.items() if n not in goes]
    return OrderLine(
        int(order["delivered_at"]), _text(order, "no"), _text(order, "partner_event"), _text(order, "where"),
        OrderKind.label_of(order.get("kind")), len(items), sum(_price(item) for item in items.values()),
        sum(_price(item) for item in held), "、".join(_text(item, "name") for item in held),
    )  # fmt: skip


def _price(item: Mapping[str, Any]) -> int:
    return int(item.get("price_fen") or 0)


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "")
