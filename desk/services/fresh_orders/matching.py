"""待核对: an order whose address or person fits nobody on file, until somebody at the desk says whose it is."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Values, Verdict

FLAGS = ("address_unchecked", "identity_unchecked")


def is_unchecked(order: Frozen) -> bool:
    return any(order.get(name) for name in FLAGS)


def match(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The home and the person that the desk has found, or the place as the shop wrote it. Nothing told is nobody."""
    if not is_unchecked(before):
        return Verdict(refusal=Refusal("checked", "这一单已经核对过了", "请看经过; 途中的单要改地址按 / 改单", "where"))
    decided: Values = dict.fromkeys(FLAGS)
    for name in ("home_id", "resident_id"):
        if body.get(name) is None:
            decided[name] = None
    return Verdict(decided)


def wanting(order: Frozen) -> Refusal | None:
    """Nothing goes up to a home that nobody has found."""
    if not order.get("address_unchecked"):
        return None
    where = str(order.get("where") or "这一单")
    return Refusal("unchecked", f"“{where}”还没有核对是哪一家", "看板上按 - 核对, 再交配送", "where")
