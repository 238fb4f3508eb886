"""What the hand-over book reads: the shifts signed, what was promised, what the counter keeps."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.duty_list import OBJECTS
from desk.domain.flow import Values
from desk.domain.lists import Lists
from desk.domain.roles import Actor
from desk.services.hand_over.record import HAND_OVER, PROMISE, HandOverState, PromiseState
from desk.store.query import ListQuery, all_of, one, page

if TYPE_CHECKING:
    from desk.store.database import Database

SHOWN = 60  # hand-overs behind one another: a month


def waiting(database: "Database", actor: Actor, scope: str) -> Values | None:
    """The hand-over that waits for somebody to take it or was sent back; the newest where two desks wrote one."""
    states = (str(HandOverState.WAITING), str(HandOverState.RETURNED))
    found = all_of(database, actor, ListQuery(scope, HAND_OVER, states, "-given_at"))
    return found[0] if found else None


def past(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """The newest first, those that wait among them; withdrawn ones are left out."""
    states = tuple(str(one) for one in HandOverState if one is not HandOverState.VOID)
    return page(database, actor, ListQuery(scope, HAND_OVER, states, "-given_at"), None, SHOWN).rows


def by_id(database: "Database", actor: Actor, scope: str, ent: str) -> Values | None:
    return one(database, actor, scope, HAND_OVER, ent)


def promises(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Those that are to be kept, the next one first."""
    return all_of(database, actor, ListQuery(scope, PROMISE, (str(PromiseState.OPEN),), "due_at"))


@dataclass(frozen=True, slots=True)
class CounterObject:
    """One thing handed over: how many there should be."""

    code: str
    name: str
    unit: str
    expected: int
    place: str = ""


def objects(lists: Lists) -> list[CounterObject]:
    return [
        CounterObject(code, row.get("name") or code, row.get("unit", ""), int(row["count"]), row.get("place", ""))
        for code, row in lists.rows(OBJECTS).items()
        if row.get("count", "").isdigit()
    ]


def dicts(value: Any) -> list[dict[str, Any]]:
    """The rows of a stored list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
