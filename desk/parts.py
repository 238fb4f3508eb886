"""The parts of an office without a window: data made ready, an office founded, the rules and tables gathered.

desk.app imports this after the first paint, on a lane: it is what costs time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.services import rulebook
from desk.services.work_orders.catalogue import Catalogue, load_catalogue
from desk.store import accounts, bootstrap, keys, schema
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from desk.store.steps import Steps

BUILDING = "building.db"
BESIDE = ("", "-wal", "-shm")
Told = Callable[[int, int], None]


class Stoppable(Protocol):
    """Asked now and then by long work; raises to end it."""

    def check(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What every page needs and nobody changes."""

    database: Database
    rules: Rulebook
    office: Office
    catalogue: Catalogue

    def steps(self, clock: Callable[[], int]) -> Steps:
        return Steps(self.database, self.rules, clock, self.office.context)


def gather(database: Database) -> Parts:
    """Read rules, calendar and catalogue for a founded database."""
    company = bootstrap.company_of(database)
    office = Office(company or "", Calendar(load_holidays()))
    return Parts(database, rulebook(), office, load_catalogue(RESOURCES / "catalogue"))


def make_data(folder: Path, name: str, now: int, sample: bool, told: Told, token: Stoppable) -> Database:
    """A prepared database in `folder`. Sample data is built beside and put in place when it is whole."""
    key = keys.key_for(folder)
    if not sample:
        database = Database(folder / name, key)
        schema.prepare(database)
        return database
    from desk.sample.build import build_sample

    def tell(done: int, total: int) -> None:
        token.check()
        told(done, total)

    _remove(folder / BUILDING)
    building = Database(folder / BUILDING, key)
    try:
        schema.prepare(building)
        build_sample(building, rulebook(), Calendar(load_holidays()), RESOURCES, now, tell)
    finally:
        building.close()
    _remove(folder / name)
    (folder / BUILDING).rename(folder / name)
    _remove(folder / BUILDING)
    return Database(folder / name, key)


def _remove(path: Path) -> None:
    """A database that nobody has open, with what SQLite keeps beside it."""
    for tail in BESIDE:
        path.with_name(path.name + tail).unlink(missing_ok=True)


def found_office(database: Database, clock: Callable[[], int], told: Mapping[str, str]) -> None:
    """The first company, estate and person of an empty database, with the person's secret."""
    accounts.check_secret(told["secret"])
    if bootstrap.company_of(database) is not None:
        raise DeskError("这份数据已经有公司了", "请关闭后重新打开")
    names = {name: told[name] for name in ("company", "estate", "name", "staff_no")}
    founded = bootstrap.found(database, rulebook(), clock, **names)
    with database.write() as connection:
        accounts.set_secret(connection, founded.head_office, told["secret"])
