"""A server on both databases with its real guards, a line to it, and the first desk; each built once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from desk.store.database import Database
from sync.server.building import build_server
from sync.server.serving import Server
from tests.postgres import Postgres
from tests.sync.devices.desks import Desk, Line, first_enrolled
from tests.world import KEY, Clock, World, copy_of


class Built(NamedTuple):
    """A server's folder and, on PostgreSQL, its database; the first desk's file where it has been taken in."""

    folder: Path
    database: str | None
    desk: Path | None


class Place(NamedTuple):
    """Where the servers of one kind of database are built and copied to; `cluster` None is the embedded file."""

    cluster: Postgres | None
    empty: Built
    taken_in: Built

    def copied(self, built: Built, folder: Path) -> tuple[str | None, str | None]:
        """A copy in this folder; the name and address of its database."""
        shutil.copytree(built.folder, folder)
        if self.cluster is None or built.database is None:
            return None, None
        name = self.cluster.new_database(built.database)
        return name, self.cluster.url(name)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def place(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    prepared_server: Path,
    built_world: World,
    rules: Rulebook,
    calendar: Calendar,
) -> Place:
    cluster: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    root = tmp_path_factory.mktemp(f"devices-{request.param}")

    def build(name: str, take_in: bool) -> Built:
        template = None if cluster is None else request.getfixturevalue("prepared_template")
        database = None if cluster is None else cluster.new_database(template)
        if cluster is None:
            shutil.copytree(prepared_server, root / name)
        url = None if cluster is None else cluster.url(str(database))
        server = build_server(root / name, url, Clock(), rules=rules, calendar=calendar)
        file = root / f"{name}.db"
        if take_in:
            world = copy_of(built_world, file)
            first_enrolled(world, Line(server))
            world.database.close()
        server.close()
        return Built(root / name, database, file if take_in else None)

    return Place(cluster, build("empty", False), build("taken-in", True))


@pytest.fixture
def server(
    request: pytest.FixtureRequest, place: Place, tmp_path: Path, clock: Clock, rules: Rulebook, calendar: Calendar
) -> Iterator[Server]:
    """Empty, or with the first desk taken in where the test asks for that desk."""
    built = place.taken_in if "first" in request.fixturenames else place.empty
    name, url = place.copied(built, tmp_path / "server")
    server = build_server(tmp_path / "server", url, clock, rules=rules, calendar=calendar)
    yield server
    server.close()
    if place.cluster is not None and name is not None:
        place.cluster.drop_database(name)


@pytest.fixture
def line(server: Server) -> Line:
    return Line(server)


@pytest.fixture
def first(world: World, place: Place, line: Line) -> Desk:
    """The head office's desk: founded its company, taken in, all its work on the server."""
    path, built = world.database.path, place.taken_in.desk
    assert built is not None
    world.database.close()
    shutil.copyfile(built, path)
    world.database = Database(path, KEY)
    world.__post_init__()
    return Desk(world.database, line, Clock(world.clock.now))


@pytest.fixture
def second(empty_file: Path, tmp_path: Path, line: Line) -> Iterator[Desk]:
    """Another PC with empty data, not taken in yet."""
    path = tmp_path / "second.db"
    path.write_bytes(empty_file.read_bytes())
    desk = Desk(Database(path, KEY), line, Clock())
    yield desk
    desk.database.close()
