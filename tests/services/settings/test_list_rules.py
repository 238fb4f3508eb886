"""A row of a list is refused in words before it is written: alone, beside the others, by whom."""

import pytest

from desk.domain.lists import YES
from desk.domain.office_lists import CALLS, CREWS, PROBLEMS, SKILLS, SOURCES
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import load_catalogue
from desk.services.work_orders.listed import merged
from desk.store.listed import stored_cells
from desk.store.steps import StepRefused, StepRequest
from tests.world import World, own_lists

OWN = own_lists()
CATALOGUE = load_catalogue(RESOURCES / "catalogue")


def write(world: World, listed: str, code: str, role: Role = Role.MANAGER, company: bool = False, **change: str) -> str:
    there = OWN[listed].get(code) or OWN[listed][next(iter(OWN[listed]))]
    scope = world.company if company else world.scope
    values = {"list_name": listed, "code": code, "cells": stored_cells({**there, **change})}
    return world.changed(role, StepRequest(scope, "list_row", "add", values)).ents[0]


def problem(world: World, code: str) -> str:
    found = merged(CATALOGUE, world.office.lists(world.database, world.scope)).problems
    return found[code].name if code in found else ""


@pytest.mark.parametrize(
    ("name", "code", "change", "why"),
    [
        (PROBLEMS, "11", {"crews": "泳池班"}, "没有“泳池班”"),
        (PROBLEMS, "11", {"charges": "有偿 50-30"}, "从低到高"),
        (PROBLEMS, "111", {}, "太长"),
        (CALLS, "busy", {"digit": "2"}, "已经用在“无人接”"),
        (SOURCES, "pool", {}, "不能加行"),
        (CREWS, "general", {}, "不在这里改"),
    ],
)
def test_a_row_that_cannot_stand_is_not_written(
    world: World, name: str, code: str, change: dict[str, str], why: str
) -> None:
    with pytest.raises(StepRefused, match=why):
        write(world, name, code, Role.MANAGER, False, **change)
    assert world.rows("list_row") == []


def test_a_row_may_name_what_was_written_before_it_in_the_same_breath(world: World) -> None:
    cells = {**OWN[PROBLEMS]["11"], "skills": "潜水"}
    told = [
        {"list_name": SKILLS, "code": "潜水", "cells": stored_cells({"name": "潜水"})},
        {"list_name": PROBLEMS, "code": "11", "cells": stored_cells(cells)},
    ]
    world.changed(Role.MANAGER, *(StepRequest(world.scope, "list_row", "add", one) for one in told))
    found = merged(CATALOGUE, world.office.lists(world.database, world.scope))
    assert found.problems["11"].skills == ("潜水",)
    assert found.skills["潜水"] == "潜水"


def test_a_list_of_a_newer_program_is_kept_as_it_is(world: World) -> None:
    world.take(Role.MANAGER, "list_row.add", list_name="from_tomorrow", code="1", cells=[{"name": "x", "value": "y"}])


def test_the_companys_rows_are_head_offices(world: World) -> None:
    with pytest.raises(StepRefused, match="总部"):
        write(world, PROBLEMS, "11", company=True, name="水龙头")
    write(world, PROBLEMS, "11", Role.HEAD_OFFICE, company=True, name="水龙头")
    assert problem(world, "11") == "水龙头"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.FOREMAN])
def test_others_write_none(world: World, role: Role) -> None:
    with pytest.raises(StepRefused, match="岗位"):
        write(world, PROBLEMS, "11", role, name="水龙头")


def test_the_estate_goes_before_the_company_and_back_again(world: World) -> None:
    write(world, PROBLEMS, "11", Role.HEAD_OFFICE, company=True, name="公司的")
    mine = write(world, PROBLEMS, "11", name="小区的")
    assert problem(world, "11") == "小区的"
    world.take(Role.MANAGER, "list_row.void", mine)
    assert problem(world, "11") == "公司的"


def test_a_problem_out_of_use_is_no_longer_offered_and_one_that_was_added_is(world: World) -> None:
    write(world, PROBLEMS, "91", off=YES)
    write(world, PROBLEMS, "19", name="泳池漏水")
    assert problem(world, "91") == ""
    assert problem(world, "19") == "泳池漏水"


def test_a_row_cannot_become_another(world: World) -> None:
    ent = write(world, PROBLEMS, "11", name="水龙头")
    with pytest.raises(StepRefused, match="编码不能改"):
        world.take(Role.MANAGER, "list_row.edit", ent, code="12")


def test_a_row_that_no_longer_stands_gives_way_to_the_programs_own(world: World) -> None:
    """The crew was there when the row was written; two desks and a foreman later it is not."""
    crew = world.take(Role.MANAGER, "crew.add", name="泳池班")
    write(world, PROBLEMS, "11", name="泳池龙头", crews="泳池班")
    assert problem(world, "11") == "泳池龙头"
    world.take(Role.MANAGER, "crew.void", crew)
    assert problem(world, "11") == "龙头漏水"
