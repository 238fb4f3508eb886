"""A repair from intake to close: the facts of one order."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, Merge, RecordType, Sought, field, moment
from desk.domain.list_codes import Area as Area
from desk.domain.list_codes import Urgency as Urgency


class Status(Code):
    UNDER_REVIEW = "under_review", "待审核"
    ACCEPTED = "accepted", "待派工"
    DISPATCHED = "dispatched", "已派·未报到"
    ACKNOWLEDGED = "acknowledged", "已接单"
    ARRIVED = "arrived", "已到场"
    SUSPENDED = "suspended", "挂起"
    RETURNED = "returned", "退单·待改派"
    HANDED_OUT = "handed_out", "已转外单位"
    FINISHED = "finished", "已完工·待回单"
    SLIP_BACK = "slip_back", "待回访"
    CLOSED = "closed", "已结"
    VOID = "void", "作废"


class OrderKind(Code):
    FAULT = "fault", "故障报修"
    APPOINTMENT = "appointment", "预约维修"
    ENQUIRY = "enquiry", "咨询"


class Channel(Code):
    PHONE = "phone", "电话"
    COUNTER = "counter", "到前台"
    WECHAT = "wechat", "微信"
    PATROL = "patrol", "巡查"
    NIGHT = "night", "夜间值班"
    TECHNICIAN = "technician", "直接找师傅"
    FORWARDED = "forwarded", "12345/上级转办"


class Charge(Code):
    FREE = "free", "无偿"
    PAID = "paid", "有偿"
    WARRANTY = "warranty", "保修"
    CONTRACTOR = "contractor", "转外单位"


class PriceForm(Code):
    LIST = "list", "价目表"
    RANGE = "range", "区间"
    ON_SITE = "on_site", "现场报价"


class Result(Code):
    REPAIRED = "repaired", "已修复"
    NOT_REPAIRED = "not_repaired", "未修复"
    REWORK = "rework", "需返工"
    OUTSIDE = "outside", "转外单位"


class Payment(Code):
    CASH = "cash", "现金"
    QR_CODE = "qr_code", "扫码"
    CARD = "card", "刷卡"
    DESK = "desk", "前台付"
    ON_ACCOUNT = "on_account", "挂账"
    WAIVED = "waived", "免收"


class Signature(Code):
    SELF = "self", "本人"
    BY_OTHER = "by_other", "代签"
    UNSIGNED = "unsigned", "未签"


class Tick(Code):
    GOOD = "good", "满意"
    FAIR = "fair", "一般"
    BAD = "bad", "不满意"
    NONE = "none", "未勾"


class Satisfaction(Code):
    GOOD = "good", "满意"
    FAIR = "fair", "较满意"
    BAD = "bad", "不满意"


class SuspendReason(Code):
    PARTS = "parts", "等料"
    NOBODY_HOME = "nobody_home", "未遇"
    RESCHEDULED = "rescheduled", "业主改期"
    CONTRACTOR = "contractor", "等外单位"
    OTHER = "other", "其他"


class ReturnReason(Code):
    NO_PARTS = "no_parts", "无配件"
    NO_SKILL = "no_skill", "不会修"
    NO_TIME = "no_time", "忙不过来"
    WRONG_CREW = "wrong_crew", "不归本班"
    ACCESS = "access", "进不去"
    OTHER = "other", "其他"


class VoidReason(Code):
    DUPLICATE = "duplicate", "重复报修"
    WITHDRAWN = "withdrawn", "业主撤销"
    WRONG_ESTATE = "wrong_estate", "不是本小区"
    UNCLEAR = "unclear", "未说清"
    TEST = "test", "误录"
    OTHER = "other", "其他"


class UnsignedReason(Code):
    LEFT = "left", "业主不在"
    REFUSED = "refused", "拒签"
    PUBLIC = "public", "公共区域无人签"
    FORGOTTEN = "forgotten", "忘签"
    OTHER = "other", "其他"


class ClosedBy(Code):
    """Why a closed order could be closed."""

    REVISIT = "revisit", "已结"
    EXEMPT = "exempt", "已结·免访"
    NOT_REACHED = "not_reached", "已结·未联系上"
    REFUSED = "refused", "已结·拒访"
    ANSWERED = "answered", "已结·已答复"
    REWORKED = "reworked", "已结·转返工"


class Level(Code):
    """Whom an order calls on that nobody looks after."""

    CLERK = "clerk", "客服"
    FOREMAN = "foreman", "工程班长"
    MANAGER = "manager", "项目经理"


class CallAnswer(Code):
    """What the person called on said."""

    SENT = "sent", "马上派人"
    MORE_HANDS = "more_hands", "加派人手"
    AGREED_LATER = "agreed_later", "已和业主改约"
    PARTS = "parts", "等料, 已催"
    OUTSIDE = "outside", "找外单位"
    OTHER = "other", "其他"


class PartsFrom(Code):
    """Who gets what is waited for."""

    STORE = "store", "仓库领料"
    CREW = "crew", "班组去买"
    BUYER = "buyer", "采购去买"
    OWNER = "owner", "业主自备"
    CONTRACTOR = "contractor", "外单位带来"
    OTHER = "other", "其他"


class Informed(Code):
    ON_CALL = "on_call", "电话中已告知"
    CALLED_BACK = "called_back", "回电告知"
    FACE = "face", "当面告知"


@dataclass
class WorkOrder:
    no: str = field("单号", searched=True, sought=Sought.NUMBER, width=9, limit=40)
    kind: str = field("种类", Kind.CODE, code=OrderKind, width=6)
    status: str = field("状态", Kind.CODE, code=Status, width=8, indexed=True)
    channel: str = field("报修方式", Kind.CODE, code=Channel, width=6)
    forwarded_no: str = field("转办编号", width=10, limit=60)
    forwarded_due_at: int = field("转办期限", Kind.MOMENT)
    from_estate: str = field("转自小区", width=8, limit=60)
    forwarded_to: str = field("转往小区", width=8, limit=60)
    # a resident's own report: the channel it came by, and the number it has there
    partner: str = field("渠道", limit=64, exported=False)
    partner_event: str = field("渠道编号", width=10, limit=100)
    identity_unchecked: bool = field("待核对身份", Kind.FLAG)
    address_unchecked: bool = field("待核对地址", Kind.FLAG)
    cancel_asked: bool = field("住户要撤销", Kind.FLAG)
    # who and where; the reporter is a snapshot
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    place_id: str = field("部位编号", Kind.REF, refers="place", indexed=True, exported=False)
    where: str = field("服务地址", searched=True, sought=Sought.ROOM, width=12, limit=80)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    reporter: str = field("报修人", searched=True, sought=Sought.NAME, private=True, width=8, limit=60)
    reporter_phone: str = field("联系电话", searched=True, sought=Sought.PHONE, private=True, width=12, limit=40)
    reporter_relation: str = field("身份", width=5, limit=20)
    related_home_id: str = field("关联房屋", Kind.REF, refers="home", exported=False)
    related_where: str = field("关联房屋", width=10, limit=80)
    # what
    matter: str = field("报修内容", Kind.WORDS, searched=True, private=True, required=True, width=22, limit=500)
    problem: str = field("问题码", width=4, limit=8)
    problem_label: str = field("维修类别", width=12, limit=60)
    urgency: str = field("紧急程度", Kind.CODE, code=Urgency, width=5)
    area: str = field("区域", Kind.CODE, code=Area, width=6)
    note: str = field("备注", Kind.WORDS, private=True, limit=1000)
    precautions: str = field("注意事项", Kind.WORDS, private=True, limit=300)
    # what was agreed
    charge: str = field("收费", Kind.CODE, code=Charge, width=5)
    price_form: str = field("价格方式", Kind.CODE, code=PriceForm, width=6, merge=Merge.STRICT)
    price_from_fen: int = field("约定价", Kind.MONEY, merge=Merge.STRICT)
    price_to_fen: int = field("约定价至", Kind.MONEY, merge=Merge.STRICT)
    window_from_at: int = field("预约从", Kind.MOMENT, width=10, indexed=True)
    window_to_at: int = field("预约到", Kind.MOMENT, width=10)
    informed_how: str = field("告知方式", Kind.CODE, code=Informed)
    # who goes
    crew_id: str = field("班组编号", Kind.REF, refers="crew", exported=False, indexed=True)
    crew: str = field("班组", width=6, limit=40)
    technician_id: str = field("师傅编号", Kind.REF, refers="staff", exported=False)
    technician: str = field("维修人员", width=6, limit=60)
    # electric work and work at height are for two
    second_technician_id: str = field("第二人编号", Kind.REF, refers="staff", exported=False)
    second_technician: str = field("同去", width=6, limit=60)
    tools: str = field("携带工具", width=14, limit=200)
    # the moments
    reported_at: int = moment("报修时间", width=10, indexed=True)
    accepted_at: int = moment("受理时间", width=10)
    informed_at: int = moment("告知时间", width=10)
    dispatched_at: int = moment("派工时间", width=10)
    acknowledged_at: int = moment("接单时间")
    returned_at: int = moment("退单时间")
    handed_out_at: int = moment("转出时间", width=10)
    arrived_at: int = moment("到场时间", width=10)
    finished_at: int = moment("完成时间", width=10, indexed=True)
    signed_at: int = moment("签收时间")
    slip_back_at: int = moment("回单时间", width=10)
    closed_at: int = moment("结单时间", width=10)
    # people shut in a lift are rung every few minutes until they are out
    called_back_at: int = moment("回拨时间")
    released_at: int = moment("解困时间", width=10)
    call_back_from_at: int = field("回拨起算", Kind.MOMENT, exported=False)
    call_backs: int = field("回拨次数", Kind.NUMBER, width=4)
    call_backs_late: int = field("晚回拨次数", Kind.NUMBER, width=5)
    taken_by_id: str = field("受理人编号", Kind.REF, refers="staff", exported=False)
    # dues the clocks decided; late is never stored
    response_due_at: int = field("回复时限", Kind.MOMENT, exported=False)
    arrival_due_at: int = field("到场时限", Kind.MOMENT, exported=False)
    finish_due_at: int = field("完工时限", Kind.MOMENT, exported=False)
    call_back_due_at: int = field("回拨时限", Kind.MOMENT, exported=False)
    act_by_at: int = field("最近时限", Kind.MOMENT, exported=False, indexed=True)
    # pauses: [{"from_at": ms, "to_at": ms or null, "reason": code}]
    pauses: list[dict[str, object]] = field("挂起记录", Kind.LIST, exported=False)
    # every reason it was suspended for, in words of SuspendReason, apart by a space
    paused_for: str = field("挂起过", exported=False, limit=80)
    suspend_reason: str = field("挂起原因", Kind.CODE, code=SuspendReason, width=6)
    suspended_until_on: str = field("挂起到", Kind.DAY, width=9)
    suspend_note: str = field("等什么", width=12, limit=100)
    parts_from: str = field("谁去买", Kind.CODE, code=PartsFrom, width=7)
    call_again_at: int = field("再联系时间", Kind.MOMENT, width=10)
    return_reason: str = field("退单原因", Kind.CODE, code=ReturnReason)
    contractor: str = field("外单位", width=10, limit=60)
    contractor_phone: str = field("外单位电话", width=12, limit=40)
    contractor_no: str = field("外单位单号", width=10, limit=60)
    # how it ended
    result: str = field("修复情况", Kind.CODE, code=Result, width=6)
    not_repaired_why: str = field("未修复原因", width=12, limit=200)
    # [{"name": "阀芯", "spec": "", "count": 1, "price_fen": 1500}]
    materials: list[dict[str, object]] = field("用料", Kind.LIST)
    material_fen: int = field("材料费", Kind.MONEY)
    labour_fen: int = field("人工费", Kind.MONEY)
    due_fen: int = field("应收", Kind.MONEY, width=8)
    received_fen: int = field("实收", Kind.MONEY, width=8, merge=Merge.SUM)
    payment: str = field("收款方式", Kind.CODE, code=Payment, width=5)
    receipt_no: str = field("收据号", width=8, limit=40)
    waived_by: str = field("免收批准人", width=6, limit=60)
    signature: str = field("签字", Kind.CODE, code=Signature, width=5)
    signed_for: str = field("代签关系", width=6, limit=40)
    unsigned_reason: str = field("未签原因", Kind.CODE, code=UnsignedReason)
    tick: str = field("业主勾选", Kind.CODE, code=Tick, width=6)
    shoe_covers: bool = field("鞋套", Kind.FLAG)
    left_clean: bool = field("清场", Kind.FLAG)
    # afterwards
    rework_of: str = field("返工自", Kind.REF, refers="work_order", indexed=True, exported=False)
    rework_of_no: str = field("返工自单号", width=9, limit=40)
    parent_id: str = field("并入总单", Kind.REF, refers="work_order", indexed=True, exported=False)
    parent_no: str = field("总单号", width=9, limit=40)
    urges: int = field("催单次数", Kind.NUMBER, width=4)
    urge_called_at: int = field("催单升级时间", Kind.MOMENT, exported=False)
    # who was called on and what he said
    answered_at: int = moment("升级答复时间")
    answered_level: str = field("升级到", Kind.CODE, code=Level, width=5)
    answered_by: str = field("答复人", width=6, limit=60)
    call_answer: str = field("升级答复", Kind.CODE, code=CallAnswer, width=7)
    revisit_id: str = field("回访", Kind.REF, refers="revisit", exported=False)
    satisfaction: str = field("回访评价", Kind.CODE, code=Satisfaction, width=6)
    # what the resident said of it through the channel, without being asked by anybody
    rating: str = field("住户评价", Kind.CODE, code=Satisfaction, width=6)
    rating_words: str = field("评价原话", Kind.WORDS, private=True, width=16, limit=500)
    rated_at: int = moment("评价时间", width=10)
    late_entry: bool = field("补单", Kind.FLAG)
    void_reason: str = field("作废原因", Kind.CODE, code=VoidReason)
    answer: str = field("答复", Kind.WORDS, private=True, limit=1000)
    closed_by: str = field("结单方式", Kind.CODE, code=ClosedBy, width=8)
    remark: str = field("经过备注", Kind.WORDS, private=True, limit=500, exported=False, merge=Merge.BOTH)


WORK_ORDER = RecordType(
    "work_order", "报修单", WorkOrder, numbered=True,
    counted=(
        "reported_at", "status", "kind", "urgency", "parent_id", "contractor", "informed_at", "response_due_at",
        "arrived_at", "arrived_source", "arrival_due_at", "finished_at", "finish_due_at", "closed_at", "rework_of",
        "paused_for", "tick", "channel", "partner", "home_id", "rating", "rated_at",
    ),
)  # fmt: skip
