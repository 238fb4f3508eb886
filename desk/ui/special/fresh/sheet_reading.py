"""Reads for one acceptance sheet: the order or exchange, what waits to go with it, and who carries it up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.roles import Actor, Role
from desk.services.fresh_orders import reads
from desk.services.fresh_orders.goods import Goods, goods_of
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE
from desk.store.query import one, visible_to
from desk.ui.counter import Counter
from desk.ui.special.fresh import subject
from desk.ui.special.fresh.subject import Subject

if TYPE_CHECKING:
    from desk.store.database import Database

GUARDS = """SELECT s.id, s.name FROM "grant" g JOIN staff s ON s.id = g.staff_id
            WHERE g.estate_id = ? AND g.role = ? AND g.status = 'active' AND s.status = 'active'
            ORDER BY COALESCE(g.shift, '') = 'off', s.staff_no, s.id"""


@dataclass(frozen=True, slots=True)
class Guard:
    """Somebody who carries goods up; one without an account may have no id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a sheet is filled in with."""

    subject: Subject
    goods: Goods
    guards: tuple[Guard, ...]
    last_guard: str


def read_subject(database: "Database", actor: Actor, scope: str, record: str, ent: str) -> Subject | None:
    if record == subject.ORDER:
        found = reads.detail(database, actor, scope, ent)
        return Subject(record, found.order, found) if found is not None else None
    values = one(database, actor, scope, EXCHANGE, ent)
    found = reads.detail(database, actor, scope, str(values.get("order_id"))) if values else None
    return Subject(record, values, found) if values is not None and found is not None else None


def belonging(database: "Database", actor: Actor, scope: str, ent: str) -> tuple[str, int]:
    """The order that an exchange or a claim hangs on; of a claim also which item. An order is its own."""
    claim = one(database, actor, scope, COMPENSATION, ent)
    if claim is not None:
        return str(claim["order_id"]), int(claim.get("n") or 0)
    swap = one(database, actor, scope, EXCHANGE, ent)
    return (str(swap["order_id"]) if swap is not None else ent), 0


def guards(database: "Database", scope: str) -> tuple[Guard, ...]:
    """The estate's guards, those on duty first."""
    rows = database.read(GUARDS, (scope.partition("/")[2], str(Role.GUARD)))
    found = {str(ent): Guard(str(ent), str(name)) for ent, name in rows}
    return tuple(found.values())


def last_guard(database: "Database", actor: Actor, scope: str) -> str:
    """Who carried the last one up."""
    where, parameters = visible_to(actor, scope)
    rows = database.read(
        f"SELECT guard FROM fresh_order WHERE {where} AND out_at IS NOT NULL ORDER BY out_at DESC LIMIT 1", parameters
    )
    return str(rows[0][0] or "") if rows else ""


def reading(counter: Counter, record: str, ent: str) -> Callable[[], Sheet | None]:
    """For the db lane."""
    database, actor, scope, lists = counter.database, counter.actor, counter.scope, counter.lists()

    def work() -> Sheet | None:
        found = read_subject(database, actor, scope, record, ent)
        if found is None:
            return None
        carriers = guards(database, scope)
        last = last_guard(database, actor, scope)
        if last and all(one.name != last for one in carriers):
            carriers = (*carriers, Guard("", last))
        return Sheet(found, goods_of(lists), carriers, last or (carriers[0].name if carriers else ""))

    return work
