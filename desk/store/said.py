"""What an op of the log says, read from its exact parts: who, what, when, which values, and with which outcome."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.deciding import SALT, WAS, Did, Is
from desk.domain.flow import Values
from sync.protocol.envelope import Envelope, unpack

Read = Callable[[str, Sequence[Any]], Sequence[tuple[Any, ...]]]
PLACES = {"journal": "seq", "outbox": "pos"}
MOST_MARKS = 500


@dataclass(frozen=True, slots=True)
class Said:
    """One op. `place` orders all ops of a scope: the log's before those that wait.

    `base`: where `after` was not logged yet when the op was made, the newest op that was.
    """

    id: str
    place: tuple[int, int]
    kind: str
    by: str
    ent: str
    eff: int
    verdict: Is
    values: Values
    after: str | None
    one_with: str | None
    base: str | None = None


def values_of(body: bytes | None, pii: bytes | None, read: Callable[[bytes], Values] = unpack) -> Values:
    """The values of both parts as one; erased parts say nothing."""
    values: Values = {}
    for part in (body, pii):
        if not part:
            continue
        told = read(part)
        told.pop(SALT, None)
        if WAS in told and WAS in values:  # the old values are parted like the new ones
            told[WAS] = {**values[WAS], **told[WAS]}
        if values:
            values.update(told)
        else:
            values = told
    return values


def said_of(read: Read, scope: str, ids: Iterable[str], logs: Sequence[str]) -> dict[str, Said]:
    """Ops by id, from the tables named."""
    found: dict[str, Said] = {}
    wanted = list(dict.fromkeys(ids))
    for turn, table in enumerate(logs):
        for begin in range(0, len(wanted), MOST_MARKS):
            some = wanted[begin : begin + MOST_MARKS]
            sql = (
                f"SELECT {PLACES[table]}, op, body, pii, did FROM {table}"
                f" WHERE scope=? AND id IN ({', '.join('?' * len(some))})"
            )
            for place, op, body, pii, wire in read(sql, (scope, *some)):
                head, did = Envelope.open(bytes(op)), Did.of(unpack(bytes(wire)))
                values = values_of(None if body is None else bytes(body), None if pii is None else bytes(pii))
                found[head.id] = Said(
                    head.id,
                    (turn, int(place)),
                    head.kind,
                    head.by,
                    head.ent,
                    did.eff,
                    did.verdict,
                    values,
                    head.after,
                    did.vs if did.verdict is Is.MERGED else None,
                    head.base,
                )
    return found
