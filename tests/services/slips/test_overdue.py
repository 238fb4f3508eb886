"""缺单: which sheets should have been back, whom they call on, and the day's paper per crew in balance."""

import pytest

from desk.domain.calendar import at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.services.slips import overdue
from desk.services.slips.overdue import Sheet
from tests.world import World

TODAY = "2026-11-20"
SETTINGS = Settings(facts=ALL_SETTINGS)


def sheet(out: str = "2026-11-19", status: str = "out", order: str = "dispatched", to: int | None = None) -> Sheet:
    return Sheet(
        "s", "w", "W1A-0001", "水电班", "", status, at(out, "10:00"), None, order_status=order, window_to_at=to
    )


@pytest.mark.parametrize(
    ("one", "missing"),
    [
        (sheet(), True),
        (sheet(TODAY), False),  # it comes back this evening
        (sheet(to=at(TODAY, "16:00")), False),  # the visit is today
        (sheet(to=at("2026-11-19", "16:00")), True),
        (sheet(order="suspended"), False),  # the man keeps it while he waits for parts
        (sheet(TODAY, status="missing"), True),
        (sheet(order="suspended", status="missing"), True),
    ],
)
def test_a_sheet_is_missing_the_morning_after_its_visit(one: Sheet, missing: bool) -> None:
    assert overdue.missing([one], TODAY) == ([one] if missing else [])


@pytest.mark.parametrize(
    ("out", "who"),
    [
        ("2026-11-18", None),
        ("2026-11-17", Role.FOREMAN),
        ("2026-11-14", Role.FOREMAN),
        ("2026-11-13", Role.MANAGER),
        ("2026-10-01", Role.MANAGER),
    ],
)
def test_three_days_call_the_foreman_seven_the_manager(out: str, who: Role | None) -> None:
    assert overdue.calls_on(sheet(out), TODAY, SETTINGS) is who


def test_the_longest_out_stands_first_and_crews_by_name() -> None:
    old, new = sheet("2026-11-10"), sheet("2026-11-12")
    assert overdue.missing([new, old], TODAY) == [old, new]
    nobody = Sheet("x", "v", "W1A-0002", "", "", "out", 1, None)
    assert list(overdue.by_crew([nobody, new])) == ["水电班", "未写班组"]


def out(world: World, **values: object) -> tuple[str, str]:
    order = world.dispatched(**values)
    no = world.row("work_order", order)["no"]
    slip = world.take(Role.CLERK, "slip.issue", order_id=order, no=no, copy_no=1, crew="水电班")
    world.take(Role.CLERK, "slip.print", slip)
    return order, slip


def lines(world: World, day: str) -> list[tuple[int, ...]]:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    found = overdue.reconcile(world.database, actor, world.scope, day, world.clock.now, settings)
    assert all(one.carried + one.issued == one.returned + one.out for one in found)
    return [(one.carried, one.issued, one.returned, one.unsigned, one.out, one.missing) for one in found]


def test_a_days_paper_is_in_balance_also_looked_at_later(world: World) -> None:
    (_, first), (_, second), (_, third) = out(world), out(world), out(world)
    world.clock.set("2026-11-18", "17:05")
    world.take(Role.CLERK, "slip.back_signed", first)
    world.take(Role.CLERK, "slip.back_unsigned", second)
    assert lines(world, "2026-11-18") == [(0, 3, 2, 1, 1, 1)]
    world.clock.set("2026-11-19", "9:00")
    out(world)
    world.take(Role.CLERK, "slip.missing", third, missing_note="师傅说丢了")
    assert lines(world, "2026-11-19") == [(1, 1, 0, 0, 2, 1)], "at nine today's sheets are out, not missing"
    world.clock.set("2026-11-19", "16:59")
    assert lines(world, "2026-11-19") == [(1, 1, 0, 0, 2, 1)]
    world.clock.set("2026-11-19", "17:00")
    assert lines(world, "2026-11-19") == [(1, 1, 0, 0, 2, 2)]
    world.take(Role.CLERK, "slip.back_signed", third)
    assert lines(world, "2026-11-19") == [(1, 1, 1, 0, 1, 1)]
    assert lines(world, "2026-11-18") == [(0, 3, 2, 1, 1, 1)]
    assert lines(world, "2026-11-17") == []


def test_a_reprint_stands_for_the_lost_first_print(world: World) -> None:
    order, _ = out(world)
    again = world.take(Role.CLERK, "slip.issue", order_id=order, no="W1A-0001", copy_no=2, crew="水电班")
    world.take(Role.CLERK, "slip.print", again)
    world.clock.set("2026-11-18", "17:00")
    assert lines(world, "2026-11-18") == [(0, 1, 0, 0, 1, 1)]
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    assert [one.id for one in overdue.away(world.database, actor, world.scope)] == [again]
