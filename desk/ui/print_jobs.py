"""Which slips are to be printed: their sheets, their numbers in the ledger, and the steps before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.slips import ledger
from desk.services.slips.record import SlipFormat
from desk.services.work_orders.record import WORK_ORDER, Status
from desk.store.query import some
from desk.store.steps import StepRequest
from desk.ui.special.order_reads import address

if TYPE_CHECKING:
    from desk.store.database import Database
    from reports.slips.of_order import Office
    from reports.slips.sheet import SlipSheet

S = Status
PRINTABLE = (S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.SUSPENDED, S.HANDED_OUT, S.FINISHED, S.SLIP_BACK, S.CLOSED)
MOST = 200


@dataclass(frozen=True, slots=True)
class Job:
    """One slip: its order, its number of print, the sheet in the ledger if it waits there, and what stands on it."""

    order: Values
    copy_no: int
    slip_id: str | None
    sheet: "SlipSheet"

    @property
    def no(self) -> str:
        return str(self.order.get("no") or "")

    @property
    def carrier(self) -> str:
        """Who takes the paper."""
        return str(self.order.get("technician") or self.order.get("crew") or self.order.get("contractor") or "")


def jobs(database: "Database", actor: Actor, scope: str, ids: Sequence[str], printed_by: str, now: int) -> list[Job]:
    """The slips of these orders in their order; a DeskError where there is none to print."""
    from reports.slips.of_order import sheet_of

    found = some(database, actor, scope, WORK_ORDER, list(dict.fromkeys(ids))[:MOST])
    office = office_of(database, scope)
    made = []
    for ent in dict.fromkeys(ids):
        values = found.get(ent)
        if values is None or values.get("status") not in PRINTABLE:
            continue
        copy_no, slip_id = ledger.next_print(ledger.of_order(database, actor, scope, ent))
        where = address(database, actor, scope, values)
        made.append(Job(values, copy_no, slip_id, sheet_of(values, office, where, printed_by, now, copy_no)))
    if not made:
        raise DeskError("这一单还没有派工, 没有派工单可打", "请先按 F4 派工")
    return made


def office_of(database: "Database", scope: str) -> "Office":
    """What stands at the head of the paper."""
    from reports.slips.of_order import Office

    rows = database.read("SELECT company, name, desk_phone FROM estate WHERE id = ?", (scope.partition("/")[2],))
    company, name, phone = rows[0] if rows else ("", "", "")
    return Office(str(company or ""), str(name or ""), str(phone or ""))


def issue(scope: str, found: Sequence[Job], slip_format: SlipFormat, now: int) -> list[StepRequest]:
    """The steps that enter the new sheets in the ledger, in the order of the jobs that have none."""
    requests = []
    for job in found:
        if job.slip_id is not None:
            continue
        values = {"order_id": job.order["id"], "no": job.no, "copy_no": job.copy_no, "format": str(slip_format)}
        values["queued_at"] = now
        values |= {name: job.order[name] for name in ("crew", "technician") if job.order.get(name)}
        requests.append(StepRequest(scope, "slip", "issue", values))
    return requests


def printed(scope: str, ids: Sequence[str], printer: str, by: str, slip_format: SlipFormat) -> list[StepRequest]:
    """The steps once the paper is out."""
    values = {"printer": printer[:100], "printed_by": by[:60], "format": str(slip_format)}
    return [StepRequest(scope, "slip", "print", values, ent) for ent in ids]
