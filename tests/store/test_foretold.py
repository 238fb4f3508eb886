"""Entries that come just as they were forecast are confirmed without being undone and done again: to the same end."""

from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.store.database import Database
from desk.store.logged import is_alike
from sync.protocol.envelope import pack, unpack
from tests.invariants import replay_equals_tables, search_is_told
from tests.store.entries import apply, done_by, give, page
from tests.world import World, copy_of

TABLES = ("work_order", "revisit", "slip", "undo", "journal", "outbox", "sync_state", "search_due", "frozen", "staff")


@pytest.fixture
def founded(world: World) -> World:
    """A desk to which the log has given all there is."""
    give(world, done_by(world, world.company), world.company)
    give(world, done_by(world))
    return world


def told_otherwise(database: Database) -> None:
    """Forecasts that are not quite what the log says, so that they have to give way: their rows are the same."""
    with database.write() as connection:
        for pos, did in connection.exec_driver_sql("SELECT pos, did FROM outbox").fetchall():
            wire = pack({**unpack(did), "vs": "another"})
            connection.exec_driver_sql("UPDATE outbox SET did=? WHERE pos=?", (wire, pos))


def work(world: World) -> None:
    world.finished()
    world.order()
    world.take(Role.CLERK, "work_order.urge", world.order())


@pytest.mark.parametrize("count", [1, 3, 5, 7])
def test_it_ends_as_if_all_had_been_done_again(founded: World, tmp_path: Path, count: int) -> None:
    work(founded)
    founded.database.close()
    again = copy_of(founded, tmp_path / "again.db")
    told_otherwise(again.database)
    again.clock.now = founded.clock.forward(minutes=1)
    incoming = page(founded, done_by(founded)[:count])
    quick, slow = (apply(world, incoming) for world in (founded, again))
    assert quick.confirmed == slow.confirmed == count
    assert quick.place == slow.place
    assert quick.changed.ops == slow.changed.ops
    assert quick.changed.touched <= slow.changed.touched
    for name in TABLES:
        told = f'SELECT * FROM "{name}" ORDER BY 1, 2, 3'
        if name == "outbox":
            told = "SELECT pos, id, op, state FROM outbox ORDER BY pos"
        assert founded.database.read(told) == again.database.read(told), name
    replay_equals_tables(founded.database, founded.rules)
    search_is_told(founded.database, founded.rules)
    again.database.close()


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (b'{"is":"ok","at":9,"eff":3,"set":{"no":"A1"}}', True),
        (b'{"is": "ok", "set": {"no": "A1"}, "eff": 3, "at": 9}', True),
        (b'{"is":"ok","at":5,"eff":4,"set":{"no":"A1"}}', False),
        (b'{"is":"ok","at":5,"eff":3,"set":{"no":"A2"}}', False),
        (b'{"is":"merged","at":5,"eff":3,"set":{"no":"A1"}}', False),
        (b'{"is":"ok","at":5,"vs":"x","eff":3,"set":{"no":"A1"}}', False),
        (b'{"is":"ok","at":5,"vs":{"a":1,"eff":3},"eff":3,"set":{"no":"A1"}}', False),
    ],
)
def test_verdicts_are_alike_in_all_but_their_moment(other: bytes, alike: bool) -> None:
    assert is_alike(b'{"is":"ok","at":5,"eff":3,"set":{"no":"A1"}}', other) is alike
