"""日结单 as a workbook: the same tables on one sheet, amounts as numbers, ready to be printed."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from desk.domain.errors import DeskError
from reports.day_close.of_day import DayPaper, paper_of
from reports.ruled import Table

FACE = "宋体"
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
WIDTHS = (14, 14, 14, 18, 10, 14, 13, 12, 22)


def write_day(path: Path, told: DayPaper) -> None:
    """Writes the file whole; a DeskError where it cannot be written."""
    paper = paper_of(told)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = told.day.day_on
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
    sheet.append([f"{words}: ____________" for words in paper.signatures])
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    try:
        book.save(path)
    except OSError as error:
        raise DeskError("无法写入导出的文件", "请关闭正在打开它的 Excel, 检查磁盘空间, 或换一个文件夹") from error


def _write(sheet: object, table: Table) -> None:
    rows = [tuple(head.words for head in table.heads), *table.rows]
    rows += [tuple(table.last)] if table.last and table.rows else []
    if not table.rows:
        sheet.append([table.empty])  # type: ignore[attr-defined]
        return
    for number, row in enumerate(rows):
        sheet.append([_value(words, head.right) for words, head in zip(row, table.heads, strict=True)])  # type: ignore[attr-defined]
        bold = number == 0 or (bool(table.last) and number == len(rows) - 1)
        for cell in sheet[sheet.max_row]:  # type: ignore[attr-defined, index]
            cell.border = _GRID
            cell.font = Font(name=FACE, size=10.5, bold=bold)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"


def _value(words: str, figure: bool) -> str | int | float:
    """Figures as numbers, so that a sum can be drawn; everything else stays text whatever it begins with."""
    plain = words.replace(",", "").replace("¥", "")
    if figure and plain.lstrip("-").isdigit():
        return int(plain)
    if figure and plain.lstrip("-").replace(".", "", 1).isdigit():
        return float(plain)
    return words
