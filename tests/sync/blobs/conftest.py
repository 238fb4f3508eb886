"""Two desks of one estate and a server on both databases, and photos as a telephone takes them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.services.slips import files
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.store import device
from desk.store.database import Database
from sync.client import snapshot
from sync.client.session import Session
from sync.client.snapshot import Download
from sync.server.building import build_server
from sync.server.serving import Server
from tests.sync.blobs.photos import photo
from tests.sync.direct import Direct, everybody, line
from tests.sync.estate import push_all
from tests.world import KEY, World, copy_of


@pytest.fixture
def server(url: str | None, tmp_path: Path, world: World) -> Iterator[Server]:
    guards = everybody(world.scope, world.company)
    made = build_server(
        tmp_path / "server", url, world.clock, guards=guards, rules=world.rules, calendar=world.office.calendar
    )
    yield made
    made.close()


@pytest.fixture
def other(built_world: World, tmp_path: Path, world: World) -> Iterator[World]:
    second = copy_of(built_world, tmp_path / "other.db")
    second.clock = world.clock
    second.__post_init__()
    with second.database.write() as connection:
        device.put(connection, device.ID, "zzzz2222")
    yield second
    second.database.close()


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A desk's file with nothing in it."""
    database = Database(Path(shutil.copyfile(empty_file, tmp_path / "empty.db")), KEY)
    yield database
    database.close()


@pytest.fixture
def here(world: World, server: Server) -> tuple[Session, Direct]:
    return line(server, world.database, world.office, world.scope)


@pytest.fixture
def there(other: World, server: Server) -> tuple[Session, Direct]:
    return line(server, other.database, other.office, other.scope)


def attach(world: World, order: str, seed: int = 1) -> Picture:
    """A photo taken, looked into, kept, and named by a step."""
    picture = files.take_in(photo(seed), "现场.jpg")
    files.keep(world.database, picture)
    world.take(Role.CLERK, "attachment.add", **picture.values(order, FileKind.PHOTO))
    return picture


def follow(server: Server, world: World, session: Session) -> None:
    """The other desk stands where the log stands."""
    push_all(server, world)
    world.clock.forward(hours=1)
    snapshot.begin(session, Download(world.scope), instead=True)
