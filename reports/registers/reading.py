"""The rows of a register, in the order of their moments, read a page at a time."""

from collections.abc import Iterator
from heapq import merge
from typing import TYPE_CHECKING

from desk.domain.calendar import end_of_day, start_of_day
from desk.domain.field import RecordType
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.services.revisits.record import REVISIT
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import Cursor, ListQuery, count, page, some
from reports.registers.definition import Asked, Register
from reports.registers.repairs import REPAIRS
from reports.registers.revisits import REVISITS

if TYPE_CHECKING:
    from desk.store.database import Database

REGISTERS: dict[str, Register] = {one.name: one for one in (REPAIRS, REVISITS)}
RECORDS: dict[str, RecordType] = {one.name: one for one in (WORK_ORDER, REVISIT)}
MOST = 1_000_000
PAGE = 500


def total(database: "Database", actor: Actor, asked: Asked) -> int:
    return sum(count(database, actor, query, MOST) for _, query in _queries(asked))


def rows(database: "Database", actor: Actor, asked: Asked) -> Iterator[Values]:
    """Oldest first. Raises NotVisible for who has no role in the estate."""

    def moment(found: tuple[int, Values]) -> int:
        return found[0]

    parts = [_stream(database, actor, asked, name, query) for name, query in _queries(asked)]
    for _, values in merge(*parts, key=moment):
        yield values


def _queries(asked: Asked) -> list[tuple[str, ListQuery]]:
    since, until = start_of_day(asked.from_on), end_of_day(asked.to_on)
    record = RECORDS[asked.register.record]
    return [
        (name, ListQuery(asked.scope, record, states, name, between={name: (since, until)}))
        for name, states in asked.register.moments
    ]


def _stream(
    database: "Database", actor: Actor, asked: Asked, name: str, query: ListQuery
) -> Iterator[tuple[int, Values]]:
    after: Cursor | None = None
    while True:
        part = page(database, actor, query, after, PAGE)
        orders: dict[str, Frozen] = {}
        if asked.register.about_order:
            ids = [str(one["order_id"]) for one in part.rows if one.get("order_id")]
            orders = dict(some(database, actor, asked.scope, WORK_ORDER, ids))
        for values in part.rows:
            yield int(values[name]), {**values, "order": orders.get(str(values.get("order_id")), {})}
        if part.next is None:
            return
        after = part.next
