"""Ops that no desk of ours writes: of a newer program, or damaged. They stand in an outbox like any other."""

import random
from uuid import UUID

from desk.domain.deciding import Did, Is
from desk.store import device, log
from sync.protocol.envelope import Envelope, Sealed, pack, uuid7
from tests.simulation.net.machines import Desk

KINDS = ("kind", "step", "version", "hash", "text", "scope", "foreign", "huge", "ghost", "fields")


def put(chance: random.Random, desk: Desk, scope: str) -> str:
    """One of them, at the end of the outbox; says which."""
    how = chance.choice(KINDS)
    now = desk.clock()
    with desk.database.write() as connection:
        n = device.advance(connection, device.COUNTER)
        ident = uuid7(now)
        ent = str(UUID(int=chance.getrandbits(128), version=4))
        dev = "zzzz9999" if how == "foreign" else device.get(connection, device.ID)
        kind = {"kind": "drone.fly", "step": "work_order.teleport", "ghost": "work_order.finish"}.get(
            how, "work_order.intake"
        )
        by = desk.worlds[scope].people[next(iter(desk.worlds[scope].people))].id
        written = "e/nowhere" if how == "scope" else scope
        values = {"where": "一楼", "matter": "x\x00y" if how == "text" else "灯"}
        if how == "huge":
            values["matter"] = "长" * 30_000
        if how == "fields":
            values["colour"] = "red"
        version = 2 if how == "version" else 1
        sealed = Envelope(ident, written, dev, n, kind, ent, by, now, None, None, version).seal(values, {})
        if how == "hash":
            sealed = Sealed(sealed.id, sealed.op, sealed.body + b" ", sealed.pii)
        did = Did(Is.UNKNOWN, now, now)
        head = Envelope(ident, scope, dev, n, kind, ent, by, now)
        log.append_outbox(connection, head, sealed, pack(did.wire()))
        if chance.random() < 0.5:  # and a step on it that is like any other
            n = device.advance(connection, device.COUNTER)
            next_id = uuid7(now + 1)
            more = Envelope(
                next_id, scope, device.get(connection, device.ID), n, "work_order.remark", ent, by, now, ident
            )
            log.append_outbox(connection, more, more.seal({"remark": "x"}, {}), pack(did.wire()))
    return f"poison {how}"
