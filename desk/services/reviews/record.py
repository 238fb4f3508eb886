"""A branch: one line of steps that cannot stand beside the main one until a person says which does."""

from dataclasses import dataclass
from typing import Any

from desk.domain import deciding
from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Scope, field
from desk.domain.flow import Flow, Step
from desk.domain.roles import Role


class BranchState(Code):
    OPEN = deciding.OPEN, "待裁定"
    KEPT = deciding.KEPT, "已采用"
    DROPPED = deciding.DROPPED, "未采用"


@dataclass
class Branch:
    """`sets` is what the line changed and `told` its private part; `makes` the rows it would open once it stands."""

    record: str = field("种类", width=8)
    ent: str = field("办理的事项", width=10, indexed=True, exported=False)
    turn: int = field("第几次", Kind.NUMBER, exported=False)
    base: str = field("从哪一步分开", exported=False)
    versus: str = field("和哪一步冲突", exported=False)
    ops: list[str] = field("各步", Kind.LIST, exported=False)
    steps: list[str] = field("做了什么", Kind.LIST, width=16)
    by: list[str] = field("谁做的", Kind.LIST, exported=False)
    sets: dict[str, Any] = field("记下的内容", Kind.LIST, exported=False)
    told: dict[str, Any] = field("记下的私密内容", Kind.LIST, private=True, exported=False)
    makes: list[Any] = field("会开出的事项", Kind.LIST, exported=False)
    fact: bool = field("已有事实", Kind.FLAG, width=6)
    opened_at: int = field("发现时间", Kind.MOMENT, width=10)
    last_at: int = field("最后一步", Kind.MOMENT, width=10)
    closed_at: int = field("裁定时间", Kind.MOMENT, width=10)
    status: str = field("状态", Kind.CODE, code=BranchState, width=6, indexed=True)


BRANCH = RecordType("branch", "分歧", Branch, also=(Scope.COMPANY, Scope.COMPLAINT))
_RULES = frozenset({Role.RULES})
_OPEN = frozenset[Code]({BranchState.OPEN})

# No op has these names: a contested verdict opens a branch, a `resolve` of its entity closes it.
FLOW = Flow(
    BRANCH,
    BranchState,
    (
        Step("part", "分开", frozenset(), BranchState.OPEN, _RULES, shown=False),
        Step("keep", "采用", _OPEN, BranchState.KEPT, _RULES, shown=False),
        Step("drop", "不采用", _OPEN, BranchState.DROPPED, _RULES, shown=False),
    ),
)
