"""交接班记录 and what was promised: what one shift leaves to the next, signed by both."""

from dataclasses import dataclass
from typing import Any

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, field, moment


class HandOverState(Code):
    WAITING = "waiting", "待接班"
    RETURNED = "returned", "退回重交"
    TAKEN = "taken", "已接班"
    VOID = "void", "已撤回"


class ReturnReason(Code):
    OBJECTS = "objects", "物品对不上"
    CASH = "cash", "备用金对不上"
    MATTERS = "matters", "事情没讲清"
    UNFINISHED = "unfinished", "当班的事没办完"
    OTHER = "other", "其他"


class PromiseState(Code):
    OPEN = "open", "待办"
    KEPT = "kept", "已办到"
    DROPPED = "dropped", "不用办了"


class DropReason(Code):
    WITHDRAWN = "withdrawn", "业主说不用了"
    DONE_OTHERWISE = "done_otherwise", "别的办法办了"
    NOT_OURS = "not_ours", "不归我们, 已告知"
    WRONG = "wrong", "记错了"
    OTHER = "other", "其他"


@dataclass
class HandOver:
    """`lines` are what was open when it was signed; `objects` what should be there and what was counted."""

    shift: str = field("班次", required=True, width=8, limit=20)
    next_shift: str = field("接班班次", width=8, limit=20)
    giver_id: str = field("交班人", Kind.REF, refers="staff", exported=False, indexed=True)
    taker_id: str = field("接班人", Kind.REF, refers="staff", exported=False)
    # [{kind, record, id, where, what, state, who, note, since_at, due_at}]
    lines: list[dict[str, Any]] = field("交接事项", Kind.LIST, private=True, exported=False, limit=400)
    # [{code, name, unit, expected, counted}]
    objects: list[dict[str, Any]] = field("物品·钥匙", Kind.LIST, exported=False)
    short: int = field("对不上的物品", Kind.NUMBER, width=6)
    open_count: int = field("交接事项数", Kind.NUMBER, width=6)
    note: str = field("遗留问题", Kind.WORDS, private=True, limit=600)
    given_at: int = moment("交班时间", width=10, indexed=True)
    taken_at: int = moment("接班时间", width=10)
    returned_at: int = moment("退回时间", width=10)
    return_reason: str = field("退回原因", Kind.CODE, code=ReturnReason, width=8)
    answer: str = field("接班人的话", Kind.WORDS, limit=300, private=True)
    status: str = field("状态", Kind.CODE, code=HandOverState, width=6, indexed=True)


@dataclass
class Promise:
    """答应王阿姨今晚回电: kept until somebody says that it was done."""

    what: str = field("答应的事", required=True, private=True, width=20, limit=200)
    whom: str = field("答应谁", private=True, width=8, limit=60)
    where: str = field("房间号", width=12, limit=80)
    home_id: str = field("房屋", Kind.REF, refers="home", exported=False)
    resident_id: str = field("住户", Kind.REF, refers="resident", exported=False)
    due_at: int = field("什么时候以前", Kind.MOMENT, required=True, width=10, indexed=True)
    promised_by: str = field("谁答应的", width=6, limit=60)
    promised_at: int = moment("答应时间", width=10)
    kept_by: str = field("谁办的", width=6, limit=60)
    kept_at: int = moment("办到时间", width=10)
    drop_reason: str = field("不办原因", Kind.CODE, code=DropReason, width=8)
    status: str = field("状态", Kind.CODE, code=PromiseState, width=6, indexed=True)


HAND_OVER = RecordType("hand_over", "交接班记录", HandOver)
PROMISE = RecordType("promise", "答应的事", Promise)
