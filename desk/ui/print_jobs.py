"""Which slips are to be printed: their sheets, their numbers in the ledger, and the steps before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.slips import ledger
from desk.services.slips.record import SlipFormat
from desk.services.work_orders.co_report import CO_REPORT, CoReportState
from desk.services.work_orders.record import WORK_ORDER, Status, SuspendReason
from desk.store.query import ListQuery, count, some
from desk.store.steps import StepRequest
from desk.ui.special.order_reads import address

if TYPE_CHECKING:
    from desk.store.database import Database
    from reports.slips.note import DoorNote
    from reports.slips.of_order import Office
    from reports.slips.sheet import SlipSheet

S = Status
PRINTABLE = (S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.SUSPENDED, S.HANDED_OUT, S.FINISHED, S.SLIP_BACK, S.CLOSED)
MOST = 200
REPORTED = tuple(str(one) for one in CoReportState if one is not CoReportState.VOID)


@dataclass(frozen=True, slots=True)
class Job:
    """One slip: its order, its number of print, the sheet in the ledger if it waits there, and what stands on it."""

    order: Values
    copy_no: int
    slip_id: str | None
    sheet: "SlipSheet"
    note: "DoorNote"

    @property
    def no(self) -> str:
        return str(self.order.get("no") or "")

    @property
    def carrier(self) -> str:
        """Who takes the paper."""
        return str(self.order.get("technician") or self.order.get("crew") or self.order.get("contractor") or "")


def jobs(
    database: "Database", actor: Actor, scope: str, ids: Sequence[str], printed_by: str, now: int, again: str = ""
) -> list[Job]:
    """The slips of these orders in their order; a DeskError where there is none to print.

    `again` is when the desk rings those who were not at home, for the notes on their doors.
    """
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
        others = count(database, actor, ListQuery(scope, CO_REPORT, REPORTED, equal={"order_id": ent}))
        sheet = sheet_of(values, office, where, printed_by, now, copy_no, others)
        made.append(Job(values, copy_no, slip_id, sheet, note_of(values, office, where, again)))
    if not made:
        raise DeskError("这一单还没有派工, 没有派工单可打", "请先按 F4 派工")
    return made


def note_of(order: Values, office: "Office", where: str, again: str) -> "DoorNote":
    """The note for one door; the hour is printed where the man has told that nobody was at home."""
    from reports.slips.note import DoorNote
    from reports.words import moment

    came = ""
    if order.get("status") == S.SUSPENDED and order.get("suspend_reason") == SuspendReason.NOBODY_HOME:
        came = moment((order.get("pauses") or [{}])[-1].get("from_at"))[5:]
    return DoorNote(office, str(order.get("no") or ""), where, str(order.get("technician") or ""), came, again)


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
