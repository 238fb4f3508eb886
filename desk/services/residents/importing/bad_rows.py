"""The rows that stayed out, as a workbook or CSV to mend and import again: their columns as they were, and why."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.domain.errors import DeskError
from desk.services.residents.importing.book import Cell
from desk.services.residents.importing.columns import Column
from desk.services.residents.importing.layout import Table
from desk.services.residents.importing.plan import BadRow, ImportPlan

REASON, FROM_ROW = "原因", "原表行号"
# What a workbook's XML cannot hold is written the way Excel itself does, and so is what only looks like it.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_bad_rows(plan: ImportPlan, path: Path) -> None:
    """Writes `path` (.csv: GB18030, anything else: xlsx). Every text stays text, whatever it begins with."""
    tables = _by_table(plan.bad)
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(tables, path)
        else:
            _write_workbook(tables, path)
    except OSError:
        raise DeskError("坏行表没有存成", "请关闭正在使用它的程序, 或换一个文件夹再存") from None


def _by_table(bad: list[BadRow]) -> list[tuple[Table, list[BadRow]]]:
    found: dict[int, tuple[Table, list[BadRow]]] = {}
    for row in bad:
        found.setdefault(id(row.line.table), (row.line.table, []))[1].append(row)
    return list(found.values())


def _grid(table: Table, bad: list[BadRow]) -> Iterator[list[Cell]]:
    """Titles, then rows in the columns they had; the building a section title had set gets columns of its own."""
    width = max(t.index for t in table.titled) + 1
    adds_building = not table.has(Column.BUILDING) and any(row.line.building for row in bad)
    head: list[Cell] = [None] * width
    for titled in table.titled:
        head[titled.index] = titled.title
    yield [*head, *(("楼栋", "单元") if adds_building else ()), REASON, FROM_ROW]
    for row in bad:
        line = row.line
        cells: list[Cell] = [line.row.at(index) for index in range(width)]
        for column, known in ((Column.BUILDING, line.building), (Column.UNIT, line.unit)):
            for index in table.columns(column):
                cells[index] = cells[index] if cells[index] is not None else known or None
        added: tuple[Cell, ...] = (line.building or None, line.unit or None) if adds_building else ()
        yield [*cells, *added, row.reason, line.row.number]


def _write_csv(tables: list[tuple[Table, list[BadRow]]], path: Path) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        for table, bad in tables:
            for cells in _grid(table, bad):
                writer.writerow([_guarded(cell) for cell in cells])


def _guarded(cell: Cell) -> str:
    """An apostrophe before what a spreadsheet would run; our own reader takes it off again."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _write_workbook(tables: list[tuple[Table, list[BadRow]]], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: set[str] = set()
    for table, bad in tables:
        sheet = book.create_sheet(_sheet_name(table.sheet.name, names))
        sheet.freeze_panes = "A2"
        for cells in _grid(table, bad):
            sheet.append([safe_cell(sheet, cell) for cell in cells])
    if not tables:
        book.create_sheet("没有坏行")
    book.save(path)


def safe_cell(sheet: Any, value: Cell) -> Any:
    """A cell that is never a formula: text is stored as text in a column format of text."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell: Any = WriteOnlyCell(sheet)
    cell.value = UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", value)[:32767]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell


def _sheet_name(name: str, used: set[str]) -> str:
    base = re.sub(r"[\\/*?:\[\]\x00-\x1f']", "_", name).strip()[:31] or "坏行"
    found, number = base, 1
    while found.lower() in used:
        number += 1
        found = f"{base[:26]} ({number})"
    used.add(found.lower())
    return found
