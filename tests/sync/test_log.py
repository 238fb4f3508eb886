"""The server decides as a desk does, from the same tables; what two desks did at once is merged or contested."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.lists import Layer, Level, Lists
from desk.domain.office_lists import CREWS
from desk.domain.roles import Role
from desk.store import device
from sync.protocol.envelope import pack, unpack
from sync.server import log
from sync.server.asked import Behind
from sync.server.building import build_server
from sync.server.serving import Server
from tests.sync.estate import desk_state, devices_of, push, push_all, server_state, verdicts, waiting
from tests.world import World, copy_of


@pytest.fixture
def server(url: str | None, tmp_path: Path, world: World) -> Iterator[Server]:
    made = build_server(tmp_path / "server", url, world.clock, calendar=world.office.calendar)
    yield made
    made.close()


@pytest.fixture
def other(built_world: World, tmp_path: Path, world: World) -> Iterator[World]:
    """A second desk of the same office, with an id and numbers of its own."""
    second = copy_of(built_world, tmp_path / "other.db")
    second.clock = world.clock
    second.__post_init__()
    with second.database.write() as connection:
        device.put(connection, device.ID, "zzzz2222")
        device.put(connection, device.PREFIX, "W9")
    yield second
    second.database.close()


def said(server: Server, world: World) -> list[str]:
    return [f"{kind} {unpack(did)['is']}" for kind, did in verdicts(server, world.scope)]


def test_the_server_decides_as_the_desk_did(world: World, server: Server) -> None:
    order = world.slip_back()
    world.take(Role.CLERK, "work_order.urge", world.order())
    push_all(server, world)
    assert server_state(server) == desk_state(world)
    assert {verdict.split()[1] for verdict in said(server, world)} == {"ok"}
    assert server_state(server)[("work_order", order)]["status"] == "slip_back"


def test_pushing_twice_changes_nothing(world: World, server: Server) -> None:
    world.dispatched()
    push_all(server, world)
    before, log = server_state(server), verdicts(server, world.scope)
    push_all(server, world)
    assert (server_state(server), verdicts(server, world.scope)) == (before, log)


def shared_order(world: World, other: World, server: Server) -> str:
    """An order that both desks and the server know."""
    order = world.order()
    push_all(server, world)
    for table in ("outbox", "work_order", "undo", "search_due"):
        rows = world.database.read(f"SELECT * FROM {table}")
        with other.database.write() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")
            if rows:
                marks = ",".join("?" * len(rows[0]))
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in rows])
    return order


def dispatch(world: World, order: str, crew: str) -> None:
    world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew=crew)


def test_two_dispatches_are_a_branch_and_the_signed_one_wins(world: World, other: World, server: Server) -> None:
    order = shared_order(world, other, server)
    dispatch(world, order, "水电班")
    push(server, world.scope, waiting(world, world.scope))
    other.clock.forward(minutes=10)
    dispatch(other, order, "综合班")
    other.take(Role.CLERK, "work_order.arrive", order)
    other.take(Role.CLERK, "work_order.finish", order, result="repaired")
    other.take(Role.CLERK, "work_order.sign", order, signature="self", tick="good")
    push(server, other.scope, waiting(other, other.scope))
    assert said(server, world)[-5:] == [
        "work_order.dispatch ok",
        "work_order.dispatch contested",
        "work_order.arrive contested",
        "work_order.finish contested",
        "work_order.sign contested",
    ]
    state = server_state(server)
    assert state[("work_order", order)]["crew"] == "水电班"
    assert state[("work_order", order)]["status"] == "dispatched"
    branch = next(values for (record, _), values in state.items() if record == "branch")
    assert (branch["status"], branch["fact"]) == ("to_be_decided", True)
    assert branch["steps"] == ["dispatch", "arrive", "finish", "sign"]
    assert branch["sets"]["status"] == "finished"  # type: ignore[index]
    assert not [key for key in state if key[0] == "revisit"], "what it would open waits for the decision"


def test_the_same_step_with_the_same_values_is_one(world: World, other: World, server: Server) -> None:
    order = shared_order(world, other, server)
    for desk in (world, other):
        dispatch(desk, order, "水电班")
        push(server, desk.scope, waiting(desk, desk.scope))
        desk.clock.forward(minutes=1)
    assert said(server, world)[-1] == "work_order.dispatch merged"
    other.take(Role.CLERK, "work_order.arrive", order)
    push(server, other.scope, waiting(other, other.scope))
    assert said(server, world)[-1] == "work_order.arrive ok"


@pytest.mark.parametrize(
    ("is_wanted", "pieces"), [(None, [2, 2, 2, 1]), (lambda: True, [2, 2, 2, 1]), (lambda: False, [5, 2])]
)
def test_a_piece_is_long_while_nobody_waits(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch, is_wanted: Behind | None, pieces: list[int]
) -> None:
    monkeypatch.setattr(log, "MOST_OPS", 2)
    monkeypatch.setattr(log, "ALONE_OPS", 5)
    push_all(server, world)
    for room in range(7):
        world.order(where=f"1-1-{room}")
    ops = waiting(world, world.scope)[-7:]
    pusher = log.Pusher("d", devices_of(ops))
    offered, done = log.opened(server, world.scope, ops, pusher), list[int]()
    while sum(done) < len(ops):
        with server.store.session() as session:
            done.append(len(log.append(server, session, world.scope, offered[sum(done) :], pusher, is_wanted)))
    assert done == pieces


def test_a_verdict_is_written_in_the_bytes_that_everybody_writes(world: World, server: Server) -> None:
    world.slip_back()
    push_all(server, world)
    assert all(pack(unpack(did)) == did for _, did in verdicts(server, world.scope))
    told = {"where": '3栋 "𠮷"\\/\n\t\x7f\u2028', "n": -(2**53), "yes": True, "none": None, "some": [{}, "", 0]}
    assert log._WIRE.encode(told) == pack(told)


def test_both_databases_say_the_same_bytes(world: World, other: World, tmp_path: Path, postgres_url: str) -> None:
    """I16, with everything two desks can bring about at once."""
    shared = build_server(tmp_path / "shared", None, world.clock, calendar=world.office.calendar)
    order = shared_order(world, other, shared)
    shared.close()
    ops = waiting(world, world.scope)
    dispatch(world, order, "水电班")
    world.take(Role.CLERK, "work_order.urge", order)
    other.clock.forward(minutes=10)
    dispatch(other, order, "综合班")
    other.take(Role.CLERK, "work_order.finish", order, result="repaired")
    other.take(Role.CLERK, "work_order.sign", order, signature="self", tick="good")
    assert ops == waiting(other, other.scope)[: len(ops)]
    logs = []
    for url in (None, postgres_url):
        server = build_server(tmp_path / f"server{len(logs)}", url, world.clock, calendar=world.office.calendar)
        push_all(server, world)
        push(server, other.scope, waiting(other, other.scope))
        logs.append([verdicts(server, scope) for scope in (world.company, world.scope)])
        server.close()
    for one, two in zip(logs[0][1], logs[1][1], strict=True):
        assert one == two
    assert b"contested" in b"".join(did for _, did in logs[0][1])


def test_what_is_in_force_outlives_the_session_it_was_read_in(world: World, server: Server) -> None:
    """Lists are read when first asked for; a kept view asked the connection of a transaction long over (seed 80035)."""
    push_all(server, world)
    with server.store.session() as session:
        view = server.offices.view(session, world.scope, 0)
    server.close()
    assert "水电班" in {cells["name"] for cells in view.context.lists.rows(CREWS).values()}


def test_a_list_that_could_not_be_read_is_not_an_empty_one() -> None:
    answers: list[Layer | None] = [None, {"crews": {"1": {"name": "水电班"}}}]

    def read() -> tuple[Layer, list[tuple[Level, Layer]]]:
        found = answers.pop(0)
        if found is None:
            raise ConnectionResetError
        return found, []

    lists = Lists(read)
    with pytest.raises(ConnectionResetError):
        lists.rows("crews")
    assert lists.rows("crews")
