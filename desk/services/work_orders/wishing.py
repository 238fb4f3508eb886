"""上门时间: what the digit in the clerk's hand means today, as windows with the crew's load. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.calendar import add_days, day_of, minute_of_day
from desk.domain.words_of_time import clock_word, day_word, weekday_word
from desk.services.work_orders.catalogue import Wish
from desk.services.work_orders.reads import Window, soonest

EVENING = 18 * 60


@dataclass(frozen=True, slots=True)
class WishChoice:
    """One box: `window` None where the day is still to be said, `over` where that part of the day has gone by."""

    wish: Wish
    window: Window | None
    words: str
    over: bool = False

    @property
    def is_open(self) -> bool:
        return self.wish.days_ahead < 0

    @property
    def full(self) -> bool:
        return self.window is not None and self.window.full


def ahead(windows: Sequence[Window], now: int) -> list[Window]:
    """The windows nobody is late for yet: one that has begun would be promised and missed in the same breath."""
    return [one for one in windows if one.from_at > now]


def offered(windows: Sequence[Window], now: int, most: int) -> list[Window]:
    """What is to be chosen from: the next windows by time, those that are full last; never nothing but full ones."""
    coming = ahead(windows, now)
    near = coming[:most]
    if near and all(one.full for one in near):
        free = next((one for one in coming if not one.full), None)
        near = [free, *near[: most - 1]] if free else near
    return sorted(near, key=lambda one: (one.full, one.from_at))


def load_words(crew: str, window: Window) -> str:
    """水电班 3/6 单; 已满 6/6 单; 已约 3 单 while nobody is known for it."""
    if not window.room:
        return f"已约 {window.taken} 单" if window.taken else ""
    if window.full:
        return f"已满 {window.taken}/{window.room} 单"
    return f"{crew} {window.taken}/{window.room} 单" if crew else f"已约 {window.taken} 单"


def full_words(crew: str, window: Window, now: int) -> str:
    """Said whenever a full window is chosen: it can be, but nobody chooses it unawares."""
    if not window.full:
        return ""
    return f"{window_brief(window, now)} {crew}已满 {window.taken}/{window.room} 单, 再约就是第 {window.taken + 1} 单"


def choices(wishes: Sequence[Wish], windows: Sequence[Window], now: int) -> list[WishChoice]:
    """The boxes in the order of their digits; of a part of a day the first window that still has room."""
    coming = ahead(windows, now)
    return [_choice(wish, coming, now) for wish in wishes]


def _choice(wish: Wish, coming: Sequence[Window], now: int) -> WishChoice:
    if wish.days_ahead < 0:
        return WishChoice(wish, None, f"{wish.name}…")
    if wish.within is None:
        found = soonest(coming)
        return WishChoice(wish, found, wish.name, found is None)
    day = add_days(day_of(now), wish.days_ahead)
    begin, end = wish.within
    fit = [one for one in coming if day_of(one.from_at) == day and begin <= minute_of_day(one.from_at) < end]
    found = soonest(fit)
    return WishChoice(wish, found, window_brief(found, now) if found else wish.name, found is None)


def window_brief(window: Window, now: int) -> str:
    """For a box: 今天 14-16点, 今晚 18:30, 明天 8:30, 周三 14-16点, 12-03 8:30."""
    begin, end = minute_of_day(window.from_at), minute_of_day(window.to_at)
    whole = begin % 60 == 0 and end % 60 == 0
    clock = f"{begin // 60}-{end // 60}点" if whole else clock_word(window.from_at).removeprefix("0")
    return f"{_day(window.from_at, begin, now)} {clock}"


def _day(at: int, begin: int, now: int) -> str:
    day, today = day_of(at), day_of(now)
    word = day_word(day, today)
    if begin >= EVENING and word in ("今天", "明天"):
        return {"今天": "今晚", "明天": "明晚"}[word]
    near = day <= add_days(today, 6)
    return weekday_word(day) if near and word == day[5:] else word
