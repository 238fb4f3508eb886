"""夜间值班, 交接班, 答应的事: what the counter and the one night man leave to one another."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.roles import Role
from desk.services.hand_over.drafting import by_kind
from desk.services.hand_over.reads import dicts
from desk.services.hand_over.record import DropReason, HandOverState, PromiseState
from desk.services.night_log.record import NightKind, NightState
from reports.registers.definition import DESK, Beside, Register, RegisterColumn, Shelf


def _kind(values: Frozen) -> str:
    return NightKind.label_of(values.get("kind")).partition(",")[0]


def _ended(values: Frozen) -> str:
    """已转报修 W3-0457."""
    return f"{NightState.label_of(values.get('status'))} {values.get('order_no') or ''}".strip()


def _left(values: Frozen) -> str:
    """未返回派工单 3, 到期回访 2: how many of each kind were handed over."""
    return "，".join(f"{kind.label} {len(rows)}" for kind, rows in by_kind(dicts(values.get("lines"))).items())


def _objects(values: Frozen) -> str:
    """6 样都在; 对讲机 1/2 部（共 6 样）: what was counted of what should be there, where that differs."""
    told = dicts(values.get("objects"))
    gaps = [one for one in told if one.get("counted") != one.get("expected")]
    words = "，".join(
        f"{one.get('name') or ''} {one.get('counted')}/{one.get('expected')} {one.get('unit') or ''}".strip()
        for one in gaps
    )
    return f"{words}（共 {len(told)} 样）" if gaps else f"{len(told)} 样都在" if told else ""


def _name(values: Frozen, key: str) -> object:
    return (values.get(key) or {}).get("name")


def _promise_late(values: Frozen) -> str:
    kept, due = values.get("kept_at"), values.get("due_at")
    return "超期" if kept is not None and due is not None and int(kept) > int(due) else ""


class NightSums:
    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.states: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.states[NightState.label_of(values.get("status"))] += 1
        if values.get("status") != NightState.VOID:
            self.kinds[_kind(values)] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.kinds.most_common())
        ends = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        return (f"合计 {self.states.total()} 件" + (f"：{each}；{ends}" if ends else ""),)


class HandOverSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.short = 0

    def add(self, values: Frozen) -> None:
        self.states[HandOverState.label_of(values.get("status"))] += 1
        self.short += bool(values.get("short"))

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        return (f"合计 {self.states.total()} 班" + (f"：{each}；物品对不上 {self.short} 班" if each else ""),)


class PromiseSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.late = 0

    def add(self, values: Frozen) -> None:
        self.states[PromiseState.label_of(values.get("status"))] += 1
        self.late += bool(_promise_late(values))

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        return (f"合计 {self.states.total()} 件" + (f"：{each}；办到但超期 {self.late}" if each else ""),)


NIGHT = Register(
    "night",
    "夜间值班登记簿",
    "night_entry",
    (
        RegisterColumn("接报时间", 18, lambda one: one.get("heard_at"), Kind.MOMENT),
        RegisterColumn("纸号", 24, lambda one: one.get("sheet_no")),
        RegisterColumn("行", 8, lambda one: one.get("line_no"), Kind.NUMBER),
        RegisterColumn("什么事", 17, _kind),
        RegisterColumn("地点", 26, lambda one: one.get("where")),
        RegisterColumn("来电人", 16, lambda one: one.get("caller")),
        RegisterColumn("电话", 21, lambda one: one.get("phone"), phone=True),
        RegisterColumn("情况", 39, lambda one: one.get("words")),
        RegisterColumn("处理", 39, lambda one: one.get("handling")),
        RegisterColumn("处理完", 18, lambda one: one.get("ended_at"), Kind.MOMENT),
        RegisterColumn("回拨", 8, lambda one: one.get("call_backs"), Kind.NUMBER),
        RegisterColumn("值班人", 14, lambda one: one.get("heard_by")),
        RegisterColumn("结果", 20, _ended),
    ),
    (("heard_at", ()),),
    NightSums,
    shelf=Shelf.SHIFTS,
    readers=DESK | {Role.FOREMAN},
)
HAND_OVERS = Register(
    "hand_overs",
    "交接班登记簿",
    "hand_over",
    (
        RegisterColumn("交班时间", 18, lambda one: one.get("given_at"), Kind.MOMENT),
        RegisterColumn("班次", 15, lambda one: one.get("shift")),
        RegisterColumn("交班人", 16, lambda one: _name(one, "giver")),
        RegisterColumn("接班班次", 15, lambda one: one.get("next_shift")),
        RegisterColumn("接班人", 16, lambda one: _name(one, "taker")),
        RegisterColumn("接班时间", 18, lambda one: one.get("taken_at"), Kind.MOMENT),
        RegisterColumn("事项", 9, lambda one: one.get("open_count"), Kind.NUMBER),
        RegisterColumn("交接事项", 48, _left),
        RegisterColumn("物品·钥匙（实有/应有）", 47, _objects),
        RegisterColumn("对不上", 10, lambda one: one.get("short") or None, Kind.NUMBER),
        RegisterColumn("遗留问题", 40, lambda one: one.get("note")),
        RegisterColumn("状态", 16, lambda one: HandOverState.label_of(one.get("status"))),
    ),
    (("given_at", ()),),
    HandOverSums,
    shelf=Shelf.SHIFTS,
    readers=DESK,
    beside=(Beside("giver_id", "staff", "giver"), Beside("taker_id", "staff", "taker")),
)
PROMISES = Register(
    "promises",
    "答应事项登记簿",
    "promise",
    (
        RegisterColumn("答应时间", 18, lambda one: one.get("promised_at"), Kind.MOMENT),
        RegisterColumn("答应谁", 24, lambda one: one.get("whom")),
        RegisterColumn("房间号", 28, lambda one: one.get("where")),
        RegisterColumn("答应的事", 78, lambda one: one.get("what")),
        RegisterColumn("什么时候以前", 20, lambda one: one.get("due_at"), Kind.MOMENT),
        RegisterColumn("谁答应的", 18, lambda one: one.get("promised_by")),
        RegisterColumn("办到时间", 18, lambda one: one.get("kept_at"), Kind.MOMENT),
        RegisterColumn("谁办的", 18, lambda one: one.get("kept_by")),
        RegisterColumn("超期", 12, _promise_late),
        RegisterColumn("状态", 14, lambda one: PromiseState.label_of(one.get("status"))),
        RegisterColumn("不办原因", 20, lambda one: DropReason.label_of(one.get("drop_reason"))),
    ),
    (("promised_at", ()),),
    PromiseSums,
    shelf=Shelf.SHIFTS,
    readers=DESK,
)
