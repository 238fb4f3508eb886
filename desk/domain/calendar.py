"""Days and hours of the business: days off and make-up days of China, desk hours, working time between two moments.

The business lives at UTC+8 wherever the PC thinks it is: days are counted on integers, no time zone of the PC is asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from functools import lru_cache
from itertools import pairwise

from desk.domain.code import Code
from desk.domain.days import DAY as DAY
from desk.domain.days import HOUR as HOUR
from desk.domain.days import MINUTE as MINUTE
from desk.domain.days import OFFSET
from desk.domain.days import SECOND as SECOND
from desk.domain.errors import DeskError

CHINA = timezone(timedelta(hours=8), "UTC+8")
NOT_ANNOUNCED = "节假日未公布"

_EPOCH = date(1970, 1, 1).toordinal()
_FAR = 2**53

Span = tuple[int, int]


class DayKind(Code):
    WORKDAY = "workday", "工作日"
    MAKE_UP = "make_up", "调休上班"
    REST = "rest", "周末"
    HOLIDAY = "holiday", "节假日"


@dataclass(frozen=True)
class Holidays:
    """The announced table: day -> True where a weekend is worked, False where it is off; and the announced years."""

    days: Mapping[str, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Calendar:
    """Questions about days, answered from the table. A year not announced has weekends only, and `known` says so."""

    holidays: Holidays = field(default_factory=Holidays)

    def known(self, year: int) -> bool:
        return year in self.holidays.years

    def kind(self, day: str) -> DayKind:
        weekend = weekday(day) >= 5
        works = self.holidays.days.get(day)
        if works is None:
            return DayKind.REST if weekend else DayKind.WORKDAY
        if works:
            return DayKind.MAKE_UP if weekend else DayKind.WORKDAY
        return DayKind.HOLIDAY

    def is_workday(self, day: str) -> bool:
        return self.kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def note(self, from_on: str, to_on: str) -> str:
        """What a screen must say of a reckoning over these days, or nothing."""
        years = range(int(from_on[:4]), int(to_on[:4]) + 1)
        return "" if all(self.known(year) for year in years) else NOT_ANNOUNCED

    def add_workdays(self, day: str, count: int) -> str:
        """The count-th working day after (before, if negative) this day; the day itself for 0."""
        step = 1 if count > 0 else -1
        while count:
            day = add_days(day, step)
            if self.is_workday(day):
                count -= step
        return day


@dataclass(frozen=True)
class Hours:
    """When a desk is staffed, per kind of day, in minutes of the day. Working days need some, or no clock would end."""

    calendar: Calendar
    by_kind: Mapping[DayKind, tuple[Span, ...]]

    def __post_init__(self) -> None:
        if not self.by_kind.get(DayKind.WORKDAY):
            raise ValueError("hours without an opening on working days")

    def of(self, day: str) -> tuple[Span, ...]:
        return self.by_kind.get(self.calendar.kind(day), ())

    @property
    def ask_holidays(self) -> bool:
        """Whether it matters to these hours if a day is a holiday."""
        usual, rest = self.by_kind[DayKind.WORKDAY], self.by_kind.get(DayKind.REST, ())
        return not (usual == self.by_kind.get(DayKind.HOLIDAY, ()) and rest == self.by_kind.get(DayKind.MAKE_UP, ()))


@dataclass(frozen=True)
class Pause:
    """A stretch that is taken out. `cap_ms` is the most that all pauses of the same reason may take out together."""

    from_at: int
    to_at: int | None = None
    reason: str = ""
    cap_ms: int | None = None


def working_ms(start: int, end: int, hours: Hours | None = None, pauses: Iterable[Pause] = ()) -> int:
    """Milliseconds of desk hours (None: by the clock) between two moments, pauses taken out. 0 if end is not later."""
    return sum(b - a for a, b in _running(start, end, hours, pauses))


def add_working(start: int, ms: int, hours: Hours | None = None, pauses: Iterable[Pause] = ()) -> int | None:
    """The first moment at which `ms` of working time have passed since start; None while an uncapped pause is open."""
    if ms <= 0:
        return start
    for a, b in _running(start, _FAR, hours, pauses):
        if b - a >= ms:
            return a + ms
        ms -= b - a
    return None


def is_running(at: int, hours: Hours | None = None, pauses: Iterable[Pause] = ()) -> bool:
    """Whether time counts at this moment."""
    return working_ms(at, at + 1, hours, pauses) > 0


def settled(pauses: Iterable[Pause]) -> list[Span]:
    """The stretches that really are taken out: caps applied per reason, overlaps joined, in order."""
    used: dict[str, int] = {}
    ended: dict[str, int] = {}
    spans: list[Span] = []
    for pause in sorted(pauses, key=lambda p: (p.from_at, p.to_at is None, p.to_at)):
        begin = max(pause.from_at, ended.get(pause.reason, pause.from_at))
        end = _FAR if pause.to_at is None else pause.to_at
        if pause.cap_ms is not None:
            end = min(end, begin + max(0, pause.cap_ms - used.get(pause.reason, 0)))
        if end <= begin:
            continue
        used[pause.reason] = used.get(pause.reason, 0) + end - begin
        ended[pause.reason] = end
        spans.append((begin, end))
    return _joined(spans)


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for begin, end in sorted(spans):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out


def _running(start: int, end: int, hours: Hours | None, pauses: Iterable[Pause]) -> Iterator[Span]:
    """The stretches between start and end in which time counts."""
    out = settled(pauses)
    if out and out[-1][1] == _FAR:  # a pause without an end: nothing counts behind it
        end = min(end, out[-1][0])
    for a, b in _open(start, end, hours):
        for begin, stop in out:
            if stop <= a:
                continue
            if begin >= b:
                break
            if begin > a:
                yield a, begin
            a = stop
            if a >= b:
                break
        if a < b:
            yield a, b


def _open(start: int, end: int, hours: Hours | None) -> Iterator[Span]:
    if hours is None:
        if start < end:
            yield start, end
        return
    midnight = start - (start + OFFSET) % DAY
    while midnight < end:
        for begin, stop in hours.of(day_of(midnight)):
            a, b = max(start, midnight + begin * MINUTE), min(end, midnight + stop * MINUTE)
            if a < b:
                yield a, b
        midnight += DAY


def day_of(at: int) -> str:
    """The ISO day of a moment, in China."""
    return _day((at + OFFSET) // DAY)


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH + number).isoformat()


def minute_of_day(at: int) -> int:
    return (at + OFFSET) % DAY // MINUTE


@lru_cache(maxsize=4096)
def start_of_day(day: str) -> int:
    return (date.fromisoformat(day).toordinal() - _EPOCH) * DAY - OFFSET


def end_of_day(day: str) -> int:
    """24:00 of the day, which is 0:00 of the next."""
    return start_of_day(day) + DAY


def at(day: str, clock: str) -> int:
    """The moment of a day and a time such as `8:00`, `14:30:05` or `24:00`."""
    parts = [int(part) for part in clock.split(":")]
    hour, minute, second = [*parts, 0][:3]
    if not (0 <= minute < 60 and 0 <= second < 60 and 0 <= hour * 60 + minute <= 1440):
        raise ValueError(clock)
    return start_of_day(day) + hour * HOUR + minute * MINUTE + second * SECOND


@lru_cache(maxsize=4096)
def weekday(day: str) -> int:
    """0 Monday to 6 Sunday."""
    return date.fromisoformat(day).weekday()


def add_days(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def days_between(from_on: str, to_on: str) -> int:
    return (date.fromisoformat(to_on) - date.fromisoformat(from_on)).days


_HOURS = re.compile(r"(\d{1,2}):?(\d{2})?-(\d{1,2}):?(\d{2})?")
_SAME = str.maketrans({"：": ":"} | dict.fromkeys("－—–~～至到", "-") | dict.fromkeys("，、；;", ","))
_CLOSED = ("", "休", "休息", "无")


def parse_hours(text: str, joined: bool = True) -> tuple[Span, ...]:
    """`8:00-11:30, 13:30-17:00` as minutes of the day, in order; over midnight it is split; empty or 休 is closed."""
    plain = text.translate(_SAME).replace(" ", "")
    if plain in _CLOSED:
        return ()
    spans: list[Span] = []
    for part in plain.split(","):
        match = _HOURS.fullmatch(part)
        if match is None:
            raise DeskError(f"看不懂时间段“{part}”", "请写成 8:00-17:00, 多段用逗号隔开")
        hour, minute, to_hour, to_minute = (int(group or 0) for group in match.groups())
        begin, stop = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or begin >= 1440 or stop > 1440 or begin == stop:
            raise DeskError(f"时间段“{part}”不对", "请写成 8:00-17:00, 时间在 0:00 到 24:00 之间")
        spans += [(begin, stop)] if begin < stop else [(begin, 1440), (0, stop)]
    spans = [(a, b) for a, b in sorted(spans) if a < b]
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise DeskError("时间段互相重叠", "请改成前后相接、不重叠的时间段")
    return tuple(_joined(spans) if joined else spans)
