"""The year's assessment of an estate as it was frozen, and what only people can say about its year."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, field, moment


class Grade(Code):
    """What a total is called."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class Standing(Code):
    """Whether a row counts."""

    SCORED = "scored", "计分"
    FEW = "few", "件数不足, 不计分"
    ABSENT = "absent", "本小区没有, 不计分"
    SEALED = "sealed", "投诉档案未打开, 未计算"


class Left(Code):
    """Why a record is no case of a measure; behind `x:` in its verdict. Each is a list with a count on the sheet."""

    UNDECIDED = "undecided", "待裁定"
    VOID = "void", "作废/重复并入"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    OUTSIDE = "outside", "外单位/开发商保修"
    ANOMALY = "anomaly", "数据异常"
    OWNER = "owner", "业主原因改期/未遇"
    PARTS = "parts", "等料"
    OFF_HOURS = "off_hours", "非工作时间"
    EXEMPT = "exempt", "免访"
    NOT_REACHED = "not_reached", "未联系上"
    REFUSED_CALL = "refused_call", "拒访"
    NO_ANSWER = "no_answer", "没有评价"
    ABSENT = "absent", "业主不在/要求晚送"
    SHOP_LATE = "shop_late", "门店迟到"
    REFUSED = "refused", "整单拒收"
    TOLD_LATE = "told_late", "上级通知晚"
    URGENT = "urgent", "紧急公告"
    EXPLAINED = "explained", "核验无问题"
    INVALID = "invalid", "恶意/非物业责任投诉"
    WITHDRAWN = "withdrawn", "答复前撤诉"
    PENDING = "pending", "未到时限"


class AssessmentState(Code):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    CONFIRMED = "confirmed", "已确认"
    LOCKED = "locked", "已锁定"
    VOID = "void", "作废"


class MajeureState(Code):
    CLAIMED = "claimed", "已登记"
    AGREED = "agreed", "总部同意"
    VOID = "void", "作废"


class MajeureCause(Code):
    TYPHOON = "typhoon", "台风"
    RAINSTORM = "rainstorm", "暴雨/积水"
    SNOW = "snow", "冰雪"
    OUTAGE = "outage", "大面积停电停水"
    QUAKE = "quake", "地震"
    EPIDEMIC = "epidemic", "疫情封控"
    AUTHORITY = "authority", "政府管制"
    OTHER = "other", "其他"


class UnrecordedState(Code):
    FOUND = "found", "已查实"
    VOID = "void", "作废"


class FoundHow(Code):
    """How head office came to know of a complaint that nobody had written down."""

    SPOT_CHECK = "spot_check", "电话抽查"
    HANDED_DOWN = "handed_down", "12345/上级转来"
    REVISIT = "revisit", "回访问到"
    RESIDENT = "resident", "业主反映"
    RECORDING = "recording", "听录音"
    OTHER = "other", "其他"


@dataclass
class Assessment:
    """Frozen: numbers and words of rules, never a name. Marks in tenths of a mark."""

    from_on: str = field("期间从", Kind.DAY, required=True, width=9)
    until_on: str = field("期间到", Kind.DAY, required=True, width=9, indexed=True)
    status: str = field("状态", Kind.CODE, code=AssessmentState, width=6, indexed=True)
    # [{"code", "item", "name", "marks", "rule", "standard", "actual", "met", "of", "halves", "times": [..],
    #   "standing", "full", "deducted", "score", "remark"}]
    rows: list[dict[str, object]] = field("各行", Kind.LIST, required=True, exported=False, limit=400)
    # [{"code", "count", "over"}]
    exclusions: list[dict[str, object]] = field("剔除", Kind.LIST, exported=False)
    notes: list[str] = field("说明", Kind.LIST, exported=False, limit=400)
    full: int = field("满分(0.1分)", Kind.NUMBER)
    total: int = field("得分(0.1分)", Kind.NUMBER, required=True, width=6)
    grade: str = field("等级", Kind.CODE, code=Grade, width=5)
    homes: int = field("户数", Kind.NUMBER, width=6)
    undecided: int = field("待裁定件数", Kind.NUMBER, exported=False)
    # what it was made of: the ids and verdicts, the rules, the program
    as_of_at: int = field("数据截至", Kind.MOMENT, required=True, width=10)
    fingerprint: str = field("指纹", required=True, width=10, limit=64)
    # [{"measure", "mark"}]: which part of it differs, where two differ
    marks_of: list[dict[str, str]] = field("各指标指纹", Kind.LIST, exported=False)
    rules_mark: str = field("设置版本", width=8, limit=64)
    program: str = field("程序版本", width=6, limit=40)
    frozen_by: str = field("冻结人", width=6, limit=60)
    frozen_at: int = moment("冻结时间", width=10)
    # beside the computed ones: [{"code", "score", "remark"}]
    own_marks: list[dict[str, object]] = field("自评", Kind.LIST, exported=False, limit=300)
    own_remark: str = field("自评说明", Kind.WORDS, limit=500, width=16)
    own_by: str = field("自评人", width=6, limit=60)
    own_by_id: str = field("自评人编号", Kind.REF, refers="staff", exported=False)
    own_at: int = moment("自评时间")
    chief_marks: list[dict[str, object]] = field("主管评定", Kind.LIST, exported=False, limit=300)
    chief_remark: str = field("主管评定说明", Kind.WORDS, limit=500, width=16)
    chief_by: str = field("评定人", width=6, limit=60)
    chief_by_id: str = field("评定人编号", Kind.REF, refers="staff", exported=False)
    chief_at: int = moment("评定时间")
    submitted_by: str = field("提交人", width=6, limit=60)
    submitted_at: int = moment("提交时间", width=10)
    returned_why: str = field("退回原因", Kind.WORDS, limit=300)
    confirmed_by: str = field("确认人", width=6, limit=60)
    confirmed_at: int = moment("确认时间", width=10)
    locked_by: str = field("锁定人", width=6, limit=60)
    locked_at: int = moment("锁定时间", width=10)


@dataclass
class ForceMajeure:
    """Days that count for nothing: so many a year by the manager's word, more with head office's."""

    cause: str = field("原因", Kind.CODE, code=MajeureCause, required=True, width=8)
    from_on: str = field("从", Kind.DAY, required=True, width=9, indexed=True)
    to_on: str = field("到", Kind.DAY, required=True, width=9)
    words: str = field("说明", Kind.WORDS, limit=300, width=16)
    claimed_by: str = field("登记人", width=6, limit=60)
    claimed_at: int = moment("登记时间", width=10)
    agreed_by: str = field("同意人", width=6, limit=60)
    agreed_at: int = moment("同意时间", width=10)
    status: str = field("状态", Kind.CODE, code=MajeureState, width=6, indexed=True)


@dataclass
class Unrecorded:
    """A complaint that was made and that nobody had written down: when, and how it was found; not what it said."""

    made_at: int = field("投诉时间", Kind.MOMENT, required=True, width=10, indexed=True)
    found_how: str = field("怎样发现", Kind.CODE, code=FoundHow, required=True, width=8)
    source_no: str = field("来源编号", width=10, limit=60)
    found_by: str = field("查实人", width=6, limit=60)
    found_at: int = moment("查实时间", width=10)
    void_why: str = field("作废原因", width=12, limit=200)
    status: str = field("状态", Kind.CODE, code=UnrecordedState, width=6, indexed=True)


ASSESSMENT = RecordType("assessment", "年度考核", Assessment)
FORCE_MAJEURE = RecordType("force_majeure", "不可抗力", ForceMajeure)
UNRECORDED = RecordType("unrecorded", "漏登记", Unrecorded)
