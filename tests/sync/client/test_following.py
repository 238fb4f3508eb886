"""A long log, page by page: the next one is asked for before this one is taken in."""

import gc
from contextlib import suppress

import httpx
import pytest

from desk.domain.roles import Actor, Role
from desk.store import collector, indexes, search_state
from desk.store.search import Search
from sync.client import pulling
from sync.client.outcomes import What
from sync.client.pulling import PULL
from tests.invariants import replay_equals_tables
from tests.sync.client.conftest import Joined


@pytest.fixture
def behind(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Joined:
    """The second desk has seven steps to fetch, two in a page."""
    joined.second.round()
    for _ in range(7):
        joined.first.world.order()
    assert joined.first.round().fault is None
    monkeypatch.setattr(pulling, "LIMIT", 2)
    return joined


def test_every_page_is_taken_in(behind: Joined) -> None:
    behind.second.wire.asked.clear()
    outcome = behind.second.round()
    assert (outcome.fault, outcome.pulled) == (None, 7)
    assert behind.second.wire.asked.count(PULL) == 4
    assert behind.second.kinds() == behind.first.kinds()


def test_a_page_that_came_stays_though_the_line_goes_before_the_next(behind: Joined) -> None:
    """On a bad line every round gets on by what it received."""
    wire, before = behind.second.wire, len(behind.second.kinds())

    def lost(_request: httpx.Request) -> None:
        if wire.asked.count(PULL) > 2:
            raise httpx.ConnectError("gone")

    wire.asked.clear()
    wire.spoil = lost
    outcome = behind.second.round()
    assert outcome.fault is not None
    assert outcome.fault.what is What.UNREACHABLE
    assert len(behind.second.kinds()) == before + 4, "the first question's page, and the one that was there already"
    wire.spoil = None
    assert behind.second.round().pulled == 3


def test_far_behind_a_desk_makes_its_indexes_afterwards(behind: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "FAR", 10)
    monkeypatch.setattr(indexes, "LARGE", 1)
    for _ in range(8):
        behind.first.world.order()
    behind.first.round()
    desk = behind.second
    names = "SELECT name FROM sqlite_master WHERE type='index' ORDER BY name"
    whole = desk.world.database.read(names)
    assert desk.round().pulled == 15
    assert desk.kinds() == behind.first.kinds()
    gone = {name for (name,) in whole} - {name for (name,) in desk.world.database.read(names)}
    assert "ix_work_order_status" in gone
    assert all(name.startswith("ix_work_order") for name in gone), "of the log more is there than comes"
    assert indexes.due(desk.world.database)
    indexes.make(desk.world.database, desk.world.rules.records)
    assert desk.world.database.read(names) == whole
    replay_equals_tables(desk.world.database, desk.world.rules)


def test_a_few_pages_leave_the_indexes_as_they_are(behind: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "LARGE", 1)
    assert behind.second.round().pulled == 7
    assert not indexes.due(behind.second.world.database)


def test_far_behind_search_is_built_behind_it_and_what_the_counter_does_meanwhile_is_found_by_its_note(
    behind: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "FAR", 5)
    monkeypatch.setattr(search_state, "MANY", 5)
    desk, world = behind.second, behind.second.world
    search = Search(world.database, world.rules.records)
    search.index.catch_up()
    assert desk.round().pulled == 7
    assert search.index.waiting() == 0, "the build will read them"
    assert search.index.unfinished()
    own = world.order()
    assert world.database.read("SELECT kind, id FROM search_due") == [("work_order", own)]
    assert search.index.drain() == 0, "that would take the notes and leave out the rest"
    search.index.catch_up()
    assert not search.index.unfinished()
    clerk = Actor("c", frozenset({Role.CLERK}))
    found = {hit.id for hit in search.find(clerk, [world.scope], "滴水")}
    assert found == {str(row[0]) for row in world.database.read("SELECT id FROM work_order")}
    assert len(found) == 8
    assert gc.isenabled()


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_as_it_was_when_the_last_who_paused_it_is_done(is_on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with suppress(KeyError), collector.paused():
            with collector.paused():
                assert not gc.isenabled()
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was else gc.disable)()
