"""Homes counted once each, named as people say them; whom a notice means."""

import pytest

from desk.domain.lists import Level, Lists
from desk.domain.notice_lists import NOTICES, Audience, ReviewMode
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.notices.audience import House, Tree, concerns, level_of, read_tree
from desk.services.notices.own_rows import own_rows
from desk.services.notices.types import for_problem, type_of, types_in_use
from tests.world import World

HOUSES = tuple(
    House(f"h-{building}-{unit}-{room}", building, unit, room)
    for building, unit in (("1", "1"), ("1", "2"), ("3", "1"), ("3", "2"), ("12", ""))
    for room in ("101", "201")
)
TREE = Tree(HOUSES, {"r-1": "h-3-2-101", "r-2": "gone"})


@pytest.mark.parametrize(
    ("targets", "homes", "words"),
    [
        (["b/1"], 4, "1栋"),
        (["b/3", "b/1"], 8, "1栋、3栋"),
        (["u/3/2"], 2, "3栋2单元"),
        (["b/3", "u/3/2", "h/h-3-2-101"], 4, "3栋、3栋2单元101、3栋2单元"),
        (["u/12/"], 2, "12栋"),
        (["h/h-1-1-101", "h/h-1-1-101", "h/nobody"], 1, "1栋1单元101、1栋1单元101"),
        (["r/r-1", "h/h-3-2-101", "r/r-2"], 1, "3栋2单元101、指定住户 2 位"),
        (["b/99"], 0, "99栋"),
    ],
)
def test_homes_count_once(targets: list[str], homes: int, words: str) -> None:
    assert TREE.count("building", targets) == homes
    assert TREE.words("building", targets) == words


def test_everybody(world: World) -> None:
    assert (TREE.count("all", []), TREE.words("all", [])) == (10, "全小区")
    assert TREE.words("car_owners", []) == "全体车主"


def test_the_tree_of_an_estate(world: World) -> None:
    tree = read_tree(world.database, world.office.actor(world.database, world.scope, world.people[Role.CLERK].id),
                     world.scope, [world.resident])  # fmt: skip
    assert tree.buildings == {"3": ("2",)}
    assert tree.count("home", [f"r/{world.resident}"]) == 1
    assert tree.count("building", ["b/3"]) == 3


def test_a_long_choice_is_shortened() -> None:
    many = Tree(tuple(House(str(n), str(n), "1", "101") for n in range(1, 21)))
    assert many.words("building", [f"b/{n}" for n in range(1, 21)]).endswith("12栋等 20 处")


def test_whom_it_means() -> None:
    house = House("h-3-2-101", "3", "2", "101")
    assert concerns({"audience": "all"}, house)
    assert concerns({"audience": "unit", "targets": ["u/3/2"]}, house)
    assert concerns({"audience": "resident", "targets": ["r/r-1"]}, house, "r-1")
    assert not concerns({"audience": "unit", "targets": ["u/3/1", "b/1", "h/other", "r/r-2"]}, house, "r-1")
    assert not concerns({"audience": "building", "targets": []}, house)


def test_how_wide_a_choice_is() -> None:
    assert level_of(["h/1", "u/3/2"]) is Audience.UNIT
    assert level_of(["r/1"]) is Audience.RESIDENT


LISTS = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ()))


def test_the_types_of_the_office() -> None:
    water = type_of(LISTS, "11")
    assert water is not None
    assert (water.lead_hours, water.review, water.audience, water.restores) == (
        24, ReviewMode.SECOND_READER, Audience.BUILDING, True,
    )  # fmt: skip
    assert len(types_in_use(LISTS)) == 24
    assert type_of(LISTS, "99") is None
    assert {code for code, cells in LISTS.rows(NOTICES).items() if cells["review"] == "send_first"} == {
        "12", "23", "82", "00",
    }  # fmt: skip


def test_an_office_says_otherwise() -> None:
    cells = {**LISTS.rows(NOTICES)["11"], "lead_hours": "48"}
    changed = LISTS.with_row(Level.ESTATE, NOTICES, "11", cells)
    found = type_of(changed, "11")
    assert found is not None
    assert found.lead_hours == 48


@pytest.mark.parametrize(("problem", "code"), [("16", "12"), ("22", "23"), ("51", "00"), ("72", "62")])
def test_many_calls_about_one_thing_have_their_type(problem: str, code: str) -> None:
    found = for_problem(LISTS, problem)
    assert found is not None
    assert found.code == code


def test_a_dripping_tap_has_none() -> None:
    assert for_problem(LISTS, "11") is None
