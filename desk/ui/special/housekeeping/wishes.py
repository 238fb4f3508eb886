"""希望的时间: the next parts of the companies' days as numbered boxes, the first one open, the last one typed. Pure."""

from dataclasses import dataclass

from desk.domain.calendar import MINUTE, Calendar, add_days, day_of, minute_of_day, start_of_day
from desk.domain.settings import Settings
from desk.domain.words_of_time import day_word

ANY, OTHER = "any", "other"
PARTS = 6
NOON, EVENING = 12 * 60, 18 * 60
NEAR_MS = 60 * MINUTE  # a part that ends within the hour is no wish any more


@dataclass(frozen=True, slots=True)
class Wish:
    """One box; from and to are 0 for the two that name no time."""

    value: str
    words: str
    from_at: int = 0
    to_at: int = 0


def wishes(settings: Settings, calendar: Calendar, now: int) -> list[Wish]:
    """公司约, the next parts of days on which companies work, and 另约."""
    found: list[Wish] = []
    day, today = day_of(now), day_of(now)
    for _ in range(30):
        if len(found) >= PARTS:
            break
        for begin, end in settings.hours("housekeeping.parts"):
            from_at, to_at = start_of_day(day) + begin * MINUTE, start_of_day(day) + end * MINUTE
            if to_at > now + NEAR_MS and len(found) < PARTS and calendar.kind(day) != "holiday":
                words = f"{day_word(day, today)}{_part(minute_of_day(from_at))}"
                found.append(Wish(str(from_at), words, from_at, to_at))
        day = add_days(day, 1)
    return [Wish(ANY, "随时, 公司约"), *found, Wish(OTHER, "另约")]


def _part(minute: int) -> str:
    return "上午" if minute < NOON else "下午" if minute < EVENING else "晚上"
