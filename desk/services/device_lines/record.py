"""One line of a PC's own log. Ids only: never a name, a number or a secret."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Scope, field
from desk.domain.flow import Flow, Step
from desk.domain.roles import EVERYBODY, Role


class LineState(Code):
    NOTED = "noted", "已记"


@dataclass
class DeviceLine:
    what: str = field("做了什么", required=True, limit=60)
    about: str = field("关于", limit=80, exported=False)
    noted_at: int = field("时间", Kind.MOMENT, indexed=True)
    status: str = field("状态", Kind.CODE, code=LineState, exported=False)


DEVICE_LINE = RecordType("device_line", "本机记录", DeviceLine, Scope.DEVICE)

FLOW = Flow(
    DEVICE_LINE,
    LineState,
    (
        Step("note", "记下", frozenset(), LineState.NOTED, EVERYBODY | {Role.RULES}, ("what",),
             ("what", "about", "noted_at"), fact=True, shown=False),
    ),
)  # fmt: skip
