"""What a dispatch writes, as one group: the order, what the resident was told, the slip. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.flow import Values
from desk.services.work_orders.record import Charge, Informed, PriceForm, Status
from desk.services.work_orders.rules import PERSONS
from desk.services.work_orders.staffing import CrewOnDuty, Technician
from desk.store.steps import StepRequest

OUT = (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.ARRIVED)
TOLD, LATER, FACE = "told", "later", "face"
HOW = {TOLD: Informed.ON_CALL, FACE: Informed.FACE}
FORMS = {"list": PriceForm.LIST, "range": PriceForm.RANGE, "on_site": PriceForm.ON_SITE}


@dataclass(frozen=True, slots=True)
class Sending:
    """What was chosen. `price` is a charge (free, warranty) or, for paid work, a price form (list, range, on_site)."""

    crew: CrewOnDuty | None
    technician: Technician | None = None
    window_from_at: int = 0
    window_to_at: int = 0
    price: str = ""
    low_fen: int | None = None
    high_fen: int | None = None
    tools: str = ""
    precautions: str = ""
    told: str = ""
    second: Technician | None = None
    company: str = ""
    company_phone: str = ""
    company_no: str = ""

    @property
    def is_outside(self) -> bool:
        return self.crew is not None and self.crew.outside

    @property
    def names(self) -> str:
        """The men who go: 王建国, or 王建国、李伟 where two are needed; empty where the foreman picks."""
        return "、".join(one.name for one in (self.technician, self.second) if one is not None)

    @property
    def to(self) -> str:
        """To whom the slip goes, as one says it."""
        if self.is_outside:
            return self.company
        return self.names or (self.crew.name if self.crew else "")


def price_of(order: Mapping[str, Any]) -> str:
    """The choice an order stands at: its price form if it is paid, else its charge; empty while nothing is agreed."""
    if order.get("charge") == Charge.PAID:
        return str(order.get("price_form") or "")
    return str(order.get("charge") or "")


def step_of(order: Mapping[str, Any], sending: Sending) -> str:
    """Which step sends this order: out already it is reassigned, an outside company takes it over."""
    if sending.is_outside:
        return "hand_out"
    return "reassign" if order.get("status") in OUT else "dispatch"


def send(scope: str, order: Mapping[str, Any], sending: Sending) -> StepRequest:
    """The step itself; empty values are not sent, so that what the order holds stays."""
    step, crew = step_of(order, sending), sending.crew
    if step == "hand_out":
        return StepRequest(scope, "work_order", step, _company(order, sending), order["id"])
    values: Values = {
        "crew_id": crew.id if crew else None,
        "crew": crew.name if crew else None,
        "technician_id": sending.technician.id if sending.technician else None,
        "technician": sending.technician.name if sending.technician else None,
        "second_technician_id": sending.second.id if sending.second else None,
        "second_technician": sending.second.name if sending.second else None,
        "tools": sending.tools,
    }
    if sending.window_from_at:
        values |= {"window_from_at": sending.window_from_at, "window_to_at": sending.window_to_at}
    if step == "dispatch":
        values |= {"precautions": sending.precautions, **_price(sending)}
    was = {*PERSONS, "tools", "precautions"}
    said = {name: value for name, value in values.items() if value or (name in was and order.get(name))}
    return StepRequest(scope, "work_order", step, {n: v or None for n, v in said.items()}, order["id"])


def _company(order: Mapping[str, Any], sending: Sending) -> Values:
    """What the company's people repair under warranty stays a matter of warranty."""
    values: Values = {
        "contractor": sending.company,
        "contractor_phone": sending.company_phone,
        "contractor_no": sending.company_no,
        "charge": str(Charge.WARRANTY) if order.get("charge") == Charge.WARRANTY else "",
        "window_from_at": sending.window_from_at,
        "window_to_at": sending.window_to_at,
    }
    return {name: value for name, value in values.items() if value}


def _price(sending: Sending) -> Values:
    if not sending.price:
        return {}
    form = FORMS.get(sending.price)
    if form is None:
        return {"charge": sending.price}
    amounts = {"price_from_fen": sending.low_fen, "price_to_fen": sending.high_fen}
    return {"charge": str(Charge.PAID), "price_form": str(form), **amounts}


def group(
    scope: str, order: Mapping[str, Any], sending: Sending, slips: Sequence[Mapping[str, Any]], paper: str, now: int
) -> list[StepRequest]:
    """Everything one key press writes, in one transaction.

    A slip that was issued and never printed is void: on it stands what no longer holds. `paper` is the slip's format.
    """
    found = [send(scope, order, sending)]
    how = HOW.get(sending.told)
    if how is not None:
        found.append(StepRequest(scope, "work_order", "inform", {"informed_how": str(how)}, order["id"]))
    found += [StepRequest(scope, "slip", "void", {}, one["id"]) for one in slips if one.get("status") == "unprinted"]
    if step_of(order, sending) != "hand_out":
        found.append(slip_for(scope, order, sending, slips, paper, now))
    return found


def slip_for(
    scope: str, order: Mapping[str, Any], sending: Sending, slips: Sequence[Mapping[str, Any]], paper: str, now: int
) -> StepRequest:
    """The sheet, still to be printed; a copy that was never on paper does not count."""
    printed = [one for one in slips if one.get("printed_at")]
    values: Values = {
        "order_id": order["id"],
        "no": order.get("no"),
        "copy_no": len(printed) + 1,
        "format": paper,
        "crew": sending.crew.name if sending.crew else None,
        "technician": sending.names or None,
        "queued_at": now,
    }
    return StepRequest(scope, "slip", "issue", {name: value for name, value in values.items() if value is not None})
