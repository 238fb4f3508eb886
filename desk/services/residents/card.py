"""全息视图: what the desk knows of a caller, on one card. Each part is one cheap read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.residents.lookup import Candidate, homes_of, household
from desk.services.residents.record import RESIDENT
from desk.store.query import one, visible_to
from desk.store.search import Search

if TYPE_CHECKING:
    from desk.store.database import Database

LAST = 5
ORDER = ("id", "no", "status", "urgency", "where", "matter", "problem_label", "technician", "reported_at",
         "window_from_at", "window_to_at", "act_by_at", "finished_at", "satisfaction")  # fmt: skip
IN_HAND = ("id", "no", "receiver", "status", "due_at")
REVISIT = (
    "id",
    "about",
    "about_id",
    "about_no",
    "subject",
    "done_at",
    "where",
    "due_from_on",
    "due_to_on",
    "next_call_at",
)


@dataclass(frozen=True, slots=True)
class ResidentCard:
    """`person` is None for a home alone. Orders and revisits are values by field name, newest first."""

    person: Values | None
    homes: tuple[Candidate, ...]
    household: tuple[Candidate, ...]
    open_orders: tuple[Values, ...]
    last_orders: tuple[Values, ...]
    revisits_due: tuple[Values, ...]
    arrears_fen: int
    home_note: str
    in_hand: tuple[Values, ...] = ()  # what others handle about this person: number, whom to ask, how far, no word more
    points: int = 0


def card(
    search: Search, actor: Actor, scope: str, today: str, *, resident_id: str = "", home_id: str = ""
) -> ResidentCard:
    """Of a person, a home, or a person speaking from a home. Raises NotVisible without a role in the scope."""
    database = search.database
    person = one(database, actor, scope, RESIDENT, resident_id) if resident_id else None
    homes = tuple(line for line in homes_of(search, actor, scope, resident_id, today) if line.home_id) if person else ()
    at_home = home_id or (homes[0].home_id if homes else "")
    mine = list(dict.fromkeys(line.home_id for line in homes)) or ([home_id] if home_id else [])
    if home_id and home_id not in mine:
        mine.append(home_id)
    reads = _Reads(database, actor, scope, resident_id, mine)
    arrears, note = reads.of_home(at_home)
    return ResidentCard(
        person,
        homes,
        tuple(household(search, actor, scope, at_home, today)) if at_home else (),
        reads.some("work_order", ORDER, "status NOT IN ('closed', 'void')", (), "id DESC", 50),
        reads.some("work_order", ORDER, "status = 'closed'", (), "id DESC", LAST),
        reads.some("revisit", REVISIT, "status = 'waiting' AND due_from_on <= ?", (today,), "due_from_on", 20),
        arrears,
        note,
        _nearest(reads.some("in_hand", IN_HAND, "status <> 'closed'", (), "due_at", 20)),
        reads.points(),
    )


def _nearest(found: tuple[Values, ...]) -> tuple[Values, ...]:
    """What was promised soonest first, what has no time behind."""
    return tuple(sorted(found, key=lambda one: (one.get("due_at") is None, one.get("due_at") or 0)))


class _Reads:
    def __init__(self, database: "Database", actor: Actor, scope: str, resident_id: str, homes: list[str]) -> None:
        self._database = database
        self._guard, self._guarded = visible_to(actor, scope)
        self._resident, self._homes = resident_id, homes

    def some(
        self, table: str, names: tuple[str, ...], where: str, more: tuple[Any, ...], order: str, most: int
    ) -> tuple[Values, ...]:
        """What concerns these homes or this person, each side by its own index."""
        columns = ", ".join(f'"{name}"' for name in names)
        sides: list[tuple[str, list[Any]]] = []
        if self._homes:
            sides.append((f"home_id IN ({', '.join('?' * len(self._homes))})", list(self._homes)))
        if self._resident:
            sides.append(("resident_id = ?", [self._resident]))
        sql = " UNION ".join(f"SELECT {columns} FROM {table} WHERE {self._guard} AND {side} AND {where}"
                             for side, _ in sides)  # fmt: skip
        if not sql:
            return ()
        parameters = [value for _, given in sides for value in (*self._guarded, *given, *more)]
        rows = self._database.read(f"{sql} ORDER BY {order} LIMIT ?", [*parameters, most])
        return tuple({n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows)

    def points(self) -> int:
        """Of these homes and this person; those of an order with two sides wait until somebody has decided."""
        marks = ", ".join("?" * len(self._homes))
        undecided = """SELECT 1 FROM branch b WHERE b.scope = p.scope AND b.ent = p.order_id
                       AND b.status = 'to_be_decided'"""
        sql = f"""SELECT COALESCE(SUM(p.points), 0) FROM points_entry p
                  WHERE p.{self._guard} AND (p.home_id IN ({marks}) OR p.resident_id = ?) AND p.status = 'given'
                  AND NOT EXISTS ({undecided})"""
        return int(self._database.read(sql, [*self._guarded, *self._homes, self._resident])[0][0])

    def of_home(self, home_id: str) -> tuple[int, str]:
        """Arrears in fen and the note of the home."""
        sql = f"SELECT arrears_fen, note FROM home WHERE {self._guard} AND id = ?"
        rows = self._database.read(sql, [*self._guarded, home_id])
        return (int(rows[0][0] or 0), str(rows[0][1] or "")) if rows else (0, "")
