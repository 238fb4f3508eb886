"""How many are on the list of an order. Today reads it before any rule is wanted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.domain.roles import Actor
from desk.domain.values import Values
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database


def count(database: "Database", actor: Actor, scope: str, orders: Sequence[str]) -> dict[str, int]:
    """How many are on the list of each of these orders; who has none is not there."""
    if not orders:
        return {}
    where, w = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT order_id, COUNT(*) FROM co_report WHERE {where} AND order_id IN ({", ".join("?" * len(orders))})
            AND status <> 'void' GROUP BY order_id""",
        [*w, *orders],
    )
    return {str(order): int(many) for order, many in rows}


def counted(database: "Database", actor: Actor, scope: str, orders: Sequence[Values]) -> list[Values]:
    """The same orders, each with `co_reports` where somebody else reported it too."""
    known = count(database, actor, scope, [str(one["id"]) for one in orders])
    return [{**one, "co_reports": known[one["id"]]} if one["id"] in known else one for one in orders]
