"""An event of a partner has one effect and one answer, however often it comes (idempotent by kind, id, revision)."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from sync.server.asked import JSON, Answer
from sync.server.problems import MEDIA, Problem

if TYPE_CHECKING:
    from sync.server.store import Session

CLAIM = """INSERT INTO door_event (partner, kind, event, revision, hash, at, status, answer)
           VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (partner, kind, event, revision) DO NOTHING"""
THERE = "SELECT hash, status, answer FROM door_event WHERE partner = ? AND kind = ? AND event = ? AND revision = ?"
SETTLE = "UPDATE door_event SET status = ?, answer = ? WHERE partner = ? AND kind = ? AND event = ? AND revision = ?"
NEWEST = "SELECT revision FROM door_event WHERE partner = ? AND kind = ? AND event = ? ORDER BY revision DESC LIMIT 2"


class Event(NamedTuple):
    """By what an event is known. `kind`: request, urge, cancel, rating; or the kind of the partner door."""

    partner: str
    kind: str
    id: str
    revision: int


def claimed(session: "Session", event: Event, content: Any, now: int) -> Answer | None:
    """Take the event up in this transaction. None: it is new and to be done; else what was answered before.

    Of two requests at once the second waits here until the first has committed. 409 where an id is used again for
    something else, or where newer is known.
    """
    hashed = sha256(msgspec.json.encode(content)).hexdigest()
    if session.run(CLAIM, (*event, hashed, now, b"")):
        newest = [int(row[0]) for row in session.read(NEWEST, event[:3])]
        if newest[0] > event.revision:
            raise Problem(409, "old_revision", f"已经有更新的版次 {newest[0]}, 这一版不再生效")
        return None
    ((known, status, answer),) = session.read(THERE, event)
    if known != hashed:
        raise Problem(409, "changed", "这个事件编号和版次已经用过, 内容不一样; 要改请把版次加 1")
    return Answer(int(status), bytes(answer), JSON if int(status) < 400 else MEDIA)


def settled(session: "Session", event: Event, outcome: Any) -> Answer:
    """Keep the answer: a Problem that a person's words belong to is one too, and comes again as it was."""
    if isinstance(outcome, Problem):
        answer = Answer(outcome.status, outcome.body(), MEDIA)
    else:
        answer = Answer(200, msgspec.json.encode(outcome), JSON)
    session.run(SETTLE, (answer.status, answer.body, *event))
    return answer


def before(session: "Session", event: Event) -> int | None:
    """The revision before this one, of those that came."""
    found = session.read(
        "SELECT max(revision) FROM door_event WHERE partner = ? AND kind = ? AND event = ? AND revision < ?", event
    )
    return int(found[0][0]) if found and found[0][0] is not None else None
