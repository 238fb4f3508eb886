"""From the log to the partners: who comes, that it is finished, what became of a shop's goods; one letter an op."""

import logging
from typing import TYPE_CHECKING

import msgspec

from desk.services.work_orders.record import Status
from sync.server.doors import cursors, letters, notice_telling, ops, orders, partners, shop_telling
from sync.server.doors.cursors import Entry, Pages
from sync.server.doors.orders import Order, Owner
from sync.server.log import SERVER
from sync.wire.channel import Happened

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

NAME = "telling"
MOST_PAGES = 40
RECORD = "work_order."
RECORDS = shop_telling.RECORDS | {notice_telling.RECORD, "work_order"}
S = Status
# A resident is told of these; a revisit that notes something on a finished order changes nothing for him.
KINDS = {
    str(S.ACCEPTED): "accepted", str(S.DISPATCHED): "dispatched", str(S.HANDED_OUT): "dispatched",
    str(S.FINISHED): "finished", str(S.VOID): "void",
}  # fmt: skip
INTAKE, CLOSE = "work_order.intake", "work_order.close"
log = logging.getLogger("sync.doors")


def collect(server: "Server", pages: Pages, now: int) -> None:
    """Read what is new in every estate's log and write the letters that follow from it."""
    with server.store.reading() as session:
        waiting = cursors.behind(session, NAME)
    for scope, seq in waiting:
        for _ in range(MOST_PAGES):
            found = pages.behind(scope, seq)
            if not found:
                break
            with server.store.session() as session:
                if not cursors.move(session, NAME, scope, seq, found[-1].seq):
                    break
                _letters(server, session, scope, found, now)
            seq = found[-1].seq


def _letters(server: "Server", session: "Session", scope: str, found: list[Entry], now: int) -> None:
    for entry in found:
        if entry.head.kind == INTAKE:
            if entry.head.dev == SERVER and entry.did.is_ok:
                orders.known_again(session, scope, entry.head.ent, cursors.said(session, scope, entry))
            continue
        if entry.head.kind.partition(".")[0] not in RECORDS or not entry.did.is_ok:
            continue
        if entry.head.kind.startswith(f"{notice_telling.RECORD}."):
            notice_telling.write(server, session, scope, entry, now)
            continue
        if not entry.head.kind.startswith(RECORD):
            shop_telling.write(server, session, scope, entry, now)
            continue
        kind = KINDS.get(str(entry.did.set.get("status")))
        owner = orders.owner_of(session, scope, entry.head.ent) if kind else None
        if kind and owner and entry.head.kind != CLOSE:
            _letter(server, session, scope, entry, kind, owner, now)


def _letter(
    server: "Server", session: "Session", scope: str, entry: Entry, kind: str, owner: Owner, now: int
) -> None:  # fmt: skip
    partner = partners.by_id(session, owner.partner)
    values = orders.row_of(session, scope, entry.head.ent)
    if partner is None or not partner.is_open or not partner.webhook or values is None:
        return
    if entry.head.kind == "work_order.forward":
        kind = "forwarded"
    # The facts are those of now, the state is that of the entry: news that waited is no other news.
    order = Order(scope, entry.head.ent, owner.turn, {**values, "status": entry.did.set["status"]})
    told = orders.told_of(session, owner.event, order, now)
    ident = ops.derived(server, "letter", partner.id, entry.head.id)
    place = letters.place_of(owner.turn, entry.seq)
    body = msgspec.json.encode(Happened(ident, kind, place, entry.did.eff, told))
    letters.post(session, ident, partner.id, kind, owner.event, place, body, now)
