"""Records counted along two lines at once: one statement counts them, the same with a condition lists them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.domain.calendar import DAY, HOUR, start_of_day
from desk.domain.days import OFFSET
from desk.services.assessment.analysis.stretches import DAY_NUMBER
from desk.services.assessment.books import Books
from desk.services.assessment.counting import FEW_SCOPES, Case, Period, Progress


@dataclass(frozen=True, slots=True)
class Cut:
    """`x` and `series` are expressions over the record `r`, their values the raw words of an axis and of a series.

    Without `at` it is counted as it stands now, whenever it began; `by_at` orders its list.
    """

    record: str
    where: str
    x: str
    series: str
    at: str
    by_at: str = ""
    joins: str = ""


REPORTED = "r.reported_at"
NOT_VOID = "r.status <> 'void'"
SORT = """CASE WHEN r.kind = 'enquiry' THEN 'enquiry' WHEN r.urgency = 'urgent' THEN 'urgent'
          WHEN r.urgency = 'planned' OR r.kind = 'appointment' THEN 'planned' ELSE 'general' END"""
# 1970-01-01 was a Thursday; Monday is 0.
WEEKDAY = f"(({DAY_NUMBER.format(at=REPORTED)} + 3) % 7)"
HOUR_OF_DAY = f"((({REPORTED} + {OFFSET}) % {DAY}) / {HOUR})"
PLACES = """LEFT JOIN home h ON h.scope = r.scope AND h.id = r.home_id
            LEFT JOIN place l ON l.scope = r.scope AND l.id = r.place_id"""
BUILDING = "COALESCE(h.building_no, l.building_no, '')"
PROBLEM = "COALESCE(r.problem_label, '')"
AT_WORK = "r.status IN ('dispatched', 'acknowledged', 'arrived', 'suspended')"


def _orders(x: str, series: str, joins: str = "") -> Cut:
    return Cut("work_order", NOT_VOID, x, series, REPORTED, joins=joins)


def _calls(books: Books) -> Cut:
    """Calls that were answered, apart by how long they lasted."""
    short = books.settings.number("revisit.short_seconds")
    length = f"CASE WHEN COALESCE(r.seconds, 0) < {short} THEN 'short' ELSE 'long' END"
    return Cut("revisit", "r.status = 'answered'", DAY_NUMBER.format(at="r.answered_at"), length, "r.answered_at")


CUTS: Mapping[str, Callable[[Books], Cut]] = {
    "by_day": lambda _books: _orders(DAY_NUMBER.format(at=REPORTED), SORT),
    "by_hour": lambda _books: _orders(HOUR_OF_DAY, WEEKDAY),
    "by_building": lambda _books: _orders(BUILDING, PROBLEM, PLACES),
    "by_estate": lambda _books: _orders("r.scope", PROBLEM),
    "at_work": lambda _books: Cut(
        "work_order", f"{AT_WORK} AND COALESCE(r.technician_id, '') <> ''", "r.technician_id", "'at_work'", "",
        "COALESCE(r.dispatched_at, r.reported_at)",
    ),
    "calls": _calls,
}  # fmt: skip


def counted(books: Books, period: Period, name: str, progress: Progress | None = None) -> dict[tuple[str, str], int]:
    """By the words of the axis and of the series. A few estates at a time: what is asked can be stopped between."""
    cut, found = CUTS[name](books), dict[tuple[str, str], int]()
    turns = [period.scopes[n : n + FEW_SCOPES] for n in range(0, len(period.scopes), FEW_SCOPES)]
    for done, scopes in enumerate(turns, 1):
        body = _body(cut, period, scopes)
        sql = f"SELECT x, s, COUNT(*) FROM (SELECT {cut.x} AS x, {cut.series} AS s {body}) t GROUP BY x, s"
        for x, series, number in books.read(sql, scopes):
            key = (str(x), str(series))
            found[key] = found.get(key, 0) + int(number)
        if progress is not None:
            progress(done, len(turns))
    return found


def listed(books: Books, period: Period, name: str, xs: Iterable[str], series: Iterable[str]) -> list[Case]:
    """The records of these words of the axis and of the series, by time: as many as were counted."""
    cut = CUTS[name](books)
    within_x, within_s = list(dict.fromkeys(xs)), list(dict.fromkeys(series))
    if not within_x or not within_s:
        return []
    rows = books.read(
        f"""SELECT id, scope, at FROM (SELECT r.id AS id, r.scope AS scope, {cut.by_at or cut.at} AS at,
            CAST({cut.x} AS TEXT) AS x, CAST({cut.series} AS TEXT) AS s {_body(cut, period, period.scopes)}) t
            WHERE x IN ({_marks(within_x)}) AND s IN ({_marks(within_s)}) ORDER BY at, id""",
        [*period.scopes, *within_x, *within_s],
    )
    return [Case(str(one), str(scope), int(at or 0), "met") for one, scope, at in rows]


def _body(cut: Cut, period: Period, scopes: Sequence[str]) -> str:
    begin, end = start_of_day(period.from_on), start_of_day(period.until_on) + DAY
    within = f"AND {cut.at} >= {begin} AND {cut.at} < {end}" if cut.at else ""
    return f"FROM {cut.record} r {cut.joins} WHERE r.scope IN ({_marks(scopes)}) AND {cut.where} {within}"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
