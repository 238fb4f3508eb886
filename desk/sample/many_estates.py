"""A company of many estates with a year of a million orders: rows alone, written straight in; all of it invented.

For the demonstration and the benchmarks. Same seed, same rows. The stored dues are what the clocks would decide; there
is no journal behind the rows, nothing of them is in the search, and no step may be taken back.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.scopes import complaints_of
from desk.domain.settings import Settings
from desk.sample.many_matters import matters_of
from desk.sample.many_orders import orders_of
from desk.sample.many_places import COMPLAINT, Size, Times, Values, places_of
from desk.services.work_orders.catalogue import Catalogue

if TYPE_CHECKING:
    from desk.store.database import Database

Progress = Callable[[int, int], None]


def tell_million(
    database: "Database",
    complaints: "Database",
    company: str,
    catalogue: Catalogue,
    settings: Settings,
    calendar: Calendar,
    now: int,
    seed: int,
    size: Size | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """Write the estates and their year; returns their scopes. One transaction an estate, the complaints in their file.

    `database` and `complaints` are prepared; `progress(done, of)` counts estates, and may raise to stop.
    """
    size = size or Size()
    times = Times(calendar, settings, now)
    problems = [one for one in catalogue.problems.values() if one.code != "00"]
    places = deque(sorted(places_of(size, seed), key=lambda found: found[0].scope))
    scopes = [place.scope for place, _ in places]
    while places:
        if progress:
            progress(len(scopes) - len(places), len(scopes))
        place, rows = places.popleft()  # an estate's rows are let go with it
        for told in (orders_of(place, times, settings, problems), matters_of(place, times)):
            for record, found in told.items():
                rows.setdefault(record, []).extend(found)
        beside = {COMPLAINT: rows.pop(COMPLAINT, [])}
        _write(database, place.scope, company, rows)
        _write(complaints, complaints_of(place.scope), company, beside)
    if progress:
        progress(len(scopes), len(scopes))
    return scopes


def _write(database: "Database", scope: str, company: str, rows: Mapping[str, Sequence[Values]]) -> None:
    """Every row in one transaction; a row lacks what it has not."""
    with database.write() as connection:
        for record, found in rows.items():
            if not found:
                continue
            names = sorted(set().union(*found))
            own = company if record in ("estate", "staff") else scope
            columns = ", ".join(f'"{name}"' for name in ("scope", *names))
            marks = ", ".join("?" * (len(names) + 1))
            connection.exec_driver_sql(
                f'INSERT INTO "{record}" ({columns}) VALUES ({marks})',
                [(own, *map(row.get, names)) for row in found],
            )
