"""What the tables of money cannot say."""

import re

from desk.domain.calendar import day_of
from desk.domain.deciding import Context, untold
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.money import fen_text
from desk.domain.words_of_time import clock_word
from desk.services.takings.record import TakenHow, TakingState, TakingVoid

VOID_MOMENT = "voided_at"
PROGRAM_NO = re.compile(r"S[A-Z]\d+[A-Z]+-\d+")  # what the program itself prints


def take(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if (body.get("amount_fen") or 0) <= 0:
        return Verdict(refusal=Refusal("amount", "收款金额要大于零", "请核对金额, 不收钱的选“免收”", "amount_fen"))
    if PROGRAM_NO.fullmatch(str(body.get("receipt_no") or "")):
        return Verdict(
            refusal=Refusal(
                "program", "这种收据号是程序打印时自己编的", "请填收据本上的号, 或留空由程序打印", "receipt_no"
            )
        )
    return Verdict()


def used(before: Frozen) -> Refusal:
    """A number that was given out: 收据号 0012 已经用过: 11-18 3-2-1801 30元."""
    on = day_of(int(before.get("taken_at") or 0))[5:]
    yuan = fen_text(int(before.get("amount_fen") or 0)).removeprefix("¥").removesuffix(".00")
    void = ", 已作废" if before.get("status") == TakingState.VOID else ""
    what = " ".join(part for part in (on, str(before.get("where") or ""), f"{yuan}元") if part)
    return Refusal(
        "exists",
        f"收据号 {before.get('receipt_no')} 已经用过: {what}{void}",
        "请核对纸上的收据号, 作废的号也不再用",
        "receipt_no",
    )


def again(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Only what was typed wrong and undone goes on the same receipt again; it counts from now."""
    if before.get("void_reason") != TakingVoid.UNDONE:
        return Verdict(refusal=used(before))
    verdict = take(before, body, context)
    return verdict if verdict.refusal else Verdict({**untold(before, VOID_MOMENT), "void_reason": None})


def numbered(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A receipt has one number for ever, and only the program's own are drawn here."""
    drawn = PROGRAM_NO.fullmatch(str(body.get("receipt_no") or ""))
    if before.get("receipt_no") or not drawn:
        return Verdict(refusal=Refusal("numbered", "这笔收款已经有收据号", "要换收据请作废再登记", "receipt_no"))
    return Verdict()


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The first print is the receipt, each later one is marked as a copy."""
    return Verdict({"copies": (before.get("copies") or 0) + 1})


def due_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Only what came in can be given back; an owed sum is void at once."""
    if before.get("payment") == TakenHow.ON_ACCOUNT:
        return Verdict(refusal=Refusal("owed", "挂账没有收到钱, 没有可退的", "请作废这笔挂账"))
    return Verdict()


def refund(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """It goes off the count of the day on which it was given back."""
    return Verdict({"void_reason": str(TakingVoid.REFUNDED)})


def counted(before: Frozen) -> Refusal:
    at = before.get("closed_at")
    when = f" ({clock_word(int(at))} {before.get('closed_by') or ''})".replace(" )", ")") if at else ""
    return Refusal("exists", f"{before.get('day_on')} 已经日结过了{when}", "要改请主管、经理或财务更正", "day_on")


def count(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What was counted is the money; where it differs a code says why."""
    told = {**before, **body}
    if (told.get("counted_fen") or 0) < 0:
        return Verdict(refusal=Refusal("negative", "点到的现金不能是负数", "请核对现金", "counted_fen"))
    if (told.get("counted_fen") or 0) == (told.get("cash_fen") or 0):
        return Verdict({"difference": None} if told.get("difference") else {})
    if not told.get("difference"):
        return Verdict(
            refusal=Refusal("difference", "点到的现金和账上不一样, 还没有选原因", "请选差额原因再日结", "difference")
        )
    return Verdict()
