"""A shop's order as it stands in the estate's log: found by the shop's own number, told to the shop."""

from typing import TYPE_CHECKING, Any, NamedTuple

from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    CompensationState,
    ExchangeState,
    Fault,
    OrderState,
)
from desk.store.rows import columns_of
from sync.server.doors import ops, orders
from sync.server.doors.orders import Owner
from sync.server.doors.partners import Partner
from sync.server.problems import Problem
from sync.wire.shop import CompensationTold, ExchangeTold, ItemTold, OrderTold

if TYPE_CHECKING:
    from desk.domain.field import RecordType
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

S = OrderState
UNCHECKED = {"identity_unchecked": "identity", "address_unchecked": "address"}
WORDS = {
    S.PLACED: "已收到, 请备货送来",
    S.ARRIVED: "已到货, 等验收",
    S.INSPECTING: "正在验收",
    S.ACCEPTED: "已验收, 准备送上楼",
    S.OUT: "正在送上楼",
    S.DELIVERED: "已签收",
    S.REFUSED: "整单拒收",
    S.CANCELLED: "已取消",
    S.VOID: "已作废",
}


class Placed(NamedTuple):
    """A shop's order and where it is."""

    scope: str
    ent: str
    values: "Values"

    @property
    def status(self) -> OrderState:
        return S.of(str(self.values.get("status"))) or S.VOID


def entity(server: "Server", partner: Partner, event: str) -> str:
    return ops.derived(server, "fresh", partner.id, event)


def order_of(session: "Session", partner: str, event: str) -> Placed | None:
    rows = session.read(orders.WHERE, (partner, event))
    if not rows:
        return None
    scope, ent = str(rows[0][0]), str(rows[0][1])
    values = row_of(session, FRESH_ORDER, scope, ent)
    return None if values is None else Placed(scope, ent, values)


def brought_back(server: "Server", session: "Session", partner: Partner, event: str) -> Placed | None:
    """An order that desks gave back to a restored server, which no longer knows whose it was."""
    ent = entity(server, partner, event)
    for scope in partner.scopes:
        if row_of(session, FRESH_ORDER, scope, ent) is not None:
            orders.put(session, scope, ent, Owner(partner.id, event, 0, ""))
    return order_of(session, partner.id, event)


def known(server: "Server", session: "Session", partner: Partner, event: str) -> Placed:
    """The order, or a Problem that asks to send it first: what follows it may come before it."""
    found = order_of(session, partner.id, event) or brought_back(server, session, partner, event)
    if found is None:
        raise Problem(404, "unknown_event", "没有这个订单; 请先发订单, 再发这一条")
    return found


def head_of(session: "Session", record: "RecordType", scope: str, ent: str) -> str | None:
    """The newest op of a row."""
    rows = session.read(f'SELECT head FROM "{record.name}" WHERE scope = ? AND id = ?', (scope, ent))
    return str(rows[0][0]) if rows else None


def row_of(session: "Session", record: "RecordType", scope: str, ent: str) -> "Values | None":
    columns = columns_of(record)
    rows = session.read(columns.select("scope = ? AND id = ?"), (scope, ent))
    return columns.decode(rows[0]) if rows else None


def rows_of(session: "Session", record: "RecordType", scope: str, order_id: str) -> list["Values"]:
    """The exchanges or compensations of an order."""
    columns = columns_of(record)
    rows = session.read(columns.select("scope = ? AND order_id = ?") + ' ORDER BY "n", id', (scope, order_id))
    return [columns.decode(row) for row in rows]


def told_of(session: "Session", event: str, revision: int, order: Placed) -> OrderTold:
    """What the shop may know: what became of its goods. Nothing of guards, notes and signatures."""
    values, status = order.values, order.status
    estate, desk_phone = orders.estate_of(session, order.scope)
    return OrderTold(
        event=event,
        revision=revision,
        state=str(status),
        label=status.label,
        words=_words(values, status),
        estate=estate,
        desk_phone=desk_phone,
        where=str(values.get("where") or ""),
        unchecked=[word for name, word in UNCHECKED.items() if values.get(name)],
        conclusion=str(values.get("conclusion") or ""),
        arrived_at=values.get("arrived_at"),
        inspected_at=values.get("inspected_at"),
        delivered_at=values.get("delivered_at"),
        kind=str(values.get("kind") or ""),
        window_from_at=values.get("window_from_at"),
        window_to_at=values.get("window_to_at"),
        items=_items(values),
        exchanges=[_exchange(one) for one in rows_of(session, EXCHANGE, order.scope, order.ent)],
        compensations=[
            _compensation(one)
            for one in rows_of(session, COMPENSATION, order.scope, order.ent)
            if one.get("status") not in (CompensationState.REPORTED, CompensationState.EXPLAINED)
        ],
    )


def _words(values: "Values", status: OrderState) -> str:
    if status is S.VOID and values.get("forwarded_to"):
        return f"不是本小区的订单, 转{values['forwarded_to']}"
    if status is S.PLACED and values.get("from_estate"):
        return f"由{values['from_estate']}转来, 请送到这里"
    failed = [one for one in values.get("inspected") or () if one.get("verdict") not in (None, "pass")]
    if not failed or status in (S.CANCELLED, S.VOID):
        return WORDS[status]
    names = {one["n"]: one["name"] for one in values.get("items") or ()}
    said = "、".join(f"{names.get(one['n'], '')} {Fault.label_of(one.get('fault'))}".strip() for one in failed)
    return f"{WORDS[status]}; 不合格: {said}"


def _items(values: "Values") -> list[ItemTold]:
    found: dict[int, dict[str, Any]] = {one["n"]: one for one in values.get("inspected") or ()}
    return [
        ItemTold(
            n=one["n"],
            name=one["name"],
            ordered=one["ordered"],
            got=found.get(one["n"], {}).get("got"),
            temp=found.get(one["n"], {}).get("temp"),
            verdict=str(found.get(one["n"], {}).get("verdict") or ""),
            fault=str(found.get(one["n"], {}).get("fault") or ""),
            fault_label=Fault.label_of(found.get(one["n"], {}).get("fault")),
        )
        for one in values.get("items") or ()
    ]


def _exchange(values: "Values") -> ExchangeTold:
    state = str(values.get("status") or "")
    return ExchangeTold(
        n=int(values.get("n") or 0), item=str(values.get("item") or ""), turn=int(values.get("turn") or 1),
        state=state, label=ExchangeState.label_of(state), fault=str(values.get("reason") or ""),
        fault_label=Fault.label_of(values.get("reason")), choice=str(values.get("choice") or ""),
        ordered=int(values.get("ordered") or 0), eta_at=values.get("eta_at"), delivered_at=values.get("delivered_at"),
    )  # fmt: skip


def _compensation(values: "Values") -> CompensationTold:
    state = str(values.get("status") or "")
    return CompensationTold(
        n=int(values.get("n") or 0), item=str(values.get("item") or ""), state=state,
        label=CompensationState.label_of(state), cause=str(values.get("cause") or ""),
        amount_fen=values.get("amount_fen"), month=str(values.get("month") or ""),
    )  # fmt: skip
