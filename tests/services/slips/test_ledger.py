"""The ledger of paper: numbers of prints, what a returned sheet does, and which order a typed number means."""

from typing import Any

import pytest

from desk.domain.roles import Role
from desk.services.slips import ledger
from tests.world import World

FOUR = "0001"


def slip(world: World, order: str, copy_no: int, printed: bool = True) -> str:
    no = world.row("work_order", order)["no"]
    made = world.take(Role.CLERK, "slip.issue", order_id=order, no=no, copy_no=copy_no)
    if printed:
        world.take(Role.CLERK, "slip.print", made, printer="前台针式")
    return made


def slips(world: World, order: str) -> list[dict[str, Any]]:
    return ledger.of_order(world.database, world.office.actor(world.database, world.scope, world.people[Role.CLERK].id),
                           world.scope, order)  # fmt: skip


def found(world: World, typed: str) -> list[str]:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    return [one.no for one in ledger.find(world.database, actor, world.scope, typed)]


def test_the_first_print_is_one_and_the_next_is_a_second_print(world: World) -> None:
    order = world.dispatched()
    assert ledger.next_print(slips(world, order)) == (1, None)
    waiting = slip(world, order, 1, printed=False)
    assert ledger.next_print(slips(world, order)) == (1, waiting)
    assert ledger.printed_words(slips(world, order)) == "未打印"
    world.take(Role.CLERK, "slip.print", waiting)
    assert ledger.next_print(slips(world, order)) == (2, None)
    assert ledger.printed_words(slips(world, order)) == "已打印"


def test_a_returned_sheet_makes_earlier_prints_void(world: World) -> None:
    order = world.finished()
    first, second = slip(world, order, 1), slip(world, order, 2)
    assert ledger.printed_words(slips(world, order)) == "已补打 1 次"
    steps = ledger.back(slips(world, order), signed=False)
    assert [(one.name, one.slip_id) for one in steps] == [("back_unsigned", second), ("void", first)]
    for one in steps:
        world.take(Role.CLERK, f"slip.{one.name}", one.slip_id, **one.values)
    assert world.row("slip", second)["status"] == "back_unsigned"
    assert world.row("slip", first)["missing_note"] == ledger.REPLACED
    assert ledger.printed_words(slips(world, order)) == "派工单已回·未签"
    assert ledger.back(slips(world, order), signed=True) == []


def test_a_sheet_that_nobody_saw_come_out_was_printed_when_it_comes_back(world: World) -> None:
    order = world.finished()
    waiting = slip(world, order, 1, printed=False)
    assert [one.name for one in ledger.back(slips(world, order), signed=True)] == ["print", "back_signed"]
    for one in ledger.back(slips(world, order), signed=True):
        world.take(Role.CLERK, f"slip.{one.name}", one.slip_id, **one.values)
    assert world.row("slip", waiting)["status"] == "back_signed"


@pytest.mark.parametrize(
    "change",
    [
        str,
        str.lower,
        lambda no: no.replace("-", "－"),
        lambda no: f" {no} ",
        lambda no: no.replace("-", "—"),
        lambda no: no[-4:],
        lambda no: no[:2] + no[3:],
    ],
)
def test_a_number_is_found_however_it_is_typed(world: World, change: Any) -> None:
    order = world.dispatched()
    no = world.row("work_order", order)["no"]
    assert found(world, change(no)) == [no]


def test_the_last_four_digits_name_what_is_awaited_first(world: World) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE device SET value='W3' WHERE name='prefix'")
    finished = world.row("work_order", world.finished())["no"]
    with world.database.write() as connection:  # the same four digits of another desk's number
        connection.exec_driver_sql("UPDATE device SET value='W5' WHERE name='prefix'")
        connection.exec_driver_sql("UPDATE device SET value='0' WHERE name='numbers'")
    later = world.row("work_order", world.dispatched())["no"]
    assert found(world, finished[-4:]) == [finished, later]
    assert found(world, later) == [later]
    assert found(world, "9999") == []
    assert found(world, "王秀英") == []
    assert found(world, "%") == []


def test_the_tally_counts_what_came_back_today_and_what_is_out(world: World) -> None:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    away = world.dispatched()
    slip(world, away, 1)
    slip(world, away, 2)
    world.finished()
    world.slip_back()
    assert ledger.tally(world.database, actor, world.scope, world.clock()) == ledger.Tally(1, 1, 1)
    world.clock.forward(days=1)
    assert ledger.tally(world.database, actor, world.scope, world.clock()) == ledger.Tally(0, 1, 1)


def drawn(world: World, count: int) -> list[str]:
    """Blank sheets, printed and laid into the drawer."""
    made = [world.take(Role.CLERK, "slip.issue", copy_no=1) for _ in range(count)]
    return [world.take(Role.CLERK, "slip.lay_by", ent, printer="前台针式") for ent in made]


def test_a_blank_sheet_is_numbered_by_the_desk_and_finds_the_order_it_was_bound_to(world: World) -> None:
    order = world.dispatched()
    no = world.row("work_order", order)["no"]
    first, second = drawn(world, 2)
    blank = world.row("slip", first)["no"]
    assert blank.endswith("A-K0001")
    assert world.row("slip", second)["no"].endswith("A-K0002")
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    assert ledger.drawer(world.database, actor, world.scope) == 2
    for typed in (blank, blank.lower(), blank.replace("-", "－"), "K0001", "k1"):
        assert found(world, typed) == []
        assert [one["id"] for one in ledger.blanks(world.database, actor, world.scope, typed)] == [first]
    assert ledger.blanks(world.database, actor, world.scope, "Q9A-K0001") == []
    assert ledger.blanks(world.database, actor, world.scope, "王") == []
    world.take(Role.CLERK, "slip.bind", first, order_id=order, technician="王建国")
    assert ledger.drawer(world.database, actor, world.scope) == 1
    assert ledger.blanks(world.database, actor, world.scope, blank) == []
    for typed in (blank, blank.lower(), "K0001", "k1", no):
        assert found(world, typed) == [no], typed
    assert found(world, "K0002") == []
    # What comes back is the sheet that was bound, and a second print after it is a second print.
    assert ledger.next_print(slips(world, order)) == (2, None)
    assert [(one.name, one.slip_id) for one in ledger.back(slips(world, order), True)] == [("back_signed", first)]


def test_a_bound_blank_is_the_sheet_in_the_hand_though_its_number_is_younger_than_the_jammed_one(world: World) -> None:
    order = world.finished()
    jammed = world.take(Role.CLERK, "slip.issue", order_id=order, no="W1A-0001", copy_no=1, queued_at=world.clock.now)
    printed = slip(world, order, 1)
    world.clock.forward(minutes=5)
    blank = world.take(Role.CLERK, "slip.issue", copy_no=1)
    world.take(Role.CLERK, "slip.lay_by", blank)
    world.clock.forward(minutes=5)
    world.take(Role.CLERK, "slip.bind", blank, order_id=order)
    steps = ledger.back(slips(world, order), signed=True)
    assert (steps[0].name, steps[0].slip_id) == ("back_signed", blank)
    assert {(one.name, one.slip_id) for one in steps[1:]} == {("void", jammed), ("void", printed)}


def test_the_last_four_of_a_blank_sheet_name_its_order_beside_the_order_of_that_number(world: World) -> None:
    orders = [world.dispatched(), world.dispatched()]
    (sheet,) = drawn(world, 1)
    world.take(Role.CLERK, "slip.bind", sheet, order_id=orders[1])
    numbers = [str(world.row("work_order", one)["no"]) for one in orders]
    assert sorted(found(world, "0001")) == numbers
    world.take(Role.CLERK, "slip.back_signed", sheet)
    assert found(world, "0001") == numbers[:1]


def test_a_shift_s_paper_is_what_no_crew_has_in_its_hands(world: World) -> None:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)

    def waiting(crew: str = "") -> list[str]:
        return ledger.to_print(world.database, actor, world.scope, crew)

    never = world.dispatched()
    world.clock.forward(minutes=1)
    jammed, printed, spoilt = (world.dispatched() for _ in range(3))
    slip(world, jammed, 1, printed=False)
    slip(world, printed, 1)
    world.take(Role.CLERK, "slip.void", slip(world, spoilt, 1))
    world.clock.forward(minutes=1)
    world.order()  # nobody goes there yet
    late = world.finished()  # came back without paper
    assert waiting() == [never, jammed, spoilt]
    assert waiting("水电班") == waiting()
    assert waiting("绿化班") == []
    slip(world, printed, 2, printed=False)
    assert waiting() == [never, jammed, printed, spoilt]
    slip(world, late, 1, printed=False)
    assert waiting() == [never, jammed, printed, spoilt, late]
    world.take(Role.CLERK, "slip.print", str(next(r["id"] for r in slips(world, jammed))))
    assert jammed not in waiting()
