"""What the page reads at once: the calls, what has ended, what there is to check, and the number people may ring."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.services.revisits.due import Call
from desk.services.revisits.in_force import in_force
from desk.services.revisits.past_calls import Past, PastGroup, answered, counts, not_asked, to_check
from desk.services.revisits.reads import DoneToday, calls, done_today
from desk.services.revisits.sources import RevisitSettings
from desk.ui.counter import Counter
from desk.ui.special.revisits.piles import Pile

DESK_PHONE = "SELECT COALESCE(desk_phone, '') FROM estate WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Read:
    """`past` are the rows of the pile asked for, where it holds what has ended."""

    calls: list[Call]
    done: DoneToday
    desk_phone: str
    table: RevisitSettings
    to_check: int
    past: list[tuple[PastGroup | None, Past]]


def reading(counter: Counter, own: RevisitSettings, pile: Pile, most: int) -> Callable[[], Read]:
    """The work for the db lane, bound to who and where it was asked for. `own` is the program's own table."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    estate, lists, settings = counter.estate_id, counter.lists(), counter.settings()

    def past() -> list[tuple[PastGroup | None, Past]]:
        if pile is Pile.CHECK:
            return list(to_check(database, actor, scope, settings, now))
        if pile is Pile.ANSWERED:
            return [(None, one) for one in answered(database, actor, scope, most)]
        return [(None, one) for one in not_asked(database, actor, scope, most)] if pile is Pile.NOT_ASKED else []

    def read() -> Read:
        phone = database.read(DESK_PHONE, (estate,))
        table = in_force(own, lists)
        return Read(
            calls(database, actor, scope, table, now),
            done_today(database, actor, scope, now),
            str(phone[0][0]) if phone else "",
            table,
            counts(database, actor, scope, now).get("check", 0),
            past(),
        )

    return read
