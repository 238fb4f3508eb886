"""What the screens of repairs read: the open orders, Today's numbers, the windows and who has room in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import DAY, MINUTE, add_days, day_of, minute_of_day, start_of_day
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.values import Values
from desk.services.work_orders.record import WORK_ORDER, Status
from desk.services.work_orders.reporter_counts import counted
from desk.store.query import ListQuery, all_of, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

S = Status
OPEN_STATES = tuple(str(s) for s in Status if s not in (S.CLOSED, S.VOID))
AT_WORK = tuple(str(s) for s in Status if s not in (S.CLOSED, S.VOID, S.FINISHED, S.SLIP_BACK))


def at_work(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Every order that still needs somebody's hand before its slip is due: some dozens."""
    found = all_of(database, actor, ListQuery(scope, WORK_ORDER, AT_WORK, "act_by_at"))
    return counted(database, actor, scope, found)


def of_pile(database: "Database", actor: Actor, scope: str, states: tuple[str, ...], order: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, WORK_ORDER, states, order))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Today's figures beside the list."""

    slips_due: int
    slips_due_from_before: int
    waiting_parts: int
    outside: int
    revisits_due: int
    revisits_done_today: int
    revisits_overdue: int
    finished_today: int


NUMBERS = """
SELECT
 (SELECT COUNT(*) FROM work_order WHERE {w} AND status = 'finished'),
 (SELECT COUNT(*) FROM work_order WHERE {w} AND status = 'finished' AND finished_at < ?),
 (SELECT COUNT(*) FROM work_order WHERE {w} AND status = 'suspended' AND suspend_reason = 'parts'),
 (SELECT COUNT(*) FROM work_order WHERE {w} AND status = 'handed_out'),
 (SELECT COUNT(*) FROM revisit WHERE {w} AND status = 'waiting' AND due_from_on <= ?),
 (SELECT COUNT(*) FROM revisit WHERE {w} AND status = 'answered' AND answered_at >= ?),
 (SELECT COUNT(*) FROM revisit WHERE {w} AND status = 'waiting' AND due_to_on < ?),
 (SELECT COUNT(*) FROM work_order WHERE {w} AND finished_at >= ? AND finished_at < ?)
"""


def numbers(database: "Database", actor: Actor, scope: str, now: int) -> Numbers:
    where, w = visible_to(actor, scope)
    today = day_of(now)
    begin = start_of_day(today)
    sql = NUMBERS.format(w=where)
    parameters: list[Any] = [
        *w, *w, begin, *w, *w, *w, today, *w, begin, *w, today, *w, begin, begin + DAY,
    ]  # fmt: skip
    return Numbers(*database.read(sql, parameters)[0])


@dataclass(frozen=True, slots=True)
class Appointment:
    """One promise of today, as the right column shows it."""

    id: str
    from_at: int
    to_at: int
    where: str
    what: str
    who: str
    status: str


def appointments(database: "Database", actor: Actor, scope: str, now: int) -> list[Appointment]:
    """Today's promises in the order of their windows, done ones included."""
    where, w = visible_to(actor, scope)
    begin = start_of_day(day_of(now))
    rows = database.read(
        f"""SELECT id, window_from_at, window_to_at, "where", COALESCE(problem_label, matter),
                   COALESCE(technician, crew, contractor, ''), status
            FROM work_order WHERE {where} AND window_from_at >= ? AND window_from_at < ? AND status <> 'void'
            ORDER BY window_from_at, window_to_at, id""",
        [*w, begin, begin + DAY],
    )
    return [Appointment(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Window:
    """One visiting window: from, to, how many orders the crew already has in it and how many fit (0: not known)."""

    from_at: int
    to_at: int
    taken: int
    room: int

    @property
    def full(self) -> bool:
        return 0 < self.room <= self.taken


def windows(
    database: "Database",
    actor: Actor,
    scope: str,
    settings: Settings,
    crew: str | None,
    now: int,
    days: int = 3,
    problems: Sequence[str] = (),
    but: str = "",
) -> list[Window]:
    """The windows that have not ended, from today on, with the crew's load (all crews if none is named).

    `problems` are the codes that will fall to the crew: what waits for dispatch fills a window as well. `but` is the
    order one asks for: it does not stand in its own way.
    """
    where, w = visible_to(actor, scope)
    today = day_of(now)
    first, last = start_of_day(today), start_of_day(add_days(today, days))
    rows = database.read(
        f"""SELECT window_from_at, COUNT(*) FROM work_order WHERE {where} AND window_from_at >= ? AND window_from_at < ?
            AND status NOT IN ('void', 'closed', 'slip_back', 'finished')
            AND id <> ? AND (? IS NULL OR crew = ? OR (crew IS NULL AND problem IN ({", ".join("?" * len(problems))})))
            GROUP BY window_from_at""",
        [*w, first, last, but, crew, crew, *problems],
    )
    taken = {int(begin): int(count) for begin, count in rows}
    own = database.read(f"SELECT capacity FROM crew WHERE {where} AND status = 'active' AND name = ?", [*w, crew or ""])
    capacity = int(own[0][0] or 0) if own else 0
    capacity = capacity or settings.number("order.capacity")
    found = []
    for number in range(days):
        midnight = start_of_day(add_days(today, number))
        for begin, end in settings.hours("order.windows"):
            window_from, window_to = midnight + begin * MINUTE, midnight + end * MINUTE
            if window_to > now + 30 * MINUTE:
                found.append(Window(window_from, window_to, taken.get(window_from, 0), capacity))
    return found


def soonest(found: Sequence[Window]) -> Window | None:
    """尽快: the next window with capacity."""
    return next((one for one in found if one.taken < one.room), found[0] if found else None)


def part_of_day(window: Window) -> str:
    """Which of the six choices of the intake a window belongs to."""
    minute = minute_of_day(window.from_at)
    return "morning" if minute < 12 * 60 else "afternoon" if minute < 18 * 60 else "evening"


def orders_of(database: "Database", actor: Actor, scope: str, field: str, value: str) -> list[Values]:
    """The orders of one home, place or resident, newest first."""
    return all_of(database, actor, ListQuery(scope, WORK_ORDER, (), "-reported_at", {field: value}))
