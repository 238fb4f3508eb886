"""紧急报修, 12345/上级转办, 咨询: the orders that an office keeps books of their own for."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.calendar import MINUTE
from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.roles import Role
from desk.services.work_orders.record import Channel, ClosedBy, OrderKind, Satisfaction, Status, Urgency
from reports.registers.definition import DESK, Register, RegisterColumn
from reports.registers.repairs import outcome, who_came

DUES = (("回复", "informed_at", "response_due_at"), ("到场", "arrived_at", "arrival_due_at"),
        ("完工", "finished_at", "finish_due_at"))  # fmt: skip


def late(values: Frozen) -> str:
    """回复、到场: what was told or done after its due; what is still owed shows once it was done."""
    return "、".join(name for name, at, due in DUES if _after(values.get(at), values.get(due)))


def minutes(values: Frozen, since: str, until: str) -> int | None:
    """Whole minutes from one moment to another; nothing where one is not known."""
    begin, end = values.get(since), values.get(until)
    return None if begin is None or end is None else (int(end) - int(begin)) // MINUTE


def _after(at: object, due: object) -> bool:
    return at is not None and due is not None and int(str(at)) > int(str(due))


def _forwarded_late(values: Frozen) -> str:
    done = values.get("finished_at") or values.get("closed_at")
    return "超期" if _after(done, values.get("forwarded_due_at")) else ""


def _answered(values: Frozen) -> str:
    """How an enquiry ended."""
    if values.get("status") == Status.VOID:
        return Status.VOID.label
    return ClosedBy.label_of(values.get("closed_by")) or Status.label_of(values.get("status"))


class EmergencySums:
    def __init__(self) -> None:
        self.orders = self.void = 0
        self.kinds: Counter[str] = Counter()
        self.late: Counter[str] = Counter()
        self.back = self.back_late = 0

    def add(self, values: Frozen) -> None:
        self.orders += 1
        if values.get("status") == Status.VOID:
            self.void += 1
            return
        self.kinds[str(values.get("problem_label") or "未分类")] += 1
        self.late.update(one for one in late(values).split("、") if one)
        self.back += int(values.get("call_backs") or 0)
        self.back_late += int(values.get("call_backs_late") or 0)

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.kinds.most_common())
        missed = "，".join(f"{name}超时 {self.late[name]}" for name, _, _ in DUES)
        void = f"（作废 {self.void}）" if self.void else ""
        return (
            f"合计 {self.orders} 单{void}" + (f"：{each}" if each else ""),
            f"{missed}；困人回拨 {self.back} 次，晚 {self.back_late} 次",
        )


class ForwardedSums:
    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.late = 0

    def add(self, values: Frozen) -> None:
        self.outcomes[outcome(values)] += 1
        self.late += bool(_forwarded_late(values))

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.outcomes.most_common())
        return (f"合计 {self.outcomes.total()} 件" + (f"：{each}" if each else "") + f"；超期 {self.late}",)


class EnquirySums:
    def __init__(self) -> None:
        self.ended: Counter[str] = Counter()
        self.channels: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.ended[_answered(values)] += 1
        self.channels[Channel.label_of(values.get("channel")) or Channel.PHONE.label] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.ended.most_common())
        ways = "，".join(f"{word} {count}" for word, count in self.channels.most_common())
        return (f"合计 {self.ended.total()} 件" + (f"：{each}；{ways}" if each else ""),)


EMERGENCIES = Register(
    "emergencies",
    "紧急报修登记簿",
    "work_order",
    (
        RegisterColumn("单号", 19, lambda one: one.get("no")),
        RegisterColumn("报修时间", 18, lambda one: one.get("reported_at"), Kind.MOMENT),
        RegisterColumn("报修人", 15, lambda one: one.get("reporter")),
        RegisterColumn("联系电话", 21, lambda one: one.get("reporter_phone"), phone=True),
        RegisterColumn("地点", 23, lambda one: one.get("where")),
        RegisterColumn("情况", 36, lambda one: one.get("matter")),
        RegisterColumn("派工时间", 18, lambda one: one.get("dispatched_at"), Kind.MOMENT),
        RegisterColumn("到场时间", 18, lambda one: one.get("arrived_at"), Kind.MOMENT),
        RegisterColumn("几分钟到", 9, lambda one: minutes(one, "reported_at", "arrived_at"), Kind.NUMBER),
        RegisterColumn("处理人", 15, who_came),
        RegisterColumn("解困时间", 18, lambda one: one.get("released_at"), Kind.MOMENT),
        RegisterColumn("回拨", 8, lambda one: one.get("call_backs"), Kind.NUMBER),
        RegisterColumn("完成时间", 18, lambda one: one.get("finished_at"), Kind.MOMENT),
        RegisterColumn("超时", 16, late),
        RegisterColumn("结果", 16, outcome),
    ),
    (("reported_at", ()),),
    EmergencySums,
    equal=(("urgency", str(Urgency.URGENT)),),
)
FORWARDED = Register(
    "forwarded",
    "转办登记簿",
    "work_order",
    (
        RegisterColumn("单号", 19, lambda one: one.get("no")),
        RegisterColumn("转办编号", 30, lambda one: one.get("forwarded_no")),
        RegisterColumn("收到时间", 18, lambda one: one.get("reported_at"), Kind.MOMENT),
        RegisterColumn("反映人", 16, lambda one: one.get("reporter")),
        RegisterColumn("联系电话", 21, lambda one: one.get("reporter_phone"), phone=True),
        RegisterColumn("地址", 24, lambda one: one.get("where")),
        RegisterColumn("内容", 46, lambda one: one.get("matter")),
        RegisterColumn("期限", 18, lambda one: one.get("forwarded_due_at"), Kind.MOMENT),
        RegisterColumn("承办", 16, who_came),
        RegisterColumn("完成时间", 18, lambda one: one.get("finished_at"), Kind.MOMENT),
        RegisterColumn("结果", 16, outcome),
        RegisterColumn("评价", 14, lambda one: Satisfaction.label_of(one.get("satisfaction"))),
        RegisterColumn("超期", 12, _forwarded_late),
    ),
    (("reported_at", ()),),
    ForwardedSums,
    equal=(("channel", str(Channel.FORWARDED)),),
)
ENQUIRIES = Register(
    "enquiries",
    "咨询登记簿",
    "work_order",
    (
        RegisterColumn("单号", 19, lambda one: one.get("no")),
        RegisterColumn("时间", 18, lambda one: one.get("reported_at"), Kind.MOMENT),
        RegisterColumn("咨询人", 16, lambda one: one.get("reporter")),
        RegisterColumn("联系电话", 21, lambda one: one.get("reporter_phone"), phone=True),
        RegisterColumn("房号", 24, lambda one: one.get("where")),
        RegisterColumn("问什么", 69, lambda one: one.get("matter")),
        RegisterColumn("答复", 69, lambda one: one.get("answer")),
        RegisterColumn("方式", 15, lambda one: Channel.label_of(one.get("channel"))),
        RegisterColumn("结果", 17, _answered),
    ),
    (("reported_at", ()),),
    EnquirySums,
    readers=DESK | {Role.BUTLER},
    equal=(("kind", str(OrderKind.ENQUIRY)),),
)
