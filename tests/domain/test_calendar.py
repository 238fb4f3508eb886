"""Days, desk hours and working time: tables of cases first, laws that hold for all of them after."""

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.calendar import (
    DAY,
    HOUR,
    MINUTE,
    NOT_ANNOUNCED,
    Calendar,
    DayKind,
    Holidays,
    Hours,
    Pause,
    add_days,
    add_working,
    at,
    day_of,
    days_between,
    end_of_day,
    is_running,
    minute_of_day,
    parse_hours,
    settled,
    start_of_day,
    weekday,
    working_ms,
)
from desk.domain.errors import DeskError

# National Day 2025 as announced, with its two make-up days (28 September a Sunday, 11 October a Saturday).
OFF = [f"2025-10-0{day}" for day in range(1, 9)]
CALENDAR = Calendar(
    Holidays({**dict.fromkeys(OFF, False), "2025-09-28": True, "2025-10-11": True}, frozenset({2024, 2025}))
)
WITH_LUNCH = parse_hours("8:00-11:30, 13:30-17:00")
OFFICE = Hours(CALENDAR, {DayKind.WORKDAY: WITH_LUNCH, DayKind.MAKE_UP: WITH_LUNCH})
DAILY = Hours(CALENDAR, dict.fromkeys(DayKind, parse_hours("8:00-17:00")))
NIGHT = Hours(CALENDAR, dict.fromkeys(DayKind, parse_hours("17:00-8:00")))


def m(text: str) -> int:
    day, clock = text.split()
    return at(day, clock)


@pytest.mark.parametrize(
    ("start", "end", "hours", "minutes"),
    [
        ("2025-11-20 09:00", "2025-11-20 09:15", OFFICE, 15),
        ("2025-11-20 11:20", "2025-11-20 13:40", OFFICE, 20),  # over lunch
        ("2025-11-20 11:20", "2025-11-20 13:40", DAILY, 140),  # one clerk stays
        ("2025-11-20 12:00", "2025-11-20 13:00", OFFICE, 0),  # within lunch
        ("2025-11-20 16:50", "2025-11-21 08:10", OFFICE, 20),  # over night
        ("2025-11-21 16:50", "2025-11-24 08:10", OFFICE, 20),  # Friday to Monday
        ("2025-11-21 16:50", "2025-11-24 08:10", DAILY, 10 + 2 * 540 + 10),
        ("2025-09-30 16:50", "2025-10-09 08:10", OFFICE, 20),  # over the holiday
        ("2025-10-01 08:00", "2025-10-08 17:00", OFFICE, 0),
        ("2025-10-10 16:50", "2025-10-11 08:10", OFFICE, 20),  # make-up Saturday
        ("2025-10-11 00:00", "2025-10-12 24:00", OFFICE, 420),  # ... and the Sunday after it is off
        ("2025-09-28 08:00", "2025-09-28 17:00", OFFICE, 420),  # make-up Sunday
        ("2025-11-20 07:00", "2025-11-20 08:00", OFFICE, 0),
        ("2025-11-20 08:00", "2025-11-20 08:00", OFFICE, 0),  # nothing
        ("2025-11-20 09:00", "2025-11-20 08:00", OFFICE, 0),  # backwards
        ("2024-02-28 08:00", "2024-03-01 17:00", OFFICE, 3 * 420),  # leap day
        ("2024-02-29 00:00", "2024-02-29 24:00", OFFICE, 420),
        (
            "2025-12-31 16:50",
            "2026-01-01 08:10",
            OFFICE,
            20,
        ),  # into a year not announced: New Year's Day is not guessed
        ("2026-02-14 08:00", "2026-02-15 17:00", OFFICE, 0),  # its weekends still count
        ("2025-11-20 16:00", "2025-11-21 09:00", NIGHT, 15 * 60),
        ("2025-11-20 16:00", "2025-11-21 09:00", None, 17 * 60),  # by the clock
    ],
)
def test_working_time(start: str, end: str, hours: Hours | None, minutes: int) -> None:
    assert working_ms(m(start), m(end), hours) == minutes * MINUTE


@pytest.mark.parametrize(
    ("start", "minutes", "hours", "due"),
    [
        ("2025-11-20 09:00", 15, OFFICE, "2025-11-20 09:15"),
        ("2025-11-20 11:20", 15, OFFICE, "2025-11-20 13:35"),
        ("2025-11-20 11:15", 15, OFFICE, "2025-11-20 11:30"),  # full just as lunch begins
        ("2025-11-20 12:10", 15, OFFICE, "2025-11-20 13:45"),
        ("2025-11-20 16:55", 15, OFFICE, "2025-11-21 08:10"),
        ("2025-11-21 16:55", 15, OFFICE, "2025-11-24 08:10"),
        ("2025-11-21 16:55", 15, DAILY, "2025-11-22 08:10"),
        ("2025-09-30 16:55", 15, OFFICE, "2025-10-09 08:10"),
        ("2025-10-10 16:55", 15, OFFICE, "2025-10-11 08:10"),
        ("2025-10-11 16:55", 15, OFFICE, "2025-10-13 08:10"),
        ("2025-11-20 22:00", 15, OFFICE, "2025-11-21 08:15"),
        ("2025-11-20 22:00", 0, OFFICE, "2025-11-20 22:00"),
        ("2024-02-28 16:55", 15, OFFICE, "2024-02-29 08:10"),
        ("2025-12-31 16:55", 15, OFFICE, "2026-01-01 08:10"),
        ("2025-11-20 23:50", 15, None, "2025-11-21 00:05"),
        ("2025-11-20 07:55", 15, NIGHT, "2025-11-20 17:10"),
    ],
)
def test_due(start: str, minutes: int, hours: Hours | None, due: str) -> None:
    assert add_working(m(start), minutes * MINUTE, hours) == m(due)


P = Pause
PAUSES = [
    ("one in the middle", [("2025-11-20 09:00", "2025-11-20 09:30", "a", None)], 30),
    ("overlapping ones count once", [("2025-11-20 09:00", "2025-11-20 09:30", "a", None),
                                     ("2025-11-20 09:20", "2025-11-20 09:40", "b", None)], 20),
    ("lunch is not taken out twice", [("2025-11-20 11:00", "2025-11-20 14:00", "a", None)], 0),
    ("before the start", [("2025-11-19 09:00", "2025-11-19 10:00", "a", None)], 60),
    ("still open", [("2025-11-20 09:15", None, "a", None)], 15),
    ("open, but capped at ten minutes", [("2025-11-20 09:15", None, "a", 10)], 50),
    ("the cap is for all of one reason", [("2025-11-20 09:00", "2025-11-20 09:08", "a", 10),
                                          ("2025-11-20 09:30", "2025-11-20 09:38", "a", 10)], 50),
    ("another reason has its own", [("2025-11-20 09:00", "2025-11-20 09:08", "a", 10),
                                    ("2025-11-20 09:30", "2025-11-20 09:38", "b", 10)], 44),
    ("no length", [("2025-11-20 09:15", "2025-11-20 09:15", "a", None)], 60),
    ("ends before it begins", [("2025-11-20 09:15", "2025-11-20 09:00", "a", None)], 60),
]  # fmt: skip


@pytest.mark.parametrize(("pauses", "minutes"), [row[1:] for row in PAUSES], ids=[row[0] for row in PAUSES])
def test_pauses_between_nine_and_ten(pauses: list[tuple[str, str | None, str, int | None]], minutes: int) -> None:
    taken = [P(m(a), m(b) if b else None, why, cap and cap * MINUTE) for a, b, why, cap in pauses]
    start, end = ("2025-11-20 11:00", "2025-11-20 14:00") if minutes == 0 else ("2025-11-20 09:00", "2025-11-20 10:00")
    assert working_ms(m(start), m(end), OFFICE, taken) == minutes * MINUTE


def test_a_capped_pause_ends_by_itself_and_an_open_one_has_no_due() -> None:
    start, since = m("2025-11-20 09:00"), m("2025-11-20 10:00")
    assert add_working(start, 2 * HOUR, None, [P(since)]) is None
    assert add_working(start, HOUR, None, [P(since)]) == since
    assert add_working(start, 2 * HOUR, None, [P(since, None, "parts", 7 * DAY)]) == m("2025-11-27 11:00")
    assert add_working(start, 2 * HOUR, None, [P(since, m("2025-11-21 10:00"))]) == m("2025-11-21 11:00")
    # Ten weeks of waiting for parts take out seven days, however often it is resumed.
    often = [P(since + n * 7 * DAY, since + n * 7 * DAY + 3 * DAY, "parts", 7 * DAY) for n in range(10)]
    assert sum(b - a for a, b in settled(often)) == 7 * DAY


def test_kinds_of_day() -> None:
    kinds = {day: CALENDAR.kind(day) for day in ("2025-09-28", "2025-10-01", "2025-10-04", "2025-10-09", "2025-10-12")}
    assert list(kinds.values()) == [
        DayKind.MAKE_UP, DayKind.HOLIDAY, DayKind.HOLIDAY, DayKind.WORKDAY, DayKind.REST,
    ]  # fmt: skip
    assert CALENDAR.is_workday("2025-10-11")
    assert not CALENDAR.is_workday("2025-10-08")


def test_a_year_not_announced_says_so() -> None:
    assert CALENDAR.known(2025)
    assert not CALENDAR.known(2026)
    assert CALENDAR.note("2025-12-30", "2025-12-31") == ""
    assert CALENDAR.note("2025-12-30", "2026-01-02") == NOT_ANNOUNCED == "节假日未公布"
    assert CALENDAR.note("2026-05-01", "2026-05-01") == NOT_ANNOUNCED
    assert CALENDAR.is_workday("2026-10-01"), "never guessed"
    assert not CALENDAR.is_workday("2026-10-03")
    assert OFFICE.ask_holidays
    assert not DAILY.ask_holidays, "who is there every day need not know what is a holiday"


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-10-09", -1, "2025-09-30"),
        ("2025-10-10", 1, "2025-10-11"),
        ("2025-10-11", 1, "2025-10-13"),
        ("2025-11-22", -1, "2025-11-21"),
        ("2025-11-22", 0, "2025-11-22"),
        ("2025-09-26", 3, "2025-09-30"),
    ],
)
def test_working_days(day: str, count: int, found: str) -> None:
    assert CALENDAR.add_workdays(day, count) == found


def test_days_and_moments() -> None:
    assert start_of_day("1970-01-01") == -8 * HOUR
    assert start_of_day("2026-11-21") == 1_795_190_400_000, "2026-11-20T16:00:00Z"
    assert day_of(start_of_day("2026-11-21")) == "2026-11-21"
    assert day_of(start_of_day("2026-11-21") - 1) == "2026-11-20"
    assert end_of_day("2024-02-28") == start_of_day("2024-02-29") == at("2024-02-28", "24:00")
    assert at("2026-11-21", "14:30:05") - at("2026-11-21", "14:30") == 5000
    assert minute_of_day(at("2026-11-21", "14:30")) == 870
    assert (add_days("2024-02-28", 2), add_days("2025-01-01", -1)) == ("2024-03-01", "2024-12-31")
    assert (days_between("2025-12-31", "2026-01-02"), days_between("2026-01-02", "2025-12-31")) == (2, -2)
    assert [weekday(day) for day in ("2026-11-20", "2026-11-22", "2026-11-23")] == [4, 6, 0]
    for wrong in ("24:01", "8:60", "-1:00"):
        with pytest.raises(ValueError, match=wrong):
            at("2026-11-21", wrong)


def test_running() -> None:
    assert is_running(m("2025-11-20 08:00"), OFFICE)
    assert not is_running(m("2025-11-20 07:59"), OFFICE)
    assert not is_running(m("2025-11-20 11:30"), OFFICE)
    assert not is_running(m("2025-11-20 09:00"), OFFICE, [P(m("2025-11-20 08:30"))])


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8:00-17:00", [(480, 1020)]),
        ("8-17", [(480, 1020)]),
        ("８：００－１１：３０，１３：３０～１７：００", [(480, 690), (810, 1020)]),
        ("13:30-17:00、8:00至11:30", [(480, 690), (810, 1020)]),
        ("17:00-8:00", [(0, 480), (1020, 1440)]),
        ("0:00-24:00", [(0, 1440)]),
        ("17:00-24:00", [(1020, 1440)]),
        ("8:00-12:00,12:00-17:00", [(480, 1020)]),
        ("休", []),
        ("", []),
    ],
)
def test_hours_as_written(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(parse_hours(text)) == spans


@pytest.mark.parametrize("text", ["八点", "8:00", "8:00-8:00", "8:60-9:00", "8:00-25:00", "24:00-8:00", "8-12,11-17"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        parse_hours(text)
    assert raised.value.advice


def test_hours_need_an_opening() -> None:
    with pytest.raises(ValueError, match="opening"):
        Hours(CALENDAR, {DayKind.REST: ((480, 1020),)})


SHOW = """
from desk.domain.calendar import *
from desk.domain.words_of_time import clock_word
hours = Hours(Calendar(), dict.fromkeys(DayKind, parse_hours("8:00-17:00")))
for day in ("2025-03-09", "2025-03-30", "2025-10-26", "2025-11-02", "1988-04-17", "2024-02-29"):
    a = at(day, "00:30")
    due = add_working(a, 10 * HOUR, hours)
    print(day_of(a), a, minute_of_day(a), due, working_ms(a, a + 2 * DAY, hours), clock_word(a))
"""


def test_the_time_zone_of_the_pc_does_not_matter() -> None:
    """Days on which other zones (and China, until 1991) changed their clocks."""
    shown = set()
    for zone in ("UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Shanghai", "XXX-14YYY"):
        done = subprocess.run(
            [sys.executable, "-c", SHOW], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        )
        shown.add(done.stdout)
    assert len(shown) == 1
    assert "2025-03-09 " in shown.pop()


FIRST, LAST = start_of_day("2025-09-20"), start_of_day("2026-02-01")
moments = st.integers(FIRST, LAST)
lengths = st.integers(0, 20 * DAY)
offices = st.sampled_from([OFFICE, DAILY, NIGHT, None])
pauses = st.lists(
    st.builds(
        lambda begin, length, why, cap: P(begin, begin + length, why, cap),
        moments,
        st.integers(0, 5 * DAY),
        st.sampled_from(["a", "b"]),
        st.none() | st.integers(0, 2 * DAY),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=150)
@given(moments, lengths, offices, pauses)
def test_due_and_working_time_are_inverses(start: int, ms: int, hours: Hours | None, taken: list[Pause]) -> None:
    due = add_working(start, ms, hours, taken)
    assert due is not None
    assert working_ms(start, due, hours, taken) == ms
    if ms:
        assert working_ms(start, due - 1, hours, taken) == ms - 1, "the first such moment"


@settings(deadline=None, max_examples=150)
@given(st.lists(moments, min_size=3, max_size=3), offices, pauses)
def test_working_time_adds_up_and_only_grows(three: list[int], hours: Hours | None, taken: list[Pause]) -> None:
    a, b, c = sorted(three)
    first, second = working_ms(a, b, hours, taken), working_ms(b, c, hours, taken)
    assert first + second == working_ms(a, c, hours, taken)
    assert 0 <= first <= b - a
    assert working_ms(a, c, hours, taken) <= working_ms(a, c, hours)


@settings(deadline=None, max_examples=100)
@given(moments, st.lists(lengths, min_size=2, max_size=4), offices, pauses)
def test_more_work_is_never_due_earlier(
    start: int, amounts: list[int], hours: Hours | None, taken: list[Pause]
) -> None:
    dues = [add_working(start, ms, hours, taken) for ms in sorted(amounts)]
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(dues))


@settings(deadline=None, max_examples=100)
@given(pauses)
def test_settled_pauses_are_apart_and_in_order(taken: list[Pause]) -> None:
    spans = settled(taken)
    assert all(a < b for a, b in spans)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
