"""电梯困人: rung within five minutes of the report and of every call, until they are out; what is late is counted."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, SECOND, Calendar
from desk.domain.clocks import Shape, states
from desk.domain.roles import Role
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.matters import Group, matter
from desk.services.work_orders.trapped import is_trapped
from tests.services.folding import NINE, Fold

SHUT_IN: dict[str, Any] = {
    "where": "5栋电梯", "home_id": None, "place_id": "p-5", "matter": "有人关在电梯里", "problem": "51",
    "urgency": "urgent", "charge": "contractor",
}  # fmt: skip


@pytest.fixture
def fold() -> Fold:
    return Fold()


def clock(fold: Fold, ent: str) -> Any:
    values = fold.row("work_order", ent)
    (found,) = (one for one in states(values, fold.settings, Calendar(), fold.clock.now) if one.name == "call_back")
    return found


def row(fold: Fold, ent: str) -> Any:
    return matter(fold.row("work_order", ent), fold.settings, Calendar(), fold.clock.now)


def test_the_clock_runs_from_the_report_and_from_every_call(fold: Fold) -> None:
    ent = fold.order(**SHUT_IN)
    assert clock(fold, ent).due_at == NINE + 5 * MINUTE
    assert row(fold, ent).next.step == "dispatch"
    fold.take("work_order.dispatch", ent, crew_id="c-9", crew="电梯维保")
    fold.clock.forward(minutes=4)
    assert clock(fold, ent).shape is Shape.TRIANGLE
    one = row(fold, ent)
    assert (one.group, one.next.key, one.next.label) == (Group.NOW, "5", "已回拨")
    assert one.clock_words == "回拨 还剩 1 分"
    assert "还没回拨" in one.note
    fold.take("work_order.call_back", ent)
    values = fold.row("work_order", ent)
    assert (values["call_backs"], values.get("call_backs_late")) == (1, None)
    assert values["call_back_due_at"] == NINE + 9 * MINUTE == clock(fold, ent).due_at
    assert values["informed_at"] == NINE + 4 * MINUTE  # the first call is the answer too
    assert clock(fold, ent).shape is Shape.RING
    fold.clock.forward(minutes=5)
    fold.take("work_order.call_back", ent)
    assert fold.row("work_order", ent).get("call_backs_late") is None  # to the minute is in time
    fold.clock.forward(minutes=5, ms=SECOND)
    assert clock(fold, ent).shape is Shape.SQUARE
    assert row(fold, ent).clock_words.startswith("回拨 超时")
    fold.take("work_order.call_back", ent)
    assert fold.row("work_order", ent)["call_backs_late"] == 1
    assert "回拨 3 次" in row(fold, ent).note


def test_once_they_are_out_nobody_is_rung(fold: Fold) -> None:
    ent = fold.order(**SHUT_IN)
    fold.clock.forward(minutes=12)
    fold.take("work_order.release", ent)
    values = fold.row("work_order", ent)
    assert values["released_at"] == NINE + 12 * MINUTE
    assert values["call_backs_late"] == 1  # the call that was due and never came
    assert not is_trapped(values)
    assert clock(fold, ent).shape is Shape.NONE
    assert "09:12 已解困" in row(fold, ent).note
    assert fold.refusal("work_order.call_back", ent) == "released"
    fold.take_back(ent)
    assert is_trapped(fold.row("work_order", ent))
    assert fold.row("work_order", ent).get("call_backs_late") is None


def test_a_call_told_later_is_judged_by_when_it_was_made(fold: Fold) -> None:
    ent = fold.order(**SHUT_IN)
    fold.clock.forward(minutes=30)
    fold.take("work_order.call_back", ent, happened_at=NINE + 3 * MINUTE)
    values = fold.row("work_order", ent)
    assert values.get("call_backs_late") is None
    assert values["called_back_at"] == NINE + 3 * MINUTE
    assert values.get("informed_at") is None
    assert fold.refusal("work_order.call_back", ent, happened_at=NINE + 2 * MINUTE) == "order"


def test_finished_or_void_it_is_over(fold: Fold) -> None:
    first, second = fold.order(**SHUT_IN), fold.order(**SHUT_IN, no="W1A-0002")
    fold.take("work_order.dispatch", first, crew_id="c-9", crew="电梯维保")
    fold.take("work_order.finish", first, result="repaired")
    fold.take("work_order.void", second, void_reason="test")
    assert not is_trapped(fold.row("work_order", first))
    assert not is_trapped(fold.row("work_order", second))
    assert clock(fold, first).shape is clock(fold, second).shape is Shape.NONE


def test_another_problem_begins_or_ends_it(fold: Fold) -> None:
    ent = fold.order(problem="52", matter="电梯停了", urgency="urgent")
    assert fold.refusal("work_order.call_back", ent) == "lift"
    assert fold.refusal("work_order.release", ent) == "lift"
    fold.clock.forward(minutes=2)
    fold.take("work_order.amend", ent, problem="51")
    assert clock(fold, ent).due_at == NINE + 7 * MINUTE
    fold.take("work_order.amend", ent, matter="里面有两个人")  # says nothing of the problem
    assert is_trapped(fold.row("work_order", ent))
    fold.take("work_order.amend", ent, problem="53")
    assert not is_trapped(fold.row("work_order", ent))
    assert fold.row("work_order", ent).get("call_back_due_at") is None


def test_minutes_and_problems_are_the_offices(fold: Fold) -> None:
    other = Fold(settings={"lift.call_back_minutes": "3", "lift.problems": "52、51"})
    ent = other.order(**{**SHUT_IN, "problem": "52"})
    assert clock(other, ent).due_at == NINE + 3 * MINUTE
    assert not is_trapped(fold.row("work_order", fold.order(**{**SHUT_IN, "problem": "52"})))


def test_who_writes_it_down(fold: Fold) -> None:
    ent = fold.order(**SHUT_IN)
    for name in ("call_back", "release"):
        step = next(one for one in FLOW.steps if one.name == name)
        for role in Role:
            assert fold.refusal(f"work_order.{name}", ent, by=role) == ("" if role in step.by else "role")
        assert Role.SQUAD_LEADER in step.by
