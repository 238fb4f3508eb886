"""What the tables of money cannot say."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Verdict


def take(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if (body.get("amount_fen") or 0) <= 0:
        return Verdict(refusal=Refusal("amount", "收款金额要大于零", "请核对金额, 不收钱的选“免收”", "amount_fen"))
    return Verdict()


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The first print is the receipt, each later one is marked as a copy."""
    return Verdict({"copies": (before.get("copies") or 0) + 1})


def count(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What was counted is the money; where it differs a code says why."""
    told = {**before, **body}
    if (told.get("counted_fen") or 0) < 0:
        return Verdict(refusal=Refusal("negative", "点到的现金不能是负数", "请核对现金", "counted_fen"))
    if (told.get("counted_fen") or 0) != (told.get("cash_fen") or 0) and not told.get("difference"):
        return Verdict(
            refusal=Refusal("difference", "点到的现金和账上不一样, 还没有选原因", "请选差额原因再日结", "difference")
        )
    return Verdict()
