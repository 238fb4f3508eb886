"""A file that was put back finds in the log what it had done later: it goes on under another id."""

from pathlib import Path

from desk.store import device
from tests.store.entries import done_by, give
from tests.world import World, copy_of


def told(world: World) -> dict[str, str]:
    return {str(name): str(value) for name, value in world.database.read("SELECT name, value FROM device")}


def test_a_later_step_of_this_very_file_gives_it_another_id(built_world: World, world: World, tmp_path: Path) -> None:
    """Seed 3042: a copy of what it was by then sent the steps; its next ones would have had the same numbers."""
    later = copy_of(built_world, tmp_path / "later.db")
    begun = done_by(world)
    for one in (world, later):
        give(one, begun)
    later.order()
    later.order()
    before = told(world)
    give(world, done_by(later))
    later.database.close()
    now = told(world)
    assert now[device.ID] != before[device.ID]
    assert now[device.INCARNATION] != before[device.INCARNATION]
    assert now[device.WAS] == before[device.ID]
    assert before[device.ID] in now[device.FORMERLY].split()


def test_its_own_steps_come_back_and_it_stays_what_it_is(world: World) -> None:
    give(world, done_by(world))
    before = told(world)
    world.finished()
    give(world, done_by(world))
    assert told(world)[device.ID] == before[device.ID]
