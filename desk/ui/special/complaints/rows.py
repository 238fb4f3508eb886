"""Rows of the list: kind, room, whom it lies with, the clock. What was said stands in no row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of, days_between
from desk.domain.flow import Frozen
from desk.domain.words_of_time import day_word, moment, when
from desk.services.complaints import due, lines
from desk.services.complaints.lines import InHand
from desk.services.complaints.record import ComplaintEnd, ComplaintKind, ComplaintState, InvalidReason, Validity
from desk.services.reviews.marking import MARK, WORDS
from desk.ui.kit.rows import Heading, Line, Row

if TYPE_CHECKING:
    from desk.domain.calendar import Calendar
    from desk.domain.settings import Settings

S = ComplaintState
TONES = {"triangle": "warn", "square": "bad"}


def complaint_rows(found: Sequence[Frozen], settings: "Settings", calendar: "Calendar", now: int) -> list[Line]:
    """Late ones first under their own heading; the order of the pile otherwise."""
    made = [_row(one, settings, calendar, now) for one in found]
    late = [one for one in made if one.shape == "square"]
    rest = [one for one in made if one.shape != "square"]
    if not late:
        return list(rest)
    more: list[Line] = [Heading("时限内", len(rest)), *rest] if rest else []
    return [Heading("已过时限", len(late), "bad", "square"), *late, *more]


def _row(one: Frozen, settings: "Settings", calendar: "Calendar", now: int) -> Row:
    status = S.of(str(one.get("status") or "")) or S.RECEIVED
    kind = ComplaintKind.of(str(one.get("kind") or "")) or ComplaintKind.COMPLAINT
    what = str(one.get("type_label") or "") if kind is ComplaintKind.COMPLAINT else kind.label
    notes = [
        "重复" if one.get("repeat_of_no") else "",
        "撤诉" if one.get("withdrawn_at") else "",
        f"第{int(one['reopened']) + 1}次" if one.get("reopened") else "",
    ]
    clock, shape, permille = _clock(one, status, settings, calendar, now)
    return Row(
        str(one["id"]),
        state=WORDS if one.get(MARK) else _state(one, status),
        where=str(one.get("where") or "—"),
        what=what,
        note="·".join(part for part in notes if part),
        who=str(one.get("handler") or "未指派"),
        clock=clock,
        shape=shape,
        permille=permille,
        tone=TONES.get(shape, ""),
        urgent=bool(one.get("urgent")),
        mark="done" if status is S.CLOSED else "",
    )


def _state(one: Frozen, status: ComplaintState) -> str:
    if status is S.CLOSED:
        return ComplaintEnd.label_of(one.get("closed_by")).removeprefix("已结·") or status.label
    if status is S.TO_SIGN:
        return "待签字"
    light = one.get("kind") != ComplaintKind.COMPLAINT
    return "待办结" if light and status is S.RECEIVED else status.label


def _clock(
    one: Frozen, status: ComplaintState, settings: "Settings", calendar: "Calendar", now: int
) -> tuple[str, str, int]:
    """Words, shape and share of the clock that runs: the promise, or the days in which to ring back."""
    if status is S.CLOSED:
        at = one.get("closed_at")
        return (when(int(at), now) if at else "", "", 0)
    if status is S.ANSWERED:
        return _call(one, now)
    stood = due.clock(one, settings, calendar, now)
    if one.get("due_at") is None or stood.shape == "none":
        return ("", "", 0)
    words = f"{moment(int(one['due_at']), now)} 前"
    return (stood.words.removeprefix("答复") if stood.shape == "square" else words, str(stood.shape), stood.permille)


def _call(one: Frozen, now: int) -> tuple[str, str, int]:
    today, first, last = day_of(now), str(one.get("revisit_from_on") or ""), str(one.get("revisit_to_on") or "")
    later = one.get("next_call_at")
    if later and int(later) > now:
        return (f"约 {moment(int(later), now)}", "ring", 300)
    if not first or not last or today < first:
        return (f"{day_word(first, today)}起" if first else "", "", 0)
    over = days_between(last, today)
    if over > 0:
        return (f"过期 {over} 天", "square", 1000)
    whole = max(days_between(first, last) + 1, 1)
    used = 1000 * (days_between(first, today) + 1) // whole
    return (f"{day_word(last, today)}止", "triangle" if today == last else "ring", used)


def line_rows(found: Sequence[InHand], settings: "Settings", calendar: "Calendar", now: int) -> list[Line]:
    """The neutral lines: number, room, whom to ask, until when."""
    made: list[Line] = []
    for one in found:
        stood = lines.clock(one, settings, calendar, now)
        shape = "" if stood.shape == "none" else str(stood.shape)
        made.append(
            Row(
                one.id,
                state=one.state,
                where=one.room or "—",
                what=one.no,
                who=one.receiver or "项目经理",
                clock=one.until(now),
                shape=shape,
                permille=stood.permille,
                tone=TONES.get(shape, ""),
                mark="" if one.is_open else "done",
            )
        )
    return made


def validity_words(one: Frozen) -> str:
    """有效; 无效 (事实不符); 待第二人签字: 无效."""
    reason = InvalidReason.label_of(one.get("invalid_reason")) if one.get("invalid_reason") else ""
    if one.get("status") == S.TO_SIGN:
        return f"提出无效 ({reason}), 待签字"
    word = Validity.label_of(one.get("validity")) if one.get("validity") else ""
    return f"{word} ({reason})" if word and reason else word
