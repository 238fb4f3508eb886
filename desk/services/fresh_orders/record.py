"""生鲜特供: an order from the shop's door to the resident's signature, its exchanges, compensations and points."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, Merge, RecordType, Sought, field, moment
from desk.domain.fresh_lists import Fault as Fault


class OrderState(Code):
    PLACED = "placed", "途中"
    ARRIVED = "arrived", "待验"
    INSPECTING = "inspecting", "验收中"
    ACCEPTED = "accepted", "待送"
    OUT = "out", "配送中"
    DELIVERED = "delivered", "已签收"
    REFUSED = "refused", "拒收"
    CANCELLED = "cancelled", "已取消"
    VOID = "void", "作废"


class ExchangeState(Code):
    WAITING = "waiting", "等门店"
    ARRIVED = "arrived", "待验"
    INSPECTING = "inspecting", "验收中"
    READY = "ready", "待送"
    OUT = "out", "配送中"
    DELIVERED = "delivered", "已签收"
    DROPPED = "dropped", "不要了"
    VOID = "void", "作废"


class CompensationState(Code):
    REPORTED = "reported", "待核验"
    CHECKED = "checked", "待商定"
    AGREED = "agreed", "待业主确认"
    SETTLED = "settled", "已计入对账"
    EXPLAINED = "explained", "无问题已解释"
    VOID = "void", "作废"


class PointsState(Code):
    GIVEN = "given", "已计"
    VOID = "void", "作废"


class OrderKind(Code):
    INSTANT = "instant", "即时单"
    WINDOW = "window", "预约单"


class OrderChannel(Code):
    PLATFORM = "platform", "平台"
    PHONE = "phone", "电话"


class GoodsUnit(Code):
    GRAM = "g", "克"
    PIECE = "piece", "件"


class GoodsVerdict(Code):
    PASS = "pass", "合格"
    EXCHANGE = "exchange", "换货"
    REJECT = "reject", "拒收"


class Conclusion(Code):
    PASSED = "passed", "合格"
    EXCHANGE = "exchange", "换货"
    REFUSED = "refused", "拒收"


class Choice(Code):
    """What the resident wants of what failed; the keys 1, 2, 3 in this order."""

    FIRST_GOOD = "first_good", "先送合格的"
    TOGETHER = "together", "等齐一起送"
    DROP = "drop", "不要该项"


class LateReason(Code):
    NO_COURIER = "no_courier", "无配送人员"
    OWNER_ABSENT = "owner_absent", "业主不在"
    OWNER_LATER = "owner_later", "业主要求晚送"
    SHOP_LATE = "shop_late", "门店迟到"
    PEAK = "peak", "高峰排队"
    EXCHANGE = "exchange", "等换货"
    LIFT = "lift", "电梯故障"
    WEATHER = "weather", "天气"
    OTHER = "other", "其他"


class StopReason(Code):
    """What stops the clocks; both need the record of a call."""

    OWNER_ABSENT = "owner_absent", "业主不在"
    OWNER_LATER = "owner_later", "业主要求晚送"


class OwnerCall(Code):
    """What the call to the resident came to."""

    ANSWERED = "answered", "接通"
    NO_ANSWER = "no_answer", "无人接"
    OFF = "off", "关机/停机"


class Absence(Code):
    """What was agreed on the telephone where nobody is at home."""

    RECEIVED_FOR = "received_for", "代收"
    AT_DOOR = "at_door", "放门口"
    TAKEN_BACK = "taken_back", "退回服务中心"
    AGAIN_LATER = "again_later", "稍后再送"


class Signature(Code):
    SELF = "self", "本人"
    BY_OTHER = "by_other", "代签"
    UNSIGNED = "unsigned", "未签"


class UnsignedReason(Code):
    LEFT_AT_DOOR = "left_at_door", "放门口"
    REFUSED = "refused", "拒签"
    FORGOTTEN = "forgotten", "忘签"
    OTHER = "other", "其他"


class Tick(Code):
    GOOD = "good", "满意"
    FAIR = "fair", "一般"
    BAD = "bad", "不满意"
    NONE = "none", "未勾"


class RefuseReason(Code):
    RED_LINE = "red_line", "红线"
    ALL_FAILED = "all_failed", "全部不合格"
    WRONG_ADDRESS = "wrong_address", "地址不对"
    WRONG_KINDS = "wrong_kinds", "种类数量不符"
    RESIDENT = "resident", "业主拒收"
    OTHER = "other", "其他"


class CancelReason(Code):
    RESIDENT = "resident", "业主取消"
    SHOP = "shop", "门店缺货"
    NOT_COMING = "not_coming", "门店未送"
    OTHER = "other", "其他"


class OrderVoid(Code):
    DUPLICATE = "duplicate", "重复录入"
    WRONG_ESTATE = "wrong_estate", "不是本小区"
    TEST = "test", "误录"
    OTHER = "other", "其他"


class ForwardReason(Code):
    """Why an order is another estate's; by digits on the panel."""

    ADDRESS = "address", "地址是那个小区的"
    SAYS_SO = "says_so", "业主说住那边"
    SHOP = "shop", "门店选错小区"
    MOVED = "moved", "业主搬过去了"
    OTHER = "other", "其他"


class Finding(Code):
    """What the second inspection after a claim found; the keys 1 and 2."""

    NOTHING = "nothing", "无问题已解释"
    WRONG = "wrong", "确有问题"


class Cause(Code):
    ROT_INSIDE = "rot_inside", "内部腐烂"
    SHORT = "short", "缺重"
    WRONG_GOODS = "wrong_goods", "错货"
    EXPIRED = "expired", "过期"
    DAMAGED = "damaged", "配送损坏"
    OTHER = "other", "其他"


class ConfirmedHow(Code):
    FACE = "face", "当面"
    PHONE = "phone", "电话"
    WECHAT = "wechat", "微信"


class ClaimVoid(Code):
    WITHDRAWN = "withdrawn", "业主撤回"
    DUPLICATE = "duplicate", "重复登记"
    WRONG_ORDER = "wrong_order", "单子写错"
    OTHER = "other", "其他"


@dataclass
class FreshOrder:
    """Weights in grams, temperatures in tenths of a degree Celsius, money in fen. `n` numbers the items of an order."""

    no: str = field("订单号", searched=True, sought=Sought.NUMBER, required=True, width=14, limit=40)
    kind: str = field("种类", Kind.CODE, code=OrderKind, width=6)
    status: str = field("状态", Kind.CODE, code=OrderState, width=6, indexed=True)
    channel: str = field("下单方式", Kind.CODE, code=OrderChannel, width=5)
    partner: str = field("商户编号", limit=64, exported=False)
    partner_event: str = field("平台编号", width=10, limit=100, exported=False)
    shop: str = field("合作门店", width=10, limit=60, required=True, indexed=True)
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    where: str = field("楼栋房号", searched=True, sought=Sought.ROOM, required=True, width=12, limit=80)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    name: str = field("收货人", searched=True, sought=Sought.NAME, private=True, width=8, limit=60)
    phone: str = field("联系电话", searched=True, sought=Sought.PHONE, private=True, width=12, limit=40)
    note: str = field("备注", Kind.WORDS, private=True, limit=500)
    address_unchecked: bool = field("地址待核对", Kind.FLAG)
    identity_unchecked: bool = field("身份待核对", Kind.FLAG)
    # [{"n": 1, "name": "菠菜", "goods": "leafy", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 450}]
    items: list[dict[str, object]] = field("品名", Kind.LIST, required=True, exported=False)
    amount_fen: int = field("订单金额", Kind.MONEY, width=8)
    window_from_at: int = field("预约从", Kind.MOMENT, width=10)
    window_to_at: int = field("预约到", Kind.MOMENT, width=10)
    # the moments
    placed_at: int = moment("门店接单时间", width=10, indexed=True)
    acknowledged_at: int = moment("前台接单时间")
    ticket_at: int = moment("到单小票打印时间")
    promised_at: int = field("门店预计到货", Kind.MOMENT)
    packed_at: int = moment("门店配齐时间")
    arrived_at: int = moment("到货时间", width=10, indexed=True)
    inspection_at: int = moment("开始验收时间", width=10)
    inspected_at: int = moment("验收时间", width=10)
    out_at: int = moment("交配送时间", width=10)
    delivered_at: int = moment("送达时间", width=10, indexed=True)
    closed_at: int = moment("了结时间", width=10)
    printed_at: int = moment("签收单打印时间")
    copies: int = field("打印次数", Kind.NUMBER)
    # the acceptance
    deliverer: str = field("送货人", width=6, limit=60)
    deliverer_signed: bool = field("送货人签字", Kind.FLAG)
    inspector_id: str = field("验收人编号", Kind.REF, refers="staff", exported=False)
    inspector: str = field("验收人", width=6, limit=60)
    address_matched: bool = field("地址相符", Kind.FLAG)
    kinds_matched: bool = field("种类相符", Kind.FLAG)
    quantity_matched: bool = field("数量相符", Kind.FLAG)
    # [{"n", "got", "temp", "fault", "photos": [sha256]}] as told; the rules add "verdict", "red", "tolerance", "short"
    inspected: list[dict[str, object]] = field("验收结果", Kind.LIST, exported=False)
    conclusion: str = field("结论", Kind.CODE, code=Conclusion, width=5)
    exception: str = field("异常说明", width=12, limit=200)
    # what the resident wants of what failed: of all, or item by item [{"n", "choice"}]
    choice: str = field("业主选择", Kind.CODE, code=Choice, width=8)
    choices: list[dict[str, object]] = field("逐项选择", Kind.LIST, exported=False)
    told_shop_at: int = moment("告知门店时间")
    told_by: str = field("门店接话人", width=6, limit=60)
    gathered: list[int] = field("补齐的项", Kind.LIST, exported=False)
    # the delivery
    guard_id: str = field("配送员编号", Kind.REF, refers="staff", exported=False)
    guard: str = field("配送员", width=6, limit=60)
    walk: str = field("一趟", limit=40, exported=False, indexed=True)
    # [{"from_at", "to_at", "reason", "call"}]; to_at null while it stands
    stops: list[dict[str, object]] = field("停表记录", Kind.LIST, exported=False)
    stop_reason: str = field("停表原因", Kind.CODE, code=StopReason, width=6)
    owner_call: str = field("电话结果", Kind.CODE, code=OwnerCall, width=6)
    absence: str = field("业主不在的处理", Kind.CODE, code=Absence, width=8)
    # [{"n", "fault", "choice"}]
    declined: list[dict[str, object]] = field("当面不要", Kind.LIST, exported=False)
    signature: str = field("签字", Kind.CODE, code=Signature, width=5)
    signed_for: str = field("代签关系", width=6, limit=40)
    unsigned_reason: str = field("未签原因", Kind.CODE, code=UnsignedReason)
    tick: str = field("业主勾选", Kind.CODE, code=Tick, width=6)
    late_reason: str = field("迟到原因", Kind.CODE, code=LateReason, width=8)
    late_note: str = field("迟到说明", width=12, limit=200)
    refuse_reason: str = field("拒收原因", Kind.CODE, code=RefuseReason, width=8)
    cancel_reason: str = field("取消原因", Kind.CODE, code=CancelReason)
    void_reason: str = field("作废原因", Kind.CODE, code=OrderVoid)
    forwarded_to: str = field("转往小区", width=8, limit=60)
    forward_reason: str = field("转出原因", Kind.CODE, code=ForwardReason, width=8)
    from_estate: str = field("转自小区", width=8, limit=60)
    remark: str = field("经过备注", Kind.WORDS, private=True, limit=500, exported=False, merge=Merge.BOTH)


@dataclass
class Exchange:
    """One item that failed and is to come again; it is inspected again, as often as it comes (`turn`)."""

    order_id: str = field("生鲜订单", Kind.REF, refers="fresh_order", required=True, indexed=True, exported=False)
    order_no: str = field("订单号", searched=True, sought=Sought.NUMBER, width=10, limit=40)
    status: str = field("状态", Kind.CODE, code=ExchangeState, width=6, indexed=True)
    n: int = field("第几项", Kind.NUMBER, required=True, width=4)
    item: str = field("品名", width=8, limit=60)
    goods: str = field("种类", width=5, limit=40)
    spec: str = field("规格", width=6, limit=40)
    unit: str = field("单位", Kind.CODE, code=GoodsUnit, width=4)
    ordered: int = field("应到", Kind.NUMBER, width=6)
    price_fen: int = field("金额", Kind.MONEY, width=7)
    partner: str = field("商户编号", limit=64, exported=False)
    channel: str = field("下单方式", Kind.CODE, code=OrderChannel, exported=False)
    shop: str = field("合作门店", width=10, limit=60, indexed=True)
    home_id: str = field("房屋编号", Kind.REF, refers="home", exported=False)
    where: str = field("楼栋房号", width=12, limit=80)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", exported=False)
    reason: str = field("换货原因", Kind.CODE, code=Fault, width=6)
    at_door: bool = field("业主当面不要", Kind.FLAG)
    turn: int = field("第几次换", Kind.NUMBER, width=4)
    choice: str = field("业主选择", Kind.CODE, code=Choice, width=8)
    opened_at: int = field("登记时间", Kind.MOMENT, width=10, indexed=True)
    told_shop_at: int = moment("告知门店时间", width=10)
    told_by: str = field("门店接话人", width=6, limit=60)
    eta_at: int = field("预计再送达", Kind.MOMENT, width=10)
    arrived_at: int = moment("到货时间", width=10)
    deliverer: str = field("送货人", width=6, limit=60)
    inspection_at: int = moment("开始验收时间")
    inspected_at: int = moment("验收时间", width=10)
    inspector_id: str = field("验收人编号", Kind.REF, refers="staff", exported=False)
    inspector: str = field("验收人", width=6, limit=60)
    got: int = field("实到", Kind.NUMBER, width=6)
    temp: int = field("温度(0.1℃)", Kind.NUMBER)
    fault: str = field("异常", Kind.CODE, code=Fault, width=6)
    photos: list[str] = field("照片", Kind.LIST, exported=False)
    verdict: str = field("判定", Kind.CODE, code=GoodsVerdict, width=5)
    # what failed before: [{"turn", "at", "got", "temp", "fault", "verdict"}]
    failed: list[dict[str, object]] = field("再验不合格", Kind.LIST, exported=False)
    out_at: int = moment("交配送时间")
    guard_id: str = field("配送员编号", Kind.REF, refers="staff", exported=False)
    guard: str = field("配送员", width=6, limit=60)
    walk: str = field("一趟", limit=40, exported=False, indexed=True)
    delivered_at: int = moment("送达时间", width=10, indexed=True)
    signature: str = field("签字", Kind.CODE, code=Signature, width=5)
    signed_for: str = field("代签关系", width=6, limit=40)
    unsigned_reason: str = field("未签原因", Kind.CODE, code=UnsignedReason)
    tick: str = field("业主勾选", Kind.CODE, code=Tick, width=6)
    copies: int = field("打印次数", Kind.NUMBER)
    closed_at: int = moment("了结时间")


@dataclass
class Compensation:
    """What a resident found inside later, once per item of an order."""

    order_id: str = field("生鲜订单", Kind.REF, refers="fresh_order", required=True, indexed=True, exported=False)
    order_no: str = field("订单号", searched=True, sought=Sought.NUMBER, width=10, limit=40)
    status: str = field("状态", Kind.CODE, code=CompensationState, width=8, indexed=True)
    n: int = field("第几项", Kind.NUMBER, required=True, width=4)
    item: str = field("品名", width=8, limit=60)
    goods: str = field("种类", width=5, limit=40)
    price_fen: int = field("该项金额", Kind.MONEY, width=7)
    partner: str = field("商户编号", limit=64, exported=False)
    shop: str = field("合作门店", width=10, limit=60, indexed=True)
    home_id: str = field("房屋编号", Kind.REF, refers="home", exported=False)
    where: str = field("楼栋房号", width=12, limit=80)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", exported=False)
    delivered_at: int = field("签收时间", Kind.MOMENT, width=10, required=True)
    reported_at: int = moment("申报时间", width=10, indexed=True)
    words: str = field("业主描述", Kind.WORDS, private=True, limit=500)
    photos: list[str] = field("照片", Kind.LIST, exported=False)
    late_claim: bool = field("超过申报时限", Kind.FLAG)
    checked_at: int = moment("再核验时间", width=10)
    checked_by: str = field("核验人", width=6, limit=60)
    finding: str = field("再核验结论", Kind.CODE, code=Finding, width=8)
    cause: str = field("原因", Kind.CODE, code=Cause, width=6)
    missed: bool = field("漏检", Kind.FLAG)
    agreed_at: int = moment("商定时间")
    amount_fen: int = field("商定金额", Kind.MONEY, width=8, merge=Merge.STRICT)
    shop_by: str = field("门店确认人", width=6, limit=60)
    resident_agreed_at: int = moment("业主确认时间", width=10)
    confirmed_how: str = field("业主确认方式", Kind.CODE, code=ConfirmedHow, width=5)
    month: str = field("计入对账", width=7, limit=7, indexed=True)
    copies: int = field("打印次数", Kind.NUMBER)
    void_reason: str = field("作废原因", Kind.CODE, code=ClaimVoid)
    closed_at: int = moment("了结时间")


@dataclass
class PointsEntry:
    """Points of one delivery. Its id follows from the order: no retry and no second desk gives them twice."""

    order_id: str = field("生鲜订单", Kind.REF, refers="fresh_order", required=True, indexed=True, exported=False)
    order_no: str = field("订单号", width=10, limit=40)
    n: int = field("换货项", Kind.NUMBER)
    home_id: str = field("房屋编号", Kind.REF, refers="home", indexed=True, exported=False)
    resident_id: str = field("住户编号", Kind.REF, refers="resident", indexed=True, exported=False)
    amount_fen: int = field("金额", Kind.MONEY, width=8)
    points: int = field("积分", Kind.NUMBER, width=6)
    given_at: int = field("计分时间", Kind.MOMENT, width=10)
    status: str = field("状态", Kind.CODE, code=PointsState, width=5)


FRESH_ORDER = RecordType("fresh_order", "生鲜订单", FreshOrder, numbered=True)  # a shop brings its own
EXCHANGE = RecordType("exchange", "换货", Exchange)
COMPENSATION = RecordType("compensation", "赔偿", Compensation)
POINTS_ENTRY = RecordType("points_entry", "积分记录", PointsEntry)
