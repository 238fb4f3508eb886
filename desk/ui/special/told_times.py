"""Times and days as a clerk types them from paper or radio, set on the right day. Pure."""

import re
import unicodedata

from desk.domain.calendar import DAY, MINUTE, add_days, day_of, start_of_day, weekday
from desk.domain.errors import DeskError
from desk.domain.words_of_time import parse_clock

WEEK = "一二三四五六日"
HOW_DAY = "请写成 11-25、1125, 或 +3 (3 天后)"
HOW_AHEAD = "请写成 1830, 或带日子: 明天 930、周六 1400、11-25 1830、+2 1830"


def moment_near(typed: str, near: int, now: int, earliest: int = 0) -> int:
    """The moment (UTC ms) of a typed `1430`: of the days around `near` the closest one that can have been.

    It lies not before `earliest` and not after `now`; where no day allows that, the one of today, for the rules to
    refuse in words.
    """
    minutes = parse_clock(typed)
    days = [add_days(day_of(near), by) for by in (-1, 0, 1)]
    found = [start_of_day(day) + minutes * MINUTE for day in days]
    # A slip says minutes: 14:03 was written where the clock says 14:03:40.
    possible = [at for at in found if earliest - MINUTE < at <= now]
    if possible:
        return max(min(possible, key=lambda at: abs(at - near)), earliest)
    return start_of_day(day_of(now)) + minutes * MINUTE


def moment_ahead(typed: str, now: int) -> int:
    """The next moment (UTC ms) of a typed `1830`: today, or tomorrow if that has gone by; `+2 1830` names its day."""
    day, _, clock = unicodedata.normalize("NFKC", typed).strip().rpartition(" ")
    today = day_of(now)
    try:
        minutes = parse_clock(clock)
    except DeskError as error:
        raise DeskError(error.message, HOW_AHEAD) from None
    if day.strip():
        return start_of_day(parse_day(day, today)) + minutes * MINUTE
    found = start_of_day(today) + minutes * MINUTE
    return found if found > now else found + DAY


def parse_day(typed: str, today: str) -> str:
    """The ISO day of `+3`, `25`, `11-25`, `1125` or `2026-11-25`: the next such day that has not passed."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).replace("。", "-").replace(".", "-")
    plain = plain.replace("/", "-")
    words = {"今天": 0, "明天": 1, "后天": 2}
    if plain in words:
        return add_days(today, words[plain])
    if match := re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", plain):
        wanted = WEEK.index(match[1].replace("天", "日"))
        return add_days(today, (wanted - weekday(today)) % 7)
    if match := re.fullmatch(r"\+(\d{1,3})", plain):
        return add_days(today, int(match[1]))
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        return _day(int(match[1]), int(match[2]), int(match[3]), typed)
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", plain) or re.fullmatch(r"(\d{2})(\d{2})", plain)
    if match:
        this = _day(int(today[:4]), int(match[1]), int(match[2]), typed)
        return this if this >= today else _day(int(today[:4]) + 1, int(match[1]), int(match[2]), typed)
    if re.fullmatch(r"\d{1,2}", plain):
        return _next_of_month(int(plain), today, typed)
    raise DeskError(f"看不懂日期“{typed.strip()}”", HOW_DAY)


def _next_of_month(day: int, today: str, typed: str) -> str:
    year, month = int(today[:4]), int(today[5:7])
    for _ in range(3):
        try:
            found = _day(year, month, day, typed)
        except DeskError:
            found = ""
        if found >= today:
            return found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    raise DeskError(f"没有“{typed.strip()}”号", HOW_DAY)


def _day(year: int, month: int, day: int, typed: str) -> str:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        start = start_of_day(text)
    except ValueError:
        raise DeskError(f"没有“{typed.strip()}”这一天", HOW_DAY) from None
    if day_of(start) != text or day_of(start + DAY - 1) != text:
        raise DeskError(f"没有“{typed.strip()}”这一天", HOW_DAY)
    return text
