"""同报人 of an order, and who still waits to be told that it is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.roles import Actor
from desk.domain.values import Values
from desk.services.work_orders.co_report import CO_REPORT
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import ListQuery, all_of, some

if TYPE_CHECKING:
    from desk.store.database import Database

# What came of an order that nobody works on any more; who wanted to hear of it is rung then.
OVER = ("finished", "slip_back", "closed", "void")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that is over, with those who are to be told, in the order they rang."""

    order: Values
    reports: tuple[Values, ...]


def of_order(database: "Database", actor: Actor, scope: str, order: str) -> list[Values]:
    """The list of one order, in the order they rang; voided ones are left out."""
    found = all_of(database, actor, ListQuery(scope, CO_REPORT, (), "id", {"order_id": order}))
    return [one for one in found if one.get("status") != "void"]


def waiting(database: "Database", actor: Actor, scope: str) -> list[Waiting]:
    """Who wanted to be told of what is over now; the order that was over first comes first."""
    reports = all_of(database, actor, ListQuery(scope, CO_REPORT, ("waiting",), "id"))
    orders = some(database, actor, scope, WORK_ORDER, sorted({str(one["order_id"]) for one in reports}))
    over = [one for one in orders.values() if one.get("status") in OVER]
    over.sort(key=lambda one: (one.get("finished_at") or one.get("reported_at") or 0, one["id"]))
    return [Waiting(order, tuple(one for one in reports if one["order_id"] == order["id"])) for order in over]
