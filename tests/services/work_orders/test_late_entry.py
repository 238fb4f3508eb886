"""补单: who is meant by a name, and one group with true times."""

import pytest

from desk.domain.calendar import HOUR, MINUTE
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.work_orders.late_entry import LateWork, requests, who
from desk.services.work_orders.staffing import CrewOnDuty, Technician
from desk.store.steps import StepRequest
from tests.world import World

WANG, LI, LIU = (Technician(name, name, name, True, 0) for name in ("王建国", "李伟", "李洋"))
CREWS = (
    CrewOnDuty("c1", "水电班", False, 0, "", (WANG, LI)),
    CrewOnDuty("c2", "综合班", False, 0, "", (LIU,)),
    CrewOnDuty("c3", "电梯维保", True, 0, "", (Technician("王外", "王外", "9", True, 0),)),
)


@pytest.mark.parametrize(
    ("name", "crew", "man"),
    [("王建国", "c1", WANG), ("王", "c1", WANG), ("李洋", "c2", LIU), ("李伟", "c1", LI), ("", "c2", None)],
)
def test_who_is_meant(name: str, crew: str, man: Technician | None) -> None:
    found, technician = who(name, CREWS, "综合班")
    assert (found.id, technician) == (crew, man)


@pytest.mark.parametrize("name", ["李", "赵", "王外"])
def test_nobody_or_more_than_one_is_refused_with_the_names(name: str) -> None:
    with pytest.raises(DeskError, match="请写全名: 王建国、李伟、李洋"):
        who(name, CREWS, "")


def test_one_group_tells_the_whole_work_with_its_own_times(world: World) -> None:
    now = world.clock()
    arrived, done = now - 3 * HOUR, now - 2 * HOUR - 30 * MINUTE
    values = {"where": "3-2-1801", "matter": "龙头漏水", "channel": "technician", "home_id": world.homes[0]}
    intake = [StepRequest(world.scope, "work_order", "intake", values)]
    crew = CrewOnDuty(world.crew, "水电班", False, 0, "", (WANG,))
    changed = world.changed(Role.CLERK, *requests(intake, LateWork(crew, WANG, arrived, done)))
    order = world.row("work_order", changed.ents[0])
    assert order["status"] == "finished"
    assert order["late_entry"] is True
    assert [order[name] for name in ("reported_at", "informed_at", "dispatched_at", "arrived_at")] == [arrived] * 4
    assert order["finished_at"] == done
    assert {order[f"{name}_source"] for name in ("reported", "arrived", "finished")} == {"slip"}
    assert order["arrived_recorded_at"] == now


def test_without_a_finish_the_man_is_still_there(world: World) -> None:
    intake = [StepRequest(world.scope, "work_order", "intake", {"where": "3-2-1801", "matter": "龙头漏水"})]
    crew = CrewOnDuty(world.crew, "水电班", False, 0, "", ())
    changed = world.changed(Role.CLERK, *requests(intake, LateWork(crew, None, world.clock() - HOUR, None)))
    assert world.row("work_order", changed.ents[0])["status"] == "arrived"
