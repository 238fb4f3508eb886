"""Undo where a step allows it: a step of its own that puts the fields back; the log keeps both."""

from typing import TYPE_CHECKING, Any

from desk.domain.calendar import MINUTE
from desk.domain.flow import Flow, Frozen, Make, Refusal, Step, Verdict
from desk.domain.roles import Role

if TYPE_CHECKING:
    from desk.domain.deciding import Context

NAME = "take_back"


def take_back(frm: frozenset[Any], by: frozenset[Role]) -> Step:
    """撤销: takes back the newest step, by the same person, within the time set, where its row allows it."""
    return Step(NAME, "撤销", frm, None, by, icon="undo-2", shown=False)


def verdict(flow: Flow, ent: str, body: Frozen, context: "Context") -> Verdict:
    """Put back the entity's fields and the rows opened. Private fields stay: no verdict holds them."""
    past = context.history[-1] if context.history else None
    if past is None or past.op_id != body.get("op"):
        return _no("后来又有了新的一步", "请看经过, 按现在的状态办")
    step = flow.step(past.kind.partition(".")[2])
    if step is None or not step.undoable:
        return _no(f"“{step.label if step else past.kind}”不能撤销", "请用别的步骤更正")
    if past.by != context.actor.id:
        return _no("这一步是别人做的", "请本人撤销, 或按现在的状态办")
    if context.now - past.eff > context.settings.number("desk.undo_minutes") * MINUTE:
        return _no("时间过了, 不能撤销", "请按现在的状态办, 经过里会留下记录")
    own: dict[str, Any] = {}
    made: list[Make] = []
    for (record, one), image in past.before.items():
        if (record, one) == (flow.record.name, ent):
            own = {name: value for name, value in (image or {}).items() if name not in flow.record.private}
        else:
            made.append(Make(record, one, {"status": "void"} if image is None else dict(image)))
    return Verdict(own, tuple(made))


def _no(message: str, advice: str) -> Verdict:
    return Verdict(refusal=Refusal("take_back", message, advice))
