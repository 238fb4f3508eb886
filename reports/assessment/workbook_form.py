"""One estate's sheet: the form with live formulas, the figures beside it, its findings, what was left out, a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from desk.domain.assessment_lists import Way
from desk.services.assessment.assess import AssessedRow
from desk.services.assessment.record import Grade
from desk.services.assessment.scoring import Limits
from reports.assessment import words, workbook_formulas
from reports.assessment.entries import Entry, Report
from reports.assessment.workbook_formulas import MOST_EACH
from reports.assessment.workbook_parts import (
    COUNT,
    LOST,
    MARKS,
    NOTHING,
    SHARE,
    SOME,
    Book,
    Look,
    chart_at,
    high,
    join,
    page,
    quoted,
    widths,
)

HEAD = 3  # the row of the heads
FIRST = HEAD + 1
WIDTHS = (6.0, 11.0, 26.0, 30.0, 7.5, 7.5, 28.0)
LAST = len(WIDTHS)
WHOLE = sum(WIDTHS)
DEDUCTED, SCORE, REMARK = "E", "F", "G"
BESIDE_FORM = LAST + 2  # a column is left free
# The figures and numbers of rules that the formulas read, from the ninth column on: (name, head, how it is shown).
INPUTS: tuple[tuple[str, str, str], ...] = (
    ("name", "考核内容", ""),
    ("share", "得分率", SHARE),
    ("full", "本表满分", "0.0"),
    ("marks", "分值", "0.0"),
    ("met", "达到\n有效件数", "#,##0.##"),
    ("of", "应计\n户数", COUNT),
    ("target", "达标 %", "0"),
    ("every", "每低 %", "0"),
    ("cost", "每档扣\n每千户件扣", "0.0"),
    ("at_least", "至少扣", "0.0"),
    *((f"{name}{one}", f"{label}{one}", shown) for one in range(1, MOST_EACH + 1)
      for name, label, shown in (("what", "按件扣 ", ""), ("count", "件数 ", COUNT), ("price", "每件扣 ", "0.0"))),
)  # fmt: skip
INPUT_WIDTHS = {"name": 18, "what1": 14, "what2": 14}
CHART_HIGH = 270.0  # points
BETWEEN = "算分用的数: 改了, 扣分和得分跟着重算; 不打印"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the ranking finds an estate's figures: its sheet and rows."""

    name: str
    rows: Mapping[str, int]
    total: int

    @property
    def quoted(self) -> str:
        return quoted(self.name)


def write_form(book: Book, report: Report, entry: Entry) -> Placed:
    """Its sheet, at the end of the book."""
    sheet = book.sheet(entry.sheet.estate or entry.sheet.scope)
    widths(sheet, WIDTHS)
    book.across(sheet, 1, f"{entry.sheet.estate}　{words.form_title(entry.sheet)}", LAST, Look.TITLE, 30)
    told = (report.company, f"{entry.sheet.homes:,} 户", words.state_words(entry))
    under = "　".join(one for one in told if one)
    book.across(sheet, 2, under, LAST, Look.UNDER)
    for column, head in enumerate(words.HEADS, 1):
        book.put(sheet, HEAD, column, head, Look.HEAD)
    sheet.row_dimensions[HEAD].height = 26
    columns = inputs_of(entry.sheet.rows)
    _input_heads(book, sheet, columns)
    rows = {one.code: FIRST + number for number, one in enumerate(entry.sheet.rows)}
    for one, form in zip(entry.sheet.rows, words.form_rows(entry.sheet), strict=True):
        _row(book, sheet, rows[one.code], one, form, columns)
    _join_items(sheet, entry.sheet.rows, rows)
    total = FIRST + len(rows)
    _total(book, sheet, total, entry, report.limits)
    line = _signed(book, sheet, total + 1, entry)
    line = _said(book, sheet, line + 1, words.FINDINGS, words.findings(entry.sheet))
    line = _said(book, sheet, line + 1, words.NOTES, words.notes(entry))
    sheet.row_breaks.append(Break(id=line - 1))
    line = _chart(book, sheet, line, rows)
    line = _left_out(book, sheet, line, entry)
    line = _beside(book, sheet, line, entry)
    page(sheet, f"{REMARK}{line}", "1:2", frozen=f"A{FIRST}")
    return Placed(sheet.title, rows, total)


def column_of(name: str) -> int:
    return BESIDE_FORM + next(number for number, one in enumerate(INPUTS) if one[0] == name)


def inputs_of(rows: Sequence[AssessedRow]) -> tuple[tuple[str, str, str], ...]:
    """With as many bands as the sheet's longest row has."""
    most = max((len(one.criterion.bands) for one in rows), default=0)
    kinds = (("band", "分段 % ", "0"), ("marks", "得 ", "0.0"))
    return INPUTS + tuple(
        (f"{n}{one}", f"{label}{one}", shown) for one in range(1, most + 1) for n, label, shown in kinds
    )


def cells(row: int, columns: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """What -> its cell, in this row."""
    found = {name: f"{get_column_letter(BESIDE_FORM + number)}{row}" for number, (name, _, _) in enumerate(columns)}
    return {**found, "deducted": f"{DEDUCTED}{row}", "score": f"{SCORE}{row}"}


def _input_heads(book: Book, sheet: Worksheet, columns: Sequence[tuple[str, str, str]]) -> None:
    book.put(sheet, HEAD - 1, BESIDE_FORM, BETWEEN, Look.ASIDE)
    sheet.column_dimensions[get_column_letter(LAST + 1)].width = 3
    for number, (name, head, _) in enumerate(columns):
        book.put(sheet, HEAD, BESIDE_FORM + number, head, Look.INPUT_HEAD)
        sheet.column_dimensions[get_column_letter(BESIDE_FORM + number)].width = INPUT_WIDTHS.get(name, 9)


def inputs(row: AssessedRow) -> dict[str, object]:
    """The figures of a row and the numbers of its rule, marks in marks."""
    criterion, figure = row.criterion, row.figure
    told: dict[str, object] = {
        "name": f"{criterion.code} {criterion.name}", "full": row.full / 10, "marks": criterion.marks / 10,
    }  # fmt: skip
    if not figure.known:  # a nought there would read as if nothing had come
        return told
    if criterion.way is Way.PER_THOUSAND:
        told |= {"met": _plain(figure.halves, 2), "of": figure.of, "at_least": criterion.at_least / 10}
    elif criterion.way in (Way.RATE, Way.BANDS):
        told |= {"met": figure.met, "of": figure.of}
    if criterion.way is Way.RATE:
        told |= {"target": criterion.target, "every": criterion.every}
    if criterion.way in (Way.RATE, Way.PER_THOUSAND):
        told["cost"] = criterion.cost / 10
    for number, (what, label, cost) in enumerate(criterion.each, 1):
        told |= {f"what{number}": label, f"count{number}": figure.times.get(what, 0), f"price{number}": cost / 10}
    for number, (percent, marks) in enumerate(criterion.bands, 1):
        told |= {f"band{number}": percent, f"marks{number}": marks / 10}
    return told


def _plain(whole: int, by: int) -> int | float:
    return whole // by if whole % by == 0 else whole / by


def code_cell(code: str) -> str | int | float:
    """序号 as a number where it reads the same: no cell warns of a number kept as text."""
    if code.isdecimal():
        return int(code)
    whole, dot, part = code.partition(".")
    return float(code) if dot and whole.isdecimal() and part in "123456789" and part else code


def _row(
    book: Book, sheet: Worksheet, row: int, one: AssessedRow, form: words.FormRow,
    columns: Sequence[tuple[str, str, str]],
) -> None:  # fmt: skip
    looks = (Look.MIDDLE, Look.STRONG_MIDDLE, Look.WORDS, Look.WORDS, Look.FIGURE, Look.STRONG_FIGURE, Look.WORDS)
    for column, (said, look) in enumerate(zip((code_cell(form.code), *form.cells[1:]), looks, strict=True), 1):
        book.put(sheet, row, column, said, look)
    told = inputs(one)
    for number, (name, _, shown) in enumerate(columns):
        if name in told:
            book.put(sheet, row, BESIDE_FORM + number, told[name], Look.INPUT, shown)
    at = cells(row, columns)
    if one.score is not None and one.deducted is not None:
        deducted, score = workbook_formulas.formulas(one.criterion, at)
        counts = words.counts(one)
        book.formula(
            sheet, row, 5, deducted, one.deducted / 10, Look.FIGURE, LOST if counts else NOTHING
        )  # fmt: skip
        book.formula(sheet, row, 6, score, one.score / 10, Look.STRONG_FIGURE, MARKS if counts else NOTHING)
        if one.full:  # a row that does not count has no bar in the chart
            reached = f"={at['score']}/{at['full']}"
            book.formula(sheet, row, column_of("share"), reached, one.score / one.full, Look.INPUT, SHARE)
    sheet.row_dimensions[row].height = high(list(zip(form.cells, WIDTHS, strict=True)), least=2)


def _join_items(sheet: Worksheet, found: Sequence[AssessedRow], rows: Mapping[str, int]) -> None:
    """One cell for the rows of an item that stand together."""
    begin = 0
    for number in range(1, len(found) + 1):
        if number < len(found) and found[number].criterion.group == found[begin].criterion.group:
            continue
        first, last = rows[found[begin].code], rows[found[number - 1].code]
        if first < last:
            join(sheet, (first, 2), (last, 2))
        begin = number


def _total(book: Book, sheet: Worksheet, row: int, entry: Entry, limits: Limits) -> None:
    told, of = words.total_row(entry, limits), entry.sheet.sheet
    for column in range(1, LAST + 1):
        book.put(sheet, row, column, None, Look.STRONG_FIGURE)
    book.put(sheet, row, 1, told.item, Look.STRONG_MIDDLE)
    join(sheet, (row, 1), (row, 3))
    book.put(sheet, row, 4, told.method, Look.WORDS)
    fulls = get_column_letter(column_of("full"))
    full, score = f"{fulls}{row}", f"{SCORE}{row}"
    area, totals = f"{fulls}{FIRST}:{fulls}{row - 1}", f"{SCORE}{FIRST}:{SCORE}{row - 1}"
    book.put(sheet, row, column_of("name"), "合计", Look.INPUT)
    summed = f"=ROUND(SUM({area}),1)"
    book.formula(sheet, row, column_of("full"), summed, of.full / 10, Look.INPUT, MARKS)
    lost = of.deducted / 10 if of.deducted is not None else told.deducted
    total = of.total / 10 if of.total is not None else told.score
    book.formula(sheet, row, 5, workbook_formulas.total_deducted(full, score), lost, Look.STRONG_FIGURE, LOST)
    book.formula(sheet, row, 6, workbook_formulas.total(totals), total, Look.STRONG_FIGURE, MARKS)
    if of.grade is not None and of.grade is not _graded(entry, limits):
        book.put(sheet, row, 7, told.remark, Look.STRONG)  # frozen when grades began at other marks
    else:
        grade = workbook_formulas.grade(limits, full, score, Grade.FAILED.label)
        book.formula(sheet, row, 7, grade, told.remark, Look.STRONG)
    sheet.row_dimensions[row].height = high([(told.method, WIDTHS[3])], least=2)


def _graded(entry: Entry, limits: Limits) -> Grade | None:
    """What the limits of today call it."""
    of = entry.sheet.sheet
    if of.total is None:
        return None
    return next((grade for least, grade in limits.grades if of.total * 100 >= least * of.full), Grade.FAILED)


def _signed(book: Book, sheet: Worksheet, row: int, entry: Entry) -> int:
    """The line to sign and what the sheet rests on; the next free row."""
    signed = "　　".join(f"{who}：＿＿＿＿＿＿＿" for who in words.SIGN_OFF)
    book.across(sheet, row, f"{signed}　　{words.SIGNED_ON}", LAST, Look.WORDS, 42)
    book.across(sheet, row + 1, words.basis(entry), LAST, Look.SMALL, 20)
    return row + 2


def _said(book: Book, sheet: Worksheet, row: int, head: str, said: Sequence[str]) -> int:
    if not said:
        return row - 1
    book.across(sheet, row, head, LAST, Look.SECTION, 20)
    for number, one in enumerate(said, 1):
        line = f"{number}. {one}"
        book.across(sheet, row + number, line, LAST, Look.PLAIN, high([(line, WHOLE)], spare=3))
    return row + len(said) + 1


def _chart(book: Book, sheet: Worksheet, row: int, rows: Mapping[str, int]) -> int:
    """How much of its marks every row reached; the next free row."""
    book.across(sheet, row, "各行得分率", LAST, Look.SECTION, 20)
    chart = BarChart()
    first, last = min(rows.values(), default=FIRST), max(rows.values(), default=FIRST)
    chart.type, chart.style, chart.legend, chart.gapWidth = "bar", 10, None, 45
    share, name = column_of("share"), column_of("name")
    chart.add_data(Reference(sheet, min_col=share, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=name, min_row=first, max_row=last))
    tidy(chart)
    return chart_at(sheet, chart, row + 1, LAST, CHART_HIGH)


def tidy(chart: BarChart) -> None:
    """Shares from nothing to the whole, the first row on top, one calm colour, the value beside the bar."""
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, 1, 0.25
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0%", None
    chart.series[0].graphicalProperties.solidFill = "4F7CBF"
    chart.series[0].graphicalProperties.line.noFill = True
    labels = DataLabelList()
    labels.showVal, labels.numFmt = True, "0%"
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    chart.dataLabels = labels


def _left_out(book: Book, sheet: Worksheet, row: int, entry: Entry) -> int:
    """Reasons with counts and caps; the next free row."""
    book.across(sheet, row, words.LEFT_OUT, LAST, Look.SECTION, 24)
    if not entry.sheet.exclusions:
        book.across(sheet, row + 1, words.NOTHING_LEFT_OUT, LAST, Look.PLAIN)
        return row + 2
    spans = ((1, 2), (3, 3), (5, 6), (4, 4), (7, 7))  # reason, from what, count, cap, beyond it
    _spanned(book, sheet, row + 1, words.LEFT_OUT_HEADS, spans, [Look.HEAD] * 5)
    for number, one in enumerate(entry.sheet.exclusions, 2):
        looks = [Look.WORDS, Look.WORDS, Look.FIGURE, Look.WORDS, Look.FIGURE]
        told = words.left_out_row(one)
        _spanned(book, sheet, row + number, told, spans, looks)
        sheet.row_dimensions[row + number].height = high([(told[0], 16), (told[1], 26), (told[3], 30)])
    return row + 2 + len(entry.sheet.exclusions)


def _beside(book: Book, sheet: Worksheet, row: int, entry: Entry) -> int:
    """What people gave; the last row of the sheet."""
    told, notes = words.beside_rows(entry), words.beside_notes(entry)
    if not told and not notes:
        return row
    book.across(sheet, row + 1, words.BESIDE, LAST, Look.SECTION, 24)
    line = row + 2
    if told:
        spans = ((1, 1), (2, 3), (4, 4), (5, 5), (6, 6), (7, 7))
        _spanned(book, sheet, line, words.BESIDE_HEADS, spans, [Look.HEAD] * 6)
        for code, name, computed, own, chief, why in told:
            line += 1
            marks = [None if one is None else one / 10 for one in (computed, own, chief)]
            looks = [Look.MIDDLE, Look.WORDS, *[Look.FIGURE] * 3, Look.WORDS]
            _spanned(book, sheet, line, (code_cell(code), name, *marks, why), spans, looks)
            sheet.row_dimensions[line].height = high([(why, WIDTHS[6])])
        line += 1
    for one in notes:
        book.across(sheet, line, one, LAST, Look.PLAIN, high([(one, WHOLE)]))
        line += 1
    return line


def _spanned(
    book: Book, sheet: Worksheet, row: int, told: Sequence[object], spans: Sequence[tuple[int, int]],
    looks: Sequence[Look],
) -> None:  # fmt: skip
    for value, (first, last), look in zip(told, spans, looks, strict=True):
        shown = MARKS if isinstance(value, float) else SOME if isinstance(value, int) else ""
        for column in range(first, last + 1):
            book.put(sheet, row, column, value if column == first else None, look, shown)
        if first < last:
            join(sheet, (row, first), (row, last))
