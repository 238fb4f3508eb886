"""The analysis as a workbook: a sheet per estate, of several one with all; rates and differences are live formulas."""

from collections.abc import Callable, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from desk.services.assessment.wording import NONE
from reports.assessment.workbook_file import write_file
from reports.assessment.workbook_parts import Book, Look, chart_at, high, link, page, widths
from reports.monthly import definition
from reports.monthly.definition import SIGN_OFF, Entry, Report
from reports.monthly.grid import Cell, Grid, Line, Way
from reports.workbook import Cancelled, whole_file

ALL = "各小区"
LAST = 12  # columns: the widest table's
FIRST_WIDTH, WIDTH = 19.0, 9.6
CHART_POINTS = 150.0
INK, SECOND = "4F7CBF", "D97706"
Told = Callable[[int, int], None]


def write_analysis(
    path: Path,
    report: Report,
    *,
    progress: Told = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Writes the file whole or not at all; raises Cancelled or a DeskError. `progress` in estates."""
    if not report.entries:
        raise ValueError("no estate")
    with closing(Book()) as book:
        names = _sheets(book, report, progress, cancelled)
        if len(report.entries) > 1:
            _all(book, report, names)
        with whole_file(path) as unfinished:
            write_file(unfinished, book.book, book.values, {})


def _sheets(book: Book, report: Report, progress: Told, cancelled: Callable[[], bool]) -> list[str]:
    """One for every estate; the first of the book is kept for all of them where there are several."""
    names, first = [], book.book.worksheets[0]
    first.title = book.free_name(ALL if len(report.entries) > 1 else report.entries[0].estate)
    for done, entry in enumerate(report.entries):
        if cancelled():
            raise Cancelled
        progress(done, len(report.entries))
        sheet = book.sheet(entry.estate) if len(report.entries) > 1 else first
        assert isinstance(sheet, Worksheet)
        _estate(book, sheet, report, entry)
        names.append(sheet.title)
    progress(len(report.entries), len(report.entries))
    return names


def _head(book: Book, sheet: Worksheet, report: Report, name: str) -> int:
    sheet.sheet_view.showGridLines = False
    widths(sheet, (FIRST_WIDTH, *([WIDTH] * (LAST - 1))))
    book.across(sheet, 1, report.title, LAST, Look.TITLE, 30)
    book.across(sheet, 2, f"{report.company}　{name}　　{report.basis}", LAST, Look.UNDER, 18)
    return 4


def _estate(book: Book, sheet: Worksheet, report: Report, entry: Entry) -> None:
    line = _head(book, sheet, report, entry.estate)
    line = _words(book, sheet, line, definition.findings(report, entry), Look.PLAIN) + 1
    for one in definition.grids(report, entry):
        begin = line
        if one.columns is definition.TREND_COLUMNS:  # a chart is not cut by the end of a page
            sheet.row_breaks.append(Break(id=line - 1))
        line = _grid(book, sheet, line, one)
        if one.columns is definition.TREND_COLUMNS:
            line = _chart(sheet, begin + 2, len(one.lines), line)
    line = _words(book, sheet, line, definition.notes(report), Look.SMALL) + 1
    _sign(book, sheet, line, report)
    page(sheet, f"L{line}", "1:2")


def _all(book: Book, report: Report, names: Sequence[str]) -> None:
    sheet = book.book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    line = _head(book, sheet, report, f"{len(report.entries)} 个小区")
    grid = definition.summary(report)
    end = _grid(book, sheet, line, grid)
    for place, name in enumerate(names):
        link(sheet, line + 2 + place, 1, name)
    end = _words(book, sheet, end, definition.notes(report), Look.SMALL) + 1
    _sign(book, sheet, end, report)
    page(sheet, f"L{end}", f"1:{line + 1}", frozen=f"B{line + 2}")


def _words(book: Book, sheet: Worksheet, line: int, told: Sequence[str], look: Look) -> int:
    for words in told:
        book.across(sheet, line, words, LAST, look, high([(words, FIRST_WIDTH + WIDTH * (LAST - 1))], spare=4))
        line += 1
    return line


def _sign(book: Book, sheet: Worksheet, line: int, report: Report) -> None:
    signed = "　　".join(f"{name}：＿＿＿＿＿＿" for name in SIGN_OFF)
    book.across(sheet, line, f"{signed}　　{report.made_by} 制", LAST, Look.PLAIN, 30)


def _grid(book: Book, sheet: Worksheet, line: int, grid: Grid) -> int:
    """Title, heads, rows; the next free row."""
    title = f"{grid.title}　　（{grid.aside}）" if grid.aside else grid.title
    book.across(sheet, line, title, LAST, Look.SECTION, 22)
    if not grid.lines:
        book.across(sheet, line + 1, grid.empty, LAST, Look.PLAIN)
        return line + 3
    for place, column in enumerate(grid.columns, start=1):
        book.put(sheet, line + 1, place, column.label, Look.HEAD)
    sheet.row_dimensions[line + 1].height = 30
    first, last = line + 2, line + 1 + len(grid.lines)
    for at, told in enumerate(grid.all_lines(), start=first):
        for place, _ in enumerate(grid.columns):
            _cell(book, sheet, grid, told, (at, place), (first, last))
        sheet.row_dimensions[at].height = high([(str(told.cells[0] or ""), FIRST_WIDTH)], spare=4)
    return line + 3 + len(grid.all_lines())


def _cell(book: Book, sheet: Worksheet, grid: Grid, told: Line, at: tuple[int, int], rows: tuple[int, int]) -> None:
    (line, place), total = at, at[0] > rows[1]
    way, value = grid.columns[place].way, grid.value(told, place)
    look = Look.STRONG_FIGURE if total or way in (Way.RATE,) else Look.FIGURE
    if way is Way.WORDS:
        book.put(sheet, line, place + 1, told.cells[place], Look.STRONG if total else Look.WORDS)
    elif way is Way.COUNT:
        if total and value is not None:
            letter = _letter(place)
            formula = f"=SUM({letter}{rows[0]}:{letter}{rows[1]})"
            book.formula(sheet, line, place + 1, formula, value, look, grid.shown(told, place))
        else:
            book.put(sheet, line, place + 1, NONE if value is None else value, look, grid.shown(told, place))
    else:
        formula = grid.formula(place, line, *rows)
        book.formula(sheet, line, place + 1, formula, _plain(value), look, grid.shown(told, place))


def _letter(place: int) -> str:
    return "ABCDEFGHIJKL"[place]


def _plain(value: Cell | Fraction) -> object:
    """What a sheet holds of it."""
    return NONE if value is None else float(value) if isinstance(value, Fraction) else value


def _chart(sheet: Worksheet, first: int, count: int, line: int) -> int:
    """How often as bars, 完好率 and 满意率 as lines on a scale of their own; the next free row."""
    bars, lines = BarChart(), LineChart()
    names = Reference(sheet, min_col=1, min_row=first, max_row=first + count - 1)
    bars.add_data(Reference(sheet, min_col=2, min_row=first - 1, max_row=first + count - 1), titles_from_data=True)
    for column, colour in ((5, SECOND), (8, "059669")):
        lines.add_data(Reference(sheet, min_col=column, min_row=first - 1, max_row=first + count - 1),
                       titles_from_data=True)  # fmt: skip
        lines.series[-1].graphicalProperties.line.solidFill = colour
        lines.series[-1].smooth = False
    bars.set_categories(names)
    bars.gapWidth = 60
    bars.series[0].graphicalProperties.solidFill = INK
    bars.x_axis.delete = bars.y_axis.delete = lines.y_axis.delete = False
    bars.y_axis.majorGridlines, lines.y_axis.majorGridlines = None, None
    bars.y_axis.scaling.min, bars.y_axis.number_format = 0, "0"
    lines.y_axis.axId, lines.y_axis.crosses, lines.y_axis.number_format = 200, "max", "0%"
    lines.y_axis.scaling.min, lines.y_axis.scaling.max = 0, 1
    bars.legend.position = "b"
    bars += lines
    return chart_at(sheet, bars, line - 1, LAST, CHART_POINTS) + 1
