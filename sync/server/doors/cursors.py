"""How far a worker has read each estate's log: its place moves in the transaction that holds what it did."""

from typing import TYPE_CHECKING, NamedTuple

from desk.domain.deciding import Did
from sync.protocol.envelope import Envelope, unpack

if TYPE_CHECKING:
    from sync.server.store import Session

BEHIND = """SELECT h.scope, coalesce(c.seq, 0) FROM head h
            LEFT JOIN "cursor" c ON c.scope = h.scope AND c.name = ?
            WHERE h.scope LIKE 'e/%' AND h.scope NOT LIKE 'e/%/%' AND h.seq > coalesce(c.seq, 0) ORDER BY h.scope"""
ENTRIES = "SELECT seq, op, body, did FROM journal WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?"
MOVE = """INSERT INTO "cursor" (scope, name, seq) VALUES (?, ?, ?)
          ON CONFLICT (scope, name) DO UPDATE SET seq = excluded.seq WHERE "cursor".seq = ?"""


class Entry(NamedTuple):
    """One entry of the log as a worker reads it."""

    seq: int
    head: Envelope
    body: bytes | None
    did: Did


def behind(session: "Session", name: str) -> list[tuple[str, int]]:
    """The scopes that have moved since, and how far this worker has read them."""
    return [(str(scope), int(seq)) for scope, seq in session.read(BEHIND, (name,))]


def entries(session: "Session", scope: str, after: int, most: int) -> list[Entry]:
    return [
        Entry(
            int(seq), Envelope.open(bytes(op)), None if body is None else bytes(body), Did.of(unpack(bytes(did)))
        )
        for seq, op, body, did in session.read(ENTRIES, (scope, after, most))
    ]  # fmt: skip


def move(session: "Session", name: str, scope: str, before: int, after: int) -> bool:
    """Whether it was this process that moved it: of two that read the same, one does the work."""
    return session.run(MOVE, (scope, name, after, before)) == 1
