"""Who is called, since when, and when an answer is one: by desk hours, over lunch, at night, by the urges."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, Calendar, Holidays, at
from desk.domain.settings import Settings
from desk.services.work_orders.ladder import Call, Why, call
from desk.services.work_orders.record import Level

CALENDAR = Calendar(Holidays({}, frozenset({2026})))
DEFAULTS = Settings()
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


def order(accepted: str, day: str = MONDAY, **values: Any) -> dict[str, Any]:
    return {"status": "accepted", "kind": "fault", "urgency": "general", "accepted_at": at(day, accepted), **values}


def urged(count: int, since: str, **values: Any) -> dict[str, Any]:
    """Sent out, so that only the urges call."""
    sent = {"status": "dispatched", "dispatched_at": at(MONDAY, "9:05")}
    return order("9:00", urges=count, urge_called_at=at(MONDAY, since), **{**sent, **values})


def found(values: dict[str, Any], clock: str, day: str = MONDAY, settings: Settings = DEFAULTS) -> Call:
    one = call(values, settings, CALENDAR, at(day, clock))
    assert one is not None
    return one


@pytest.mark.parametrize(
    ("urgency", "accepted", "day", "clock", "level", "since", "minutes"),
    [
        ("general", "9:00", MONDAY, "9:09", None, "", 0),
        ("general", "9:00", MONDAY, "9:10", Level.CLERK, "9:10", 0),
        ("general", "9:00", MONDAY, "9:29", Level.CLERK, "9:10", 19),
        ("general", "9:00", MONDAY, "9:42", Level.FOREMAN, "9:30", 12),
        ("general", "9:00", MONDAY, "10:05", Level.MANAGER, "10:00", 5),
        # One clerk stays over lunch: the desk is open, the wait goes on.
        ("general", "11:50", MONDAY, "12:25", Level.FOREMAN, "12:20", 5),
        # The desk closes at 17:00: the night does not count, neither to the rung nor since it.
        ("general", "16:50", MONDAY, "23:00", Level.CLERK, "17:00", 0),
        ("general", "16:50", TUESDAY, "8:19", Level.CLERK, "17:00", 19),
        ("general", "16:50", TUESDAY, "8:25", Level.FOREMAN, "8:20", 5),
        ("general", "20:00", TUESDAY, "8:05", None, "", 0),
        # An emergency by the clock, day and night, over midnight.
        ("urgent", "23:56", MONDAY, "23:58", None, "", 0),
        ("urgent", "23:56", MONDAY, "23:59", Level.CLERK, "23:59", 0),
        ("urgent", "23:56", TUESDAY, "0:02", Level.FOREMAN, "0:01", 1),
        ("urgent", "23:56", TUESDAY, "0:16", Level.MANAGER, "0:06", 10),
    ],
)
def test_the_rung_and_since_when(
    urgency: str, accepted: str, day: str, clock: str, level: Level | None, since: str, minutes: int
) -> None:
    one = call(order(accepted, urgency=urgency), DEFAULTS, CALENDAR, at(day, clock))
    if level is None:
        assert one is None
        return
    assert one is not None
    began = next(at(each, since) for each in (day, MONDAY) if at(each, since) <= at(day, clock))
    assert (one.level, one.why, one.since_at, one.for_ms) == (level, Why.WAITS, began, minutes * MINUTE)


def test_the_next_rung_is_known() -> None:
    assert found(order("9:00"), "9:42").next_at == at(MONDAY, "10:00")
    assert found(order("9:00"), "10:42").next_at is None


def test_limits_are_settings() -> None:
    sooner = Settings({"escalation.foreman_minutes": "15"})
    assert found(order("9:00"), "9:16", settings=sooner).level is Level.FOREMAN


ANSWER = {"answered_by": "孙国强", "call_answer": "sent"}


@pytest.mark.parametrize(
    ("level", "answered", "clock", "is_open"),
    [
        ("foreman", "9:35", "9:50", False),  # answered, and calm until the next rung
        ("foreman", "9:30", "9:50", False),  # the minute it called
        ("foreman", "9:35", "10:00", True),  # the manager is another rung
        ("manager", "9:35", "9:50", False),  # who stands above may answer
        ("clerk", "9:35", "9:50", True),  # the clerk is not the foreman
        ("foreman", "9:12", "9:50", True),  # said before the foreman was called
        ("manager", "9:35", "10:05", True),  # a rung begins anew, whoever spoke before
    ],
)
def test_an_answer_counts_from_its_rung_up_and_from_its_call_on(
    level: str, answered: str, clock: str, is_open: bool
) -> None:
    values = order("9:00", answered_level=level, answered_at=at(MONDAY, answered), **ANSWER)
    one = found(values, clock)
    assert one.is_open is is_open
    assert (one.answered_by, one.answer) == (("", "") if is_open else ("孙国强", "马上派人"))


def test_what_came_back_from_a_crew_calls_anew() -> None:
    back = order("9:00", status="returned", returned_at=at(MONDAY, "14:00"), dispatched_at=at(MONDAY, "9:05"))
    one = found(back, "14:31")
    assert (one.level, one.since_at) == (Level.FOREMAN, at(MONDAY, "14:30"))


@pytest.mark.parametrize(("count", "level"), [(2, Level.FOREMAN), (3, Level.MANAGER), (5, Level.MANAGER)])
def test_urges_call_too(count: int, level: Level) -> None:
    one = found(urged(count, "16:50"), "16:58")
    assert (one.level, one.why, one.for_ms) == (level, Why.URGED, 8 * MINUTE)


def test_one_urge_calls_nobody() -> None:
    assert call(urged(1, "9:00"), DEFAULTS, CALENDAR, at(MONDAY, "16:00")) is None


def test_a_call_by_urges_waits_by_desk_hours_but_an_emergency_does_not() -> None:
    assert found(urged(2, "16:50"), "8:05", TUESDAY).for_ms == 15 * MINUTE
    assert found(urged(2, "23:50", urgency="urgent"), "0:05", TUESDAY).for_ms == 15 * MINUTE


def test_an_urge_answered_is_calm_until_the_next_urge() -> None:
    calm = urged(2, "9:20", answered_level="foreman", answered_at=at(MONDAY, "9:25"), **ANSWER)
    assert not found(calm, "11:00").is_open
    assert found({**calm, "urge_called_at": at(MONDAY, "9:40")}, "11:00").is_open
    assert found({**calm, "urges": 3, "urge_called_at": at(MONDAY, "9:40")}, "11:00").level is Level.MANAGER


def test_of_two_calls_the_one_without_an_answer_stands_before_the_higher_one() -> None:
    both = order("9:00", urges=3, urge_called_at=at(MONDAY, "9:20"))
    assert (found(both, "9:40").level, found(both, "9:40").why) == (Level.MANAGER, Why.URGED)
    told = {**both, "answered_level": "manager", "answered_at": at(MONDAY, "9:25"), **ANSWER}
    assert (found(told, "9:40").level, found(told, "9:40").is_open) == (Level.FOREMAN, True)


@pytest.mark.parametrize("status", ["finished", "slip_back", "closed", "void"])
def test_what_is_done_calls_nobody(status: str) -> None:
    assert call(urged(3, "9:20", status=status), DEFAULTS, CALENDAR, at(MONDAY, "11:00")) is None
