"""Which lists stand behind the figures of some estates, sheet by sheet, and their rows as cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desk.domain.field import RecordType
from desk.services.assessment.assess import BEHIND
from desk.services.assessment.books import Books
from desk.services.assessment.counting import ALL, FEW_SCOPES, MEASURES, Period, listed
from desk.services.assessment.evidence import SHOWN, shown
from desk.services.assessment.left_out import AS_MISSED, FROM
from desk.services.assessment.record import UNRECORDED
from desk.services.complaints.record import COMPLAINT
from desk.services.estates.record import HOME
from desk.services.fresh_orders.record import COMPENSATION, FRESH_ORDER
from desk.services.notices.record import NOTICE
from desk.services.work_orders.record import WORK_ORDER
from reports.assessment.behind import LOST, NO_LOSS
from reports.assessment.entries import Report
from reports.workbook import Column

RECORDS: Mapping[str, RecordType] = {
    one.name: one for one in (WORK_ORDER, FRESH_ORDER, COMPENSATION, NOTICE, COMPLAINT, UNRECORDED, HOME)
}
MOST = 100_000  # records in one workbook: of a whole company's year they are looked at on the page
LEFT_OUT = ""
# What of a record says why a row lost marks, or why it was left out (LEFT_OUT); of the others all that is shown.
_ORDER = ("no", "where", "problem_label", "urgency", "crew", "reported_at")
_FRESH = ("no", "where", "shop", "kind", "placed_at")
SAYS_WHY: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("1.1", "notice"): ("kind_label", "title", "sent_at", "found_by"),
    ("1.2", "notice"): ("kind_label", "title", "sent_at", "from_at", "lead_due_at", "received_at", "forward_due_at",
                        "restored_at", "restored_recorded_at", "restore_due_at", "late_reason"),
    ("2.1", "work_order"): (*_ORDER, "informed_at", "response_due_at"),
    ("2.2", "work_order"): (*_ORDER, "window_from_at", "arrived_at", "arrival_due_at", "finished_at"),
    ("2.3", "work_order"): (*_ORDER, "arrived_at", "finished_at", "finish_due_at"),
    ("2.4", "work_order"): (*_ORDER, "finished_at"),
    ("2.5", "work_order"): (*_ORDER, "finished_at", "satisfaction", "tick"),
    ("3.1", "fresh_order"): (*_FRESH, "delivered_at", "window_from_at", "window_to_at", "late_reason"),
    ("3.2", "fresh_order"): (*_FRESH, "arrived_at", "inspected_at", "delivered_at", "late_reason"),
    ("3.3", "fresh_order"): (*_FRESH, "delivered_at", "tick"),
    ("3.4", "fresh_order"): (*_FRESH, "arrived_at", "inspected_at", "delivered_at"),
    (LEFT_OUT, "work_order"): (*_ORDER, "arrived_at", "finished_at", "finish_due_at"),
    (LEFT_OUT, "fresh_order"): (*_FRESH, "arrived_at", "delivered_at", "late_reason"),
    (LEFT_OUT, "notice"): ("kind_label", "title", "sent_at", "from_at", "lead_due_at", "received_at", "urgent_reason",
                           "second_due_at", "reviewed_at"),
}  # fmt: skip
ESTATE, WHY, MEASURE = Column("小区", width=18), Column("情形", width=14), Column("指标", width=16)
Stop = Callable[[], None]


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """Lists of one kind of record: (measure, verdict, how it is called). `left_out` ones cost nothing."""

    name: str
    record: str
    lists: tuple[tuple[str, str, str], ...]
    fields: tuple[str, ...]
    left_out: bool = False

    @property
    def columns(self) -> list[Column]:
        own = [Column.of(RECORDS[self.record].field(name)) for name in self.fields]
        return [ESTATE, *([MEASURE] if self.left_out else []), WHY, *own]


def says_why(code: str, record: str) -> tuple[str, ...]:
    return SAYS_WHY.get((code, record), SHOWN[record])


def sheets(report: Report) -> list[EvidenceSheet]:
    """Of every row that lost marks somewhere what was counted, and what was left out, by kind of record."""
    lost = {row.code: row.criterion.name for one in report.entries for row in one.sheet.rows if row.deducted}
    found: list[EvidenceSheet] = []
    for code, name in lost.items():
        own: dict[str, list[tuple[str, str, str]]] = {}
        for label, measure, verdict in BEHIND.get(code, ()):
            if verdict in LOST and measure not in NO_LOSS:
                own.setdefault(MEASURES[measure].record, []).append((measure, verdict, label))
        for record, lists in own.items():
            more = "" if len(own) == 1 else f" {RECORDS[record].label}"
            found.append(EvidenceSheet(f"{code} {name}{more}", record, tuple(lists), says_why(code, record)))
    found.sort(key=lambda one: [int(part) for part in one.name.partition(" ")[0].split(".")])
    return [*found, *_left_out(report)]


def _left_out(report: Report) -> list[EvidenceSheet]:
    there = {one.left for entry in report.entries for one in entry.sheet.exclusions}
    own: dict[str, list[tuple[str, str, str]]] = {}
    for left, (_, measures) in FROM.items():
        for measure in measures if left in there else ():
            verdict = "missed" if (left, measure) in AS_MISSED else f"x:{left}"
            own.setdefault(MEASURES[measure].record, []).append((measure, verdict, left.label))
    return [
        EvidenceSheet(f"剔除 {RECORDS[record].label}", record, tuple(lists), says_why(LEFT_OUT, record), True)
        for record, lists in own.items()
    ]


def expected(report: Report) -> int:
    """How many records the lists hold at the most, as far as the sheets know (a frozen one counts its figures)."""
    return sum(_lost_of(report)) + sum(left.count for one in report.entries for left in one.sheet.exclusions)


def _lost_of(report: Report) -> Iterator[int]:
    for entry in report.entries:
        for row in entry.sheet.rows:
            if row.behind:
                yield sum(
                    part.count for part in row.behind if part.verdict in LOST and part.measure not in NO_LOSS
                )  # fmt: skip
            else:
                figure = row.figure
                yield max(0, figure.of - figure.met) + sum(figure.times.values())


def rows(
    books: Books, period: Period, sheet: EvidenceSheet, reader: str = "", stop: Stop = lambda: None
) -> Iterator[list[object]]:
    """In the order of the columns, estate by estate in the period's order; `stop` is asked between two lists.

    `reader` is the id of whoever looks: a complaint about himself says nothing.
    """
    estates = _names(books, period.scopes)
    for begin in range(0, len(period.scopes), FEW_SCOPES):
        part = replace(period, scopes=period.scopes[begin : begin + FEW_SCOPES])
        for measure, by_verdict in _by_measure(sheet).items():
            stop()
            found = [one for one in listed(books, part, measure, ALL) if one.verdict in by_verdict]
            found.sort(key=lambda one: (part.scopes.index(one.scope), one.at))
            for one in shown(books, measure, found, reader):
                why = by_verdict[one.case.verdict]
                label = [MEASURES[measure].label] if sheet.left_out else []
                yield [estates.get(one.case.scope, ""), *label, why, *(one.values.get(name) for name in sheet.fields)]


def _by_measure(sheet: EvidenceSheet) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for measure, verdict, label in sheet.lists:
        found.setdefault(measure, {})[verdict] = label
    return found


def _names(books: Books, scopes: Sequence[str]) -> dict[str, str]:
    rows_of = books.read("SELECT id, name FROM estate WHERE scope = ?", (books.company,))
    by_id = {str(ent): str(name) for ent, name in rows_of}
    return {scope: by_id.get(scope.partition("/")[2], "") for scope in scopes}
