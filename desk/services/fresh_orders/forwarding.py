"""转其他小区: an order that came to the wrong estate is void here; the server takes it in where it belongs."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Verdict
from desk.services.fresh_orders.record import OrderVoid


def forward(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"void_reason": str(OrderVoid.WRONG_ESTATE)})
