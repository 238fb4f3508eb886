"""A server's data on both databases, without rules where a test is about something else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from sync.server import schema
from sync.server.building import build_server, open_store
from sync.server.serving import Server
from sync.server.store import Store
from tests.postgres import Postgres
from tests.sync.server.logs import GUARDS
from tests.world import Clock

DATABASES = ("sqlite", "postgres")


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None is the embedded file."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a prepared file: copying it takes less time than making it."""
    folder = tmp_path_factory.mktemp("server")
    prepared(None, folder)
    return folder


@pytest.fixture(scope="session")
def prepared_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    name = postgres.new_database()
    prepared(postgres.url(name), tmp_path_factory.mktemp("unused"))
    return name


def prepared(url: str | None, folder: Path) -> None:
    store = open_store(url, folder)
    schema.prepare(store)
    store.close()


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """The address of a prepared database; None is the embedded file, in `tmp_path / "server"`."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared_file"), tmp_path / "server")
        yield None
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.new_database(request.getfixturevalue("prepared_template"))
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
def store(url: str | None, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A prepared database, empty."""
    opened = open_store(url, tmp_path / "server", clock)
    yield opened
    opened.close()


@pytest.fixture
def server(url: str | None, tmp_path: Path, clock: Clock, rules: Rulebook, calendar: Calendar) -> Iterator[Server]:
    """A whole server; whoever shows the token "reader" may read two of the scopes of `logs`."""
    built = build_server(tmp_path / "server", url, clock, guards=GUARDS, rules=rules, calendar=calendar)
    yield built
    built.close()
