"""同报: who is on the list, who wants to be rung, and who still waits when the order is over."""

import pytest

from desk.domain.roles import Actor, Role
from desk.services.work_orders import co_reports, radar_words, reporter_counts
from desk.store.steps import StepRefused
from tests.world import World


@pytest.fixture
def clerk(world: World) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)


def join(world: World, order: str, where: str, **more: object) -> str:
    told = {"order_id": order, "where": where, "wants_reply": True, **more}
    return world.take(Role.CLERK, "co_report.join", **told)


def state(world: World, one: str) -> tuple[str, bool]:
    row = world.row("co_report", one)
    return row["status"], row["wants_reply"]


def test_a_reply_is_wanted_or_not_and_that_can_be_said_after(world: World) -> None:
    order = world.order()
    one, other = join(world, order, "3-2-1802"), join(world, order, "3-2-1901", wants_reply=False)
    assert [state(world, each) for each in (one, other)] == [("waiting", True), ("no_reply", False)]
    world.take(Role.CLERK, "co_report.want_none", one)
    world.take(Role.CLERK, "co_report.want_reply", other)
    assert [state(world, each) for each in (one, other)] == [("no_reply", False), ("waiting", True)]


def test_who_was_told_is_told_once_and_how(world: World) -> None:
    one = join(world, world.order(), "3-2-1802")
    world.clock.forward(minutes=5)
    world.take(Role.CLERK, "co_report.reply", one, replied_how="called_back")
    row = world.row("co_report", one)
    assert (row["status"], row["replied_how"], row["replied_at"]) == ("replied", "called_back", world.clock.now)
    with pytest.raises(StepRefused):
        world.take(Role.CLERK, "co_report.reply", one, replied_how="called_back")


def test_they_wait_from_the_finish_on_in_the_order_they_rang(world: World, clerk: Actor) -> None:
    order = world.dispatched()
    first = join(world, order, "3-2-1901")
    world.clock.forward(minutes=1)
    second = join(world, order, "3-2-1802")
    join(world, order, "3-2-1701", wants_reply=False)
    assert co_reports.waiting(world.database, clerk, world.scope) == []
    world.take(Role.CLERK, "work_order.finish", order, result="repaired")
    (one,) = co_reports.waiting(world.database, clerk, world.scope)
    assert one.order["id"] == order
    assert [each["id"] for each in one.reports] == [first, second]
    world.take(Role.CLERK, "co_report.reply", first, replied_how="face")
    (one,) = co_reports.waiting(world.database, clerk, world.scope)
    assert [each["id"] for each in one.reports] == [second]


def test_what_was_not_repaired_is_not_told_as_done(world: World, clerk: Actor) -> None:
    order = world.dispatched()
    join(world, order, "3-2-1901")
    world.take(Role.CLERK, "work_order.finish", order, result="not_repaired", not_repaired_why="没有配件")
    assert co_reports.waiting(world.database, clerk, world.scope) == []


def test_a_void_order_is_told_as_what_it_is(world: World, clerk: Actor) -> None:
    order = world.order()
    join(world, order, "3-2-1901", reporter="李大爷")
    world.take(Role.CLERK, "work_order.void", order, void_reason="withdrawn")
    (one,) = co_reports.waiting(world.database, clerk, world.scope)
    words = radar_words.reply(one.reports[0], one.order, "翠湖花园", world.clock.now)
    assert "已经撤销" in words
    assert "修好" not in words


def test_orders_know_how_many_and_another_estate_nobody(world: World, clerk: Actor) -> None:
    order, alone = world.order(), world.order()
    gone = join(world, order, "3-2-1802")
    join(world, order, "3-2-1901")
    world.take(Role.CLERK, "co_report.void", gone)
    rows = [{"id": order}, {"id": alone}]
    assert reporter_counts.counted(world.database, clerk, world.scope, rows) == [
        {"id": order, "co_reports": 1}, {"id": alone},
    ]  # fmt: skip
    assert len(co_reports.of_order(world.database, clerk, world.scope, order)) == 1
    other = "e/11111111-1111-1111-1111-111111111111"
    assert reporter_counts.count(world.database, clerk, other, [order]) == {}
    assert co_reports.waiting(world.database, clerk, other) == []


def test_the_call_back_says_what_was_reported_and_when_it_was_mended(world: World, clerk: Actor) -> None:
    order = world.dispatched(problem_label="给排水·龙头漏水")
    join(world, order, "3-2-1901", reporter="李大爷")
    world.clock.forward(minutes=35)
    world.take(Role.CLERK, "work_order.finish", order, result="repaired")
    (one,) = co_reports.waiting(world.database, clerk, world.scope)
    assert radar_words.reply(one.reports[0], one.order, "翠湖花园", world.clock.now) == (
        "李大爷您好, 翠湖花园物业。您 09:00 反映的龙头漏水, 已经在 09:35 修好。您看还有别的需要吗?"
    )
