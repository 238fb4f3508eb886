"""总单: one order for several of one trouble, joined in one group, the foreman noted, the slip naming each."""

from desk.domain.roles import Role
from desk.services.work_orders import patterns, whole
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.store import log
from tests.world import World

ROOMS = ("3-2-1801", "3-2-1802", "3-2-1901")


def stopped_up(world: World, number: int) -> str:
    return world.order(home_id=world.homes[number], where=ROOMS[number], problem="13", problem_label="给排水·下水堵塞")


def found(world: World) -> list[Pattern]:
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    return patterns.of_estate(world.database, clerk, world.scope, settings, world.clock.now)


def make_whole(world: World, pattern: Pattern) -> str:
    changed = world.changed(Role.CLERK, *whole.requests(world.scope, pattern))
    return changed.ents[0]


def test_three_of_a_unit_become_one(world: World) -> None:
    orders = [stopped_up(world, number) for number in range(3)]
    (one,) = found(world)
    assert (one.kind, one.count, one.label, one.where) == (PatternKind.UNIT, 3, "疑似公共管道", "3栋2单元")
    parent = make_whole(world, one)
    row = world.row("work_order", parent)
    assert [world.row("work_order", order)["parent_id"] for order in orders] == [parent] * 3
    assert {world.row("work_order", order)["parent_no"] for order in orders} == {row["no"]}
    assert row["where"] == "3栋2单元"
    assert row["area"] == "public"
    assert all(room in row["matter"] for room in ROOMS)
    said = [entry.values.get("remark") for entry in log.history(world.database, parent)]
    assert said[-1] == "已告知工程班长"
    assert found(world) == [], "there is a whole, and it is not counted as one more"


def test_a_whole_at_the_unit_s_riser_is_not_one_more_of_them(world: World) -> None:
    told = {"name": "3栋2单元水管井", "kind": "riser", "building_no": "3", "unit_no": "2"}
    riser = world.take(Role.SUPERVISOR, "place.add", **told)
    orders = {stopped_up(world, number) for number in range(3)}
    parent = make_whole(world, found(world)[0])
    assert world.row("work_order", parent)["place_id"] == riser
    assert found(world) == []
    late = stopped_up(world, 0)
    (one,) = found(world)
    assert {each.id for each in one.orders} == orders | {late}


def test_a_fourth_joins_the_whole_that_is_there(world: World) -> None:
    for number in range(3):
        stopped_up(world, number)
    parent = make_whole(world, found(world)[0])
    late = stopped_up(world, 0)
    (one,) = found(world)
    assert [each.id for each in one.loose] == [late]
    before = len(world.rows("work_order"))
    make_whole(world, one)
    assert world.row("work_order", late)["parent_id"] == parent
    assert len(world.rows("work_order")) == before


def test_three_of_one_home(world: World) -> None:
    for problem in ("11", "24", "31"):
        world.order(problem=problem)
    (one,) = found(world)
    assert (one.kind, one.label, one.where) == (PatternKind.HOME, "反复报修", "3-2-1801")
    row = world.row("work_order", make_whole(world, one))
    assert row["home_id"] == world.homes[0]
    assert "charge" not in row, "who pays is not said by counting"


def test_lamps_are_no_pipes(world: World) -> None:
    for number in range(3):
        world.order(home_id=world.homes[number], where=ROOMS[number], problem="25")
    assert [one.label for one in found(world)] == ["疑似公共设施"]


def test_what_is_done_with_calls_on_nobody(world: World) -> None:
    for number in range(3):
        order = stopped_up(world, number)
        world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")
        world.take(Role.CLERK, "work_order.finish", order, result="repaired")
    assert found(world) == []


def test_two_are_no_pattern_and_a_void_one_is_none(world: World) -> None:
    stopped_up(world, 0)
    stopped_up(world, 1)
    third = stopped_up(world, 2)
    world.take(Role.CLERK, "work_order.void", third, void_reason="test")
    assert found(world) == []


def test_rooms_above_one_another_are_named_by_their_riser(world: World) -> None:
    stopped_up(world, 0)
    stopped_up(world, 2)
    world.order(home_id=world.homes[0], where="3-2-1801", problem="13", problem_label="给排水·下水堵塞")
    (one, *_) = found(world)
    assert one.same_riser == "01"
