"""回访登记簿: every revisit that was called to its end in the days asked for; an exempt one is no call."""

from collections import Counter
from collections.abc import Callable, Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.roles import Role
from desk.services.revisits.record import CallCode, FollowUp, RevisitSource, RevisitState, Satisfaction
from reports.registers.definition import DESK, Register, RegisterColumn

LETTERS = {str(Satisfaction.GOOD): "A", str(Satisfaction.FAIR): "B", str(Satisfaction.BAD): "C"}
NOT_REACHED = (str(RevisitState.NOT_REACHED), str(RevisitState.REFUSED))


def _of_order(name: str) -> Callable[[Frozen], object]:
    return lambda one: (one.get("order") or {}).get(name)


def _matter(values: Frozen) -> object:
    """A repair in the resident's words; what other rooms did as they named it."""
    return (values.get("order") or {}).get("matter") or values.get("subject")


def _at(values: Frozen) -> object:
    return values.get("answered_at") or values.get("closed_at")


def _code(values: Frozen) -> str:
    """How the last call ended; a revisit that nobody answered says how it was given up."""
    status = str(values.get("status") or "")
    return RevisitState.label_of(status) if status in NOT_REACHED else CallCode.label_of(values.get("call_code"))


def _said(values: Frozen) -> str:
    letter = LETTERS.get(str(values.get("satisfaction") or ""), "")
    return f"{letter} {Satisfaction.label_of(values.get('satisfaction'))}" if letter else ""


class RevisitSums:
    def __init__(self) -> None:
        self.revisits = 0
        self.said: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.follow_ups: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.revisits += 1
        if values.get("status") == RevisitState.ANSWERED:
            self.said[_said(values) or "未评价"] += 1
        else:
            self.ended[RevisitState.label_of(values.get("status"))] += 1
        if values.get("follow_up"):
            self.follow_ups[FollowUp.label_of(values["follow_up"])] += 1

    def words(self) -> Sequence[str]:
        answered = self.said.total()
        each = "，".join(f"{word} {self.said[word]}" for word in sorted(self.said))
        ended = "".join(f"，{word} {count}" for word, count in self.ended.most_common())
        good = self.said[f"A {Satisfaction.GOOD.label}"] + self.said[f"B {Satisfaction.FAIR.label}"]
        # Tenths of a percent, half up: figures of paper are counted in whole numbers.
        tenths = (2 * good * 1000 + answered) // (2 * answered) if answered else 0
        rate = f"；满意率（A+B） {tenths // 10}.{tenths % 10} %" if answered else ""
        follow = "，".join(f"{word} {count}" for word, count in self.follow_ups.most_common())
        first = f"合计 {self.revisits} 次：已回访 {answered}" + (f"（{each}）" if each else "") + ended + rate
        return (first, *((f"不满意的去向：{follow}",) if follow else ()))


REVISITS = Register(
    "revisits",
    "回访登记簿",
    "revisit",
    (
        RegisterColumn("回访时间", 19, _at, Kind.MOMENT),
        RegisterColumn("单号", 19, lambda one: one.get("about_no")),
        RegisterColumn("房间号", 26, lambda one: one.get("where")),
        RegisterColumn("受访人", 17, _of_order("reporter")),
        RegisterColumn("联系电话", 22, _of_order("reporter_phone"), phone=True),
        RegisterColumn("办的事", 38, _matter),
        RegisterColumn("来源", 13, lambda one: RevisitSource.label_of(one.get("source"))),
        RegisterColumn("通话结果", 15, _code),
        RegisterColumn("通话秒数", 10, lambda one: one.get("seconds"), Kind.NUMBER),
        RegisterColumn("拨打次数", 10, lambda one: len(one.get("attempts") or ()), Kind.NUMBER),
        RegisterColumn("反馈意见", 15, _said),
        RegisterColumn("业主原话", 36, lambda one: one.get("words")),
        RegisterColumn("去向", 13, lambda one: FollowUp.label_of(one.get("follow_up"))),
        RegisterColumn("回访人", 15, lambda one: one.get("called_by")),
    ),
    (("answered_at", (str(RevisitState.ANSWERED),)), ("closed_at", NOT_REACHED)),
    RevisitSums,
    readers=DESK | {Role.BUTLER, Role.FOREMAN},
    about_order=True,
)
