"""What a resident does about a report that is there: looks how it stands, urges, calls it off, rates it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import Is
from desk.services.work_orders.flow import AFTER_FINISH, BEFORE_FINISH
from desk.services.work_orders.record import Status, VoidReason
from sync.server.asked import Answer, Asked, Stages, Turn, told
from sync.server.doors import once, ops, orders
from sync.server.doors.once import Event
from sync.server.doors.orders import Order
from sync.server.doors.proving import partner_of
from sync.server.doors.reading import read
from sync.server.problems import Problem
from sync.wire.channel import Follow, Rating

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

URGE, CANCEL, RATING = "urge", "cancel", "rating"
ALONE = frozenset({Status.UNDER_REVIEW, Status.ACCEPTED})  # nobody has been sent: the resident calls it off himself
RATED = AFTER_FINISH | {Status.CLOSED}
Ask = Follow | Rating
What = tuple[str, Mapping[str, Any]]  # a step and what it is told


def status(server: "Server", asked: Asked) -> Answer:
    """How it stands now; in another estate too, where it was forwarded."""
    partner, event = partner_of(asked), asked.params["event"]
    with server.store.reading() as session:
        return told(orders.told_of(session, event, _there(session, partner.id, event), asked.now))


def urge(server: "Server", asked: Asked) -> Stages:
    return _followed(server, asked, URGE, read(asked, Follow))


def cancel(server: "Server", asked: Asked) -> Stages:
    """Off at once while nobody was sent; later a clerk hears of it and rings."""
    return _followed(server, asked, CANCEL, read(asked, Follow))


def rating(server: "Server", asked: Asked) -> Stages:
    return _followed(server, asked, RATING, read(asked, Rating))


def _followed(server: "Server", asked: Asked, kind: str, ask: Ask) -> Stages:
    partner, of = partner_of(asked), asked.params["event"]
    with server.store.reading() as session:
        scope = _there(session, partner.id, of).scope
    yield Turn(scope, True)
    event = Event(partner.id, kind, ask.id, 1)
    with server.store.session() as session:
        answered = once.claimed(session, event, (of, ask), asked.now)
        if answered is not None:
            return answered
        there = _there(session, partner.id, of)
        outcome = _done(server, session, event, there, ask, asked.now)
        return once.settled(
            session, event, outcome or orders.told_of(session, of, _there(session, partner.id, of), asked.now)
        )


def _there(session: "Session", partner: str, event: str) -> Order:
    found = orders.order_of(session, partner, event)
    if found is None:
        raise Problem(404, "unknown_event", "没有这个报修; 服务器可能恢复过, 请把它再发一次")
    return found


def _done(server: "Server", session: "Session", event: Event, there: Order, ask: Ask, now: int) -> Problem | None:
    """Log the step that it comes to; None where that is done, or there is nothing to do."""
    if there.status is Status.VOID and there.values.get("forwarded_to"):
        raise Problem(409, "moving", "这一单正在转到别的小区, 请稍后再试", 5)
    if event.kind == CANCEL and there.status is Status.VOID:
        return None
    step, values = _step(event.kind, there, ask)
    # What moves the order is said of it as it stands, or it would be a branch for somebody to decide.
    after = orders.head_of(session, there) if step == "void" else None
    op_id = ops.derived(server, *event, *([after] if after else []))
    at = min(ask.at, now)
    did = ops.write(server, session, there.scope, f"work_order.{step}", there.ent, values, at, op_id, after)
    if did.verdict not in (Is.OK, Is.MERGED):
        return Problem(409, "refused", "没有办成, 客服会和您联系")
    return None


def _step(kind: str, there: Order, ask: Ask) -> What:
    status = there.status
    if isinstance(ask, Rating):
        if status not in RATED:
            raise Problem(409, "unfinished", f"现在是“{status.label}”, 完工以后才能评价")
        return "rate", {"rating": ask.rating, "rating_words": ask.words or None}
    if status not in BEFORE_FINISH:
        does = "催单" if kind == URGE else "撤销"
        raise Problem(409, "over", f"现在是“{status.label}”, 不能{does}了")
    if kind == URGE:
        return "urge", {"remark": ask.words or "住户在微信催单"}
    if status in ALONE:
        return "void", {"void_reason": str(VoidReason.WITHDRAWN)}
    return "ask_cancel", {"remark": ask.words or None}
