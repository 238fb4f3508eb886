"""转其他小区 of a fresh order: taken in where it belongs with the shop's own time, and the shop hears of it.

It lies here for GRACE_MS, so that whoever passed it on can take that back; what is passed on gets a remark, and a step
behind which another stands cannot be taken back.
"""

from typing import TYPE_CHECKING, Any

from desk.domain.calendar import SECOND
from desk.services.fresh_orders.record import FRESH_ORDER, OrderState
from sync.server.doors import addresses, ops, orders, shop_orders
from sync.server.doors.addresses import Wanted
from sync.server.doors.cursors import Entry
from sync.server.offices import company_of

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

FORWARD = "fresh_order.forward"
GRACE_MS = 30 * SECOND
KEPT = (
    "no", "kind", "channel", "partner", "partner_event", "shop", "name", "phone", "note", "items", "amount_fen",
    "window_from_at", "window_to_at",
)  # fmt: skip


def is_ripe(entry: Entry, now: int) -> bool:
    """Whether nobody may take it back any more."""
    return entry.head.kind != FORWARD or now - entry.did.at >= GRACE_MS


def pass_on(server: "Server", session: "Session", scope: str, entry: Entry, now: int) -> None:
    """With ids that follow from the op: read again after a restore, it does the same."""
    values = shop_orders.row_of(session, FRESH_ORDER, scope, entry.head.ent)
    if values is None or values.get("status") != OrderState.VOID or values["closed_at"] != entry.did.set["closed_at"]:
        return  # taken back in time, or passed on again since
    name = str(values.get("forwarded_to") or "").strip()
    here, there = addresses.way(session, company_of(session, scope), scope, name)
    if there is None:
        _remark(server, session, scope, entry, f"没有转出去: 服务器上没有叫“{name}”的小区, 请打电话给门店")
        return
    ent = ops.derived(server, "forwarded", entry.head.id)
    owner = orders.owner_of(session, scope, entry.head.ent)
    if owner is not None:
        orders.put(session, there.scope, ent, owner._replace(turn=owner.turn + 1))
    said: dict[str, Any] = {name: values[name] for name in KEPT if values.get(name) is not None}
    said |= {"from_estate": here.name[:60], "happened_at": min(int(values["placed_at"]), entry.did.eff)}
    address, phone = str(values.get("where") or ""), str(values.get("phone") or "")
    wanted = Wanted(address.removeprefix(there.name), "", there.id, phone)
    found = addresses.locate(session, [there], [there], wanted, there.id, now)
    if found is None or not found.sure or not found.home_id:
        said |= {"where": address, "address_unchecked": True, "identity_unchecked": True}
    else:
        said |= {"where": found.where, "home_id": found.home_id}
        lives = addresses.living(session, there.scope, found.home_id, phone, now)
        said |= {"resident_id": lives[0].id} if lives else {"identity_unchecked": True}
    op_id = ops.derived(server, "forwarded op", entry.head.id)
    ops.write(server, session, there.scope, "fresh_order.receive", ent, said, entry.did.eff, op_id)
    _remark(server, session, scope, entry, f"{there.name}前台已收到, 不能撤销了")


def _remark(server: "Server", session: "Session", scope: str, entry: Entry, words: str) -> None:
    op_id = ops.derived(server, "answer", entry.head.id)
    ops.write(server, session, scope, "fresh_order.remark", entry.head.ent, {"remark": words}, entry.did.eff, op_id)
