"""转其他小区: a report that another estate's desk passed on is taken in there, and what comes of it is told back.

No transaction crosses scopes: a worker with a cursor reads the log of one and writes to the other's, with ids that
follow from the op it read. After a restore it does the same again, and nothing happens twice.
"""

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import day_of
from desk.services.work_orders.record import Status
from sync.server.doors import addresses, cursors, ops, orders, shop_forwarding
from sync.server.doors.addresses import Estate, Wanted
from sync.server.doors.cursors import Entry, Pages
from sync.server.doors.orders import Order
from sync.server.offices import company_of

if TYPE_CHECKING:
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

NAME = "forwarding"
INTAKE, FORWARD, INFORM, REMARK = (
    "work_order.intake", "work_order.forward", "work_order.inform", "work_order.remark",
)  # fmt: skip
S = Status
PUT_LINK = """INSERT INTO door_link (scope, ent, from_scope, from_ent) VALUES (?, ?, ?, ?)
              ON CONFLICT (scope, ent) DO NOTHING"""
LINK = "SELECT from_scope, from_ent FROM door_link WHERE scope = ? AND ent = ?"
KEPT = (
    "kind", "channel", "reporter", "reporter_phone", "matter", "problem", "problem_label", "urgency", "area",
    "window_from_at", "window_to_at", "partner", "partner_event", "forwarded_due_at",
)  # fmt: skip
ANSWERS = {str(S.DISPATCHED): "已派工", str(S.FINISHED): "已完工", str(S.CLOSED): "已办结", str(S.VOID): "已作废"}


def forward(server: "Server", pages: Pages, now: int) -> None:
    """Read every log as far as it goes; each op that leads elsewhere in a transaction of its own."""
    with server.store.reading() as session:
        waiting = cursors.behind(session, NAME)
    for scope, seq in waiting:
        _of_scope(server, pages, scope, seq, now)


def _of_scope(server: "Server", pages: Pages, scope: str, seq: int, now: int) -> None:
    while True:
        page = pages.behind(scope, seq)
        pages.keep(scope, seq, page)
        found = list(takewhile(lambda one: _is_ripe(one, now), page))  # the rest is read when it is
        with server.store.reading() as session:
            leads = [one for one in found if _leads(session, scope, one)]
        if not found:
            return
        for entry in leads:
            with server.store.session() as session:
                if not cursors.move(session, NAME, scope, seq, entry.seq):
                    return
                if entry.head.kind == FORWARD:
                    _pass_on(server, session, scope, entry, now)
                elif entry.head.kind == shop_forwarding.FORWARD:
                    shop_forwarding.pass_on(server, session, scope, entry, now)
                else:
                    _answer(server, session, scope, entry)
            seq = entry.seq
        if seq != found[-1].seq:
            with server.store.session() as session:
                if not cursors.move(session, NAME, scope, seq, found[-1].seq):
                    return
            seq = found[-1].seq


def _is_ripe(entry: Entry, now: int) -> bool:
    return shop_forwarding.is_ripe(entry, now) or not entry.did.is_ok


def _leads(session: "Session", scope: str, entry: Entry) -> bool:
    kind = entry.head.kind
    if kind == INTAKE or not entry.did.is_ok:  # what is just taken in has no answer yet
        return False
    told = kind == INFORM or entry.did.set.get("status") in ANSWERS
    return kind in (FORWARD, shop_forwarding.FORWARD) or (told and bool(session.read(LINK, (scope, entry.head.ent))))


def _pass_on(server: "Server", session: "Session", scope: str, entry: Entry, now: int) -> None:
    values = orders.row_of(session, scope, entry.head.ent)
    if values is None:
        return
    name = str(values.get("forwarded_to") or "").strip()
    here, there = addresses.way(session, company_of(session, scope), scope, name)
    if there is None:
        words = f"没有转出去: 服务器上没有叫“{name}”的小区, 请打电话转告"
        _remark(server, session, scope, entry.head.ent, words, entry)
        return
    ent = ops.derived(server, "forwarded", entry.head.id)
    session.run(PUT_LINK, (there.scope, ent, scope, entry.head.ent))
    owner = orders.owner_of(session, scope, entry.head.ent)
    if owner is not None:
        orders.put(session, there.scope, ent, owner._replace(turn=owner.turn + 1))
    said = _taken_over(server, session, values, here, there, ent, entry, now)
    op_id = ops.derived(server, "forwarded op", entry.head.id)
    ops.write(server, session, there.scope, INTAKE, ent, said, entry.did.eff, op_id)


def _taken_over(
    server: "Server", session: "Session", values: "Values", here: Estate, there: Estate, ent: str, entry: Entry,
    now: int,
) -> dict[str, Any]:  # fmt: skip
    """The report as the other estate takes it in: its words and its time, found among that estate's homes."""
    phone = str(values.get("reporter_phone") or "")
    address = str(values.get("where") or "")
    wanted = Wanted(address.removeprefix(there.name), "", there.id, phone)
    found = addresses.locate(session, [there], [there], wanted, there.id, now)
    said: dict[str, Any] = {name: values[name] for name in KEPT if values.get(name) is not None}
    said |= {"no": ops.number_of(server, session, day_of(entry.did.eff), ent), "from_estate": here.name[:60]}
    said |= {"forwarded_no": str(values.get("forwarded_no") or values.get("no") or "")[:60] or None}
    said |= {"happened_at": min(int(values.get("reported_at") or entry.did.eff), entry.did.eff)}
    notes = (f"转自{here.name} {values.get('no') or ''}".strip(), values.get("note"))
    said |= {"note": "\n".join(str(one) for one in notes if one)[:1000]}
    lives = addresses.living(session, there.scope, found.home_id, phone, now) if found and found.home_id else []
    if found is None or not found.sure:
        said |= {"where": address, "address_unchecked": True}
    else:
        said |= {"where": found.where, "home_id": found.home_id or None, "place_id": found.place_id or None}
    if lives:
        said |= {"resident_id": lives[0].id, "reporter_relation": lives[0].relation}
    elif values.get("partner"):
        said["identity_unchecked"] = True
    return {name: value for name, value in said.items() if value not in (None, "")}


def _answer(server: "Server", session: "Session", scope: str, entry: Entry) -> None:
    """What came of it, on the order of the estate that passed it on."""
    ((from_scope, from_ent),) = session.read(LINK, (scope, entry.head.ent))
    values = orders.row_of(session, scope, entry.head.ent) or {}
    order = Order(scope, entry.head.ent, 0, values)
    estate = orders.told_of(session, "", order, entry.did.at).estate
    state = str(entry.did.set.get("status") or "")
    said = "已告知业主" if entry.head.kind == INFORM else ANSWERS[state]
    who = str(values.get("technician") or values.get("crew") or "") if state == S.DISPATCHED else ""
    words = f"{estate} {values.get('no') or ''} {said} {who}".strip()
    _remark(server, session, str(from_scope), str(from_ent), words, entry)


def _remark(server: "Server", session: "Session", scope: str, ent: str, words: str, entry: Entry) -> None:
    op_id = ops.derived(server, "answer", entry.head.id)
    ops.write(server, session, scope, REMARK, ent, {"remark": words}, entry.did.eff, op_id)
