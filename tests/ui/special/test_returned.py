"""What a slip says becomes the right steps, in one transaction, with the times of the paper."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.slips import ledger
from desk.ui.special.slip_return.returned import Returned, materials_words, read_materials, refusal, requests
from tests.world import World


def slips(world: World, ent: str) -> list[dict[str, Any]]:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    return ledger.of_order(world.database, actor, world.scope, ent)


def file(world: World, ent: str, told: Returned) -> dict[str, Any]:
    wanted = requests(world.scope, world.row("work_order", ent), slips(world, ent), told, ())
    world.changed(Role.CLERK, *wanted)
    return world.row("work_order", ent)


def printed(world: World, ent: str) -> str:
    slip = world.take(Role.CLERK, "slip.issue", order_id=ent, no=world.row("work_order", ent)["no"], copy_no=1)
    return world.take(Role.CLERK, "slip.print", slip)


def test_an_order_nobody_spoke_of_is_told_whole(world: World) -> None:
    ent = world.dispatched(charge="paid", price_form="on_site")
    slip = printed(world, ent)
    begin = world.clock()
    world.clock.forward(hours=5)
    rows, total = read_materials("阀芯 1 15、生料带 2 3")
    told = Returned(
        begin + 20 * MINUTE, begin + 50 * MINUTE, "repaired", "", rows, total, 3000, 5100, 5100, "cash", "0012",
        signature="self", tick="good", shoe_covers=True, left_clean=True,
    )  # fmt: skip
    row = file(world, ent, told)
    assert row["status"] == "slip_back"
    assert (row["arrived_at"], row["arrived_source"]) == (begin + 20 * MINUTE, "slip")
    assert (row["finished_at"], row["finished_source"]) == (begin + 50 * MINUTE, "slip")
    assert (row["slip_back_at"], row["slip_back_source"]) == (world.clock(), "live")
    assert row["material_fen"] == 2100
    assert (row["received_fen"], row["payment"], row["receipt_no"]) == (5100, "cash", "0012")
    assert (row["signature"], row["tick"], row["shoe_covers"]) == ("self", "good", True)
    assert world.row("slip", slip)["status"] == "back_signed"
    assert len(world.database.read("SELECT 1 FROM outbox")) > 0


def test_what_the_radio_said_is_not_said_again(world: World) -> None:
    ent = world.finished()
    before = world.row("work_order", ent)
    row = file(world, ent, Returned(before["arrived_at"], signature="unsigned", unsigned_reason="left"))
    assert row["status"] == "slip_back"
    assert row["arrived_source"] == "live"
    assert row["finished_at"] == before["finished_at"]


def test_a_better_arrival_corrects_the_radio_s(world: World) -> None:
    ent = world.finished()
    before = world.row("work_order", ent)
    row = file(world, ent, Returned(before["arrived_at"] - 5 * MINUTE, signature="self"))
    assert (row["arrived_at"], row["arrived_source"]) == (before["arrived_at"] - 5 * MINUTE, "slip")


def test_a_suspended_order_that_was_done_after_all_goes_on_first(world: World) -> None:
    ent = world.dispatched()
    world.take(Role.CLERK, "work_order.wait_parts", ent)
    begin = world.clock()
    world.clock.forward(days=1)
    row = file(world, ent, Returned(begin + 60 * MINUTE, begin + 90 * MINUTE, "repaired", signature="self"))
    assert row["status"] == "slip_back"
    assert row["pauses"][-1]["to_at"] == begin + 60 * MINUTE


@pytest.mark.parametrize(
    ("told", "status", "slip_state"),
    [
        ({"result": "not_repaired", "not_repaired_why": "缺阀芯", "signature": "self"}, "returned", "back_signed"),
        ({"result": "rework", "signature": "unsigned", "unsigned_reason": "left"}, "returned", "back_unsigned"),
        ({"result": "outside"}, "handed_out", "back_signed"),
    ],
)
def test_what_is_not_repaired_waits_anew_and_its_paper_is_back(
    world: World, told: dict[str, Any], status: str, slip_state: str
) -> None:
    ent = world.dispatched()
    slip = printed(world, ent)
    begin = world.clock()
    world.clock.forward(hours=2)
    row = file(world, ent, Returned(begin + 10 * MINUTE, begin + 30 * MINUTE, **told))
    assert row["status"] == status
    assert "slip_back_at" not in row
    assert world.row("slip", slip)["status"] == slip_state


def test_one_wrong_field_writes_nothing(world: World) -> None:
    ent = world.dispatched(charge="paid", price_form="on_site")
    begin = world.clock()
    world.clock.forward(hours=2)
    ops = world.database.read("SELECT COUNT(*) FROM outbox")
    with pytest.raises(DeskError, match="收款方式"):
        file(world, ent, Returned(begin, begin + MINUTE, "repaired", received_fen=3000, signature="self"))
    assert world.database.read("SELECT COUNT(*) FROM outbox") == ops
    assert world.row("work_order", ent)["status"] == "dispatched"


def test_only_paper_that_is_out_can_come_back(world: World) -> None:
    assert refusal(world.row("work_order", world.dispatched())) is None
    waiting, done = world.order(), world.slip_back()
    assert "待派工" in str(refusal(world.row("work_order", waiting)))
    assert "已经回过" in str(refusal(world.row("work_order", done)))


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [
        ("", (), None),
        ("阀芯", ({"name": "阀芯", "count": 1},), None),
        ("阀芯 2", ({"name": "阀芯", "count": 2},), None),
        ("阀芯 １ １５．５", ({"name": "阀芯", "count": 1, "price_fen": 1550},), 1550),
        ("铜 阀芯 x2 15元; 生料带 1 3", (
            {"name": "铜 阀芯", "count": 2, "price_fen": 1500},
            {"name": "生料带", "count": 1, "price_fen": 300}), 3300),
    ],
)  # fmt: skip
def test_materials_are_read_as_they_are_written(text: str, rows: Any, total: int | None) -> None:
    assert read_materials(text) == (rows, total)
    assert read_materials(materials_words(rows)) == (rows, total)


def test_materials_that_cannot_be_read_say_so() -> None:
    with pytest.raises(DeskError, match="数量"):
        read_materials("电线 1.5 3")
