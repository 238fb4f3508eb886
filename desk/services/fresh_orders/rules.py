"""What the table of a fresh order cannot say: who accepts when, what may go up, what was chosen, when clocks stop."""

from collections.abc import Sequence
from typing import Any

from desk.domain import duty, pc_clock
from desk.domain.deciding import Context, happened, told_now
from desk.domain.duty import Activity
from desk.domain.field import RECORDED, SOURCE
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.fresh_lists import Fault
from desk.domain.revisiting import Matter, RevisitSource, asked_about
from desk.services.fresh_orders import points
from desk.services.fresh_orders.choosing import chosen, exchange_of, failed
from desk.services.fresh_orders.choosing import exchange_id as exchange_id
from desk.services.fresh_orders.goods import goods_of
from desk.services.fresh_orders.judging import by_n, judged_rows, unmeasured
from desk.services.fresh_orders.matching import wanting
from desk.services.fresh_orders.record import (
    Absence,
    Choice,
    Conclusion,
    GoodsUnit,
    GoodsVerdict,
    LateReason,
    OrderChannel,
    OrderKind,
    OrderState,
    RefuseReason,
    Signature,
    StopReason,
)
from desk.services.fresh_orders.sampling import goes_up, kept_fen, unopened

ITEMS_MOST = 100
ORDER = "fresh_order"


def refuse(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


def _told(before: Frozen, body: Frozen, name: str) -> Any:
    return body.get(name, before.get(name))


# what was ordered


def receive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Defaults of what nobody said. An order without a window is wanted at once."""
    wrong = _wrong_items(body.get("items")) or _wrong_window({}, body)
    if wrong:
        return Verdict(refusal=wrong)
    decided: Values = {}
    if not body.get("kind"):
        decided["kind"] = str(OrderKind.WINDOW if body.get("window_from_at") else OrderKind.INSTANT)
    if not body.get("channel"):
        decided["channel"] = str(OrderChannel.PLATFORM if body.get("partner") else OrderChannel.PHONE)
    if body.get("amount_fen") is None:
        decided["amount_fen"] = sum(int(item.get("price_fen") or 0) for item in body["items"])
    return Verdict(decided)


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Before it arrives; the sum follows the goods."""
    wrong = (_wrong_items(body["items"]) if body.get("items") is not None else None) or _wrong_window(before, body)
    if wrong:
        return Verdict(refusal=wrong)
    if body.get("items") and body.get("amount_fen") is None:
        return Verdict({"amount_fen": sum(int(item.get("price_fen") or 0) for item in body["items"])})
    return Verdict()


def _wrong_items(items: object) -> Refusal | None:
    """Numbered items with a name, a unit and how much of it."""
    if not isinstance(items, list) or not 0 < len(items) <= ITEMS_MOST:
        return Refusal("items", f"订单要有 1 到 {ITEMS_MOST} 样", "请核对品名", "items")
    seen: set[int] = set()
    for item in items:
        n, ordered, price = (
            item.get(name) if isinstance(item, dict) else None for name in ("n", "ordered", "price_fen")
        )
        if not isinstance(n, int) or isinstance(n, bool) or n < 1 or n in seen:
            return Refusal("items", "每一样的序号要不同", "请核对品名", "items")
        seen.add(n)
        name = str(item.get("name") or "").strip()
        if not name or GoodsUnit.of(str(item.get("unit"))) is None:
            return Refusal("items", f"第 {n} 样还没有品名或单位", "单位写克或件", "items")
        if not isinstance(ordered, int) or isinstance(ordered, bool) or not 0 < ordered <= 1_000_000:
            return Refusal("items", f"{name}的数量不对", "称重的写克数, 计件的写件数", "items")
        if price is not None and (not isinstance(price, int) or isinstance(price, bool) or price < 0):
            return Refusal("items", f"{name}的金额不对", "请核对金额", "items")
    return None


def _wrong_window(before: Frozen, body: Frozen) -> Refusal | None:
    begin, end = _told(before, body, "window_from_at"), _told(before, body, "window_to_at")
    if (begin is None) != (end is None) or (begin is not None and end <= begin):
        return Refusal("window", "预约时段的结束早于开始", "请重新写时段, 例如 18:30-19:00", "window_to_at")
    if _told(before, body, "kind") == OrderKind.WINDOW and begin is None:
        return Refusal("window", "预约单还没有时段", "请写送达时段, 或改成即时单", "window_from_at")
    return None


def kept_first(before: Frozen, moment: str) -> Values:
    """The three columns of a moment that is known already: told again, the first word stands."""
    stem = moment.removesuffix("_at")
    names = (moment, stem + RECORDED, stem + SOURCE)
    return {name: before.get(name) for name in names} if before.get(moment) is not None else {}


def acknowledge(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict(kept_first(before, "acknowledged_at"))


# the acceptance


def arrive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict(refusal=_too_early(before, body, context, "placed_at", "到货早于门店接单"))


def _too_early(before: Frozen, body: Frozen, context: Context, than: str, words: str) -> Refusal | None:
    """What is early only by this PC's clock (nothing was told, or what was told is late enough) names that clock."""
    first, told = int(before.get(than) or 0), body.get("happened_at")
    if happened(body, context) < first:
        by_clock = told is None or int(told) >= first
        return Refusal("order", words, pc_clock.REFUSED if by_clock else "请核对时间", "happened_at")
    return None


def begin(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Who may accept is decided by this moment; a bag scanned on the way has arrived with it."""
    at = happened(body, context)
    wrong = duty.refusal(context, Activity.ACCEPTANCE, at) or _too_early(
        before, body, context, "arrived_at" if before.get("arrived_at") else "placed_at", "验收早于到货"
    )
    if wrong:
        return Verdict(refusal=wrong)
    decided: Values = {"inspector_id": context.actor.id}
    if before.get("arrived_at") is None:
        source = "slip" if body.get("happened_at") is not None else "live"
        decided |= {"arrived_at": at, "arrived_recorded_at": context.now, "arrived_source": source}
    return Verdict(decided)


def inspect(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The sheet is judged item by item. Who finishes must have been on duty when the inspection began."""
    begun = int(before.get("inspection_at") or context.now)
    wrong = duty.refusal(context, Activity.ACCEPTANCE, begun) or _too_early(
        before, body, context, "inspection_at", "完成验收早于开始"
    )
    items, told = before.get("items") or [], body["inspected"]
    wrong = wrong or _wrong_numbers(items, told)
    if wrong:
        return Verdict(refusal=wrong)
    goods, found = goods_of(context.lists), by_n(told)
    for item in items:
        seen = found.get(int(item["n"]), {})
        wrong = unmeasured(item, seen, goods, context.settings) or unopened(item, seen, context.settings)
        if wrong:
            return Verdict(refusal=wrong)
    rows = judged_rows(items, told, goods, context.settings)
    decided: Values = {
        "inspected": rows,
        "conclusion": str(concluded(rows)),
        "inspector_id": context.actor.id,
    }
    for name in ("address_matched", "kinds_matched", "quantity_matched"):
        if body.get(name) is None:
            decided[name] = True
    if not body.get("choice") or concluded(rows) is Conclusion.PASSED:
        gone = dict.fromkeys([name for name in ("choice", "choices") if body.get(name)])
        return Verdict(decided | gone)
    wish = chosen({**before, **decided}, body, context)
    return wish if wish.refusal else Verdict(decided | dict(wish.set), wish.make, wish.to)


def _wrong_numbers(items: Sequence[Frozen], told: object) -> Refusal | None:
    known = set(by_n(items))
    if not isinstance(told, list) or not all(isinstance(one, dict) and one.get("n") in known for one in told):
        return Refusal("items", "验收表里有订单上没有的一样", "请按订单逐项验收", "inspected")
    return None


def concluded(rows: Sequence[Frozen]) -> Conclusion:
    passed = [row for row in rows if row["verdict"] == GoodsVerdict.PASS]
    if len(passed) == len(rows):
        return Conclusion.PASSED
    return Conclusion.EXCHANGE if passed or any(goes_up(row) for row in rows) else Conclusion.REFUSED


# what the resident chose


def choose(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Once. Who waited for all may still say: bring me what is good."""
    if not failed(before):
        return refuse("choice", "这一单全部合格, 不用选择", "请直接交配送", "choice")
    if before.get("choice"):
        sooner = before["choice"] == Choice.TOGETHER and body.get("choice") == Choice.FIRST_GOOD
        if not sooner or body.get("choices"):
            was = Choice.label_of(before["choice"])
            return refuse("chosen", f"业主已经选了“{was}”", "换货不要了请在换货里办“不要了”", "choice")
        return Verdict({"choices": [{**one, "choice": str(_sooner(one))} for one in before.get("choices") or ()]})
    return chosen(before, body, context)


def _sooner(one: Frozen) -> object:
    return Choice.FIRST_GOOD if one.get("choice") == Choice.TOGETHER else one.get("choice")


# the delivery


def to_deliver(order: Frozen) -> list[int]:
    """The items that go up with the order itself: passed (of many boxes the good ones), not declined at the door."""
    declined = set(by_n(order.get("declined")))
    rows = by_n(order.get("inspected"))
    return [n for n, row in sorted(rows.items()) if goes_up(row) and n not in declined]


def hand_out(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What failed needs the resident's word first; who wants all together gets all together."""
    wrong = wanting(before) or _too_early(before, body, context, "inspected_at", "交配送早于验收")
    if wrong:
        return Verdict(refusal=wrong)
    bad = failed(before)
    if bad and not before.get("choice"):
        return refuse("choice", "有不合格的, 还没有问业主", "请先打电话, 选 1 先送、2 等齐 或 3 不要该项", "choice")
    names = by_n(before.get("items"))
    awaited = {int(one["n"]) for one in before.get("choices") or () if one.get("choice") == Choice.TOGETHER}
    lacking = sorted(awaited - set(body.get("gathered") or ()))
    if lacking:
        what = "、".join(str(names.get(n, {}).get("name") or n) for n in lacking)
        return refuse(
            "together", f"业主要等齐一起送, {what}还没有换到", "等换货验收合格, 或改选“先送合格的”", "gathered"
        )
    if not to_deliver(before) and not body.get("gathered"):
        return refuse("nothing", "没有合格的可以送", "请等换货, 或办“整单拒收”")
    return Verdict(resumed(before, happened(body, context)))


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"copies": int(before.get("copies") or 0) + 1})


def signature_refusal(before: Frozen, body: Frozen) -> Refusal | None:
    signature = _told(before, body, "signature")
    if signature == Signature.BY_OTHER and not _told(before, body, "signed_for"):
        return Refusal("signed_for", "代签还没有写关系", "请写代签人是谁, 例如“妻子”“邻居”", "signed_for")
    if signature == Signature.UNSIGNED and not _told(before, body, "unsigned_reason"):
        return Refusal("unsigned", "未签还没有选原因", "请选一个未签原因", "unsigned_reason")
    return None


def sign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Delivered: the clocks stop, points are given once, and the sample may draw a call."""
    wrong = signature_refusal(before, body) or _too_early(before, body, context, "out_at", "送达早于交配送")
    if wrong:
        return Verdict(refusal=wrong)
    at = happened(body, context)
    items, goes = by_n(before.get("items")), to_deliver(before)
    rows = by_n(before.get("inspected"))
    amount = sum(kept_fen(items[n], rows[n]) for n in goes if n in items)
    makes = [points.given(before, 0, amount, at, context)] if points.due(before, amount, context) else []
    if goes:
        makes.append(asked_about(matter(before, at), RevisitSource.FRESH, context))
    return Verdict(resumed(before, at), tuple(makes))


def matter(order: Frozen, done_at: int, item: str = "") -> Matter:
    """The delivery as a call about it names it."""
    items = order.get("items") or []
    first = item or "、".join(str(one.get("name")) for one in items[:2]) + ("等" if len(items) > 2 else "")
    return Matter(
        ORDER, str(order.get("order_id") or order["id"]), order.get("order_no") or order.get("no"), first,
        str(order.get("guard") or ""), done_at, order.get("where"), order.get("home_id"), order.get("resident_id"),
    )  # fmt: skip


def decline(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Before the signature an item may be left with the guard; it is exchanged, or no longer wanted."""
    goes, told = set(to_deliver(before)), body["declined"]
    gathered, rows = set(before.get("gathered") or ()), by_n(before.get("inspected"))
    items, makes = by_n(before.get("items")), []
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        return refuse("declined", "当面不要的写法不对", "请更新程序后再试", "declined")
    kept = [dict(one) for one in before.get("declined") or ()]
    for one in told:
        n, choice, fault = one.get("n"), Choice.of(str(one.get("choice") or "")), one.get("fault")
        if n not in goes and n not in gathered:
            return refuse("declined", "不要的不在这次送的里面", "请核对是哪一样", "declined")
        if rows.get(int(n), {}).get("again"):
            return refuse("declined", "这一样已经在换几件", "请写在经过里, 换货到了一起办", "declined")
        if fault and Fault.of(str(fault)) is None:
            return refuse("fault", "不认识的异常", "请按数字选原因", "declined")
        kept = [old for old in kept if old.get("n") != n] + [{"n": n, "fault": fault, "choice": choice and str(choice)}]
        if choice in (Choice.FIRST_GOOD, Choice.TOGETHER):
            makes.append(exchange_of(before, items[int(n)], choice, str(fault or ""), context, at_door=True))
    decided: Values = {"declined": kept}
    if to_deliver({**before, **decided}) or gathered - set(by_n(kept)):
        return Verdict(decided, tuple(makes))
    ended = {**told_now("closed_at", context), "refuse_reason": str(RefuseReason.RESIDENT)}
    return Verdict(decided | ended, tuple(makes), OrderState.REFUSED)


def refuse_whole(before: Frozen, body: Frozen, context: Context) -> Verdict:
    told = told_now("told_shop_at", context) if body.get("told_by") else {}
    return Verdict({"conclusion": str(Conclusion.REFUSED), **resumed(before, happened(body, context)), **told})


# the clocks


def stop(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """业主不在, 要求晚送: the clocks stand from the call on. Taken back, the bag waits at the counter again."""
    stops, at = before.get("stops") or [], happened(body, context)
    if stops and stops[-1].get("to_at") is None:
        return refuse("stopped", "已经停表了", "再送时按“继续计时”, 或直接登记签收")
    if at < int(before.get("arrived_at") or 0):
        return refuse("order", "停表早于到货", "请核对打电话的时间", "happened_at")
    if StopReason.of(str(body["stop_reason"])) is None:
        return refuse("reason", "还没有选停表原因", "选业主不在, 或业主要求晚送", "stop_reason")
    one = {"from_at": at, "to_at": None, "reason": str(body["stop_reason"]), "call": str(body["owner_call"])}
    decided: Values = {"stops": [*stops, one]}
    if not before.get("late_reason"):
        absent = body["stop_reason"] == StopReason.OWNER_ABSENT
        decided["late_reason"] = str(LateReason.OWNER_ABSENT if absent else LateReason.OWNER_LATER)
    back = body.get("absence") == Absence.TAKEN_BACK and before.get("status") == OrderState.OUT
    return Verdict(decided, to=OrderState.ACCEPTED if back else None)


def resume(before: Frozen, body: Frozen, context: Context) -> Verdict:
    found = resumed(before, happened(body, context))
    return Verdict(found) if found else refuse("running", "没有停表", "不用继续计时")


def resumed(before: Frozen, at: int) -> Values:
    """The open stop ends: not before it began."""
    stops = before.get("stops") or []
    if not stops or stops[-1].get("to_at") is not None:
        return {}
    return {"stops": [*stops[:-1], {**stops[-1], "to_at": max(at, int(stops[-1]["from_at"]))}]}


def remark(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict() if body.get("remark") else refuse("asks", "还没有写要记的话", "请写一句再保存", "remark")
