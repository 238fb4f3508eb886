"""Beside a history: merged, to be decided, not in force, given way. Every value that lost can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.deciding import MAIN
from desk.domain.flow import RESOLVE
from desk.domain.roles import Role
from desk.services.work_orders.story import Line, story
from desk.store import log, verdicts
from tests.branches import TwoDesks, dispatch, dispatched_twice, two_desks
from tests.world import NAMES, World


@pytest.fixture
def desks(world: World, built_world: World, prepared_server: Path, tmp_path: Path) -> Iterator[TwoDesks]:
    with two_desks(world, built_world, tmp_path, prepared_server) as both:
        yield both


def lines(world: World, order: str) -> list[Line]:
    """Oldest first."""
    who = {actor.id: NAMES.get(role, "王总") for role, actor in world.people.items()}
    entries = log.history(world.database, order)
    return story(entries, world.rules.known("work_order"), lambda one: who[one], world.clock())[::-1]


def note(world: World, order: str, words: str) -> str:
    found = [one.note for one in lines(world, order) if one.words.startswith(words)]
    assert len(found) == 1, found
    return found[0]


def test_the_same_step_twice_is_said_to_be_one(desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.cables_in()
    dispatch(desks.here, order, "王建国", slip=False)
    desks.here.clock.forward(minutes=1)
    dispatch(desks.there, order, "王建国", Role.SUPERVISOR, slip=False)
    desks.cables_in()
    found = lines(desks.here, order)
    assert [one.note for one in found] == ["", "", "与 李敏 09:00 记的是同一步, 已合并"]
    assert [one.stands for one in found] == [True, True, False]


def test_a_line_that_waits_says_so_and_what_became_of_it(desks: TwoDesks) -> None:
    order = dispatched_twice(desks, paid_there=False)
    assert note(desks.here, order, "派工 李伟") == "待裁定"
    assert note(desks.here, order, "派工 王建国") == ""
    branch = desks.branches()[0]["id"]
    desks.here.take(Role.CLERK, f"work_order.{RESOLVE}", order, keep=branch, drop=[])
    assert note(desks.here, order, "派工 李伟") == "裁定采用"
    assert note(desks.here, order, "派工 王建国") == "裁定没有采用"
    assert lines(desks.here, order)[-1].words == "裁定: 采用张敏的一边"


def test_a_line_that_was_not_taken(desks: TwoDesks) -> None:
    order = dispatched_twice(desks, paid_there=False)
    branch = desks.branches()[0]["id"]
    desks.here.take(Role.CLERK, f"work_order.{RESOLVE}", order, keep=MAIN, drop=[branch])
    assert note(desks.here, order, "派工 李伟") == "裁定没有采用"
    assert lines(desks.here, order)[-1].words == "裁定: 采用原来的一边"


@pytest.mark.parametrize("later_first", [False, True])
def test_a_value_that_gave_way_stands_beside_its_line(desks: TwoDesks, later_first: bool) -> None:
    order = desks.here.order()
    desks.cables_in()
    desks.here.clock.forward(minutes=1)
    desks.here.take(Role.CLERK, "work_order.amend", order, precautions="家里有狗")
    desks.here.clock.forward(minutes=5)
    desks.there.take(Role.SUPERVISOR, "work_order.amend", order, precautions="老人在家")
    pair = (desks.there, desks.here) if later_first else (desks.here, desks.there)
    desks.cables_in(*pair)
    assert desks.here.row("work_order", order)["precautions"] == "老人在家"
    told = {one.who: one.note for one in lines(desks.here, order) if one.step == "amend"}
    assert told == {"李敏": "注意事项“家里有狗” 被后改的值代替, 以 张敏 09:06 记的为准", "张敏": ""}


def test_a_step_that_was_turned_away_says_why(desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.cables_in()
    desks.here.take(Role.CLERK, "work_order.void", order, void_reason="withdrawn")
    desks.there.take(Role.CLERK, "work_order.urge", order)
    desks.cables_in()
    found = lines(desks.here, order)[-1]
    assert (found.step, found.stands) == ("urge", False)
    assert found.note == "未生效: 别的电脑先办了, 这一步接不上"


def test_nothing_is_said_of_what_simply_stood(world: World) -> None:
    order = world.slip_back()
    entries = log.history(world.database, order)
    assert verdicts.notes(entries, world.rules.known("work_order"), str, world.clock()) == {}
