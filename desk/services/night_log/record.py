"""夜间值班记录: what the one night man was told and did, written on a numbered sheet and kept by its true times."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Sought, field, moment


class NightKind(Code):
    """The six that one man alone must run for, and what can wait."""

    LEAK = "leak", "漏水"
    POWER = "power", "停电"
    LIFT = "lift", "电梯困人"
    GAS = "gas", "燃气味"
    FIRE = "fire", "消防"
    LOCKED_IN = "locked_in", "门锁困人"
    OTHER = "other", "其他, 明早办"


class NightState(Code):
    OPEN = "open", "处理中"
    ENDED = "ended", "已处理"
    MORNING = "morning", "待早班办"
    PASSED_ON = "passed_on", "已转报修"
    VOID = "void", "作废"


class SheetState(Code):
    OUT = "out", "在值班室"
    ENTERED = "entered", "已补录"
    VOID = "void", "作废"


@dataclass
class NightEntry:
    kind: str = field("什么事", Kind.CODE, code=NightKind, required=True, width=8)
    where: str = field("地点", required=True, width=12, limit=80)
    caller: str = field("来电人", private=True, width=8, limit=60)
    phone: str = field("电话", private=True, width=12, limit=40)
    words: str = field("情况", Kind.WORDS, private=True, limit=400)
    handling: str = field("处理", Kind.WORDS, private=True, limit=400)
    sheet_id: str = field("记录纸", Kind.REF, refers="night_sheet", exported=False)
    sheet_no: str = field("纸号", searched=True, sought=Sought.NUMBER, width=10, limit=40)
    line_no: int = field("第几行", Kind.NUMBER, width=4)
    order_id: str = field("报修单", Kind.REF, refers="work_order", exported=False)
    order_no: str = field("报修单号", width=9, limit=40)
    heard_by: str = field("值班人", width=6, limit=60)
    heard_at: int = moment("接报时间", width=10, indexed=True)
    called_back_at: int = moment("回拨时间")  # of people shut in a lift
    call_backs: int = field("回拨次数", Kind.NUMBER, width=4)
    call_backs_late: int = field("晚回拨次数", Kind.NUMBER, width=5)
    ended_at: int = moment("处理完时间", width=10)
    status: str = field("状态", Kind.CODE, code=NightState, width=8, indexed=True)


@dataclass
class NightSheet:
    no: str = field("纸号", required=True, searched=True, sought=Sought.NUMBER, width=10, limit=40)
    night_on: str = field("哪一夜", Kind.DAY, required=True, indexed=True, width=9)
    watch: str = field("值班人", width=6, limit=60)
    printed_at: int = moment("打印时间", width=10)
    entered_by: str = field("补录人", width=6, limit=60)
    entered_at: int = moment("补录时间", width=10)
    entries: int = field("记了几件", Kind.NUMBER, width=5)
    status: str = field("状态", Kind.CODE, code=SheetState, width=8, indexed=True)


NIGHT_ENTRY = RecordType("night_entry", "夜间值班记录", NightEntry)
NIGHT_SHEET = RecordType("night_sheet", "夜间记录纸", NightSheet)
