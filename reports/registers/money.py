"""收款登记簿 and 日结登记簿: every receipt of some days in the order it was written, and every day's count."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.money import fen_text
from desk.services.takings.record import CloseState, Difference, TakenHow, TakingState, TakingVoid
from reports.registers.definition import MONEY, Register, RegisterColumn, Shelf

FORMS = (("现金应有", "cash_fen"), ("扫码", "qr_code_fen"), ("刷卡", "card_fen"), ("前台付", "desk_fen"))


def _amount(values: Frozen) -> object:
    """A void receipt keeps its line; its sum stands in the note and is added to nothing."""
    return None if values.get("status") == TakingState.VOID else values.get("amount_fen")


def _note(values: Frozen) -> str:
    if values.get("status") != TakingState.VOID:
        return ""
    why = TakingVoid.label_of(values.get("void_reason"))
    return f"{why} {fen_text(int(values.get('amount_fen') or 0))}".strip()


def _gap(values: Frozen) -> int | None:
    counted, due = values.get("counted_fen"), values.get("cash_fen")
    return None if counted is None else int(counted) - int(due or 0)


class TakingSums:
    def __init__(self) -> None:
        self.receipts = self.void = 0
        self.forms: Counter[str] = Counter()
        self.owed_fen = self.refund_fen = 0

    def add(self, values: Frozen) -> None:
        self.receipts += 1
        fen = int(values.get("amount_fen") or 0)
        if values.get("status") == TakingState.VOID:
            self.void += 1
        elif values.get("payment") == TakenHow.ON_ACCOUNT:
            self.owed_fen += fen
        else:
            self.forms[TakenHow.label_of(values.get("payment")) or "未写方式"] += fen
            self.refund_fen += fen if values.get("status") == TakingState.REFUND_DUE else 0

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {fen_text(fen)}" for word, fen in self.forms.most_common())
        more = f"；其中待退款 {fen_text(self.refund_fen)}" if self.refund_fen else ""
        return (
            f"合计 {self.receipts} 笔（作废 {self.void}）：实收 {fen_text(self.forms.total())}"
            + (f"（{each}）" if each else "")
            + f"{more}；挂账 {fen_text(self.owed_fen)}（不算实收）",
        )


class CloseSums:
    def __init__(self) -> None:
        self.days = self.gaps = 0
        self.fen: Counter[str] = Counter()
        self.gap_fen = 0

    def add(self, values: Frozen) -> None:
        self.days += 1
        for label, name in FORMS:
            self.fen[label] += int(values.get(name) or 0)
        gap = _gap(values) or 0
        self.gaps += bool(gap)
        self.gap_fen += gap

    def words(self) -> Sequence[str]:
        each = "，".join(f"{label} {fen_text(self.fen[label])}" for label, _ in FORMS)
        gap = f"差额 {self.gaps} 天，合计 {fen_text(self.gap_fen)}" if self.gaps else "现金天天相符"
        return (f"合计 {self.days} 天：{each}；{gap}" if self.days else "合计 0 天",)


TAKINGS = Register(
    "takings",
    "收款登记簿",
    "taking",
    (
        RegisterColumn("收款时间", 18, lambda one: one.get("taken_at"), Kind.MOMENT),
        RegisterColumn("收据号", 26, lambda one: one.get("receipt_no")),
        RegisterColumn("单号", 19, lambda one: one.get("order_no")),
        RegisterColumn("房号", 26, lambda one: one.get("where")),
        RegisterColumn("交款人", 20, lambda one: one.get("payer")),
        RegisterColumn("收款事由", 51, lambda one: one.get("what")),
        RegisterColumn("方式", 16, lambda one: TakenHow.label_of(one.get("payment"))),
        RegisterColumn("金额（元）", 20, _amount, Kind.MONEY),
        RegisterColumn("交款师傅", 18, lambda one: one.get("handed_by")),
        RegisterColumn("收款人", 18, lambda one: one.get("taken_by")),
        RegisterColumn("状态", 14, lambda one: TakingState.label_of(one.get("status"))),
        RegisterColumn("说明", 22, _note),
    ),
    (("taken_at", ()),),
    TakingSums,
    shelf=Shelf.MONEY,
    readers=MONEY,
)
DAY_CLOSES = Register(
    "day_closes",
    "日结登记簿",
    "day_close",
    (
        RegisterColumn("日期", 18, lambda one: one.get("day_on"), Kind.DAY),
        RegisterColumn("现金应有", 19, lambda one: one.get("cash_fen"), Kind.MONEY),
        RegisterColumn("现金实点", 19, lambda one: one.get("counted_fen"), Kind.MONEY),
        RegisterColumn("差额", 15, _gap, Kind.MONEY),
        RegisterColumn("差额原因", 18, lambda one: Difference.label_of(one.get("difference"))),
        RegisterColumn("扫码", 19, lambda one: one.get("qr_code_fen"), Kind.MONEY),
        RegisterColumn("刷卡", 18, lambda one: one.get("card_fen"), Kind.MONEY),
        RegisterColumn("前台付", 18, lambda one: one.get("desk_fen"), Kind.MONEY),
        RegisterColumn("挂账", 18, lambda one: one.get("on_account_fen"), Kind.MONEY),
        RegisterColumn("收据", 8, lambda one: one.get("receipts"), Kind.NUMBER),
        RegisterColumn("免收", 8, lambda one: one.get("waived"), Kind.NUMBER),
        RegisterColumn("派出", 8, lambda one: one.get("issued"), Kind.NUMBER),
        RegisterColumn("收回", 8, lambda one: one.get("returned"), Kind.NUMBER),
        RegisterColumn("未签", 8, lambda one: one.get("unsigned"), Kind.NUMBER),
        RegisterColumn("缺单", 8, lambda one: one.get("missing"), Kind.NUMBER),
        RegisterColumn("日结人", 14, lambda one: one.get("closed_by")),
        RegisterColumn("日结时间", 18, lambda one: one.get("closed_at"), Kind.MOMENT),
        RegisterColumn("状态", 12, lambda one: CloseState.label_of(one.get("status"))),
        RegisterColumn("说明", 14, lambda one: one.get("note")),
    ),
    (("closed_at", ()),),
    CloseSums,
    shelf=Shelf.MONEY,
    readers=MONEY,
)
