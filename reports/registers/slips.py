"""派工单登记簿: every sheet that was opened in some days, by its number: with whom it is, back, missing."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.calendar import day_of
from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.services.slips.record import SlipState
from reports.registers.definition import Beside, Register, RegisterColumn


def _note(values: Frozen) -> str:
    """A blank sheet and when it was bound to its order; why a missing one is missing."""
    said = []
    if values.get("blank"):
        bound = values.get("bound_at")
        said.append(f"空白预印, {day_of(int(bound))[5:]} 绑定" if bound else "空白预印")
    said += [str(values["missing_note"])] if values.get("missing_note") else []
    return "；".join(said)


def _of_order(values: Frozen, name: str) -> object:
    return (values.get("about") or {}).get(name)


class SlipSums:
    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.again = 0

    def add(self, values: Frozen) -> None:
        self.states[SlipState.label_of(values.get("status"))] += 1
        self.again += int(values.get("copy_no") or 1) > 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        return (f"合计 {self.states.total()} 张" + (f"：{each}；其中补打 {self.again}" if each else ""),)


SLIPS = Register(
    "slips",
    "派工单登记簿",
    "slip",
    (
        RegisterColumn("编号", 19, lambda one: one.get("no")),
        RegisterColumn("第几次打印", 10, lambda one: one.get("copy_no"), Kind.NUMBER),
        RegisterColumn("服务地址", 26, lambda one: _of_order(one, "where")),
        RegisterColumn("报修内容", 54, lambda one: _of_order(one, "matter")),
        RegisterColumn("班组", 17, lambda one: one.get("crew")),
        RegisterColumn("维修人员", 17, lambda one: one.get("technician")),
        RegisterColumn("打印人", 15, lambda one: one.get("printed_by")),
        RegisterColumn("打印时间", 18, lambda one: one.get("printed_at"), Kind.MOMENT),
        RegisterColumn("领单签字", 18, lambda one: None),  # with a pen
        RegisterColumn("收回时间", 18, lambda one: one.get("back_at"), Kind.MOMENT),
        RegisterColumn("状态", 20, lambda one: SlipState.label_of(one.get("status"))),
        RegisterColumn("备注", 36, _note),
    ),
    (("queued_at", ()),),
    SlipSums,
    beside=(Beside("order_id", "work_order"),),
)
