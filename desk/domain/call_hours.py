"""When people may be rung: the good hours of the days on which the desk is open, as the settings say."""

from desk.domain.calendar import MINUTE, Calendar, add_days, day_of, minute_of_day, start_of_day
from desk.domain.clocks import desk_hours
from desk.domain.settings import Settings

LONGEST_REST = 15  # days an office may be shut at a stretch


def is_good(settings: Settings, calendar: Calendar, now: int) -> bool:
    """Whether this is an hour in which residents may be rung."""
    minute = minute_of_day(now)
    return _is_open(settings, calendar, day_of(now)) and any(
        begin <= minute < end for begin, end in settings.hours("revisit.hours")
    )


def parts_after(settings: Settings, calendar: Calendar, now: int, count: int) -> list[int]:
    """The beginnings of the next parts of the good hours, today's first; days without a desk have none."""
    hours = settings.hours("revisit.hours")
    day = day_of(now)
    found: list[int] = []
    for _ in range(LONGEST_REST + count):
        if _is_open(settings, calendar, day):
            begins = (start_of_day(day) + begin * MINUTE for begin, _ in hours)
            found += [one for one in begins if one > now]
        if len(found) >= count:
            break
        day = add_days(day, 1)
    return found[:count]


def in_minutes(settings: Settings, calendar: Calendar, now: int, minutes: int) -> int:
    """So many minutes from now (a busy line), unless that is the noon nap or the night: then the next part."""
    later = now + minutes * MINUTE
    return later if is_good(settings, calendar, later) else parts_after(settings, calendar, now, 1)[0]


def _is_open(settings: Settings, calendar: Calendar, day: str) -> bool:
    return bool(desk_hours(settings, calendar).of(day))
