"""The words of a fresh order's papers from its record, its exchanges and compensations as they stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from desk.services.fresh_orders.record import (
    Cause,
    Choice,
    CompensationState,
    Conclusion,
    ConfirmedHow,
    ExchangeState,
    Fault,
    GoodsUnit,
    GoodsVerdict,
    OrderKind,
    Signature,
    Tick,
    UnsignedReason,
)
from desk.services.fresh_orders.sampling import goes_up
from reports import words
from reports.fresh.claim import ClaimSheet
from reports.fresh.sheet import FreshSheet, Line
from reports.slips.of_order import Office, grouped
from reports.slips.sheet import Ticks

FINE, WRONG = "✓", "×"
# Which of 外包装 色泽 气味 手感 a fault shows in.
SHOWS = {
    Fault.PACKAGING: (0,), Fault.LOOK: (1, 3), Fault.SMELL: (2,), Fault.ROT: (1, 3), Fault.FOREIGN: (0,),
}  # fmt: skip
TICKS = Ticks((Tick.GOOD.label, Tick.FAIR.label, Tick.BAD.label))
Values = Mapping[str, Any]


def sheet_of(
    order: Values, office: Office, address: str, *, printed_by: str, printed_at: int, due_at: int | None = None,
    post: str = "", copy_no: int = 1,
) -> FreshSheet:  # fmt: skip
    """`address` is the home's long form; `due_at` the moment until which it is to be there; `post` the inspector's."""
    items = {int(one["n"]): one for one in order.get("items") or ()}
    found = {int(one["n"]): one for one in order.get("inspected") or ()}
    done = order.get("inspected_at") or printed_at
    conclusion = Conclusion.label_of(order.get("conclusion"))
    return FreshSheet(
        office=office,
        no=str(order.get("no") or ""),
        kind=OrderKind.label_of(order.get("kind")),
        shop=str(order.get("shop") or ""),
        where=str(order.get("where") or ""),
        address=address,
        name=str(order.get("name") or ""),
        phone=grouped(str(order.get("phone") or "")),
        placed_at=words.moment(order.get("placed_at")),
        due=_due(order, due_at, printed_at),
        lines=tuple(
            _line(n, one, found.get(n), _goes(order, n, found.get(n)), n in (order.get("gathered") or ()))
            for n, one in sorted(items.items())
        ),
        note=str(order.get("note") or ""),
        arrived_at=words.moment(order.get("arrived_at")),
        deliverer=str(order.get("deliverer") or ""),
        checked=_matched(order),
        inspected_at=words.clock(order.get("inspected_at"), order.get("placed_at") or done),
        inspector=str(order.get("inspector") or ""),
        post=post,
        conclusion=Ticks(tuple(code.label for code in Conclusion), conclusion),
        faults=_faults(order, items, found),
        handling=_handling(order, items, done),
        guard=str(order.get("guard") or ""),
        out_at=words.clock(order.get("out_at"), printed_at),
        delivered_at=words.moment(order.get("delivered_at")),
        signer=_signer(order),
        satisfaction=_rated(order),
        printed_by=printed_by,
        printed_at=words.moment(printed_at),
        copy_no=copy_no,
    )


def exchange_of(order: Values, exchange: Values, sheet: FreshSheet) -> ClaimSheet:
    """换货单 of one item."""
    beside = exchange.get("opened_at") or 0
    eta, came = words.clock(exchange.get("eta_at"), beside), words.clock(exchange.get("arrived_at"), beside)
    told = [words.clock(exchange.get("told_shop_at") or order.get("told_shop_at"), beside)]
    told.append(str(exchange.get("told_by") or order.get("told_by") or ""))
    return ClaimSheet(
        order=sheet, compensation=False, item=str(exchange.get("item") or ""), spec=str(exchange.get("spec") or ""),
        ordered=_quantity(exchange, exchange.get("ordered")), got=_first_got(order, exchange),
        reason=Fault.label_of(exchange.get("reason")),
        found=f"{'业主当面不要' if exchange.get('at_door') else '验收'} {words.moment(exchange.get('opened_at'))}",
        told_shop=" ".join(part for part in told if part),
        choice=Ticks.of(Choice, exchange.get("choice") or order.get("choice")),
        replacement=f"{came} 到货" if came else f"约 {eta} 到" if eta else "",
        state=ExchangeState.label_of(exchange.get("status")),
    )  # fmt: skip


def compensation_of(order: Values, compensation: Values, sheet: FreshSheet) -> ClaimSheet:
    """赔偿单 of one item."""
    one: Values = next((one for one in order.get("items") or () if one.get("n") == compensation.get("n")), {})
    found: Values = next((one for one in order.get("inspected") or () if one.get("n") == compensation.get("n")), {})
    judged = compensation.get("checked_at") is not None
    how = ConfirmedHow.label_of(compensation.get("confirmed_how"))
    return ClaimSheet(
        order=sheet, compensation=True, item=str(compensation.get("item") or one.get("name") or ""),
        spec=str(one.get("spec") or ""), ordered=_quantity(one, one.get("ordered")),
        got=_quantity(one, found.get("got")), reason=str(compensation.get("words") or ""),
        found=words.moment(compensation.get("reported_at")), told_shop="",
        cause=Cause.label_of(compensation.get("cause")),
        missed=Ticks(("是", "否"), ("是" if compensation.get("missed") else "否") if judged else ""),
        amount_fen=compensation.get("amount_fen"), shop_by=str(compensation.get("shop_by") or ""),
        agreed=f"{words.moment(compensation.get('resident_agreed_at'))} {how}".strip(),
        month=str(compensation.get("month") or ""), state=CompensationState.label_of(compensation.get("status")),
    )  # fmt: skip


def _line(number: int, item: Values, found: Values | None, goes: bool, gathered: bool) -> Line:
    fault = Fault.of(str(found.get("fault") or "")) if found else None
    looked = found is not None and fault is not Fault.MISSING
    temperature = found.get("temp") if found else None
    return Line(
        number=number,
        name=str(item.get("name") or ""),
        spec=str(item.get("spec") or ""),
        ordered=_quantity(item, item.get("ordered")),
        got=_quantity(item, found.get("got")) if found else "",
        looks=tuple(_mark(place in SHOWS.get(fault, ()) if fault else False) for place in range(4))
        if looked
        else ("",) * 4,
        keeps=_mark(fault is Fault.EXPIRED) if looked else "",
        temperature="" if temperature is None else _degrees(int(temperature)),
        verdict=_verdict(found, fault) if found else "",
        goes=goes,
        carried=_carried(item, found) if found and found.get("again") and not gathered else "",
    )


def _carried(item: Values, found: Values) -> str:
    return _quantity(item, int(item.get("ordered") or 0) - int(found["again"]))


def _mark(wrong: bool) -> str:
    return WRONG if wrong else FINE


def _degrees(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}.{part} ℃"


def _verdict(found: Values, fault: Fault | None) -> str:
    if found.get("verdict") == GoodsVerdict.PASS:
        return FINE
    label = GoodsVerdict.label_of(found.get("verdict"))
    again = f"{found['again']} 件" if found.get("again") else ""  # the good boxes go up
    return " ".join(part for part in (label, again, fault.label if fault else "") if part)


def _goes(order: Values, number: int, found: Values | None) -> bool:
    """Whether the item is among the goods that go upstairs: all of them before the inspection."""
    declined = {int(one["n"]) for one in order.get("declined") or ()}
    if number in declined:
        return False
    passed = found is None or goes_up(found)
    return passed or number in (order.get("gathered") or ())


def _matched(order: Values) -> tuple[bool, ...]:
    return tuple(bool(order.get(f"{name}_matched")) for name in ("address", "kinds", "quantity"))


def _quantity(item: Values, amount: object) -> str:
    if amount is None:
        return ""
    return f"{amount} g" if item.get("unit") == GoodsUnit.GRAM else f"{amount} 件"


def _first_got(order: Values, exchange: Values) -> str:
    for one in order.get("inspected") or ():
        if one.get("n") == exchange.get("n"):
            return _quantity(exchange, one.get("got"))
    return ""


def _due(order: Values, due_at: int | None, beside: int) -> str:
    if order.get("window_from_at") is not None:
        return words.window(order["window_from_at"], order.get("window_to_at"))
    return f"{words.clock(due_at, beside)} 前" if due_at is not None else ""


def _faults(order: Values, items: Mapping[int, Values], found: Mapping[int, Values]) -> str:
    said = [str(order.get("exception") or "")]
    for number, one in sorted(found.items()):
        fault = Fault.label_of(one.get("fault"))
        if one.get("opened"):
            ordered = items.get(number, {}).get("ordered")
            said.append(f"{number} {items.get(number, {}).get('name') or ''}: {ordered} 件打开 {one['opened']} 件")
        if fault:
            photos = f" (照片 {len(one['photos'])} 张)" if one.get("photos") else ""
            said.append(f"{number} {items.get(number, {}).get('name') or ''}: {fault}{photos}")
    for one in order.get("declined") or ():
        name = items.get(int(one["n"]), {}).get("name") or ""
        said.append(f"{one['n']} {name}: 业主当面不要 {Fault.label_of(one.get('fault'))}".rstrip())
    return "; ".join(part for part in said if part)


def _handling(order: Values, items: Mapping[int, Values], beside: int) -> str:
    said = []
    if order.get("choice"):
        said.append(f"业主选择: {Choice.label_of(order['choice'])}")
    said += _choices(order.get("choices") or (), items)
    if order.get("told_shop_at"):
        by = f" {order['told_by']}" if order.get("told_by") else ""
        said.append(f"告知门店 {words.clock(order['told_shop_at'], beside)}{by}")
    return "; ".join(said)


def _choices(choices: Iterable[Values], items: Mapping[int, Values]) -> list[str]:
    return [
        f"{items.get(int(one['n']), {}).get('name') or one['n']}: {Choice.label_of(one.get('choice'))}"
        for one in choices
    ]


def _signer(order: Values) -> str:
    signature = order.get("signature")
    if signature == Signature.SELF:
        return f"{order.get('name') or ''} 本人".strip()
    if signature == Signature.BY_OTHER:
        return f"代签 ({order.get('signed_for') or ''})"
    if signature == Signature.UNSIGNED:
        return f"未签: {UnsignedReason.label_of(order.get('unsigned_reason'))}"
    return ""


def _rated(order: Values) -> Ticks:
    label = Tick.label_of(order.get("tick"))
    return Ticks(TICKS.options, label if label in TICKS.options else "")
