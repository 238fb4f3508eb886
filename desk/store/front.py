"""What stands on the sign-in page before anybody is known: the estates, who may sign in, a few bare figures.

Plain SQL over a few indexed rows: the first screen must not wait for tables, rules or records.
"""

from typing import TYPE_CHECKING, NamedTuple

from desk.store import accounts, this_pc
from desk.store.accounts import Person

if TYPE_CHECKING:
    from desk.store.database import Database

ESTATES = "SELECT id, name FROM estate WHERE status = 'active' ORDER BY rowid"
FIGURES = """
SELECT (SELECT COUNT(*) FROM parked WHERE scope = ?1),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND status IN ('under_review', 'accepted', 'returned')),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND status = 'finished'),
       (SELECT COUNT(*) FROM work_order WHERE scope = ?1 AND window_from_at >= ?2 AND window_from_at < ?3
          AND status <> 'void'),
       (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM sealed WHERE state <> 'lodged'),
       EXISTS (SELECT 1 FROM device WHERE name = 'server.device')
"""


class Front(NamedTuple):
    """One estate's door: its name, its people, the other estates (id, name)."""

    estate_id: str
    estate: str
    people: tuple[Person, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def last_here(self) -> str:
        """Whoever signed in last on this PC is chosen beforehand."""
        return max(self.people, key=lambda one: one.last_at or 0).id if self.people else ""


class Figures(NamedTuple):
    """What waits behind the door. Counts only, no names of residents."""

    parked: int
    to_dispatch: int
    slips_due: int
    appointments: int
    unsent: int
    joined: int  # 1 where this PC has its company's server


def front(database: "Database", estate_id: str = "") -> Front | None:
    """The door of the estate asked for, else of the one last chosen here, else of the first; None: not founded yet."""
    known = [(str(ent), str(name)) for ent, name in database.read(ESTATES)]
    if not known:
        return None
    wanted = estate_id or this_pc.remembered(database).get(this_pc.ESTATE, "")
    chosen, name = next((one for one in known if one[0] == wanted), known[0])
    people = tuple(accounts.people(database, chosen))
    return Front(chosen, name, people, tuple(one for one in known if one[0] != chosen))


def figures(database: "Database", estate_id: str, from_at: int, to_at: int) -> Figures:
    """The counts of an estate; the moments bound today."""
    return Figures(*database.read(FIGURES, (f"e/{estate_id}", from_at, to_at))[0])
