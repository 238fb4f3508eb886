"""What is written down when money is told for an order: one taking for each sum, so that they make up what it received.

Owed sums (挂账) are takings too, but bring nothing: an order's 实收 is the sum of its live takings without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.domain.money import fen_text
from desk.services.takings.receipts import plain_receipt, receipt_id
from desk.services.takings.record import TakenHow, TakingState, TakingVoid

WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Posting:
    """A step on a taking, for whoever writes the group; `ent` None makes one without a number."""

    step: str
    ent: str | None
    values: Values


@dataclass(frozen=True, slots=True)
class Told:
    """What the slip or the counter says of an order's money: the whole received so far, not the last sum alone."""

    received_fen: int | None = None
    due_fen: int | None = None
    payment: str = ""
    receipt_no: str = ""


def live(takings: Sequence[Frozen]) -> list[Frozen]:
    return [one for one in takings if one.get("status") == TakingState.TAKEN]


def received(takings: Sequence[Frozen]) -> int:
    """What has come in, fen."""
    return sum(int(one["amount_fen"]) for one in live(takings) if one.get("payment") != TakenHow.ON_ACCOUNT)


def owed(takings: Sequence[Frozen]) -> int:
    return sum(int(one["amount_fen"]) for one in live(takings) if one.get("payment") == TakenHow.ON_ACCOUNT)


def numbers(takings: Sequence[Frozen]) -> str:
    """The receipts of an order: 0012、0013."""
    return "、".join(str(one["receipt_no"]) for one in live(takings) if one.get("receipt_no"))


def posted(
    scope: str, order: Frozen, takings: Sequence[Frozen], told: Told, by: str, known: Mapping[str, Frozen]
) -> list[Posting]:
    """The steps that make the takings say what was told. `known`: by id, the takings of the receipt numbers told.

    DeskError where less is told than the receipts say: a receipt is voided, never rubbed out.
    """
    if not told.payment or told.payment == WAIVED:
        return []
    had = received(takings)
    more = (had if told.received_fen is None else told.received_fen) - had
    if more < 0:
        raise DeskError(f"实收比已经收的 {fen_text(had)} 少", "收错了先作废收据, 再按实数登记", "received_fen")
    if told.payment == TakenHow.ON_ACCOUNT:
        if more:
            raise DeskError("挂账的这次没有收到钱", "实收填 0; 收了钱的选现金、扫码、刷卡或前台付", "received_fen")
        rest = (told.due_fen or 0) - had - owed(takings)
        return [_take(scope, order, rest, str(TakenHow.ON_ACCOUNT), "", by, known)] if rest > 0 else []
    if not more:
        return []
    settled = [one for one in live(takings) if one.get("payment") == TakenHow.ON_ACCOUNT]
    found = [Posting("void", str(one["id"]), {"void_reason": str(TakingVoid.SETTLED)}) for one in settled]
    found.append(_take(scope, order, more, told.payment, told.receipt_no, by, known))
    left = owed(takings) - more
    if left > 0:
        found.append(_take(scope, order, left, str(TakenHow.ON_ACCOUNT), "", by, known))
    return found


def _take(
    scope: str, order: Frozen, fen: int, payment: str, receipt_no: str, by: str, known: Mapping[str, Frozen]
) -> Posting:
    number = plain_receipt(receipt_no)
    ent = receipt_id(scope, number) if number else None
    values: Values = {
        "order_id": order["id"],
        "order_no": order.get("no"),
        "where": order.get("where"),
        "payer": order.get("reporter"),
        "what": order.get("problem_label") or "维修",
        "amount_fen": fen,
        "payment": payment,
        "receipt_no": number,
        "handed_by": order.get("technician") or order.get("crew"),
        "taken_by": by,
    }
    there = known.get(ent or "", {})
    undone = there.get("void_reason") == TakingVoid.UNDONE  # `again` takes the reason off
    return Posting("again" if undone else "take", ent, {k: v for k, v in values.items() if v not in (None, "")})


def after_void(takings: Sequence[Frozen], ent: str) -> Values:
    """What the order says when this one is void: what is left, how it was paid, on which receipts."""
    left = [one for one in takings if str(one["id"]) != ent]
    kept = live(left)
    last = str(kept[-1]["payment"]) if kept else ""
    return {"received_fen": received(left), "receipt_no": numbers(left)} | ({"payment": last} if last else {})
