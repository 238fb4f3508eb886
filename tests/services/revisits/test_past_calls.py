"""Revisits that have ended: lists, the sample to be checked, and the register on paper."""

import pytest

from desk.domain.roles import Actor, Role
from desk.paths import RESOURCES
from desk.services.revisits.calling import Heard, answered, exempted, not_answered
from desk.services.revisits.due import Call
from desk.services.revisits.past_calls import PastGroup, counts, may_see_seconds, not_asked, to_check
from desk.services.revisits.past_calls import answered as done
from desk.services.revisits.reads import calls
from desk.services.revisits.record import CallCode, ExemptReason, FollowUp, Satisfaction
from desk.services.revisits.register import register
from desk.services.revisits.sources import load_revisit_settings
from tests.world import World

TABLE = load_revisit_settings(RESOURCES / "catalogue")
ALL_WELL = (("修好了吗?", "yes"), ("有没有说明原因和注意事项?", "no"), ("穿鞋套、人走场净了吗?", "yes"))


def actor_of(world: World, role: Role) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[role].id)


def due(world: World) -> Call:
    return calls(world.database, actor_of(world, Role.CLERK), world.scope, TABLE, world.clock())[0]


def heard(satisfaction: Satisfaction, seconds: int, words: str = "", way: FollowUp | None = None) -> Heard:
    return Heard(CallCode.ANSWERED, ALL_WELL, satisfaction, words, way, seconds)


@pytest.fixture
def day(world: World) -> World:
    """One answered in 48 seconds, one in 12 with words, one refused, one exempt; nothing is drawn for the sample."""
    world.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="0")
    for name in ("王秀英", "赵宇", "李强", "孙丽"):
        world.slip_back(reporter=name, reporter_phone=f"1391111000{len(name)}{name and ord(name[0]) % 10}")
    world.clock.set("2026-11-21", "9:40")
    for satisfaction, seconds, words in ((Satisfaction.GOOD, 48, ""), (Satisfaction.FAIR, 12, "来晚了")):
        one = due(world).dues[0]
        world.changed(Role.CLERK, *answered(world.scope, one, heard(satisfaction, seconds, words), "李敏"))
        world.clock.forward(minutes=2)
    settings = world.office.settings(world.database, world.scope)
    refused = not_answered(world.scope, due(world).dues, CallCode.REFUSED, 0, settings, "李敏", world.clock())
    world.changed(Role.CLERK, *refused)
    world.clock.forward(minutes=2)
    world.changed(Role.SUPERVISOR, *exempted(world.scope, due(world).dues, ExemptReason.NO_PHONE))
    return world


def count(world: World) -> int:
    return counts(world.database, actor_of(world, Role.MANAGER), world.scope, world.clock())["check"]


def checks(world: World, role: Role = Role.MANAGER) -> list[tuple[PastGroup, int]]:
    settings = world.office.settings(world.database, world.scope)
    found = to_check(world.database, actor_of(world, role), world.scope, settings, world.clock())
    return [(group, one.values["seconds"]) for group, one in found]


def test_what_was_said_can_be_read_again(day: World) -> None:
    newest, older = done(day.database, actor_of(day, Role.CLERK), day.scope)
    assert (newest.values["words"], newest.values["seconds"], newest.values["satisfaction"]) == ("来晚了", 12, "fair")
    assert [one["answer"] for one in older.answers] == ["yes", "no", "yes"]
    assert older.attempts[-1].who == "李敏"


def test_who_was_not_asked_stands_apart(day: World) -> None:
    found = not_asked(day.database, actor_of(day, Role.CLERK), day.scope)
    assert [(one.values["status"], one.values.get("exempt_reason")) for one in found] == [
        ("exempt", "no_phone"), ("refused", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "sees"), [(Role.CLERK, True), (Role.SQUAD_LEADER, False), (Role.MANAGER, True)])
def test_seconds_are_for_the_caller_and_for_who_checks(day: World, role: Role, sees: bool) -> None:
    one = done(day.database, actor_of(day, Role.CLERK), day.scope)[0]
    assert may_see_seconds(one, actor_of(day, role)) is sees


@pytest.mark.parametrize("role", [Role.CLERK, Role.SQUAD_LEADER, Role.FOREMAN])
def test_what_is_checked_is_no_list_for_the_wall(day: World, role: Role) -> None:
    assert checks(day, role) == []
    assert counts(day.database, actor_of(day, role), day.scope, day.clock()) == {}


def test_short_calls_are_listed_by_the_setting(day: World) -> None:
    assert checks(day) == [(PastGroup.SHORT, 12)]
    day.take(Role.MANAGER, "setting.add", key="revisit.short_seconds", value="12")
    assert checks(day) == []


def test_the_sample_is_listed_until_somebody_was_reached(world: World) -> None:
    world.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="100")
    world.slip_back()
    world.clock.set("2026-11-21", "9:40")
    one = due(world).dues[0]
    world.changed(Role.CLERK, *answered(world.scope, one, heard(Satisfaction.GOOD, 48), "李敏"))
    seen = []
    for result in ("", "not_reached", "different"):
        if result:
            world.take(Role.MANAGER, "revisit.check", one.id, check_result=result)
        seen.append((checks(world)[0][0], count(world)))
    assert seen == [(PastGroup.TO_CHECK, 1), (PastGroup.TO_CHECK, 1), (PastGroup.CHECKED, 0)]


def test_what_nobody_checked_in_a_month_is_past(world: World) -> None:
    world.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="100")
    world.slip_back()
    world.clock.set("2026-11-21", "9:40")
    world.changed(Role.CLERK, *answered(world.scope, due(world).dues[0], heard(Satisfaction.GOOD, 48), "李敏"))
    seen = []
    for days in (30, 1):
        world.clock.forward(days=days)
        seen.append((count(world), len(checks(world))))
    assert seen == [(1, 1), (0, 0)]


def test_the_register_has_the_columns_of_the_paper(day: World) -> None:
    rows = register(day.database, actor_of(day, Role.CLERK), day.scope, "2026-11-21", "2026-11-21")
    assert [(row.grade, row.effect, row.quality, row.shoes, row.explained, row.remark) for row in rows] == [
        ("A满意", "是", "满意", "是", "否", ""),
        ("B较满意", "是", "较满意", "是", "否", "来晚了"),
        ("", "", "", "", "", "拒访, 打了 1 次"),
        ("", "", "", "", "", "免访: 没有电话"),
    ]
    assert {(row.day, row.where) for row in rows} == {("2026-11-21", "3-2-1801")}
    assert [row.called_by for row in rows] == ["李敏", "李敏", "李敏", ""]
    assert all(row.about_no.startswith("W") for row in rows)
    assert {row.name for row in rows} == {"王秀英", "赵宇", "李强", "孙丽"}


def test_what_became_a_complaint_is_not_told_by_a_book_that_lies_open(world: World) -> None:
    world.slip_back()
    world.clock.set("2026-11-21", "9:40")
    bad = heard(Satisfaction.BAD, 48, "要个说法", FollowUp.COMPLAINT)
    world.changed(Role.CLERK, *answered(world.scope, due(world).dues[0], bad, "李敏"))
    (row,) = register(world.database, actor_of(world, Role.CLERK), world.scope, "2026-11-21", "2026-11-21")
    assert (row.grade, row.remark) == ("C不满意", "转投诉")


@pytest.mark.parametrize(("first", "last", "count"), [("2026-11-20", "2026-11-20", 0), ("2026-11-22", "2026-11-30", 0),
                                                      ("2026-11-20", "2026-11-21", 4)])  # fmt: skip
def test_the_register_is_of_the_days_asked_for(day: World, first: str, last: str, count: int) -> None:
    assert len(register(day.database, actor_of(day, Role.CLERK), day.scope, first, last)) == count
