"""Taking one in: what is said at the counter, the sentence that is read back, and the steps that write it down."""

from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.lists import Lists
from desk.domain.scopes import complaints_of, office_of
from desk.domain.settings import Settings
from desk.domain.words_of_time import moment_aloud
from desk.services.complaints.due import due_at
from desk.services.complaints.line import line_id
from desk.services.complaints.record import ComplaintChannel, ComplaintKind
from desk.store.steps import StepRequest


@dataclass(frozen=True)
class Draft:
    """What was said so far. Words stay out of every log: they are private fields of the record."""

    kind: str = str(ComplaintKind.COMPLAINT)
    channel: str = str(ComplaintChannel.PHONE)
    home_id: str = ""
    resident_id: str = ""
    where: str = field(default="", repr=False)
    who: str = field(default="", repr=False)
    salutation: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    level: str = ""
    type: str = ""
    type_label: str = ""
    want: str = ""
    content: str = field(default="", repr=False)
    urgent: bool | None = None
    about_id: str = ""
    about: str = field(default="", repr=False)
    forwarded_no: str = ""
    forwarded_by: str = ""
    forwarded_due_at: int | None = None
    handler_id: str = ""
    handler: str = ""
    deputy_id: str = ""
    deputy: str = ""
    receiver: str = ""  # 李主管 802
    order_id: str = ""
    revisit_id: str = ""
    source_no: str = ""
    repeat_of_no: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.where, self.who, self.content, self.type, self.phone))


SAID = (
    "kind", "channel", "home_id", "resident_id", "where", "who", "phone", "type", "type_label", "want", "content",
    "about_id", "about", "forwarded_no", "forwarded_by", "forwarded_due_at", "handler_id", "handler", "deputy_id",
    "deputy", "order_id", "revisit_id", "source_no", "repeat_of_no",
)  # fmt: skip


def promised(draft: Draft, settings: Settings, calendar: Calendar, lists: Lists, now: int) -> int | None:
    """Until when it will be answered, as it would be promised now; nothing before the date of those above is known."""
    if draft.channel == ComplaintChannel.FORWARDED and draft.forwarded_due_at is None:
        return None
    return due_at(_values(draft), now, settings, calendar, lists)


def _values(draft: Draft) -> Values:
    told: dict[str, Any] = {name: getattr(draft, name) for name in SAID}
    if draft.urgent:
        told["urgent"] = True
    return {name: value for name, value in told.items() if value not in (None, "")}


def missing(draft: Draft, typed_due: str) -> DeskError | None:
    """What is still to be asked, in the order of speech; `typed_due`: their date as it was typed."""
    complaint = draft.kind == ComplaintKind.COMPLAINT
    forwarded = complaint and draft.channel == ComplaintChannel.FORWARDED
    if complaint and not draft.type:
        return DeskError("还没有选投诉类型", "填两位数字, 说不清的填 00", "type")
    if complaint and not draft.want:
        return DeskError("还没有问业主要什么", "按 1 道歉、2 整改、3 赔偿 或 4 说明", "want")
    if not draft.content.strip():
        return DeskError("还没有写内容", "照业主的原话写", "content")
    if forwarded and not draft.forwarded_no:
        return DeskError("转办的事项还没有写对方编号", "请填 12345 或街道给的编号", "forwarded_no")
    if forwarded and draft.forwarded_due_at is None:
        wrong = f"看不懂期限“{typed_due}”" if typed_due else "还没有写对方期限"
        return DeskError(wrong, "请写成 11-25 17:00", "forwarded_due_at")
    return None


def requests(scope: str, complaint_id: str, draft: Draft, taken_by: str, due: int | None) -> list[StepRequest]:
    """The neutral line, which draws the number, and the complaint, in one group. Done twice, it is one of each."""
    line: Values = {
        "home_id": draft.home_id,
        "resident_id": draft.resident_id,
        "receiver": draft.receiver,
        "due_at": due,
    }
    known = {name: value for name, value in line.items() if value not in (None, "")}
    line_ent = line_id(scope, complaint_id)
    told = {**_values(draft), "no": "@0", "line_id": line_ent, "taken_by": taken_by}
    return [
        StepRequest(office_of(scope), "in_hand", "open", known, line_ent),
        StepRequest(complaints_of(scope), "complaint", "receive", told, complaint_id),
    ]


def sentence(draft: Draft, due: int | None, now: int, saved: bool) -> list[tuple[str, bool]]:
    """已登记, 李主管会在明天下午3点20分前给您答复. Facts are bold."""
    who = draft.receiver.partition(" ")[0] or "项目经理"
    begin = "已登记, " if saved else "我给您登记, "
    if draft.kind == ComplaintKind.COMPLAINT and not draft.type:
        return [("对不起, 给您添麻烦了, 请您慢慢说, 我记下来。", False)]
    if draft.kind == ComplaintKind.PRAISE:
        return [("谢谢您的表扬, " if saved else "谢谢您, ", False), ("我们会转告本人", True), ("。", False)]
    if due is None:
        return [(begin, False), (who, True), ("会给您答复。", False)]
    return [(begin, False), (who, True), ("会在", False), (moment_aloud(due, now), True), ("前给您答复。", False)]
