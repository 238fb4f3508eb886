"""The order that a channel's event became: where it is now, and what may be told of it to the resident."""

from typing import TYPE_CHECKING, Any, NamedTuple

from desk.domain.words_of_time import window
from desk.services.work_orders.flow import AFTER_FINISH
from desk.services.work_orders.record import WORK_ORDER, Charge, OrderKind, Status, VoidReason
from desk.services.work_orders.story import price
from desk.store.rows import columns_of
from sync.wire.channel import Told

if TYPE_CHECKING:
    from desk.domain.values import Values
    from sync.server.store import Session

WHERE = "SELECT scope, ent, turn FROM door_order WHERE partner = ? AND event = ? ORDER BY turn DESC LIMIT 1"
OF_ORDER = "SELECT partner, event, turn, person FROM door_order WHERE scope = ? AND ent = ?"
PUT = """INSERT INTO door_order (scope, ent, partner, event, turn, person) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (scope, ent) DO NOTHING"""
S = Status
GOES = {S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.HANDED_OUT}
UNCHECKED = {"identity_unchecked": "identity", "address_unchecked": "address"}
WORDS = {
    S.UNDER_REVIEW: "已收到, 客服会先电话和您核对",
    S.ACCEPTED: "已受理, 正在安排师傅",
    S.RETURNED: "正在另外安排师傅",
    S.ARRIVED: "师傅已到场",
    S.SUSPENDED: "暂时停下, 客服会和您再约时间",
    S.SLIP_BACK: "已修好, 谢谢您的报修",
    S.CLOSED: "已办结, 谢谢您的报修",
}


class Order(NamedTuple):
    """An order of a partner's event, as it stands."""

    scope: str
    ent: str
    turn: int
    values: "Values"

    @property
    def status(self) -> Status:
        return S.of(str(self.values.get("status"))) or S.VOID


class Owner(NamedTuple):
    """Whose event an order is."""

    partner: str
    event: str
    turn: int
    person: str


def order_of(session: "Session", partner: str, event: str) -> Order | None:
    """The newest place of an event: a report that was forwarded goes on in another estate."""
    rows = session.read(WHERE, (partner, event))
    if not rows:
        return None
    scope, ent, turn = rows[0]
    values = row_of(session, str(scope), str(ent))
    return Order(str(scope), str(ent), int(turn), values) if values is not None else None


def owner_of(session: "Session", scope: str, ent: str) -> Owner | None:
    rows = session.read(OF_ORDER, (scope, ent))
    return Owner(*rows[0]) if rows else None


def put(session: "Session", scope: str, ent: str, owner: Owner) -> None:
    session.run(PUT, (scope, ent, *owner))


def known_again(session: "Session", scope: str, ent: str, said: "Values") -> None:
    """Whose event an order is stands in its own op too: a restored server reads it there."""
    if said.get("partner") and said.get("partner_event"):
        turn = 1 if said.get("from_estate") else 0
        put(session, scope, ent, Owner(said["partner"], said["partner_event"], turn, ""))


def row_of(session: "Session", scope: str, ent: str) -> "Values | None":
    columns = columns_of(WORK_ORDER)
    rows = session.read(columns.select("scope = ? AND id = ?"), (scope, ent))
    return columns.decode(rows[0]) if rows else None


def head_of(session: "Session", order: Order) -> str | None:
    """The newest op of an order."""
    rows = session.read("SELECT head FROM work_order WHERE scope = ? AND id = ?", (order.scope, order.ent))
    return str(rows[0][0]) if rows else None


def told_of(session: "Session", event: str, order: Order, now: int) -> Told:
    """What the resident may know: who comes, his number, when, what it costs. Nothing of notes or of other people."""
    values, status = order.values, order.status
    estate, desk_phone = estate_of(session, order.scope)
    comes = _who_comes(session, values) if status in GOES else {}
    return Told(
        event=event,
        no=str(values.get("no") or ""),
        state=str(status),
        label=status.label.partition("·")[0],
        words=_words(values, status, comes, now),
        estate=estate,
        desk_phone=desk_phone,
        where=str(values.get("where") or ""),
        unchecked=[word for name, word in UNCHECKED.items() if values.get(name)],
        window_from_at=values.get("window_from_at"),
        window_to_at=values.get("window_to_at"),
        charge=str(values.get("charge") or "") if status is not S.UNDER_REVIEW else "",
        charge_words=price(values) if status is not S.UNDER_REVIEW else "",
        finished_at=values.get("finished_at"),
        rating=str(values.get("rating") or ""),
        **comes,
    )


def _words(values: "Values", status: Status, comes: dict[str, str], now: int) -> str:
    if status in (S.DISPATCHED, S.ACKNOWLEDGED, S.HANDED_OUT):
        return _comes_words(values, comes, now)
    if status is S.FINISHED:
        return "已完工, 请评价" if not values.get("rating") else "已完工, 谢谢您的评价"
    if status is S.CLOSED and values.get("kind") == OrderKind.ENQUIRY and values.get("answer"):
        return str(values["answer"])
    if status in AFTER_FINISH | {S.CLOSED} and not values.get("rating"):
        return f"{WORDS[status]}, 请评价"
    if status is S.VOID:
        if values.get("forwarded_to"):
            return f"已转{values['forwarded_to']}办理"
        why = VoidReason.label_of(values.get("void_reason"))
        return f"这一单已作废: {why}" if why else "这一单已作废"
    return WORDS[status]


def _comes_words(values: "Values", comes: dict[str, str], now: int) -> str:
    """王师傅 (13800000000) 今天 14:00-16:00 上门, 无偿."""
    who = comes.get("technician") or comes.get("crew") or "师傅"
    phone = f" ({comes['phone']})" if comes.get("phone") else ""
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    when = f"{window(begin, end, now)} " if begin and end else ""
    cost = f", {price(values)}" if values.get("charge") in (Charge.PAID, Charge.FREE, Charge.WARRANTY) else ""
    return f"{who}{phone} {when}上门{cost}"


def _who_comes(session: "Session", values: "Values") -> dict[str, str]:
    """The man, his crew and a number that is answered: his own, the crew's, or the company's outside."""
    if values.get("status") == S.HANDED_OUT:
        return {"crew": str(values.get("contractor") or ""), "phone": str(values.get("contractor_phone") or "")}
    phone = _one(session, "SELECT phone FROM staff WHERE id = ?", values.get("technician_id"))
    phone = phone or _one(session, "SELECT phone FROM crew WHERE id = ?", values.get("crew_id"))
    names = [str(values[name]) for name in ("technician", "second_technician") if values.get(name)]
    return {"crew": str(values.get("crew") or ""), "technician": "、".join(names), "phone": phone}


def estate_of(session: "Session", scope: str) -> tuple[str, str]:
    """Name and telephone."""
    rows = session.read("SELECT name, desk_phone FROM estate WHERE id = ?", (scope.partition("/")[2],))
    return (str(rows[0][0] or ""), str(rows[0][1] or "")) if rows else ("", "")


def _one(session: "Session", sql: str, ident: Any) -> str:
    rows = session.read(sql, (ident,)) if ident else []
    return str(rows[0][0] or "") if rows else ""
