"""The sample company grown by many estates: its head office stands at every door and reads every year."""

from pathlib import Path
from shutil import copyfile

from desk.domain.calendar import Calendar, at
from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.sample.demonstration import grow
from desk.sample.many_places import Size
from desk.sample.pins import sample_pin
from desk.store import accounts
from desk.store.confidential import SUFFIX, Confidential
from desk.store.database import Database
from desk.store.front import front
from desk.store.office import Office
from tests.world import KEY

NOW = at("2026-11-20", "14:02")
HEAD = """SELECT s.id, s.staff_no FROM "grant" g JOIN staff s ON s.id = g.staff_id WHERE g.role = 'head_office'"""
SIZE = Size(estates=3, orders=300, homes=60)


def test_a_grown_sample(sample_file: Path, rules: Rulebook, calendar: Calendar, tmp_path: Path) -> None:
    for tail in (".db", SUFFIX):
        copyfile(sample_file.with_suffix(tail), tmp_path / f"desk{tail}")
    database = Database(tmp_path / "desk.db", KEY)
    before = int(database.read("SELECT COUNT(*) FROM work_order")[0][0])
    told: list[tuple[int, int]] = []
    scopes = grow(database, rules, calendar, RESOURCES, NOW, SIZE, lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert int(database.read("SELECT COUNT(*) FROM work_order")[0][0]) == before + SIZE.orders
    door = front(database)
    assert door is not None
    assert len(door.others) == 2 + SIZE.estates - 1
    for scope in scopes:
        people = accounts.people(database, scope.partition("/")[2])
        assert [one.role for one in people] == [Role.HEAD_OFFICE]
    company = str(database.read("SELECT scope FROM estate LIMIT 1")[0][0])
    file = Confidential(database, lambda: rules, Office(company, calendar), lambda: NOW)
    head, number = map(str, database.read(HEAD)[0])
    file.open(head, sample_pin(number))
    assert file.database is not None
    assert file.database.read("SELECT 1 FROM complaint WHERE scope = ? LIMIT 1", (complaints_of(scopes[0]),))
    file.close()
    database.close()
