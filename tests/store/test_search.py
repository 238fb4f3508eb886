"""Search everywhere: what a clerk types, against a real office's index."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.domain.text import fold
from desk.store import log
from desk.store.query import NotVisible
from desk.store.search import Search
from desk.store.search_index import SLOTS
from sync.protocol.envelope import uuid7
from tests.world import START, World

BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns" / "blns.json").read_text("utf-8"))
Finds = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def search(world: World) -> Search:
    return Search(world.database, world.rules.records)


@pytest.fixture
def clerk(world: World) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)


@pytest.fixture
def finds(world: World, search: Search, clerk: Actor) -> Finds:
    def find(typed: str, *kinds: str) -> list[tuple[str, str]]:
        return [(hit.kind, hit.id) for hit in search.find(clerk, (world.scope,), typed, kinds or None)]

    return find


WAYS_TO_AN_ORDER = [
    "水", "滴水", "水龙头", "厨房水龙头一直滴水", "厨房 滴水", "王", "王秀英", "wxy", "WX", "w'x'y", "w x y",
    "6621", "13800006621", "138 0000 6621", "1380000", "1801", "3-2-1801", "3－2－１８０１", "3。2。1801", "3 2 1801",
    "32 1801", "321801", "3栋2单元1801", "三栋二单元1801", "3-2-18", "3-2", "3栋", "0001", "A-0001",
    "水龙头 6621", "水龙头6621", "滴水 3-2-1801", "3-2-1801 王", "王 1801", "翠湖花园3-2-1801", "3-1801",
]  # fmt: skip


@pytest.mark.parametrize("typed", WAYS_TO_AN_ORDER)
def test_an_order_is_found_before_and_after_the_index_caught_up(
    typed: str, world: World, search: Search, finds: Finds
) -> None:
    order = world.order()
    other = world.order(where="12-1-302", home_id=None, reporter="赵磊", reporter_phone="13911112222", matter="灯不亮")
    fresh = finds(typed, "work_order")
    while search.index.drain():
        pass
    assert ("work_order", order) in fresh
    assert ("work_order", other) not in fresh
    assert finds(typed, "work_order") == fresh
    assert search.index.waiting() == 0


@pytest.mark.parametrize("typed", ["3-2-1801", "３－２－１８０１", "3栋2单元1801室", "1801", "32 1801"])
def test_a_room_finds_home_resident_and_order_newest_first(typed: str, world: World, finds: Finds) -> None:
    order = world.order()
    assert finds(typed) == [("work_order", order), ("resident", world.resident), ("home", world.homes[0])]


@pytest.mark.parametrize("drained", [False, True])
def test_what_is_mentioned_in_the_words_is_found_in_any_form(
    drained: bool, world: World, search: Search, finds: Finds
) -> None:
    order = world.order(matter="楼上五栋1单元203漏水, 请回电 138 1234 5678, 水表号4471, 上回单号 W3A-12345")
    search.index.drain(500 if drained else 0)
    for typed in ("5-1-203", "5栋1单元203", "5678", "13812345678", "13812", "1381234", "345678", "4471", "2345",
                  "W3A-12345", "漏水 5678", "203"):  # fmt: skip
        assert finds(typed, "work_order") == [("work_order", order)], typed
    for typed in ("5-1-204", "5679", "13812345679", "1381235", "4472", "W3A-12346", "W3A-2", "漏水 5679", "204"):
        assert finds(typed, "work_order") == [], typed


@pytest.mark.parametrize("drained", [False, True])
def test_a_pair_of_letters_is_no_initial(drained: bool, world: World, search: Search, finds: Finds) -> None:
    yang = world.order(reporter="杨帆")
    words = world.order(matter="yy 语音门禁")
    search.index.drain(500 if drained else 0)
    assert {ent for _, ent in finds("y", "work_order")} == {yang, words}
    assert {ent for _, ent in finds("yf", "work_order")} == {yang}
    assert {ent for _, ent in finds("yy", "work_order")} == {words}


@pytest.mark.parametrize("drained", [False, True])
def test_a_number_is_found_while_it_is_typed(drained: bool, world: World, search: Search, finds: Finds) -> None:
    orders = [world.order(no=number) for number in ("W3A-0457", "W3A-1457", "W4A-0457")]
    search.index.drain(500 if drained else 0)
    for end in range(1, len("W3A-0457") + 1):
        found = {ent for _, ent in finds("W3A-0457"[:end], "work_order")}
        assert orders[0] in found
        assert (orders[1] in found) is (end <= len("W3A-"))
        assert (orders[2] in found) is (end <= len("W"))
    assert {ent for _, ent in finds("0457", "work_order")} == {orders[0], orders[2]}


@pytest.mark.parametrize("drained", [False, True])
@pytest.mark.parametrize("typed", ["电梯", "3-2 电梯", "3栋2单元电梯", "三栋二单元电梯"])
def test_a_public_place(typed: str, drained: bool, world: World, search: Search, finds: Finds) -> None:
    if drained:
        search.index.drain(500)
    assert ("place", world.place) in finds(typed)
    assert finds("4-2 电梯") == []


def test_only_a_change_of_something_searched_is_noted(world: World, search: Search) -> None:
    order = world.order()
    search.index.drain(500)
    world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")
    world.take(Role.CLERK, "work_order.arrive", order)
    assert search.index.waiting() == 0


@pytest.mark.parametrize("drained", [False, True])
def test_a_changed_name_is_found_and_the_old_one_is_not(
    drained: bool, world: World, search: Search, finds: Finds
) -> None:
    search.index.drain(500)
    world.take(Role.SUPERVISOR, "resident.edit", world.resident, name="王秀莲")
    if drained:
        search.index.drain(500)
    assert finds("王秀莲") == finds("wxl") == [("resident", world.resident)]
    assert finds("王秀英") == finds("wxy") == []


@pytest.mark.parametrize("drained", [False, True])
def test_a_resident_is_found_under_the_rooms_lived_in(
    drained: bool, world: World, search: Search, finds: Finds
) -> None:
    def caught_up() -> None:
        if drained:
            search.index.drain(500)

    search.index.drain(500)
    her = ("resident", world.resident)
    (first,) = (row["id"] for row in world.rows("residence"))
    second = world.take(
        Role.SUPERVISOR, "residence.add", resident_id=world.resident, home_id=world.homes[2], relation="owner"
    )
    caught_up()
    assert her in finds("3-2-1901")
    assert her in finds("3-2-1801")
    world.take(Role.SUPERVISOR, "residence.void", first)
    caught_up()
    assert her in finds("3-2-1901")
    assert her not in finds("3-2-1801")
    other = world.take(Role.SUPERVISOR, "resident.add", name="赵磊", phones=[{"number": "13911112222"}])
    world.take(Role.SUPERVISOR, "residence.edit", second, resident_id=other)
    caught_up()
    assert ("resident", other) in finds("3-2-1901")
    assert her not in finds("3-2-1901")
    world.take(Role.SUPERVISOR, "home.edit", world.homes[2], room_no="1902", room="3-2-1902")
    search.index.drain(500)
    assert ("resident", other) in finds("3-2-1902")
    assert ("resident", other) not in finds("3-2-1901")


@pytest.mark.parametrize("drained", [False, True])
def test_what_an_undo_takes_away_is_gone(drained: bool, world: World, search: Search, finds: Finds) -> None:
    order = world.order(matter="阳台地漏返味")
    if drained:
        search.index.drain(500)
    assert finds("地漏") == [("work_order", order)]
    with world.database.write() as connection:
        log.undo(connection, world.rules, world.scope, world.last_op())
    assert finds("地漏") == []
    search.index.drain(500)
    assert finds("地漏") == []
    assert world.database.read("SELECT 1 FROM search_doc WHERE id=?", (order,)) == []


def test_nobody_without_a_role_and_nothing_of_another_estate(
    world: World, search: Search, clerk: Actor, finds: Finds
) -> None:
    order = world.order()
    with world.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO work_order (scope, id, matter, status) VALUES ('e/another', ?, '滴水', 'accepted')",
            (uuid7(1),),
        )
        connection.exec_driver_sql("INSERT INTO search_due SELECT scope, 'work_order', id FROM work_order WHERE id < ?",
                                   (order,))  # fmt: skip
    for drained in (0, 500):
        search.index.drain(drained)
        assert finds("滴水") == [("work_order", order)]
        assert len(search.find(clerk, (world.scope, "e/another"), "滴水")) == 2
        with pytest.raises(NotVisible):
            search.find(Actor(clerk.id, frozenset()), (world.scope,), "滴水")


def test_no_telephone_stands_in_a_hit(world: World, search: Search, clerk: Actor) -> None:
    world.order()
    hits = search.find(clerk, (world.scope,), "6621")
    assert {hit.kind for hit in hits} == {"work_order", "resident"}
    assert all("0000" not in hit.title and "6621" not in hit.title for hit in hits)
    (order,) = (hit for hit in hits if hit.kind == "work_order")
    assert order.words[1:] == ("3-2-1801", "王秀英", "厨房水龙头一直滴水")
    assert order.status == "accepted"


def test_pages_are_newest_first_without_gap_or_repeat(world: World, search: Search, clerk: Actor) -> None:
    orders = []
    for number in range(25):
        orders.append(world.order(matter=f"走廊灯不亮 {number:04d}"))
        world.clock.forward(minutes=1)
        if number == 20:
            search.index.drain(500)
    found: list[str] = []
    before = None
    while hits := search.find(clerk, (world.scope,), "走廊灯", before=before, limit=10):
        assert len(hits) <= 10
        found += [hit.id for hit in hits]
        before = hits[-1].at
    assert found == orders[::-1]


def test_late_arrivals_land_in_their_time_and_one_millisecond_may_hold_many(
    world: World, search: Search, clerk: Actor
) -> None:
    today = world.order(matter="井盖响")
    search.index.drain(500)
    many = [uuid7(START - 86_400_000) for _ in range(SLOTS + 44)]
    with world.database.write() as connection:
        for ent in many:
            connection.exec_driver_sql(
                "INSERT INTO work_order (scope, id, matter, status) VALUES (?, ?, '井盖响', 'void')",
                (world.scope, ent),
            )
            connection.exec_driver_sql("INSERT INTO search_due VALUES (?, 'work_order', ?)", (world.scope, ent))
    while search.index.drain(70):
        pass
    hits = search.find(clerk, (world.scope,), "井盖", limit=1000)
    assert hits[0].id == today
    assert {hit.id for hit in hits[1:]} == set(many)
    assert len({hit.at for hit in hits}) == len(many) + 1


SIGNS = ['"', "*", "a*", "AND", "NOT a", "NEAR(a b, 2)", "^a", "a:b", "-", "{a}", "\ud800", "\x00", "x" * 5000,
         "水 " * 500, "%", "_", "'", "3-" * 50, "1" * 400]  # fmt: skip


def test_nothing_typed_breaks_it_and_what_can_be_stored_is_found_by_itself(
    search: Search, clerk: Actor, world: World
) -> None:
    lost = []
    stored = 0
    for typed in [*BLNS, *SIGNS]:
        world.clock.forward(ms=1)
        search.find(clerk, (world.scope, world.company), typed)
        try:
            order = world.order(matter=typed)
        except DeskError:
            continue  # refused: it cannot be stored
        for _ in range(2 if fold(typed).split() else 0):  # white space alone asks nothing
            stored += 1
            if order not in [hit.id for hit in search.find(clerk, (world.scope,), typed)]:
                lost.append(typed)
            search.index.drain(500)
    assert lost == []
    assert stored > 900


MATTERS = st.lists(st.text("水龙头漏管电灯", min_size=1, max_size=8), min_size=1, max_size=8, unique=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(matters=MATTERS, typed=st.text("水龙头漏管电灯", min_size=1, max_size=5), drained=st.booleans())
def test_words_are_found_exactly_where_they_stand(
    matters: list[str], typed: str, drained: bool, world: World, search: Search, clerk: Actor
) -> None:
    made = {world.order(matter=matter): matter for matter in matters}
    if drained:
        search.index.drain(500)
    found = {hit.id for hit in search.find(clerk, (world.scope,), typed, ("work_order",), limit=500)} & made.keys()
    assert found == {order for order, matter in made.items() if typed in matter}
