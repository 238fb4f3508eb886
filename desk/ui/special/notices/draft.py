"""What the form holds as plain values: what a type brings with it, and times as they are typed. Pure."""

from collections.abc import Callable

from desk.domain.calendar import DAY, day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.domain.words_of_time import clock_word
from desk.services.notices.flow import CHAIN, CONTENT
from desk.services.notices.record import WrongPart
from desk.services.notices.types import NoticeType
from desk.ui.special.told_times import moment_ahead, moment_near

NAMES = ("kind", *CONTENT, *CHAIN)
LONG_AGO = 3 * DAY  # a paper from outside, or an outage, is told of within days
COPIED = (
    "kind", "title", "from_at", "to_at", "expected_at", "audience", "targets", "range_words", "homes", "reason",
    "matter", "tips", "phone", "undersigned", "outside", "received_at", "received_photo",
    "sign_up_limit", "sign_up_until_at",
)  # fmt: skip


def typed(at: object, now: int) -> str:
    """A moment as a clerk would type it: 0900 today, 11-23 0900 on another day."""
    if not isinstance(at, int):
        return ""
    clock = clock_word(at).replace(":", "")
    return clock if day_of(at) == day_of(now) else f"{day_of(at)[5:]} {clock}"


def ahead(text: str, now: int, name: str, behind: int = 0) -> int | None:
    """明天 900, 11-23 0900; a clock alone is the next one behind `behind`. None where nothing was typed."""
    if not text.strip():
        return None
    return _in_field(name, lambda: moment_ahead(text, behind or now))


def near(text: str, now: int, name: str) -> int | None:
    """When something began or came: a clock alone is the last one that can have been; a day may be named."""
    plain = text.strip()
    if not plain:
        return None
    if " " in plain:
        found = _in_field(name, lambda: moment_ahead(plain, now))
        return found - 365 * DAY if found is not None and found > now + LONG_AGO else found
    return _in_field(name, lambda: moment_near(plain, now, now, now - LONG_AGO))


def _in_field(name: str, read: Callable[[], int]) -> int:
    try:
        return read()
    except DeskError as error:
        raise DeskError(error.message, error.advice, name) from None


def brought(kind: NoticeType, now: int) -> Values:
    """What a type says of itself; an emergency begins now."""
    found: Values = {"kind": kind.code, "title": kind.title, "tips": kind.tips}
    if kind.audience is not None and kind.audience in ("all", "car_owners"):
        found["audience"] = str(kind.audience)
    if kind.urgent:
        found["from_at"] = now - now % 60_000
    return found


def correction(notice: Frozen) -> Values:
    """A copy of what was wrong, to be put right: it takes its place when it is out."""
    values: Values = {name: notice.get(name) for name in COPIED if notice.get(name) is not None}
    if values.get("expected_at") == values.get("to_at"):
        values.pop("expected_at", None)  # it was nothing but the end: it goes with the end that is put right
    values |= {
        "corrects_id": notice["id"],
        "correction_no": int(notice.get("correction_no") or 0) + 1,
        "wrong_part": str(WrongPart.TIME),
    }
    return values


def changed(before: Frozen, values: Frozen) -> Values:
    """What differs; an emptied field is told as nothing."""
    found: Values = {}
    for name in NAMES:
        new, old = values.get(name), before.get(name)
        if (new or None) != (old or None):
            found[name] = new if new not in ("", [], ()) else None
    return found


def is_begun(values: Frozen) -> bool:
    """Whether anything was said that would be a loss."""
    return bool(values.get("kind"))
