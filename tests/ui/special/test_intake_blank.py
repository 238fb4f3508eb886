"""补单 with the blank slip that the technician wrote on: one save, one group; a wrong number is said beside the row."""

from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.ui.special.intake import blank_slip
from desk.ui.theme import Theme
from tests.ui.special.counting import counter_at
from tests.world import World


@pytest.fixture
def drawer(world: World, bare: Theme) -> list[dict[str, Any]]:
    made = [world.take(Role.CLERK, "slip.issue", copy_no=1) for _ in range(2)]
    for ent in made:
        world.take(Role.CLERK, "slip.lay_by", ent)
    return [world.row("slip", ent) for ent in made]


SHAPES = (str, str.lower, lambda no: no.replace("-", "－"), lambda no: no[-5:], lambda no: "2")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_is_found_however_its_number_comes(world: World, drawer: list[dict[str, Any]], shape: Any) -> None:
    assert blank_slip.in_drawer(counter_at(world), shape(str(drawer[1]["no"]))) == drawer[1]["id"]


def test_no_number_is_no_sheet_and_a_wrong_one_is_refused(world: World, drawer: list[dict[str, Any]]) -> None:
    counter = counter_at(world)
    assert blank_slip.in_drawer(counter, "  ") == ""
    for typed in ("K0009", "王", str(drawer[0]["no"]).replace("A-", "B-")):
        with pytest.raises(DeskError, match="抽屉里没有") as refused:
            blank_slip.in_drawer(counter, typed)
        assert refused.value.field == "late"
