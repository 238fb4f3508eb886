"""Lists a page at a time by keyset, never by offset; every list, search and export goes through `visible_to`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.domain.field import RecordType
from desk.domain.roles import Actor, Role
from desk.domain.scopes import is_confidential
from desk.domain.values import Values
from desk.store.rows import columns_of

if TYPE_CHECKING:
    from desk.domain.page import Pile
    from desk.store.database import Database

PAGE_ROWS = 100
COUNTED_TO = 1_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins: the order value and id of the last row."""

    value: Any
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows as values, and the cursor behind them (None: no more)."""

    rows: list[Values]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which rows, in which order. `order` is a field, with `-` for the newest or largest first.

    `equal` filters by exact values, `since`/`until` bound the order's field or another: {field: (from, to)}.
    """

    scope: str
    record: RecordType
    states: tuple[str, ...] = ()
    order: str = "-id"
    equal: Mapping[str, Any] = field(default_factory=dict)
    between: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @classmethod
    def of_pile(cls, scope: str, record: RecordType, pile: "Pile", **more: Any) -> "ListQuery":
        return cls(scope, record, pile.states, pile.order, **more)


READS_COMPLAINTS = frozenset({Role.MANAGER, Role.HEAD_OFFICE})
# A complaint names in its list `handlers` by their ids who else may read it; nobody reads what is about himself.
ABOUT = "SELECT c.id FROM complaint c WHERE c.scope = ? AND c.about_id = ?"
HANDLED = f"""scope = ? AND {{whose}} IN (SELECT c.id FROM complaint c WHERE c.scope = ?
              AND EXISTS (SELECT 1 FROM json_each(c.handlers) h WHERE h.value = ?)) AND {{whose}} NOT IN ({ABOUT})"""
OVERSEEN = f"scope = ? AND {{whose}} NOT IN ({ABOUT})"
# What stands beside a complaint is read by who reads that: where the row says which one it is.
WHOSE = {
    "attachment": "about_id",
    "branch": """COALESCE((SELECT a.about_id FROM attachment a WHERE a.scope = branch.scope AND a.id = branch.ent),
                 branch.ent)""",
}


class NotVisible(LookupError):
    """A list was asked for somebody who holds no role in the scope."""


def visible_to(actor: Actor, scope: str, record: str = "complaint") -> tuple[str, list[Any]]:
    """The condition that guards every read: one estate's rows for those who hold a role there.

    Of complaints the manager and the head office read all, whoever else is named as a handler those complaints; none
    reads those about himself. `record`: whose rows are read, where they are a complaint's files or sides.
    """
    if not actor.roles:
        raise NotVisible(scope)
    if is_confidential(scope):
        whose = WHOSE.get(record, "id")
        if actor.may(READS_COMPLAINTS):
            return OVERSEEN.format(whose=whose), [scope, scope, actor.id]
        return HANDLED.format(whose=whose), [scope, scope, actor.id, scope, actor.id]
    return "scope = ?", [scope]


def page(database: "Database", actor: Actor, query: ListQuery, after: Cursor | None, rows: int = PAGE_ROWS) -> Page:
    """One page. NULLs of the order's field come last, by id."""
    where, parameters = _where(actor, query)
    name, down = query.order.removeprefix("-"), query.order.startswith("-")
    way = "DESC" if down else "ASC"
    if after is not None:
        more, values = _behind(name, after, "<" if down else ">")
        where, parameters = f"{where} AND {more}", [*parameters, *values]
    columns = columns_of(query.record)
    names = query.names or columns.names
    sql = columns.select(where, (*names, name, "id"))
    order = f'"id" {way}' if name == "id" else f'"{name}" IS NULL, "{name}" {way}, "id" {way}'
    found = database.read(f"{sql} ORDER BY {order} LIMIT ?", [*parameters, rows + 1])
    values_of = [columns.decode(row[:-2], names) for row in found[:rows]]
    last = found[rows - 1] if len(found) > rows else None
    return Page(values_of, Cursor(last[-2], last[-1]) if last else None)


def _behind(name: str, after: Cursor, than: str) -> tuple[str, list[Any]]:
    if name == "id":
        return f'"id" {than} ?', [after.id]
    if after.value is None:
        return f'("{name}" IS NULL AND "id" {than} ?)', [after.id]
    return (
        f'("{name}" {than} ? OR ("{name}" = ? AND "id" {than} ?) OR "{name}" IS NULL)',
        [after.value, after.value, after.id],
    )


def _where(actor: Actor, query: ListQuery) -> tuple[str, list[Any]]:
    where, parameters = visible_to(actor, query.scope, query.record.name)
    parts = [where]
    if query.states:
        parts.append(f"status IN ({', '.join('?' * len(query.states))})")
        parameters += query.states
    for name, value in query.equal.items():
        _known(query, name)
        parts.append(f'"{name}" IS NULL' if value is None else f'"{name}" = ?')
        parameters += [] if value is None else [value]
    for name, (low, high) in query.between.items():
        _known(query, name)
        parts.append(f'"{name}" >= ? AND "{name}" < ?')
        parameters += [low, high]
    return " AND ".join(parts), parameters


def _known(query: ListQuery, name: str) -> None:
    if name != "id" and not query.record.has(name):
        raise KeyError(name)


def count(database: "Database", actor: Actor, query: ListQuery, most: int = COUNTED_TO) -> int:
    """How many rows, counted up to `most` (a whole count of a million rows takes 26 ms)."""
    where, parameters = _where(actor, query)
    sql = f'SELECT COUNT(*) FROM (SELECT 1 FROM "{query.record.name}" WHERE {where} LIMIT ?) t'
    return int(database.read(sql, [*parameters, most])[0][0])


def one(database: "Database", actor: Actor, scope: str, record: RecordType, ent: str) -> Values | None:
    """One record's values."""
    where, parameters = visible_to(actor, scope, record.name)
    columns = columns_of(record)
    rows = database.read(columns.select(f"{where} AND id = ?"), [*parameters, ent])
    return columns.decode(rows[0]) if rows else None


def some(database: "Database", actor: Actor, scope: str, record: RecordType, ids: Sequence[str]) -> dict[str, Values]:
    """Several records by id."""
    if not ids:
        return {}
    where, parameters = visible_to(actor, scope, record.name)
    columns = columns_of(record)
    marks = ", ".join("?" * len(ids))
    rows = database.read(columns.select(f"{where} AND id IN ({marks})"), [*parameters, *ids])
    return {values["id"]: values for values in (columns.decode(row) for row in rows)}


def all_of(database: "Database", actor: Actor, query: ListQuery) -> list[Values]:
    """Every row of a short list (crews, staff, an order's slips)."""
    found: list[Values] = []
    after: Cursor | None = None
    while True:
        part = page(database, actor, query, after)
        found += part.rows
        if part.next is None:
            return found
        after = part.next
