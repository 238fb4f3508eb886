"""The sample's shifts: every one signed by two, the nights entered by their true times, one promise for tonight."""

from pathlib import Path

from desk.domain.calendar import at
from desk.store.database import Database
from tests.world import KEY

NOW = at("2026-11-20", "14:02")


def test_shifts_are_handed_over_by_two_and_promises_kept_but_tonights(sample_file: Path) -> None:
    database = Database(sample_file, KEY)
    one = database.read("SELECT COUNT(*), SUM(giver_id = taker_id), SUM(status <> 'taken') FROM hand_over")[0]
    assert one[0] > 300
    assert tuple(one[1:]) == (0, 0)
    (opened,) = database.read("SELECT COUNT(DISTINCT scope), MIN(due_at) FROM promise WHERE status = 'open'")
    assert opened[0] == 2
    assert opened[1] > NOW
    assert database.read("SELECT COUNT(*) FROM night_sheet WHERE status <> 'entered'") == [(0,)]
    late = database.read(
        "SELECT COUNT(*), SUM(heard_source = 'slip'), SUM(heard_at < heard_recorded_at) FROM night_entry"
    )
    assert late[0][0] > 20
    assert late[0][0] == late[0][1] == late[0][2]
    database.close()
