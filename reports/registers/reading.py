"""The rows of a register, in the order of their moments, read a page at a time."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import TYPE_CHECKING

from desk.domain.calendar import end_of_day, start_of_day
from desk.domain.field import RecordType, Scope
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.domain.scopes import complaints_of, estate_of
from desk.services.complaints.record import COMPLAINT
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER
from desk.services.hand_over.record import HAND_OVER, PROMISE
from desk.services.housekeeping.record import BOOKING
from desk.services.night_log.record import NIGHT_ENTRY
from desk.services.notices.record import NOTICE, NOTICE_CALL, SIGN_UP
from desk.services.people.record import STAFF
from desk.services.revisits.reads import who_asked
from desk.services.revisits.record import REVISIT
from desk.services.slips.record import SLIP
from desk.services.takings.record import DAY_CLOSE, TAKING
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import Cursor, ListQuery, count, page, some, visible_to
from reports.registers.complaints import COMPLAINTS
from reports.registers.definition import Asked, Beside, Register
from reports.registers.fresh import ACCEPTANCES, COMPENSATIONS, EXCHANGES, ORDERS
from reports.registers.housekeeping import HOUSEKEEPING
from reports.registers.money import DAY_CLOSES, TAKINGS
from reports.registers.notices import CALLS, NOTICES, SIGN_UPS
from reports.registers.orders import EMERGENCIES, ENQUIRIES, FORWARDED
from reports.registers.repairs import REPAIRS
from reports.registers.revisits import REVISITS
from reports.registers.shifts import HAND_OVERS, NIGHT, PROMISES
from reports.registers.slips import SLIPS

if TYPE_CHECKING:
    from desk.store.database import Database

BOOKS = (
    REPAIRS, REVISITS, EMERGENCIES, ENQUIRIES, FORWARDED, SLIPS,
    ORDERS, ACCEPTANCES, EXCHANGES, COMPENSATIONS, HOUSEKEEPING,
    NOTICES, CALLS, SIGN_UPS, COMPLAINTS,
    NIGHT, HAND_OVERS, PROMISES,
    TAKINGS, DAY_CLOSES,
)  # fmt: skip
KNOWN = (
    WORK_ORDER, REVISIT, SLIP, FRESH_ORDER, EXCHANGE, COMPENSATION, BOOKING, NOTICE, NOTICE_CALL, SIGN_UP, COMPLAINT,
    NIGHT_ENTRY, HAND_OVER, PROMISE, TAKING, DAY_CLOSE, STAFF,
)  # fmt: skip
REGISTERS: dict[str, Register] = {one.name: one for one in BOOKS}
RECORDS: dict[str, RecordType] = {one.name: one for one in KNOWN}
MOST = 1_000_000
PAGE = 500


def is_confidential(register: Register) -> bool:
    """Whether its rows stand in the file that only handlers open."""
    return RECORDS[register.record].scope is Scope.COMPLAINT


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
    scope = complaints_of(asked.scope) if is_confidential(asked.register) else asked.scope
    return [
        (name, ListQuery(scope, record, states, name, dict(asked.register.equal), {name: (since, until)}))
        for name, states in asked.register.moments
    ]


def _stream(
    database: "Database", actor: Actor, asked: Asked, name: str, query: ListQuery
) -> Iterator[tuple[int, Values]]:
    after: Cursor | None = None
    with_money = asked.register.with_money
    while True:
        part = page(database, actor, query, after, PAGE)
        orders: dict[str, Frozen] = {}
        if asked.register.about_order:
            orders = dict(some(database, actor, asked.scope, WORK_ORDER, [str(one["about_id"]) for one in part.rows]))
            orders |= who_asked(database, actor, asked.scope, ((one["about"], one["about_id"]) for one in part.rows))
        came = _came(database, actor, asked.scope, [str(one["id"]) for one in part.rows]) if with_money else {}
        others = {one.key: _beside(database, actor, asked.scope, one, part.rows) for one in asked.register.beside}
        for values in part.rows:
            money = {"takings": came.get(str(values["id"]), [])} if with_money else {}
            order = orders.get(str(values.get("about_id")), {})
            about = {one.key: others[one.key].get(str(values.get(one.field)), {}) for one in asked.register.beside}
            yield int(values[name]), {**values, "order": order, **about, **money}
        if part.next is None:
            return
        after = part.next


def _beside(database: "Database", actor: Actor, scope: str, named: Beside, rows: Sequence[Frozen]) -> dict[str, Values]:
    """The rows that these name, by id; those of the company stand in its own scope."""
    record = RECORDS[named.record]
    ids = list(dict.fromkeys(str(one[named.field]) for one in rows if one.get(named.field)))
    if record.scope is Scope.COMPANY and ids:
        scope = str(database.read("SELECT scope FROM estate WHERE id = ?", (estate_of(scope),))[0][0])
    return some(database, actor, scope, record, ids)


def _came(database: "Database", actor: Actor, scope: str, orders: Sequence[str]) -> dict[str, list[Values]]:
    """Form and amount of what came in for each of these orders; an order may be paid in two forms."""
    if not orders:
        return {}
    where, parameters = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT order_id, payment, amount_fen FROM taking WHERE {where} AND status = 'taken'
            AND payment <> 'on_account' AND order_id IN ({", ".join("?" * len(orders))}) ORDER BY taken_at, id""",
        [*parameters, *orders],
    )
    found: dict[str, list[Values]] = {}
    for order, payment, fen in rows:
        found.setdefault(str(order), []).append({"payment": payment, "amount_fen": fen})
    return found
