"""Moments and amounts on paper, whatever zone the PC is in."""

import pytest

from reports import words

AT = 1_795_150_920_000  # 2026-11-20 05:02 UTC
HOUR = 3_600_000


def test_moments_are_china_s() -> None:
    assert words.moment(AT) == "2026-11-20 13:02"
    assert words.moment(None) == ""


@pytest.mark.parametrize(
    ("later", "said"),
    [(0, "13:02"), (10 * HOUR, "23:02"), (11 * HOUR, "11-21 00:02"), (60 * 24 * HOUR, "2027-01-19 13:02")],
)
def test_clock_names_the_day_only_where_it_is_another(later: int, said: str) -> None:
    assert words.clock(AT + later, AT) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (AT, AT + 2 * HOUR, "11-20 周五 13:02 至 15:02"),
        (AT, AT + 10 * HOUR + 58 * 60_000, "11-20 周五 13:02 至 24:00"),
        (AT, AT + 12 * HOUR, "11-20 周五 13:02 至 11-21 周六 01:02"),
        (AT, None, "11-20 周五 13:02 起"),
        (None, AT, "11-20 周五 13:02 前"),
        (None, None, ""),
    ],
)
def test_window(start: int | None, end: int | None, said: str) -> None:
    assert words.window(start, end) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3000, 5000, "¥30.00-50.00"),
        (3000, 3000, "¥30.00"),
        (3005, None, "¥30.05"),
        (None, 120_000, "¥1,200.00"),
        (None, None, ""),
    ],
)
def test_price(low: int | None, high: int | None, said: str) -> None:
    assert words.price(low, high) == said
