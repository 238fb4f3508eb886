"""A booking of housekeeping: who wants what when, which company does it, and how it went."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, Merge, RecordType, Sought, field, moment
from desk.domain.housekeeping_lists import COMPANIES, WORKS


class BookingState(Code):
    BOOKED = "booked", "待公司确认"
    DECLINED = "declined", "公司接不了·待改派"
    CONFIRMED = "confirmed", "已确认·待约定"
    AGREED = "agreed", "已约定"
    TO_AGREE = "to_agree", "待改约"
    ARRIVED = "arrived", "已到场"
    DONE = "done", "已做完·待回单"
    CLOSED = "closed", "已结"
    CANCELLED = "cancelled", "已取消"


class Channel(Code):
    PHONE = "phone", "电话"
    COUNTER = "counter", "当面"
    WECHAT = "wechat", "微信"


class AgreedBy(Code):
    """Who told the desk what was agreed: the company rings the resident, the desk writes it down."""

    COMPANY = "company", "家政公司告知"
    RESIDENT = "resident", "业主告知"
    DESK = "desk", "前台代约"


class DeclineReason(Code):
    NO_HANDS = "no_hands", "没有人手"
    TIME = "time", "时间排不开"
    NOT_DONE = "not_done", "不做这一项"
    TOO_FAR = "too_far", "路太远"
    PRICE = "price", "价格谈不拢"
    OTHER = "other", "其他"


class AgainReason(Code):
    """Why another time was agreed."""

    RESIDENT = "resident", "业主改期"
    COMPANY = "company", "公司改期"
    MORE = "more", "没做完, 再来一次"
    WEATHER = "weather", "天气"
    OUTAGE = "outage", "停水停电"
    OTHER = "other", "其他"


class Missed(Code):
    """Why nothing was done at the agreed time."""

    NO_SHOW = "no_show", "公司没到"
    NOBODY_HOME = "nobody_home", "业主不在家"


class CancelReason(Code):
    RESIDENT = "resident", "业主取消"
    COMPANY = "company", "公司做不了"
    NOT_REACHED = "not_reached", "联系不上业主"
    TWICE = "twice", "重复预约"
    MISTAKEN = "mistaken", "登记错了"
    OTHER = "other", "其他"


class Trouble(Code):
    """What went wrong, for which the company is asked to answer."""

    DAMAGE = "damage", "弄坏物品"
    LATE = "late", "迟到"
    MANNER = "manner", "态度不好"
    PRICE = "price", "收费不符"
    POOR = "poor", "做得不好"
    OTHER = "other", "其他"


class Signature(Code):
    SELF = "self", "本人"
    OTHER = "other", "代签"
    UNSIGNED = "unsigned", "未签"


class UnsignedReason(Code):
    REFUSED = "refused", "业主不肯签"
    NOT_HOME = "not_home", "家里没人签"
    LOST = "lost", "单子没交回"
    OTHER = "other", "其他"


class Tick(Code):
    GOOD = "good", "满意"
    FAIR = "fair", "一般"
    BAD = "bad", "不满意"
    NONE = "none", "未勾选"


@dataclass
class Booking:
    no: str = field("单号", searched=True, sought=Sought.NUMBER, width=9, limit=40)
    status: str = field("状态", Kind.CODE, code=BookingState, width=9, indexed=True)
    channel: str = field("预约方式", Kind.CODE, code=Channel, width=5)
    # who and where; the one who booked is a snapshot
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    where: str = field("服务地址", required=True, searched=True, sought=Sought.ROOM, width=12, limit=80)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    customer: str = field("预约人", searched=True, sought=Sought.NAME, private=True, width=8, limit=60)
    customer_phone: str = field("联系电话", searched=True, sought=Sought.PHONE, private=True, width=12, limit=40)
    customer_relation: str = field("身份", width=5, limit=20)
    # what
    work: str = field("项目码", required=True, listed=WORKS, exported=False, limit=8)
    work_label: str = field("项目", searched=True, width=8, limit=40)
    matter: str = field("要求", Kind.WORDS, searched=True, private=True, width=18, limit=500)
    price: str = field("价格", width=14, limit=120)
    wished_from_at: int = field("希望从", Kind.MOMENT, width=10)
    wished_to_at: int = field("希望到", Kind.MOMENT, width=10)
    # who does it
    company: str = field("家政公司码", listed=COMPANIES, exported=False, limit=40, merge=Merge.STRICT)
    company_label: str = field("家政公司", searched=True, width=9, limit=40, indexed=True)
    company_phone: str = field("公司电话", width=12, limit=40)
    worker: str = field("家政人员", width=7, limit=60)
    worker_phone: str = field("人员电话", private=True, width=11, limit=40)
    # what was agreed
    visit_from_at: int = field("约定从", Kind.MOMENT, width=10, indexed=True, merge=Merge.STRICT)
    visit_to_at: int = field("约定到", Kind.MOMENT, width=10, merge=Merge.STRICT)
    precautions: str = field("注意事项", Kind.WORDS, private=True, limit=300)
    agreed_by: str = field("约定由谁告知", Kind.CODE, code=AgreedBy, width=7)
    again: int = field("改约次数", Kind.NUMBER, width=5)
    again_reason: str = field("改约原因", Kind.CODE, code=AgainReason, width=6)
    # the moments
    booked_at: int = moment("预约时间", width=10, indexed=True)
    sent_at: int = moment("告知公司时间", width=10)
    confirmed_at: int = moment("公司确认时间", width=10)
    declined_at: int = moment("公司退单时间")
    agreed_at: int = moment("约定时间", width=10)
    arrived_at: int = moment("到场时间", width=10)
    missed_at: int = moment("未成时间", width=10)
    finished_at: int = moment("做完时间", width=10, indexed=True)
    slip_back_at: int = moment("回单时间", width=10)
    closed_at: int = moment("结单时间", width=10)
    # dues the clocks decided; late is never stored
    confirm_due_at: int = field("确认时限", Kind.MOMENT, exported=False)
    agree_due_at: int = field("约定时限", Kind.MOMENT, exported=False)
    arrive_due_at: int = field("到场时限", Kind.MOMENT, exported=False)
    slip_due_at: int = field("回单时限", Kind.MOMENT, exported=False)
    act_by_at: int = field("最近时限", Kind.MOMENT, exported=False, indexed=True)
    # how it went
    urges: int = field("催公司次数", Kind.NUMBER, width=5)
    urged_at: int = moment("催公司时间")
    decline_reason: str = field("退单原因", Kind.CODE, code=DeclineReason, width=7)
    missed: str = field("未成原因", Kind.CODE, code=Missed, width=7)
    no_shows: int = field("公司没到次数", Kind.NUMBER, width=5)
    signature: str = field("签字", Kind.CODE, code=Signature, width=5)
    signed_for: str = field("代签关系", width=6, limit=40)
    unsigned_reason: str = field("未签原因", Kind.CODE, code=UnsignedReason, width=7)
    tick: str = field("业主勾选", Kind.CODE, code=Tick, width=6)
    trouble: str = field("问题", Kind.CODE, code=Trouble, width=6)
    trouble_note: str = field("问题经过", Kind.WORDS, private=True, limit=500)
    troubled_at: int = moment("登记问题时间")
    cancel_reason: str = field("取消原因", Kind.CODE, code=CancelReason, width=7)
    # paper
    copies: int = field("打印次数", Kind.NUMBER, width=5)
    printed_at: int = moment("打印时间", width=10)
    revisit_id: str = field("回访", Kind.REF, refers="revisit", exported=False)
    taken_by: str = field("受理人", width=6, limit=60)
    remark: str = field("经过备注", Kind.WORDS, private=True, limit=500, exported=False, merge=Merge.BOTH)


BOOKING = RecordType("housekeeping", "家政预约", Booking, numbered=True)
