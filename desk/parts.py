"""The parts of an office without a window: data made ready, an office founded, the rules and tables gathered.

desk.app imports this after the first paint, on a lane: it is what costs time.
"""

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.paths import RESOURCES
from desk.store import accounts, keys, schema
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office

if TYPE_CHECKING:
    from desk.domain.lists import Layer
    from desk.domain.service import Rulebook
    from desk.services.work_orders.catalogue import Catalogue
    from desk.store.confidential import Confidential
    from desk.store.steps import Steps

COMPANY = "SELECT scope FROM estate LIMIT 1"
BUILDING = "building.db"
BESIDE = ("", "-wal", "-shm")
Told = Callable[[int, int], None]


class Stoppable(Protocol):
    """Asked now and then by long work; raises to end it."""

    def check(self) -> None: ...


class Parts:
    """What every page needs and nobody changes. Only the office is gathered at once, the rest when it is wanted."""

    def __init__(self, database: Database) -> None:
        company = database.read(COMPANY)
        self._database = database
        self._confidential: Confidential | None = None
        self.office = Office(str(company[0][0]) if company else "", Calendar(load_holidays()), lambda: self.own_lists)

    @cached_property
    def rules(self) -> "Rulebook":
        from desk.services import rulebook

        return rulebook()

    @cached_property
    def catalogue(self) -> "Catalogue":
        return own_catalogue()

    @cached_property
    def own_lists(self) -> "Layer":
        return _own_lists()

    def confidential(self, clock: Callable[[], int]) -> "Confidential":
        """The complaints' file; the one that `steps` writes into."""
        if self._confidential is None:
            from desk.store.confidential import Confidential

            self._confidential = Confidential(self._database, lambda: self.rules, self.office, clock)
        return self._confidential

    def steps(self, clock: Callable[[], int]) -> "Steps":
        from desk.store.desk_steps import DeskSteps

        return DeskSteps(self._database, self.rules, clock, self.office.context, self.confidential(clock))


@cache
def own_catalogue() -> "Catalogue":
    """The program's own repair tree and crews: frozen, the same for every office of a process."""
    from desk.services.work_orders.catalogue import load_catalogue

    return load_catalogue(RESOURCES / "catalogue")


@cache
def _own_lists() -> "Layer":
    return own_lists(own_catalogue())


def own_lists(catalogue: "Catalogue") -> "Layer":
    """The rows of the office's lists that the program brings itself: a room's own are in its `own_rows`."""
    from desk.services import own_rows
    from desk.services.revisits import listed as revisits
    from desk.services.revisits.sources import load_revisit_settings
    from desk.services.work_orders import listed as work_orders

    calls = load_revisit_settings(RESOURCES / "catalogue")
    return {**work_orders.default_rows(catalogue), **revisits.default_rows(calls), **own_rows(RESOURCES / "catalogue")}


def gather(database: Database) -> Parts:
    """What Today needs, of a founded database; its modules are imported on the way, off the GUI thread."""
    import argon2  # noqa: F401

    import desk.services.work_orders.matters
    import desk.services.work_orders.reads  # noqa: F401

    return Parts(database)


def warm(database: Database) -> None:
    """Import what the first step and the first panel will want, while nobody waits for it."""
    import desk.store.search
    import desk.store.steps  # noqa: F401

    assert database.engine is not None


def make_data(
    folder: Path, name: str, now: int, sample: bool, told: Told, token: Stoppable, many: bool = False
) -> Database:
    """A prepared database in `folder`. Sample data is built beside and put in place when it is whole; `many`: that of
    many estates."""
    key = keys.key_for(folder)
    if not sample:
        database = Database(folder / name, key)
        schema.prepare(database)
        return database
    from desk.services import rulebook
    from desk.store.confidential import SUFFIX

    build: Callable[..., object]
    if many:
        from desk.sample.demonstration import build_demonstration

        build = build_demonstration
    else:
        from desk.sample.build import build_sample

        build = build_sample

    def tell(done: int, total: int) -> None:
        token.check()
        told(done, total)

    _remove(folder / BUILDING)
    _remove((folder / BUILDING).with_suffix(SUFFIX))
    building, whole = Database(folder / BUILDING, key), False
    try:
        schema.prepare(building)
        build(building, rulebook(), Calendar(load_holidays()), RESOURCES, now, tell)
        whole = True
    finally:
        building.close()
        if not whole:
            _remove(folder / BUILDING)
    _remove((folder / name).with_suffix(SUFFIX))  # of the office that goes: nobody has its key any more
    _remove(folder / name)
    (folder / BUILDING).rename(folder / name)
    beside = (folder / BUILDING).with_suffix(SUFFIX)
    if beside.exists():
        beside.rename((folder / name).with_suffix(SUFFIX))
    _remove(folder / BUILDING)
    return Database(folder / name, key)


def _remove(path: Path) -> None:
    """A database that nobody has open, with what SQLite keeps beside it."""
    for tail in BESIDE:
        path.with_name(path.name + tail).unlink(missing_ok=True)


def found_office(database: Database, clock: Callable[[], int], told: Mapping[str, str]) -> None:
    """The first company, estate and person of an empty database, with the person's secret."""
    from desk.services import rulebook
    from desk.store import bootstrap

    accounts.check_secret(told["secret"])
    if bootstrap.company_of(database) is not None:
        raise DeskError("这份数据已经有公司了", "请关闭后重新打开")
    names = {name: told[name] for name in ("company", "estate", "name", "staff_no")}
    founded = bootstrap.found(database, rulebook(), clock, **names)
    with database.write() as connection:
        accounts.set_secret(connection, founded.head_office, told["secret"])
