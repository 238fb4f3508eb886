"""The piles of the page: what is to be rung, by whom, and what has come of it."""

from collections.abc import Iterable

from desk.domain.code import Code
from desk.services.revisits.due import Call, Group


class Pile(Code):
    TODAY = "today", "今日该打"
    COMING = "coming", "以后几天"
    JUDGED = "judged", "主管回电"
    NUMBERS = "numbers", "核对电话"
    ANSWERED = "answered", "已回访"
    NOT_ASKED = "not_asked", "未回访"
    CHECK = "check", "抽查"


GROUPS: dict[Pile, tuple[Group, ...]] = {
    Pile.TODAY: (Group.OVERDUE, Group.ENDING, Group.NOW, Group.APPOINTED),
    Pile.COMING: (Group.LATER,),
    Pile.JUDGED: (Group.BY_SUPERVISOR, Group.IN_COMPLAINT),
    Pile.NUMBERS: (Group.CHECK_PHONE,),
}
ENDED = frozenset({Pile.ANSWERED, Pile.NOT_ASKED, Pile.CHECK})
EMPTY: dict[Pile, tuple[str, str]] = {
    Pile.TODAY: ("现在没有要打的回访", "事情办完, 到了该问的日子会自动排进来"),
    Pile.COMING: ("这几天没有要到期的回访", "完工后就排在这里, 到期那天进“今日该打”"),
    Pile.JUDGED: ("没有等主管打的回访", "业主不满意、返工后的回访排在这里"),
    Pile.NUMBERS: ("没有要核对的电话", "空号、打错和没有号码的排在这里"),
    Pile.ANSWERED: ("还没有打完的回访", "问到的会写在这里: 原话、评价、谁打的"),
    Pile.NOT_ASKED: ("没有未回访就结的单", "未联系上、拒访、免访的写在这里, 单独统计"),
    Pile.CHECK: ("没有要抽查的回访", "抽中的和很短的通话排在这里"),
}


def pile_of(group: Group) -> Pile:
    """Where a call of this group stands."""
    return next(pile for pile, groups in GROUPS.items() if group in groups)


def counts(calls: Iterable[Call]) -> dict[str, int]:
    """Calls by pile."""
    found = {str(pile): 0 for pile in GROUPS}
    for one in calls:
        found[str(pile_of(one.group))] += 1
    return found
