"""稍后再打: what a resident says of when, as a moment: 1615, 明天上午9点, 周三 1900, 半小时后, 11-25 10:30. Pure."""

import re
import unicodedata

from desk.domain.calendar import MINUTE, add_days, day_of, minute_of_day, start_of_day, weekday
from desk.domain.errors import DeskError
from desk.domain.words_of_time import parse_clock

NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
SHORT = {"今早": (0, "上午"), "今晚": (0, "晚上"), "明早": (1, "上午"), "明晚": (1, "晚上")}
WEEK = "一二三四五六日"
WHOLE_PART = {"上午": "10:00", "中午": "12:00", "下午": "15:00", "晚上": "19:00"}
FARTHEST = 60  # days: nobody is promised a call in half a year
_IN = re.compile(r"(?:(\d{1,3})(?:分钟|分)|(半|\d{1,2})个?(?:小时|钟头))(?:以)?后")
_DATE = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?")
_WEEKDAY = re.compile(r"(下)?(?:周|星期|礼拜)([一二三四五六日天])")
WRONG = "请写成 1615、明天上午9点、周三 1900 或 半小时后"


def asked_time(text: str, now: int) -> int:
    """The moment (ms) that is meant, always later than now; a DeskError says how it is written."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().replace("。", ".")
    match = _IN.fullmatch(plain.replace(" ", ""))
    if match is not None:
        return now + _minutes(match) * MINUTE
    day, rest = _day_of(plain, now)
    rest = rest.strip()
    if not rest and day is not None:
        raise DeskError(f"“{text.strip()}”还没有说几点", WRONG)
    minute = parse_clock(WHOLE_PART.get(rest, rest))
    today = day_of(now)
    if day is None:
        day = today if minute > minute_of_day(now) else add_days(today, 1)
    moment = start_of_day(day) + minute * MINUTE
    if moment <= now:
        raise DeskError(f"“{text.strip()}”已经过了", WRONG)
    if day > add_days(today, FARTHEST):
        raise DeskError(f"“{text.strip()}”太远了", f"最多约到 {FARTHEST} 天以后")
    return moment


def _minutes(match: re.Match[str]) -> int:
    if match[1]:
        return int(match[1])
    return 30 if match[2] == "半" else int(match[2]) * 60


def _day_of(plain: str, now: int) -> tuple[str | None, str]:
    """The day that is named (None: none is) and what is left to be read as a time."""
    today = day_of(now)
    for word, (days, part) in SHORT.items():
        if plain.startswith(word):
            return add_days(today, days), part + plain.removeprefix(word)
    for word in sorted(NEAR, key=len, reverse=True):
        if plain.startswith(word):
            return add_days(today, NEAR[word]), plain.removeprefix(word)
    match = _WEEKDAY.match(plain)
    if match is not None:
        wanted = WEEK.index(match[2].replace("天", "日"))
        ahead = (wanted - weekday(today)) % 7
        if match[1]:
            ahead = 7 - weekday(today) + wanted
        return add_days(today, ahead), plain[match.end() :]
    match = _DATE.match(plain)
    if match is not None and not re.fullmatch(r"\d{1,2}\.\d{1,2}", plain):
        return _date(match, today, plain), plain[match.end() :]
    return None, plain


def _date(match: re.Match[str], today: str, plain: str) -> str:
    """A day of this year, or of the next where it has gone by."""
    for year in (int(match[1]),) if match[1] else (int(today[:4]), int(today[:4]) + 1):
        try:
            day = add_days(f"{year:04d}-{int(match[2]):02d}-{int(match[3]):02d}", 0)
        except ValueError:
            raise DeskError(f"没有“{plain}”这一天", WRONG) from None
        if day >= today:
            return day
    return day
