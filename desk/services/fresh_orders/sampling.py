"""抽检: of many equal boxes some are opened, from top, middle and bottom; one that fails has all opened. Pure.

The good boxes go up, those that are spoiled or were not there come again: as an exchange of so many, for their share of
the price.
"""

from desk.domain.flow import Frozen, Refusal, Values
from desk.domain.fresh_lists import Fault
from desk.domain.settings import Settings
from desk.services.fresh_orders.record import GoodsUnit, GoodsVerdict

# Up to so many boxes, of a hundred so many are opened.
SAMPLING = ((10, 30), (50, 20))
OF_MORE = 10
BOX, BOXES_FROM = "箱", 2


def to_open(boxes: int) -> int:
    """How many of so many boxes are looked into; the samples are taken from top, middle and bottom."""
    percent = next((percent for upto, percent in SAMPLING if boxes <= upto), OF_MORE)
    return -(-boxes * percent // 100)


def boxes_of(item: Frozen, settings: Settings) -> int:
    """How many equal boxes (or many equal pieces) an item is; 0 where every piece is looked at anyway."""
    count = int(item.get("ordered") or 0) if item.get("unit") == GoodsUnit.PIECE else 0
    least = BOXES_FROM if BOX in str(item.get("spec") or "") else settings.number("fresh.sample_from")
    return count if count >= least else 0


def unopened(item: Frozen, found: Frozen, settings: Settings) -> Refusal | None:
    """What is still to be opened of many boxes, or how many of them are bad."""
    boxes, got = boxes_of(item, settings), found.get("got")
    here = boxes if got is None else int(got)
    fault = Fault.of(str(found.get("fault") or ""))
    if not boxes or here <= 0 or fault is Fault.MISSING:
        return None
    name, opened, spoiled = str(item.get("name") or ""), found.get("opened"), found.get("spoiled")
    if not isinstance(opened, int) or isinstance(opened, bool) or not 0 <= opened <= here:
        opened = 0
    if fault is None:
        need = to_open(here)
        if opened >= need:
            return None
        return Refusal("opened", f"{name}: {here} 件要打开看 {need} 件", "上、中、下各取, 看过按 Enter", "inspected")
    if opened < here:
        return Refusal("opened", f"{name}有一件不行, {here} 件要全部打开看", "看完填坏了几件", "inspected")
    if not isinstance(spoiled, int) or isinstance(spoiled, bool) or not 1 <= spoiled <= here:
        return Refusal("spoiled", f"{name}坏了几件还没有填", f"全部打开, 填 1 到 {here}", "inspected")
    return None


def counted(item: Frozen, found: Frozen, verdict: GoodsVerdict, settings: Settings) -> Values:
    """What the sheet keeps of many boxes: opened, spoiled, and how many come again where the others go up."""
    boxes = boxes_of(item, settings)
    if not boxes:
        return {}
    got = boxes if found.get("got") is None else int(found["got"])
    fault = Fault.of(str(found.get("fault") or ""))
    here = 0 if fault is Fault.MISSING and found.get("got") is None else got
    spoiled = int(found.get("spoiled") or 0) if fault is not None and fault is not Fault.MISSING else 0
    kept: Values = {"opened": found.get("opened"), "spoiled": spoiled or None}
    again = boxes - here + spoiled
    if verdict is not GoodsVerdict.PASS and 0 < again < boxes:
        kept["again"] = again
    return {name: value for name, value in kept.items() if value is not None}


def goes_up(row: Frozen) -> bool:
    """Whether an item, or the good part of it, goes up with the order."""
    return row.get("verdict") == GoodsVerdict.PASS or bool(row.get("again"))


def share_fen(item: Frozen, row: Frozen) -> int:
    """What of an item's price comes again, to the fen; nothing of what goes up whole."""
    again, ordered, price = int(row.get("again") or 0), int(item.get("ordered") or 0), int(item.get("price_fen") or 0)
    return (2 * price * again + ordered) // (2 * ordered) if again and ordered else 0


def kept_fen(item: Frozen, row: Frozen) -> int:
    """What of an item's price goes up with the order."""
    return int(item.get("price_fen") or 0) - share_fen(item, row)


def part_of(item: Frozen, row: Frozen) -> Values:
    """The item as it comes again: whole, or the boxes that failed."""
    again = int(row.get("again") or 0)
    if not again:
        return dict(item)
    part = {name: value for name, value in item.items() if name != "spec"}
    return part | {"ordered": again, "price_fen": share_fen(item, row)}
