"""When a resident asks to be rung, in the words that are said on the telephone."""

import pytest

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.domain.words_of_time import full_moment
from desk.services.revisits.asked_time import asked_time

NOW = at("2026-11-20", "14:40")  # a Friday


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("1615", "2026-11-20 16:15"),
        ("930", "2026-11-21 09:30"),  # that hour has passed today
        ("14:40", "2026-11-21 14:40"),
        ("16.15", "2026-11-20 16:15"),
        ("下午4点", "2026-11-20 16:00"),
        ("晚上7点半", "2026-11-20 19:30"),
        ("明天 1000", "2026-11-21 10:00"),
        ("明天上午9点", "2026-11-21 09:00"),
        ("明早9点", "2026-11-21 09:00"),
        ("今晚8点", "2026-11-20 20:00"),
        ("后天下午", "2026-11-22 15:00"),
        ("明天晚上", "2026-11-21 19:00"),
        ("周三 1900", "2026-11-25 19:00"),
        ("星期天10点", "2026-11-22 10:00"),
        ("下周五 9点", "2026-11-27 09:00"),
        ("下周一 9点", "2026-11-23 09:00"),
        ("半小时后", "2026-11-20 15:10"),
        ("20分钟后", "2026-11-20 15:00"),
        ("2个小时以后", "2026-11-20 16:40"),
        ("11-25 10:30", "2026-11-25 10:30"),
        ("12月1号 1030", "2026-12-01 10:30"),
        ("1-3 9点", "2027-01-03 09:00"),
        ("２２：００", "2026-11-20 22:00"),
    ],
)
def test_what_is_said(said: str, moment: str) -> None:
    assert full_moment(asked_time(said, NOW)) == moment


@pytest.mark.parametrize("said", ["", "明天", "回头", "2561", "今天 1000", "13-41 10:00", "3-20 10:00", "周八 9点"])
def test_what_is_no_time_says_how_to_write_it(said: str) -> None:
    with pytest.raises(DeskError) as refused:
        asked_time(said, NOW)
    assert refused.value.advice
