"""Who may accept fresh goods: every role at every hour, for every step; decided by the moment inspection begins."""

from itertools import pairwise
from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Role
from desk.services.fresh_orders.flow import EXCHANGE_FLOW, ORDER_FLOW
from desk.services.fresh_orders.record import ExchangeState, OrderState
from tests.services.folding import Refused
from tests.services.fresh_orders.bench import DAY, ITEMS, WEIGHED, Bench

GRACE = 10 * MINUTE
# The office's words of counter.md 5.1: clerk 8:00-11:30, 13:30-17:00; leader 17:00-22:00, 11:30-13:30, 7:00-8:00.
CLERK = (("8:00", "11:30"), ("13:30", "17:00"))
LEADER = (("7:00", "8:00"), ("11:30", "13:30"), ("17:00", "22:00"))
HOURS = {Role.CLERK: CLERK, Role.SUPERVISOR: CLERK, Role.SQUAD_LEADER: LEADER}
EDGES = sorted({at(DAY, clock) for spans in HOURS.values() for span in spans for clock in span})


def moments() -> list[int]:
    """Each whole and half hour of the day, each edge of a shift and of its grace, and the instants beside them."""
    half_hours = [at(DAY, "0:00") + half * 30 * MINUTE for half in range(48)]
    near = [edge + more for edge in EDGES for more in (-1, 0, 1, GRACE - 1, GRACE)]
    return sorted({*half_hours, *near})


def on(role: Role, moment: int) -> bool:
    spans = [(at(DAY, begin), at(DAY, end)) for begin, end in HOURS.get(role, ())]
    return any(begin <= moment < end + GRACE for begin, end in spans)


BY_THE_HOUR = {("fresh_order", "begin"), ("fresh_order", "inspect"), ("exchange", "begin"), ("exchange", "inspect")}
TOLD: dict[tuple[str, str], dict[str, Any]] = {("fresh_order", "inspect"): {"inspected": WEIGHED}}
STEPS = [
    (flow, step)
    for flow in (ORDER_FLOW, EXCHANGE_FLOW)
    for step in flow.steps
    if not step.makes_new and step.name != "take_back"
]


def test_the_moments_meet_every_edge() -> None:
    assert len(moments()) > 70
    assert all(later > earlier for earlier, later in pairwise(moments()))
    for role in HOURS:
        assert {on(role, moment) for moment in moments()} == {True, False}


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(("flow", "step"), STEPS, ids=[f"{f.record.name}.{s.name}" for f, s in STEPS])
def test_role_step_hour(bench: Bench, flow: Any, step: Any) -> None:
    """Only the two steps of an inspection are refused by the hour, and exactly outside the role's hours."""
    record, name = flow.record.name, step.name
    by_hour = (record, name) in BY_THE_HOUR
    ent = "0192aaaa-0000-7000-8000-00000000f001"
    state = next(code for code in flow.status if code in step.frm)
    for moment in moments() if by_hour else moments()[::7]:
        bench.clock.now = moment
        bench.state[(record, ent)] = {
            "id": ent, "status": str(state), "items": ITEMS, "inspection_at": moment, "arrived_at": moment - MINUTE,
            "unit": "piece", "ordered": 1, "item": "鸡蛋", "order_id": ent, "n": 3,
        }  # fmt: skip
        for role in Role:
            code = bench.refusal(f"{record}.{name}", ent, by=role, **TOLD.get((record, name), {}))
            if role not in step.by:
                assert code == "role"
            elif by_hour:
                assert code == ("" if on(role, moment) else "duty"), (role, moment - at(DAY, "0:00"))
            else:
                assert code != "duty"
    if by_hour:
        assert step.by > frozenset(HOURS)


@pytest.mark.parametrize("role", HOURS)
@pytest.mark.parametrize("late_by", [0, 30, 240])
def test_finishing_is_judged_by_the_beginning(role: Role, late_by: int) -> None:
    """What began in the last minute of grace may be finished hours later by those who began, and by nobody else."""
    for _begin, end in HOURS[role]:
        bench = Bench()
        bench.clock.now = at(DAY, "6:30")
        order = bench.placed()
        bench.clock.now = at(DAY, end) - 2 * MINUTE
        bench.take("fresh_order.arrive", order)
        bench.clock.now = at(DAY, end) + GRACE - 1
        bench.take("fresh_order.begin", order, by=role)
        bench.clock.forward(minutes=late_by)
        other = Role.CLERK if role is Role.SQUAD_LEADER else Role.SQUAD_LEADER
        may = on(other, bench.order_row(order)["inspection_at"])
        assert bench.refusal("fresh_order.inspect", order, by=other, inspected=WEIGHED) == ("" if may else "duty")
        assert bench.refusal("fresh_order.inspect", order, by=role, inspected=WEIGHED) == ""


def test_goods_of_11_28_may_be_finished_by_the_clerk() -> None:
    bench = Bench()
    bench.clock.now = at(DAY, "11:20")
    order = bench.placed()
    bench.clock.now = at(DAY, "11:28")
    bench.take("fresh_order.arrive", order)
    bench.clock.now = at(DAY, "11:39")
    bench.take("fresh_order.begin", order)
    bench.clock.now = at(DAY, "11:52")
    bench.take("fresh_order.inspect", order, inspected=WEIGHED)
    assert bench.order_row(order)["status"] == OrderState.ACCEPTED


def test_the_refusal_names_who_can() -> None:
    bench = Bench()
    bench.clock.now = at(DAY, "17:05")
    order = bench.arrived()
    bench.clock.now = at(DAY, "18:00")
    with pytest.raises(Refused, match=r"duty: 现在由秩序维护班长.*验收 \(至 22:00\)") as refused:
        bench.take("fresh_order.begin", order)
    assert refused.value.refusal.advice.startswith("请他来验收")


def test_a_sheet_written_on_patrol_is_typed_later() -> None:
    """The leader inspected at 18:10 and sits down at 22:40: his hours count, not the keyboard's."""
    bench = Bench()
    bench.clock.now = at(DAY, "18:00")
    order = bench.arrived()
    bench.clock.now = at(DAY, "22:40")
    assert bench.refusal("fresh_order.begin", order, by=Role.SQUAD_LEADER) == "duty"
    bench.take("fresh_order.begin", order, by=Role.SQUAD_LEADER, happened_at=at(DAY, "18:10"))
    bench.take("fresh_order.inspect", order, by=Role.SQUAD_LEADER, inspected=WEIGHED, happened_at=at(DAY, "18:13"))
    row = bench.order_row(order)
    assert (row["inspection_source"], row["inspected_source"]) == ("slip", "slip")


def test_a_sheet_left_open_is_taken_up_by_who_is_on_then() -> None:
    bench = Bench()
    bench.clock.now = at(DAY, "11:20")
    order = bench.begun()
    bench.clock.now = at(DAY, "12:00")
    assert bench.refusal("fresh_order.inspect", order, by=Role.SQUAD_LEADER, inspected=WEIGHED) == "duty"
    bench.take("fresh_order.begin", order, by=Role.SQUAD_LEADER)
    bench.take("fresh_order.inspect", order, by=Role.SQUAD_LEADER, inspected=WEIGHED)
    row = bench.order_row(order)
    assert row["inspector_id"] == "the squad_leader"
    assert row["inspection_at"] == at(DAY, "12:00")


def test_the_second_delivery_is_the_business_of_who_is_on_then() -> None:
    bench = Bench()
    bench.clock.now = at(DAY, "11:10")
    told = [*WEIGHED[:4], {"n": 5, "got": 505, "fault": "rot"}]
    order = bench.inspected(told, choice="first_good")
    bench.clock.now = at(DAY, "11:45")
    exchange = bench.exchange(order)
    assert bench.refusal("exchange.begin", exchange) == "duty"
    bench.take("exchange.begin", exchange, by=Role.SQUAD_LEADER)
    bench.take("exchange.inspect", exchange, by=Role.SQUAD_LEADER, got=503)
    assert bench.row("exchange", exchange)["status"] == ExchangeState.READY
