"""Reading a chart on the work lane: what is asked for as a frozen thing, the figures with their period."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.services.assessment.analysis import charts, lists
from desk.services.assessment.analysis.figures import ByMeasure, Cell, Part, Picture
from desk.services.assessment.assess import period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Case, Period
from desk.ui.drill_parts import Counted, Drill
from desk.ui.tasks import Token

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.store.office import Office

LEFT_OUT = "不计"  # the list of a share whose records were left out, each for its reason


@dataclass(frozen=True)
class Wanted:
    """`estates` are names by scope."""

    chart: str
    scopes: tuple[str, ...]
    from_on: str
    until_on: str
    now: int


@dataclass(frozen=True)
class Read:
    """A chart as it was read; its lists are read by the same books and period."""

    wanted: Wanted
    books: Books
    period: Period
    picture: Picture


def read(
    database: "Database", office: "Office", sealed: "Database | None", wanted: Wanted,
    told: Callable[[int, int], None], token: Token,
) -> Read:  # fmt: skip
    """On the work lane. Stops between two statements where the person does not want it any more."""

    def progress(done: int, of: int) -> None:
        token.check()
        told(done, of)

    token.check()
    books = Books.of_desk(database, office, sealed)
    period = period_of(books, wanted.scopes, wanted.from_on, wanted.until_on, wanted.now)
    picture = charts.picture(books, period, wanted.chart, progress)
    token.check()
    return Read(wanted, books, period, picture)


def drill(found: Read, cell: Cell, title: str, words: str, estates: dict[str, str]) -> Drill:
    """The lists behind one figure."""

    def counted(one: Part) -> Counted:
        def cases(books: Books) -> list[Case]:
            return lists.cases(books, found.period, one.behind)

        measure = one.behind.measure if isinstance(one.behind, ByMeasure) else ""
        reasons = one.label == LEFT_OUT
        return Counted(one.label, one.count, found.picture.record, cases, measure, with_reasons=reasons)

    shown = {scope: estates.get(scope, "") for scope in found.period.scopes}
    parts = [counted(one) for one in cell.parts]
    return Drill(title, words, found.books, lambda: parts, unit=found.picture.unit, estates=shown)
