"""家政 in the sample: one of everything today, a year behind it, and calls back that were made."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.services.housekeeping.record import BookingState
from desk.store.database import Database
from tests.world import KEY


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    shutil.copyfile(sample_file, path)
    database = Database(path, KEY)
    yield database
    database.close()


def test_one_in_every_state(sample: Database) -> None:
    states = dict(sample.read("SELECT status, COUNT(*) FROM housekeeping GROUP BY status"))
    assert set(states) == {str(state) for state in BookingState}
    assert states["closed"] > 100


def test_no_number_is_given_twice(sample: Database) -> None:
    (many, different) = sample.read(
        "SELECT COUNT(*), COUNT(DISTINCT no) FROM (SELECT no FROM housekeeping UNION ALL SELECT no FROM work_order)"
    )[0]
    assert many == different


def test_whoever_had_it_done_was_rung(sample: Database) -> None:
    states = dict(sample.read("SELECT status, COUNT(*) FROM revisit WHERE about = 'housekeeping' GROUP BY status"))
    assert states["answered"] > 100
    assert states["waiting"] >= 2
