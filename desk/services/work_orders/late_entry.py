"""补单: the resident rang the technician directly; intake, dispatch, finish told at once with their true times."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.domain.errors import DeskError
from desk.services.work_orders.record import Charge, Informed, Result
from desk.services.work_orders.staffing import CrewOnDuty, Technician
from desk.store.steps import StepRequest


@dataclass(frozen=True, slots=True)
class LateWork:
    """Who went and when (UTC ms); `finished_at` None: he is still there."""

    crew: CrewOnDuty
    technician: Technician | None
    arrived_at: int
    finished_at: int | None
    blank_id: str = ""  # the slip from the drawer that he had with him


def who(name: str, crews: Sequence[CrewOnDuty], suggested: str) -> tuple[CrewOnDuty, Technician | None]:
    """The technician of this name (or the only one whose name begins so) and his crew; no name: the suggested crew.

    DeskError where nobody, or more than one, is meant.
    """
    own = [crew for crew in crews if not crew.outside]
    if not name.strip():
        crew = next((one for one in own if one.name == suggested), own[0] if own else None)
        if crew is None:
            raise DeskError("没有可派的班组", "请先在设置里加班组", "late")
        return crew, None
    meant = [(crew, man) for crew in own for man in crew.people if man.name == name.strip()]
    meant = meant or [(crew, man) for crew in own for man in crew.people if man.name.startswith(name.strip())]
    if len({man.id for _, man in meant}) != 1:
        known = "、".join(dict.fromkeys(man.name for crew in own for man in crew.people))
        raise DeskError(f"{'没有' if not meant else '不止一个'}师傅叫“{name.strip()}”", f"请写全名: {known}", "late")
    return next((pair for pair in meant if pair[0].name == suggested), meant[0])


def requests(intake: Sequence[StepRequest], work: LateWork) -> list[StepRequest]:
    """The group: the intake with its own time, who was told, who went, arrival, finish, and the sheet he wrote on."""
    *before, order = intake
    said = dict(order.values)
    head = replace(order, values={**said, "late_entry": True, "happened_at": work.arrived_at})
    ent = f"@{len(before)}"

    def step(name: str, at: int, **values: object) -> StepRequest:
        return StepRequest(order.scope, "work_order", name, {**values, "happened_at": at}, ent)

    man = work.technician
    crew: dict[str, object] = {"crew_id": work.crew.id, "crew": work.crew.name}
    if man is not None:
        crew |= {"technician_id": man.id, "technician": man.name}
    crew["charge"] = said.get("charge") or str(Charge.FREE)
    steps = [
        step("dispatch", work.arrived_at, **crew),
        step("inform", work.arrived_at, informed_how=str(Informed.FACE)),
        step("arrive", work.arrived_at),
    ]
    if work.finished_at is not None:
        steps.append(step("finish", work.finished_at, result=str(Result.REPAIRED)))
    if work.blank_id:
        paper = {"order_id": ent, "crew": work.crew.name, "happened_at": work.arrived_at}
        if man is not None:
            paper["technician"] = man.name
        steps.append(StepRequest(order.scope, "slip", "bind", paper, work.blank_id))
    return [*before, head, *steps]
