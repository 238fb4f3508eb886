"""A shop's month through the door: the figures of the statement that the desk prints, over the shop's estates."""

from typing import TYPE_CHECKING, Any

from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    CompensationState,
    ExchangeState,
    OrderState,
)
from desk.services.fresh_orders.statement import ShopMonth, bounds, of_rows
from desk.store.rows import columns_of
from sync.server.doors.partners import Partner
from sync.server.doors.statuses import PartnerKind
from sync.server.problems import Problem
from sync.wire.shop import MonthLine, MonthTold

if TYPE_CHECKING:
    from desk.domain.field import RecordType
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

DELIVERED = "delivered_at >= ? AND delivered_at < ? AND status = ? ORDER BY delivered_at, id"
SETTLED = "month = ? AND status = ? ORDER BY resident_agreed_at, id"


def told(server: "Server", session: "Session", partner: Partner, month: str) -> MonthTold:
    """Order by order; a Problem for who is no shop."""
    if partner.kind != PartnerKind.SHOP:
        raise Problem(403, "not_yours", "这把密钥没有月结")
    months = [one for scope in partner.scopes for one in _of_scope(server, session, partner, scope, month)]
    orders = [one for each in months for one in each.orders]
    lines = [MonthLine("order", one.no, one.delivered_at, 0, one.amount_fen) for one in orders]
    for each in months:
        lines += [
            MonthLine("exchange", one.order_no, int(one.delivered_at or 0), one.n, one.amount_fen)
            for one in each.exchanges
        ]
        lines += [
            MonthLine("compensation", one.order_no, one.confirmed_at, one.n, one.amount_fen)
            for one in each.compensations
        ]
    return MonthTold(
        month, len(orders), sum(one.orders_fen for one in months), sum(one.exchanges_fen for one in months),
        sum(one.compensation_fen for one in months), sum(one.net_fen for one in months), lines,
    )  # fmt: skip


def _of_scope(
    server: "Server", session: "Session", partner: Partner, scope: str, month: str
) -> list[ShopMonth]:  # fmt: skip
    def rows(record: "RecordType", condition: str, *given: Any) -> "list[Values]":
        columns = columns_of(record)
        found = session.read(columns.select(f"scope = ? AND partner = ? AND {condition}"), (scope, partner.id, *given))
        return [columns.decode(row) for row in found]

    begin, end = bounds(month)
    return of_rows(
        month,
        rows(FRESH_ORDER, DELIVERED, begin, end, str(OrderState.DELIVERED)),
        rows(EXCHANGE, DELIVERED, begin, end, str(ExchangeState.DELIVERED)),
        rows(COMPENSATION, SETTLED, month, str(CompensationState.SETTLED)),
        server.offices.fresh(session, scope).context.settings,
    )
