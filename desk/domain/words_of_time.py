"""Times as people say and read them: 今天 14:30, 还剩 12 分, 今天下午2点到4点."""

import re
import unicodedata

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, day_of, days_between, end_of_day, minute_of_day, weekday
from desk.domain.errors import DeskError

_NEAR = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}


def weekday_word(day: str) -> str:
    return "周" + "一二三四五六日"[weekday(day)]


def day_word(day: str, today: str) -> str:
    """昨天, 今天, 明天, else 11-03, in another year 2025-11-03."""
    apart = days_between(today, day)
    if abs(apart) <= 1:
        return _NEAR[apart]
    return day[5:] if day[:4] == today[:4] else day


def clock_word(at: int) -> str:
    """14:30."""
    minute = minute_of_day(at)
    return f"{minute // 60:02d}:{minute % 60:02d}"


def when(at: int, now: int) -> str:
    """Short, for lists: 今天 14:30, 明天 09:00, 昨天, 11-03, 2025-11-03."""
    apart = days_between(day_of(now), day_of(at))
    word = day_word(day_of(at), day_of(now))
    return f"{word} {clock_word(at)}" if apart in (0, 1) else word


def moment(at: int, now: int) -> str:
    """With the time, for details and history: 昨天 14:30, 11-03 14:30."""
    return f"{day_word(day_of(at), day_of(now))} {clock_word(at)}"


def full_moment(at: int) -> str:
    """For paper, which is read on any day: 2026-11-21 14:30."""
    return f"{day_of(at)} {clock_word(at)}"


def window(from_at: int, to_at: int, now: int) -> str:
    """今天 14:00-16:00; 今天 22:00-明天 02:00."""
    if to_at <= end_of_day(day_of(from_at)):
        end = "24:00" if to_at == end_of_day(day_of(from_at)) else clock_word(to_at)
        return f"{moment(from_at, now)}-{end}"
    return f"{moment(from_at, now)}-{moment(to_at, now)}"


def window_aloud(from_at: int, to_at: int, now: int) -> str:
    """今天下午2点到4点; 明天上午10点半到12点; 11月25日周三晚上6点半到8点."""
    day = day_of(from_at)
    start, end = minute_of_day(from_at), minute_of_day(to_at)
    if to_at == end_of_day(day):
        end = 1440
    elif day_of(to_at) != day:
        return f"{moment_aloud(from_at, now)}到{moment_aloud(to_at, now)}"
    part = _part(start)
    plain = part == _part(end) or (part == "上午" and end == 720)
    return f"{day_aloud(day, day_of(now))}{part}{_hour(start)}到{'' if plain else _part(end)}{_hour(end)}"


def moment_aloud(at: int, now: int) -> str:
    """明天下午3点20分."""
    minute = minute_of_day(at)
    return f"{day_aloud(day_of(at), day_of(now))}{_part(minute)}{_hour(minute)}"


def day_aloud(day: str, today: str) -> str:
    near = _NEAR.get(days_between(today, day))
    if near:
        return near
    said = f"{int(day[5:7])}月{int(day[8:])}日{weekday_word(day)}"
    return said if day[:4] == today[:4] else f"{day[:4]}年{said}"


def duration(ms: int) -> str:
    """45 秒, 12 分, 1 小时 05 分, 2 天 03 小时; begun units do not count."""
    ms = abs(ms)
    if ms < MINUTE:
        return f"{ms // SECOND} 秒"
    if ms < HOUR:
        return f"{ms // MINUTE} 分"
    if ms < DAY:
        return f"{ms // HOUR} 小时 {ms % HOUR // MINUTE:02d} 分"
    return f"{ms // DAY} 天 {ms % DAY // HOUR:02d} 小时"


def minutes_mark(ms: int) -> str:
    """12′: how long already, where there is little room; 2 小时 05 分 when it is long."""
    minutes = abs(ms) // MINUTE
    return f"{minutes}′" if minutes < 100 else duration(ms)


def left(ms: int) -> str:
    """还剩 12 分, or 超时 1 小时 05 分 where it is negative."""
    return f"{'还剩' if ms >= 0 else '超时'} {duration(ms)}"


def stopwatch(ms: int) -> str:
    """A running clock: 00:38, 11:42, 1:05:09."""
    seconds = abs(ms) // SECOND
    hours, rest = divmod(seconds, 3600)
    text = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{'-' if ms < 0 else ''}{f'{hours}:' if hours else ''}{text}"


_TYPED = re.compile(r"(上午|早上|中午|下午|晚上|凌晨)?(\d{1,2})(?:[:.点时](\d{1,2}|半)?分?)?")


def parse_clock(text: str) -> int:
    """Minutes of the day of what a clerk typed: `1430`, `930`, `14:30`, `14.30`, `2点半`, `下午2点`. Else DeskError."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    if re.fullmatch(r"\d{3,4}", plain):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    match = _TYPED.fullmatch(plain)
    if match is None:
        raise DeskError(f"看不懂时间“{text.strip()}”", "请写成 1430 或 14:30")
    part, hour, minute = match[1], int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if part in ("下午", "晚上") and hour < 12:
        hour += 12
    if part == "中午" and hour < 3:
        hour += 12
    if hour > 23 or minute > 59:
        raise DeskError(f"没有“{text.strip()}”这个时间", "请写 0:00 到 23:59 之间的时间, 例如 1430")
    return hour * 60 + minute


def _part(minute: int) -> str:
    """The part of the day a person would name; six in the evening ends the afternoon."""
    for end, word in ((300, "凌晨"), (480, "早上"), (720, "上午"), (780, "中午"), (1081, "下午")):
        if minute < end:
            return word
    return "晚上"


def _hour(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    spoken = hour if hour <= 12 else hour - 12
    tail = {0: "", 30: "半"}.get(rest, f"{rest}分" if rest >= 10 else f"零{rest}分")
    return f"{spoken}点{tail}"
