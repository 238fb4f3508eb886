"""Each open order as a clerk must see it: how it stands, which clock presses, and what to do next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.calendar import DAY, Calendar, day_of
from desk.domain.clocks import ClockState, Escalation, Shape, escalation, runs_again_at, states, worst
from desk.domain.code import Code
from desk.domain.settings import Settings
from desk.domain.values import Frozen
from desk.domain.words_of_time import clock_word, day_word, duration, left, minutes_mark, moment, when, window
from desk.services.work_orders import ladder
from desk.services.work_orders.ladder import Call
from desk.services.work_orders.record import Level, PartsFrom, Status, SuspendReason, Urgency
from desk.services.work_orders.trapped import is_trapped

S = Status


class Group(Code):
    """Urgency of action, in the order of Today's one list."""

    NOW = "now", "马上"
    NEXT = "next", "接着办"
    PARTS_LONG = "parts_long", "等料太久"
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
    untold: bool = False  # sent, and the resident does not know
    call: Call | None = None  # whom it calls on

    @property
    def calls_above(self) -> bool:
        """Somebody above the desk is called on and has not answered."""
        return _calls(self.call)


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
# What a resident's own report leaves to a person, as the list says it.
ASKED = {
    "identity_unchecked": "待核对身份",
    "address_unchecked": "待核对地址",
    "cancel_asked": "住户要撤销",
}
OUTSIDE_TODAY = frozenset({S.FINISHED, S.SLIP_BACK, S.CLOSED, S.VOID})
SENT = frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.HANDED_OUT, S.SUSPENDED})
RING_UP = frozenset({SuspendReason.NOBODY_HOME, SuspendReason.RESCHEDULED})  # suspended until somebody rings again
SAY_PARTS = Next("put_off", "补写", "8")
CALL_BACK = Next("call_back", "已回拨", "5")
TO_SEND = frozenset({S.UNDER_REVIEW, S.ACCEPTED, S.RETURNED})
RING_AGAIN = Next("resume", "再联系", "Enter")


def matter(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> Matter:
    """How one order stands now."""
    status = S.of(str(values.get("status"))) or S.VOID
    clocks = states(values, settings, calendar, now)
    shut_in = is_trapped(values)
    # Who is shut in is rung in time: no other clock stands before that one.
    pressing = worst(one for one in clocks if not shut_in or one.name == "call_back")
    waits = escalation(values, settings, calendar, now)
    call = ladder.call(values, settings, calendar, now)
    untold = _untold(values, status, clocks)
    group = Group.NOW if shut_in else _group(values, status, settings, pressing, call, untold, now)
    shape = _shape(status, pressing, call)
    return Matter(
        id=str(values["id"]),
        group=group,
        state=_state_words(values, status, pressing, untold, now),
        mark=MARKS.get(status, Mark.NONE),
        urgent=values.get("urgency") == Urgency.URGENT,
        where=str(values.get("where") or ""),
        what=_what(values),
        note=_note(values, status, settings, waits, call, now),
        who=str(values.get("technician") or values.get("crew") or values.get("contractor") or ""),
        clock_words=_clock_words(values, status, pressing, now),
        shape=shape,
        permille=pressing.permille if pressing else 0,
        next=_next(values, status, untold),
        press=_press(values, pressing, waits),
        status=str(status),
        untold=untold,
        call=call,
    )


def _next(values: Frozen, status: Status, untold: bool) -> Next | None:
    if is_trapped(values) and status not in TO_SEND:
        return CALL_BACK
    if untold:
        return Next("inform", "回电", "Enter")
    if status == S.SUSPENDED and _unsaid(values):
        return SAY_PARTS
    if status == S.SUSPENDED and values.get("suspend_reason") in RING_UP:
        return RING_AGAIN
    return NEXT.get(status)


def _what(values: Frozen) -> str:
    """The matter; before it how many others reported it, for that is never cut off."""
    others = values.get("co_reports")
    return (f"同报 {others} · " if others else "") + str(values.get("matter") or "")


def _unsaid(values: Frozen) -> bool:
    """The one key of the radio said that parts are missing, and nobody has written yet which."""
    return values.get("suspend_reason") == SuspendReason.PARTS and not values.get("suspend_note")


def wakes(values: Frozen, now: int) -> bool:
    """A suspended order comes back: its day or the hour to call has come."""
    until, again = values.get("suspended_until_on"), values.get("call_again_at")
    return again <= now if again is not None else until is not None and until <= day_of(now)


def waits_long_for_parts(values: Frozen, settings: Settings, now: int) -> bool:
    last = (values.get("pauses") or [{}])[-1]
    begun = last.get("from_at") if last.get("reason") == SuspendReason.PARTS and last.get("to_at") is None else None
    return begun is not None and now - begun > settings.number("order.parts_long_days") * DAY


def today(orders: Iterable[Frozen], settings: Settings, calendar: Calendar, now: int) -> list[Matter]:
    """The one list of Today: only what somebody can act on, most pressing first."""
    found = [matter(values, settings, calendar, now) for values in orders if values.get("status") not in OUTSIDE_TODAY]
    order = list(Group)
    return sorted(
        (one for one in found if not _sleeps(one)), key=lambda one: (order.index(one.group), one.press, one.id)
    )


def _sleeps(one: Matter) -> bool:
    """What nobody need do anything for now: suspended, or a company's."""
    return one.status in (S.SUSPENDED, S.HANDED_OUT) and one.group is Group.LATER


def _untold(values: Frozen, status: Status, clocks: Iterable[ClockState]) -> bool:
    """Sent, but the resident does not know who comes and when: the response clock still runs."""
    running = any(one.name == "response" and one.shape is not Shape.NONE for one in clocks)
    return running and status in SENT


def _group(
    values: Frozen, status: Status, settings: Settings, pressing: ClockState | None, call: Call | None, untold: bool,
    now: int,
) -> Group:  # fmt: skip
    late = pressing is not None and pressing.shape in (Shape.SQUARE, Shape.TRIANGLE)
    urgent = values.get("urgency") == Urgency.URGENT
    if status == S.RETURNED or _calls(call) or (late and status != S.SUSPENDED):
        return Group.NOW
    if status in (S.ACCEPTED, S.UNDER_REVIEW) or untold or values.get("cancel_asked"):
        return Group.NOW if urgent else Group.NEXT
    if status == S.SUSPENDED:
        return _group_of_suspended(values, settings, late, now)
    if status == S.HANDED_OUT:
        return Group.LATER
    return Group.AWAITED if (values.get("window_from_at") or 0) <= now else Group.LATER


def _group_of_suspended(values: Frozen, settings: Settings, late: bool, now: int) -> Group:
    """Its clock stands, so it presses only where its hour has come, the pause is used up, or the words are missing."""
    runs = runs_again_at(values, settings)
    if late and runs is not None and runs <= now:
        return Group.NOW
    if wakes(values, now):
        return Group.NOW if late else Group.NEXT
    if waits_long_for_parts(values, settings, now):
        return Group.PARTS_LONG
    return Group.NEXT if _unsaid(values) else Group.LATER


def _calls(call: Call | None) -> bool:
    return call is not None and call.is_open and call.level is not Level.CLERK


def _shape(status: Status, pressing: ClockState | None, call: Call | None) -> Shape:
    if pressing is not None:
        return pressing.shape
    if _calls(call):
        return Shape.SQUARE
    waits = call is not None and call.is_open
    return Shape.TRIANGLE if status == S.RETURNED or waits else Shape.NONE


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
    values: Frozen, status: Status, settings: Settings, waits: Escalation, call: Call | None, now: int
) -> str:  # fmt: skip
    parts = [_call_words(call)] if call is not None else []
    parts += _trapped_words(values, now)
    parts += [words for name, words in ASKED.items() if values.get(name)]
    urges = int(values.get("urges") or 0)
    if urges:
        parts.append(f"催过 {urges} 次")
    if values.get("rework_of"):
        parts.append("返工")
    if waits.waited_ms >= 60_000 and status in (S.ACCEPTED, S.RETURNED) and not _calls(call):
        parts.append(f"已等 {duration(waits.waited_ms)}")
    if status == S.SUSPENDED:
        parts += _paused_words(values, settings, now)
    if status == S.HANDED_OUT:
        parts += [str(values.get("contractor_phone") or "")]
        parts += [f"单号 {values['contractor_no']}"] if values.get("contractor_no") else []
    return ", ".join(part for part in parts if part)


def _trapped_words(values: Frozen, now: int) -> list[str]:
    """回拨 2 次; 08:12 已解困."""
    if values.get("call_back_from_at") is None:
        return []
    rung, out = int(values.get("call_backs") or 0), values.get("released_at")
    return [f"回拨 {rung} 次" if rung else "还没回拨", *([f"{clock_word(out)} 已解困"] if out else [])]


def _call_words(call: Call) -> str:
    """升级到工程班长 12′, 没人答复; 孙国强: 马上派人."""
    if call.level is Level.CLERK:
        return ""
    if not call.is_open:
        return f"{call.answered_by}: {call.answer}"
    return f"升级到{call.level.label} {minutes_mark(call.for_ms)}, 没人答复"


def _paused_words(values: Frozen, settings: Settings, now: int) -> list[str]:
    """When one rings again or looks again, what it waits for and who gets it, and whether the clock runs on."""
    again, until = values.get("call_again_at"), values.get("suspended_until_on")
    parts = []
    if again is not None:
        near = day_of(again) == day_of(now)
        parts.append(f"{clock_word(again) if near else moment(again, now)} 再联系")
    elif until:
        parts.append(f"{day_word(until, day_of(now))}到期")
    if values.get("suspend_note"):
        parts.append(str(values["suspend_note"]))
    elif _unsaid(values):
        parts.append("等什么还没写")
    if values.get("parts_from"):
        parts.append(PartsFrom.label_of(values["parts_from"]))
    runs = runs_again_at(values, settings)
    if runs is not None and runs <= now:
        parts.append("暂停已满, 时限在走")
    return parts


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
