"""A hall for a test, left behind clean."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desk.ui.theme import Theme
from tests.ui.special.fresh.hall import DAY, Hall
from tests.world import World


@pytest.fixture
def afternoon(world: World) -> World:
    """Two minutes past two: the clerk accepts."""
    world.clock.set(DAY, "14:02")
    return world


@pytest.fixture
def sit(look: Theme, afternoon: World) -> Iterator[Callable[..., Hall]]:
    made: list[Hall] = []

    def seat(*told: Any, **more: Any) -> Hall:
        made.append(Hall(afternoon, *told, **more))
        return made[-1]

    yield seat
    for one in made:
        one.leave()
