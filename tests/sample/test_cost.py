"""What a step costs the database does not grow with what the office has done before.

Counted in instructions of the database's own machine: time is not what a test may judge, and a walk along the whole
log shows here as a hundred times the work.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from desk.domain.calendar import at
from desk.domain.roles import Actor
from desk.parts import Parts
from desk.store.database import Database
from desk.store.steps import StepRequest, Steps
from tests.world import KEY, Clock

OPEN = """SELECT w.scope, w.id, g.staff_id FROM work_order w JOIN "grant" g ON w.scope = 'e/' || g.estate_id
          WHERE w.status = 'accepted' AND g.role = 'clerk' ORDER BY w.id LIMIT 1"""
EVERY = 100  # instructions between two ticks
MOST = 60_000  # a step takes some 5,000; a walk along the sample's log 3,000,000


class Counted:
    """Counts what every writing connection of a database does."""

    def __init__(self, database: Database) -> None:
        self.ticks = 0
        event.listen(database.engine, "connect", self._watch)

    def _watch(self, connection: Any, _record: Any) -> None:
        connection.set_progress_handler(self._tick, EVERY)

    def _tick(self) -> int:
        self.ticks += 1
        return 0

    def instructions(self) -> int:
        """Since it was asked last."""
        ticks, self.ticks = self.ticks, 0
        return ticks * EVERY


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Database]:
    database = Database(Path(shutil.copyfile(sample_file, tmp_path / "desk.db")), KEY)
    yield database
    database.close()


def test_a_step_on_a_long_log_is_as_cheap_as_on_a_short_one(sample: Database) -> None:
    counted = Counted(sample)
    clock = Clock(at("2026-11-20", "14:03"))
    steps: Steps = Parts(sample).steps(clock)
    ((scope, order, clerk),) = sample.read(OPEN)
    for _ in range(3):  # the second and third stand on a step that was not sent yet
        urge = StepRequest(str(scope), "work_order", "urge", {"remark": "水还在漏"}, str(order))
        steps.take(Actor(str(clerk), frozenset()), urge)
        assert 0 < counted.instructions() < MOST
