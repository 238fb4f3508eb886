"""The messages of the sync protocol. Parts of an op travel as exact bytes: nobody serialises them again."""

from typing import Annotated

from msgspec import Meta, Struct

WAIT = 0  # the op names an `after` that the server does not know yet
QUARANTINED = -1  # the op cannot be logged; the log of its scope says so
MOST_SCOPES = 1_000  # in one pull
MOST_MARKS = 1_000
MOST_OPS = 2_000  # in one push
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Mark = tuple[Seq, bytes]  # seq and chain: a place in a scope's log


class Sent(Struct, array_like=True, frozen=True):
    """An op on its way up. `at`, `eff` and `mac` only for an entry pushed again after a rewind (sync.md, rule 4)."""

    op: bytes
    body: bytes | None = None
    pii: bytes | None = None
    at: int | None = None
    eff: int | None = None
    mac: bytes | None = None


class Entry(Struct, array_like=True, frozen=True, gc=False):
    """One entry of a scope's log. `body` and `pii` are None where they were erased or never there.

    In the answer to a `brief` push an empty `op` says: the parts are those of the op that was sent.
    """

    seq: int
    op: bytes
    body: bytes | None
    pii: bytes | None
    did: bytes
    mac: bytes


class Page(Struct, array_like=True, frozen=True):
    """Consecutive entries behind a cursor, and the place they lead to."""

    scope: str
    keep_from: int
    entries: list[Entry]
    next: int
    chain: bytes


class Push(Struct, array_like=True, frozen=True):
    """Ops of one scope in the device's order; `seq` and `chain` are the pusher's cursor, `sent_at` its clock in ms.

    `brief`: the answer need not bring back what the question holds.
    """

    scope: str
    seq: Seq
    chain: bytes
    sent_at: int
    ops: Annotated[list[Sent], Meta(max_length=MOST_OPS)]
    brief: bool = False


class PushAnswer(Struct, array_like=True, frozen=True):
    """For each op its seq in the log, WAIT or QUARANTINED: a hint, only the log confirms.

    `page` holds what follows the pusher's cursor where that is little, so that a step needs one round trip.
    """

    results: list[int]
    page: Page | None = None


class Pull(Struct, array_like=True, frozen=True):
    """Cursors of all wanted scopes: (scope, seq, chain). With `wait_ms` the answer waits until one of them has more."""

    want: Annotated[list[tuple[str, Seq, bytes]], Meta(max_length=MOST_SCOPES)]
    limit: Annotated[int, Meta(ge=1)]
    wait_ms: int = 0


class Head(Struct, array_like=True, frozen=True, tag="head"):
    """What follows is of this scope."""

    scope: str
    keep_from: int
    seq: int


class Entries(Struct, array_like=True, frozen=True, tag="entries"):
    entries: list[Entry]


class Trailer(Struct, array_like=True, frozen=True, tag="trailer"):
    """A page without its trailer is no page: `n` entries led to `next` with this chain."""

    scope: str
    n: int
    next: int
    chain: bytes


class Diverged(Struct, array_like=True, frozen=True, tag="diverged"):
    """The cursor is not in this scope's log: the server was restored or failed over."""

    scope: str


class NotYours(Struct, array_like=True, frozen=True, tag="not_yours"):
    """The device may not read this scope (any more)."""

    scope: str


Part = Head | Entries | Trailer | Diverged | NotYours


class Common(Struct, array_like=True, frozen=True):
    """Places the desk knows, newest first: which is the newest that the server has too?"""

    scope: str
    marks: Annotated[list[Mark], Meta(max_length=MOST_MARKS)]


class CommonAnswer(Struct, array_like=True, frozen=True):
    """The newest common place (0: none but the beginning), and from where on the server keeps what undo needs."""

    seq: int
    keep_from: int
    head: int


class HeadsAnswer(Struct, array_like=True, frozen=True):
    """Where the logs stand that a device may read."""

    heads: list[Head]
