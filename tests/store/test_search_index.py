"""The index behind the commits: drained or built it is the same, and it may be killed at any point."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.store.database import Database
from desk.store.search import Search
from tests.world import KEY, World

KILLS = 8


@pytest.fixture
def search(world: World) -> Search:
    for number in range(40):
        world.order(matter=f"第{number}户水管渗水", where=f"3-2-{number + 101}")
    return Search(world.database, world.rules.records)


def documents(database: Database) -> set[tuple[object, ...]]:
    return {tuple(row) for row in database.read("SELECT scope, kind, id, text FROM search_doc")}


def answers(search: Search, world: World) -> dict[str, list[str]]:
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    typed = ("渗水", "3-2-120", "6621", "wxy", "王", "0007", "第3户", "3栋")
    return {one: sorted(hit.id for hit in search.find(clerk, (world.scope,), one, limit=500)) for one in typed}


def sound(database: Database) -> bool:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('integrity-check')")
    return database.check() == []


def test_built_drained_and_undrained_answer_the_same(world: World, search: Search) -> None:
    undrained = answers(search, world)
    while search.index.drain(7):
        pass
    drained, stored = answers(search, world), documents(world.database)
    seen: list[tuple[int, int]] = []
    total = search.index.build(lambda done, of: seen.append((done, of)))
    assert undrained == drained == answers(search, world)
    assert documents(world.database) == stored
    assert seen[-1] == (total, total)
    assert total == len(stored)
    assert sound(world.database)


def test_a_second_note_of_the_same_entity_changes_its_row_in_place(world: World, search: Search) -> None:
    search.index.drain(500)
    before = world.database.read("SELECT rowid_ FROM search_doc WHERE id=?", (world.resident,))
    world.take(Role.SUPERVISOR, "resident.edit", world.resident, name="王秀莲")
    assert search.index.drain() == 1
    assert world.database.read("SELECT rowid_ FROM search_doc WHERE id=?", (world.resident,)) == before
    assert search.index.drain() == 0


def test_a_build_broken_off_is_begun_anew(world: World, search: Search) -> None:
    class Broken(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Broken

    undrained = answers(search, world)
    with pytest.raises(Broken):
        search.index.build(stop)
    assert search.index.unfinished()
    world.order(matter="后来的渗水")
    assert search.index.drain() == 0
    search.index.catch_up()
    assert not search.index.unfinished()
    assert search.index.waiting() == 0
    assert len(answers(search, world)["渗水"]) == len(undrained["渗水"]) + 1


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_while_draining_nothing_is_lost_or_doubled(
    seed: int, world: World, search: Search, tmp_path: Path
) -> None:
    whole = answers(search, world)
    path = tmp_path / "killed.db"
    world.database.backup(path)
    child = os.fork()
    if child == 0:
        try:
            mine = Search(Database(path, KEY), world.rules.records)
            while mine.index.drain(3):
                pass
            while True:
                mine.index.build()
        finally:
            os._exit(1)
    deadline = time.monotonic() + random.Random(seed).uniform(0.01, 0.25)
    while time.monotonic() < deadline:
        pass
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    database = Database(path, KEY)
    again = Search(database, world.rules.records)
    again.index.catch_up()
    copy = World(database, world.rules, world.clock, world.office, world.scope, world.people, "", (), "", "")
    assert answers(again, copy) == whole
    assert sound(database)
    database.close()


def test_a_new_desk_builds_and_an_old_one_drains(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came with a snapshot is most of what there is: sorted it takes a third of the time."""
    monkeypatch.setattr("desk.store.search_index.FEW", 2)
    for _ in range(4):
        world.order()
    search = Search(world.database, world.rules.records)
    built: list[int] = []
    build = search.index.build
    monkeypatch.setattr(search.index, "build", lambda progress=None: built.append(1) or build(progress))
    search.index.catch_up()
    assert built == [1]
    for _ in range(4):
        world.order()
    search.index.catch_up()
    assert built == [1]
    assert search.index.waiting() == 0


def test_what_is_broken_off_goes_on_with_what_is_left(world: World) -> None:
    for _ in range(60):
        world.order()
    index = Search(world.database, world.rules.records).index

    class Enough(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        index.catch_up(stop)
    left = index.waiting()
    assert 0 < left < 60
    index.catch_up()
    assert index.waiting() == 0
