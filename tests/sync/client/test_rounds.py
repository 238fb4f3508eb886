"""A round with a real server: what one desk does the other sees, and nothing waits that is logged."""

from desk.domain.roles import Role
from tests.invariants import replay_equals_tables
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import outbox


def test_a_step_is_confirmed_in_one_round_and_seen_by_the_other_desk(joined: Joined) -> None:
    order = joined.first.world.order()
    outcome = joined.first.round()
    assert (outcome.fault, outcome.pushed, joined.first.waiting()) == (None, 1, 0)
    came = joined.second.round()
    assert came.pulled == 1
    assert came.changed[0].any_of("work_order")
    assert joined.second.world.row("work_order", order) == joined.first.world.row("work_order", order)


def test_an_idle_round_asks_one_question(joined: Joined) -> None:
    joined.first.round()
    joined.first.wire.asked.clear()
    outcome = joined.first.round()
    assert joined.first.wire.asked == ["/v1/pull"]
    assert (outcome.changed, outcome.retry_ms, outcome.fault) == ([], None, None)


def test_both_desks_end_with_the_same_rows(joined: Joined) -> None:
    one, two = joined.first.world, joined.second.world
    order = one.dispatched()
    joined.first.round()
    joined.second.round()
    one.take(Role.CLERK, "work_order.arrive", order)
    two.take(Role.CLERK, "work_order.void", order, void_reason="duplicate")
    joined.first.round()
    joined.second.round()
    joined.first.round()
    assert joined.first.kinds() == joined.second.kinds()
    assert one.row("work_order", order) == two.row("work_order", order)
    assert len(one.rows("branch")) == 1
    assert one.rows("branch") == two.rows("branch")
    for world in (one, two):
        replay_equals_tables(world.database, world.rules)
        assert outbox(world) == []
