"""A saved row goes back: its steps taken back the newest first, its receipt void and free for the same slip. Pure."""

from dataclasses import dataclass

from desk.domain import taking_back
from desk.domain.errors import DeskError
from desk.services.slips.flow import FLOW as SLIP_FLOW
from desk.services.takings.record import TakingVoid
from desk.services.work_orders.flow import FLOW as ORDER_FLOW
from desk.store.steps import Changed, StepRequest

FLOWS = {"work_order": ORDER_FLOW, "slip": SLIP_FLOW}


@dataclass(frozen=True, slots=True)
class Saved:
    """What one row wrote: the requests of its group, and what came of them in the same order."""

    order_id: str
    requests: tuple[StepRequest, ...]
    changed: Changed
    at: int


def undoing(saved: Saved, counted_until: int) -> list[StepRequest]:
    """The requests that take it back. DeskError where money of it was counted or settled meanwhile."""
    found: list[StepRequest] = []
    written = zip(saved.requests, saved.changed.ents, saved.changed.ops, strict=True)
    for request, ent, op in reversed(list(written)):
        if request.record == "taking":
            if counted_until > saved.at:
                raise DeskError("这一行的钱已经日结, 不能整行撤销", "请在“收款”里作废收据, 再按实数登记")
            if request.step == "void":
                raise DeskError("这一行收回了挂账, 不能整行撤销", "请在“收款”里作废收据, 再按实数登记")
            reason = {"void_reason": str(TakingVoid.UNDONE)}
            found.append(StepRequest(request.scope, "taking", "void", reason, ent))
            continue
        flow = FLOWS.get(request.record)
        step = flow.step(request.step) if flow is not None else None
        if step is not None and step.undoable:
            found.append(StepRequest(request.scope, request.record, taking_back.NAME, {"op": op}, ent))
    return found
