"""How far a worker has read each estate's log: its place moves in the transaction that holds what it did."""

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from desk.domain.deciding import Is

if TYPE_CHECKING:
    from sync.server.store import Session

BEHIND = """SELECT h.scope, coalesce(c.seq, 0) FROM head h
            LEFT JOIN "cursor" c ON c.scope = h.scope AND c.name = ?
            WHERE h.scope LIKE 'e/%' AND h.scope NOT LIKE 'e/%/%' AND h.seq > coalesce(c.seq, 0) ORDER BY h.scope"""
ENTRIES = "SELECT seq, op, body, did FROM journal WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?"
MOVE = """INSERT INTO "cursor" (scope, name, seq) VALUES (?, ?, ?)
          ON CONFLICT (scope, name) DO UPDATE SET seq = excluded.seq WHERE "cursor".seq = ?"""


class Head(msgspec.Struct, frozen=True, gc=False):
    """What a worker asks about an op."""

    id: str
    kind: str
    ent: str
    dev: str


class Decided(msgspec.Struct, frozen=True):
    """What a worker asks about a verdict."""

    word: str = msgspec.field(name="is")
    at: int
    eff: int
    set: dict[str, Any] = {}

    @property
    def is_ok(self) -> bool:
        return self.word == Is.OK


class Entry(NamedTuple):
    """One entry of the log as a worker reads it: every one of every estate, and most lead to nothing."""

    seq: int
    head: Head
    body: bytes | None
    did: Decided


_HEAD = msgspec.json.Decoder(Head)
_DECIDED = msgspec.json.Decoder(Decided)


def behind(session: "Session", name: str) -> list[tuple[str, int]]:
    """The scopes that have moved since, and how far this worker has read them."""
    return [(str(scope), int(seq)) for scope, seq in session.read(BEHIND, (name,))]


def entries(session: "Session", scope: str, after: int, most: int) -> list[Entry]:
    return [
        Entry(int(seq), _HEAD.decode(op), None if body is None else bytes(body), _DECIDED.decode(did))
        for seq, op, body, did in session.read(ENTRIES, (scope, after, most))
    ]


def move(session: "Session", name: str, scope: str, before: int, after: int) -> bool:
    """Whether it was this process that moved it: of two that read the same, one does the work."""
    return session.run(MOVE, (scope, name, after, before)) == 1
