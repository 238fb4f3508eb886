"""A register as a workbook: the same columns and words, dates as dates, money as numbers, ready to be printed."""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desk.domain.field import Kind
from desk.domain.flow import Frozen
from reports.registers.definition import CHARACTERS_PER_MM, SIGNATURES, Asked, Heading, RegisterColumn
from reports.registers.paper import NUMBER, NUMBER_WIDTH
from reports.words import moment
from reports.workbook import Cancelled, Column, cell_value, number_format, whole_file

HEAD_ROWS = 3
BETWEEN_CALLS = 100
FACE = "宋体"
LINE_POINTS, LEAST_LINES, MOST_LINES = 13.0, 2, 30  # Excel's highest row has 409 points
MOMENTS = "mm-dd hh:mm"  # the year stands in the head
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_register(
    path: Path,
    asked: Asked,
    heading: Heading,
    rows: Iterable[Frozen],
    count: int,
    *,
    progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Writes the file whole or not at all, and says how many rows; raises Cancelled or a DeskError."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = asked.register.title
    columns = [Column(one.label, one.kind) for one in asked.register.columns]
    _head(sheet, asked, heading)
    sums = asked.register.sums()
    line = HEAD_ROWS
    looks = [_look(sheet, column, how) for column, how in zip(asked.register.columns, columns, strict=True)]
    counted = _look(sheet, None, Column(NUMBER, Kind.NUMBER))
    for done, values in enumerate(islice(rows, count)):
        if done % BETWEEN_CALLS == 0:
            if cancelled():
                raise Cancelled
            progress(done)
        sums.add(values)
        line += 1
        lines = LEAST_LINES
        _put(sheet.cell(line, 1), done + 1, counted)
        for place, column in enumerate(asked.register.columns):
            told = cell_value(columns[place], column.value(values, asked.phones))
            _put(sheet.cell(line, place + 2), told, looks[place])
            lines = max(lines, _lines(told, column.width))
        sheet.row_dimensions[line].height = LINE_POINTS * lines
    for words in sums.words():
        line += 1
        _across(sheet, line, words, len(columns) + 1, Font(name=FACE, size=10, bold=True))
    signed = "　　　　".join(f"{name}：＿＿＿＿＿＿" for name in SIGNATURES)
    made = f"{heading.made_by}　{moment(heading.made_at)} 制"
    _across(sheet, line + 2, f"{signed}　　　　{made}", len(columns) + 1, Font(name=FACE, size=10))
    _page(sheet, asked, line + 2)
    with whole_file(path) as unfinished:
        book.save(unfinished)
    progress(count)
    return line - HEAD_ROWS - len(sums.words())


def _head(sheet: Worksheet, asked: Asked, heading: Heading) -> None:
    last = len(asked.register.columns) + 1
    _across(sheet, 1, asked.register.title, last, Font(name=FACE, size=18, bold=True), "center")
    words = f"{heading.company}　{heading.estate}　　{asked.range_words}{asked.phones_words}"
    _across(sheet, 2, words, last, Font(name=FACE, size=11), "center")
    widths = (NUMBER_WIDTH, *(one.width for one in asked.register.columns))
    labels = (NUMBER, *(one.label for one in asked.register.columns))
    for place, (label, width) in enumerate(zip(labels, widths, strict=True), start=1):
        cell = sheet.cell(HEAD_ROWS, place, label)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.font = _GRID, Font(name=FACE, size=10, bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = round(width * CHARACTERS_PER_MM, 1)
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROWS].height = 28, 30


def _look(sheet: Worksheet, column: RegisterColumn | None, how: Column) -> Any:
    """The style of a column's cells, made once: to make it for every cell costs six times the rest."""
    side = "right" if column and column.figures else "left" if how.kind is Kind.TEXT else "center"
    cell = WriteOnlyCell(sheet)
    shown = MOMENTS if how.kind is Kind.MOMENT else number_format(how)
    cell.number_format, cell.border, cell.font = shown, _GRID, Font(name=FACE, size=9)
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=how.kind is Kind.TEXT)
    return cell._style  # type: ignore[attr-defined]


def _put(cell: Any, told: object, look: Any) -> None:
    """A value as it is: text stays text, whatever sign it begins with."""
    if isinstance(told, str):
        cell.value = _UNWRITABLE.sub("\ufffd", told)
        cell.data_type = "s"
    else:
        cell.value = told
    cell._style = look


def _lines(told: object, width: float) -> int:
    """How many lines a text takes, as if every character were as wide as a Chinese one."""
    room = max(1, int(width * CHARACTERS_PER_MM / 2))
    return min(MOST_LINES, -(-len(told) // room)) if isinstance(told, str) and not told.isascii() else 1


def _across(sheet: Worksheet, line: int, words: str, last: int, font: Font, side: str = "left") -> None:
    cell = sheet.cell(line, 1, words)
    assert isinstance(cell, Cell)
    cell.data_type, cell.font = "s", font
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=last)
    sheet.row_dimensions[line].height = max(18.0, sheet.row_dimensions[line].height or 0)


def _page(sheet: Worksheet, asked: Asked, last: int) -> None:
    """A4 across, all columns on one page's width, the head on every page."""
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.print_area = f"A1:{get_column_letter(len(asked.register.columns) + 1)}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.8, 0.35
    foot = sheet.oddFooter
    assert foot is not None
    foot.center.text = "第 &P 页　共 &N 页"
