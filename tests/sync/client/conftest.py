"""An office whose founding is in the log: two desks and their server."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sync.client.joined import Center, Desk, desk, second
from tests.world import World, copy_of


class Settled(NamedTuple):
    """Files of an office whose founding is logged."""

    world: World
    desk: Path
    server: Path


class Joined(NamedTuple):
    center: Center
    first: Desk
    second: Desk
    folder: Path
    settled: Settled

    def another(self) -> Desk:
        """One more desk that knows only the founding."""
        self.settled.world.database.close()
        return desk(self.center, second(self.settled.world, self.folder / "three.db"), "three")


@pytest.fixture(scope="session")
def settled(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    folder = tmp_path_factory.mktemp("settled")
    world = copy_of(built_world, folder / "desk.db")
    center = Center(folder / "server", world)
    one = desk(center, world, "one")
    outcome = one.round()
    assert outcome.fault is None
    assert one.waiting() == 0
    world.database.close()
    center.server.close()
    return Settled(world, folder / "desk.db", folder / "server")


@pytest.fixture
def joined(settled: Settled, tmp_path: Path) -> Iterator[Joined]:
    """Both desks know all there is, and have nothing to send."""
    folder = tmp_path / "server"
    shutil.copytree(settled.server, folder)
    one = copy_of(settled.world, tmp_path / "one.db")
    other = second(one, tmp_path / "two.db")
    center = Center(folder, one)
    yield Joined(center, desk(center, one, "one"), desk(center, other, "two"), tmp_path, settled)
    for world in (one, other):
        world.database.close()
    center.server.close()
