"""An independent computation agrees with the program, record by record and mark by mark, on the sample office."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.sample.pins import sample_pin
from desk.services import own_rows
from desk.services.assessment.books import Books
from desk.services.work_orders.catalogue import load_catalogue
from desk.services.work_orders.listed import default_rows
from desk.store.confidential import SUFFIX, Confidential
from desk.store.database import Database
from desk.store.office import Office
from tests.services.assessment.agreement import BESIDE, RECORDS, differences, rows_of
from tests.world import KEY

NOW = at("2026-11-20", "14:02")
MANAGER = (
    """SELECT s.id, s.staff_no FROM staff s JOIN "grant" g ON g.staff_id = s.id WHERE g.role = 'manager' LIMIT 1"""
)


@pytest.fixture(scope="module")
def sample(
    sample_file: Path, rules: Rulebook, calendar: Calendar, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Books, Database, Database]]:
    """The sample office with its complaints' file open, as its manager has it."""
    folder = tmp_path_factory.mktemp("independent")
    for tail in (".db", SUFFIX):
        copyfile(sample_file.with_suffix(tail), folder / f"desk{tail}")
    main = Database(folder / "desk.db", KEY)
    lists = {**default_rows(load_catalogue(RESOURCES / "catalogue")), **own_rows(RESOURCES / "catalogue")}
    office = Office(str(main.read("SELECT scope FROM estate LIMIT 1")[0][0]), calendar, lambda: lists)
    file = Confidential(main, lambda: rules, office, lambda: NOW)
    staff, number = main.read(MANAGER)[0]
    file.open(str(staff), sample_pin(str(number)))
    assert file.database is not None
    yield Books.of_desk(main, office, file.database), main, file.database
    file.close()
    main.close()


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [("2026-01-01", "2026-12-31"), ("2025-11-21", "2026-11-20"), ("2026-03-08", "2026-03-08")],
)
def test_the_sample(sample: tuple[Books, Database, Database], from_on: str, until_on: str) -> None:
    books, main, beside = sample
    scopes = [str(row[0]) for row in main.read("SELECT DISTINCT scope FROM home")]
    assert len(scopes) == 2
    found = differences(books, rows_of(main, RECORDS), rows_of(beside, BESIDE), scopes, from_on, until_on, NOW)
    assert not found, "\n".join(found[:30])
