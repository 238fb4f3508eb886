"""验收 by keys, exactly as the counter's script has them; what is typed amiss, who may not, what is kept."""

from collections.abc import Iterator
from typing import Any

import pytest

from desk.ui.theme import Theme
from tests.ui.special.fresh.hall import ENTER, F8, F9, NO, Hall, arrived, guards
from tests.world import World

EGG = 3


@pytest.fixture
def sit(look: Theme, world: World) -> Iterator[Any]:
    made: list[Hall] = []

    def seat(*told: Any, **more: Any) -> Hall:
        made.append(Hall(world, *told, **more))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def test_five_items_with_one_rotten_in_twelve_keys_and_weights(world: World, sit: Any) -> None:
    world.clock.set("2026-11-18", "14:02")
    guards(world, "刘洋", "陈刚")
    order = arrived(world)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(492)
    hall.weigh(1012)
    hall.press(ENTER)
    hall.weigh(498)
    hall.weigh(4)
    hall.press("-", "1")
    assert hall.order(order)["status"] == "inspecting"
    hall.press(F9)
    assert hall.order(order)["conclusion"] == "exchange"
    hall.press("1")
    assert [one["choice"] for one in hall.rows("exchange")] == ["first_good"]
    hall.press(F8)
    assert hall.keys <= 14
    assert hall.keys == 12
    row = hall.order(order)
    assert (row["status"], row["guard"]) == ("out", "刘洋")
    assert [one["verdict"] for one in row["inspected"]] == ["pass"] * 4 + ["reject"]
    assert hall.printed
