"""Each open order as a clerk must see it: how it stands, which clock presses, and what to do next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.calendar import Calendar, day_of
from desk.domain.clocks import ClockState, Escalation, Shape, escalation, states, urge_escalation, worst
from desk.domain.code import Code
from desk.domain.settings import Settings
from desk.domain.values import Frozen
from desk.domain.words_of_time import day_word, duration, left, when, window
from desk.services.work_orders.record import Status, SuspendReason, Urgency

S = Status


class Group(Code):
    """Urgency of action, in the order of Today's one list."""

    NOW = "now", "马上"
    NEXT = "next", "接着办"
    AWAITED = "awaited", "等师傅"
    LATER = "later", "未到时段"


class Mark(Code):
    """The shape that shows a state beside its colour (look.md)."""

    NONE = "none", ""
    NOT_REPORTED = "not_reported", "○"
    ACKNOWLEDGED = "acknowledged", "◉"
    ARRIVED = "arrived", "●"
    DONE = "done", "✓"


@dataclass(frozen=True, slots=True)
class Next:
    """The next step of an order: the flow's step name, its word and its key."""

    step: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One row of work. `clock` is the most pressing clock; `shape`, `permille` and `clock_words` draw it."""

    id: str
    group: Group
    state: str
    mark: Mark
    urgent: bool
    where: str
    what: str
    note: str
    who: str
    clock_words: str
    shape: Shape
    permille: int
    next: Next | None
    press: int  # what orders the list: smaller first
    status: str


MARKS = {S.DISPATCHED: Mark.NOT_REPORTED, S.ACKNOWLEDGED: Mark.ACKNOWLEDGED, S.ARRIVED: Mark.ARRIVED}
NEXT = {
    S.UNDER_REVIEW: Next("review", "审核", "Enter"),
    S.ACCEPTED: Next("dispatch", "派工", "F4"),
    S.RETURNED: Next("dispatch", "改派", "F4"),
    S.DISPATCHED: Next("arrive", "到场", "Space"),
    S.ACKNOWLEDGED: Next("arrive", "到场", "Space"),
    S.ARRIVED: Next("finish", "完工", "9"),
    S.SUSPENDED: Next("resume", "恢复", "Enter"),
    S.HANDED_OUT: Next("finish", "完工", "9"),
    S.FINISHED: Next("slip_back", "回单", "F6"),
    S.SLIP_BACK: Next("revisit", "回访", "F7"),
}
OUTSIDE_TODAY = frozenset({S.FINISHED, S.SLIP_BACK, S.CLOSED, S.VOID})


def matter(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> Matter:
    """How one order stands now."""
    status = S.of(str(values.get("status"))) or S.VOID
    clocks = states(values, settings, calendar, now)
    pressing = worst(clocks)
    waits = escalation(values, settings, calendar, now)
    group = _group(values, status, pressing, waits, now)
    untold = _untold(values, status, clocks)
    next_step = Next("inform", "回电", "Enter") if untold else NEXT.get(status)
    shape = _shape(status, pressing, waits, group)
    return Matter(
        id=str(values["id"]),
        group=group,
        state=_state_words(values, status, pressing, untold, now),
        mark=MARKS.get(status, Mark.NONE),
        urgent=values.get("urgency") == Urgency.URGENT,
        where=str(values.get("where") or ""),
        what=str(values.get("matter") or ""),
        note=_note(values, status, settings, waits, pressing, now),
        who=str(values.get("technician") or values.get("crew") or values.get("contractor") or ""),
        clock_words=_clock_words(values, status, pressing, now),
        shape=shape,
        permille=pressing.permille if pressing else 0,
        next=next_step,
        press=_press(values, pressing, waits),
        status=str(status),
    )


def today(orders: Iterable[Frozen], settings: Settings, calendar: Calendar, now: int) -> list[Matter]:
    """The one list of Today: only what somebody can act on, most pressing first."""
    found = [matter(values, settings, calendar, now) for values in orders if values.get("status") not in OUTSIDE_TODAY]
    order = list(Group)
    return sorted(
        (one for one in found if not _sleeps(one)), key=lambda one: (order.index(one.group), one.press, one.id)
    )


def _sleeps(one: Matter) -> bool:
    return one.status == S.SUSPENDED and one.group is Group.LATER


def _untold(values: Frozen, status: Status, clocks: Iterable[ClockState]) -> bool:
    """Sent, but the resident does not know who comes and when: the response clock still runs."""
    running = any(one.name == "response" and one.shape is not Shape.NONE for one in clocks)
    return running and status in (S.DISPATCHED, S.ACKNOWLEDGED, S.HANDED_OUT, S.SUSPENDED)


def _group(values: Frozen, status: Status, pressing: ClockState | None, waits: Escalation, now: int) -> Group:
    late = pressing is not None and pressing.shape in (Shape.SQUARE, Shape.TRIANGLE)
    if status == S.RETURNED or late or waits.level >= 2:
        return Group.NOW
    if status in (S.ACCEPTED, S.UNDER_REVIEW):
        return Group.NOW if values.get("urgency") == Urgency.URGENT else Group.NEXT
    if status == S.SUSPENDED:
        due = values.get("suspended_until_on")
        return Group.NEXT if due is not None and due <= day_of(now) else Group.LATER
    return Group.AWAITED if (values.get("window_from_at") or 0) <= now else Group.LATER


def _shape(status: Status, pressing: ClockState | None, waits: Escalation, group: Group) -> Shape:
    if pressing is not None:
        return pressing.shape
    if waits.level >= 2:
        return Shape.SQUARE
    return Shape.TRIANGLE if status == S.RETURNED or waits.level == 1 else Shape.NONE


def _state_words(values: Frozen, status: Status, pressing: ClockState | None, untold: bool, now: int) -> str:
    if untold:
        return "待告知"
    if status in (S.ACCEPTED, S.UNDER_REVIEW):
        urgent = values.get("urgency") == Urgency.URGENT
        return "紧急待派" if urgent else status.label
    if status == S.DISPATCHED:
        over = pressing is not None and pressing.shape is Shape.SQUARE and pressing.name == "arrival"
        return "未到场" if over else "未报到"
    if status == S.RETURNED:
        return "退单待改派"
    if status == S.SUSPENDED:
        reason = SuspendReason.label_of(values.get("suspend_reason"))
        return f"挂起·{reason}" if reason else status.label
    return status.label.partition("·")[0]


def _note(
    values: Frozen, status: Status, settings: Settings, waits: Escalation, pressing: ClockState | None, now: int
) -> str:  # fmt: skip
    parts = []
    urges = int(values.get("urges") or 0)
    if urges:
        who = urge_escalation(urges, settings)
        parts.append(f"催过 {urges} 次" + (f", 找{who.label}" if who else ""))
    if values.get("rework_of"):
        parts.append("返工")
    if waits.waited_ms >= 60_000 and status in (S.ACCEPTED, S.RETURNED):
        # Where a clock runs it says how long already: the narrow column then only says whom to call.
        told = [] if waits.level >= 2 and pressing is not None else [f"已等 {duration(waits.waited_ms)}"]
        parts += told + ([f"找{waits.who.label}"] if waits.level >= 2 and waits.who else [])
    if status == S.SUSPENDED and values.get("suspended_until_on"):
        parts.append(f"{day_word(values['suspended_until_on'], day_of(now))}到期")
    if status == S.SUSPENDED and values.get("suspend_note"):
        parts.append(str(values["suspend_note"]))
    return ", ".join(parts)


def _clock_words(values: Frozen, status: Status, pressing: ClockState | None, now: int) -> str:
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    if pressing is not None and pressing.shape is Shape.UNREPORTED and end is not None:
        return f"时段到 {when(end, now).removeprefix('今天 ')}"
    if pressing is not None and pressing.shape is not Shape.UNREPORTED:
        return f"{pressing.label} {left(pressing.left_ms)}"
    if begin is not None and end is not None and status not in (S.FINISHED, S.SLIP_BACK, S.CLOSED, S.VOID):
        return window(begin, end, now).removeprefix("今天 ")
    return ""


def _press(values: Frozen, pressing: ClockState | None, waits: Escalation) -> int:
    """Milliseconds left, emergencies first; what no clock presses stands behind, longest waiting first."""
    urgent = -(10**12) if values.get("urgency") == Urgency.URGENT else 0
    if pressing is not None and pressing.shape is not Shape.UNREPORTED:
        return urgent + pressing.left_ms
    return urgent + 10**9 - waits.waited_ms + int(values.get("window_from_at") or 0) // 1_000_000
