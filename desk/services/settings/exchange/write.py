"""The workbook on the disk: text stays text, a column of few words offers them."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from desk.domain.errors import DeskError
from desk.services.settings.exchange.sheets import SheetOut

# What a workbook's XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
NARROW, WIDE = 14, 44
MORE_ROWS = 300  # below what is there, for what is added by hand


def write_book(path: Path, sheets: Sequence[SheetOut]) -> None:
    """Puts the file in place whole; DeskError where it cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in sheets:
        _write_sheet(book, sheet)
    half = path.with_name(f".{path.name}.{os.getpid()}.xlsx")
    try:
        book.save(half)
        os.replace(half, path)
    except OSError as error:
        raise DeskError("设置没有存成表格", "请关闭正在打开它的 Excel, 检查磁盘空间, 或换一个文件夹") from error
    finally:
        half.unlink(missing_ok=True)


def _write_sheet(book: object, sheet: SheetOut) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    assert isinstance(book, Workbook)
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for number, title in enumerate(sheet.titles, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = WIDE if title in sheet.wide else NARROW
        head = page.cell(1, number, title)
        head.font = Font(bold=True)
        words = sheet.choices.get(title)
        if words:
            rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{len(sheet.rows) + MORE_ROWS}")
            page.add_data_validation(rule)
    for row, cells in enumerate(sheet.rows, start=2):
        for number, text in enumerate(cells, start=1):
            cell = page.cell(row, number)
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=sheet.titles[number - 1] in sheet.wide)
            if text:
                cell.value = UNWRITABLE.sub("", text)
                cell.data_type = "s"  # whatever it begins with
