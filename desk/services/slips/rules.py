"""What the table of a sheet cannot say: one without an order lies in the drawer until it is bound to one."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Verdict


def issue(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A sheet that was numbered for the drawer keeps saying so after it was bound."""
    return Verdict() if body.get("order_id") else Verdict({"blank": True})


def printed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Nobody goes out with a sheet that belongs to no order."""
    if before.get("order_id"):
        return Verdict()
    return Verdict(refusal=Refusal("blank", "空白派工单还没有报修单", "请放进抽屉备用, 用到时再绑定", None))


def lay_by(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if not before.get("order_id"):
        return Verdict()
    return Verdict(refusal=Refusal("bound", "这张派工单已经有报修单", "请按“已打印”登记", None))
