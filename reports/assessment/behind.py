"""The records behind what was deducted, as paper names them: numbers, places of work and days; no names, no words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from desk.domain.calendar import day_of
from desk.domain.flow import Values
from desk.services.assessment.assess import BEHIND, Assessed
from desk.services.assessment.books import Books
from desk.services.assessment.counting import MEASURES, Period, listed
from desk.services.assessment.evidence import cases
from desk.services.assessment.record import FoundHow

MOST = 24  # records of one list that paper names; all of them stand in the workbook
LOST = ("missed", "half")
NO_LOSS = frozenset({"by_slip", "bound"})  # said beside a figure, cost nothing


@dataclass(frozen=True, slots=True)
class Line:
    """A record: its number, and where or what."""

    no: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records of one deduction; `lines` may be fewer than `count`."""

    code: str
    name: str
    label: str
    count: int
    lines: Sequence[Line]


def evidence(books: Books, period: Period, sheet: Assessed, most: int = MOST) -> list[Evidence]:
    """What every deducted row of this estate counts, as the records stand now; `period` is of this estate alone."""
    found = []
    for row in sheet.rows:
        if not row.deducted:
            continue
        for label, measure, verdict in BEHIND.get(row.code, ()):
            if verdict not in LOST or measure in NO_LOSS:
                continue
            count = len(listed(books, period, measure, verdict))
            if count:
                lines = list(islice(_lines(books, period, measure, verdict), most))
                found.append(Evidence(row.code, row.criterion.name, label, count, lines))
    return found


def _lines(books: Books, period: Period, measure: str, verdict: str) -> Iterator[Line]:
    record = MEASURES[measure].record
    for shown in cases(books, period, measure, verdict):
        yield line(record, shown.values, shown.case.at)


def line(record: str, values: Values, at: int) -> Line:
    """A complaint by its number and day alone; a home by its room."""
    day = day_of(at)[5:] if at else ""

    def said(*names: str) -> str:
        return " ".join(str(values[name]) for name in names if values.get(name))

    if record == "notice":
        return Line(day, said("kind_label", "title"))
    if record == "complaint":
        return Line(said("no") or day, day)
    if record == "unrecorded":
        return Line(day, f"{FoundHow.label_of(values.get('found_how'))} {said('source_no')}".strip())
    if record == "home":
        return Line(said("room"))
    if record == "compensation":
        return Line(said("order_no") or day, f"{said('item')} {day}".strip())
    return Line(said("no") or day, f"{said('where')} {day}".strip())
