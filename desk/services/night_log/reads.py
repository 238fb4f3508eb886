"""What the night log reads: a night's lines, sheets that are out, the number of the next sheet."""

from typing import TYPE_CHECKING

from desk.domain.calendar import DAY, HOUR, day_of, start_of_day
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.night_log.record import NIGHT_ENTRY, NIGHT_SHEET, NightState, SheetState
from desk.store.query import ListQuery, all_of, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

NOON = 12 * HOUR  # a night goes from noon to noon
LETTER = "Y"
UNDONE = (str(NightState.OPEN), str(NightState.MORNING))
KEPT = tuple(str(one) for one in NightState if one is not NightState.VOID)


def night_of(at: int) -> str:
    """The day on whose evening the night began."""
    return day_of(at - NOON)


def entries(database: "Database", actor: Actor, scope: str, night_on: str) -> list[Values]:
    """A night's lines by the time they were told."""
    begin = start_of_day(night_on) + NOON
    return all_of(
        database, actor, ListQuery(scope, NIGHT_ENTRY, KEPT, "heard_at", {}, {"heard_at": (begin, begin + DAY)})
    )


def undone(database: "Database", actor: Actor, scope: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, NIGHT_ENTRY, UNDONE, "heard_at"))


def sheets_out(database: "Database", actor: Actor, scope: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, NIGHT_SHEET, (str(SheetState.OUT),), "night_on"))


def sheets(database: "Database", actor: Actor, scope: str, night_on: str) -> list[Values]:
    """A night's sheets, whether entered or not."""
    states = (str(SheetState.OUT), str(SheetState.ENTERED))
    return all_of(database, actor, ListQuery(scope, NIGHT_SHEET, states, "no", {"night_on": night_on}))


def next_no(database: "Database", actor: Actor, scope: str, night_on: str) -> str:
    """W1A-Y1122-2: this device's own, so that two desks never print the same."""
    told: dict[str, str] = dict(database.read("SELECT name, value FROM device WHERE name IN ('prefix', 'incarnation')"))
    begin = (
        f"{told.get('prefix', '')}{told.get('incarnation', '')}-{LETTER}{night_on[2:4]}{night_on[5:7]}{night_on[8:]}-"
    )
    where, given = visible_to(actor, scope)
    rows = database.read(f"SELECT no FROM night_sheet WHERE {where} AND night_on = ?", [*given, night_on])
    used = [int(tail) for (no,) in rows if str(no).startswith(begin) and (tail := str(no)[len(begin) :]).isdigit()]
    return f"{begin}{max(used, default=0) + 1}"
