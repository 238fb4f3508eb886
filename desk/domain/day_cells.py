"""Days, hours and dates in a cell of an office's list: 工作日、周六; 17:00-8:00 over midnight; 2026-11-22."""

import re
from datetime import date
from itertools import pairwise

from desk.domain.calendar import Calendar, DayKind, Span, weekday
from desk.domain.errors import DeskError
from desk.domain.list_cells import join_words, words_of

EVERY = "每天"
KINDS = {
    "工作日": frozenset({DayKind.WORKDAY, DayKind.MAKE_UP}),
    "周末": frozenset({DayKind.REST}),
    "节假日": frozenset({DayKind.HOLIDAY}),
}
WEEKDAYS = "一二三四五六日"
_ALSO = {"周天": "周日", "全周": EVERY, "天天": EVERY, "休息日": "周末", "假日": "节假日", "节日": "节假日"}
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_PLAIN = str.maketrans({"：": ":"} | dict.fromkeys("－—–~～至到", "-"))
DAY_MINUTES = 1440


def days_text(text: str) -> str:
    """As it is stored: known words, each once; nothing is every day."""
    return join_words(dict.fromkeys(_day_word(word) for word in words_of(text))) or EVERY


def _day_word(word: str) -> str:
    known = _ALSO.get(word, word)
    if known == EVERY or known in KINDS:
        return known
    match = _WEEKDAY.fullmatch(known)
    if match is None:
        raise DeskError(f"看不懂哪天“{word[:10]}”", "可以写: 每天、工作日、周末、节假日、周一…周日")
    return "周" + match[1].replace("天", "日")


def is_on(text: str, day: str, calendar: Calendar) -> bool:
    """Whether a stored cell means this day."""
    words = words_of(text)
    if not words or EVERY in words or f"周{WEEKDAYS[weekday(day)]}" in words:
        return True
    kind = calendar.kind(day)
    return any(kind in KINDS[word] for word in words if word in KINDS)


def spans_of(text: str) -> tuple[Span, ...]:
    """`8:00-11:30、17:00-8:00` in minutes of the day on which it begins: the last ends at 1920, the next morning."""
    found = []
    for part in words_of(text.translate(_PLAIN)):
        match = _HOURS.fullmatch(part)
        if match is None:
            raise DeskError(f"看不懂时间段“{part[:20]}”", "请写成 8:00-11:30、13:30-17:00; 过夜写 17:00-8:00")
        hour, minute, to_hour, to_minute = (int(group) for group in match.groups())
        begin, stop = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or begin >= DAY_MINUTES or stop > DAY_MINUTES or begin == stop:
            raise DeskError(f"时间段“{part}”不对", "时间在 0:00 到 24:00 之间, 例如 8:00-17:00")
        found.append((begin, stop if begin < stop else stop + DAY_MINUTES))
    found.sort()
    # What runs into the next morning meets the same row's own morning there.
    after = [(begin + DAY_MINUTES, stop + DAY_MINUTES) for begin, stop in found[:1]]
    if any(later[0] < earlier[1] for earlier, later in pairwise([*found, *after])):
        raise DeskError("时间段互相重叠", "请改成前后相接、不重叠的时间段")
    return tuple(found)


def spans_text(text: str) -> str:
    return join_words(f"{_clock(begin)}-{_clock(stop)}" for begin, stop in spans_of(text))


def _clock(minute: int) -> str:
    minute = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{minute // 60}:{minute % 60:02d}"


def date_text(text: str) -> str:
    """2026-11-22, also typed 2026.11.22, 2026/11/22, 2026年11月22日 or 20261122."""
    digits = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?(?:\s*0?0:00(?::00)?)?", text.strip())
    try:
        assert digits is not None
        return date(int(digits[1]), int(digits[2]), int(digits[3])).isoformat()
    except (AssertionError, ValueError):
        raise DeskError(f"看不懂日期“{text[:20]}”", "请写成 2026-11-22") from None
