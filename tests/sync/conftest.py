"""Both kinds of database a server keeps its data in, prepared: each test has one of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """The address of a prepared database; None is the embedded file, in `tmp_path / "server"`."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared_server"), tmp_path / "server")
        yield None
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.new_database(request.getfixturevalue("prepared_template"))
    yield postgres.url(name)
    postgres.drop_database(name)
