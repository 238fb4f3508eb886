"""What the screens read: live for a home, chains, seats, what calls for a hand, and the words beside it."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, at
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, Rank
from desk.domain.roles import Actor, Role
from desk.paths import RESOURCES
from desk.services.notices import reads
from desk.services.notices.open_matters import open_matters
from desk.services.notices.own_rows import own_rows
from desk.services.notices.turns import seats
from desk.services.notices.types import type_of
from desk.services.notices.words import caller_words, card_words, lead_words
from tests.world import World

DAY = "2026-11-19"
LISTS = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ()))


def actor(world: World, role: Role = Role.CLERK) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[role].id)


def published(world: World, kind: str = "11", **values: Any) -> str:
    told = {
        "kind": kind, "title": "停水通知", "from_at": at(DAY, "11:00"), "to_at": at(DAY, "17:00"),
        "expected_at": at(DAY, "17:00"), "audience": "unit", "targets": ["u/3/2"], "homes": 3,
        "range_words": "3栋2单元", "reason": "水箱检修", "tips": "请提前储水; 再开龙头", "phone": "8801 6000",
        "undersigned": "翠湖花园物业", **values,
    }  # fmt: skip
    ent = world.take(Role.CLERK, "notice.draft", **told)
    world.take(Role.CLERK, "notice.submit", ent)
    world.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    return ent


def live(world: World) -> list[str]:
    found = reads.live_for(world.database, actor(world), world.scope, world.homes[0], world.resident, world.clock.now)
    return [str(row["id"]) for row in found]


def test_a_caller_of_the_unit_hears_of_it_until_it_is_restored(world: World) -> None:
    later = published(world, "31", title="电梯维保通知", from_at=at(DAY, "15:00"))
    water = published(world)
    published(world, targets=["u/3/9"])
    published(world, send_at=at(DAY, "10:00"), late_reason="plan_changed")
    assert live(world) == [water, later]
    world.clock.set(DAY, "16:30")
    world.take(Role.CLERK, "notice.restore", water)
    assert water not in live(world)
    assert later in live(world)


def test_one_chosen_resident_is_meant_at_home(world: World) -> None:
    ent = published(world, audience="resident", targets=[f"r/{world.resident}"])
    assert live(world) == [ent]


def test_a_chain_is_read_from_any_of_its_links(world: World) -> None:
    first = published(world)
    second = published(world, corrects_id=first, correction_no=1, found_by="ourselves", wrong_part="time")
    third = published(world, corrects_id=second, correction_no=2, found_by="resident", wrong_part="range")
    for ent in (first, second, third):
        found = reads.chain(world.database, actor(world), world.scope, ent)
        assert [row["id"] for row in found] == [first, second, third]


def test_the_writer_is_no_reader_and_arrears_are_the_managers(world: World) -> None:
    ent = published(world)
    read = reads.read_page(world.database, actor(world), world.scope, world.clock.now)
    names = reads.may_read(read, read.notices[ent])
    assert "张敏" in names
    assert "李敏" not in names
    assert reads.may_read(read, read.notices[ent], manager_only=True) == ["吴明"]


def test_calls_and_sign_ups_are_counted(world: World) -> None:
    ent = published(world)
    for _ in range(2):
        world.take(Role.CLERK, "notice_call.log", notice_id=ent, home_id=world.homes[0], where="3-2-1801")
    party = published(world, "91", from_at=at("2026-11-28", "9:00"), to_at=None, expected_at=None, audience="all")
    world.take(Role.CLERK, "sign_up.sign", notice_id=party, name="王秀英", people=3)
    read = reads.read_page(world.database, actor(world), world.scope, world.clock.now)
    assert (read.calls, read.people) == ({ent: 2}, {party: 3})
    assert len(reads.calls_of(world.database, actor(world), world.scope, ent)) == 2


def row(ident: str, signed: int, people: int, status: str = "signed") -> dict[str, Any]:
    return {"id": ident, "signed_up_at": signed, "people": people, "status": status}


def test_seats_go_by_turn_and_who_goes_makes_room() -> None:
    rows = [row("c", 3, 1), row("a", 1, 2), row("b", 2, 2)]
    assert [(one.values["id"], one.place, one.waits) for one in seats(rows, 3)] == [
        ("a", 1, False), ("b", 1, True), ("c", 2, False),
    ]  # fmt: skip
    rows[1]["status"] = "cancelled"
    assert [one.waits for one in seats(rows, 3)] == [False, False]
    assert not any(one.waits for one in seats(rows, 0))


def matters(world: World) -> list[tuple[str, str, Rank]]:
    found = open_matters(
        world.database, actor(world), world.scope, world.office.settings(world.database, world.scope),
        world.office.lists(world.database, world.scope), world.office.calendar, world.clock.now,
    )  # fmt: skip
    assert all(one.kind is OpenKind.NOTICE for one in found)
    return [(one.state, one.step_label, one.rank) for one in found]


def test_what_calls_for_a_hand(world: World) -> None:
    published(world)
    draft = world.take(Role.CLERK, "notice.draft", kind="11", title="停水通知", from_at=at(DAY, "20:00"))
    assert matters(world) == [("已发·未开始", "打开", Rank.LATER), ("草稿", "送复核", Rank.NEXT)]
    world.take(Role.CLERK, "notice.void", draft, void_reason="test")
    world.clock.set(DAY, "17:10")
    assert matters(world) == [("待恢复", "恢复", Rank.NOW)]


def test_what_went_first_is_to_be_read(world: World) -> None:
    ent = world.take(
        Role.CLERK, "notice.draft", kind="12", title="停水通知", from_at=world.clock.now, audience="all",
        range_words="全小区", phone="1", undersigned="物业",
    )  # fmt: skip
    world.take(Role.CLERK, "notice.send_first", ent, urgent_reason="breakdown")
    assert matters(world) == [("进行中", "补核", Rank.NEXT)]


NOTICE: dict[str, Any] = {
    "title": "停水通知", "status": "sent", "sent_at": at("2026-11-18", "9:00"), "restores": True,
    "range_words": "3栋2单元", "reason": "水箱检修", "tips": "请提前储水; 再开龙头", "from_at": at(DAY, "11:00"),
    "to_at": at(DAY, "17:00"), "expected_at": at(DAY, "17:00"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (("2026-11-18", "9:00"), "因为水箱检修, 3栋2单元明天 11:00 开始停水, 预计明天 17:00 恢复。 请提前储水。"),
        ((DAY, "12:00"), "因为水箱检修, 3栋2单元 11:00 开始停水, 预计 17:00 恢复, 恢复了马上通知。 请提前储水。"),
        ((DAY, "17:10"), "3栋2单元停水原定 17:00 恢复, 我马上问现场, 问清楚给您回电话。"),
    ],
)
def test_the_words_for_a_caller(when: tuple[str, str], words: str) -> None:
    assert caller_words(NOTICE, at(*when)) == words


@pytest.mark.parametrize(
    ("kind", "hours", "words", "tone"),
    [
        ("11", 26, "提前 26 小时 (要求 24)", "good"),
        ("11", 23, "提前 23 小时 (要求 24): 晚了 1 小时 00 分", "bad"),
        ("21", 30, "提前 30 小时 (要求 24, 建议 48)", "warn"),
        ("22", 30, "提前 30 小时", ""),
    ],
)
def test_how_early_it_is(kind: str, hours: int, words: str, tone: str) -> None:
    notice = {"from_at": at(DAY, "11:00")}
    assert lead_words(type_of(LISTS, kind), notice, at(DAY, "11:00") - hours * HOUR) == (words, tone)


def test_the_line_under_the_form() -> None:
    told = card_words(type_of(LISTS, "11"), {"from_at": at(DAY, "11:00")}, 312, ["张敏"], at("2026-11-18", "9:00"))
    assert told == "提前 26 小时 (要求 24) · 312 户 · 复核人: 张敏"
