"""Two servers that know nothing of each other on one database: one history of one estate, without gap or double."""

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from desk.domain.roles import Role
from desk.store import device
from sync.protocol.envelope import CHAIN_START, Envelope, chain_next
from sync.server.asked import Asked, Principal
from sync.server.building import build_server
from sync.server.handling import handle
from sync.server.serving import Server
from sync.wire.messages import Push, PushAnswer, Sent
from tests.sync.estate import devices_of, push_all, waiting
from tests.world import World, copy_of

ORDERS = 6


@pytest.fixture
def other(built_world: World, tmp_path: Path, world: World) -> Iterator[World]:
    """A second desk of the same office, with ids and numbers of its own."""
    second = copy_of(built_world, tmp_path / "other.db")
    second.clock = world.clock
    second.__post_init__()
    with second.database.write() as connection:
        device.put(connection, device.ID, "zzzz2222")
        device.put(connection, device.PREFIX, "W9")
        connection.exec_driver_sql("DELETE FROM outbox")
    yield second
    second.database.close()


@pytest.fixture
def servers(url: str | None, tmp_path: Path, world: World, other: World) -> Iterator[tuple[Server, Server]]:
    """Both with the same data folder, as two processes have it."""
    scopes = frozenset({world.company, world.scope})

    def anybody(_server: Server, asked: Asked) -> Principal:
        devices = tuple(devices_of(msgspec.msgpack.decode(asked.body, type=Push).ops))
        return Principal("d", pulls=scopes, pushes=scopes, told={"devices": devices})

    made = [
        build_server(
            tmp_path / "server", url, world.clock, guards={"device": anybody}, rules=world.rules,
            calendar=world.office.calendar,
        )
        for _ in range(2)
    ]  # fmt: skip
    yield made[0], made[1]
    for one in made:
        one.close()


def push(server: Server, scope: str, ops: Sequence[Sent]) -> list[int]:
    """By the endpoint, as a desk that has pulled nothing yet."""
    body = msgspec.msgpack.encode(Push(scope, 0, CHAIN_START, server.clock(), list(ops)))
    answer = handle(server, "POST", "/v1/ops", {}, {}, body)
    assert answer.status == 200, answer.body
    assert isinstance(answer.body, bytes)
    return msgspec.msgpack.decode(answer.body, type=PushAnswer).results


def worked(desk: World) -> list[Sent]:
    """Some orders taken and sent out, and what that leaves to be pushed."""
    before = len(waiting(desk, desk.scope))
    for _ in range(ORDERS):
        order = desk.order()
        desk.take(Role.CLERK, "work_order.dispatch", order, crew_id=desk.crew, crew="水电班")
        desk.clock.forward(minutes=1)
    return waiting(desk, desk.scope)[before:]


def test_two_servers_on_one_database_write_one_history(
    servers: tuple[Server, Server], world: World, other: World
) -> None:
    push_all(servers[0], world)
    works = [worked(world), worked(other)]
    results: dict[int, list[int]] = {0: [], 1: []}
    together = threading.Barrier(2)

    def send(at: int) -> None:
        together.wait()
        for number, op in enumerate(works[at]):
            # Each step to the other server than the one before: a proxy spreads them as it likes.
            results[at] += push(servers[(at + number) % 2], world.scope, [op])

    threads = [threading.Thread(target=send, args=(at,)) for at in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one > 0 for at in (0, 1) for one in results[at])
    with servers[0].store.reading() as session:
        log = session.read("SELECT seq, op, did, chain FROM journal WHERE scope = ? ORDER BY seq", (world.scope,))
    assert [row[0] for row in log] == list(range(1, len(log) + 1))
    chain = CHAIN_START
    for seq, op, did, kept in log:
        chain = chain_next(chain, seq, bytes(op), bytes(did))
        assert chain == bytes(kept)
    assert servers[1].store.heads([world.scope])[world.scope].chain == chain
    for at in (0, 1):
        assert all(earlier < later for earlier, later in pairwise(results[at])), "each desk in its own order"
    heads = [Envelope.open(bytes(row[1])) for row in log]
    assert len({head.id for head in heads}) == len(heads)
    assert {head.dev for head in heads[-2 * ORDERS :]} == {"zzzz2222", *devices_of(works[0])}


def test_the_same_push_at_both_is_logged_once(servers: tuple[Server, Server], world: World) -> None:
    push_all(servers[0], world)
    ops = worked(world)
    seqs: list[list[int]] = [[], []]
    together = threading.Barrier(2)

    def send(at: int) -> None:
        together.wait()
        seqs[at] = push(servers[at], world.scope, ops)

    threads = [threading.Thread(target=send, args=(at,)) for at in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seqs[0] == seqs[1]
    assert len(set(seqs[0])) == len(ops)
