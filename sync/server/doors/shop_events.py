"""What a shop sends: orders and their changes, cancellations, how far a delivery is, answers to claims; each once."""

from typing import TYPE_CHECKING, Any

from desk.domain.deciding import Is
from desk.domain.phones import read_phone
from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    CompensationState,
    ExchangeState,
    OrderChannel,
    OrderState,
)
from sync.server.asked import Answer, Asked, told
from sync.server.doors import addresses, once, ops, orders, shop_orders
from sync.server.doors.addresses import Found, Wanted
from sync.server.doors.once import Event
from sync.server.doors.orders import Owner
from sync.server.doors.partner_door import Kind
from sync.server.doors.partners import Partner
from sync.server.doors.proving import partner_of
from sync.server.doors.requests import OLDEST_MS
from sync.server.doors.shop_orders import Placed
from sync.server.doors.statuses import PartnerKind
from sync.server.problems import Problem
from sync.wire.shop import (
    CancelEvent,
    CompensationEvent,
    ExchangeEvent,
    NoticeEvent,
    OrderEvent,
    OrderTold,
    ShopAnswer,
    ShopOrder,
)

if TYPE_CHECKING:
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

S, X, C = OrderState, ExchangeState, CompensationState
ORDER, CANCEL, NOTICE, ANSWER, PAID = "order", "cancel", "notice", "exchange", "compensation"
BY_SYSTEM = "门店系统"
OVER = frozenset({X.DELIVERED, X.DROPPED, X.VOID})
DONE = (Is.OK, Is.MERGED)
Outcome = OrderTold | Problem


def order(server: "Server", session: "Session", partner: Partner, event: OrderEvent, now: int) -> Outcome:
    """A new order, or a change of one that has not arrived."""
    _check(event.data)
    op_id = ops.derived(server, partner.id, ORDER, event.event, event.revision)
    there = shop_orders.order_of(session, partner.id, event.event)
    there = there or shop_orders.brought_back(server, session, partner, event.event)
    if there is None:
        return _take_in(server, session, partner, event, op_id, now)
    if not ops.is_logged(session, there.scope, op_id):
        refused = _amend(server, session, partner, event, there, op_id, now)
        if refused is not None:
            return refused
    return _as_it_stands(server, session, partner, event.event, event.revision)


def _check(data: ShopOrder) -> None:
    if not data.address and not data.home:
        raise Problem(422, "field", "缺少“地址”或“房屋编号”")
    begin, end = data.window_from_at, data.window_to_at
    if (data.kind == "window") != (begin is not None and end is not None) or (begin is None) != (end is None):
        raise Problem(422, "field", "预约单要有时段的开始和结束, 即时单没有时段")
    if begin is not None and end is not None and end <= begin:
        raise Problem(422, "field", "时段的结束要晚于开始")
    if len({item.n for item in data.items}) != len(data.items):
        raise Problem(422, "field", "两项商品用了同一个序号")


def where(session: "Session", partner: Partner, event: OrderEvent, now: int) -> str:
    """The scope that an order belongs to."""
    there = shop_orders.order_of(session, partner.id, event.event)
    return there.scope if there else _located(session, partner, event.data, now).scope


def where_known(session: "Session", partner: Partner, event: Any, now: int) -> str:
    """The scope of the order that an event speaks of."""
    there = shop_orders.order_of(session, partner.id, event.data.order)
    return there.scope if there else partner.scopes[0]


def _located(session: "Session", partner: Partner, data: ShopOrder, now: int) -> Found:
    return addresses.place_of(session, partner, Wanted(data.address, data.home, data.estate, data.who.phone), now)


def _take_in(
    server: "Server", session: "Session", partner: Partner, event: OrderEvent, op_id: str, now: int
) -> Outcome:  # fmt: skip
    if event.at < now - OLDEST_MS:
        raise Problem(422, "field", "“时间”已经过去 30 天以上, 请核对")
    found = _located(session, partner, event.data, now)
    ent = shop_orders.entity(server, partner, event.event)
    said = _about(session, event.data, found, now) | {
        "no": event.event, "channel": str(OrderChannel.PLATFORM), "partner": partner.id,
        "partner_event": event.event, "shop": partner.name,
    }  # fmt: skip
    orders.put(session, found.scope, ent, Owner(partner.id, event.event, 0, ""))
    ops.write(server, session, found.scope, "fresh_order.receive", ent, said, min(event.at, now), op_id)
    placed = shop_orders.order_of(session, partner.id, event.event)
    if placed is None:  # turned away by a rule: that stays in the log, and the shop hears of it
        return Problem(409, "refused", "没有接成, 请打物业前台电话")
    return shop_orders.told_of(session, event.event, event.revision, placed)


def _about(session: "Session", data: ShopOrder, found: Found, now: int) -> dict[str, Any]:
    """What an order holds: the place, the person as far as known, the goods."""
    said: dict[str, Any] = {
        "kind": data.kind,
        "name": data.who.name,
        "phone": read_phone(data.who.phone).number,
        "where": found.where,
        "home_id": found.home_id or None,
        "items": [_item(item) for item in data.items],
        "amount_fen": sum(item.price_fen for item in data.items),
        "window_from_at": data.window_from_at,
        "window_to_at": data.window_to_at,
        "note": data.note or None,
    }
    lives = addresses.living(session, found.scope, found.home_id, data.who.phone, now) if found.home_id else []
    if lives:
        said["resident_id"] = next((one.id for one in lives if one.name == data.who.name), lives[0].id)
    else:
        said["identity_unchecked"] = True
    if not found.sure or not found.home_id:
        said["address_unchecked"] = True
    return {name: value for name, value in said.items() if value is not None}


def _item(item: Any) -> dict[str, Any]:
    told = {"n": item.n, "name": item.name, "goods": item.goods, "spec": item.spec, "unit": item.unit}
    return {name: value for name, value in told.items() if value} | {
        "ordered": item.ordered, "price_fen": item.price_fen,
    }  # fmt: skip


def _amend(
    server: "Server", session: "Session", partner: Partner, event: OrderEvent, there: Placed, op_id: str, now: int
) -> Problem | None:  # fmt: skip
    """What the shop changed; in another estate it is another order."""
    if there.status is not S.PLACED:
        raise Problem(409, "over", f"现在是“{there.status.label}”, 不能再改, 请打物业前台电话")
    found = _located(session, partner, event.data, now)
    if found.scope != there.scope and found.sure:
        raise Problem(409, "other_estate", "地址换到了另一个小区, 请先取消这一单, 再重新下单")
    new = _about(session, event.data, found._replace(scope=there.scope), now)
    names = {"kind", "window_from_at", "window_to_at", "items", "amount_fen", "note", "name", "phone"}
    if not new.get("address_unchecked") or there.values.get("address_unchecked"):
        names |= {"home_id", "where", "resident_id", "address_unchecked", "identity_unchecked"}
    changed = {
        name: new.get(name) for name in sorted(names) if (new.get(name) or None) != (there.values.get(name) or None)
    }
    if not changed:
        return None
    before = once.before(session, Event(partner.id, ORDER, event.event, event.revision))
    after = ops.derived(server, partner.id, ORDER, event.event, before) if before else None
    if after is not None and not ops.is_logged(session, there.scope, after):
        after = None  # that revision changed nothing
    at = min(event.at, now)
    did = ops.write(server, session, there.scope, "fresh_order.amend", there.ent, changed, at, op_id, after)
    return None if did.verdict in DONE else Problem(409, "refused", "这次修改没有生效, 请打物业前台电话")


def cancel(server: "Server", session: "Session", partner: Partner, event: CancelEvent, now: int) -> Outcome:
    """Called off, as long as the goods have not come."""
    there = shop_orders.known(server, session, partner, event.data.order)
    if there.status is S.PLACED:
        values: Values = {"cancel_reason": event.data.reason}
        after = shop_orders.head_of(session, FRESH_ORDER, there.scope, there.ent)
        refused = _write(server, session, partner, event, there, ("cancel", there.ent, values), now, after)
        if refused is not None:
            return refused
        if event.data.words:
            _remark(server, session, partner, event, there, f"门店取消: {event.data.words}", now)
    elif there.status is not S.CANCELLED:
        raise Problem(409, "over", f"现在是“{there.status.label}”, 不能取消了, 请打物业前台电话")
    return _as_it_stands(server, session, partner, event.data.order, event.revision)


def notice(server: "Server", session: "Session", partner: Partner, event: NoticeEvent, now: int) -> Outcome:
    """How far it is. That it is at the gate the desk sees for itself: the shop's word starts no clock of the estate."""
    there, data = shop_orders.known(server, session, partner, event.data.order), event.data
    if there.status in (S.CANCELLED, S.VOID, S.REFUSED):
        raise Problem(409, "over", f"现在是“{there.status.label}”, 请不要再送")
    if there.status in (S.PLACED, S.ARRIVED):
        promised: Values = {"promised_at": data.eta_at} if data.eta_at else {}
        refused = None
        if data.what == "packed":
            refused = _write(server, session, partner, event, there, ("pack", there.ent, promised), now)
        elif promised:
            refused = _write(server, session, partner, event, there, ("promise", there.ent, promised), now)
        if refused is not None:
            return refused
        if data.what != "packed":
            what = "已出门" if data.what == "on_the_way" else "说已到小区"
            words = f"门店{what} {data.deliverer}".strip()
            _remark(server, session, partner, event, there, words, now)
    return _as_it_stands(server, session, partner, data.order, event.revision)


def exchange(server: "Server", session: "Session", partner: Partner, event: ExchangeEvent, now: int) -> Outcome:
    """The shop has heard of it, and when the replacement comes."""
    there, data = shop_orders.known(server, session, partner, event.data.order), event.data
    found = _claim(session, EXCHANGE, there, data.n)
    if found is None or X.of(str(found.get("status"))) in OVER:
        raise Problem(409, "no_exchange", "这一项没有要换的货")
    ident = str(found["id"])
    if found.get("status") == X.WAITING:
        promised: Values = {"eta_at": data.eta_at} if data.eta_at else {}
        if found.get("told_shop_at") is None:
            values: Values = {"told_by": data.deliverer or BY_SYSTEM, **promised}
            refused = _write(server, session, partner, event, there, ("exchange.tell_shop", ident, values), now)
        elif promised:
            refused = _write(server, session, partner, event, there, ("exchange.promise", ident, promised), now)
        else:
            refused = None
        if refused is not None:
            return refused
        if data.arrived:
            _remark(server, session, partner, event, there, f"门店说{found.get('item') or ''}换货已到小区", now)
    return _as_it_stands(server, session, partner, data.order, event.revision)


def compensation(
    server: "Server", session: "Session", partner: Partner, event: CompensationEvent, now: int
) -> Outcome:  # fmt: skip
    """The shop agrees to an amount: the one that the desk wrote down, or its own where there is none."""
    there, data = shop_orders.known(server, session, partner, event.data.order), event.data
    found = _claim(session, COMPENSATION, there, data.n)
    status = C.of(str(found.get("status"))) if found else None
    if found is None or status not in (C.CHECKED, C.AGREED, C.SETTLED):
        raise Problem(409, "no_compensation", "这一项没有待商定的赔偿")
    stood = found.get("amount_fen")
    if stood is not None and stood != data.amount_fen:
        raise Problem(409, "amount", "金额和前台登记的不同, 请与前台商定")
    if status is not C.SETTLED:
        values: Values = {"amount_fen": data.amount_fen, "shop_by": data.by}
        after = shop_orders.head_of(session, COMPENSATION, there.scope, str(found["id"]))
        step = ("compensation.agree", str(found["id"]), values)
        refused = _write(server, session, partner, event, there, step, now, after)
        if refused is not None:
            return refused
    return _as_it_stands(server, session, partner, data.order, event.revision)


def status(server: "Server", asked: Asked) -> Answer:
    """How an order stands: what was found, what is to be exchanged, what is owed."""
    partner, event = partner_of(asked), asked.params["event"]
    with server.store.reading() as session:
        there = shop_orders.order_of(session, partner.id, event)
        if there is None:
            raise Problem(404, "unknown_event", "没有这个订单; 服务器可能恢复过, 请把它再发一次")
        return told(shop_orders.told_of(session, event, 0, there))


def _claim(session: "Session", record: Any, there: Placed, n: int) -> "Values | None":
    found = [one for one in shop_orders.rows_of(session, record, there.scope, there.ent) if one.get("n") == n]
    return found[-1] if found else None


def _write(
    server: "Server", session: "Session", partner: Partner, event: Any, there: Placed, step: tuple[str, str, "Values"],
    now: int, after: str | None = None,
) -> Problem | None:  # fmt: skip
    """One step of the event; None where it stands."""
    kind, ent, values = step
    kind = kind if "." in kind else f"fresh_order.{kind}"
    op_id = ops.derived(server, partner.id, kind, event.event, event.revision, *([after] if after else []))
    did = ops.write(server, session, there.scope, kind, ent, values, min(event.at, now), op_id, after)
    return None if did.verdict in DONE else Problem(409, "refused", "没有办成, 请打物业前台电话")


def _remark(
    server: "Server", session: "Session", partner: Partner, event: Any, there: Placed, words: str, now: int
) -> None:  # fmt: skip
    _write(server, session, partner, event, there, ("remark", there.ent, {"remark": words[:500]}), now)


def _as_it_stands(server: "Server", session: "Session", partner: Partner, number: str, revision: int) -> OrderTold:
    there = shop_orders.known(server, session, partner, number)
    return shop_orders.told_of(session, number, revision, there)


def _kind(work: Any, takes: Any, summary: str, place: Any = where_known) -> Kind:
    return Kind(work, summary, takes, ShopAnswer, str(PartnerKind.SHOP), place)


KINDS = {
    ORDER: _kind(order, OrderEvent, "A shop's order, or a change of it before it arrives", where),
    CANCEL: _kind(cancel, CancelEvent, "A shop calls an order off before it arrives"),
    NOTICE: _kind(notice, NoticeEvent, "Packed, on the way, at the gate"),
    ANSWER: _kind(exchange, ExchangeEvent, "When the replacement of an item comes"),
    PAID: _kind(compensation, CompensationEvent, "The shop agrees to a compensation"),
}
