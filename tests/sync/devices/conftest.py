"""A server on both databases with its real guards, a line to it, and the first desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from desk.store.database import Database
from sync.server.serving import Server, build_server
from tests.sync.devices.desks import Desk, Line, first_enrolled
from tests.world import KEY, Clock, World


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None is the embedded file."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None


@pytest.fixture
def server(url: str | None, tmp_path: Path, clock: Clock, rules: Rulebook, calendar: Calendar) -> Iterator[Server]:
    built = build_server(tmp_path / "server", url, clock, rules=rules, calendar=calendar)
    yield built
    built.close()


@pytest.fixture
def line(server: Server) -> Line:
    return Line(server)


@pytest.fixture
def first(world: World, line: Line) -> Desk:
    """The head office's desk: founded its company, taken in, all its work on the server."""
    return first_enrolled(world, line)


@pytest.fixture
def second(empty_file: Path, tmp_path: Path, line: Line) -> Iterator[Desk]:
    """Another PC with empty data, not taken in yet."""
    path = tmp_path / "second.db"
    path.write_bytes(empty_file.read_bytes())
    desk = Desk(Database(path, KEY), line, Clock())
    yield desk
    desk.database.close()
