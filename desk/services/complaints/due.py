"""Until when a complaint is to be answered, and how that clock stands. Late is computed, never stored."""

from desk.domain.calendar import HOUR, Calendar, DayKind, Hours, add_working, day_of, minute_of_day, start_of_day
from desk.domain.calendar import MINUTE as MINUTE
from desk.domain.clocks import Clock, ClockState, Pace, Rule, state
from desk.domain.flow import Frozen
from desk.domain.lists import Lists
from desk.domain.settings import Settings
from desk.services.complaints.listed import type_of
from desk.services.complaints.record import ComplaintChannel, ComplaintKind, ComplaintState

ALL_DAY = ((0, 1440),)
# The promise to the person, whoever set it; a second one where the first answer did not help.
ANSWER = Clock(
    "answer",
    "答复",
    "answered_at",
    dict.fromkeys(Pace, Rule("counted_from_at", at="due_at")),
    moot=("closed_at", "withdrawn_at"),
)


def due_at(values: Frozen, start: int, settings: Settings, calendar: Calendar, lists: Lists) -> int | None:
    """The moment that is promised: nothing for praise, their date less a working day for what was handed down."""
    kind = values.get("kind")
    if kind == ComplaintKind.PRAISE:
        return None
    told = values.get("forwarded_due_at")
    if values.get("channel") == ComplaintChannel.FORWARDED and told:
        return _before(int(told), start, settings, calendar)
    if kind == ComplaintKind.SUGGESTION:
        return add_working(start, settings.number("complaint.suggestion_hours") * HOUR, _hours(settings, calendar))
    if values.get("urgent"):
        return start + settings.number("complaint.urgent_answer_hours") * HOUR
    own = type_of(values.get("type"), lists)
    hours = (own.hours if own else 0) or settings.number("complaint.answer_hours")
    return add_working(start, hours * HOUR, _hours(settings, calendar))


def _before(told: int, start: int, settings: Settings, calendar: Calendar) -> int:
    """Their date less the working days the office keeps for itself; their own where that has gone by."""
    day = calendar.add_workdays(day_of(told), -settings.number("complaint.forwarded_workdays"))
    early = start_of_day(day) + minute_of_day(told) * MINUTE
    return early if early > start else told


def _hours(settings: Settings, calendar: Calendar) -> Hours | None:
    """By the clock, unless the office counts certain hours of working days alone."""
    spans = settings.hours("complaint.answer_counted")
    if spans == ALL_DAY:
        return None
    return Hours(calendar, {DayKind.WORKDAY: spans, DayKind.MAKE_UP: spans})


def clock(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> ClockState:
    """How the answer stands: a ring, a triangle, a square; nothing once it was given or is no longer wanted."""
    counted = {**values, "counted_from_at": values.get("reopened_at") or values.get("received_at")}
    return state(ANSWER, counted, settings, calendar, now)


def first_answer_late(values: Frozen, now: int) -> bool:
    """Whether the first answer came, or is, behind its time: what the assessment asks (row 4.2)."""
    due = values.get("first_due_at") or values.get("due_at")
    if due is None or values.get("kind") == ComplaintKind.PRAISE:
        return False
    answered = values.get("first_answered_at") or values.get("answered_at")
    if answered is not None:
        return int(answered) > int(due)
    over = values.get("withdrawn_at") or (values.get("status") == ComplaintState.CLOSED and values.get("closed_at"))
    return int(over or now) > int(due)
