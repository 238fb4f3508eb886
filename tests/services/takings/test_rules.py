"""A receipt's number is used once; a sum is more than nothing; a count that differs says why."""

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.takings.receipts import receipt_id
from desk.store.steps import StepRefused
from tests.world import World

DAY = "2026-11-18"


def taken(world: World, number: str = "0012", fen: int = 3000, **values: object) -> str:
    told = {"order_id": world.homes[0], "where": "3-2-1801", "amount_fen": fen, "payment": "cash", **values}
    ent = receipt_id(world.scope, number) if number else None
    return world.take(Role.CLERK, "taking.take", ent, receipt_no=number, **told)


def test_a_number_is_used_once_and_the_refusal_says_for_what(world: World) -> None:
    taken(world)
    with pytest.raises(StepRefused, match="收据号 0012 已经用过: 11-18 3-2-1801 30元"):
        taken(world, fen=4550)
    assert [row["amount_fen"] for row in world.rows("taking")] == [3000]


@pytest.mark.parametrize("typed", ["００１２", " 0012", "no.0012", "№0012", "NO：0012"])
def test_the_same_number_however_it_is_typed(world: World, typed: str) -> None:
    taken(world)
    with pytest.raises(StepRefused, match="已经用过"):
        taken(world, typed)


def test_a_void_number_stays_used(world: World) -> None:
    ent = taken(world)
    world.clock.forward(minutes=5)
    world.take(Role.CLERK, "taking.void", ent, void_reason="spoilt")
    assert world.row("taking", ent)["voided_at"] == world.clock.now
    with pytest.raises(StepRefused, match="已经用过: 11-18 3-2-1801 30元, 已作废"):
        taken(world)
    with pytest.raises(StepRefused, match="已经用过"):
        world.take(Role.CLERK, "taking.again", ent, amount_fen=4000)


def test_what_was_typed_wrong_and_undone_goes_on_its_receipt_again(world: World) -> None:
    ent = taken(world)
    world.take(Role.CLERK, "taking.void", ent, void_reason="undone")
    world.clock.forward(minutes=1)
    world.take(Role.CLERK, "taking.again", ent, amount_fen=4550)
    row = world.row("taking", ent)
    assert (row["status"], row["amount_fen"], row["taken_at"]) == ("taken", 4550, world.clock.now)
    assert "voided_at" not in row
    assert "void_reason" not in row


@pytest.mark.parametrize("fen", [0, -1])
def test_nothing_is_no_taking(world: World, fen: int) -> None:
    with pytest.raises(StepRefused, match="大于零"):
        taken(world, fen=fen)


def test_the_program_numbers_its_own_receipts_and_nobody_else_may(world: World) -> None:
    first, second = taken(world, ""), taken(world, "")
    with pytest.raises(StepRefused, match="缺“收据号”"):
        world.take(Role.CLERK, "taking.print", first)
    for kind, ent in (("number", first), ("number", second), ("print", first), ("print", second), ("print", first)):
        world.take(Role.CLERK, f"taking.{kind}", ent)
    with pytest.raises(StepRefused, match="已经有收据号"):
        world.take(Role.CLERK, "taking.number", first, receipt_no="SW1A-0009")
    with pytest.raises(StepRefused, match="已经有收据号"):
        world.take(Role.CLERK, "taking.number", taken(world, ""), receipt_no="0077")
    numbers = [world.row("taking", ent)["receipt_no"] for ent in (first, second)]
    assert numbers[0][-5:] == "-0001"
    assert numbers[1][-5:] == "-0002"
    assert (world.row("taking", first)["copies"], world.row("taking", second)["copies"]) == (2, 1)
    with pytest.raises(StepRefused, match="程序打印"):
        taken(world, numbers[0])


def test_a_receipt_of_the_book_keeps_its_number_when_it_is_printed(world: World) -> None:
    ent = taken(world)
    world.take(Role.CLERK, "taking.print", ent)
    assert world.row("taking", ent)["receipt_no"] == "0012"


def closed(world: World, cash: int, counted: int, **values: object) -> str:
    told = {"day_on": DAY, "cash_fen": cash, "counted_fen": counted, "until_at": at(DAY, "17:10"), **values}
    return world.take(Role.CLERK, "day_close.close", None, **told)


def test_a_count_that_differs_says_why(world: World) -> None:
    with pytest.raises(StepRefused, match="还没有选原因"):
        closed(world, 3000, 2900)
    with pytest.raises(StepRefused, match="负数"):
        closed(world, 0, -1)
    ent = closed(world, 3000, 2900, difference="change")
    assert world.row("day_close", ent)["difference"] == "change"


def test_where_nothing_differs_no_reason_stands(world: World) -> None:
    ent = closed(world, 3000, 3000, difference="change")
    assert "difference" not in world.row("day_close", ent)


def test_only_those_who_keep_the_money_correct_a_count(world: World) -> None:
    ent = closed(world, 3000, 2900, difference="unknown")
    with pytest.raises(StepRefused, match="您的岗位不能更正日结"):
        world.take(Role.CLERK, "day_close.correct", ent, counted_fen=3000)
    for role in (Role.SUPERVISOR, Role.MANAGER, Role.ACCOUNTANT):
        world.take(role, "day_close.correct", ent, counted_fen=3000)
    row = world.row("day_close", ent)
    assert (row["status"], row["counted_fen"]) == ("corrected", 3000)
    assert "difference" not in row


def test_money_to_be_given_back_is_the_days_until_it_is(world: World) -> None:
    ent = taken(world)
    world.take(Role.CLERK, "taking.refund_due", ent)
    assert world.row("taking", ent)["status"] == "refund_due"
    assert "voided_at" not in world.row("taking", ent)
    world.clock.forward(days=1)
    world.take(Role.CLERK, "taking.refund", ent)
    row = world.row("taking", ent)
    assert (row["status"], row["void_reason"], row["voided_at"]) == ("void", "refunded", world.clock.now)


def test_who_decides_may_list_it_but_not_hand_it_out(world: World) -> None:
    ent = taken(world)
    world.take(Role.FOREMAN, "taking.refund_due", ent)
    with pytest.raises(StepRefused, match="您的岗位不能退款"):
        world.take(Role.FOREMAN, "taking.refund", ent)
    world.take(Role.CLERK, "taking.stand", ent)
    assert world.row("taking", ent)["status"] == "taken"


def test_what_is_owed_brought_nothing_to_give_back(world: World) -> None:
    ent = taken(world, "", payment="on_account")
    with pytest.raises(StepRefused, match="没有可退的"):
        world.take(Role.CLERK, "taking.refund_due", ent)
