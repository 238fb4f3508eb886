"""Two estates on a server, a residents' channel that reaches both, and the worker's wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.store.steps import StepRequest
from sync.server.building import build_server
from sync.server.serving import Server
from tests.sync.doors.channel import Channel, Receiver, made
from tests.sync.estate import push_all
from tests.world import World

ELSEWHERE = "锦绣里"


@pytest.fixture
def elsewhere(world: World) -> str:
    """The scope of a second estate of the company, with one home that the first has too and one that it has not."""
    head, clerk = world.people[Role.HEAD_OFFICE], world.people[Role.SUPERVISOR]
    estate = world.steps.take(head, world.request("estate.add", name=ELSEWHERE, desk_phone="0591-88010000")).ents[0]
    scope = f"e/{estate}"
    for role in (Role.SUPERVISOR, Role.CLERK):
        told = {"staff_id": world.people[role].id, "estate_id": estate, "role": str(role)}
        world.steps.take(head, world.request("grant.add", **told))
    for building, room in (("3", "1801"), ("9", "101")):
        told = {"building_no": building, "unit_no": "2", "room_no": room, "room": f"{building}-2-{room}"}
        world.steps.take(clerk, StepRequest(scope, "home", "add", told))
    return scope


@pytest.fixture
def server(url: str | None, tmp_path: Path, world: World, elsewhere: str) -> Iterator[Server]:
    built = build_server(tmp_path / "server", url, world.clock, calendar=world.office.calendar, rules=world.rules)
    push_all(built, world)
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM outbox")
    yield built
    built.close()


@pytest.fixture
def channel(server: Server, world: World, elsewhere: str) -> Channel:
    """A channel of both estates; the first one gets what fits nowhere."""
    return made(server, world, (world.scope, elsewhere))


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()
