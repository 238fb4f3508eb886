"""The table of statutory holidays and make-up days, from the maintained package chinesecalendar."""

from desk.domain.calendar import Holidays


def load_holidays() -> Holidays:
    """Announced years only. Imported on call: the first window must not wait for it.

    Each notice of the State Council names 1 October, so a year is announced when the table knows it; a few days of
    an unannounced year (New Year's days named by the notice of the year before) do not make it known.
    """
    from datetime import date

    from chinese_calendar import holidays, workdays

    days = {day.isoformat(): False for day in holidays}
    days |= {day.isoformat(): True for day in workdays if day.weekday() >= 5}
    years = {day.year for day in holidays if date(day.year, 10, 1) in holidays}
    return Holidays(days, frozenset(years))
