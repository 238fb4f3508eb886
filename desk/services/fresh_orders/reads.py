"""Reading orders: one with all that hangs on it, by the number on a bag, and those of one walk."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from desk.domain.field import RecordType
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    POINTS_ENTRY,
    ExchangeState,
    OrderState,
)
from desk.store.query import one, visible_to
from desk.store.rows import Columns, columns_of

if TYPE_CHECKING:
    from desk.store.database import Database

T = TypeVar("T")
Names = Sequence[str] | None
TAIL = 4
FOUND_MOST = 20
LIVE = (OrderState.PLACED, OrderState.ARRIVED, OrderState.INSPECTING, OrderState.ACCEPTED, OrderState.OUT)
LIVE_EXCHANGE = (
    ExchangeState.WAITING, ExchangeState.ARRIVED, ExchangeState.INSPECTING, ExchangeState.READY, ExchangeState.OUT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detail:
    """One order and what hangs on it, each as values; `inspector` is the name of who has the sheet open."""

    order: Values
    exchanges: list[Values] = field(default_factory=list)
    compensations: list[Values] = field(default_factory=list)
    points: list[Values] = field(default_factory=list)
    inspector: str = ""


class Known:
    """Rows decoded before: one that is the same in the file is the same object again, so that what hangs on it stands.

    For who asks the same things time and again, on one lane. Nobody writes into what it gives.
    """

    def __init__(self) -> None:
        self._rows: dict[str, dict[object, tuple[Sequence[object], Values]]] = {}
        self._made: dict[str, dict[object, tuple[Values, Any]]] = {}

    def decoded(self, asked: str, columns: Columns, rows: Iterable[Sequence[object]], names: Names) -> list[Values]:
        """`asked` names the question: what it no longer finds is forgotten. The first column is the id."""
        before = self._rows.get(asked, {})
        now = self._rows[asked] = {}
        for row in rows:
            was = before.get(row[0])
            now[row[0]] = was if was is not None and was[0] == row else (row, columns.decode(row, names))
        return [values for _row, values in now.values()]

    def each(self, asked: str, rows: Iterable[Values], make: Callable[[Values], T]) -> list[T]:
        """What `make` gives of each; asked only of those that are new. `asked` names all it rests on but the row."""
        before = self._made.get(asked, {})
        now = self._made[asked] = {}
        for values in rows:
            was = before.get(values["id"])
            now[values["id"]] = (values, was[1] if was is not None and was[0] is values else make(values))
        return [made for _values, made in now.values()]


def rows_where(
    database: "Database", actor: Actor, scope: str, record: RecordType, where: str, given: tuple[object, ...],
    known: Known | None = None, names: Names = None,
) -> list[Values]:  # fmt: skip
    """Whole records (or these fields of them) under a condition of this room, guarded like every read."""
    guard, parameters = visible_to(actor, scope)
    columns = columns_of(record)
    rows = database.read(columns.select(f"{guard} AND {where}", names), [*parameters, *given])
    if known is not None:
        return known.decoded(f"{scope} {record.name} {where}", columns, rows, names)
    return [columns.decode(row, names) for row in rows]


def detail(database: "Database", actor: Actor, scope: str, order_id: str) -> Detail | None:
    order = one(database, actor, scope, FRESH_ORDER, order_id)
    if order is None:
        return None
    there = ("order_id = ? ORDER BY n, id", (order_id,))
    return Detail(
        order,
        rows_where(database, actor, scope, EXCHANGE, *there),
        rows_where(database, actor, scope, COMPENSATION, *there),
        rows_where(database, actor, scope, POINTS_ENTRY, *there),
        name_of(database, order.get("inspector_id")),
    )


def name_of(database: "Database", staff_id: object) -> str:
    rows = database.read("SELECT name FROM staff WHERE id = ?", (staff_id,)) if staff_id else []
    return str(rows[0][0] or "") if rows else ""


def plain_number(typed: str) -> str:
    """What a gun or a hand gave, without spaces, in narrow signs and capitals."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def by_number(database: "Database", actor: Actor, scope: str, typed: str) -> list[Values]:
    """The orders of a bag's label, or of the last digits spoken; those still under way first, then the newest."""
    wanted = plain_number(typed)
    if not wanted:
        return []
    states = ", ".join(f"'{state}'" for state in LIVE)
    order = f"ORDER BY status NOT IN ({states}), placed_at DESC, id LIMIT {FOUND_MOST}"
    found = rows_where(database, actor, scope, FRESH_ORDER, f"no = ? {order}", (wanted,))
    if found or len(wanted) < TAIL:
        return found
    like = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return rows_where(database, actor, scope, FRESH_ORDER, f"upper(no) LIKE ? ESCAPE '\\' {order}", (like,))


@dataclass(frozen=True, slots=True)
class Walk:
    """What one guard carries in one walk."""

    guard: str
    orders: list[Values]
    exchanges: list[Values]


def walk_of(database: "Database", actor: Actor, scope: str, walk: str) -> Walk:
    """Orders and exchanges that went out together, as they stand."""
    given = ("walk = ? ORDER BY out_at, id", (walk,))
    orders = rows_where(database, actor, scope, FRESH_ORDER, *given)
    exchanges = rows_where(database, actor, scope, EXCHANGE, *given)
    first: Frozen = next(iter([*orders, *exchanges]), {})
    return Walk(str(first.get("guard") or ""), orders, exchanges)


def points_of_home(database: "Database", actor: Actor, scope: str, home_id: str) -> int:
    """The points of a home. Those of an order with two sides to be decided wait until somebody has decided."""
    guard, parameters = visible_to(actor, scope)
    open_branch = "SELECT 1 FROM branch b WHERE b.scope = p.scope AND b.ent = p.order_id AND b.status = 'to_be_decided'"
    sql = f"""SELECT COALESCE(SUM(points), 0) FROM points_entry p
              WHERE p.{guard} AND p.home_id = ? AND p.status = 'given' AND NOT EXISTS ({open_branch})"""
    return int(database.read(sql, [*parameters, home_id])[0][0])
