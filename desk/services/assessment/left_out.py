"""What was left out of the rates, each with its count, its list and its cap (counter.md 4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.settings import Settings
from desk.services.assessment.books import Books
from desk.services.assessment.counting import BLANK, Tally
from desk.services.assessment.record import Left


@dataclass(frozen=True, slots=True)
class Part:
    """A list behind a number: the records of one verdict of one measure."""

    label: str
    measure: str
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`over`: how many the cap did not allow, which count as missed. `cap` and `of` in words."""

    left: Left
    count: int
    over: int
    of: str
    cap: str
    parts: tuple[Part, ...] = ()

    @property
    def code(self) -> str:
        return str(self.left)

    @property
    def label(self) -> str:
        return self.left.label


L = Left
# Why -> out of what, and the measures whose lists hold them (a record that none of several asks stands in one).
FROM: Mapping[Left, tuple[str, tuple[str, ...]]] = {
    L.UNDECIDED: ("全部, 冻结前要裁定完", ("orders", "fresh_orders", "own_error", "missed", "valid")),
    L.VOID: ("全部", ("orders", "fresh_orders", "own_error", "missed", "unrecorded")),
    L.OWNER: ("到场、完工停表", ("paused_owner",)),
    L.PARTS: ("完工停表", ("paused_parts",)),
    L.OUTSIDE: ("到场、完工", ("finish",)),
    L.OFF_HOURS: ("回复停表", ("off_hours",)),
    L.TOLD_LATE: ("公告提前量", ("notice_lead",)),
    L.URGENT: ("公告提前量", ("notice_lead",)),
    L.FORCE_MAJEURE: ("期间内全部", ("orders", "fresh_orders", "own_error", "missed", "valid")),
    L.ABSENT: ("生鲜 20/10 分钟", ("fresh_total", "fresh_estate")),
    L.SHOP_LATE: ("20 分钟算门店的", ("fresh_total",)),
    L.INVALID: ("有效投诉", ("valid",)),
    L.ANOMALY: ("有关的比率", ("anomaly", "fresh_orders")),
    L.EXEMPT: ("回访率", ("asked",)),
    L.NOT_REACHED: ("回访率", ("asked",)),
    L.REFUSED_CALL: ("回访率", ("asked",)),
    L.NO_ANSWER: ("满意率", ("content", "fresh_content")),
    L.REFUSED: ("生鲜各率", ("fresh_orders",)),
    L.EXPLAINED: ("漏检", ("missed",)),
    L.WITHDRAWN: ("投诉答复", ("late_answer",)),
    L.PENDING: ("有关的比率", ("response", "arrival", "finish", "asked", "notice_lead", "notice_restore", "fresh_total",
                          "missed", "late_answer")),
}  # fmt: skip
# Of these measures the reason is the verdict itself.
AS_MISSED = {(L.ANOMALY, "anomaly")}


def cap_words(left: Left, settings: Settings) -> str:
    number = settings.number
    words = {
        L.PARTS: f"{number('clock.parts_cap_days')} 天, 之后接着计时",
        L.FORCE_MAJEURE: f"一年 {number('assessment.force_majeure_days')} 天, 再多要总部同意",
        L.NOT_REACHED: f"应访的 {number('assessment.not_reached_percent')}%, 再多按未回访",
        L.ABSENT: f"订单的 {number('assessment.absent_percent')}%, 再多按迟到, 请说明",
        L.INVALID: f"超过 {number('assessment.invalid_percent')}% 提示总部",
        L.ANOMALY: f"超过 {number('assessment.anomaly_percent')}% 到场一行另扣",
        L.URGENT: f"{number('notice.second_hours')} 小时内要补核",
        L.UNDECIDED: "冻结时不能有",
    }
    return words.get(left, "")


def exclusions(books: Books, own: Mapping[str, Tally]) -> tuple[Exclusion, ...]:
    """Those that there are, in the order of the table."""
    found = []
    for left, (of, measures) in FROM.items():
        parts, over = [], 0
        for name in measures:
            tally = own.get(name, BLANK)
            by_verdict = (left, name) in AS_MISSED
            number = tally.missed if by_verdict else tally.left.get(left, 0)
            over += tally.over.get(left, 0)
            if number:
                parts.append(Part(left.label, name, "missed" if by_verdict else f"x:{left}", number))
        if parts or over:
            count = sum(one.count for one in parts)
            found.append(Exclusion(left, count, over, of, cap_words(left, books.settings), tuple(parts)))
    return tuple(found)
