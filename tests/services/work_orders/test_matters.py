"""Where an order stands on Today: what wakes, what sleeps, who is called, who is not told, what a row says. Pure."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, MINUTE, Calendar, Holidays, at
from desk.domain.clocks import Shape
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.work_orders.matters import Group, Matter, matter, today

CALENDAR = Calendar(Holidays({}, frozenset({2026})))
SETTINGS = Settings({}, facts=ALL_SETTINGS)
MONDAY, THURSDAY = "2026-11-23", "2026-11-26"
NINE = at(MONDAY, "9:00")


def order(**values: Any) -> dict[str, Any]:
    """Reported and told at nine, promised for the afternoon."""
    return {
        "id": "o-1", "kind": "fault", "status": "accepted", "urgency": "general", "where": "3-2-1801",
        "matter": "龙头滴水", "reported_at": NINE, "accepted_at": NINE, "informed_at": NINE,
        "window_from_at": at(MONDAY, "14:00"), "window_to_at": at(MONDAY, "16:00"), **values,
    }  # fmt: skip


def suspended(reason: str, until: str, **values: Any) -> dict[str, Any]:
    pause = {"from_at": NINE, "to_at": None, "reason": reason, "state": "dispatched"}
    told = {"suspend_reason": reason, "suspended_until_on": until, "suspend_note": "阀芯", "pauses": [pause]}
    return order(status="suspended", dispatched_at=NINE, **{**told, **values})


def stands(values: dict[str, Any], day: str = MONDAY, clock: str = "9:00") -> Matter:
    return matter(values, SETTINGS, CALENDAR, at(day, clock))


@pytest.mark.parametrize(
    ("clock", "group", "shape"),
    [("9:05", Group.NEXT, Shape.NONE), ("9:12", Group.NEXT, Shape.TRIANGLE), ("9:31", Group.NOW, Shape.SQUARE)],
)
def test_an_undispatched_order_climbs(clock: str, group: Group, shape: Shape) -> None:
    one = stands(order(), clock=clock)
    assert (one.group, one.shape) == (group, shape)


def test_an_answer_calms_it() -> None:
    said = {"answered_level": "foreman", "answered_at": at(MONDAY, "9:33"), "answered_by": "孙国强",
            "call_answer": "more_hands"}  # fmt: skip
    one = stands(order(**said), clock="9:40")
    assert (one.group, one.shape, one.calls_above) == (Group.NEXT, Shape.NONE, False)
    assert one.note == "孙国强: 加派人手, 已等 40 分"
    again = stands(order(**said), clock="10:00")
    assert (again.group, again.shape, again.calls_above) == (Group.NOW, Shape.SQUARE, True)


def test_sent_and_not_told_it_stands_among_what_is_to_be_done_though_its_window_is_later() -> None:
    sent = order(status="dispatched", dispatched_at=NINE, informed_at=None)
    one = stands(sent, clock="9:02")
    assert (one.group, one.state, one.untold) == (Group.NEXT, "待告知", True)
    assert stands({**sent, "informed_at": NINE}, clock="9:02").group is Group.LATER


def test_a_resident_who_wants_to_call_it_off_is_answered_before_the_window_opens() -> None:
    sent = order(status="dispatched", dispatched_at=NINE)
    assert stands(sent).group is Group.LATER
    asked = stands({**sent, "cancel_asked": True})
    assert (asked.group, asked.note) == (Group.NEXT, "住户要撤销")


@pytest.mark.parametrize(
    ("values", "day", "clock", "group"),
    [
        (suspended("parts", THURSDAY), MONDAY, "17:00", Group.LATER),
        (suspended("parts", THURSDAY), THURSDAY, "8:00", Group.NEXT),
        (suspended("parts", "2026-12-20"), THURSDAY, "9:00", Group.LATER),
        (suspended("parts", "2026-12-20"), THURSDAY, "9:01", Group.PARTS_LONG),
        (suspended("parts", THURSDAY, suspend_note=None), MONDAY, "9:01", Group.NEXT),
        (suspended("nobody_home", MONDAY, call_again_at=at(MONDAY, "18:30")), MONDAY, "18:29", Group.LATER),
        (suspended("nobody_home", MONDAY, call_again_at=at(MONDAY, "18:30")), MONDAY, "18:30", Group.NEXT),
        (suspended("rescheduled", "2026-12-20"), THURSDAY, "9:01", Group.LATER),
        # The cap of a week is used up: the clock runs and is over.
        (suspended("parts", "2026-12-20", acknowledged_at=NINE), "2026-12-01", "9:01", Group.NOW),
    ],
)
def test_what_is_suspended_sleeps_until_its_hour(values: dict[str, Any], day: str, clock: str, group: Group) -> None:
    one = stands(values, day, clock)
    assert one.group is group
    shown = today([values], SETTINGS, CALENDAR, at(day, clock))
    assert bool(shown) is (group is not Group.LATER)


def test_the_next_step_of_what_is_suspended() -> None:
    def label(values: dict[str, Any]) -> str:
        step = stands(values).next
        assert step is not None
        return f"{step.step} {step.label} {step.key}"

    assert label(suspended("parts", THURSDAY, suspend_note=None)) == "put_off 补写 8"
    assert label(suspended("parts", THURSDAY)) == "resume 恢复 Enter"
    assert label(suspended("nobody_home", THURSDAY)) == "resume 再联系 Enter"


def test_a_row_says_what_is_waited_for_and_that_the_pause_is_used_up() -> None:
    parts = suspended("parts", THURSDAY, parts_from="buyer")
    assert stands(parts).note == "11-26到期, 阀芯, 采购去买"
    assert stands(parts, "2026-12-01").note.endswith("暂停已满, 时限在走")
    evening = suspended("nobody_home", MONDAY, call_again_at=at(MONDAY, "18:30"), suspend_note=None)
    assert stands(evening).note == "18:30 再联系"


def test_a_company_s_order_sleeps_until_somebody_must_be_told_or_called() -> None:
    away = order(status="handed_out", contractor="电梯维保", contractor_no="E-7", contractor_phone="88010000")
    assert stands(away).group is Group.LATER
    assert stands(away).note == "88010000, 单号 E-7"
    assert stands({**away, "informed_at": None}, clock="9:01").group is Group.NEXT
    urged = stands({**away, "urges": 2, "urge_called_at": NINE + 5 * MINUTE}, clock="9:10")
    assert (urged.group, urged.note) == (Group.NOW, "升级到工程班长 5′, 没人答复, 催过 2 次, 88010000, 单号 E-7")


def test_how_long_is_long_is_a_setting() -> None:
    patient = Settings({"order.parts_long_days": "5"}, facts=ALL_SETTINGS)
    values = suspended("parts", "2026-12-20")
    assert matter(values, patient, CALENDAR, NINE + 4 * DAY).group is Group.LATER
    assert matter(values, patient, CALENDAR, NINE + 5 * DAY + MINUTE).group is Group.PARTS_LONG
