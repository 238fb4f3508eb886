"""A log made of what one desk did: its ops in their order with the verdicts it gave, as a server hands them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.domain.deciding import Did, Is
from desk.store.applying import Applied, Incoming, apply_page, place_of
from desk.store.steps import split_private
from sync.protocol.envelope import Envelope, chain_next, pack, unpack, uuid7
from tests.world import World


@dataclass(frozen=True, slots=True)
class Entry:
    """As it stands in a log."""

    seq: int
    op: bytes
    body: bytes | None
    pii: bytes | None
    did: bytes
    mac: bytes | None = b"mac"


def done_by(world: World, scope: str | None = None, behind: int = 0) -> list[Entry]:
    """What a desk has done and not sent, of one scope, from its `behind`-th op on."""
    rows = world.database.read(
        "SELECT op, body, pii, did FROM outbox WHERE scope=? ORDER BY pos", (scope or world.scope,)
    )
    return [Entry(0, *row) for row in rows[behind:]]


def page(world: World, entries: Sequence[Entry], scope: str | None = None, keep_from: int = 0) -> Incoming:
    """These entries as the next page for a desk."""
    scope = scope or world.scope
    place = place_of(world.database, scope)
    seq, chain = place.seq, place.chain
    numbered: list[Entry] = []
    for entry in entries:
        seq += 1
        numbered.append(replace(entry, seq=seq))
        chain = chain_next(chain, seq, entry.op, entry.did)
    return Incoming(scope, place.seq, place.chain, numbered, seq, chain, keep_from)


def apply(world: World, incoming: Incoming) -> Applied:
    return apply_page(world.database, world.rules, world.office.context, incoming, world.clock())


def give(world: World, entries: Sequence[Entry], scope: str | None = None) -> Applied:
    """The next page, applied."""
    return apply(world, page(world, entries, scope))


def said(
    world: World, kind: str, ent: str, values: Mapping[str, Any], did: Mapping[str, Any] | None = None, **head: Any
) -> Entry:
    """An entry as a program of any version could have written it; `did` is ok unless told."""
    record = kind.partition(".")[0]
    flow = world.rules.flow(record)
    body, private = split_private(flow.record, values) if flow else (dict(values), {})
    now = world.clock()
    envelope = Envelope(head.pop("id", uuid7(now)), world.scope, "other222", 1, kind, ent, "someone", now, **head)
    sealed = envelope.seal(body, private)
    wire = {**Did(Is.OK, now, now).wire(), **(did or {})}
    return Entry(0, sealed.op, sealed.body, sealed.pii, pack(wire))


def journal(world: World) -> list[str]:
    return [str(row[0]) for row in world.database.read("SELECT id FROM journal ORDER BY scope, seq")]


def outbox(world: World) -> list[str]:
    return [
        str(row[0]) for row in world.database.read("SELECT id FROM outbox WHERE scope=? ORDER BY pos", (world.scope,))
    ]


def forecast(world: World, op_id: str) -> str:
    """The verdict a desk expects for an op that waits."""
    return str(unpack(world.database.read("SELECT did FROM outbox WHERE id=?", (op_id,))[0][0])["is"])


def frozen(world: World) -> dict[tuple[str, str], str]:
    rows = world.database.read("SELECT record, id, why FROM frozen")
    return {(str(record), str(ent)): str(why) for record, ent, why in rows}
