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
from reports.registers.definition import Register, RegisterColumn


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
        RegisterColumn("编号", 19, lambda one: one.get("no")),
        RegisterColumn("时间", 18, lambda one: one.get("received_at"), Kind.MOMENT),
        RegisterColumn("种类", 9, lambda one: ComplaintKind.label_of(one.get("kind"))),
        RegisterColumn("渠道", 15, lambda one: ComplaintChannel.label_of(one.get("channel"))),
        RegisterColumn("房号", 18, lambda one: one.get("where")),
        RegisterColumn("投诉人", 15, lambda one: one.get("who")),
        RegisterColumn("电话", 21, lambda one: one.get("phone"), phone=True),
        RegisterColumn("类型", 18, lambda one: one.get("type_label")),
        RegisterColumn("要求", 9, lambda one: Want.label_of(one.get("want"))),
        RegisterColumn("内容", 43, lambda one: one.get("content")),
        RegisterColumn("判定", 14, judged),
        RegisterColumn("责任人", 14, lambda one: one.get("handler")),
        RegisterColumn("答复时间", 18, lambda one: one.get("answered_at"), Kind.MOMENT),
        RegisterColumn("超时", 9, _late),
        RegisterColumn("回访", 12, lambda one: Content.label_of(one.get("satisfaction"))),
        RegisterColumn("状态", 16, state),
    ),
    (("received_at", ()),),
    ComplaintSums,
)
