"""The records behind what was deducted, as paper names them: numbers, places of work and days; no names, no words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desk.domain.calendar import day_of
from desk.domain.flow import Values
from desk.services.assessment.assess import BEHIND, Assessed
from desk.services.assessment.books import Books
from desk.services.assessment.counting import MEASURES, Period, listed
from desk.services.assessment.evidence import shown
from desk.services.assessment.record import FoundHow
from reports.assessment.entries import Entry

MOST = 24  # records of one list that paper names; all of them stand in the workbook
LOST = ("missed", "half")
NO_NUMBER = "没有编号"
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


def records_of(books: Books, period: Period) -> Callable[[Entry], list[Evidence]]:
    """Reads what stands behind one estate after another, only when its pages are drawn."""
    return lambda entry: evidence(books, replace(period, scopes=(entry.sheet.scope,)), entry.sheet)


def evidence(books: Books, period: Period, sheet: Assessed, most: int = MOST) -> list[Evidence]:
    """What every deducted row of this estate counts, as the records stand now; `period` is of this estate alone."""
    found = []
    for row in sheet.rows:
        for label, measure, verdict in BEHIND.get(row.code, ()) if row.deducted else ():
            if verdict not in LOST or measure in NO_LOSS:
                continue
            if cases := listed(books, period, measure, verdict):
                record = MEASURES[measure].record
                lines = [line(record, one.values, one.case.at) for one in shown(books, measure, cases[:most])]
                found.append(Evidence(row.code, row.criterion.name, label, len(cases), lines))
    return found


def line(record: str, values: Values, at: int) -> Line:
    """A complaint by its number and day alone; a home by its room."""
    day = day_of(at)[5:] if at else ""

    def said(*names: str) -> str:
        return " ".join(str(values[name]) for name in names if values.get(name))

    if record == "notice":
        return Line(day, said("kind_label", "title"))
    if record == "complaint":  # of one about whoever reads this its number alone is shown, not even the day
        return Line(said("no") or NO_NUMBER, day if values.get("received_at") else "")
    if record == "unrecorded":
        return Line(day, f"{FoundHow.label_of(values.get('found_how'))} {said('source_no')}".strip())
    if record == "home":
        return Line(said("room"))
    if record == "compensation":
        return Line(said("order_no") or day, f"{said('item')} {day}".strip())
    return Line(said("no") or day, f"{said('where')} {day}".strip())
