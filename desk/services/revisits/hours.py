"""When people may be rung: the good hours of the day, as the settings say."""

from desk.domain.calendar import MINUTE, add_days, day_of, minute_of_day, start_of_day
from desk.domain.settings import Settings


def is_good(settings: Settings, now: int) -> bool:
    """Whether this is an hour in which residents may be rung."""
    minute = minute_of_day(now)
    return any(begin <= minute < end for begin, end in settings.hours("revisit.hours"))


def parts_after(settings: Settings, now: int, count: int) -> list[int]:
    """The beginnings of the next parts of the good hours, today's first."""
    hours = settings.hours("revisit.hours")
    today, minute = day_of(now), minute_of_day(now)
    found = [start_of_day(today) + begin * MINUTE for begin, _ in hours if begin > minute]
    day = today
    while len(found) < count:
        day = add_days(day, 1)
        found += [start_of_day(day) + begin * MINUTE for begin, _ in hours]
    return found[:count]
