"""The sample's complaints: in their own file, read by those who answer for something; the main file has lines alone."""

from pathlib import Path

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.sample.complaints import YEAR
from desk.sample.pins import sample_pin
from desk.services.complaints.line import line_id, should_say
from desk.store.confidential import SUFFIX, Confidential
from desk.store.database import Database
from desk.store.office import Office
from tests.world import KEY

NOW = at("2026-11-20", "14:02")
WHO = 'SELECT s.id, s.staff_no FROM staff s JOIN "grant" g ON g.staff_id = s.id WHERE g.role = ? ORDER BY s.staff_no'


@pytest.fixture
def main(sample_file: Path, tmp_path: Path) -> Database:
    for tail in (".db", SUFFIX):
        (tmp_path / f"desk{tail}").write_bytes(sample_file.with_suffix(tail).read_bytes())
    return Database(tmp_path / "desk.db", KEY)


def opened(main: Database, role: Role, rules: Rulebook, calendar: Calendar) -> Database | None:
    company = str(main.read("SELECT scope FROM estate LIMIT 1")[0][0])
    file = Confidential(main, lambda: rules, Office(company, calendar), lambda: NOW)
    staff, number = main.read(WHO, (str(role),))[0]
    file.open(str(staff), sample_pin(str(number)))
    return file.database


@pytest.mark.parametrize(("role", "opens"), [(Role.MANAGER, True), (Role.SUPERVISOR, True), (Role.FOREMAN, True),
                                             (Role.CLERK, False), (Role.ACCOUNTANT, False)])  # fmt: skip
def test_who_opens_the_file(main: Database, rules: Rulebook, calendar: Calendar, role: Role, opens: bool) -> None:
    assert (opened(main, role, rules, calendar) is not None) is opens


def test_a_lively_today_and_a_modest_year(main: Database, rules: Rulebook, calendar: Calendar) -> None:
    file = opened(main, Role.MANAGER, rules, calendar)
    assert file is not None
    kinds = {str(kind): int(count) for kind, count in file.read("SELECT kind, COUNT(*) FROM complaint GROUP BY kind")}
    assert kinds["complaint"] == len(YEAR) + 3 + 4
    assert kinds["praise"] > kinds["suggestion"] > 0
    states = {str(row[0]) for row in file.read("SELECT DISTINCT status FROM complaint")}
    assert states == {"received", "assigned", "answered", "closed"}
    valid = file.read("SELECT COUNT(*) FROM complaint WHERE validity = 'invalid' AND second_id IS NULL")
    assert valid == [(0,)], "an invalid one was signed by two"


def test_every_line_stands_where_its_complaint_is(main: Database, rules: Rulebook, calendar: Calendar) -> None:
    file = opened(main, Role.MANAGER, rules, calendar)
    assert file is not None
    lines = {str(row[0]): row[1:] for row in main.read("SELECT id, status, due_at, no FROM in_hand")}
    rows = file.read("SELECT id, scope, status, due_at, no FROM complaint")
    assert len(lines) == len(rows)
    for ent, scope, status, due, no in rows:
        said = should_say({"status": status, "due_at": due}, "")
        assert lines[line_id(str(scope), str(ent))] == (said["status"], due, no)


def test_the_main_file_holds_the_lines_alone(main: Database) -> None:
    assert main.read("SELECT COUNT(*) FROM complaint") == [(0,)]
    for table in ("journal", "outbox", "sync_state", "search_due", "sealed"):
        assert main.read(f"SELECT COUNT(*) FROM {table} WHERE scope LIKE 'e/%/complaint'") == [(0,)], table
