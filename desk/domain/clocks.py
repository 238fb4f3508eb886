"""The clocks of a repair as data (from, to, limit, calendar, pauses), and how one stands at a moment.

A clock is never stored as late: it is computed from moments, settings and now (sync.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desk.domain.calendar import (
    DAY,
    MINUTE,
    Calendar,
    DayKind,
    Hours,
    Pause,
    add_working,
    day_of,
    end_of_day,
    is_running,
    settled,
    working_ms,
)
from desk.domain.code import Code
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.domain.words_of_time import left

Values = Mapping[str, Any]


class Pace(Code):
    """Which row of a clock's table an order follows."""

    URGENT = "urgent", "紧急"
    GENERAL = "general", "一般"
    PLANNED = "planned", "计划/预约"


class Shape(Code):
    """How a clock is drawn; colour only repeats it."""

    NONE = "none", "无"
    UNREPORTED = "unreported", "未报到"
    RING = "ring", "进行中"
    TRIANGLE = "triangle", "将超时"
    SQUARE = "square", "超时"


@dataclass(frozen=True)
class Rule:
    """From when, how long, by whose hours. `limit` is a setting's key; without it until 24:00 of the day of `until`.

    `at` names the field of a deadline that others set.
    """

    start: str
    limit: str = ""
    desk_hours: bool = False
    until: str = ""
    at: str = ""


@dataclass(frozen=True)
class Clock:
    """One clock. Field names are those of the record whose values are handed in.

    `moot`: once one of these moments is known without the stop, the clock ended without a verdict.
    `without`: values under which the order has no such clock (field -> words; empty words: any value at all).
    `reports`: somebody has spoken from the field when one of these is known; until then a dispatched order is 未报到
    and never late. Without reports the clock runs in any case. `pauses`: whether suspended time is taken out.
    """

    name: str
    label: str
    stop: str
    rules: Mapping[Pace, Rule]
    moot: tuple[str, ...] = ()
    without: Mapping[str, tuple[str, ...]] | None = None
    reports: tuple[str, ...] = ()
    pauses: bool = False


_ENDED = {"status": ("void",)}
_CALL_BACK = dict.fromkeys(Pace, Rule("call_back_from_at", "lift.call_back_minutes"))
_NOT_OURS = {"status": ("void", "handed_out"), "contractor": (), "kind": ("enquiry",)}

WORK_ORDER_CLOCKS: tuple[Clock, ...] = (
    Clock(
        "response",
        "回复",
        "informed_at",
        {
            Pace.URGENT: Rule("reported_at", "clock.urgent_response_minutes"),
            Pace.GENERAL: Rule("reported_at", "clock.response_minutes", desk_hours=True),
            Pace.PLANNED: Rule("reported_at", "clock.response_minutes", desk_hours=True),
        },
        moot=("finished_at", "closed_at"),
        without=_ENDED,
    ),
    # Planned and appointed work is promised by the day: it has no minute at which somebody must stand at the door.
    Clock(
        "arrival",
        "到场",
        "arrived_at",
        {
            Pace.URGENT: Rule("reported_at", "clock.urgent_arrival_minutes"),
            Pace.GENERAL: Rule("window_from_at", "clock.arrival_minutes"),
        },
        moot=("finished_at", "closed_at"),
        without=_NOT_OURS,
        reports=("acknowledged_at", "urges"),
        pauses=True,
    ),
    Clock(
        "finish",
        "完工",
        "finished_at",
        {
            Pace.URGENT: Rule("reported_at", "clock.urgent_finish_minutes"),
            Pace.GENERAL: Rule("window_to_at", "clock.finish_minutes"),
            Pace.PLANNED: Rule("window_from_at", until="window_to_at"),
        },
        moot=("closed_at",),
        without=_NOT_OURS,
        reports=("acknowledged_at", "arrived_at", "urges"),
        pauses=True,
    ),
    # Somebody is shut in a lift: "5分钟后再打给您", from the report and from every call, until he is out.
    Clock("call_back", "回拨", "released_at", _CALL_BACK, ("finished_at", "closed_at"), _ENDED),
    # 12345, the street office or a superior: their date stands whoever does the work and whatever it waits for.
    Clock(
        "forwarded",
        "转办期限",
        "finished_at",
        dict.fromkeys(Pace, Rule("reported_at", at="forwarded_due_at")),
        moot=("closed_at",),
        without=_ENDED,
    ),
)

# Reasons of a suspension and the setting that caps them. The technician tells the first two over the radio.
_CAPS = {
    "parts": "clock.parts_cap_days",
    "nobody_home": "clock.owner_cap_days",
    "rescheduled": "clock.owner_cap_days",
    "contractor": "clock.contractor_cap_days",
}
_FROM_THE_FIELD = frozenset({"parts", "nobody_home"})


@dataclass(frozen=True)
class ClockState:
    """How a clock stands. `left_ms` is negative when over; `ok` is None until it has stopped.

    `paused`: no time counts at this moment (suspended, or outside desk hours). `note` says 节假日未公布 where the
    reckoning rests on a year without an announced table.
    """

    name: str
    label: str
    due_at: int | None = None
    used_ms: int = 0
    limit_ms: int = 0
    shape: Shape = Shape.NONE
    stopped_at: int | None = None
    ok: bool | None = None
    paused: bool = False
    note: str = ""

    @property
    def left_ms(self) -> int:
        return self.limit_ms - self.used_ms

    @property
    def permille(self) -> int:
        """Used share of the limit, 0 to 1000, for drawing the ring."""
        return min(1000, self.used_ms * 1000 // self.limit_ms) if self.limit_ms else 0

    @property
    def fraction(self) -> float:
        return self.permille / 1000

    @property
    def words(self) -> str:
        """到场还剩 17 分, 到场超时 1 小时 05 分, 到场未报到; nothing where no clock runs."""
        if self.shape is Shape.NONE:
            return ""
        if self.shape is Shape.UNREPORTED:
            return f"{self.label}未报到"
        return self.label + left(self.left_ms)


# A deadline that others set is told, not decided.
_TOLD = frozenset(one.name for one in WORK_ORDER_CLOCKS if any(rule.at for rule in one.rules.values()))


def pace(values: Values) -> Pace:
    if values.get("urgency") == "urgent":
        return Pace.URGENT
    planned = values.get("urgency") == "planned" or values.get("kind") == "appointment"
    return Pace.PLANNED if planned else Pace.GENERAL


@lru_cache(maxsize=16)
def desk_hours(settings: Settings, calendar: Calendar) -> Hours:
    """When the desk is staffed; settings and calendars are what they are, one is never changed into another."""
    work, rest = settings.hours("calendar.desk_hours"), settings.hours("calendar.desk_hours_rest")
    holiday = settings.hours("calendar.desk_hours_holiday")
    by_kind = {DayKind.WORKDAY: work, DayKind.MAKE_UP: work, DayKind.REST: rest, DayKind.HOLIDAY: holiday}
    return Hours(calendar, by_kind)


def pauses_of(values: Values, settings: Settings) -> list[Pause]:
    """The suspensions of an order, each with the cap of its reason."""
    return [
        Pause(
            item["from_at"],
            item.get("to_at"),
            item.get("reason", "other"),
            settings.number(_CAPS.get(item.get("reason", "other"), "clock.other_cap_days")) * DAY,
        )
        for item in values.get("pauses") or ()
    ]


def runs_again_at(values: Values, settings: Settings) -> int | None:
    """When the clocks of a suspended order go on though nobody resumed it: the cap of its reason is used up."""
    last = next((item for item in reversed(values.get("pauses") or ()) if item.get("to_at") is None), None)
    if last is None:
        return None
    end = next((stop for begin, stop in settled(pauses_of(values, settings)) if begin <= last["from_at"] <= stop), None)
    return last["from_at"] if end is None else end


def state(clock: Clock, values: Values, settings: Settings, calendar: Calendar, now: int) -> ClockState:
    """How this clock stands now."""
    rule = _rule(clock, values, pace(values))
    if rule is None:
        return ClockState(clock.name, clock.label)
    start: int = values[rule.start]
    hours = desk_hours(settings, calendar) if rule.desk_hours else None
    pauses = pauses_of(values, settings) if clock.pauses else []
    due = _due(rule, values, settings, hours, pauses)
    stopped = values.get(clock.stop)
    over = next((values[name] for name in clock.moot if values.get(name) is not None), None)
    until = next(moment for moment in (stopped, over, now) if moment is not None)
    used = working_ms(start, until, hours, pauses)
    limit = settings.number(rule.limit) * MINUTE if rule.limit else working_ms(start, max(start, due), hours, pauses)
    ended = stopped is None and over is not None
    return ClockState(
        clock.name,
        clock.label,
        due,
        used,
        limit,
        Shape.NONE if stopped is not None or ended else _shape(clock, values, settings, start, now, used, limit),
        stopped,
        None if stopped is None else used <= limit,
        stopped is None and not ended and start <= now and not is_running(now, hours, pauses),
        calendar.note(day_of(start), day_of(max(due, until))) if hours and hours.ask_holidays else "",
    )


def states(values: Values, settings: Settings, calendar: Calendar, now: int) -> tuple[ClockState, ...]:
    return tuple(state(clock, values, settings, calendar, now) for clock in WORK_ORDER_CLOCKS)


def due_moments(values: Values, settings: Settings, calendar: Calendar) -> dict[str, int | None]:
    """`response_due_at`, `arrival_due_at`, `finish_due_at`, and `act_by_at`: the first of those not yet stopped."""
    dues: dict[str, int | None] = {}
    first: int | None = None
    hours, pauses, at_pace = desk_hours(settings, calendar), pauses_of(values, settings), pace(values)
    for clock in WORK_ORDER_CLOCKS:
        rule = _rule(clock, values, at_pace)
        due = None
        if rule is not None:
            due = _due(rule, values, settings, hours if rule.desk_hours else None, pauses if clock.pauses else [])
        if clock.name not in _TOLD:
            dues[f"{clock.name}_due_at"] = due
        is_first = due is not None and (first is None or due < first)
        if is_first and all(values.get(name) is None for name in (clock.stop, *clock.moot)):
            first = due
    return {**dues, "act_by_at": first}


def _rule(clock: Clock, values: Values, at_pace: Pace) -> Rule | None:
    """By what rule this clock runs, if it does."""
    rule = clock.rules.get(at_pace)
    if rule is None or values.get(rule.start) is None or (rule.at and not values.get(rule.at)):
        return None
    return None if _is_without(clock, values) else rule


def _due(rule: Rule, values: Values, settings: Settings, hours: Hours | None, pauses: list[Pause]) -> int:
    start: int = values[rule.start]
    if rule.at:
        told: int = values[rule.at]
        return told
    if rule.limit:
        due = add_working(start, settings.number(rule.limit) * MINUTE, hours, pauses)
        assert due is not None, "every pause of an order has a cap"
        return due
    agreed = end_of_day(day_of((values.get(rule.until) or start + 1) - 1))
    due = add_working(start, agreed - start, hours, pauses)
    assert due is not None, "every pause of an order has a cap"
    # What is promised for a day stays promised for a day when a suspension moves it.
    return end_of_day(day_of(due - 1))


def _is_without(clock: Clock, values: Values) -> bool:
    for name, words in (clock.without or {}).items():
        value = values.get(name)
        if value and (not words or value in words):
            return True
    return False


def _shape(clock: Clock, values: Values, settings: Settings, start: int, now: int, used: int, limit: int) -> Shape:
    if now < start:
        return Shape.NONE
    if is_unreported(clock, values):
        return Shape.UNREPORTED
    if used > limit:
        return Shape.SQUARE
    return Shape.TRIANGLE if used * 100 >= limit * settings.number("clock.warn_percent") else Shape.RING


def is_unreported(clock: Clock, values: Values) -> bool:
    """Somebody was sent and nobody has said a word since: neither the technician nor a resident who urges."""
    if not clock.reports or values.get("dispatched_at") is None or values.get("status") == "returned":
        return False
    heard = any(values.get(name) for name in clock.reports)
    return not heard and not any(item.get("reason") in _FROM_THE_FIELD for item in values.get("pauses") or ())


@dataclass(frozen=True)
class Escalation:
    """Whom an undispatched or urged order calls: level 0 nobody yet, then clerk, foreman, manager.

    `since_at` is when it came up to this level, `since_ms` how long ago that is in the hours that count.
    """

    level: int = 0
    who: Role | None = None
    waited_ms: int = 0
    next_at: int | None = None
    since_at: int | None = None
    since_ms: int = 0


_LEVELS = (Role.CLERK, Role.FOREMAN, Role.MANAGER)
_NOT_WAITING = frozenset({"under_review", "suspended", "handed_out", "finished", "slip_back", "closed", "void"})


def escalation(values: Values, settings: Settings, calendar: Calendar, now: int) -> Escalation:
    """The wait for dispatch: general and planned orders by desk hours, urgent ones by the clock.

    What came back from a crew waits anew, from the moment it was returned.
    """
    status = values.get("status")
    accepted = (values.get("returned_at") if status == "returned" else None) or values.get("accepted_at")
    sent = values.get("dispatched_at") is not None and status != "returned"
    if accepted is None or sent or status in _NOT_WAITING or values.get("kind") == "enquiry":
        return Escalation()
    hours = waiting_hours(values, settings, calendar)
    prefix = "escalation.urgent_" if hours is None else "escalation."
    limits = [settings.number(f"{prefix}{role.value}_minutes") * MINUTE for role in _LEVELS]
    waited = working_ms(accepted, now, hours)
    level = sum(waited >= limit for limit in limits)
    next_at = add_working(accepted, limits[level], hours) if level < len(limits) else None
    if not level:
        return Escalation(0, None, waited, next_at)
    reached = limits[level - 1]
    since = add_working(accepted, reached, hours)
    return Escalation(level, _LEVELS[level - 1], waited, next_at, since, waited - reached)


def waiting_hours(values: Values, settings: Settings, calendar: Calendar) -> Hours | None:
    """The hours in which somebody is waited for: an emergency knows no closing time."""
    return None if pace(values) is Pace.URGENT else desk_hours(settings, calendar)


def urge_escalation(urges: int | None, settings: Settings) -> Role | None:
    """Whom a repeated urge calls."""
    count = urges or 0
    if count >= settings.number("escalation.manager_urges"):
        return Role.MANAGER
    return Role.FOREMAN if count >= settings.number("escalation.foreman_urges") else None


def worst(found: Iterable[ClockState]) -> ClockState | None:
    """The clock a row shows: the most pressing shape, then the least time left."""
    order = [Shape.SQUARE, Shape.TRIANGLE, Shape.RING, Shape.UNREPORTED]
    running = [one for one in found if one.shape in order]
    return min(running, key=lambda one: (order.index(one.shape), one.left_ms), default=None)
