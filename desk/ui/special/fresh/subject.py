"""What is inspected: an order, or one item that comes again; its steps are named alike, their bodies are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.values import Frozen, Values
from desk.services.fresh_orders import requests
from desk.services.fresh_orders.choosing import failed as failed_of
from desk.services.fresh_orders.reads import Detail
from desk.services.fresh_orders.record import Choice, ExchangeState, OrderState
from desk.services.fresh_orders.requests import Carrier
from desk.services.fresh_orders.rules import to_deliver
from desk.services.slips import files
from desk.store.steps import StepRequest
from desk.ui.special.fresh.draft import Draft

ORDER, EXCHANGE = "fresh_order", "exchange"
MATCHED: Mapping[str, str] = {"address": "address_matched", "kinds": "kinds_matched", "quantity": "quantity_matched"}
GONE = (ExchangeState.DROPPED, ExchangeState.VOID)


@dataclass(frozen=True, slots=True)
class Subject:
    """`record` says which of the two, `values` how it stands; `detail` is the order with all that hangs on it."""

    record: str
    values: Frozen
    detail: Detail

    @property
    def id(self) -> str:
        return str(self.values["id"])

    @property
    def order(self) -> Frozen:
        return self.detail.order

    @property
    def is_order(self) -> bool:
        return self.record == ORDER

    @property
    def status(self) -> str:
        return str(self.values.get("status") or "")

    @property
    def no(self) -> str:
        return str(self.order.get("no") or "")

    @property
    def items(self) -> list[Values]:
        if self.is_order:
            return [dict(one) for one in self.values.get("items") or ()]
        names = ("n", "goods", "spec", "unit", "ordered", "price_fen")
        return [{**{name: self.values.get(name) for name in names}, "name": self.values.get("item")}]

    @property
    def inspecting(self) -> bool:
        return self.status in (OrderState.INSPECTING, ExchangeState.INSPECTING)

    @property
    def inspected(self) -> bool:
        return self.status in (OrderState.ACCEPTED, ExchangeState.READY)

    @property
    def may_begin(self) -> bool:
        """Whether its inspection can begin, or be taken up."""
        here = (OrderState.PLACED, OrderState.ARRIVED) if self.is_order else (
            ExchangeState.WAITING, ExchangeState.ARRIVED)  # fmt: skip
        return self.status in here or self.inspecting

    @property
    def failed(self) -> list[tuple[str, str]]:
        """(item, fault word) of what did not pass, after the inspection."""
        names = {int(one["n"]): str(one.get("name") or "") for one in self.items}
        return [(names.get(n, ""), str(row.get("fault") or "")) for n, row in sorted(failed_of(self.values).items())]

    @property
    def wishes(self) -> list[tuple[str, str]]:
        """(item, choice) of what did not pass, once the resident was asked."""
        names = {int(one["n"]): str(one.get("name") or "") for one in self.items}
        told = self.values.get("choices") or () if self.is_order else ()
        return [(names.get(int(one["n"]), ""), str(one.get("choice") or "")) for one in told]

    @property
    def asks_choice(self) -> bool:
        return self.is_order and self.inspected and bool(self.failed) and not self.values.get("choice")

    @property
    def gathered(self) -> list[int]:
        """What came again and goes up with the rest."""
        return [int(one["n"]) for one in requests.gathered(self.detail)] if self.is_order else []

    @property
    def going(self) -> list[int]:
        """The numbers of what goes up now."""
        if not self.is_order:
            return [int(self.values.get("n") or 0)]
        return sorted({*to_deliver(self.values), *self.gathered})

    @property
    def awaited(self) -> list[int]:
        """What is waited for before anything goes up."""
        if not self.is_order:
            return []
        wanted = {int(one["n"]) for one in self.values.get("choices") or () if one.get("choice") == Choice.TOGETHER}
        gone = {int(one["n"]) for one in self.detail.exchanges if one.get("status") in GONE}
        return sorted(wanted - set(self.gathered) - gone)

    @property
    def ready(self) -> bool:
        return self.inspected and not self.asks_choice and not self.awaited and bool(self.going)

    @property
    def state_words(self) -> str:
        """How it stands, in the counter's words."""
        return (OrderState if self.is_order else ExchangeState).label_of(self.status)

    def finished_sheet(self) -> Values:
        """A sheet that was finished, as a draft takes it up to show it again."""
        matched = {name: self.values.get(field) is not False for name, field in MATCHED.items()}
        names = ("n", "got", "temp", "fault", "photos", "opened", "spoiled")
        told = self.values.get("inspected") or () if self.is_order else (
            {name: self.values.get(name) for name in names},)  # fmt: skip
        rows = [
            {**{name: one.get(name) for name in names}, "seen": True,
             "photos": [{"sha256": sha256} for sha256 in one.get("photos") or ()]}
            for one in told
        ]  # fmt: skip
        return {"matched": matched, "signed": bool(self.values.get("deliverer_signed")), "items": rows}

    # requests

    def begin(self, scope: str) -> StepRequest:
        return StepRequest(scope, self.record, "begin", {}, self.id)

    def inspect(self, scope: str, draft: Draft) -> list[StepRequest]:
        """The sheet, and the photos that it names: one group."""
        told = draft.told()
        if self.is_order:
            body: Values = {"inspected": told, "deliverer_signed": draft.signed}
            body |= {MATCHED[name]: value for name, value in draft.matched.items() if name in MATCHED}
        else:
            body = {name: value for name, value in told[0].items() if name != "n"}
        photos: dict[str, dict[str, Any]] = {}
        for one in draft.looked.values():
            photos |= {str(photo["sha256"]): photo for photo in one.photos}
        order = str(self.order["id"])
        return [
            StepRequest(scope, self.record, "inspect", body, self.id),
            *files.additions(scope, "fresh_order", order, photos.values()),
        ]

    def hand_out(self, scope: str, carrier: Carrier) -> list[StepRequest]:
        """To the guard; what came again for it goes along."""
        if self.is_order:
            return requests.hand_out_requests(scope, self.detail, carrier)
        return [StepRequest(scope, EXCHANGE, "hand_out", carrier.values(), self.id)]
