"""A notice from draft to restored, who rang about it, and who signed up for an activity."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, Merge, RecordType, Sought, field, moment
from desk.domain.notice_lists import Audience as Audience
from desk.domain.notice_lists import ReviewMode as ReviewMode


class NoticeState(Code):
    """What was done with it. Whether it is out yet, running or over follows from the clock and is never stored."""

    DRAFT = "draft", "草稿"
    TO_REVIEW = "to_review", "待复核"
    SENT = "sent", "已发布"
    CORRECTED = "corrected", "已更正"
    RESTORED = "restored", "已恢复"
    ENDED = "ended", "已结束"
    VOID = "void", "作废"


class UrgentReason(Code):
    """Why a notice went out before it was read a second time."""

    BREAKDOWN = "breakdown", "突发故障抢修"
    SAFETY = "safety", "人身安全"
    WEATHER = "weather", "天气预警"
    AUTHORITY = "authority", "上级/政府紧急通知"
    WRONG_NOTICE = "wrong_notice", "公告有误, 马上更正"
    OTHER = "other", "其他"


class LateReason(Code):
    """Why a notice goes out later than its type asks for."""

    TOLD_LATE = "told_late", "上级通知晚"
    PLAN_CHANGED = "plan_changed", "计划临时变更"
    CONTRACTOR_LATE = "contractor_late", "施工方通知晚"
    FORGOTTEN = "forgotten", "漏发补发"
    CORRECTION = "correction", "更正原公告"
    OTHER = "other", "其他"


class FoundBy(Code):
    """Who found what was wrong. What the office corrects itself costs less than what others had to find."""

    OURSELVES = "ourselves", "自己发现"
    RESIDENT = "resident", "业主发现"
    HEAD_OFFICE = "head_office", "总部发现"
    NO_FAULT = "no_fault", "情况有变, 不是差错"


class WrongPart(Code):
    TIME = "time", "时间"
    RANGE = "range", "范围"
    REASON = "reason", "原因"
    PHONE = "phone", "电话"
    WORDS = "words", "文字"
    OTHER = "other", "其他"


class NoticeVoid(Code):
    CANCELLED = "cancelled", "计划取消"
    DUPLICATE = "duplicate", "重复"
    WRONG_ESTATE = "wrong_estate", "不是本小区"
    TEST = "test", "误录"
    OTHER = "other", "其他"


@dataclass
class Notice:
    kind: str = field("类型", required=True, width=8, limit=40, indexed=True)
    kind_label: str = field("类型名称", width=8, limit=40)
    title: str = field("标题", searched=True, width=16, limit=40)
    status: str = field("状态", Kind.CODE, code=NoticeState, width=6, indexed=True)
    # what, when, for whom
    from_at: int = field("开始", Kind.MOMENT, width=10)
    to_at: int = field("结束", Kind.MOMENT, width=10)
    expected_at: int = field("预计恢复", Kind.MOMENT, width=10)
    audience: str = field("范围", Kind.CODE, code=Audience, width=5)
    # b/3 · u/3/2 · h/<home id> · r/<resident id>
    targets: list[str] = field("选定范围", Kind.LIST, exported=False)
    range_words: str = field("影响范围", searched=True, width=14, limit=400)
    homes: int = field("户数", Kind.NUMBER, width=5)
    reason: str = field("原因", Kind.WORDS, searched=True, width=16, limit=300, merge=Merge.BOTH)
    matter: str = field("正文", Kind.WORDS, searched=True, width=20, limit=1000, merge=Merge.BOTH)
    tips: str = field("温馨提示", Kind.WORDS, width=20, limit=500, merge=Merge.BOTH)
    phone: str = field("联系电话", width=12, limit=60)
    undersigned: str = field("落款", width=14, limit=60)
    # the paper of those who do the work: when it came, and the picture of it
    outside: str = field("外单位", width=10, limit=60)
    received_at: int = field("收文时间", Kind.MOMENT, width=10)
    received_photo: str = field("收文照片", limit=64, exported=False)
    # who wrote it and who read it
    writer_ids: list[str] = field("起草人编号", Kind.LIST, exported=False)
    writer: str = field("起草人", width=6, limit=60)
    submitted_at: int = moment("送复核时间")
    reviewer_id: str = field("复核人编号", Kind.REF, refers="staff", exported=False)
    reviewer: str = field("复核人", width=6, limit=60)
    reviewed_at: int = moment("复核时间", width=10)
    review_note: str = field("退回意见", Kind.WORDS, limit=300)
    urgent_reason: str = field("先发原因", Kind.CODE, code=UrgentReason, width=8)
    late_reason: str = field("提前不足原因", Kind.CODE, code=LateReason, width=8)
    # wished for by a person; when it went out is decided by the rule
    send_at: int = field("定时发布", Kind.MOMENT, width=10)
    approved_at: int = moment("批准时间")
    sent_at: int = field("发布时间", Kind.MOMENT, width=10, indexed=True)
    posted_at: int = moment("张贴时间", width=10)
    posted_where: str = field("张贴位置", width=14, limit=200)
    # [{"partner": id, "name": "微信公众号", "delivered": 298, "failed": 14, "at": ms}]
    receipts: list[dict[str, object]] = field("送达回执", Kind.LIST, exported=False)
    # dues the clocks decided; late is never stored
    lead_due_at: int = field("发布时限", Kind.MOMENT, exported=False)
    forward_due_at: int = field("转发时限", Kind.MOMENT, exported=False)
    second_due_at: int = field("补核时限", Kind.MOMENT, exported=False)
    restore_due_at: int = field("恢复公告时限", Kind.MOMENT, exported=False)
    # the chain
    corrects_id: str = field("更正哪份", Kind.REF, refers="notice", exported=False, indexed=True)
    corrected_by_id: str = field("更正为", Kind.REF, refers="notice", exported=False)
    correction_no: int = field("第几次更正", Kind.NUMBER, width=4)
    found_by: str = field("谁发现", Kind.CODE, code=FoundBy, width=6)
    wrong_part: str = field("哪里不对", Kind.CODE, code=WrongPart, width=5)
    corrected_at: int = moment("更正时间", width=10)
    restores: bool = field("要发恢复", Kind.FLAG, exported=False)
    restored_at: int = moment("恢复时间", width=10)
    restored_words: str = field("恢复说明", width=16, limit=200)
    ended_at: int = moment("结束时间")
    void_reason: str = field("作废原因", Kind.CODE, code=NoticeVoid)
    # an activity
    signs_up: bool = field("可报名", Kind.FLAG, exported=False)
    sign_up_limit: int = field("名额", Kind.NUMBER, width=5)
    sign_up_until_at: int = field("报名截止", Kind.MOMENT, width=10)
    # who is asked how it was: [{"id": sign-up, "home_id": .., "resident_id": .., "where": "3-2-1801"}]
    attended: list[dict[str, object]] = field("参加的人", Kind.LIST, exported=False)


class NoticeCallState(Code):
    LOGGED = "logged", "已记"
    VOID = "void", "作废"


@dataclass
class NoticeCall:
    """A caller from a home of the notice, who was told what it says."""

    notice_id: str = field("公告", Kind.REF, refers="notice", required=True, indexed=True, exported=False)
    home_id: str = field("房屋编号", Kind.REF, refers="home", exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", exported=False)
    where: str = field("房间号", width=12, limit=80)
    caller: str = field("来电人", private=True, width=8, limit=60)
    taken_by: str = field("接听人", width=6, limit=60)
    called_at: int = moment("来电时间", width=10)
    status: str = field("状态", Kind.CODE, code=NoticeCallState, width=5)


class SignUpState(Code):
    SIGNED = "signed", "已报名"
    CAME = "came", "已到场"
    CANCELLED = "cancelled", "已取消"


class SignUpChannel(Code):
    """How a sign-up came. One that says nothing came over the counter."""

    DESK = "desk", "前台"
    WECHAT = "wechat", "微信"


@dataclass
class SignUp:
    """One resident or home at an activity. The place on the list, and who waits, follow from the order of signing."""

    notice_id: str = field("活动", Kind.REF, refers="notice", required=True, indexed=True, exported=False)
    home_id: str = field("房屋编号", Kind.REF, refers="home", exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", exported=False)
    where: str = field("房间号", width=12, limit=80)
    name: str = field("报名人", searched=True, sought=Sought.NAME, private=True, required=True, width=8, limit=60)
    phone: str = field("联系电话", private=True, width=12, limit=40)
    people: int = field("人数", Kind.NUMBER, width=4)
    closes_at: int = field("报名截止", Kind.MOMENT, exported=False)
    taken_by: str = field("登记人", width=6, limit=60)
    channel: str = field("怎么报的", Kind.CODE, code=SignUpChannel, width=6)
    partner: str = field("渠道", limit=64, exported=False)
    partner_event: str = field("渠道编号", limit=100, exported=False, indexed=True)
    identity_unchecked: bool = field("待核对身份", Kind.FLAG)
    signed_up_at: int = moment("报名时间", width=10)
    cancelled_at: int = moment("取消时间", width=10)
    came_at: int = moment("到场时间", width=10)
    status: str = field("状态", Kind.CODE, code=SignUpState, width=6)


NOTICE = RecordType("notice", "公告", Notice)
NOTICE_CALL = RecordType("notice_call", "公告来电", NoticeCall)
SIGN_UP = RecordType("sign_up", "活动报名", SignUp)
