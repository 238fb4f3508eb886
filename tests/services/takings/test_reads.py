"""A day's count in the file: from the last one on, until now, never twice; days not counted; the book's next leaf."""

from typing import Any

import pytest

from desk.domain.calendar import at, end_of_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services.takings import reads
from desk.services.takings.receipts import receipt_id
from tests.world import World

DAY, NEXT = "2026-11-18", "2026-11-19"


def actor(world: World) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)


def taken(world: World, number: str, fen: int = 1000, payment: str = "cash") -> str:
    told: dict[str, Any] = {"order_id": world.homes[0], "amount_fen": fen, "payment": payment, "receipt_no": number}
    return world.take(Role.CLERK, "taking.take", receipt_id(world.scope, number) if number else None, **told)


def day(world: World, on: str = DAY) -> reads.Day:
    return reads.day(world.database, actor(world), world.scope, on, world.clock())


def close(world: World, on: str = DAY) -> None:
    found = day(world, on)
    cash = found.sums.by_form["cash_fen"]
    told = {"day_on": on, "cash_fen": cash, "counted_fen": cash, "until_at": found.until_at}
    world.take(Role.CLERK, "day_close.close", reads.close_id(world.scope, on), **told)


def uncounted(world: World) -> list[str]:
    return reads.uncounted(world.database, actor(world), world.scope, world.clock())


def test_what_was_written_down_this_very_moment_is_counted(world: World) -> None:
    taken(world, "0001")
    assert day(world).sums.by_form["cash_fen"] == 1000


def test_a_day_ends_at_midnight_however_late_it_is_counted(world: World) -> None:
    world.clock.set(DAY, "23:59")
    taken(world, "0001")
    world.clock.set(NEXT, "0:01")
    taken(world, "0002", 2000)
    assert uncounted(world) == [DAY]
    assert (day(world).until_at, day(world).sums.by_form["cash_fen"]) == (end_of_day(DAY), 1000)
    close(world)
    assert uncounted(world) == []
    assert day(world, NEXT).sums.by_form["cash_fen"] == 2000


def test_what_comes_after_the_count_is_the_next_days(world: World) -> None:
    world.clock.set(DAY, "17:00")
    taken(world, "0001")
    close(world)
    world.clock.set(DAY, "20:00")
    late = taken(world, "0002", 500)
    assert day(world).sums.by_form["cash_fen"] == 1000
    world.clock.set(NEXT, "9:00")
    assert uncounted(world) == []  # yesterday was counted; the late sum waits for today's
    found = day(world, NEXT)
    assert [one["id"] for one in found.takings] == [late]


def test_a_day_before_a_counted_one_is_not_counted_again(world: World) -> None:
    taken(world, "0001")
    world.clock.set(NEXT, "17:00")
    close(world, NEXT)
    with pytest.raises(DeskError, match="已经算在 2026-11-19 的日结里"):
        day(world)


def test_what_is_paid_back_later_goes_off_the_later_count(world: World) -> None:
    world.clock.set(DAY, "17:00")
    ent = taken(world, "0001")
    close(world)
    world.clock.set(NEXT, "10:00")
    world.take(Role.CLERK, "taking.void", ent, void_reason="refunded")
    taken(world, "0002", 2500)
    found = day(world, NEXT)
    assert found.sums.by_form["cash_fen"] == 1500
    assert [reads.earlier(one, found) for one in found.takings] == [True, False]
    assert day(world).close is not None


def test_what_was_void_before_midnight_asks_for_no_count(world: World) -> None:
    ent = taken(world, "0001")
    world.take(Role.CLERK, "taking.void", ent, void_reason="spoilt")
    world.clock.set(NEXT, "8:00")
    assert uncounted(world) == []


def test_owed_and_waived_stand_beside(world: World) -> None:
    order = world.finished(charge="paid", price_form="list")
    world.take(Role.CLERK, "work_order.sign", order, signature="self")
    world.take(Role.CLERK, "work_order.slip_back", order, due_fen=3000, received_fen=0, payment="waived",
               waived_by="陈国平")  # fmt: skip
    taken(world, "", 4000, "on_account")
    found = day(world)
    assert found.owed_fen == 4000
    assert [(due, by) for _, _, due, by in found.waived] == [(3000, "陈国平")]
    assert found.sums.total_fen == 0


def test_the_book_goes_on_behind_the_number_written_last(world: World) -> None:
    def following() -> str:
        return reads.next_number(world.database, actor(world), world.scope)

    assert following() == ""
    taken(world, "0099")
    world.clock.forward(minutes=1)
    own = taken(world, "")
    world.take(Role.CLERK, "taking.number", own)  # the program's own number is no leaf of the book
    assert following() == "0100"


def test_the_moment_of_the_last_count(world: World) -> None:
    assert reads.last_count(world.database, actor(world), world.scope) == 0
    world.clock.set(DAY, "17:00")
    close(world)
    assert reads.last_count(world.database, actor(world), world.scope) == at(DAY, "17:00") + 1


def test_a_refund_goes_off_the_day_on_which_it_was_given(world: World) -> None:
    ent = taken(world, "0001", 8000)
    world.take(Role.CLERK, "taking.refund_due", ent)
    assert (day(world).sums.by_form["cash_fen"], day(world).refund_fen) == (8000, 8000)
    close(world)
    world.clock.set(NEXT, "9:00")
    assert [one["id"] for one in day(world, NEXT).refunds] == [ent]
    assert day(world, NEXT).sums.by_form["cash_fen"] == 0
    world.take(Role.CLERK, "taking.refund", ent)
    found = day(world, NEXT)
    assert (found.sums.by_form["cash_fen"], found.refunds, [one["id"] for one in found.takings]) == (-8000, [], [ent])
