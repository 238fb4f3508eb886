"""The table of statutory holidays and make-up days, from the maintained package chinesecalendar."""

from collections.abc import Collection
from datetime import date

from desk.domain.calendar import Holidays


def load_holidays() -> Holidays:
    """Announced years only. The package is imported on call: the first window must not wait for it."""
    from chinese_calendar import holidays, workdays

    return table_of(holidays.keys(), workdays.keys())


def table_of(off: Collection[date], worked: Collection[date]) -> Holidays:
    """The table of these days. Every notice of the State Council names 1 October: a year with it off is announced.

    A few days of a year (New Year's days that the notice of the year before named) do not make it known.
    """
    days = {day.isoformat(): False for day in off}
    days |= {day.isoformat(): True for day in worked if day.weekday() >= 5}
    return Holidays(days, frozenset(day.year for day in off if (day.month, day.day) == (10, 1)))
