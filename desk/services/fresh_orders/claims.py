"""赔偿: in time, inspected again, explained or agreed with the shop, confirmed by the resident; one claim an item."""

from desk.domain.calendar import HOUR, day_of
from desk.domain.deciding import Context, derived_id, happened, told_now
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.revisiting import RevisitSource, asked_about
from desk.domain.roles import Role
from desk.services.fresh_orders.goods import Goods, goods_of
from desk.services.fresh_orders.record import CompensationState, Finding
from desk.services.fresh_orders.rules import matter, refuse

MAY_LATE = frozenset({Role.SUPERVISOR, Role.MANAGER})  # who may take a claim that comes too late
MOST_FEN = 10_000_000


def compensation_id(scope: str, order_id: str, n: int) -> str:
    """The claim on one item of an order: the same on every desk."""
    return derived_id(scope, order_id, f"compensation-{n}")


def known(before: Frozen) -> Refusal:
    state = CompensationState.label_of(before.get("status"))
    return Refusal("exists", f"这一样已经登记过赔偿, 现在是“{state}”", "请打开那一笔接着办", "n")


def hours_to_claim(goods: Goods, code: object, name: str, context: Context) -> int:
    frozen = goods.kind(code, name).frozen
    return context.settings.number("fresh.claim_frozen_hours" if frozen else "fresh.claim_hours")


def report(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Within 24 hours of the signature, frozen goods 48; later only by somebody who may be lenient, and marked."""
    at, delivered = happened(body, context), int(body["delivered_at"])
    if at < delivered:
        return refuse("order", "申报早于签收", "请核对申报时间", "happened_at")
    hours = hours_to_claim(goods_of(context.lists), body.get("goods"), str(body.get("item") or ""), context)
    if at - delivered <= hours * HOUR:
        return Verdict()
    if not context.actor.may(MAY_LATE):
        return refuse("late", f"签收已超过 {hours} 小时", "请客服主管或项目经理决定是否受理", "delivered_at")
    return Verdict({"late_claim": True})


def check(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Nothing wrong is explained and done; wrong needs a cause, and whether it should have been seen at the door."""
    if body["finding"] == Finding.NOTHING:
        gone: Values = {name: None for name in ("cause", "missed") if before.get(name) is not None or name in body}
        return Verdict(gone | told_now("closed_at", context), to=CompensationState.EXPLAINED)
    if not body.get("cause"):
        return refuse("cause", "还没有选原因", "选内部腐烂、缺重、错货或过期", "cause")
    if body.get("missed") is None:
        return refuse("missed", "还没有说是不是漏检", "验收时能看出来的选“是”", "missed")
    return Verdict(dict.fromkeys(["closed_at", "closed_recorded_at", "closed_source"]))


def agree(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if not 0 < int(body["amount_fen"]) <= MOST_FEN:
        return refuse("amount", "商定金额要大于 0", "请核对金额", "amount_fen")
    return Verdict()


def confirm(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The month it is settled in is that of the resident's word."""
    at = happened(body, context)
    call = asked_about(
        matter(before, at, str(before.get("item") or "")), RevisitSource.EXCHANGE, context,
        f"revisit-compensation-{before.get('n')}",
    )  # fmt: skip
    return Verdict({"month": day_of(at)[:7], **told_now("closed_at", context)}, (call,))


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"copies": int(before.get("copies") or 0) + 1})
