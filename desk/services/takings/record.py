"""收款与日结: every sum that came in, under a receipt number that never repeats, and each day's count."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Sought, field, moment


class TakingState(Code):
    TAKEN = "taken", "已收"
    REFUND_DUE = "refund_due", "待退款"  # still in the drawer, no longer the order's
    VOID = "void", "作废"


class TakenHow(Code):
    """The words of the order's own payment forms that bring or owe money."""

    CASH = "cash", "现金"
    QR_CODE = "qr_code", "扫码"
    CARD = "card", "刷卡"
    DESK = "desk", "前台付"
    ON_ACCOUNT = "on_account", "挂账"


class TakingVoid(Code):
    UNDONE = "undone", "录错重录"  # the only one after which the same number may be written down again
    SETTLED = "settled", "挂账已收"
    WRONG_SUM = "wrong_sum", "金额写错"
    WRONG_ORDER = "wrong_order", "单子写错"
    REFUNDED = "refunded", "已退款"
    SPOILT = "spoilt", "收据写坏"
    OTHER = "other", "其他"


class CloseState(Code):
    CLOSED = "closed", "已日结"
    CORRECTED = "corrected", "已更正"


class Difference(Code):
    CHANGE = "change", "找零差"
    LATE = "late", "师傅明天交"
    RECEIPT = "receipt", "收据写错"
    UNKNOWN = "unknown", "原因不明"
    OTHER = "other", "其他"


@dataclass
class Taking:
    order_id: str = field("报修单", Kind.REF, refers="work_order", required=True, indexed=True, exported=False)
    order_no: str = field("单号", searched=True, sought=Sought.NUMBER, width=9, limit=40)
    where: str = field("房间号", width=12, limit=80)
    payer: str = field("交款人", private=True, width=8, limit=60)
    what: str = field("收款事由", width=14, limit=80)
    amount_fen: int = field("金额", Kind.MONEY, width=8)
    payment: str = field("收款方式", Kind.CODE, code=TakenHow, width=6)
    receipt_no: str = field("收据号", searched=True, sought=Sought.NUMBER, width=10, limit=40)
    handed_by: str = field("交款师傅", width=6, limit=60)
    taken_by: str = field("收款人", width=6, limit=60)
    taken_at: int = moment("收款时间", width=10, indexed=True)
    receipt_printed_at: int = moment("收据打印时间")
    copies: int = field("打印次数", Kind.NUMBER)
    voided_at: int = moment("作废时间", width=10, indexed=True)
    void_reason: str = field("作废原因", Kind.CODE, code=TakingVoid, width=6)
    status: str = field("状态", Kind.CODE, code=TakingState, width=6, indexed=True)


@dataclass
class DayClose:
    """One per estate and day; a correction keeps what stood before in the log."""

    day_on: str = field("日期", Kind.DAY, required=True, indexed=True, width=9)
    cash_fen: int = field("现金应有", Kind.MONEY)
    counted_fen: int = field("现金实点", Kind.MONEY)
    qr_code_fen: int = field("扫码", Kind.MONEY)
    card_fen: int = field("刷卡", Kind.MONEY)
    desk_fen: int = field("前台付", Kind.MONEY)
    on_account_fen: int = field("挂账", Kind.MONEY)
    receipts: int = field("收据张数", Kind.NUMBER)
    waived: int = field("免收单数", Kind.NUMBER)
    issued: int = field("派出单数", Kind.NUMBER)
    returned: int = field("收回单数", Kind.NUMBER)
    unsigned: int = field("未签单数", Kind.NUMBER)
    missing: int = field("缺单数", Kind.NUMBER)
    until_at: int = field("截至", Kind.MOMENT)  # what was written down later belongs to the next day's count
    difference: str = field("差额原因", Kind.CODE, code=Difference, width=8)
    note: str = field("说明", Kind.WORDS, limit=300)
    closed_by: str = field("日结人", width=6, limit=60)
    closed_at: int = moment("日结时间", width=10)
    status: str = field("状态", Kind.CODE, code=CloseState, width=6)


TAKING = RecordType("taking", "收款", Taking)
DAY_CLOSE = RecordType("day_close", "日结", DayClose)
