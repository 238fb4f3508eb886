"""Two desks on one log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.branches import TwoDesks, two_desks
from tests.world import World


@pytest.fixture
def desks(world: World, built_world: World, prepared_server: Path, tmp_path: Path) -> Iterator[TwoDesks]:
    with two_desks(world, built_world, tmp_path, prepared_server) as both:
        yield both
