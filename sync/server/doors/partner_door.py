"""The partner door: a table of kinds, each with what it does once; and the question which events are known here.

A kind brings a function of (server, session, partner, event) that works inside the transaction of the claim and says
what is told; a Problem that it returns is kept as the answer, one that it raises leaves nothing behind.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

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

Work = Callable[["Server", "Session", Partner, PartnerEvent], dict[str, Any] | Problem]
KINDS: Mapping[str, Work] = {}  # of a partner's events; what a shop or a company sends adds its own here
THERE = "SELECT kind, event, revision FROM door_event WHERE partner = ? AND kind = ? AND event = ? AND revision = ?"


def door(kinds: Mapping[str, Work]) -> Callable[["Server", Asked], Stages]:
    """The endpoint of these kinds."""

    def tell(server: "Server", asked: Asked) -> Stages:
        kind = asked.params["kind"]
        work = kinds.get(kind)
        if work is None:
            raise Problem(404, "unknown_kind", f"服务器不收“{kind}”这种事件")
        event = read(asked, PartnerEvent)
        partner = partner_of(asked)
        yield Turn(partner.scopes[0], True)
        return _once(server, partner, kind, event, work, asked.now)

    return tell


def _once(server: "Server", partner: Partner, kind: str, event: PartnerEvent, work: Work, now: int) -> Answer:
    known = Event(partner.id, kind, event.event, event.revision)
    with server.store.session() as session:
        answered = once.claimed(session, known, event, now)
        if answered is not None:
            return answered
        done = work(server, session, partner, event)
        outcome = done if isinstance(done, Problem) else PartnerAnswer(event.event, event.revision, done)
        return once.settled(session, known, outcome)


def reconcile(server: "Server", asked: Asked) -> Answer:
    """After a silence, or a restored server: what is not known is sent again as it was, and has one effect."""
    ask, partner = read(asked, ReconcileAsk), partner_of(asked)
    with server.store.reading() as session:
        known = [one for one in ask.events if session.read(THERE, (partner.id, one.kind, one.event, one.revision))]
    return told(ReconcileAnswer(known, [one for one in ask.events if one not in set(known)]))
