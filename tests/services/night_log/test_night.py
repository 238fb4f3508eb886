"""The night log: six kinds to run for, the rest for the morning; true times whenever it is written down."""

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenMatter, Rank
from desk.domain.roles import Role
from desk.services.night_log import open_matters, reads
from desk.services.night_log.record import NightKind
from desk.store.steps import StepRefused
from tests.world import World

R = Role
NIGHT, MORNING = "2026-11-18", "2026-11-19"


def log(world: World, kind: str = "leak", **values: object) -> str:
    return world.take(R.SQUAD_LEADER, "night_entry.log", kind=kind, where="3-2-1801", heard_by="赵刚", **values)


def open_now(world: World) -> list[OpenMatter]:
    actor = world.office.actor(world.database, world.scope, world.people[R.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    now, calendar = world.clock.now, world.office.calendar
    return open_matters.open_matters(world.database, actor, world.scope, settings, Lists(), calendar, now)


@pytest.mark.parametrize("kind", list(NightKind))
def test_six_kinds_are_run_for_the_seventh_waits(world: World, kind: NightKind) -> None:
    row = world.row("night_entry", log(world, str(kind)))
    assert row["status"] == ("morning" if kind is NightKind.OTHER else "open")
    (found,) = open_now(world)
    assert found.rank is (Rank.NEXT if kind is NightKind.OTHER else Rank.NOW)
    assert found.urgent is (kind is not NightKind.OTHER)


def test_written_down_in_the_morning_with_the_times_of_the_night(world: World) -> None:
    world.clock.now = at(MORNING, "8:10")
    heard, ended = at(MORNING, "2:15"), at(MORNING, "2:40")
    requests = [
        world.request("night_entry.log", kind="lift", where="5栋电梯", happened_at=heard, sheet_no="W1A-Y261118-1",
                      line_no=1),
        world.request("night_entry.end", "@0", happened_at=ended, handling="维保放人"),
    ]  # fmt: skip
    ent = world.changed(R.CLERK, *requests).ents[0]
    row = world.row("night_entry", ent)
    assert (row["heard_at"], row["heard_source"], row["ended_at"], row["status"]) == (heard, "slip", ended, "ended")
    assert row["heard_recorded_at"] == world.clock.now
    actor = world.office.actor(world.database, world.scope, world.people[R.CLERK].id)
    assert [one["id"] for one in reads.entries(world.database, actor, world.scope, NIGHT)] == [ent]
    assert reads.entries(world.database, actor, world.scope, MORNING) == []


def test_nothing_ends_before_it_was_told(world: World) -> None:
    world.clock.now = at(MORNING, "8:10")
    ent = log(world, happened_at=at(MORNING, "2:15"))
    with pytest.raises(StepRefused, match="早于接报"):
        world.take(R.CLERK, "night_entry.end", ent, happened_at=at(MORNING, "2:10"))
    with pytest.raises(StepRefused, match="还没有到"):
        log(world, happened_at=at(MORNING, "9:00"))


def test_who_is_shut_in_a_lift_is_rung_every_five_minutes_until_the_end(world: World) -> None:
    world.clock.now = heard = at(NIGHT, "23:00")
    ent, leak = log(world, "lift"), log(world, "leak")
    found = next(one for one in open_now(world) if one.id == ent)
    assert (found.due_at, found.due_label, found.step_label) == (heard + 5 * MINUTE, "回拨", "回拨")
    world.clock.forward(minutes=5)
    world.take(R.SQUAD_LEADER, "night_entry.call_back", ent)
    found = next(one for one in open_now(world) if one.id == ent)
    assert found.due_at == heard + 10 * MINUTE
    world.clock.forward(minutes=6)
    world.take(R.SQUAD_LEADER, "night_entry.call_back", ent)
    row = world.row("night_entry", ent)
    assert (row["call_backs"], row["call_backs_late"]) == (2, 1)
    world.clock.forward(minutes=7)
    world.take(R.SQUAD_LEADER, "night_entry.end", ent)
    assert world.row("night_entry", ent)["call_backs_late"] == 2  # the one that was due never came
    with pytest.raises(StepRefused):
        world.take(R.SQUAD_LEADER, "night_entry.call_back", ent)
    with pytest.raises(StepRefused, match="不是电梯困人"):
        world.take(R.SQUAD_LEADER, "night_entry.call_back", leak)


def test_what_waited_becomes_an_order(world: World) -> None:
    ent = log(world, "other")
    order = world.order()
    world.take(R.CLERK, "night_entry.pass_on", ent, order_id=order, order_no="W1A-0001")
    assert open_now(world) == []


def test_a_sheet_is_due_at_half_past_eight_and_numbered_once(world: World) -> None:
    actor = world.office.actor(world.database, world.scope, world.people[R.CLERK].id)
    world.clock.now = at(NIGHT, "17:00")
    first = reads.next_no(world.database, actor, world.scope, NIGHT)
    sheet = world.take(R.CLERK, "night_sheet.print", no=first, night_on=NIGHT, watch="赵刚")
    second = reads.next_no(world.database, actor, world.scope, NIGHT)
    assert first.endswith("-Y261118-1")
    assert second.endswith("-Y261118-2")
    (found,) = open_now(world)
    assert found.rank is Rank.LATER, "nobody writes it down in the evening"
    world.clock.now = at(MORNING, "8:31")
    (found,) = open_now(world)
    assert (found.due_at, found.rank_at(world.clock.now)) == (at(MORNING, "8:30"), Rank.NOW)
    world.take(R.CLERK, "night_sheet.enter", sheet, entries=0, entered_by="李敏")
    assert open_now(world) == []


@pytest.mark.parametrize(("moment", "night"), [
    (at(NIGHT, "17:00"), NIGHT), (at(MORNING, "2:00"), NIGHT), (at(MORNING, "11:59"), NIGHT),
    (at(MORNING, "12:00"), MORNING),
])  # fmt: skip
def test_a_night_goes_from_noon_to_noon(moment: int, night: str) -> None:
    assert reads.night_of(moment) == night
