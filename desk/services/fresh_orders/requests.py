"""Steps that belong together: a walk of several bags, an exchange that goes along, signatures typed from one sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import HAPPENED
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.services.fresh_orders.claims import compensation_id
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.record import Choice, ExchangeState, OrderState, Signature, Tick

if TYPE_CHECKING:
    from desk.services.fresh_orders.reads import Detail
    from desk.store.steps import StepRequest

ORDER, EXCHANGE, COMPENSATION = "fresh_order", "exchange", "compensation"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries, and the walk: several bags with one guard share it."""

    guard: str
    guard_id: str = ""
    walk: str = ""

    def values(self) -> Values:
        told: Values = {"guard": self.guard}
        return told | {k: v for k, v in (("guard_id", self.guard_id), ("walk", self.walk)) if v}


@dataclass(frozen=True, slots=True)
class Signed:
    """One line of the sheet that came back. `at` None: now. `declined`: what was left with the guard."""

    at: int | None = None
    signature: str = str(Signature.SELF)
    tick: str = str(Tick.NONE)
    signed_for: str = ""
    unsigned_reason: str = ""
    declined: Sequence[Mapping[str, Any]] = field(default=())

    def values(self) -> Values:
        told: Values = {"signature": self.signature, "tick": self.tick}
        more = (("signed_for", self.signed_for), ("unsigned_reason", self.unsigned_reason), (HAPPENED, self.at))
        return told | {name: value for name, value in more if value}


def _step(scope: str, record: str, step: str, ent: object, values: Frozen) -> "StepRequest":
    from desk.store.steps import StepRequest

    return StepRequest(scope, record, step, dict(values), str(ent))


def gathered(detail: "Detail") -> list[Values]:
    """The exchanges that were waited for and are ready to go along."""
    awaited = {int(one["n"]) for one in detail.order.get("choices") or () if one.get("choice") == Choice.TOGETHER}
    return [one for one in detail.exchanges if one["n"] in awaited and one["status"] == ExchangeState.READY]


def hand_out_requests(scope: str, detail: "Detail", carrier: Carrier, at: int | None = None) -> list["StepRequest"]:
    """The bag and whatever exchange goes along with it. What was dropped since need not be waited for."""
    along = gathered(detail)
    dropped = [one for one in detail.exchanges if one["status"] in (ExchangeState.DROPPED, ExchangeState.VOID)]
    told = carrier.values() | ({HAPPENED: at} if at is not None else {})
    ns = sorted(int(one["n"]) for one in (*along, *dropped))
    order = _step(scope, ORDER, "hand_out", detail.order["id"], told | ({"gathered": ns} if ns else {}))
    return [order, *(_step(scope, EXCHANGE, "hand_out", one["id"], told) for one in along)]


def walk_requests(scope: str, details: Sequence["Detail"], carrier: Carrier) -> list["StepRequest"]:
    """一趟配送: several bags out with one guard, all or none."""
    if not carrier.walk:
        raise DeskError("这一趟没有编号", "请更新程序后再试")
    return [request for one in details for request in hand_out_requests(scope, one, carrier)]


def sign_requests(scope: str, detail: "Detail", signed: Signed) -> list["StepRequest"]:
    """A signature for the bag and for what went with it; what was declined is told first."""
    order, requests = detail.order, []
    along = [
        one for one in detail.exchanges
        if one["status"] == ExchangeState.OUT and one.get("walk") == order.get("walk")
        and one["n"] in (order.get("gathered") or ())
    ]  # fmt: skip
    left = by_n(list(signed.declined))
    if left:
        told: Values = {"declined": [dict(one) for one in signed.declined]}
        requests.append(_step(scope, ORDER, "decline", order["id"], told | _happened(signed)))
    for one in along:
        if int(one["n"]) in left:  # wanted again, the decline itself has sent it back to the shop
            if left[int(one["n"])].get("choice") in (None, "", Choice.DROP):
                requests.append(_step(scope, EXCHANGE, "drop", one["id"], _happened(signed)))
        else:
            requests.append(_step(scope, EXCHANGE, "sign", one["id"], signed.values()))
    if _something_stays(order, along, set(left)):
        requests.append(_step(scope, ORDER, "sign", order["id"], signed.values()))
    return requests


def _happened(signed: Signed) -> Values:
    return {HAPPENED: signed.at} if signed.at is not None else {}


def _something_stays(order: Frozen, along: Sequence[Frozen], left: set[int]) -> bool:
    """Whether the resident keeps anything; else declining it all was the end."""
    from desk.services.fresh_orders.rules import to_deliver

    kept = set(to_deliver(order)) | {int(one["n"]) for one in along}
    return bool(kept - left)


def walk_signed(
    scope: str, details: Sequence["Detail"], sheet: Mapping[str, Signed]
) -> list["StepRequest"]:  # fmt: skip
    """The times typed once from the sheet, by order; orders without a line stay out."""
    out = [one for one in details if one.order["status"] == OrderState.OUT and str(one.order["id"]) in sheet]
    return [request for one in out for request in sign_requests(scope, one, sheet[str(one.order["id"])])]


def report_request(scope: str, order: Frozen, n: int, words: str, **more: Any) -> "StepRequest":
    """A claim on one item: all that the order knows is told with it."""
    item = by_n(order.get("items"))[n]
    told = {name: order.get(name) for name in ("partner", "shop", "home_id", "where", "resident_id", "delivered_at")}
    told |= {
        "order_id": order["id"], "order_no": order.get("no"), "n": n, "item": item.get("name"),
        "goods": item.get("goods"), "price_fen": item.get("price_fen"), "words": words or None, **more,
    }  # fmt: skip
    values = {name: value for name, value in told.items() if value is not None}
    return _step(scope, COMPENSATION, "report", compensation_id(scope, str(order["id"]), n), values)
