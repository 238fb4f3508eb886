"""Evidence sheets: the records behind the figures, spooled row by row, with a head to print and to filter by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils import get_column_letter

from desk.domain.field import Kind
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Period
from reports.assessment.evidence import EvidenceSheet, rows
from reports.assessment.workbook_file import Spooled, spool
from reports.assessment.workbook_parts import Book, Look, page, widths, writable
from reports.workbook import SHEET_ROWS, Column, cell_value, number_format

HEAD = 3
FIRST = HEAD + 1
BETWEEN_CALLS = 500
MOMENTS, MOMENT_WIDTH = "yy-mm-dd hh:mm", 15.0
FEW_COLUMNS = 6  # they fit on an upright sheet
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the evidence is read: the books, the period of the report's estates (`assess.period_of`), and the id of
    whoever looks at it."""

    books: Books
    period: Period
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet of evidence: how it is called in the book, how many records, and its rows."""

    name: str
    count: int
    spooled: Spooled


def write_evidence(book: Book, behind: Behind, one: EvidenceSheet, frozen: bool, told: Told) -> Written | None:
    """`told` is given how many rows more were read, and may raise to stop. Empty lists have no sheet."""
    columns = one.columns
    styles = [book.style_id(_look(column), _shown(column)) for column in columns]
    found = rows(behind.books, behind.period, one, behind.reader, lambda: told(0))
    spooled = spool(book.file(), _cells(found, columns, told), FIRST, styles)
    if not spooled.count:
        return None
    sheet = book.sheet(one.name)
    last = get_column_letter(len(columns))
    widths(sheet, [_width(column) for column in columns])
    kind = "不计入各率, 不扣分" if one.left_out else "计入扣分或拉低比率"
    aside = "; 名单按现在的记录, 冻结以后改过的以表上的数为准" if frozen else ""
    book.across(sheet, 1, one.name, len(columns), Look.TITLE, 28)
    book.across(sheet, 2, f"{spooled.count:,} 条, {kind}{aside}", len(columns), Look.UNDER)
    for number, column in enumerate(columns, 1):
        book.put(sheet, HEAD, number, column.label, Look.HEAD)
    sheet.row_dimensions[HEAD].height = 30
    end = HEAD + spooled.count
    sheet.auto_filter.ref = f"A{HEAD}:{last}{end}"
    page(sheet, f"{last}{end}", f"{HEAD}:{HEAD}", across=len(columns) > FEW_COLUMNS, frozen=f"A{FIRST}")
    return Written(sheet.title, spooled.count, spooled)


def _shown(column: Column) -> str:
    return MOMENTS if column.kind is Kind.MOMENT else number_format(column)


def _width(column: Column) -> float:
    return MOMENT_WIDTH if column.kind is Kind.MOMENT else min(column.width, 32.0)


def _look(column: Column) -> Look:
    return Look.EVIDENCE if column.kind in (Kind.TEXT, Kind.WORDS) else Look.EVIDENCE_FIGURE


def _cells(found: Iterator[list[object]], columns: list[Column], told: Told) -> Iterator[list[object]]:
    for number, row in enumerate(islice(found, SHEET_ROWS - HEAD), 1):
        if number % BETWEEN_CALLS == 0:
            told(BETWEEN_CALLS)
        values = (cell_value(column, value) for column, value in zip(columns, row, strict=True))
        yield [writable(value) if isinstance(value, str) else value for value in values]
