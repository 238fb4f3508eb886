"""A complaint, a suggestion or praise: read by its handlers alone. The neutral line of it, which everybody may see."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.complaint_lists import TYPES
from desk.domain.field import Kind, Merge, RecordType, Scope, Sought, field, moment


class ComplaintState(Code):
    RECEIVED = "received", "待判定"
    TO_SIGN = "to_sign", "待第二人签字"
    JUDGED = "judged", "待指派"
    ASSIGNED = "assigned", "待处理"
    ACTED = "acted", "待答复"
    ANSWERED = "answered", "待回访"
    CLOSED = "closed", "已结"


class ComplaintKind(Code):
    COMPLAINT = "complaint", "投诉"
    SUGGESTION = "suggestion", "建议"
    PRAISE = "praise", "表扬"


class ComplaintChannel(Code):
    PHONE = "phone", "电话"
    COUNTER = "counter", "到前台"
    WECHAT = "wechat", "微信"
    REVISIT = "revisit", "回访转来"
    LETTER = "letter", "书面"
    FORWARDED = "forwarded", "12345/街道/媒体转办"


class Want(Code):
    """What the person asks for, asked in the first call."""

    APOLOGY = "apology", "道歉"
    PUT_RIGHT = "put_right", "整改"
    COMPENSATION = "compensation", "赔偿"
    EXPLANATION = "explanation", "说明"


class Validity(Code):
    VALID = "valid", "有效"
    PARTIAL = "partial", "部分有效"
    INVALID = "invalid", "无效"


class InvalidReason(Code):
    NOT_OURS = "not_ours", "非物业职责"
    NOT_SO = "not_so", "事实不符"
    MERGED = "merged", "重复并案"
    WITHDRAWN = "withdrawn", "业主撤诉"
    OTHER = "other", "其他"


class AnsweredHow(Code):
    PHONE = "phone", "电话"
    FACE = "face", "当面"
    WRITING = "writing", "书面"
    WECHAT = "wechat", "微信"


class Settled(Code):
    """What became of a suggestion or of praise."""

    TAKEN_UP = "taken_up", "采纳"
    PASSED_ON = "passed_on", "已转相关部门"
    NOT_TAKEN_UP = "not_taken_up", "暂不采纳, 已说明"
    TOLD = "told", "已转告本人"
    THANKED = "thanked", "已致谢"


class ComplaintEnd(Code):
    REVISIT = "revisit", "已结"
    NOT_REACHED = "not_reached", "已结·未联系上"
    REFUSED = "refused", "已结·拒访"
    WITHDRAWN = "withdrawn", "已结·业主撤诉"
    SETTLED = "settled", "已结·已办"


class ComplaintCall(Code):
    """How a call back ended."""

    ANSWERED = "answered", "接通"
    NO_ANSWER = "no_answer", "无人接"
    BUSY = "busy", "占线"
    DEAD = "dead", "空号/停机"
    WRONG = "wrong", "打错/非本人"
    REFUSED = "refused", "拒访"
    LATER = "later", "稍后再打"
    FAMILY = "family", "家人代接"
    CUT = "cut", "中途挂断"


class Content(Code):
    """How content the person was with what was done."""

    GOOD = "good", "满意"
    FAIR = "fair", "较满意"
    BAD = "bad", "不满意"


class InHandState(Code):
    """As much of a matter's state as everybody may see."""

    RECEIVED = "received", "已登记"
    IN_HAND = "in_hand", "处理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已结"


@dataclass
class Complaint:
    no: str = field("登记编号", sought=Sought.NUMBER, width=9, limit=40, indexed=True)
    kind: str = field("种类", Kind.CODE, code=ComplaintKind, required=True, width=5)
    status: str = field("状态", Kind.CODE, code=ComplaintState, width=7, indexed=True)
    # the link points from here, never to here
    line_id: str = field("在办事项", Kind.REF, refers="in_hand", exported=False)
    channel: str = field("渠道", Kind.CODE, code=ComplaintChannel, width=6)
    forwarded_no: str = field("转办编号", width=10, limit=60)
    forwarded_by: str = field("转办单位", width=8, limit=60)
    forwarded_due_at: int = field("转办期限", Kind.MOMENT, width=10)
    # who
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    where: str = field("房号", width=12, limit=80, private=True)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    who: str = field("投诉人", private=True, width=8, limit=60)
    phone: str = field("电话", private=True, width=12, limit=40)
    # what
    type: str = field("类型码", width=4, limit=20, indexed=True, listed=TYPES)
    type_label: str = field("类型", width=12, limit=40)
    want: str = field("要求", Kind.CODE, code=Want, width=5)
    content: str = field("内容", Kind.WORDS, private=True, required=True, width=24, limit=2000)
    urgent: bool = field("紧急", Kind.FLAG, width=4)
    serious: bool = field("重大", Kind.FLAG, width=4)  # said when it is judged; the assessment takes more for it
    about_id: str = field("被投诉人编号", Kind.REF, refers="staff", exported=False)
    about: str = field("被投诉人/部门", private=True, width=10, limit=60)
    happened_on: str = field("发生日期", Kind.DAY, width=9)
    scene: str = field("发生地点", private=True, width=12, limit=80)
    taken_by: str = field("接待人", width=6, limit=60)
    # where it came from: an enquiry or a repair, a call back; only their number and the neutral facts come along
    order_id: str = field("来自单子", Kind.REF, refers="work_order", exported=False)
    revisit_id: str = field("来自回访", Kind.REF, refers="revisit", exported=False)
    source_no: str = field("来自单号", width=9, limit=40)
    # the same matter once more
    repeat_of: str = field("重复于", Kind.REF, refers="complaint", indexed=True, exported=False)
    repeat_of_no: str = field("重复于编号", width=9, limit=40)
    # who has it, and who may read it
    handler_id: str = field("责任人编号", Kind.REF, refers="staff", exported=False, indexed=True)
    handler: str = field("责任人", width=6, limit=60)
    deputy_id: str = field("代办人编号", Kind.REF, refers="staff", exported=False)
    deputy: str = field("代办人", width=6, limit=60)
    # staff ids
    handlers: list[str] = field("可阅人", Kind.LIST, exported=False)
    # the moments
    received_at: int = moment("受理时间", width=10, indexed=True)
    proposed_at: int = moment("提出无效时间")
    judged_at: int = moment("判定时间", width=10)
    assigned_at: int = moment("指派时间", width=10)
    acted_at: int = moment("处理时间", width=10)
    answered_at: int = moment("答复时间", width=10, indexed=True)
    first_answered_at: int = field("首次答复时间", Kind.MOMENT, exported=False)
    reopened_at: int = field("重新处理时间", Kind.MOMENT, exported=False)
    dialled_at: int = moment("拨号时间")
    revisited_at: int = moment("回访时间", width=10)
    withdrawn_at: int = moment("撤诉时间", width=10)
    closed_at: int = moment("归档时间", width=10)
    # promised to the person; late is never stored
    due_at: int = field("答复时限", Kind.MOMENT, width=10, indexed=True)
    first_due_at: int = field("首次答复时限", Kind.MOMENT, exported=False)
    # judged
    validity: str = field("判定", Kind.CODE, code=Validity, width=6)
    invalid_reason: str = field("无效原因", Kind.CODE, code=InvalidReason, width=7)
    judge_note: str = field("判定说明", Kind.WORDS, private=True, limit=500)
    proposed_by_id: str = field("提出无效的人", Kind.REF, refers="staff", exported=False)
    proposed_by_manager: bool = field("由项目经理提出", Kind.FLAG, exported=False)
    judged_by_id: str = field("判定人编号", Kind.REF, refers="staff", exported=False)
    judged_by: str = field("判定人", width=6, limit=60)
    second_id: str = field("第二判定人编号", Kind.REF, refers="staff", exported=False)
    second: str = field("第二判定人", width=6, limit=60)
    # done and said
    measures: str = field("措施", Kind.WORDS, private=True, limit=1000)
    answer: str = field("答复内容", Kind.WORDS, private=True, limit=1000)
    answered_how: str = field("答复方式", Kind.CODE, code=AnsweredHow, width=5)
    answered_by: str = field("答复人", width=6, limit=60)
    settled: str = field("处理结果", Kind.CODE, code=Settled, width=8)
    # asked about, in this room and nowhere else
    revisit_from_on: str = field("回访从", Kind.DAY, width=9)
    revisit_to_on: str = field("回访到", Kind.DAY, width=9, indexed=True)
    next_call_at: int = field("下次拨打", Kind.MOMENT, width=10)
    # [{"at": ms, "code": "no_answer", "seconds": 0, "by": staff id}]
    attempts: list[dict[str, object]] = field("拨打记录", Kind.LIST, exported=False)
    call_code: str = field("通话结果", Kind.CODE, code=ComplaintCall, width=6)
    seconds: int = field("通话秒数", Kind.NUMBER, width=6)
    # [{"question": "答复清楚吗?", "answer": "yes"}]
    answers: list[dict[str, str]] = field("问答", Kind.LIST, exported=False)
    satisfaction: str = field("回访评价", Kind.CODE, code=Content, width=6)
    revisit_words: str = field("业主原话", Kind.WORDS, private=True, limit=1000, width=16)
    called_by: str = field("回访人", width=6, limit=60)
    reopened: int = field("重新处理次数", Kind.NUMBER, width=4)
    closed_by: str = field("归档方式", Kind.CODE, code=ComplaintEnd, width=8)
    remark: str = field("内部备注", Kind.WORDS, private=True, limit=500, exported=False, merge=Merge.BOTH)


@dataclass
class InHand:
    """What the counter may see and say of a matter it may not read: number, whose, who answers, how far, until when."""

    no: str = field("登记编号", searched=True, sought=Sought.NUMBER, width=9, limit=40)
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    receiver: str = field("请转", width=10, limit=60)
    status: str = field("状态", Kind.CODE, code=InHandState, width=6, indexed=True)
    due_at: int = field("答复时限", Kind.MOMENT, width=10, indexed=True)


COMPLAINT = RecordType("complaint", "投诉", Complaint, Scope.COMPLAINT)
IN_HAND = RecordType("in_hand", "在办事项", InHand, numbered=True)
