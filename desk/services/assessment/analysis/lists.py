"""The records behind a figure: their number is the figure."""

from desk.services.assessment.analysis import cuts
from desk.services.assessment.analysis.figures import Behind, ByCut, ByMeasure
from desk.services.assessment.books import Books
from desk.services.assessment.counting import CAPS, MEASURES, Case, Period, listed, of_measure
from desk.services.assessment.technicians import OWN

KNOWN = {**MEASURES, **{one.name: one for one in OWN}}


def cases(books: Books, period: Period, behind: Behind) -> list[Case]:
    """By time. `period` is that of the whole chart: what a cap leaves out is decided over all of it."""
    if isinstance(behind, ByCut):
        return cuts.listed(books, period, behind.cut, behind.xs, behind.series)
    if behind.measure in CAPS:
        found = [one for one in listed(books, period, behind.measure, "*") if _lies_in(one, behind)]
    else:
        measure = KNOWN[behind.measure]
        within = f"{measure.at} >= {behind.from_at} AND {measure.at} < {behind.until_at}"
        found = of_measure(books, period, measure, behind.column, behind.who, within)
    return [one for one in found if one.verdict in behind.verdicts]


def _lies_in(one: Case, behind: ByMeasure) -> bool:
    return behind.from_at <= one.at < behind.until_at
