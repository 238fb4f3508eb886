"""Who is on for what at a moment: the duty table read with the calendar, and the refusal that names who can.

A row's day is the one it begins on: Friday's night runs into Saturday. Rows with dates of their own go before the
standing ones while they cover a moment. After the end of a row its people may still begin for the minutes of grace.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain import list_cells
from desk.domain.calendar import MINUTE, Calendar, Span, add_days, day_of, start_of_day
from desk.domain.code import Code
from desk.domain.day_cells import is_on, spans_of
from desk.domain.duty_list import DUTY as DUTY
from desk.domain.duty_list import STAFF as STAFF
from desk.domain.duty_list import Activity as Activity
from desk.domain.errors import DeskError
from desk.domain.flow import Refusal
from desk.domain.lists import Cells, Lists
from desk.domain.roles import LEADERS, Actor, Role
from desk.domain.settings import Settings
from desk.domain.words_of_time import when

if TYPE_CHECKING:
    from desk.domain.deciding import Context

GRACE = "duty.grace_minutes"
NIGHT_DISPATCH, URGENT_ONLY = "duty.night_dispatch", "只派紧急"
AHEAD_DAYS = 8  # a row of weekdays comes round within a week
SHORT = {Role.SQUAD_LEADER: "班长"}


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of the table, understood. `people`: only these of the roles; `deputies`: these whatever they hold.

    Both are (id, name).
    """

    code: str
    name: str
    activity: Activity
    roles: tuple[Role, ...]
    days: str
    spans: tuple[Span, ...]
    people: tuple[tuple[str, str], ...] = ()
    deputies: tuple[tuple[str, str], ...] = ()
    from_on: str = ""
    to_on: str = ""

    @property
    def dated(self) -> bool:
        return bool(self.from_on or self.to_on)

    def covers(self, day: str, calendar: Calendar) -> bool:
        inside = (not self.from_on or self.from_on <= day) and (not self.to_on or day <= self.to_on)
        return inside and is_on(self.days, day, calendar)

    def admits(self, actor: Actor) -> bool:
        """Whether this person is one of those on."""
        if any(actor.id == person for person, _name in (*self.people, *self.deputies)):
            return True
        return not self.people and actor.may(frozenset(self.roles))


@dataclass(frozen=True, slots=True)
class Turn:
    """A row on one day, from a moment to a moment."""

    row: DutyRow
    from_at: int
    to_at: int

    @property
    def who(self) -> str:
        """`秩序维护班长 赵刚`; the post alone where nobody is named."""
        return " ".join(part for part in (self.row.roles[0].label, _names(self.row)) if part)

    @property
    def short(self) -> str:
        """The same for a bar: `班长 赵刚`."""
        first = self.row.roles[0]
        return " ".join(part for part in (SHORT.get(first, first.label), _names(self.row)) if part)


@dataclass(frozen=True, slots=True)
class Holders:
    """Who is on at a moment, until when (None: nobody is), and who is on then, or next where nobody is on now."""

    now: tuple[Turn, ...]
    until_at: int | None
    then: tuple[Turn, ...]

    def words(self, at: int) -> str:
        """`客服 (至 11:30, 之后 班长 赵刚)`; `无人 (班长 07:00 起)`."""
        after = joined(turn.short for turn in self.then)
        if self.until_at is None:
            return f"无人 ({after} {_hour(self.then[0].from_at, at)} 起)" if self.then else "没有排班"
        until = f"至 {_hour(self.until_at, at)}"
        return f"{joined(turn.short for turn in self.now)} ({until}{f', 之后 {after}' if after else ''})"


def duty_rows(lists: Lists, activity: Activity | None = None) -> list[DutyRow]:
    """The rows in force; one that cannot be read (two desks wrote at once) is passed over."""
    staff = lists.every(STAFF)
    found = []
    for code, cells in lists.rows(DUTY).items():
        row = _row(code, cells, staff)
        if row is not None and activity in (None, row.activity):
            found.append(row)
    return found


def _row(code: str, cells: Cells, staff: dict[str, Cells]) -> DutyRow | None:
    def people(name: str) -> tuple[tuple[str, str], ...]:
        return tuple((one, staff.get(one, {}).get("name", "")) for one in list_cells.words_of(cells.get(name, "")))

    activity = Activity.of(cells.get("activity", ""))
    roles = tuple(role for word in list_cells.words_of(cells.get("roles", "")) if (role := Role.of(word)) is not None)
    try:
        spans = spans_of(cells.get("hours", ""))
    except DeskError:
        return None
    if activity is None or not roles:
        return None
    return DutyRow(
        code, cells.get("name") or code, activity, roles, cells.get("days", ""), spans,
        people("people"), people("deputies"), cells.get("from_on", ""), cells.get("to_on", ""),
    )  # fmt: skip


def turns(rows: Iterable[DutyRow], calendar: Calendar, from_on: str, to_on: str) -> list[Turn]:
    """Every turn that begins on these days, in order."""
    found = []
    kept = list(rows)
    day = from_on
    while day <= to_on:
        midnight = start_of_day(day)
        for row in kept:
            if row.covers(day, calendar):
                found += [Turn(row, midnight + a * MINUTE, midnight + b * MINUTE) for a, b in row.spans]
        day = add_days(day, 1)
    return sorted(found, key=lambda turn: (turn.from_at, turn.to_at, turn.row.code))


def _covering(found: Iterable[Turn], at: int) -> tuple[Turn, ...]:
    """Those on at a moment; who stands by date goes before who stands always."""
    on = [turn for turn in found if turn.from_at <= at < turn.to_at]
    dated = [turn for turn in on if turn.row.dated]
    return tuple(dated or on)


def on_duty(lists: Lists, calendar: Calendar, activity: Activity, at: int) -> tuple[Turn, ...]:
    """Who is on at this moment, grace not counted."""
    day = day_of(at)
    return _covering(turns(duty_rows(lists, activity), calendar, add_days(day, -1), day), at)


def holders(lists: Lists, calendar: Calendar, activity: Activity, at: int) -> Holders:
    """Who is on now, and who after them: when the first of them goes, or whenever somebody is on again."""
    day = day_of(at)
    found = turns(duty_rows(lists, activity), calendar, add_days(day, -1), add_days(day, AHEAD_DAYS))
    now = _covering(found, at)
    until: int | None = None
    for moment in sorted({one for turn in found for one in (turn.from_at, turn.to_at) if one > at}):
        on = _covering(found, moment)
        if now and until is None:
            if all(turn in on for turn in now):
                continue
            until = moment
        if on:
            return Holders(now, until, on)
    return Holders(now, until, ())


def may(lists: Lists, settings: Settings, calendar: Calendar, actor: Actor, activity: Activity, at: int) -> bool:
    """Whether this person may begin at this moment, grace counted."""
    grace = settings.number(GRACE) * MINUTE
    day = day_of(at)
    found = turns(duty_rows(lists, activity), calendar, add_days(day, -1), day)
    # Grace is of those who were on when they were on: each end is looked at as the table stood just before it.
    on = {*_covering(found, at)}
    for turn in found:
        if turn.to_at <= at < turn.to_at + grace and turn in _covering(found, turn.to_at - 1):
            on.add(turn)
    return any(turn.row.admits(actor) for turn in on)


def refusal(context: "Context", activity: Activity, at: int | None = None) -> Refusal | None:
    """None for who may begin now (or at `at`); else why not, and who can."""
    at = context.now if at is None else at
    if Role.RULES in context.actor.roles:
        return None
    if may(context.lists, context.settings, context.calendar, context.actor, activity, at):
        return None
    return Refusal("duty", *words(holders(context.lists, context.calendar, activity, at), activity, at))


def night_refusal(context: "Context", came_at: int, at: int) -> Refusal | None:
    """One man is on at night: what came in during his night and is no emergency is sent out in the morning.

    Who chooses men or answers for the estate may send somebody at any hour; what the day left for tonight is not held.
    """
    settings, actor = context.settings, context.actor
    if settings.text(NIGHT_DISPATCH) != URGENT_ONLY or actor.roles & (LEADERS | {Role.RULES}):
        return None
    day = day_of(at)
    minute = (at - start_of_day(day)) // MINUTE
    if any(begin <= minute < end for begin, end in settings.hours("calendar.desk_hours")):
        return None  # the counter is manned: nobody's duty is asked for
    night = [one for one in on_duty(context.lists, context.calendar, Activity.NIGHT, at) if one.row.admits(actor)]
    if not night or came_at < min(one.from_at for one in night):
        return None
    if any(one.row.admits(actor) for one in on_duty(context.lists, context.calendar, Activity.DESK, at)):
        return None
    morning = holders(context.lists, context.calendar, Activity.DESK, at).then
    by = f"{_hour(morning[0].from_at, at)} 起由{joined(turn.who for turn in morning)}派" if morning else "明早派"
    return Refusal(
        "duty", "夜里接到的, 不是紧急的明早派", f"{by}; 等不得的先改成紧急, 或请工程班长、项目经理派", "urgency"
    )


def words(found: Holders, activity: Activity, at: int) -> tuple[str, str]:
    """Why somebody else may not, and what to do: `现在由秩序维护班长 赵刚 验收 (至 22:00)`, `请他来…`."""
    does = DOES[activity]
    if found.until_at is not None:
        until = _hour(found.until_at, at)
        who = joined(turn.who for turn in found.now)
        after = f"; {until} 起由{joined(turn.who for turn in found.then)}{does}" if found.then else ""
        deputies = joined(dict.fromkeys(name for turn in found.now for _id, name in turn.row.deputies if name))
        return f"现在由{who} {does} (至 {until})", f"请他来{does}{f', 代班 {deputies}' if deputies else ''}{after}"
    if found.then:
        first = _hour(found.then[0].from_at, at)
        who = joined(turn.who for turn in found.then)
        return f"现在没有排人{does}, {first} 起由{who} {does}", f"等到 {first}, 或请项目经理在“设置·表格·值班表”里加排"
    return f"值班表里没有人{does}", "请项目经理在“设置·表格·值班表”里排班"


DOES: dict[Code, str] = {Activity.DESK: "值前台", Activity.ACCEPTANCE: "验收", Activity.NIGHT: "值夜班"}


def joined(parts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(parts))


def _names(row: DutyRow) -> str:
    return joined(name for _id, name in row.people if name)


def _hour(moment: int, now: int) -> str:
    """The clock of a moment, its day where that is not today."""
    return when(moment, now).removeprefix("今天 ")
