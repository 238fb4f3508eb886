"""From the log to the shop: taken, arrived, what the inspection found, exchanges, signatures, what is owed."""

from typing import TYPE_CHECKING

import msgspec

from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, OrderState
from sync.server.doors import cursors, letters, ops, orders, partners, shop_orders
from sync.server.doors.cursors import Entry
from sync.server.log import SERVER
from sync.wire.shop import ShopHeard

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

RECEIVE = "fresh_order.receive"
# What a step of the desk is called towards the shop; what the shop itself said is no news to it.
NEWS = {
    "fresh_order.acknowledge": "taken", "fresh_order.arrive": "arrived", "fresh_order.inspect": "inspected",
    "fresh_order.choose": "exchange", "fresh_order.decline": "exchange", "fresh_order.sign": "delivered",
    "fresh_order.refuse": "refused", "fresh_order.cancel": "cancelled", "fresh_order.void": "void",
    "fresh_order.amend": "amended", "fresh_order.match": "checked",
    "exchange.open": "exchange", "exchange.inspect": "exchange_inspected", "exchange.sign": "exchange_delivered",
    "exchange.drop": "exchange_dropped", "exchange.void": "exchange_dropped",
    "compensation.check": "compensation", "compensation.agree": "compensation",
    "compensation.confirm": "compensation_settled", "compensation.void": "compensation",
}  # fmt: skip
RECORDS = frozenset(kind.partition(".")[0] for kind in NEWS)
# A step taken back is news where it was: what of it the shop has heard of.
HEARD_OF = {
    "fresh_order.take_back": {"arrived_at", "inspected_at", "choice", "declined", "delivered_at", "closed_at",
                              "address_unchecked", "identity_unchecked"},
    "exchange.take_back": {"inspected_at", "delivered_at", "closed_at"},
    "compensation.take_back": {"finding", "amount_fen", "month"},
}  # fmt: skip
CLAIMS = {"exchange": EXCHANGE, "compensation": COMPENSATION}


def write(server: "Server", session: "Session", scope: str, entry: Entry, now: int) -> None:
    """The letter that follows from an entry of these records, if any."""
    if entry.head.kind == RECEIVE:
        said = cursors.said(session, scope, entry) if entry.head.dev == SERVER else {}
        orders.known_again(session, scope, entry.head.ent, said)
        if not said.get("from_estate"):
            return  # passed on from another estate, only now the shop hears where its goods go
    elif entry.head.dev == SERVER:
        return
    kind = _kind(entry)
    ent = _order_of(session, scope, entry) if kind else ""
    owner = orders.owner_of(session, scope, ent) if ent else None
    if not kind or owner is None:
        return
    partner = partners.by_id(session, owner.partner)
    there = shop_orders.order_of(session, owner.partner, owner.event)
    if partner is None or not partner.is_open or not partner.webhook or there is None:
        return
    ident = ops.derived(server, "letter", partner.id, entry.head.id)
    told = shop_orders.told_of(session, owner.event, 0, there)
    place = letters.place_of(owner.turn, entry.seq)
    body = msgspec.json.encode(ShopHeard(ident, kind, place, entry.did.eff, told))
    letters.post(session, ident, partner.id, kind, owner.event, place, body, now)


def _kind(entry: Entry) -> str:
    if entry.head.kind == RECEIVE:
        return "forwarded"
    if entry.head.kind in HEARD_OF:
        return "taken_back" if HEARD_OF[entry.head.kind] & set(entry.did.set) else ""
    kind = NEWS.get(entry.head.kind, "")
    if entry.head.kind == "fresh_order.begin" and "arrived_at" in entry.did.set:
        return "arrived"  # a bag scanned on the way has arrived with it
    if entry.did.set.get("status") == OrderState.REFUSED:
        return "refused"
    return kind


def _order_of(session: "Session", scope: str, entry: Entry) -> str:
    record = CLAIMS.get(entry.head.kind.partition(".")[0])
    if record is None:
        return entry.head.ent
    values = shop_orders.row_of(session, record, scope, entry.head.ent)
    return str((values or {}).get("order_id") or "")
