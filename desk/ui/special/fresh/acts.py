"""What can be done with an order, an exchange or a claim as it stands, in the order of how often it is wanted."""

from dataclasses import dataclass

from desk.domain.flow import Flow
from desk.domain.roles import Role
from desk.domain.values import Frozen
from desk.services.fresh_orders.matching import is_unchecked
from desk.services.fresh_orders.record import ExchangeState, OrderState

ORDER, EXCHANGE = "fresh_order", "exchange"
# Steps that have their own place on the board or the sheet.
ELSEWHERE = frozenset({"begin", "inspect", "choose", "hand_out", "decline", "tell_shop", "promise", "sign"})
SHEET = (OrderState.PLACED, OrderState.ARRIVED, OrderState.INSPECTING, OrderState.ACCEPTED)
SWAP_SHEET = (ExchangeState.WAITING, ExchangeState.ARRIVED, ExchangeState.INSPECTING, ExchangeState.READY)
ASIDE = {"amend": "到货前", "match": "是哪一家", "forward": "不是本小区的"}
MOST = 9


@dataclass(frozen=True, slots=True)
class Act:
    """`name` is a step, or a word of the page: sheet, claim, swap, order, print:<paper>."""

    name: str
    words: str
    aside: str = ""


def _is_due(step: str, values: Frozen, stopped: bool) -> bool:
    """Whether the order as it stands has a use for it."""
    return {
        "resume": stopped,
        "stop": not stopped,
        "acknowledge": not values.get("acknowledged_at"),
        "late": values.get("status") != OrderState.PLACED,
        "match": is_unchecked(values),
    }.get(step, True)


def acts_of(record: str, values: Frozen, flow: Flow, roles: frozenset[Role]) -> list[Act]:
    """At most nine, one for each digit."""
    status = values.get("status")
    found: list[Act] = []
    if record == ORDER and status == OrderState.OUT:
        found.append(Act("decline", "当面不要", "业主签字前退回一样"))
    if record == ORDER and status == OrderState.DELIVERED:
        found.append(Act("claim", "登记赔偿", "签收后发现坏的"))
    if record == EXCHANGE and status == ExchangeState.WAITING:
        found.append(Act("swap", "告知门店 · 再送时间"))
    if (record == ORDER and status in SHEET) or (record == EXCHANGE and status in SWAP_SHEET):
        found.append(Act("sheet", "验收表"))
    stopped = bool(values.get("stops")) and values["stops"][-1].get("to_at") is None
    for step in flow.possible(status, roles):
        if not step.shown or step.name in ELSEWHERE or step.makes_new or not _is_due(step.name, values, stopped):
            continue
        found.append(Act(step.name, step.label, ASIDE.get(step.name, "")))
    if record == ORDER:
        if status in (OrderState.ACCEPTED, OrderState.OUT, OrderState.DELIVERED):
            found.append(Act("print:delivery", "补打配送签收单"))
            found.append(Act("print:sheet", "打印验收表"))
        else:
            found.append(Act("print:ticket", "补打到单小票"))
    else:
        found.append(Act("print:claim", "打印换货单" if record == EXCHANGE else "打印赔偿单"))
        found.append(Act("order", "看原订单"))
    return found[:MOST]
