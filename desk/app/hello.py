"""What is done on the lane around a hello: whether one is due, the hello itself, what a start takes up behind it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.store.database import Database
    from sync.client.greeting import Greeting
    from sync.client.outcomes import Fault
    from sync.client.session import Session


def renamed(database: "Database") -> bool:
    """Whether the server has still to be told under which id this file goes on."""
    from desk.store import device

    return bool(database.read("SELECT 1 FROM device WHERE name = ?", (device.WAS,)))


def hello(session: "Session", version: str) -> "Greeting | Fault":
    """Greet the server; a Fault where it cannot be reached. ForeignServer and Revoked go up."""
    from sync.client.calling import Refused, Unreachable
    from sync.client.greeting import greet
    from sync.client.outcomes import Fault, What, fault_of
    from sync.client.tokens import Bearer

    try:
        return greet(session.http, session.database, Bearer(), version, session.clock())
    except Unreachable:
        return Fault(What.UNREACHABLE, "hello")
    except Refused as refused:
        return fault_of(refused.status, refused.code, refused.retry_after)


def is_answered(session: "Session", version: str) -> bool:
    """Greet; whether the server answered."""
    from sync.client.greeting import Greeting

    return isinstance(hello(session, version), Greeting)


def unknown(session: "Session") -> bool:
    """Whether something waits for a scope of which the last hello said nothing."""
    from sync.client.pushing import WAITING

    told = session.scopes()
    return any(str(row[0]) not in told for row in session.database.read(WAITING))


def begin(session: "Session") -> None:
    """What an older program could not apply is taken up by this one; this PC's own log goes along."""
    from desk.store import device_lines
    from desk.store.steps import Steps
    from desk.store.thawing import thaw

    steps = Steps(session.database, session.rules, session.clock, session.context_of)
    while device_lines.gather(session.database, steps):
        continue
    for scope in session.scopes():
        thaw(session.database, session.rules, session.context_of, scope, session.clock())
