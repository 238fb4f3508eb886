"""When a person answers the telephone: learnt from the calls that were answered, or as the resident said. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desk.domain.calendar import HOUR, Span, day_of, minute_of_day, parse_hours, start_of_day
from desk.domain.errors import DeskError
from desk.services.revisits.record import CallCode

ENOUGH = 2  # one answered call is no habit
PICKED_UP = frozenset({str(CallCode.ANSWERED), str(CallCode.FAMILY)})
PARTS: Mapping[str, Span] = {
    "早上": (7 * 60, 9 * 60),
    "上午": (9 * 60, 12 * 60),
    "中午": (12 * 60, 14 * 60),
    "下午": (14 * 60, 18 * 60),
    "傍晚": (17 * 60, 19 * 60),
    "晚上": (18 * 60, 21 * 60),
}
_AFTER = re.compile(r"(上午|中午|下午|晚上)?(\d{1,2})点?(?:以)?后")


def best_hour(attempts: Iterable[Mapping[str, Any]]) -> int | None:
    """The hour of the day (0 to 23) at which this person usually picks up; None until two answers agree.

    `attempts` are the calls of all of the person's revisits as they are kept: {"at": ms, "code": word}. One call for
    three matters stands there three times with one moment, and counts once.
    """
    answered: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    last: dict[int, int] = {}
    for at, code in sorted({(int(one["at"]), str(one.get("code"))) for one in attempts}):
        hour = minute_of_day(at) // 60
        if code in PICKED_UP:
            answered[hour] += 1
            last[hour] = at
        else:
            missed[hour] += 1
    known = [hour for hour, count in answered.items() if count >= ENOUGH and count > missed[hour]]
    return max(known, key=lambda hour: (answered[hour] - missed[hour], last[hour]), default=None)


def learnt_words(hour: int) -> str:
    return f"常在 {hour} 点接"


def stated(text: str) -> tuple[Span, ...]:
    """What stands on the resident's card, as minutes of the day: 19:00-20:00, 晚上, 晚上7点后. Else nothing."""
    plain = re.sub(r"\s", "", text)
    if not plain:
        return ()
    match = _AFTER.search(plain)
    if match is not None:
        hour = int(match[2])
        hour += 12 if match[1] in ("下午", "晚上") and hour < 12 else 0
        return ((hour * 60, 21 * 60),) if hour < 21 else ()
    spans = tuple(span for word, span in PARTS.items() if word in plain)
    if spans:
        return spans
    try:
        return parse_hours(plain)
    except DeskError:
        return ()


def spans_of(hour: int | None, text: str) -> tuple[Span, ...]:
    """The best time of a person: what was learnt goes before what was once written down."""
    return ((hour * 60, hour * 60 + 60),) if hour is not None else stated(text)


def is_now(spans: Sequence[Span], now: int) -> bool:
    minute = minute_of_day(now)
    return any(begin <= minute < end for begin, end in spans)


def still_to_come(spans: Sequence[Span], now: int) -> bool:
    """Whether the best time of today has not come yet: somebody better to be rung later."""
    return not is_now(spans, now) and any(begin > minute_of_day(now) for begin, _ in spans)


def next_at(hour: int, now: int) -> int:
    """The next time it is this hour."""
    today = start_of_day(day_of(now)) + hour * HOUR
    return today if today > now else today + 24 * HOUR
