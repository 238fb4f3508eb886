"""Times from paper fall on the right day; days are read as they are typed."""

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.errors import DeskError
from desk.ui.special.told_times import moment_near, parse_day

NOW = at("2026-11-20", "17:05")


@pytest.mark.parametrize(
    ("typed", "near", "day", "clock"),
    [
        ("1430", at("2026-11-20", "14:00"), "2026-11-20", "14:30"),
        ("14:30", at("2026-11-20", "14:00"), "2026-11-20", "14:30"),
        ("930", at("2026-11-18", "9:00"), "2026-11-18", "9:30"),  # a slip of the day before yesterday
        ("2350", at("2026-11-19", "0:20"), "2026-11-18", "23:50"),  # over midnight, backwards
        ("010", at("2026-11-18", "23:50"), "2026-11-19", "0:10"),  # and forwards
        ("1600", at("2026-11-21", "9:00"), "2026-11-20", "16:00"),  # the window is tomorrow, the man came today
    ],
)
def test_a_clock_falls_on_the_closest_day_that_can_be(typed: str, near: int, day: str, clock: str) -> None:
    assert moment_near(typed, near, NOW) == at(day, clock)


def test_nothing_falls_before_the_report_or_behind_now() -> None:
    reported = at("2026-11-20", "14:03") + 40_000
    assert moment_near("1403", reported, NOW, reported) == reported  # paper knows no seconds
    assert moment_near("1800", NOW, NOW, reported) == at("2026-11-20", "18:00")  # for the rules to refuse
    with pytest.raises(DeskError, match="看不懂时间"):
        moment_near("下午", NOW, NOW)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("+3", "2026-11-23"), ("25", "2026-11-25"), ("19", "2026-12-19"), ("1125", "2026-11-25"), ("11-25", "2026-11-25"),
     ("11．25", "2026-11-25"), ("1.5", "2027-01-05"), ("2026-12-31", "2026-12-31"),
     ("明天", "2026-11-21"), ("31", "2026-12-31"), ("周五", "2026-11-20"), ("星期天", "2026-11-22")],
)  # fmt: skip
def test_days_are_the_next_of_their_name(typed: str, day: str) -> None:
    assert parse_day(typed, "2026-11-20") == day


@pytest.mark.parametrize("typed", ["13-40", "0230", "", "abc", "2-30", "99", "+"])
def test_what_is_no_day_is_said(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        parse_day(typed, "2026-11-20")
    assert refused.value.advice


def test_a_minute_before_the_report_is_not_the_day_after() -> None:
    reported = at("2026-11-20", "14:03")
    assert moment_near("1400", reported, NOW, reported) == at("2026-11-20", "14:00")
    assert moment_near("1402", reported, NOW, reported) - reported == -MINUTE
