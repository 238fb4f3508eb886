"""When people may be rung: table tests over days, parts of the day, weekends, holidays and the noon nap."""

from collections.abc import Mapping

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.domain.words_of_time import full_moment
from desk.services.revisits.hours import in_minutes, is_good, parts_after

SHUT = {"calendar.desk_hours_rest": "休", "calendar.desk_hours_holiday": "休"}


def settings(told: Mapping[str, str] | None = None) -> Settings:
    return Settings(told or {}, facts=ALL_SETTINGS)


@pytest.mark.parametrize(
    ("clock", "good", "following"),
    [
        ("9:29", False, ["21 09:30", "21 14:30"]),
        ("9:30", True, ["21 14:30", "21 18:30"]),
        ("11:29", True, ["21 14:30", "21 18:30"]),
        ("11:30", False, ["21 14:30", "21 18:30"]),
        ("12:00", False, ["21 14:30", "21 18:30"]),
        ("17:00", False, ["21 18:30", "22 09:30"]),
        ("19:59", True, ["22 09:30", "22 14:30"]),
        ("20:00", False, ["22 09:30", "22 14:30"]),
    ],
)
def test_parts_of_the_day(calendar: Calendar, clock: str, good: bool, following: list[str]) -> None:
    now = at("2026-11-21", clock)
    assert is_good(settings(), calendar, now) is good
    assert [full_moment(one)[8:] for one in parts_after(settings(), calendar, now, 2)] == following


@pytest.mark.parametrize(
    ("day", "open_on", "next_on"),
    [
        ("2026-11-20", True, "2026-11-23"),  # Friday evening: over the weekend
        ("2026-11-21", False, "2026-11-23"),
        ("2026-09-30", True, "2026-10-08"),  # before the week of the national day
        ("2026-10-02", False, "2026-10-08"),
        ("2026-10-09", True, "2026-10-10"),  # a Saturday that is worked
    ],
)
def test_nobody_is_rung_on_a_day_without_a_desk(calendar: Calendar, day: str, open_on: bool, next_on: str) -> None:
    shut = settings(SHUT)
    assert is_good(shut, calendar, at(day, "10:00")) is open_on
    assert parts_after(shut, calendar, at(day, "19:00"), 1) == [at(next_on, "9:30")]
    assert is_good(settings(), calendar, at(day, "10:00")), "open every day, rung every day"


@pytest.mark.parametrize(
    ("clock", "later"),
    [
        ("10:00", "10:20"),
        ("11:09", "11:29"),
        ("11:10", "14:30"),
        ("16:45", "18:30"),
        ("9:15", "9:35"),
        ("9:05", "9:30"),
    ],
)
def test_a_busy_line_is_not_rung_in_the_noon_nap(calendar: Calendar, clock: str, later: str) -> None:
    assert in_minutes(settings(), calendar, at("2026-11-23", clock), 20) == at("2026-11-23", later)


def test_as_many_parts_as_were_asked_for(calendar: Calendar) -> None:
    once = settings({"revisit.hours": "19:00-20:00"})
    found = parts_after(once, calendar, at("2026-11-21", "19:30"), 3)
    assert found == [at(f"2026-11-{day}", "19:00") for day in (22, 23, 24)]
