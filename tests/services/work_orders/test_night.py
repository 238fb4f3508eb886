"""Who may send somebody out at which hour: every role at every hour, whatever came in by day or by night."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.code import Code
from desk.domain.lists import Lists
from desk.domain.roles import Actor, Role
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.record import Urgency
from tests.services.folding import Fold, Refused
from tests.world import own_lists

DAY, NEXT = "2026-11-18", "2026-11-19"
ENT = "0192aaaa-0000-7000-8000-00000000f002"
EVENING, MORNING = at(DAY, "17:00"), at(NEXT, "8:00")
CREW: dict[str, Any] = {"crew_id": "c-1", "crew": "水电班"}


@pytest.fixture(scope="module")
def fold() -> Fold:
    rows = own_lists()
    return Fold(lists=Lists(lambda: (rows, ())))


def moments() -> list[int]:
    """Each hour of a day and a night, and the instants beside the changes of shift."""
    hours = [at(DAY, f"{hour}:00") for hour in range(8, 24)] + [at(NEXT, f"{hour}:00") for hour in range(10)]
    return sorted({*hours, *(edge + more for edge in (EVENING, MORNING) for more in (-1, 1, 5 * MINUTE))})


def came(fold: Fold, moment: int, reported: int, urgency: Code) -> None:
    fold.clock.now = moment
    fold.state[("work_order", ENT)] = {
        "id": ENT, "status": "accepted", "where": "3-2-1801", "matter": "龙头漏水", "charge": "free",
        "urgency": str(urgency), "reported_at": reported,
    }  # fmt: skip


@pytest.mark.parametrize("urgency", list(Urgency), ids=str)
@pytest.mark.parametrize("by_night", [False, True], ids=["by day", "by night"])
def test_role_hour(fold: Fold, urgency: Urgency, by_night: bool) -> None:
    """The one night man alone, for what came in during his night and is no emergency; the others at any hour."""
    dispatch = next(step for step in FLOW.steps if step.name == "dispatch")
    refused = 0
    for moment in moments():
        if by_night and moment < EVENING:
            continue
        came(fold, moment, EVENING if by_night else at(DAY, "7:59"), urgency)
        for role in Role:
            code = fold.refusal("work_order.dispatch", ENT, by=role, **CREW)
            if role not in dispatch.by:
                assert code == "role"
                continue
            alone = role is Role.SQUAD_LEADER and EVENING <= moment < MORNING and by_night
            assert code == ("duty" if alone and urgency is not Urgency.URGENT else ""), (role, moment)
            refused += code == "duty"
    assert bool(refused) is (by_night and urgency is not Urgency.URGENT)


def test_no_other_step_of_a_repair_is_refused_by_the_hour(fold: Fold) -> None:
    for step in FLOW.steps:
        if step.makes_new or step.name in ("take_back", "dispatch"):
            continue
        for moment in (at(DAY, "12:00"), at(DAY, "19:00"), at(NEXT, "3:00")):
            came(fold, moment, EVENING - MINUTE, Urgency.GENERAL)
            fold.state[("work_order", ENT)]["status"] = str(next(code for code in FLOW.status if code in step.frm))
            for role in Role:
                assert fold.refusal(f"work_order.{step.name}", ENT, by=role) != "duty", (step.name, role)


def test_the_refusal_names_who_can_and_when(fold: Fold) -> None:
    came(fold, at(DAY, "22:10"), at(DAY, "22:05"), Urgency.GENERAL)
    with pytest.raises(Refused) as found:
        fold.take("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, **CREW)
    assert found.value.refusal.message == "夜里接到的, 不是紧急的明早派"
    advice = found.value.refusal.advice
    assert advice == "明天 08:00 起由客服派; 等不得的先改成紧急, 或请工程班长、项目经理派"
    assert found.value.refusal.field == "urgency"
    assert fold.refusal("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, urgency="urgent", **CREW) == ""


def test_what_is_written_down_later_is_judged_by_when_it_was_done(fold: Fold) -> None:
    night = at(DAY, "23:00")
    came(fold, MORNING + MINUTE, EVENING, Urgency.GENERAL)
    assert fold.refusal("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, happened_at=night, **CREW) == "duty"
    assert fold.refusal("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, **CREW) == ""
    assert fold.refusal("work_order.dispatch", ENT, by=Role.CLERK, happened_at=night, **CREW) == ""


def test_last_night_is_not_tonight(fold: Fold) -> None:
    came(fold, at(NEXT, "19:00"), at(DAY, "23:00"), Urgency.GENERAL)
    assert fold.refusal("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, **CREW) == ""


def test_an_office_may_let_the_night_send_for_everything() -> None:
    rows = own_lists()
    fold = Fold(settings={"duty.night_dispatch": "都可以派"}, lists=Lists(lambda: (rows, ())))
    came(fold, at(DAY, "23:00"), at(DAY, "22:00"), Urgency.GENERAL)
    assert fold.refusal("work_order.dispatch", ENT, by=Role.SQUAD_LEADER, **CREW) == ""


def test_who_is_on_duty_by_name_is_alone_too() -> None:
    """A clerk who stands in for the leader runs for emergencies only; two posts of one person are looked at both."""
    rows = {name: dict(layer) for name, layer in own_lists().items()}
    night = next(code for code, cells in rows["duty"].items() if cells["activity"] == "night")
    rows["duty"][night] = {**rows["duty"][night], "deputies": "c-9"}
    fold = Fold(lists=Lists(lambda: (rows, ())))
    came(fold, at(DAY, "23:00"), at(DAY, "22:00"), Urgency.GENERAL)
    deputy = Actor("c-9", frozenset({Role.CLERK}))
    assert fold.refusal("work_order.dispatch", ENT, by=deputy, **CREW) == "duty"
    both = Actor("b-1", frozenset({Role.SQUAD_LEADER, Role.MANAGER}))
    assert fold.refusal("work_order.dispatch", ENT, by=both, **CREW) == ""
