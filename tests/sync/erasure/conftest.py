"""A server on both databases with two desks on a wire of no length, and a way to look into closed files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store import device
from sync.client.session import Session
from sync.server.building import build_server
from sync.server.serving import Server
from tests.sync.direct import everybody, line
from tests.world import World, copy_of

OTHER = "zzzz2222"


@pytest.fixture
def server(url: str | None, tmp_path: Path, world: World) -> Iterator[Server]:
    made = served(url, tmp_path, world)
    yield made
    made.close()


def served(url: str | None, tmp_path: Path, world: World) -> Server:
    own = str(world.database.read("SELECT value FROM device WHERE name='id'")[0][0])
    guards = everybody(world.scope, world.company, devices=(own, OTHER))
    return build_server(
        tmp_path / "server", url, world.clock, guards=guards, rules=world.rules, calendar=world.office.calendar
    )


@pytest.fixture
def other(built_world: World, tmp_path: Path, world: World) -> Iterator[World]:
    """A second desk, which begins with nothing but its own id."""
    second = copy_of(built_world, tmp_path / "other.db")
    second.clock = world.clock
    second.__post_init__()
    with second.database.write() as connection:
        device.put(connection, device.ID, OTHER)
    yield second
    second.database.close()


@pytest.fixture
def here(world: World, server: Server) -> Session:
    return line(server, world.database, world.office, world.company, world.scope)[0]


@pytest.fixture
def there(other: World, server: Server) -> Session:
    return line(server, other.database, other.office, other.company, other.scope)[0]
