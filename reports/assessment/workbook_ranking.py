"""The estates beside one another: ranked with live figures from their sheets, row by row, and as charts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from desk.services.assessment.assess import AssessedRow
from desk.services.assessment.criteria import Criterion, marks_words
from desk.services.assessment.wording import NONE
from reports.assessment import words, workbook_formulas
from reports.assessment.entries import Report
from reports.assessment.workbook_form import REMARK, SCORE, Placed, column_of, tidy
from reports.assessment.workbook_parts import COUNT, MARKS, SHARE, Book, Look, chart_at, high, link, page, widths

HEAD = 3
FIRST = HEAD + 1
PLACE, NAME, HOMES = 1, 2, 3
WORST = "扣分最多"
BY_ROW, CHARTS = "各行得分率", "图表"
LOW, MIDDLE, HIGH = "FFF8D7D3", "FFFFFFFF", "FFDCEBDD"  # pale: it is printed in grey too
NAME_WIDTH = 32.0
BARS = 20  # estates in one chart: more cannot be read on a sheet of paper
WIDE, BAR_HIGH = 8, 17.0  # columns; points
FULL = get_column_letter(column_of("full"))


def write_ranking(book: Book, report: Report, placed: Mapping[str, Placed]) -> Worksheet:
    """The best first; every figure is read from the estate's sheet."""
    sheet = book.sheet(words.RANKING)
    items = report.items()
    heads = [*words.RANKING_HEADS, *_item_heads(report), words.TOTAL, words.GRADE, words.STATE, WORST]
    of = [6.0, NAME_WIDTH, 8.0, *[9.0] * len(items), 8.0, 8.0, 8.0, 44.0]
    widths(sheet, of)
    _top(book, sheet, f"{words.title(report)}排名", report.company, heads)
    total = HOMES + len(items) + 1
    last = HEAD + len(report.ranking)
    letter = get_column_letter(total)
    for row, one in enumerate(report.ranking, FIRST):
        entry, at = one.entry, placed[one.entry.sheet.scope]
        rank = workbook_formulas.rank(f"{letter}{row}", f"{letter}${FIRST}:{letter}${last}")
        book.formula(sheet, row, PLACE, rank, one.place or NONE, Look.STRONG_MIDDLE, "0")
        book.put(sheet, row, NAME, entry.sheet.estate, Look.LINK)
        link(sheet, row, NAME, at.name)
        book.put(sheet, row, HOMES, entry.sheet.homes, Look.FIGURE, COUNT)
        for column, (group, _) in enumerate(items, HOMES + 1):
            _item(book, sheet, (row, column), at, [r for r in entry.sheet.rows if r.criterion.group == group])
        points = entry.total / 10 if entry.total is not None else NONE
        book.formula(sheet, row, total, f"={at.quoted}!{SCORE}{at.total}", points, Look.STRONG_FIGURE, MARKS)
        grade = words.grade_words(entry)
        book.formula(sheet, row, total + 1, f"={at.quoted}!{REMARK}{at.total}", grade, Look.MIDDLE)
        book.put(sheet, row, total + 2, words.state_words(entry), Look.MIDDLE)
        worst = next(iter(entry.sheet.findings), "")
        book.put(sheet, row, total + 3, worst, Look.WORDS)
        sheet.row_dimensions[row].height = high([(entry.sheet.estate, NAME_WIDTH), (worst, 44.0)])
    page(sheet, f"{get_column_letter(total + 3)}{last}", f"{HEAD}:{HEAD}", across=True, frozen=f"C{FIRST}")
    return sheet


def _top(book: Book, sheet: Worksheet, title: str, under: str, heads: Sequence[str]) -> None:
    book.across(sheet, 1, title, len(heads), Look.TITLE, 30)
    book.across(sheet, 2, under, len(heads), Look.UNDER)
    for column, head in enumerate(heads, 1):
        book.put(sheet, HEAD, column, head, Look.HEAD)
    sheet.row_dimensions[HEAD].height = 32


def _item_heads(report: Report) -> list[str]:
    """With the marks of the first sheet that has the item."""
    marks: dict[tuple[str, str], int] = {}
    for one in report.entries:
        for group, item, sum_ in one.sheet.items():
            marks.setdefault((group, item), sum_)
    return [f"{item}\n{marks_words(marks[group, item])}" for group, item in report.items()]


def _item(book: Book, sheet: Worksheet, at: tuple[int, int], placed: Placed, rows: Sequence[AssessedRow]) -> None:
    """The sum of an item's scores; nothing of an item that is worth nothing here."""
    if not any(one.full for one in rows):
        book.put(sheet, *at, NONE, Look.FIGURE)
        return
    cells = [f"{SCORE}{placed.rows[one.code]}" for one in rows]
    points = [one.score for one in rows]
    known = [one for one in points if one is not None]
    value = sum(known) / 10 if len(known) == len(points) else NONE
    formula = workbook_formulas.sum_of(placed.quoted, cells)
    book.formula(sheet, *at, formula, value, Look.FIGURE, MARKS)


def criteria(report: Report) -> list[Criterion]:
    """The rows of all sheets, in order; frozen ones may have others."""
    found: dict[str, Criterion] = {}
    for one in report.entries:
        for row in one.sheet.rows:
            found.setdefault(row.code, row.criterion)
    return [found[code] for code in sorted(found, key=lambda code: [int(part) for part in code.split(".")])]


def write_by_row(book: Book, report: Report, placed: Mapping[str, Placed]) -> tuple[Worksheet, int]:
    """What share of its marks every estate reached in every row, and their mean: weights may be spread, shares compare.
    Also the row of the means."""
    sheet = book.sheet(BY_ROW)
    rows = criteria(report)
    heads = ["小区", *(f"{one.code} {one.name}" for one in rows), words.TOTAL]
    widths(sheet, [NAME_WIDTH, *[10.0] * len(rows), 9.0])
    _top(book, sheet, f"{words.title(report)}{BY_ROW}", f"{report.company}　{NONE}: 不计分或未计算", heads)
    sheet.row_dimensions[HEAD].height = 46
    shares: dict[int, list[Fraction]] = {}
    mean = FIRST + len(report.ranking)
    for line, one in enumerate(report.ranking, FIRST):
        at, sheet_of = placed[one.entry.sheet.scope], one.entry.sheet
        book.put(sheet, line, 1, sheet_of.estate, Look.LINK)
        link(sheet, line, 1, at.name)
        found = {row.code: row for row in sheet_of.rows}
        told = [_reached(found.get(criterion.code)) for criterion in rows]
        told.append(_share(one.entry.total, sheet_of.sheet.full))
        lines = [at.rows.get(criterion.code, 0) for criterion in rows] + [at.total]
        for column, (share, row) in enumerate(zip(told, lines, strict=True), 2):
            look = Look.FIGURE if column <= len(rows) + 1 else Look.STRONG_FIGURE
            if share is None:
                book.put(sheet, line, column, NONE, look)
                continue
            book.formula(sheet, line, column, workbook_formulas.share(at.quoted, SCORE, FULL, row), float(share), look,
                         SHARE)  # fmt: skip
            shares.setdefault(column, []).append(share)
        sheet.row_dimensions[line].height = high([(sheet_of.estate, NAME_WIDTH)])
    book.put(sheet, mean, 1, "平均", Look.STRONG)
    for column in range(2, len(heads) + 1):
        letter = get_column_letter(column)
        formula = workbook_formulas.mean(f"{letter}{FIRST}:{letter}{mean - 1}")
        own = shares.get(column)
        book.formula(sheet, mean, column, formula, float(sum(own) / len(own)) if own else NONE, Look.STRONG_FIGURE,
                     SHARE)  # fmt: skip
    area = f"B{FIRST}:{get_column_letter(len(rows) + 1)}{mean - 1}"
    scale = ColorScaleRule("num", 0.5, LOW, "num", 0.9, MIDDLE, "num", 1, HIGH)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(area, scale)
    page(sheet, f"{get_column_letter(len(heads))}{mean}", f"{HEAD}:{HEAD}", across=True, frozen=f"B{FIRST}")
    return sheet, mean


def _reached(row: AssessedRow | None) -> Fraction | None:
    if row is None or not words.counts(row):
        return None
    return _share(row.score, row.full)


def _share(score: int | None, full: int) -> Fraction | None:
    return Fraction(score, full) if score is not None and full else None


def write_charts(book: Book, report: Report, ranking: Worksheet, by_row: Worksheet, share: int) -> Worksheet:
    """Totals by estate (of many the first and the last), and how much of its marks every row reaches on the whole."""
    sheet = book.sheet(CHARTS)
    widths(sheet, [12.0] * WIDE)
    book.across(sheet, 1, f"{words.title(report)}{CHARTS}", WIDE, Look.TITLE, 30)
    known = [one for one in report.ranking if one.place is not None]
    total = HOMES + len(report.items()) + 1
    parts = [("各小区总分", FIRST, len(known))]
    if len(known) > 2 * BARS:
        parts = [(f"总分前 {BARS} 名", FIRST, BARS), (f"总分后 {BARS} 名", FIRST + len(known) - BARS, BARS)]
    line = 3
    for title, first, count in parts:
        if count:
            line = _totals(book, sheet, line, title, Reference(ranking, min_col=total, min_row=first,
                           max_row=first + count - 1), Reference(ranking, min_col=NAME, min_row=first,
                           max_row=first + count - 1), count)  # fmt: skip
    if len(known) > BARS:
        sheet.row_breaks.append(Break(id=line - 1))
    rows = len(criteria(report))
    chart = BarChart()
    chart.type, chart.style, chart.legend, chart.gapWidth = "bar", 10, None, 45
    chart.add_data(Reference(by_row, min_col=2, max_col=rows + 1, min_row=share), from_rows=True)
    chart.set_categories(Reference(by_row, min_col=2, max_col=rows + 1, min_row=HEAD))
    tidy(chart)
    line = _place(book, sheet, line, "各行平均得分率", chart, rows)
    page(sheet, f"H{line}", "1:1")
    return sheet


def _totals(
    book: Book, sheet: Worksheet, line: int, title: str, data: Reference, names: Reference, count: int
) -> int:  # fmt: skip
    chart = BarChart()
    chart.type, chart.style, chart.legend, chart.gapWidth = "bar", 10, None, 45
    chart.add_data(data)
    chart.set_categories(names)
    tidy(chart)
    chart.y_axis.scaling.max, chart.y_axis.majorUnit, chart.y_axis.number_format = 100, 10, "0"
    chart.dataLabels.numFmt = "0.0"
    return _place(book, sheet, line, title, chart, count)


def _place(book: Book, sheet: Worksheet, line: int, title: str, chart: BarChart, bars: int) -> int:
    """Under its title; the next free row."""
    book.across(sheet, line, title, WIDE, Look.SECTION, 22)
    return chart_at(sheet, chart, line + 1, WIDE, 45 + BAR_HIGH * max(3, bars)) + 1
