"""Times as people say them, on screens, on paper and aloud; and as they type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, at, minute_of_day
from desk.domain.errors import DeskError
from desk.domain.words_of_time import (
    clock_word,
    day_aloud,
    day_word,
    duration,
    full_moment,
    left,
    moment,
    moment_aloud,
    parse_clock,
    stopwatch,
    weekday_word,
    when,
    window,
    window_aloud,
)


def m(text: str) -> int:
    day, clock = text.split()
    return at(day, clock)


NOW = m("2026-11-21 14:00")


@pytest.mark.parametrize(
    ("then", "short", "whole"),
    [
        ("2026-11-21 14:30", "今天 14:30", "今天 14:30"),
        ("2026-11-21 00:00", "今天 00:00", "今天 00:00"),
        ("2026-11-20 23:59", "昨天", "昨天 23:59"),
        ("2026-11-22 09:05", "明天 09:05", "明天 09:05"),
        ("2026-11-19 08:00", "11-19", "11-19 08:00"),
        ("2026-11-23 08:00", "11-23", "11-23 08:00"),
        ("2026-11-03 08:00", "11-03", "11-03 08:00"),
        ("2025-11-03 08:00", "2025-11-03", "2025-11-03 08:00"),
        ("2027-01-02 08:00", "2027-01-02", "2027-01-02 08:00"),
    ],
)
def test_when(then: str, short: str, whole: str) -> None:
    assert when(m(then), NOW) == short
    assert moment(m(then), NOW) == whole


def test_around_new_year() -> None:
    new_year = m("2027-01-01 00:10")
    assert when(m("2026-12-31 23:50"), new_year) == "昨天"
    assert when(m("2026-12-30 10:00"), new_year) == "2026-12-30"


def test_days_and_paper() -> None:
    assert [weekday_word(f"2026-11-{day}") for day in range(16, 23)] == [
        "周一", "周二", "周三", "周四", "周五", "周六", "周日",
    ]  # fmt: skip
    assert day_word("2026-11-20", "2026-11-21") == "昨天"
    assert full_moment(m("2026-11-21 14:30")) == "2026-11-21 14:30"
    assert clock_word(m("2026-11-21 09:05") + 59 * SECOND) == "09:05"


@pytest.mark.parametrize(
    ("start", "end", "shown", "said"),
    [
        ("2026-11-21 14:00", "2026-11-21 16:00", "今天 14:00-16:00", "今天下午2点到4点"),
        ("2026-11-21 16:00", "2026-11-21 18:00", "今天 16:00-18:00", "今天下午4点到6点"),
        ("2026-11-21 18:30", "2026-11-21 20:00", "今天 18:30-20:00", "今天晚上6点半到8点"),
        ("2026-11-22 08:30", "2026-11-22 10:30", "明天 08:30-10:30", "明天上午8点半到10点半"),
        ("2026-11-22 10:30", "2026-11-22 12:00", "明天 10:30-12:00", "明天上午10点半到12点"),
        ("2026-11-22 11:00", "2026-11-22 13:00", "明天 11:00-13:00", "明天上午11点到下午1点"),
        ("2026-11-23 12:00", "2026-11-23 13:30", "11-23 12:00-13:30", "后天中午12点到下午1点半"),
        ("2026-11-25 07:20", "2026-11-25 09:05", "11-25 07:20-09:05", "11月25日周三早上7点20分到上午9点零5分"),
        ("2026-11-21 20:00", "2026-11-21 24:00", "今天 20:00-24:00", "今天晚上8点到12点"),
        ("2026-11-21 22:00", "2026-11-22 02:00", "今天 22:00-明天 02:00", "今天晚上10点到明天凌晨2点"),
        ("2027-01-02 14:00", "2027-01-02 16:00", "2027-01-02 14:00-16:00", "2027年1月2日周六下午2点到4点"),
    ],
)
def test_windows(start: str, end: str, shown: str, said: str) -> None:
    assert window(m(start), m(end), NOW) == shown
    assert window_aloud(m(start), m(end), NOW) == said


def test_aloud() -> None:
    assert moment_aloud(m("2026-11-22 15:20"), NOW) == "明天下午3点20分"
    assert moment_aloud(m("2026-11-21 00:00"), NOW) == "今天凌晨0点"
    assert day_aloud("2026-11-19", "2026-11-21") == "前天"
    assert day_aloud("2026-11-18", "2026-11-21") == "11月18日周三"


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "还剩 0 秒"),
        (45 * SECOND, "还剩 45 秒"),
        (59_999, "还剩 59 秒"),
        (MINUTE, "还剩 1 分"),
        (12 * MINUTE + 59 * SECOND, "还剩 12 分"),
        (HOUR, "还剩 1 小时 00 分"),
        (-(HOUR + 5 * MINUTE), "超时 1 小时 05 分"),
        (-30 * SECOND, "超时 30 秒"),
        (-(2 * DAY + 3 * HOUR), "超时 2 天 03 小时"),
    ],
)
def test_left(ms: int, words: str) -> None:
    assert left(ms) == words
    assert duration(ms) == words.split(" ", 1)[1]


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (38 * SECOND, "00:38"),
        (11 * MINUTE + 42 * SECOND, "11:42"),
        (HOUR + 5 * MINUTE + 9 * SECOND, "1:05:09"),
        (-SECOND, "-00:01"),
    ],
)
def test_stopwatch(ms: int, text: str) -> None:
    assert stopwatch(ms) == text


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("1430", 870),
        ("930", 570),
        ("0930", 570),
        ("14:30", 870),
        ("14：30", 870),
        ("14.30", 870),
        ("14。30", 870),
        ("9", 540),
        ("14点", 840),
        ("14点30", 870),
        ("14点30分", 870),
        ("2点半", 150),
        ("下午2点半", 870),
        ("晚上8点", 1200),
        ("中午12点", 720),
        ("中午1点", 780),
        ("上午 9:05", 545),
        ("１４３０", 870),
        ("0:00", 0),
        ("23:59", 1439),
    ],
)
def test_typed(text: str, minute: int) -> None:
    assert parse_clock(text) == minute


@pytest.mark.parametrize(
    "text", ["", "24:00", "2460", "1260", "14:60", "中午", "14301", "-930", "14:30:15", "三点", "下午"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        parse_clock(text)
    assert raised.value.advice


@given(st.integers(0, 1439))
def test_what_is_shown_can_be_typed(minute: int) -> None:
    then = at("2026-11-21", "0:00") + minute * MINUTE
    for text in (clock_word(then), clock_word(then).replace(":", "")):
        assert parse_clock(text) == minute == minute_of_day(then)
