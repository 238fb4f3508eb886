"""From the log to the channels: a notice is out, corrected, restored, called off; and their receipts back."""

from typing import TYPE_CHECKING, Any

import msgspec

from desk.domain.deciding import Is
from desk.services.notices.audience import EVERYBODY, House, Tree, residents_of
from desk.services.notices.record import NOTICE, NoticeState
from desk.store.rows import columns_of
from sync.server.doors import letters, ops, orders, partners
from sync.server.doors.cursors import Entry
from sync.server.doors.partners import Partner
from sync.server.doors.statuses import PartnerKind
from sync.server.problems import Problem
from sync.wire.notices import NoticeHappened, NoticeTold, ReceiptAsk

if TYPE_CHECKING:
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

RECORD = "notice"
S = NoticeState
KINDS = {
    str(S.SENT): "notice_published", str(S.RESTORED): "notice_restored", str(S.ENDED): "notice_ended",
    str(S.VOID): "notice_void",
}  # fmt: skip
CORRECTED = "notice_corrected"
HOMES = """SELECT id, building_no, coalesce(unit_no, ''), room_no FROM home
           WHERE scope = ? AND status = 'active' ORDER BY sort_key, id"""
LIVES = "SELECT resident_id, home_id FROM residence WHERE scope = ? AND status = 'active'"
HEAD = "SELECT head FROM notice WHERE scope = ? AND id = ?"


def write(server: "Server", session: "Session", scope: str, entry: Entry, now: int) -> None:
    """The letters that follow from an entry about a notice: one for each channel of the estate."""
    kind = KINDS.get(str(entry.did.set.get("status")))
    notice = row_of(session, scope, entry.head.ent) if kind else None
    if kind is None or notice is None:
        return
    sent_at = int(entry.did.set.get("sent_at") or notice.get("sent_at") or 0)
    channels = [one for one in partners.all_of(session, _company(session, scope)) if _hears(one, scope)]
    told = _told(session, scope, notice) if channels else None
    for partner in channels:
        assert told is not None
        withdrawn = kind == "notice_void" and letters.withdraw(session, partner.id, entry.head.ent, entry.did.eff)
        if withdrawn or not sent_at:
            continue  # it never went out: there is nothing to call off
        wrong = str(notice.get("corrects_id") or "")
        said = kind
        if kind == "notice_published" and wrong and not letters.withdraw(session, partner.id, wrong, entry.did.eff):
            said = CORRECTED
        ident = ops.derived(server, "letter", partner.id, entry.head.id)
        body = msgspec.json.encode(NoticeHappened(ident, said, entry.seq, entry.did.eff, told))
        due = sent_at if kind == "notice_published" else 0
        letters.post(session, ident, partner.id, said, entry.head.ent, entry.seq, body, now, due)


def _hears(partner: Partner, scope: str) -> bool:
    is_channel = partner.kind == PartnerKind.CHANNEL
    return is_channel and partner.is_open and bool(partner.webhook) and scope in partner.scopes


def _company(session: "Session", scope: str) -> str:
    rows = session.read("SELECT scope FROM estate WHERE id = ?", (scope.partition("/")[2],))
    return str(rows[0][0]) if rows else ""


def row_of(session: "Session", scope: str, ent: str) -> "Values | None":
    columns = columns_of(NOTICE)
    rows = session.read(columns.select("scope = ? AND id = ?"), (scope, ent))
    return columns.decode(rows[0]) if rows else None


def _told(session: "Session", scope: str, notice: "Values") -> NoticeTold:
    everybody = notice.get("audience") in EVERYBODY
    estate, desk_phone = orders.estate_of(session, scope)
    return NoticeTold(
        id=str(notice["id"]),
        kind=str(notice.get("kind") or ""),
        label=str(notice.get("kind_label") or ""),
        title=str(notice.get("title") or ""),
        estate=estate,
        everybody=everybody,
        homes=[] if everybody else _homes(session, scope, notice),
        range=str(notice.get("range_words") or ""),
        words="\n".join(str(notice[name]) for name in ("matter", "reason", "restored_words") if notice.get(name)),
        tips=str(notice.get("tips") or ""),
        phone=str(notice.get("phone") or desk_phone),
        undersigned=str(notice.get("undersigned") or ""),
        sent_at=int(notice.get("sent_at") or 0),
        from_at=notice.get("from_at"),
        to_at=notice.get("to_at"),
        expected_at=notice.get("expected_at"),
        restored_at=notice.get("restored_at"),
        corrects=str(notice.get("corrects_id") or ""),
        signs_up=bool(notice.get("signs_up")),
        sign_up_limit=notice.get("sign_up_limit"),
        sign_up_until_at=notice.get("sign_up_until_at"),
    )


def _homes(session: "Session", scope: str, notice: "Values") -> list[str]:
    targets = [str(one) for one in notice.get("targets") or ()]
    people = set(residents_of(targets))
    lives = session.read(LIVES, (scope,)) if people else []
    houses = tuple(House(*map(str, row)) for row in session.read(HOMES, (scope,)))
    tree = Tree(houses, {str(one): str(home) for one, home in lives if str(one) in people})
    return sorted(tree.homes(str(notice.get("audience") or ""), targets))


# receipts


def where(session: "Session", partner: Partner, ask: ReceiptAsk, now: int) -> str:
    """The estate of the notice, of those that the channel reaches."""
    return scope_of(session, partner, ask.notice)


def scope_of(session: "Session", partner: Partner, notice: str) -> str:
    for scope in partner.scopes:
        if session.read("SELECT 1 FROM notice WHERE scope = ? AND id = ?", (scope, notice)):
            return scope
    raise Problem(404, "no_notice", "没有这份公告; 服务器可能恢复过, 请稍后再发")


def receive(
    server: "Server", session: "Session", partner: Partner, ask: ReceiptAsk, now: int
) -> dict[str, Any] | Problem:  # fmt: skip
    """Logged by the rules on the notice as it stands; of one channel the newest word counts."""
    scope = where(session, partner, ask, now)
    notice = row_of(session, scope, ask.notice) or {}
    if not notice.get("sent_at") or int(notice["sent_at"]) > now:
        return Problem(409, "not_out", "这份公告还没有发布")
    head = str(session.read(HEAD, (scope, ask.notice))[0][0])
    entry = {
        "partner": partner.id, "name": partner.name, "delivered": ask.delivered, "failed": ask.failed,
        "read": ask.read, "at": min(ask.at, now),
    }  # fmt: skip
    op_id = ops.derived(server, partner.id, "notice_receipt", ask.event, ask.revision)
    did = ops.write(
        server, session, scope, "notice.receipt", ask.notice, {"receipts": [entry]}, min(ask.at, now), op_id, head
    )
    if did.verdict not in (Is.OK, Is.MERGED):
        return Problem(409, "refused", "回执没有记上")
    return {"notice": ask.notice, "delivered": ask.delivered}
