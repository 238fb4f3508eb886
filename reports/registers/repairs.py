"""报修登记簿: every order of the days asked for, also the void ones, so that no number is missing."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.money import fen_text
from desk.services.work_orders.record import (
    Charge,
    OrderKind,
    Payment,
    Result,
    Satisfaction,
    Signature,
    Status,
    Tick,
    Urgency,
)
from reports.registers.definition import Register, RegisterColumn


def outcome(values: Frozen) -> str:
    """How it ended in one word; where it has not, its state."""
    status = str(values.get("status") or "")
    if status == Status.VOID:
        return Status.VOID.label
    if values.get("kind") == OrderKind.ENQUIRY:
        return OrderKind.ENQUIRY.label
    return Result.label_of(values.get("result")) or Status.label_of(status).partition("·")[0]


def who_came(values: Frozen) -> str:
    """The man, else the outside firm, else the crew."""
    return str(values.get("technician") or values.get("contractor") or values.get("crew") or "")


def _rating(values: Frozen) -> str:
    """What the resident said on the telephone, else what was ticked on the slip."""
    said = Satisfaction.label_of(values.get("satisfaction"))
    ticked = values.get("tick")
    return said or (f"{Tick.label_of(ticked)}（单）" if ticked and ticked != Tick.NONE else "")


def _received(values: Frozen) -> object:
    return None if values.get("status") == Status.VOID else values.get("received_fen")


class RepairSums:
    def __init__(self) -> None:
        self.orders = 0
        self.outcomes: Counter[str] = Counter()
        self.urgent = 0
        self.paid = 0
        self.due_fen = 0
        self.received_fen: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.orders += 1
        self.outcomes[outcome(values)] += 1
        if values.get("status") == Status.VOID:
            return
        self.urgent += values.get("urgency") == Urgency.URGENT
        self.paid += values.get("charge") == Charge.PAID
        self.due_fen += values.get("due_fen") or 0
        rest = values.get("received_fen") or 0
        for one in values.get("takings") or ():
            self.received_fen[Payment.label_of(one["payment"])] += one["amount_fen"]
            rest -= one["amount_fen"]
        if rest:  # told without a receipt of its own
            self.received_fen[Payment.label_of(values.get("payment")) or "未写方式"] += rest

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.outcomes.most_common())
        forms = "，".join(f"{word} {fen_text(fen)}" for word, fen in self.received_fen.most_common())
        money = f"应收 {fen_text(self.due_fen)}，实收 {fen_text(self.received_fen.total())}"
        return (
            f"合计 {self.orders} 单：{each}" if self.orders else "合计 0 单",
            f"紧急 {self.urgent} 单，有偿 {self.paid} 单；{money}" + (f"（{forms}）" if forms else ""),
        )


REPAIRS = Register(
    "repairs",
    "报修登记簿",
    "work_order",
    (
        RegisterColumn("单号", 19, lambda one: one.get("no")),
        RegisterColumn("报修时间", 18, lambda one: one.get("reported_at"), Kind.MOMENT),
        RegisterColumn("报修人", 16, lambda one: one.get("reporter")),
        RegisterColumn("联系电话", 21, lambda one: one.get("reporter_phone"), phone=True),
        RegisterColumn("服务地址", 24, lambda one: one.get("where")),
        RegisterColumn("报修内容", 37, lambda one: one.get("matter")),
        RegisterColumn("紧急", 9, lambda one: Urgency.label_of(one.get("urgency"))),
        RegisterColumn("维修人员", 15, who_came),
        RegisterColumn("到场时间", 18, lambda one: one.get("arrived_at"), Kind.MOMENT),
        RegisterColumn("完成时间", 18, lambda one: one.get("finished_at"), Kind.MOMENT),
        RegisterColumn("修复情况", 14, outcome),
        RegisterColumn("收费", 11, lambda one: Charge.label_of(one.get("charge"))),
        RegisterColumn("实收（元）", 15, _received, Kind.MONEY),
        RegisterColumn("收据号", 14, lambda one: one.get("receipt_no")),
        RegisterColumn("签字", 9, lambda one: Signature.label_of(one.get("signature"))),
        RegisterColumn("评价", 10, _rating),
    ),
    (("reported_at", ()),),
    RepairSums,
    with_money=True,
)
