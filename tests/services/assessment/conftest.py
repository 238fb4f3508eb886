"""A file of hand-made rows to count in, and one for complaints beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count as numbers
from pathlib import Path
from typing import Any

import pytest

from desk.domain.calendar import at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.services.assessment.assess import Assessed, assess, period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import ALL, BLANK, Tally, count, listed
from desk.store import schema
from desk.store.database import Database
from desk.store.rows import columns_of
from tests.services.assessment.sheets import LISTS
from tests.world import KEY

COMPANY = "o/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
ESTATE, OTHER = "e/1f0e8a52-6f0b-4a1e-9d53-0d7a3a6fbb11", "e/2f0e8a52-6f0b-4a1e-9d53-0d7a3a6fbb12"
TABLES = ("work_order", "revisit", "fresh_order", "compensation", "notice", "home", "branch", "force_majeure",
          "unrecorded", "complaint", "housekeeping", "estate", "assessment", "exchange")  # fmt: skip


@dataclass
class Bench:
    """`add` writes a row as it is; `verdicts` reads a measure as a list and holds it against its counts."""

    database: Database
    confidential: Database
    rules: Rulebook
    settings: dict[str, str] = field(default_factory=dict)
    from_on: str = "2026-01-01"
    until_on: str = "2026-12-31"
    now: int = at("2027-01-15", "9:00")
    scopes: tuple[str, ...] = (ESTATE,)
    sealed: bool = False
    _number: Iterator[int] = field(default_factory=lambda: numbers(1))

    def add(self, record: str, /, **values: Any) -> str:
        """A row as it is stored; `id` and `scope` where they matter."""
        ent = values.pop("id", None) or f"{record}-{next(self._number):05d}"
        scope = values.pop("scope", ESTATE)
        if record == "complaint":
            scope = complaints_of(scope)
        stored = columns_of(self.rules.known(record).record).encode({"id": ent, **values})
        assert set(stored) == {"id", *values}, "every name is a field"
        names = ["scope", *stored]
        database = self.confidential if record == "complaint" else self.database
        with database.write() as connection:
            columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            connection.exec_driver_sql(
                f'INSERT INTO "{record}" ({columns}) VALUES ({marks})', (scope, *stored.values())
            )
        return ent

    def wipe(self) -> None:
        for database in (self.database, self.confidential):
            with database.write() as connection:
                for name in TABLES:
                    connection.exec_driver_sql(f'DELETE FROM "{name}"')

    @property
    def books(self) -> Books:
        settings = Settings(self.settings, facts=ALL_SETTINGS)
        complaints = None if self.sealed else self.confidential.read
        return Books(self.database.read, COMPANY, settings, LISTS, lambda _scope: settings, complaints)

    def verdicts(self, measure: str) -> dict[str, str]:
        """By id; the counts say the same, for every verdict and for all estates."""
        period = period_of(self.books, self.scopes, self.from_on, self.until_on, self.now)
        found = listed(self.books, period, measure, ALL)
        tally = count(self.books, period, [measure])[measure]
        for scope in self.scopes:
            own = [one.verdict for one in found if one.scope == scope]
            told = tally.get(scope, BLANK)
            assert (own.count("met"), own.count("missed"), own.count("half")) == (told.met, told.missed, told.half)
            left = {f"x:{why}": number for why, number in told.left.items() if number}
            assert left == {one: own.count(one) for one in own if one.startswith("x:")}
        return {one.id: one.verdict for one in found}

    def tally(self, measure: str, scope: str = ESTATE) -> Tally:
        period = period_of(self.books, self.scopes, self.from_on, self.until_on, self.now)
        return count(self.books, period, [measure])[measure].get(scope, BLANK)

    def sheet(self, scope: str = ESTATE) -> Assessed:
        return assess(self.books, self.scopes, self.from_on, self.until_on, self.now)[scope]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    folder: Path = tmp_path_factory.mktemp("assessment")
    main, beside = Database(folder / "desk.db", KEY), Database(folder / "complaints.db", KEY)
    schema.prepare(main)
    schema.make_like(beside, main)
    yield main, beside
    main.close()
    beside.close()


@pytest.fixture
def bench(files: tuple[Database, Database], rules: Rulebook) -> Bench:
    found = Bench(*files, rules)
    found.wipe()
    return found
