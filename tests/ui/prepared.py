"""Worlds that several tests of a file begin with: taken step by step once, then copied as a file."""

from collections.abc import Callable
from pathlib import Path

from tests.world import World, copy_of


def prepared(built: World, folder: Path, take: Callable[[World], object]) -> World:
    """The office after these steps; closed, to be copied by `again`."""
    world = copy_of(built, folder / "prepared.db")
    take(world)
    world.database.close()
    return world


def again(prepared: World, folder: Path) -> World:
    """The same office in a file of its own, the clock where the steps had left it."""
    world = copy_of(prepared, folder / "again.db")
    world.clock.now = prepared.clock.now
    return world
