"""A clerk's step beside the doors: pushed as a desk pushes it."""

from typing import Any
from uuid import uuid4

from desk.domain.roles import Role
from desk.store.steps import split_private
from sync.protocol.envelope import Envelope, unpack, uuid7
from sync.server.log import Pusher, append, opened
from sync.server.serving import Server
from sync.wire.messages import Sent
from tests.world import World

DEVICE = "k7q2desk"


def take(
    server: Server, world: World, step: str, ent: str, scope: str = "", role: Role = Role.CLERK, **values: Any
) -> str:
    """One step on an order that the server has, by a person who sees it as it stands; says the verdict."""
    return take_kind(server, world, f"work_order.{step}", ent, scope, role, **values)


def take_kind(
    server: Server, world: World, kind: str, ent: str, scope: str = "", role: Role = Role.CLERK, **values: Any
) -> str:
    """The same with a step of any record, such as `fresh_order.arrive`."""
    where = scope or world.scope
    name = kind.partition(".")[0]
    with server.store.session() as session:
        rows = session.read(f"SELECT head FROM {name} WHERE scope = ? AND id = ?", (where, ent))
        after = str(rows[0][0]) if rows else None
        record = world.rules.known(name).record
        body, private = split_private(record, values)
        now = world.clock.now
        ident = uuid7(now, uuid4().bytes[:10])
        head = Envelope(ident, where, DEVICE, now, kind, ent, world.people[role].id, now, after)
        sealed = head.seal(body, private)
        sent = Sent(sealed.op, sealed.body, sealed.pii)
        pusher = Pusher(DEVICE, frozenset({DEVICE}))
        (seq,) = append(server, session, where, opened(server, where, [sent], pusher), pusher)
        ((did,),) = session.read("SELECT did FROM journal WHERE scope = ? AND seq = ?", (where, seq))
    told = unpack(bytes(did))
    return str(told["is"]) if told["is"] == "ok" else f"{told['is']} {told.get('why')}"
