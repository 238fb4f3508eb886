"""What is read for one returned slip: its order, its paper, its money, the receipt book's next number."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.slips import ledger
from desk.services.takings import reads as money
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import one
from desk.ui.special.order_reads import address

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Found:
    """A slip's order, with the paper that the ledger knows and the sums that were taken for it."""

    values: Values
    address: str
    slips: list[Values]
    takings: list[Values] = field(default_factory=list)
    next_receipt: str = ""
    on: str = ""  # which side of it this is, while two stand

    @property
    def id(self) -> str:
        return str(self.values["id"])

    @property
    def no(self) -> str:
        return str(self.values.get("no") or "")


def read_slip(database: "Database", actor: Actor, scope: str, ent: str) -> Found | None:
    values = one(database, actor, scope, WORK_ORDER, ent)
    if values is None:
        return None
    return Found(
        values,
        address(database, actor, scope, values),
        ledger.of_order(database, actor, scope, ent),
        money.of_order(database, actor, scope, ent),
        money.next_number(database, actor, scope),
    )
