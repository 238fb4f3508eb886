"""A server on both databases, a desk whose work it has, and a desk that begins."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store.database import Database
from sync.server.building import build_server
from sync.server.serving import Server
from tests.sync.direct import everybody
from tests.world import KEY, World


@pytest.fixture
def server(url: str | None, tmp_path: Path, world: World) -> Iterator[Server]:
    guards = everybody(world.scope, world.company)
    made = build_server(
        tmp_path / "server", url, world.clock, guards=guards, rules=world.rules, calendar=world.office.calendar
    )
    yield made
    made.close()


@pytest.fixture
def fresh(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A desk's file with nothing in it."""
    database = Database(Path(shutil.copyfile(empty_file, tmp_path / "fresh.db")), KEY)
    yield database
    database.close()
