"""What stands on the sign-in page before anybody is known: the estates, who may sign in, a few bare figures.

Plain SQL over a few indexed rows: the first screen must not wait for tables, rules or records.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY, day_of, start_of_day
from desk.store import accounts, this_pc
from desk.store.accounts import Person

if TYPE_CHECKING:
    from desk.store.database import Database

ESTATES = "SELECT id, name, COALESCE(short, '') FROM estate WHERE status = 'active' ORDER BY rowid"
FACTS = """
SELECT (SELECT COUNT(*) FROM parked WHERE scope = ?1),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND status = 'finished'),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND status IN ('under_review', 'accepted', 'returned')),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND window_from_at >= ?2 AND window_from_at < ?3
          AND status <> 'void'),
       (SELECT COUNT(*) FROM outbox)
"""


@dataclass(frozen=True, slots=True)
class Estate:
    id: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Front:
    """One estate's door: its people, what waits behind it. Counts only, no names of residents."""

    estate: Estate
    estates: tuple[Estate, ...]
    people: tuple[Person, ...]
    parked: int
    slips_due: int
    to_dispatch: int
    appointments: int
    unsent: int


def estates(database: "Database") -> tuple[Estate, ...]:
    return tuple(Estate(*row) for row in database.read(ESTATES))


def front(database: "Database", now: int, estate_id: str = "") -> Front | None:
    """The door of the estate asked for, else of the one last chosen here, else of the first; None: not founded yet."""
    known = estates(database)
    if not known:
        return None
    kept = this_pc.remembered(database)
    wanted = estate_id or kept.get(this_pc.ESTATE, "")
    estate = next((one for one in known if one.id == wanted), known[0])
    begin = start_of_day(day_of(now))
    facts = database.read(FACTS, (f"e/{estate.id}", begin, begin + DAY))[0]
    people = tuple(accounts.people(database, estate.id))
    return Front(estate, known, people, *facts)
