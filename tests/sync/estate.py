"""A server and desks of one estate without a wire: what a log does is seen here, what a wire does elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from desk.store.rows import columns_of
from sync.protocol.envelope import Envelope
from sync.server.log import Pusher, append, opened
from sync.server.serving import Server
from sync.wire.messages import Sent
from tests.world import World

State = dict[tuple[str, str], dict[str, object]]


def waiting(world: World, scope: str) -> list[Sent]:
    """What a desk has to send of one scope, in its order."""
    rows = world.database.read("SELECT op, body, pii, at, eff, mac FROM outbox WHERE scope=? ORDER BY pos", (scope,))
    return [Sent(*row) for row in rows]


def scopes_of(world: World) -> list[str]:
    """The company's first: what an estate's steps are decided by is written there."""
    rows = world.database.read("SELECT DISTINCT scope FROM outbox ORDER BY scope DESC")
    return [str(row[0]) for row in rows]


def devices_of(ops: Sequence[Sent]) -> frozenset[str]:
    return frozenset(Envelope.open(one.op).dev for one in ops)


def push(server: Server, scope: str, ops: Sequence[Sent], offset: int = 0) -> list[int]:
    """All of them, in as many transactions as the log takes."""
    results: list[int] = []
    pusher = Pusher("d", devices_of(ops), offset)
    offered = opened(server, scope, ops, pusher)
    while len(results) < len(ops):
        with server.store.session() as session:
            results += append(server, session, scope, offered[len(results) :], pusher)
    return results


def push_all(server: Server, world: World) -> None:
    for scope in scopes_of(world):
        assert min(push(server, scope, waiting(world, scope))) > 0


def server_state(server: Server) -> State:
    """Every record on the server."""
    state: State = {}
    with server.store.reading() as session:
        for record in server.rules.records:
            columns = columns_of(record)
            for row in session.read(columns.select("1=1")):
                values = columns.decode(row)
                state[(record.name, str(values["id"]))] = values
    return state


def desk_state(world: World) -> State:
    state: State = {}
    for record in world.rules.records:
        columns = columns_of(record)
        for row in world.database.read(columns.select("1=1")):
            values = columns.decode(row)
            state[(record.name, str(values["id"]))] = values
    return state


def verdicts(server: Server, scope: str) -> list[tuple[str, bytes]]:
    """Kind and outcome of every entry, in log order."""
    with server.store.reading() as session:
        rows = session.read("SELECT op, did FROM journal WHERE scope=? ORDER BY seq", (scope,))
    return [(Envelope.open(bytes(op)).kind, bytes(did)) for op, did in rows]


def copy_file(world: World, path: Path) -> None:
    path.write_bytes(world.database.path.read_bytes())
