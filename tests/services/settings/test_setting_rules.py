"""A setting that cannot stand is refused when it is written, and one that is there already stops no work."""

from typing import Any

import pytest

from desk.domain.roles import Role
from desk.store.steps import StepRefused, StepRequest
from tests.services.folding import Fold
from tests.world import World


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("clock.arrival_minutes", "25", ""),
        ("clock.arrival_minutes", "abc", "setting"),
        ("clock.arrival_minutes", "0", "setting"),
        ("clock.arrival_minutes", "-5", "setting"),
        ("clock.warn_percent", "101", "setting"),
        ("calendar.desk_hours", "8:00-17:00", ""),
        ("calendar.desk_hours", "休", "setting"),
        ("calendar.desk_hours", "8点到五点", "setting"),
        ("calendar.desk_hours_rest", "休", ""),
        ("escalation.foreman_minutes", "90", "setting"),
        ("escalation.foreman_minutes", "59", ""),
        ("a.key.of.a.newer.program", "x", ""),
    ],
)
def test_it_is_read_before_it_is_written(key: str, value: str, code: str) -> None:
    assert Fold().refusal("setting.add", None, by=Role.MANAGER, key=key, value=value) == code


def test_it_must_stand_beside_what_is_in_force() -> None:
    fold = Fold(settings={"escalation.manager_minutes": "40"})
    told: dict[str, Any] = {"key": "escalation.foreman_minutes", "value": "45"}
    assert fold.refusal("setting.add", None, by=Role.MANAGER, **told) == "setting"
    assert Fold().refusal("setting.add", None, by=Role.MANAGER, **told) == ""


def test_an_edit_and_a_restore_are_read_too() -> None:
    fold = Fold()
    one = fold.take("setting.add", by=Role.MANAGER, key="clock.arrival_minutes", value="25")
    assert fold.refusal("setting.edit", one, by=Role.MANAGER, value="soon") == "setting"
    assert fold.refusal("setting.edit", one, by=Role.MANAGER, value="30") == ""
    fold.take("setting.void", one, by=Role.MANAGER)
    fold.state[("setting", one)]["value"] = "soon"
    assert fold.refusal("setting.restore", one, by=Role.MANAGER) == "setting"


def write(world: World, role: Role, scope: str, key: str, value: str) -> None:
    world.changed(role, StepRequest(scope, "setting", "add", {"key": key, "value": value}))


def in_force(world: World, key: str) -> int:
    return world.office.settings(world.database, world.scope).number(key)


def test_the_estates_word_goes_before_the_companys(world: World) -> None:
    key = "clock.arrival_minutes"
    assert in_force(world, key) == 20
    write(world, Role.HEAD_OFFICE, world.company, key, "30")
    assert in_force(world, key) == 30
    write(world, Role.MANAGER, world.scope, key, "25")
    assert in_force(world, key) == 25


def test_the_companys_settings_are_head_offices(world: World) -> None:
    with pytest.raises(StepRefused, match="总部"):
        write(world, Role.MANAGER, world.company, "clock.arrival_minutes", "30")


def test_where_two_words_cannot_stand_together_the_work_goes_on(world: World) -> None:
    """The estate lets the foreman be called after 50 minutes; then the company lets the manager be called after 40."""
    write(world, Role.MANAGER, world.scope, "escalation.foreman_minutes", "50")
    write(world, Role.HEAD_OFFICE, world.company, "escalation.manager_minutes", "40")
    assert in_force(world, "escalation.manager_minutes") == 40
    assert in_force(world, "escalation.foreman_minutes") == 30
    world.order()


def test_of_one_key_written_twice_the_newest_word_counts(world: World) -> None:
    for value in ("25", "31", "22"):
        world.clock.forward(minutes=1)
        write(world, Role.MANAGER, world.scope, "clock.arrival_minutes", value)
    assert in_force(world, "clock.arrival_minutes") == 22
