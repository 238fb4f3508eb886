"""改单 in words: which items became more or fewer, came or went; where to and when it is wanted now. Pure."""

from collections.abc import Sequence

from desk.domain.flow import Frozen
from desk.domain.words_of_time import window
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.record import GoodsUnit, OrderKind


def amount_of(item: Frozen) -> str:
    """500 g, 2 件."""
    return f"{int(item.get('ordered') or 0):,} {'g' if item.get('unit') == GoodsUnit.GRAM else '件'}"


def items_words(before: Sequence[Frozen], after: Sequence[Frozen]) -> list[str]:
    """菠菜 500 g → 1,000 g; 加鸡蛋 2 件; 去掉草莓."""
    was, now = by_n(before), by_n(after)
    said = []
    for n, item in now.items():
        old = was.get(n)
        if old is None:
            said.append(f"加{item.get('name')} {amount_of(item)}")
        elif old.get("name") != item.get("name"):
            said.append(f"{old.get('name')}换成{item.get('name')} {amount_of(item)}")
        elif amount_of(old) != amount_of(item):
            said.append(f"{item.get('name')} {amount_of(old)} → {amount_of(item)}")
    return said + [f"去掉{old.get('name')}" for n, old in was.items() if n not in now]


def amended_words(order: Frozen, told: Frozen, now: int) -> str:
    """What a change told; `order` has the items as they stood before it."""
    said = items_words(order.get("items") or (), told["items"]) if told.get("items") else []
    if told.get("where"):
        said.append(f"送到 {told['where']}")
    begins, ends = told.get("window_from_at"), told.get("window_to_at")
    if begins and ends:
        said.append(window(int(begins), int(ends), now))
    elif told.get("kind") == OrderKind.INSTANT:
        said.append("马上送")
    return ", ".join(said)
