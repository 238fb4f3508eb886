"""缺单: the sheets that should have come back, by crew, and whom each of them calls on; the day's reconciliation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import MINUTE, add_days, day_of, days_between, end_of_day, start_of_day
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services.slips.record import SlipState
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

S = SlipState
SUSPENDED = "suspended"
NO_CREW = "未写班组"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that went out, the newest of its order, with what its order says."""

    id: str
    order_id: str
    no: str
    crew: str
    technician: str
    status: str
    out_at: int
    back_at: int | None
    note: str = ""
    where: str = ""
    what: str = ""
    order_status: str = ""
    window_to_at: int | None = None

    @property
    def due_on(self) -> str:
        """It comes back on the evening of the visit."""
        out = day_of(self.out_at)
        return max(out, day_of(self.window_to_at)) if self.window_to_at else out

    def days_out(self, today: str) -> int:
        return days_between(day_of(self.out_at), today)


SQL = """SELECT s.id, COALESCE(s.order_id, ''), s.no, COALESCE(s.crew, ''), COALESCE(s.technician, ''), s.status,
                COALESCE(s.bound_at, s.printed_at), s.back_at, COALESCE(s.missing_note, ''),
                COALESCE(w."where", ''), COALESCE(w.problem_label, ''), COALESCE(w.status, ''), w.window_to_at
         FROM slip s LEFT JOIN work_order w ON w.scope = s.scope AND w.id = s.order_id
         WHERE s.{where} AND s.status IN ('out', 'missing', 'back_signed', 'back_unsigned') AND {when}
         ORDER BY COALESCE(s.bound_at, s.printed_at), s.copy_no"""


def _read(database: "Database", actor: Actor, scope: str, when: str, told: Sequence[object]) -> list[Sheet]:
    """An order's newest sheet stands for the earlier ones: they were reprinted because it was lost or spoilt."""
    where, parameters = visible_to(actor, scope)
    rows = database.read(SQL.format(where=where, when=when), [*parameters, *told])
    newest: dict[str, Sheet] = {}
    for row in rows:
        sheet = Sheet(*row)
        newest[sheet.order_id or sheet.id] = sheet
    return list(newest.values())


def away(database: "Database", actor: Actor, scope: str) -> list[Sheet]:
    """Every sheet that is out now."""
    return _read(database, actor, scope, "s.status IN ('out', 'missing')", ())


# 缺单表


def missing(sheets: Iterable[Sheet], today: str) -> list[Sheet]:
    """Those that should have been back by yesterday evening, the longest out first. What waits for parts may wait."""
    found = [one for one in sheets if one.status == S.MISSING or (one.due_on < today and one.order_status != SUSPENDED)]
    return sorted(found, key=lambda one: (one.out_at, one.no))


def calls_on(sheet: Sheet, today: str, settings: Settings) -> Role | None:
    """Whom a sheet calls on that long after it went out."""
    days = sheet.days_out(today)
    if days >= settings.number("slip.manager_days"):
        return Role.MANAGER
    return Role.FOREMAN if days >= settings.number("slip.foreman_days") else None


def by_crew(sheets: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    found: dict[str, list[Sheet]] = {}
    for one in sheets:
        found.setdefault(one.crew or NO_CREW, []).append(one)
    return dict(sorted(found.items(), key=lambda item: (item[0] == NO_CREW, item[0])))


# 对账


@dataclass(frozen=True, slots=True)
class CrewLine:
    """One crew's sheets on one day: carried + issued = returned + out."""

    crew: str
    carried: int = 0
    issued: int = 0
    returned: int = 0
    unsigned: int = 0
    out: int = 0
    missing: int = 0

    def __add__(self, other: "CrewLine") -> "CrewLine":
        return CrewLine(
            self.crew, self.carried + other.carried, self.issued + other.issued, self.returned + other.returned,
            self.unsigned + other.unsigned, self.out + other.out, self.missing + other.missing,
        )  # fmt: skip


def awaited_on(day_on: str, now: int, settings: Settings) -> str:
    """The last day whose sheets should be back: this one only once slips are collected."""
    collected = start_of_day(day_on) + settings.hours("order.slip_due")[0][0] * MINUTE
    return day_on if now >= collected else add_days(day_on, -1)


def line_of(sheet: Sheet, day_on: str, awaited: str) -> CrewLine:
    """What one sheet adds to the day; those of later days than `awaited` are out, not missing."""
    begin, end = start_of_day(day_on), end_of_day(day_on)
    back = sheet.back_at is not None and sheet.back_at < end
    returned = back and sheet.back_at is not None and sheet.back_at >= begin
    out = not back
    due = sheet.status == S.MISSING or (sheet.due_on <= awaited and sheet.order_status != SUSPENDED)
    return CrewLine(
        sheet.crew or NO_CREW, int(sheet.out_at < begin), int(begin <= sheet.out_at < end), int(returned),
        int(returned and sheet.status == S.BACK_UNSIGNED), int(out), int(out and due),
    )  # fmt: skip


def reconcile(
    database: "Database", actor: Actor, scope: str, day_on: str, now: int, settings: Settings
) -> list[CrewLine]:
    """The day's paper per crew: what went out, what came back, what is still to come."""
    begin, end = start_of_day(day_on), end_of_day(day_on)
    when = "COALESCE(s.bound_at, s.printed_at) < ? AND (s.back_at IS NULL OR s.back_at >= ?)"
    sheets = _read(database, actor, scope, when, (end, begin))
    awaited = awaited_on(day_on, now, settings)
    return [
        sum((line_of(one, day_on, awaited) for one in found), CrewLine(crew)) for crew, found in by_crew(sheets).items()
    ]


def total(lines: Iterable[CrewLine]) -> CrewLine:
    return sum(lines, CrewLine("合计"))
