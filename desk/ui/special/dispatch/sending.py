"""What a dispatch writes, as one group: the order, what the resident was told, the slip. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.flow import Values
from desk.services.work_orders.record import Charge, Informed, PriceForm, Status
from desk.services.work_orders.staffing import CrewOnDuty, Technician
from desk.store.steps import StepRequest

OUT = (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.ARRIVED)
TOLD, LATER = "told", "later"
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

    @property
    def to(self) -> str:
        """To whom the slip goes, as one says it."""
        return self.technician.name if self.technician else f"{self.crew.name}" if self.crew else ""


def price_of(order: Mapping[str, Any]) -> str:
    """The choice an order stands at: its price form if it is paid, else its charge; empty while nothing is agreed."""
    if order.get("charge") == Charge.PAID:
        return str(order.get("price_form") or "")
    return str(order.get("charge") or "")


def step_of(order: Mapping[str, Any], sending: Sending) -> str:
    """Which step sends this order: out already it is reassigned, an outside company takes it over."""
    if sending.crew is not None and sending.crew.outside:
        return "hand_out"
    return "reassign" if order.get("status") in OUT else "dispatch"


def send(scope: str, order: Mapping[str, Any], sending: Sending) -> StepRequest:
    """The step itself; empty values are not sent, so that what the order holds stays."""
    step, crew = step_of(order, sending), sending.crew
    if step == "hand_out" and crew is not None:
        return StepRequest(scope, "work_order", step, {"contractor": crew.name}, order["id"])
    values: Values = {
        "crew_id": crew.id if crew else None,
        "crew": crew.name if crew else None,
        "technician_id": sending.technician.id if sending.technician else None,
        "technician": sending.technician.name if sending.technician else None,
        "tools": sending.tools,
    }
    if sending.window_from_at:
        values |= {"window_from_at": sending.window_from_at, "window_to_at": sending.window_to_at}
    if step == "dispatch":
        values |= {"precautions": sending.precautions, **_price(sending)}
    was = {"technician_id", "technician", "tools", "precautions"}
    said = {name: value for name, value in values.items() if value or (name in was and order.get(name))}
    return StepRequest(scope, "work_order", step, {n: v or None for n, v in said.items()}, order["id"])


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
    if sending.told == TOLD:
        found.append(StepRequest(scope, "work_order", "inform", {"informed_how": str(Informed.ON_CALL)}, order["id"]))
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
        "technician": sending.technician.name if sending.technician else None,
        "queued_at": now,
    }
    return StepRequest(scope, "slip", "issue", {name: value for name, value in values.items() if value is not None})
