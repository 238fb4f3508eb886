"""A server's data on both databases, without rules where a test is about something else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from sync.server.building import build_server, open_store
from sync.server.serving import Server
from sync.server.store import Store
from tests.sync.server.logs import GUARDS
from tests.world import Clock


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None is the embedded file."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None


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
