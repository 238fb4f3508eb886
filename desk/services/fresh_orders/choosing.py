"""业主选择: what becomes of the items that failed, and the exchange that is opened for each that is wanted again."""

from collections.abc import Mapping
from typing import Any

from desk.domain.deciding import Context, derived_id, told_now
from desk.domain.field import RECORDED, SOURCE
from desk.domain.flow import Frozen, Make, Refusal, Values, Verdict
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.record import Choice, GoodsVerdict, OrderState, RefuseReason
from desk.services.fresh_orders.sampling import goes_up, part_of

CHOOSE = "选 1 先送合格的、2 等齐一起送 或 3 不要该项"


def failed(order: Frozen) -> dict[int, Mapping[str, Any]]:
    """What did not pass, by its number."""
    return {n: row for n, row in by_n(order.get("inspected")).items() if row.get("verdict") != GoodsVerdict.PASS}


def chosen(order: Frozen, body: Frozen, context: Context) -> Verdict:
    """Every item that failed with its choice; an exchange is opened for each that is wanted again."""
    bad, each = failed(order), by_n(body.get("choices"))
    if not set(each) <= set(bad):
        return Verdict(refusal=Refusal("choice", "选择里有合格的一样", "只选没有合格的", "choices"))
    one_for_all = str(body.get("choice"))
    choices = [{"n": n, "choice": str(each.get(n, {}).get("choice") or one_for_all)} for n in sorted(bad)]
    if any(Choice.of(str(one["choice"])) is None for one in choices):
        return Verdict(refusal=Refusal("choice", "还没有选业主要怎么办", CHOOSE, "choices"))
    wanted = [one for one in choices if one["choice"] != Choice.DROP]
    decided: Values = {"choices": choices}
    if body.get("told_by"):
        decided |= told_now("told_shop_at", context)
    makes = tuple(
        exchange_of({**order, **decided, **body}, part_of(by_n(order["items"])[int(str(one["n"]))],
                    bad[int(str(one["n"]))]), one["choice"], str(bad[int(str(one["n"]))].get("fault")), context)
        for one in wanted
    )  # fmt: skip
    if not wanted and len(bad) == len(order.get("items") or ()) and not any(goes_up(row) for row in bad.values()):
        ended = {**told_now("closed_at", context), "refuse_reason": str(RefuseReason.ALL_FAILED)}
        return Verdict(decided | ended, to=OrderState.REFUSED)
    return Verdict(decided, makes)


def exchange_id(scope: str, order_id: str, n: int) -> str:
    """The exchange of one item of an order: the same for every desk and every retry."""
    return derived_id(scope, order_id, f"exchange-{n}")


# What an earlier turn of the same exchange told and no longer holds.
ANEW = (
    "arrived_at", "arrived_recorded_at", "arrived_source", "inspection_at", "inspection_recorded_at",
    "inspection_source", "inspected_at", "inspected_recorded_at", "inspected_source", "got", "temp", "fault",
    "verdict", "out_at", "out_recorded_at", "out_source", "delivered_at", "delivered_recorded_at", "delivered_source",
    "closed_at", "closed_recorded_at", "closed_source", "eta_at",
)  # fmt: skip


def exchange_of(
    order: Frozen, item: Frozen, choice: object, fault: str, context: Context, at_door: bool = False
) -> Make:  # fmt: skip
    order_id, n = str(order["id"]), int(item["n"])
    values: Values = dict.fromkeys(ANEW)
    values |= {name: order.get(name) for name in ("partner", "channel", "shop", "home_id", "where", "resident_id")}
    values |= {name: item.get(name) for name in ("goods", "spec", "unit", "ordered", "price_fen")}
    told = "told_shop" if order.get("told_by") and not at_door else ""
    values |= {
        "order_id": order_id,
        "order_no": order.get("no"),
        "n": n,
        "item": item.get("name"),
        "reason": fault or None,
        "at_door": at_door or None,
        "turn": 1,
        "choice": str(choice),
        "opened_at": context.now,
        "status": "waiting",
        "told_by": order.get("told_by") if told else None,
        **{f"told_shop{part}": order.get(f"told_shop{part}") if told else None for part in ("_at", RECORDED, SOURCE)},
    }
    return Make("exchange", exchange_id(context.scope, order_id, n), values)
