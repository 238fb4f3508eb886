"""What the screens of housekeeping read: the open bookings, those of a home, and whom a home had before."""

from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.housekeeping.record import BOOKING, BookingState
from desk.store.query import ListQuery, all_of, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

S = BookingState
OPEN_STATES = tuple(str(one) for one in S if one not in (S.CLOSED, S.CANCELLED))
LAST = 5


def at_work(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Every booking that is not over: some dozens."""
    return all_of(database, actor, ListQuery(scope, BOOKING, OPEN_STATES, "act_by_at"))


def of_home(database: "Database", actor: Actor, scope: str, home_id: str) -> list[Values]:
    """The last bookings of a home, the newest first."""
    found = all_of(database, actor, ListQuery(scope, BOOKING, (), "-booked_at", {"home_id": home_id}))
    return found[:LAST]


def usual_company(database: "Database", actor: Actor, scope: str, home_id: str, work: str) -> str:
    """The company that this home had for this work the last time, were it satisfied or silent; empty: none."""
    where, given = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT company FROM housekeeping WHERE {where} AND home_id = ? AND work = ? AND status = 'closed'
            AND COALESCE(tick, '') <> 'bad' AND trouble IS NULL ORDER BY closed_at DESC LIMIT 1""",
        [*given, home_id, work],
    )
    return str(rows[0][0] or "") if rows else ""
