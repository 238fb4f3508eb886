"""A row that stands still for a newer program takes no step here, and says what to do; everything else goes on."""

import pytest

from desk.domain.roles import Role
from desk.store.logged import DAMAGED, KIND, RAISED
from desk.store.steps import StepRefused, StepRequest
from tests.store.entries import done_by, give, outbox, said
from tests.world import World


def freeze(world: World, record: str, ent: str, why: str = KIND) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO frozen VALUES (?, ?, ?, 7, ?)", (world.scope, record, ent, why))


def refused(world: World, *requests: StepRequest) -> StepRefused:
    before = outbox(world), world.rows("work_order"), world.rows("revisit")
    with pytest.raises(StepRefused) as told:
        world.changed(Role.CLERK, *requests)
    assert (outbox(world), world.rows("work_order"), world.rows("revisit")) == before
    return told.value


def test_a_step_on_it_says_that_a_newer_program_is_needed(world: World) -> None:
    give(world, done_by(world))
    order = world.order()
    give(world, done_by(world))
    give(world, [said(world, "work_order.polish", order, {"note": "亮"})])
    for step in (world.request("work_order.urge", order), world.request("work_order.dispatch", order, crew_id="x")):
        error = refused(world, step)
        assert error.message == "这份报修单需要升级 (新版程序写的), 现在不能在本机办"
        assert error.advice == "请更新程序, 更新后自动补上; 其他的照常办"
    assert world.forecast(Role.CLERK, "work_order.urge", order).refusal is not None


@pytest.mark.parametrize(
    ("why", "needs", "advice"),
    [(DAMAGED, "要核对 (内容有损坏)", "核对"), (RAISED, "要核对 (本机显示不出来)", "管理员")],
)
def test_where_no_newer_program_helps_somebody_is_named(world: World, why: str, needs: str, advice: str) -> None:
    order = world.order()
    freeze(world, "work_order", order, why)
    error = refused(world, world.request("work_order.urge", order))
    assert needs in error.message
    assert advice in error.advice


def test_the_others_go_on_and_none_of_a_group_is_written(world: World) -> None:
    order, free = world.order(), world.order(where="3-2-1802")
    freeze(world, "work_order", order)
    refused(world, world.request("work_order.urge", free), world.request("work_order.urge", order))
    world.take(Role.CLERK, "work_order.urge", free)
    assert world.row("work_order", free)["urges"] == 1


def test_a_row_that_the_step_would_open_counts_too(world: World) -> None:
    order = world.dispatched()
    world.take(Role.CLERK, "work_order.arrive", order)
    (revisit,) = [one.id for one in world.forecast(Role.CLERK, "work_order.finish", order, result="repaired").make]
    freeze(world, "revisit", revisit)
    assert "需要升级" in refused(world, world.request("work_order.finish", order, result="repaired")).message


def test_another_scope_is_another_row(world: World) -> None:
    order = world.order()
    with world.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO frozen VALUES ('e/other', 'work_order', ?, 7, 'kind')", (order,))
    world.take(Role.CLERK, "work_order.urge", order)


def test_a_record_with_a_column_of_tomorrow_can_be_worked_on(world: World) -> None:
    """A step names only what it changes, and the server decides it: the office is not shut for one column."""
    order = world.order()
    freeze(world, "work_order", "*", "field")
    world.take(Role.CLERK, "work_order.urge", order)
    assert world.order(where="3-2-1802")


def test_of_a_record_that_never_came_only_what_is_here_can_be_worked_on(world: World) -> None:
    order = world.order()
    freeze(world, "work_order", "*", "record")
    world.take(Role.CLERK, "work_order.urge", order)
    error = refused(world, world.request("work_order.urge", "0191f0aa-0000-7000-8000-00000000000d"))
    assert error.message == "这份报修单还没有收到本机"
    assert "自动补齐" in error.advice
