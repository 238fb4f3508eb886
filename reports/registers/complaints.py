"""投诉登记簿: every complaint, suggestion and praise of some days; read from its own file, by handlers alone."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.services.complaints.due import first_answer_late
from desk.services.complaints.record import (
    ComplaintChannel,
    ComplaintEnd,
    ComplaintKind,
    ComplaintState,
    Content,
    InvalidReason,
    Validity,
    Want,
)
from reports.registers.definition import Register, RegisterColumn, Shelf


def judged(values: Frozen) -> str:
    """有效, 部分有效, 无效（事实不符）."""
    if values.get("kind") != ComplaintKind.COMPLAINT:
        return "—"
    word = Validity.label_of(values.get("validity"))
    reason = values.get("invalid_reason") if values.get("validity") == Validity.INVALID else None
    return f"{word}（{InvalidReason.label_of(reason)}）" if reason else word


def state(values: Frozen) -> str:
    if values.get("status") == ComplaintState.CLOSED:
        return ComplaintEnd.label_of(values.get("closed_by")) or ComplaintState.CLOSED.label
    return ComplaintState.label_of(values.get("status"))


def _late(values: Frozen) -> str:
    answered = values.get("first_answered_at") or values.get("answered_at")
    return "超时" if answered is not None and first_answer_late(values, int(answered)) else ""


def _place(values: Frozen) -> str:
    """Where they live, and where it happened if that is told."""
    return "　".join(str(values[name]) for name in ("where", "scene") if values.get(name))


class ComplaintSums:
    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.judged: Counter[str] = Counter()
        self.late = self.repeated = self.content = self.asked = 0

    def add(self, values: Frozen) -> None:
        self.kinds[ComplaintKind.label_of(values.get("kind"))] += 1
        if values.get("kind") != ComplaintKind.COMPLAINT:
            return
        self.judged[Validity.label_of(values.get("validity")) or "未判定"] += 1
        self.late += bool(_late(values))
        self.repeated += bool(values.get("repeat_of_no"))
        if values.get("satisfaction"):
            self.asked += 1
            self.content += values.get("satisfaction") != Content.BAD

    def words(self) -> Sequence[str]:
        kinds = "，".join(f"{word} {count}" for word, count in self.kinds.most_common())
        words = "，".join(f"{word} {count}" for word, count in self.judged.most_common())
        return (
            f"合计 {self.kinds.total()} 件" + (f"：{kinds}" if kinds else ""),
            f"投诉：{words or '0'}；答复超时 {self.late}，重复投诉 {self.repeated}，"
            f"回访满意 {self.content}/{self.asked}",
        )


COMPLAINTS = Register(
    "complaints",
    "投诉登记簿",
    "complaint",
    (
        RegisterColumn("编号", 17, lambda one: one.get("no")),
        RegisterColumn("时间", 17, lambda one: one.get("received_at"), Kind.MOMENT),
        RegisterColumn("种类", 8, lambda one: ComplaintKind.label_of(one.get("kind"))),
        RegisterColumn("渠道", 11, lambda one: ComplaintChannel.label_of(one.get("channel"))),
        RegisterColumn("投诉人", 12, lambda one: one.get("who")),
        RegisterColumn("电话", 19, lambda one: one.get("phone"), phone=True),
        RegisterColumn("房号·地点", 18, _place),
        RegisterColumn("类型", 13, lambda one: one.get("type_label")),
        RegisterColumn("被投诉人/部门", 14, lambda one: one.get("about")),
        RegisterColumn("内容", 31, lambda one: one.get("content")),
        RegisterColumn("要求", 8, lambda one: Want.label_of(one.get("want"))),
        RegisterColumn("接待人", 11, lambda one: one.get("taken_by")),
        RegisterColumn("判定", 12, judged),
        RegisterColumn("责任人", 11, lambda one: one.get("handler")),
        RegisterColumn("措施", 22, lambda one: one.get("measures")),
        RegisterColumn("答复时间", 17, lambda one: one.get("answered_at"), Kind.MOMENT),
        RegisterColumn("超时", 8, _late),
        RegisterColumn("回访", 8, lambda one: Content.label_of(one.get("satisfaction"))),
        RegisterColumn("归档", 11, state),
    ),
    (("received_at", ()),),
    ComplaintSums,
    shelf=Shelf.WORDS,
)
