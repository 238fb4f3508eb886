"""Every clock of a repair: when it is due, what stops it, what is taken out, how it is drawn."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, Calendar, Holidays, at
from desk.domain.clocks import (
    WORK_ORDER_CLOCKS,
    ClockState,
    Escalation,
    Pace,
    Shape,
    due_moments,
    escalation,
    is_unreported,
    pace,
    state,
    states,
    urge_escalation,
    worst,
)
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.services.work_orders.record import WORK_ORDER, OrderKind, Status, SuspendReason, Urgency

CALENDAR = Calendar(Holidays({"2026-10-01": False, "2026-10-10": True}, frozenset({2026})))
DEFAULTS = Settings()
DAY_1 = "2026-11-21"  # a Saturday: the desk is staffed


def t(clock: str, day: str = DAY_1) -> int:
    return at(day, clock)


def order(**values: Any) -> dict[str, Any]:
    """A general repair rung in at 13:00 for 14:00-16:00, as far as it is told."""
    usual = {
        "kind": "fault",
        "status": "accepted",
        "urgency": "general",
        "reported_at": t("13:00"),
        "accepted_at": t("13:02"),
        "window_from_at": t("14:00"),
        "window_to_at": t("16:00"),
    }
    return usual | values


def sent(**values: Any) -> dict[str, Any]:
    return order(status="dispatched", dispatched_at=t("13:05"), informed_at=t("13:03"), **values)


def clock(name: str, values: dict[str, Any], now: int, settings: Settings = DEFAULTS) -> ClockState:
    (found,) = (one for one in WORK_ORDER_CLOCKS if one.name == name)
    return state(found, values, settings, CALENDAR, now)


# -- when they are due

DUES = [
    ("response, general", "response", {}, "13:15"),
    ("response at lunch: one clerk stays", "response", {"reported_at": t("11:50")}, "12:05"),
    ("response at night waits for the desk", "response", {"reported_at": t("22:00")}, "08:15 2026-11-22"),
    ("response just before closing", "response", {"reported_at": t("16:50")}, "08:05 2026-11-22"),
    ("response, planned", "response", {"urgency": "planned", "reported_at": t("16:50")}, "08:05 2026-11-22"),
    ("response, urgent at night", "response", {"urgency": "urgent", "reported_at": t("22:00")}, "22:15"),
    ("arrival, general", "arrival", {}, "14:20"),
    ("arrival, urgent", "arrival", {"urgency": "urgent"}, "13:10"),
    ("arrival, urgent at night", "arrival", {"urgency": "urgent", "reported_at": t("23:55")}, "00:05 2026-11-22"),
    ("arrival, planned: none", "arrival", {"urgency": "planned"}, None),
    ("arrival, appointment: none", "arrival", {"kind": "appointment"}, None),
    ("arrival without a window: none yet", "arrival", {"window_from_at": None}, None),
    ("finish, general", "finish", {}, "18:00"),
    ("finish, urgent", "finish", {"urgency": "urgent"}, "17:00"),
    ("finish, urgent has no window", "finish", {"urgency": "urgent", "window_to_at": None}, "17:00"),
    ("finish, planned", "finish", {"urgency": "planned"}, "24:00"),
    ("finish, appointment", "finish", {"kind": "appointment"}, "24:00"),
    ("finish, a day agreed as a whole", "finish",
     {"urgency": "planned", "window_from_at": t("0:00"), "window_to_at": t("24:00")}, "24:00"),
    ("finish, agreed over two days", "finish",
     {"urgency": "planned", "window_to_at": t("12:00", "2026-11-23")}, "24:00 2026-11-23"),
    ("finish, an urgent appointment is urgent", "finish", {"kind": "appointment", "urgency": "urgent"}, "17:00"),
    ("nothing for an enquiry in the field", "finish", {"kind": "enquiry"}, None),
    ("but it is answered in time", "response", {"kind": "enquiry"}, "13:15"),
    ("handed out: no arrival", "arrival", {"status": "handed_out"}, None),
    ("handed out and back: no finish", "finish", {"contractor": "电梯维保"}, None),
    ("handed out: response stays", "response", {"status": "handed_out", "contractor": "电梯维保"}, "13:15"),
    ("void: nothing", "response", {"status": "void"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "due"), [row[1:] for row in DUES], ids=[row[0] for row in DUES])
def test_due(name: str, values: dict[str, Any], due: str | None) -> None:
    found = clock(name, order(**values), t("13:00"))
    assert found.due_at == (None if due is None else t(*due.split()))


def test_rest_days_and_holidays_follow_their_own_hours() -> None:
    closed = Settings({"calendar.desk_hours_rest": "休", "calendar.desk_hours_holiday": "休"})
    eve = {"reported_at": t("16:50", "2026-09-30")}
    assert clock("response", order(**eve), t("13:00"), closed).due_at == t("8:05", "2026-10-02"), "1 October is off"
    friday = {"reported_at": t("16:50", "2026-10-09")}
    assert clock("response", order(**friday), t("13:00"), closed).due_at == t("8:05", "2026-10-10"), "make-up Saturday"
    saturday = order()
    assert clock("response", saturday, t("13:00"), closed).due_at == t("8:15", "2026-11-23")
    assert clock("response", saturday, t("13:00"), closed).note == ""


def test_a_year_not_announced_is_said_where_it_matters() -> None:
    late = order(reported_at=t("16:50", "2026-12-31"))
    now = t("17:00", "2026-12-31")
    closed = Settings({"calendar.desk_hours_holiday": "休"})
    assert clock("response", late, now, closed).note == "节假日未公布"
    assert clock("response", late, now).note == "", "a desk staffed every day need not know"
    assert clock("arrival", late, now, closed).note == "", "nor a clock that runs day and night"


def test_limits_are_settings() -> None:
    keys = {
        "clock.response_minutes": ("response", "general", 15, 20),
        "clock.urgent_response_minutes": ("response", "urgent", 15, 5),
        "clock.arrival_minutes": ("arrival", "general", 20, 40),
        "clock.urgent_arrival_minutes": ("arrival", "urgent", 10, 12),
        "clock.finish_minutes": ("finish", "general", 120, 90),
        "clock.urgent_finish_minutes": ("finish", "urgent", 240, 200),
    }
    for key, (name, urgency, default, other) in keys.items():
        values = order(urgency=urgency)
        usual, changed = (clock(name, values, t("13:00"), s) for s in (DEFAULTS, Settings({key: str(other)})))
        assert usual.limit_ms == default * MINUTE, key
        assert changed.limit_ms == other * MINUTE, key
        assert usual.due_at is not None
        assert changed.due_at == usual.due_at + (other - default) * MINUTE, key


# -- how they stand


@pytest.mark.parametrize(
    ("now", "shape", "permille", "words"),
    [
        ("12:59", Shape.NONE, 0, ""),
        ("13:00", Shape.RING, 0, "回复还剩 15 分"),
        ("13:03", Shape.RING, 200, "回复还剩 12 分"),
        ("13:11:14", Shape.RING, 748, "回复还剩 3 分"),
        ("13:11:15", Shape.TRIANGLE, 750, "回复还剩 3 分"),
        ("13:14:15", Shape.TRIANGLE, 950, "回复还剩 45 秒"),
        ("13:15", Shape.TRIANGLE, 1000, "回复还剩 0 秒"),
        ("13:15:01", Shape.SQUARE, 1000, "回复超时 1 秒"),
        ("14:20", Shape.SQUARE, 1000, "回复超时 1 小时 05 分"),
    ],
)
def test_the_shape_of_a_running_clock(now: str, shape: Shape, permille: int, words: str) -> None:
    found = clock("response", order(), t(now))
    assert (found.shape, found.permille, found.words) == (shape, permille, words)
    assert found.ok is None


def test_the_warning_is_a_setting() -> None:
    assert clock("response", order(), t("13:10"), Settings({"clock.warn_percent": "50"})).shape is Shape.TRIANGLE


@pytest.mark.parametrize(
    ("name", "stop", "ok"),
    [
        ("response", {"informed_at": t("13:00")}, True),  # on the same call: nothing used, counted
        ("response", {"informed_at": t("13:15")}, True),
        ("response", {"informed_at": t("13:15:01")}, False),
        ("arrival", {"arrived_at": t("13:40")}, True),  # before the window
        ("arrival", {"arrived_at": t("14:20")}, True),
        ("arrival", {"arrived_at": t("14:21")}, False),
        ("finish", {"finished_at": t("18:00")}, True),
        ("finish", {"finished_at": t("18:01")}, False),
        ("finish", {"finished_at": t("23:59"), "urgency": "planned"}, True),
        ("finish", {"finished_at": t("0:01", "2026-11-22"), "urgency": "planned"}, False),
    ],
)
def test_a_stopped_clock_gives_its_verdict(name: str, stop: dict[str, Any], ok: bool) -> None:
    found = clock(name, order(**stop), t("20:00", "2026-11-30"))
    assert found.ok is ok
    assert (found.shape, found.words, found.paused) == (Shape.NONE, "", False)
    assert found.stopped_at in stop.values()


def test_a_clock_that_lost_its_end_gives_no_verdict() -> None:
    """Finished without anybody saying when the man came: neither in time nor late; the assessment lists it."""
    found = clock("arrival", sent(finished_at=t("15:00"), acknowledged_at=t("13:30")), t("20:00"))
    assert (found.shape, found.ok, found.stopped_at) == (Shape.NONE, None, None)


# -- 未报到


def test_nobody_reported_is_grey_and_never_late() -> None:
    for now in ("14:10", "14:30", "19:00"):
        found = clock("arrival", sent(), t(now))
        assert (found.shape, found.words, found.ok) == (Shape.UNREPORTED, "到场未报到", None)
        assert clock("finish", sent(), t("16:30")).shape is Shape.UNREPORTED
    assert clock("arrival", sent(), t("13:50")).shape is Shape.NONE, "its window has not begun"


@pytest.mark.parametrize(
    "said",
    [
        {"acknowledged_at": t("13:30")},
        {"urges": 1},  # the resident rang: nobody has come
        {"pauses": [{"from_at": t("10:00"), "to_at": t("10:05"), "reason": "parts"}]},
        {"pauses": [{"from_at": t("10:00"), "to_at": t("10:05"), "reason": "nobody_home"}]},
    ],
)
def test_once_somebody_spoke_it_can_be_late(said: dict[str, Any]) -> None:
    assert clock("arrival", sent(**said), t("14:21")).shape is Shape.SQUARE


def test_not_dispatched_is_late_without_a_word() -> None:
    assert clock("arrival", order(), t("14:21")).shape is Shape.SQUARE
    assert clock("arrival", sent() | {"status": "returned"}, t("14:21")).shape is Shape.SQUARE
    assert not is_unreported(WORK_ORDER_CLOCKS[0], sent()), "the response is the desk's own"


def test_arrived_lets_the_finish_clock_speak() -> None:
    found = clock("finish", sent(arrived_at=t("14:10")), t("18:01"))
    assert found.words == "完工超时 1 分"


# -- suspended


def paused(reason: str, frm: int, to: int | None = None) -> dict[str, Any]:
    return {"pauses": [{"from_at": frm, "to_at": to, "reason": reason}]}


def test_suspended_time_is_taken_out() -> None:
    waited = paused("nobody_home", t("14:10"), t("15:10"))
    assert clock("arrival", sent(**waited), t("15:15")).due_at == t("15:20")
    assert clock("finish", sent(**paused("parts", t("15:00"), t("17:00"))), t("17:30")).due_at == t("19:00")
    assert clock("finish", sent(**paused("parts", t("13:10"), t("15:00"))), t("17:30")).due_at == t("18:00"), (
        "before it"
    )
    still = clock("finish", sent(**paused("parts", t("17:00"))), t("17:30"))
    assert (still.paused, still.left_ms, still.words) == (True, HOUR, "完工还剩 1 小时 00 分")
    assert clock("response", order(**paused("parts", t("13:00"))), t("13:20")).shape is Shape.SQUARE, "not the response"


@pytest.mark.parametrize(
    ("reason", "days"), [("parts", 7), ("nobody_home", 30), ("rescheduled", 30), ("contractor", 30), ("other", 1)]
)
def test_every_pause_has_its_cap_and_then_the_clock_runs_again(reason: str, days: int) -> None:
    values = sent(arrived_at=t("14:00"), **paused(reason, t("17:00")))
    end = t("17:00") + days * DAY
    assert clock("finish", values, end - 1).paused
    assert clock("finish", values, end + 30 * MINUTE).left_ms == 30 * MINUTE
    assert clock("finish", values, end + HOUR + 1).shape is Shape.SQUARE


def test_caps_are_settings_and_count_together() -> None:
    twice = [
        {"from_at": t("17:00"), "to_at": t("17:00", "2026-11-26"), "reason": "parts"},
        {"from_at": t("17:30", "2026-11-26"), "to_at": None, "reason": "parts"},
    ]
    values = sent(arrived_at=t("14:00"), pauses=twice)
    assert clock("finish", values, t("13:00")).due_at == t("18:00", "2026-11-28"), "five days and two more"
    longer = Settings({"clock.parts_cap_days": "10"})
    assert clock("finish", values, t("13:00"), longer).due_at == t("18:00", "2026-12-01")


def test_planned_work_moves_by_whole_days() -> None:
    values = sent(urgency="planned", arrived_at=t("14:10"), **paused("parts", t("15:00"), t("9:00", "2026-11-25")))
    found = clock("finish", values, t("16:00"))
    assert found.due_at == t("24:00", "2026-11-25")
    assert clock("finish", values, t("24:00", "2026-11-25") + 1).shape is Shape.SQUARE
    assert clock("finish", values | {"finished_at": t("23:00", "2026-11-25")}, t("16:00")).ok


def test_outside_desk_hours_the_response_rests() -> None:
    found = clock("response", order(reported_at=t("16:50")), t("20:00"))
    assert (found.paused, found.shape, found.words) == (True, Shape.RING, "回复还剩 5 分")


# -- all together


def test_due_moments_for_the_lists() -> None:
    dues = due_moments(order(), DEFAULTS, CALENDAR)
    assert dues == {
        "response_due_at": t("13:15"),
        "arrival_due_at": t("14:20"),
        "finish_due_at": t("18:00"),
        "call_back_due_at": None,  # nobody is shut in
        "act_by_at": t("13:15"),
    }
    assert due_moments(sent(), DEFAULTS, CALENDAR)["act_by_at"] == t("14:20")
    assert due_moments(sent(arrived_at=t("14:30")), DEFAULTS, CALENDAR)["act_by_at"] == t("18:00")
    done = due_moments(sent(arrived_at=t("14:30"), finished_at=t("15:00")), DEFAULTS, CALENDAR)
    assert done["act_by_at"] is None
    assert done["finish_due_at"] == t("18:00"), "the due of what is done stays readable"
    nothing = due_moments(order(status="void"), DEFAULTS, CALENDAR)
    assert set(nothing.values()) == {None}


def test_the_most_pressing_clock_is_shown() -> None:
    found = worst(states(order(), DEFAULTS, CALENDAR, t("14:17")))
    assert found is not None
    assert (found.name, found.shape) == ("response", Shape.SQUARE)
    found = worst(states(sent(acknowledged_at=t("13:30")), DEFAULTS, CALENDAR, t("14:17")))
    assert found is not None
    assert (found.name, found.shape, found.words) == ("arrival", Shape.TRIANGLE, "到场还剩 3 分")
    assert worst(states(order(status="void"), DEFAULTS, CALENDAR, t("14:17"))) is None


def test_pace() -> None:
    assert pace({"urgency": "urgent", "kind": "appointment"}) is Pace.URGENT
    assert pace({"urgency": "general", "kind": "appointment"}) is Pace.PLANNED
    assert pace({}) is Pace.GENERAL


def test_every_name_the_clocks_use_is_a_field_and_every_word_a_code() -> None:
    words: dict[str, set[str]] = {"status": set(Status), "kind": set(OrderKind)}
    for one in WORK_ORDER_CLOCKS:
        starts = [name for rule in one.rules.values() for name in (rule.start, rule.until) if name]
        for name in [one.stop, *one.moot, *one.reports, *(one.without or {}), *starts]:
            assert WORK_ORDER.has(name), name
        for name, values in (one.without or {}).items():
            assert not values or set(values) <= words[name], name
    assert {code for code in Urgency} == {"urgent", "general", "planned"}
    assert {"parts", "nobody_home", "rescheduled", "contractor", "other"} == {code.value for code in SuspendReason}


# -- escalation


@pytest.mark.parametrize(
    ("urgency", "waited", "level", "who"),
    [
        ("general", 9, 0, None),
        ("general", 10, 1, Role.CLERK),
        ("general", 29, 1, Role.CLERK),
        ("general", 30, 2, Role.FOREMAN),
        ("general", 60, 3, Role.MANAGER),
        ("planned", 10, 1, Role.CLERK),
        ("urgent", 2, 0, None),
        ("urgent", 3, 1, Role.CLERK),
        ("urgent", 5, 2, Role.FOREMAN),
        ("urgent", 10, 3, Role.MANAGER),
    ],
)
def test_waiting_for_dispatch_calls_higher_and_higher(urgency: str, waited: int, level: int, who: Role | None) -> None:
    values = order(urgency=urgency)
    found = escalation(values, DEFAULTS, CALENDAR, values["accepted_at"] + waited * MINUTE)
    assert (found.level, found.who, found.waited_ms) == (level, who, waited * MINUTE)


def test_the_wait_knows_the_night_and_when_it_calls_next() -> None:
    evening = order(accepted_at=t("16:55"))
    found = escalation(evening, DEFAULTS, CALENDAR, t("23:00"))
    assert (found.level, found.next_at) == (0, t("8:05", "2026-11-22"))
    urgent = escalation(order(accepted_at=t("23:55"), urgency="urgent"), DEFAULTS, CALENDAR, t("0:00", "2026-11-22"))
    assert (urgent.who, urgent.next_at) == (Role.FOREMAN, t("0:05", "2026-11-22"))
    assert escalation(order(), DEFAULTS, CALENDAR, t("16:00")).next_at is None


@pytest.mark.parametrize(
    "values",
    [
        {"accepted_at": None},
        {"status": "dispatched", "dispatched_at": t("13:05")},
        {"status": "suspended"},
        {"status": "handed_out"},
        {"status": "void"},
        {"kind": "enquiry"},
    ],
)
def test_who_does_not_wait_calls_nobody(values: dict[str, Any]) -> None:
    assert escalation(order(**values), DEFAULTS, CALENDAR, t("16:00")) == Escalation()


def test_a_returned_slip_waits_anew_from_its_return() -> None:
    back = sent() | {"status": "returned", "returned_at": t("13:35")}
    assert escalation(back, DEFAULTS, CALENDAR, t("13:40")).who is None
    assert escalation(back, DEFAULTS, CALENDAR, t("14:05")).who is Role.FOREMAN


def test_escalation_limits_are_settings() -> None:
    sooner = Settings({"escalation.foreman_minutes": "15"})
    assert escalation(order(), sooner, CALENDAR, t("13:17")).who is Role.FOREMAN


def test_urges_call_higher() -> None:
    assert [urge_escalation(n, DEFAULTS) for n in (None, 0, 1, 2, 3, 9)] == [
        None, None, None, Role.FOREMAN, Role.MANAGER, Role.MANAGER,
    ]  # fmt: skip
