"""Until when: by the clock, by the office's hours if it says so, by the date of those who handed it down."""

import pytest

from desk.domain.calendar import DAY, HOUR, Calendar, Holidays, at
from desk.domain.flow import Values
from desk.domain.lists import Level
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.complaints.due import clock, due_at
from tests.services.complaints.room import lists

START = at("2026-11-18", "15:20")  # a Wednesday
# Monday the 23rd is off, Saturday the 21st is worked for it.
CALENDAR = Calendar(Holidays({"2026-11-23": False, "2026-11-21": True}, frozenset({2026})))


def due(start: int = START, said: dict[str, str] | None = None, **values: object) -> int | None:
    told: Values = {"kind": "complaint", "type": "01", **values}
    return due_at(told, start, Settings(said or {}, facts=ALL_SETTINGS), CALENDAR, lists())


def test_a_day_by_the_clock_is_tomorrow_at_the_same_time() -> None:
    assert due() == at("2026-11-19", "15:20")


def test_urgent_is_two_hours_day_and_night() -> None:
    assert due(at("2026-11-18", "23:30"), urgent=True) == at("2026-11-19", "1:30")
    assert due(urgent=True, said={"complaint.urgent_answer_hours": "1"}) == START + HOUR


def test_an_office_may_count_its_own_hours_alone() -> None:
    hours = {"complaint.answer_counted": "8:00-17:00"}
    assert due(said=hours) == at("2026-11-21", "12:20"), "1 h 40 on Wednesday, 9 h, 9 h, the rest on worked Saturday"
    assert due(at("2026-11-21", "16:00"), said=hours) == at("2026-11-26", "13:00"), "Sunday and the 23rd are off"
    assert due(said=hours, urgent=True) == START + 2 * HOUR


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (at("2026-11-25", "17:00"), at("2026-11-24", "17:00")),
        (at("2026-11-24", "17:00"), at("2026-11-21", "17:00")),  # Monday is off, Sunday too, Saturday is worked
        (at("2026-11-19", "12:00"), at("2026-11-19", "12:00")),  # a day before would have been over: theirs
    ],
)
def test_what_was_handed_down_is_due_a_working_day_before_their_date(told: int, expected: int) -> None:
    assert due(type="14", channel="forwarded", forwarded_due_at=told, urgent=True) == expected


def test_praise_is_not_due_and_a_suggestion_in_three_days() -> None:
    assert due(kind="praise") is None
    assert due(kind="suggestion") == START + 3 * DAY


def test_the_hours_of_a_kind_go_before_those_of_the_settings() -> None:
    shop = lists().with_row(
        Level.ESTATE,
        "complaint_types",
        "11",
        {**lists().rows("complaint_types")["11"], "hours": "48"},
    )
    values: Values = {"kind": "complaint", "type": "11"}
    assert due_at(values, START, Settings(facts=ALL_SETTINGS), CALENDAR, shop) == START + 2 * DAY


@pytest.mark.parametrize(
    ("after", "shape"), [(HOUR, "ring"), (17 * HOUR, "ring"), (18 * HOUR, "triangle"), (24 * HOUR + 1, "square")]
)
def test_the_clock_has_the_shapes_of_every_clock(after: int, shape: str) -> None:
    values: Values = {"received_at": START, "due_at": START + DAY, "status": "assigned"}
    assert clock(values, Settings(facts=ALL_SETTINGS), CALENDAR, START + after).shape == shape


def test_no_clock_runs_on_what_was_withdrawn() -> None:
    values: Values = {"received_at": START, "due_at": START + DAY, "withdrawn_at": START + HOUR}
    assert clock(values, Settings(facts=ALL_SETTINGS), CALENDAR, START + 2 * DAY).shape == "none"
