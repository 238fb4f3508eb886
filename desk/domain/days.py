"""Lengths of time in milliseconds, and the hour on a wall in China: all that a first screen needs of the calendar."""

from time import gmtime, struct_time

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
OFFSET = 8 * HOUR  # the business lives at UTC+8, whatever the PC says


def wall(at: int) -> struct_time:
    """Year, month, day, hour, minute and weekday (0 is Monday) of a moment, in China."""
    return gmtime((at + OFFSET) // SECOND)
