"""The database itself says that it is full: the words name the disk, and everything before is kept."""

from pathlib import Path
from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.store.database import Database
from tests.invariants import all_of_them
from tests.world import KEY, World


class Small(Database):
    """The real database on a file that may hold only so many pages."""

    pages = 0

    def connect(self, readonly: bool = False, durable: bool = True) -> Any:
        connection = super().connect(readonly, durable)
        if not readonly and self.pages:
            connection.execute(f"PRAGMA max_page_count={self.pages}")
        return connection


def until_full(world: World) -> list[str]:
    """Orders until one is refused; says which were accepted."""
    accepted: list[str] = []
    while len(accepted) < 2_000:
        accepted.append(world.order(note="长" * 900))
    raise AssertionError("it was never full")


def test_full(world: World) -> None:
    pages = world.database.read("PRAGMA page_count")[0][0]
    world.database.close()
    Small.pages = pages + 20
    world.database = Small(Path(world.database.path), KEY)
    world.__post_init__()
    with pytest.raises(DeskError) as refused:
        until_full(world)
    assert refused.value.message == "硬盘满了, 没有保存"
    assert "您填的内容还在" in refused.value.advice
    orders = world.database.read("SELECT COUNT(*) FROM work_order")[0][0]
    assert orders > 0
    all_of_them(world.database, world.rules)
    world.database.close()
    Small.pages = 0
    world.database = Small(Path(world.database.path), KEY)
    world.__post_init__()
    world.order(note="长" * 900)
    assert world.database.read("SELECT COUNT(*) FROM work_order") == [(orders + 1,)]
