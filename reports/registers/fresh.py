"""生鲜: every delivery with its times, every acceptance with its items, every exchange, every compensation."""

from collections import Counter
from collections.abc import Mapping, Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.money import fen_text
from desk.domain.roles import Role
from desk.services.fresh_orders.record import (
    Cause,
    Choice,
    CompensationState,
    Conclusion,
    ExchangeState,
    Fault,
    Finding,
    GoodsUnit,
    GoodsVerdict,
    LateReason,
    OrderKind,
    OrderState,
    Signature,
    Tick,
)
from reports.registers.definition import DESK, Register, RegisterColumn, Shelf
from reports.registers.orders import minutes

READERS = DESK | {Role.ACCOUNTANT}
MATCHED = (("地址", "address_matched"), ("种类", "kinds_matched"), ("数量", "quantity_matched"))


def _tick(values: Frozen) -> str:
    tick = values.get("tick")
    return Tick.label_of(tick) if tick and tick != Tick.NONE else ""


def _rows(told: object) -> list[Mapping[str, object]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _matched(values: Frozen) -> str:
    """全相符, or what did not match."""
    wrong = [label for label, name in MATCHED if values.get(name) is not None and not values.get(name)]
    known = any(values.get(name) is not None for _, name in MATCHED)
    return f"{'、'.join(wrong)}不符" if wrong else "全相符" if known else ""


def goods_words(values: Frozen) -> str:
    """菠菜 492/500克；草莓 505/500克 拒收（腐烂）: item by item, what came of what was ordered."""
    items = {one.get("n"): one for one in _rows(values.get("items"))}
    told = []
    for found in _rows(values.get("inspected")):
        item = items.get(found.get("n"), {})
        unit = GoodsUnit.label_of(item.get("unit"))
        words = f"{item.get('name') or ''} {found.get('got')}/{item.get('ordered')}{unit}"
        verdict = found.get("verdict")
        if verdict is not None and verdict != GoodsVerdict.PASS:
            fault = Fault.label_of(found.get("fault"))
            words += f" {GoodsVerdict.label_of(verdict)}" + (f"（{fault}）" if fault else "")
        told.append(words)
    return "；".join(told)


def _signed(values: Frozen) -> str:
    return "√" if values.get("deliverer_signed") else ""


class FreshSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.late: Counter[str] = Counter()
        self.ticks: Counter[str] = Counter()
        self.fen = 0

    def add(self, values: Frozen) -> None:
        status = values.get("status")
        self.states[OrderState.label_of(status)] += 1
        if status == OrderState.DELIVERED:
            self.fen += int(values.get("amount_fen") or 0)
        if values.get("late_reason"):
            self.late[LateReason.label_of(values["late_reason"])] += 1
        if _tick(values):
            self.ticks[_tick(values)] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        late = "，".join(f"{word} {count}" for word, count in self.late.most_common())
        ticks = "，".join(f"{word} {count}" for word, count in self.ticks.most_common())
        first = f"合计 {self.states.total()} 单" + (f"：{each}；签收 {fen_text(self.fen)}" if each else "")
        return (
            first,
            f"写了迟到原因 {self.late.total()} 单" + (f"（{late}）" if late else "") + f"；业主勾选 {ticks or '0'}",
        )


class AcceptanceSums:
    def __init__(self) -> None:
        self.ended: Counter[str] = Counter()
        self.items = 0
        self.faults: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.ended[Conclusion.label_of(values.get("conclusion")) or "未写结论"] += 1
        for one in _rows(values.get("inspected")):
            self.items += 1
            if one.get("fault"):
                self.faults[Fault.label_of(one["fault"])] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.ended.most_common())
        faults = "，".join(f"{word} {count}" for word, count in self.faults.most_common())
        return (
            f"合计 {self.ended.total()} 单 {self.items} 样" + (f"：{each}" if each else ""),
            f"不合格 {self.faults.total()} 样" + (f"：{faults}" if faults else ""),
        )


class ExchangeSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.states[ExchangeState.label_of(values.get("status"))] += 1
        self.reasons[Fault.label_of(values.get("reason")) or "未写原因"] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        why = "，".join(f"{word} {count}" for word, count in self.reasons.most_common())
        return (f"合计 {self.states.total()} 项" + (f"：{each}；原因 {why}" if each else ""),)


class CompensationSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.missed = self.fen = 0

    def add(self, values: Frozen) -> None:
        self.states[CompensationState.label_of(values.get("status"))] += 1
        if values.get("status") == CompensationState.SETTLED:
            self.fen += int(values.get("amount_fen") or 0)
        self.missed += bool(values.get("missed")) and values.get("status") != CompensationState.VOID

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        first = f"合计 {self.states.total()} 项" + (f"：{each}" if each else "")
        return (f"{first}；漏检 {self.missed}，已计入对账 {fen_text(self.fen)}",)


ORDERS = Register(
    "fresh_orders",
    "生鲜配送登记簿",
    "fresh_order",
    (
        RegisterColumn("门店接单", 18, lambda one: one.get("placed_at"), Kind.MOMENT),
        RegisterColumn("订单号", 26, lambda one: one.get("no")),
        RegisterColumn("种类", 10, lambda one: OrderKind.label_of(one.get("kind"))),
        RegisterColumn("合作门店", 18, lambda one: one.get("shop")),
        RegisterColumn("收货人", 12, lambda one: one.get("name")),
        RegisterColumn("联系电话", 20, lambda one: one.get("phone"), phone=True),
        RegisterColumn("楼栋房号", 20, lambda one: one.get("where")),
        RegisterColumn("样数", 8, lambda one: len(_rows(one.get("items"))), Kind.NUMBER),
        RegisterColumn("金额（元）", 15, lambda one: one.get("amount_fen"), Kind.MONEY),
        RegisterColumn("到货时间", 18, lambda one: one.get("arrived_at"), Kind.MOMENT),
        RegisterColumn("送达时间", 18, lambda one: one.get("delivered_at"), Kind.MOMENT),
        RegisterColumn("全程(分)", 10, lambda one: minutes(one, "placed_at", "delivered_at"), Kind.NUMBER),
        RegisterColumn("小区(分)", 11, lambda one: minutes(one, "arrived_at", "delivered_at"), Kind.NUMBER),
        RegisterColumn("配送员", 14, lambda one: one.get("guard")),
        RegisterColumn("签收", 10, lambda one: Signature.label_of(one.get("signature"))),
        RegisterColumn("评价", 11, _tick),
        RegisterColumn("迟到原因", 16, lambda one: LateReason.label_of(one.get("late_reason"))),
        RegisterColumn("状态", 13, lambda one: OrderState.label_of(one.get("status"))),
    ),
    (("placed_at", ()),),
    FreshSums,
    shelf=Shelf.GOODS,
    readers=READERS,
)
ACCEPTANCES = Register(
    "acceptances",
    "生鲜验收登记簿",
    "fresh_order",
    (
        RegisterColumn("到货时间", 18, lambda one: one.get("arrived_at"), Kind.MOMENT),
        RegisterColumn("合作门店", 18, lambda one: one.get("shop")),
        RegisterColumn("送货人", 12, lambda one: one.get("deliverer")),
        RegisterColumn("订单号", 24, lambda one: one.get("no")),
        RegisterColumn("楼栋房号", 18, lambda one: one.get("where")),
        RegisterColumn("样数", 8, lambda one: len(_rows(one.get("inspected"))), Kind.NUMBER),
        RegisterColumn("核对", 16, _matched),
        RegisterColumn("品名 实到/应到", 64, goods_words),
        RegisterColumn("结论", 10, lambda one: Conclusion.label_of(one.get("conclusion"))),
        RegisterColumn("异常说明", 22, lambda one: one.get("exception")),
        RegisterColumn("处理", 16, lambda one: Choice.label_of(one.get("choice"))),
        RegisterColumn("验收人", 12, lambda one: one.get("inspector")),
        RegisterColumn("验收时间", 18, lambda one: one.get("inspected_at"), Kind.MOMENT),
        RegisterColumn("送货人签", 12, _signed),
    ),
    (("inspected_at", ()),),
    AcceptanceSums,
    shelf=Shelf.GOODS,
    readers=READERS,
)
EXCHANGES = Register(
    "exchanges",
    "换货登记簿",
    "exchange",
    (
        RegisterColumn("登记时间", 18, lambda one: one.get("opened_at"), Kind.MOMENT),
        RegisterColumn("订单号", 24, lambda one: one.get("order_no")),
        RegisterColumn("合作门店", 18, lambda one: one.get("shop")),
        RegisterColumn("楼栋房号", 18, lambda one: one.get("where")),
        RegisterColumn("品名", 18, lambda one: one.get("item")),
        RegisterColumn("规格", 14, lambda one: one.get("spec")),
        RegisterColumn("应到", 10, lambda one: one.get("ordered"), Kind.NUMBER),
        RegisterColumn("换货原因", 14, lambda one: Fault.label_of(one.get("reason"))),
        RegisterColumn("第几次", 9, lambda one: one.get("turn"), Kind.NUMBER),
        RegisterColumn("业主选择", 18, lambda one: Choice.label_of(one.get("choice"))),
        RegisterColumn("告知门店", 18, lambda one: one.get("told_shop_at"), Kind.MOMENT),
        RegisterColumn("接话人", 12, lambda one: one.get("told_by")),
        RegisterColumn("预计再送达", 18, lambda one: one.get("eta_at"), Kind.MOMENT),
        RegisterColumn("再到货", 18, lambda one: one.get("arrived_at"), Kind.MOMENT),
        RegisterColumn("送达时间", 18, lambda one: one.get("delivered_at"), Kind.MOMENT),
        RegisterColumn("签收", 9, lambda one: Signature.label_of(one.get("signature"))),
        RegisterColumn("状态", 14, lambda one: ExchangeState.label_of(one.get("status"))),
    ),
    (("opened_at", ()),),
    ExchangeSums,
    shelf=Shelf.GOODS,
    readers=READERS,
)
COMPENSATIONS = Register(
    "compensations",
    "赔偿登记簿",
    "compensation",
    (
        RegisterColumn("申报时间", 18, lambda one: one.get("reported_at"), Kind.MOMENT),
        RegisterColumn("订单号", 22, lambda one: one.get("order_no")),
        RegisterColumn("合作门店", 18, lambda one: one.get("shop")),
        RegisterColumn("楼栋房号", 18, lambda one: one.get("where")),
        RegisterColumn("品名", 18, lambda one: one.get("item")),
        RegisterColumn("业主描述", 30, lambda one: one.get("words")),
        RegisterColumn("再核验", 18, lambda one: one.get("checked_at"), Kind.MOMENT),
        RegisterColumn("核验人", 12, lambda one: one.get("checked_by")),
        RegisterColumn("核验结论", 18, lambda one: Finding.label_of(one.get("finding"))),
        RegisterColumn("原因", 13, lambda one: Cause.label_of(one.get("cause"))),
        RegisterColumn("漏检", 8, lambda one: "是" if one.get("missed") else ""),
        RegisterColumn("金额（元）", 16, lambda one: one.get("amount_fen"), Kind.MONEY),
        RegisterColumn("门店确认人", 13, lambda one: one.get("shop_by")),
        RegisterColumn("业主确认", 18, lambda one: one.get("resident_agreed_at"), Kind.MOMENT),
        RegisterColumn("计入对账", 12, lambda one: one.get("month")),
        RegisterColumn("状态", 16, lambda one: CompensationState.label_of(one.get("status"))),
    ),
    (("reported_at", ()),),
    CompensationSums,
    shelf=Shelf.GOODS,
    readers=READERS,
)
