"""What those who handle complaints read: the piles they may see, one complaint whole, what was said before of a home.

`database` is the file the complaints stand in, `scope` theirs; every read is guarded by `visible_to`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.complaints.page import PAGE
from desk.services.complaints.record import COMPLAINT, ComplaintState
from desk.store import query
from desk.store.query import ListQuery, visible_to

if TYPE_CHECKING:
    from desk.domain.page import Pile
    from desk.store.database import Database

MOST = 300
CLOSED = str(ComplaintState.CLOSED)
BEFORE = """SELECT id, no, type_label, received_at, status, validity FROM complaint
            WHERE {guard} AND received_at >= ? AND {whose} ORDER BY received_at DESC LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier complaint of the same people, as the choice of what is repeated needs it."""

    id: str
    no: str
    type_label: str
    received_at: int
    status: str


def rows(database: "Database", actor: Actor, scope: str, pile: "Pile", most: int = MOST) -> list[Values]:
    """One pile, in its order."""
    return query.page(database, actor, ListQuery.of_pile(scope, COMPLAINT, pile), None, most).rows


def counts(database: "Database", actor: Actor, scope: str) -> dict[str, int]:
    """How many lie in each pile that is counted."""
    return {
        pile.name: query.count(database, actor, ListQuery.of_pile(scope, COMPLAINT, pile))
        for pile in PAGE.piles
        if pile.counted
    }


def one(database: "Database", actor: Actor, scope: str, ent: str) -> Values | None:
    return query.one(database, actor, scope, COMPLAINT, ent)


def whose_pile(database: "Database", actor: Actor, scope: str, ent: str) -> tuple[str, str]:
    """A complaint by its id or that of its neutral line: its id and the pile it lies in; empty where none is seen."""
    guard, given = visible_to(actor, scope)
    found = database.read(f"SELECT id, status FROM complaint WHERE {guard} AND (id = ? OR line_id = ?)",
                          [*given, ent, ent])  # fmt: skip
    for one, status in found:
        return str(one), next((pile.name for pile in PAGE.piles if status in pile.states), "")
    return "", ""


def still_open(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Everything that is not over, and what was closed last: whose neutral line might stand behind."""
    states = tuple(str(state) for state in ComplaintState if state is not ComplaintState.CLOSED)
    working = query.all_of(database, actor, ListQuery(scope, COMPLAINT, states))
    closed = query.page(database, actor, ListQuery(scope, COMPLAINT, (CLOSED,), "-closed_at"), None, 50).rows
    return [*working, *closed]


def earlier(database: "Database", actor: Actor, scope: str, complaint: Values, days: int, now: int) -> list[Earlier]:
    """What the same home or person complained of before, newest first: one of them may be the same matter."""
    guard, given = visible_to(actor, scope)
    sides = [(f'"{name}" = ?', complaint[name]) for name in ("home_id", "resident_id") if complaint.get(name)]
    if not sides:
        return []
    whose = f"({' OR '.join(side for side, _ in sides)}) AND id < ?"
    sql = BEFORE.format(guard=guard, whose=whose)
    begin = int(complaint.get("received_at") or now) - days * DAY
    found = database.read(sql, [*given, begin, *(value for _, value in sides), complaint["id"]])
    return [Earlier(str(i), str(no or ""), str(kind or ""), int(at or 0), str(s)) for i, no, kind, at, s, _ in found]


def repeats(database: "Database", actor: Actor, scope: str, complaint: Values) -> int:
    """How often the same matter has come again since."""
    guard, given = visible_to(actor, scope)
    sql = f"SELECT COUNT(*) FROM complaint WHERE {guard} AND (repeat_of = ? OR repeat_of_no = ?)"
    return int(database.read(sql, [*given, complaint["id"], complaint.get("no") or "-"])[0][0])
