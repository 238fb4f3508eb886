"""A small life to test the grammar with: a parcel that arrives, is taken out and may be brought back."""

from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import Calendar
from desk.domain.code import Code
from desk.domain.deciding import Context, Did, Order, Past, decide, derived_id
from desk.domain.field import Kind, RecordType, field, moment
from desk.domain.flow import Flow, Frozen, Make, Refusal, Step, Values, Verdict
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.domain.taking_back import take_back

ESTATE = "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
ENT = "0192aaaa-0000-7000-8000-000000000001"
NOW = 1_763_700_000_000
CLERK = Actor("c-1", frozenset({Role.CLERK}), "李敏", "03")
GUARD = Actor("g-1", frozenset({Role.GUARD}))


class State(Code):
    HERE = "here", "在架"
    OUT = "out", "已取走"
    GONE = "gone", "已退回"


@dataclass
class Parcel:
    no: str = field("编号", required=True, limit=10)
    count: int = field("件数", Kind.NUMBER)
    fee_fen: int = field("代收费", Kind.MONEY)
    until_on: str = field("保管到", Kind.DAY)
    fragile: bool = field("易碎", Kind.FLAG)
    labels: list[Any] = field("标签", Kind.LIST, limit=5)  # noqa: RUF009
    status: str = field("状态", Kind.CODE, code=State)
    taker: str = field("取件人", private=True, limit=20)
    note: str = field("备注", Kind.WORDS, private=True)
    came_at: int = moment("到件时间")
    taken_at: int = moment("取走时间")
    due_at: int = field("期限", Kind.MOMENT)


PARCEL = RecordType("parcel", "包裹", Parcel)


def hand_out(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if before.get("fee_fen"):
        return Verdict(refusal=Refusal("fee", "还没有付代收费", "请先收费", "fee_fen"))
    receipt = Make("receipt", derived_id(context.scope, ENT, "receipt"), {"status": "active"})
    return Verdict({"count": 0}, (receipt,))


def dues(values: Frozen, context: Context) -> Values:
    came = values.get("came_at")
    return {"due_at": came + 1000 if came is not None and values.get("status") == "here" else None}


S = State
BY = frozenset({Role.CLERK, Role.RULES})
STEPS = (
    Step("take_in", "收件", frozenset(), S.HERE, BY, ("no",), ("count", "fee_fen", "note"), moment="came_at"),
    Step("hand_out", "取件", frozenset({S.HERE}), S.OUT, BY, ("taker",), ("note",), moment="taken_at",
         opens=("receipt",), rule=hand_out, undoable=True),
    Step("return", "退回", frozenset({S.HERE}), S.GONE, frozenset({Role.MANAGER})),
    Step("edit", "修改", frozenset({S.HERE, S.OUT}), None, BY, (), ("no", "count", "labels", "until_on", "fragile")),
    take_back(frozenset(State), BY),
)  # fmt: skip
FLOW = Flow(PARCEL, State, STEPS, dues)


def context(now: int = NOW, actor: Actor = CLERK, *history: Past, scope: str = ESTATE) -> Context:
    return Context(now, scope, actor, Settings(facts=ALL_SETTINGS), Calendar(), history)


def order(step: str, at: int = NOW, /, **values: Any) -> Order:
    return Order("parcel", step, ENT, values, at)


def here(**more: Any) -> Values:
    return {"id": ENT, "no": "A1", "status": "here", "came_at": NOW - 5, **more}


def verdict(step: str, before: Frozen | None, seen: Context | None = None, /, **values: Any) -> Did:
    return decide(FLOW, before, order(step, **values), seen or context())


def why(did: Did) -> str:
    """The code of a refusal; empty for a step that was taken."""
    return did.refusal.code if did.refusal else ""
