"""What the page reads at once: the calls, what the day has brought, and the number people may ring."""

from collections.abc import Callable

from desk.services.revisits.due import Call
from desk.services.revisits.reads import DoneToday, calls, done_today
from desk.services.revisits.sources import RevisitSettings
from desk.ui.counter import Counter

DESK_PHONE = "SELECT COALESCE(desk_phone, '') FROM estate WHERE id = ?"
Read = tuple[list[Call], DoneToday, str]


def reading(counter: Counter, table: RevisitSettings) -> Callable[[], Read]:
    """The work for the db lane, bound to who and where it was asked for."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    estate = counter.estate_id

    def read() -> Read:
        phone = database.read(DESK_PHONE, (estate,))
        found = calls(database, actor, scope, table, now)
        return found, done_today(database, actor, scope, now), str(phone[0][0]) if phone else ""

    return read
