"""The partner door: kinds of events, each with what it does once; and the question which events are known here.

A kind brings a function of (server, session, partner, event, now) that works inside the transaction of the claim and
says what is told; a Problem that it returns is kept as the answer, one that it raises leaves nothing behind.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from sync.server.asked import Answer, Asked, Stages, Turn, told
from sync.server.doors import once
from sync.server.doors.once import Event
from sync.server.doors.partners import Partner
from sync.server.doors.proving import partner_of
from sync.server.doors.reading import read
from sync.server.problems import Problem
from sync.wire.partners import PartnerAnswer, PartnerEvent, ReconcileAnswer, ReconcileAsk

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session
    from sync.wire.shop import MonthTold

    Work = Callable[[Server, Session, Partner, Any, int], Any]
    Where = Callable[[Session, Partner, Any, int], str]
    Month = Callable[[Server, Session, Partner, str], MonthTold]

THERE = "SELECT kind, event, revision FROM door_event WHERE partner = ? AND kind = ? AND event = ? AND revision = ?"


class Kind(NamedTuple):
    """One kind of a partner's events. `of`: the kind of partner it is for; `where`: the scope whose turn it takes."""

    work: "Work"
    summary: str = "An event of a partner, once"
    takes: Any = PartnerEvent
    gives: Any = PartnerAnswer
    of: str = ""
    where: "Where | None" = None


def door(name: str, kind: Kind) -> "Callable[[Server, Asked], Stages]":
    """The endpoint of this kind."""

    def tell(server: "Server", asked: Asked) -> Stages:
        event, partner = read(asked, kind.takes), partner_of(asked)
        if kind.of and partner.kind != kind.of:
            raise Problem(403, "not_yours", "这把密钥不能发这种事件")
        scope = partner.scopes[0]
        if kind.where is not None:
            with server.store.reading() as session:
                scope = kind.where(session, partner, event, asked.now)
        yield Turn(scope, True)
        return _once(server, partner, name, kind, event, asked.now)

    return tell


def unknown(server: "Server", asked: Asked) -> Answer:
    """Whatever kind nobody serves."""
    read(asked, PartnerEvent)
    raise Problem(404, "unknown_kind", f"服务器不收“{asked.params['kind']}”这种事件")


def _once(server: "Server", partner: Partner, name: str, kind: Kind, event: Any, now: int) -> Answer:
    known = Event(partner.id, name, event.event, event.revision)
    with server.store.session() as session:
        answered = once.claimed(session, known, event, now)
        if answered is not None:
            return answered
        done = kind.work(server, session, partner, event, now)
        outcome = done if isinstance(done, Problem) else kind.gives(event.event, event.revision, done)
        return once.settled(session, known, outcome)


def reconciling(month: "Month") -> "Callable[[Server, Asked], Answer]":
    """The endpoint of reconciling; `month` tells the statement of a shop's month."""

    def reconcile(server: "Server", asked: Asked) -> Answer:
        """After a silence, or a restored server: what is not known is sent again as it was, and has one effect."""
        ask, partner = read(asked, ReconcileAsk), partner_of(asked)
        with server.store.reading() as session:
            known = [one for one in ask.events if session.read(THERE, (partner.id, one.kind, one.event, one.revision))]
            statement = month(server, session, partner, ask.month) if ask.month else None
        return told(ReconcileAnswer(known, [one for one in ask.events if one not in set(known)], statement))

    return reconcile
