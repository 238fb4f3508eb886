"""How far a worker has read each estate's log: its place moves in the transaction that holds what it did."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from desk.domain.deciding import Is
from sync.protocol.envelope import unpack

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

MOST_ENTRIES = 500  # of a page
MOST_KEPT = 40  # pages
BEHIND = """SELECT h.scope, coalesce(c.seq, 0) FROM head h
            LEFT JOIN "cursor" c ON c.scope = h.scope AND c.name = ?
            WHERE h.scope LIKE 'e/%' AND h.scope NOT LIKE 'e/%/%' AND h.seq > coalesce(c.seq, 0) ORDER BY h.scope"""
ENTRIES = "SELECT seq, op, did FROM journal WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?"
BODY = "SELECT body FROM journal WHERE scope = ? AND seq = ?"
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


@dataclass(slots=True)
class Entry:
    """One entry of the log as a worker reads it: every one of every estate, and most lead to nothing."""

    seq: int
    head: Head
    _said: bytes
    _did: Decided | None = None

    @property
    def did(self) -> Decided:
        """Its verdict, read when it is asked for."""
        if self._did is None:
            self._did = _DECIDED.decode(self._said)
        return self._did


_HEAD = msgspec.json.Decoder(Head)
_DECIDED = msgspec.json.Decoder(Decided)


def behind(session: "Session", name: str) -> list[tuple[str, int]]:
    """The scopes that have moved since, and how far this worker has read them."""
    return [(str(scope), int(seq)) for scope, seq in session.read(BEHIND, (name,))]


class Pages:
    """Pages of the logs for the length of one look: whoever comes second finds what the first has read."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._kept: dict[tuple[str, int], list[Entry]] = {}

    def behind(self, scope: str, after: int) -> list[Entry]:
        """The next MOST_ENTRIES at most; they never change. What is kept is given away once."""
        kept = self._kept.pop((scope, after), None)
        if kept is not None:
            return kept
        with self._server.store.reading() as session:
            rows = session.read(ENTRIES, (scope, after, MOST_ENTRIES))
        return [Entry(int(seq), _HEAD.decode(op), did) for seq, op, did in rows]

    def keep(self, scope: str, after: int, entries: list[Entry]) -> None:
        if len(self._kept) < MOST_KEPT:
            self._kept[scope, after] = entries


def said(session: "Session", scope: str, entry: Entry) -> dict[str, Any]:
    """The body of an op; empty where it was erased."""
    rows = session.read(BODY, (scope, entry.seq))
    return unpack(bytes(rows[0][0])) if rows and rows[0][0] is not None else {}


def move(session: "Session", name: str, scope: str, before: int, after: int) -> bool:
    """Whether it was this process that moved it: of two that read the same, one does the work."""
    return session.run(MOVE, (scope, name, after, before)) == 1
