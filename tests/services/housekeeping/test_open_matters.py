"""What of housekeeping calls for a hand on Today, and what is only handed over."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Role
from desk.services.housekeeping.matters import step_words
from desk.services.housekeeping.open_matters import open_matters
from desk.services.housekeeping.reads import of_home, usual_company
from tests.world import START, World

TODAY, TOMORROW = at("2026-11-18", "14:00"), at("2026-11-19", "14:00")


def book(world: World, **more: Any) -> str:
    told = {"where": "3-2-1801", "home_id": world.homes[0], "work": "1", "company": "jiewanjia"}
    return world.take(Role.CLERK, "housekeeping.book", **(told | more))


def agree(world: World, ent: str, when: int) -> str:
    return world.take(Role.CLERK, "housekeeping.agree", ent, visit_from_at=when, agreed_by="company", worker="李阿姨")


def matters(world: World) -> dict[str, OpenMatter]:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    lists = world.office.lists(world.database, world.scope)
    found = open_matters(
        world.database, actor, world.scope, settings, lists, world.office.calendar, world.clock()
    )  # fmt: skip
    assert all(one.kind is OpenKind.HOUSEKEEPING and one.page == "housekeeping" for one in found)
    return {one.id: one for one in found}


def test_whose_turn_it_is(world: World) -> None:
    waits, declined = book(world), book(world)
    world.take(Role.CLERK, "housekeeping.decline", declined, decline_reason="time")
    today, later = agree(world, book(world), TODAY), agree(world, book(world), TOMORROW)
    found = matters(world)
    now = world.clock()
    assert {one: found[one].rank_at(now) for one in (waits, declined, today, later)} == {
        waits: Rank.AWAITED, declined: Rank.NEXT, today: Rank.AWAITED, later: Rank.LATER,
    }  # fmt: skip
    assert (found[today].who, found[today].step_label, found[waits].due_at) == ("李阿姨", "到场", START + HOUR)


def test_a_late_company_calls_for_a_hand(world: World) -> None:
    ent = book(world)
    world.clock.forward(minutes=61)
    one = matters(world)[ent]
    assert one.rank_at(world.clock()) is Rank.NOW
    assert (one.state, one.due_label) == ("待确认", "确认")


def test_after_a_miss_the_desk_sees_to_it_and_what_is_over_is_gone(world: World) -> None:
    missed, over = agree(world, book(world), TODAY), agree(world, book(world), TODAY)
    world.clock.now = TODAY + 20 * MINUTE
    world.take(Role.CLERK, "housekeeping.no_show", missed)
    for step, told in (("arrive", {}), ("finish", {}), ("slip_back", {"signature": "self", "tick": "good"})):
        world.take(Role.CLERK, f"housekeeping.{step}", over, **told)
    found = matters(world)
    assert set(found) == {missed}
    assert (found[missed].state, found[missed].note, found[missed].rank) == ("待改约", "公司没到", Rank.NEXT)
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    assert len(of_home(world.database, actor, world.scope, world.homes[0])) == 2
    assert usual_company(world.database, actor, world.scope, world.homes[0], "1") == "jiewanjia"
    assert usual_company(world.database, actor, world.scope, world.homes[0], "3") == ""


@pytest.mark.parametrize(
    ("step", "told", "words"),
    [
        ("book", {"company_label": "洁万家家政"}, "洁万家家政"),
        (
            "agree",
            {"visit_from_at": TODAY, "agreed_by": "company", "worker": "李阿姨"},
            "今天 14:00 · 李阿姨 · 家政公司告知",
        ),
        ("again", {"visit_from_at": TODAY, "again_reason": "weather"}, "今天 14:00 · 天气"),
        ("decline", {"decline_reason": "no_hands"}, "没有人手"),
        ("slip_back", {"signature": "self", "tick": "bad"}, "本人 · 不满意"),
        ("urge", {}, ""),
    ],
)
def test_what_a_step_said(step: str, told: dict[str, Any], words: str) -> None:
    assert step_words(step, told, START) == words
