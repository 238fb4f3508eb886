"""What is said to the resident: what failed and why, when it comes again, and the question with three answers."""

from collections.abc import Mapping, Sequence

from desk.domain.fresh_lists import Fault
from desk.domain.values import Frozen
from desk.services.fresh_orders.record import Choice

Said = tuple[str, bool]
WHY: Mapping[Fault, str] = {
    Fault.ROT: "不新鲜", Fault.FOREIGN: "里面有异物", Fault.EXPIRED: "过了期", Fault.WRONG: "送错了",
    Fault.MISSING: "没有送来", Fault.SHORT: "分量不足", Fault.PACKAGING: "包装破了", Fault.LOOK: "品相不好",
    Fault.SMELL: "气味不对", Fault.WARM: "路上温度高了",
}  # fmt: skip
COUNTS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def counted(number: int) -> str:
    return COUNTS[number] if number < len(COUNTS) else str(number)


def called(name: str) -> str:
    """How a person is addressed; without a name politely."""
    return name or "您好"


def asking(name: str, failed: Sequence[tuple[str, str]], left: int, minutes: int) -> list[Said]:
    """`failed`: (item, fault word) of each that did not pass; `left` how many go up at once."""
    said: list[Said] = [(f"{called(name)}, ", False)]
    if len(failed) == 1:
        item, fault = failed[0]
        said += [("有一样", False), (item, True), (WHY.get(Fault.of(fault) or Fault.LOOK, "不合格"), False)]
    else:
        names = "、".join(item for item, _fault in failed)
        said += [(f"有{counted(len(failed))}样", False), (names, True), ("不合格", False)]
    said += [(", 已让门店换, 大约 ", False), (f"{minutes} 分钟", True), ("再送到", False)]
    said.append((f"; 其余{counted(left)}样先给您送上去, 好吗?" if left else ", 好吗?", False))
    return said


def answered(name: str, choice: str, failed: Sequence[str], left: int, guard: str) -> list[Said]:
    """What was agreed, said back."""
    names = "、".join(failed)
    who = f"{guard}师傅" if guard else "秩序员"
    said: list[Said] = [(f"{called(name)}, ", False)]
    if choice == Choice.TOGETHER:
        return [*said, (names, True), ("换好再一起给您送, 到时先打电话。", False)]
    if choice == Choice.DROP:
        said += [(names, True), ("就不要了, 门店退款", False)]
        return [*said, (f"; 其余{counted(left)}样{who}马上送上去。" if left else "。", False)]
    if failed:
        said += [(names, True), ("换好马上补送; ", False)]
    whole = "其余" if failed else "您的"
    return [*said, (f"{whole}{counted(left)}样都验好了, {who}马上送上去。", False)]


def answered_each(name: str, wishes: Sequence[tuple[str, str]], left: int, guard: str) -> list[Said]:
    """`wishes`: (item, choice), not all alike."""
    said: list[Said] = [(f"{called(name)}, ", False)]
    ends = (
        (Choice.FIRST_GOOD, "换好马上补送; "),
        (Choice.TOGETHER, "换好再一起送; "),
        (Choice.DROP, "就不要了, 门店退款; "),
    )
    for choice, words in ends:
        if names := "、".join(item for item, wish in wishes if wish == choice):
            said += [(names, True), (words, False)]
    if any(wish == Choice.TOGETHER for _item, wish in wishes):
        return [*said, ("送之前先打电话。", False)]
    return [*said, (f"其余{counted(left)}样{guard or '秩序员'}{'师傅' if guard else ''}马上送上去。", False)]


def arrived_words(items: Sequence[Frozen]) -> str:
    return f"{len(items)} 样"
