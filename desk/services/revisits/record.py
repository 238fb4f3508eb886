"""A revisit: the call after the work, its attempts and what was said."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Sought, field, moment
from desk.domain.revisiting import RevisitSource as RevisitSource


class RevisitState(Code):
    WAITING = "waiting", "待回访"
    ANSWERED = "answered", "已回访"
    EXEMPT = "exempt", "免访"
    NOT_REACHED = "not_reached", "未联系上"
    REFUSED = "refused", "拒访"
    VOID = "void", "作废"


class CallCode(Code):
    ANSWERED = "answered", "接通"
    NO_ANSWER = "no_answer", "无人接"
    BUSY = "busy", "占线"
    DEAD = "dead", "空号/停机"
    WRONG = "wrong", "打错/非本人"
    REFUSED = "refused", "拒访"
    LATER = "later", "稍后再打"
    FAMILY = "family", "家人代接"
    CUT = "cut", "中途挂断"


class Satisfaction(Code):
    GOOD = "good", "满意"
    FAIR = "fair", "较满意"
    BAD = "bad", "不满意"


class FollowUp(Code):
    REWORK = "rework", "返工"
    CALL_BACK = "call_back", "主管回电"
    COMPLAINT = "complaint", "转投诉"


class ExemptReason(Code):
    NOT_SAMPLED = "not_sampled", "未抽中"
    ASKED_NOT_TO = "asked_not_to", "业主要求不回访"
    NO_PHONE = "no_phone", "没有电话"
    PUBLIC_NO_REPLY = "public_no_reply", "公共区域不要回复"
    WITH_COMPLAINT = "with_complaint", "投诉一并处理"
    SUPERSEDED = "superseded", "已另有着落"
    OTHER = "other", "其他"


# What somebody who may gives as a reason; the others are said by rules.
EXEMPT_BY_HAND = (
    ExemptReason.ASKED_NOT_TO,
    ExemptReason.NO_PHONE,
    ExemptReason.PUBLIC_NO_REPLY,
    ExemptReason.WITH_COMPLAINT,
    ExemptReason.OTHER,
)


class CheckResult(Code):
    """What a second call by the manager found."""

    SAME = "same", "一致"
    DIFFERENT = "different", "不一致"
    NOT_CALLED = "not_called", "没打过"
    NOT_REACHED = "not_reached", "没打通"


@dataclass
class Revisit:
    # what was done: the record of any room, and its id there
    about: str = field("哪种事项", required=True, exported=False, limit=40)
    about_id: str = field("事项编号", Kind.REF, refers_by="about", required=True, indexed=True, exported=False)
    about_no: str = field("单号", searched=True, sought=Sought.NUMBER, width=9, limit=40)
    subject: str = field("事项", width=12, limit=120)
    done_by: str = field("谁做的", width=8, limit=80)
    done_at: int = field("办完时间", Kind.MOMENT, width=10)
    paid: bool = field("有偿", Kind.FLAG, exported=False)
    source: str = field("来源", Kind.CODE, code=RevisitSource, width=6)
    status: str = field("状态", Kind.CODE, code=RevisitState, width=6, indexed=True)
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    where: str = field("房间号", searched=True, sought=Sought.ROOM, width=12, limit=80)
    due_from_on: str = field("回访从", Kind.DAY, width=9, indexed=True)
    due_to_on: str = field("回访到", Kind.DAY, width=9)
    next_call_at: int = field("下次拨打", Kind.MOMENT, width=10)
    # [{"at": ms, "code": "no_answer", "seconds": 0, "by": staff id}]
    attempts: list[dict[str, object]] = field("拨打记录", Kind.LIST)
    dialled_at: int = moment("拨号时间")
    answered_at: int = moment("回访时间", width=10)
    call_code: str = field("通话结果", Kind.CODE, code=CallCode, width=6)
    seconds: int = field("通话秒数", Kind.NUMBER, width=6)
    # [{"question": "修好了吗?", "answer": "yes"}]
    answers: list[dict[str, str]] = field("问答", Kind.LIST)
    satisfaction: str = field("评价", Kind.CODE, code=Satisfaction, width=6)
    words: str = field("业主原话", Kind.WORDS, private=True, limit=1000, width=16)
    follow_up: str = field("去向", Kind.CODE, code=FollowUp, width=6)
    follow_up_note: str = field("去向说明", Kind.WORDS, private=True, limit=500)
    rework_id: str = field("返工单", Kind.REF, refers="work_order", exported=False)
    exempt_reason: str = field("免访原因", Kind.CODE, code=ExemptReason)
    called_by: str = field("回访人", width=6, limit=60)
    closed_at: int = moment("了结时间")
    # a sample is rung a second time by the manager
    check_drawn: bool = field("抽查", Kind.FLAG, exported=False)
    checked_at: int = moment("抽查时间", width=10)
    checked_by: str = field("抽查人", width=6, limit=60)
    check_result: str = field("抽查结果", Kind.CODE, code=CheckResult, width=6)
    check_note: str = field("抽查说明", Kind.WORDS, private=True, limit=300)


REVISIT = RecordType(
    "revisit", "回访", Revisit,
    counted=("about_id", "about", "status", "done_at", "due_from_on", "due_to_on", "answered_at", "dialled_at",
             "satisfaction", "check_result"),
)  # fmt: skip
