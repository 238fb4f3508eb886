"""The sample company grown to 200 estates and a year of a million orders, for its head office to look at."""

from collections.abc import Callable
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from desk.domain.calendar import Calendar
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.sample.build import SEED, build_sample
from desk.sample.founding import COMPANY, Founded
from desk.sample.many_estates import tell_million
from desk.sample.many_places import Size
from desk.sample.pins import sample_pin
from desk.services.work_orders.catalogue import load_catalogue
from desk.store import keyring
from desk.store.confidential import Confidential
from desk.store.database import Database
from desk.store.office import Office

Progress = Callable[[int, int], None]
WHOLE = Size(estates=198)  # beside the two of the sample
_SCOPE = f"o/{COMPANY}"
_HOLDER = """SELECT s.id, s.staff_no FROM "grant" g JOIN staff s ON s.id = g.staff_id
             WHERE g.scope = ? AND g.role = ? AND g.status = 'active' ORDER BY s.staff_no LIMIT 1"""
_GRANT = """INSERT INTO "grant" (scope, id, staff_id, estate_id, role, shift, status)
            VALUES (?, ?, ?, ?, ?, 'day', 'active')"""


def build_demonstration(
    database: Database, rules: Rulebook, calendar: Calendar, resources: Path, now: int, progress: Progress
) -> Founded:
    """Fill an empty, prepared database: the sample office first, then the many estates."""

    def tell(first: int, last: int) -> Progress:
        return lambda done, of: progress(first + (last - first) * done // max(of, 1), 100)

    founded = build_sample(database, rules, calendar, resources, now, tell(0, 10))
    grow(database, rules, calendar, resources, now, WHOLE, tell(10, 100))
    return founded


def grow(
    database: Database, rules: Rulebook, calendar: Calendar, resources: Path, now: int, size: Size,
    progress: Progress | None = None,
) -> list[str]:  # fmt: skip
    """Add many estates to a built sample; its head office sees them all. Returns their scopes."""
    settings, catalogue = Settings(facts=ALL_SETTINGS), load_catalogue(resources / "catalogue")
    file = Confidential(database, lambda: rules, Office(_SCOPE, calendar), lambda: now)
    manager, own = database.read(_HOLDER, (_SCOPE, str(Role.MANAGER)))[0]
    holder, number = database.read(_HOLDER, (_SCOPE, str(Role.HEAD_OFFICE)))[0]
    file.open(str(manager), sample_pin(str(own)))
    assert file.database is not None, "managers have the key in the sample"
    with database.write() as connection:
        keyring.begin(connection, str(holder), sample_pin(str(number)))
    file.admit()
    try:
        scopes = tell_million(
            database, file.database, _SCOPE, catalogue, settings, calendar, now, SEED, size, progress
        )  # fmt: skip
    finally:
        file.close()
    estates = [scope.partition("/")[2] for scope in scopes]
    with database.write() as connection:
        connection.exec_driver_sql(
            _GRANT,
            [(_SCOPE, str(uuid5(NAMESPACE_URL, one)), holder, one, str(Role.HEAD_OFFICE)) for one in estates],
        )
    return scopes
