"""The package's table against the State Council's notices as another project keeps them, day by day."""

import json
from datetime import date
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar, DayKind, add_days
from desk.store.holidays import load_holidays, table_of

NOTICES = Path(__file__).parents[1] / "data" / "holiday-cn"
YEARS = range(2007, 2026)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(load_holidays())


@pytest.fixture(scope="module")
def notices() -> dict[str, bool]:
    """Day -> off. The notice of a year also moves days of the December before: all of them are one table."""
    table: dict[str, bool] = {}
    for year in YEARS:
        days = json.loads((NOTICES / f"{year}.json").read_text(encoding="utf-8"))["days"]
        for day in days:
            assert table.get(day["date"], day["isOffDay"]) == day["isOffDay"], f"two notices differ on {day['date']}"
            table[day["date"]] = day["isOffDay"]
    return table


@pytest.mark.parametrize("year", YEARS)
def test_each_day_of_the_year(calendar: Calendar, notices: dict[str, bool], year: int) -> None:
    assert calendar.known(year)
    differing, day = [], f"{year}-01-01"
    while day.startswith(str(year)):
        off = notices.get(day, date.fromisoformat(day).weekday() >= 5)
        if calendar.is_workday(day) == off:
            differing.append(day)
        day = add_days(day, 1)
    assert differing == []


def test_the_package_agrees_with_itself(calendar: Calendar) -> None:
    """We read its tables; its own answer for this year is the same."""
    import chinese_calendar

    day = "2026-01-01"
    while day.startswith("2026"):
        assert calendar.is_workday(day) == chinese_calendar.is_workday(date.fromisoformat(day)), day
        day = add_days(day, 1)


def test_a_year_not_announced_is_unknown(calendar: Calendar) -> None:
    last = max(calendar.holidays.years)
    assert calendar.known(last)
    assert not calendar.known(last + 1)
    assert not calendar.known(1999)
    assert calendar.kind(f"{last + 1}-10-01") in (DayKind.WORKDAY, DayKind.REST), "never guessed"
    assert calendar.note(f"{last}-12-31", f"{last + 1}-01-01") == "节假日未公布"


def test_make_up_days_are_weekends_only(calendar: Calendar) -> None:
    works = [day for day, worked in calendar.holidays.days.items() if worked]
    assert works
    assert all(calendar.kind(day) is DayKind.MAKE_UP for day in works)


def test_a_few_days_do_not_make_a_year_known() -> None:
    """The notice of 2019 gave 31 December 2018 off; the same may happen forwards."""
    off = [date(2026, 10, 1), date(2027, 1, 1)]
    calendar = Calendar(table_of(off, [date(2026, 10, 10), date(2026, 10, 12)]))
    assert calendar.known(2026)
    assert not calendar.known(2027)
    assert calendar.kind("2027-01-01") is DayKind.HOLIDAY, "but what was said of the day holds"
    assert calendar.kind("2026-10-10") is DayKind.MAKE_UP
    assert calendar.kind("2026-10-12") is DayKind.WORKDAY
