"""The tables of a paper as a workbook: the same figures on one sheet, amounts as numbers, ready to be printed."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.ruled import Paper, Table
from reports.workbook import whole_file

FACE = "宋体"
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PLAIN, _BOLD = Font(name=FACE, size=10.5), Font(name=FACE, size=10.5, bold=True)
_CELL = Alignment(wrap_text=True, vertical="center")


def write_tables(path: Path, paper: Paper, sheet_name: str, widths: Sequence[float]) -> None:
    """Writes the file whole; a DeskError where it cannot be written. `widths` in figures of the standard type."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name
    sheet.append([paper.title])
    sheet.append([f"{paper.company}  {paper.estate}"])
    sheet.append([paper.under])
    sheet["A1"].font = Font(name=FACE, size=16, bold=True)
    for table in paper.tables:
        sheet.append([])
        sheet.append([table.title, table.aside])
        sheet.cell(sheet.max_row, 1).font = Font(name=FACE, size=12, bold=True)
        _write(sheet, table)
    sheet.append([])
    for note in paper.notes:
        sheet.append([note])
    if paper.signatures:
        sheet.append([f"{words}: ____________" for words in paper.signatures])
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = int(sheet.PAPERSIZE_A4), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    with whole_file(path) as unfinished:
        book.save(unfinished)


def _write(sheet: Worksheet, table: Table) -> None:
    rows = [tuple(head.words for head in table.heads), *table.rows]
    rows += [tuple(table.last)] if table.last and table.rows else []
    if not table.rows:
        sheet.append([table.empty])
        return
    for number, row in enumerate(rows):
        sheet.append([value_of(words, head.right) for words, head in zip(row, table.heads, strict=True)])
        bold = number == 0 or (bool(table.last) and number == len(rows) - 1)
        for cell in sheet[sheet.max_row]:
            cell.border, cell.font, cell.alignment = _GRID, _BOLD if bold else _PLAIN, _CELL
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"


def value_of(words: str, figure: bool) -> str | int | float:
    """Figures as numbers, so that a sum can be drawn; everything else stays text whatever it begins with."""
    plain = words.replace(",", "").replace("¥", "")
    if figure and plain.lstrip("-").isdigit():
        return int(plain)
    if figure and plain.lstrip("-").replace(".", "", 1).isdigit():
        return float(plain)
    return words
