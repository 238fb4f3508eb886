"""The rows of a table that are data, with cells carried down through merges; totals, remarks and titles left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk.services.residents.importing.book import Cell, Row
from desk.services.residents.importing.cells import CellError, plain, text_of
from desk.services.residents.importing.columns import Column, meaning
from desk.services.residents.importing.layout import Table
from desk.services.residents.importing.room_cells import read_building, read_unit

TOTALS = re.compile(r"(?:合计|总计|小计|共计|总户数|总面积|本页合计|累计).*")
REMARK = re.compile(r"(?:填表|制表|审核|说明|注意|注|备注|提示|日期|打印|单位)[:：人时说明意].*|示例.*|例[:：].*")
SECTION = re.compile(r".*?(?:栋|幢|号楼|座|楼|#)(?:[- ]?.{1,3}(?:单元|门))?|.{1,3}单元")
SHEET_OF_BUILDING = re.compile(r"第?[\w#]{1,6}?(?:栋|幢|号楼|座|#|#楼)(?:[\d一二三四五六七八九十]{1,2}单元)?")
# Titles whose cells are carried down through a merge that covers several rows.
CARRIED = frozenset(
    {Column.BUILDING, Column.UNIT, Column.ROOM, Column.ADDRESS, Column.NAME, Column.PHONE, Column.OWNER_NO}
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data, and what it is, in Chinese."""

    sheet: str
    row: int
    reason: str


class TableRows:
    """Goes through the rows in order; `building` and `unit` are what the sheet's name or a section title has set."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.skipped: list[Skipped] = []
        self.building = self.unit = ""
        self._carries: dict[tuple[int, int], int] = {}
        self._by_number = {row.number: row for row in table.rows}
        self._taken = [t.index for t in table.titled if t.column is not None]
        self._note_merges()
        if SHEET_OF_BUILDING.fullmatch(table.sheet.name.strip()):
            self.building, self.unit = read_building(table.sheet.name)

    def data(self) -> Iterator[Row]:
        for row in self.table.rows:
            if all(row.at(index) is None for index in self._taken):
                continue
            why = self._why_no_data(row)
            if why is None:
                yield row
            else:
                self.skipped.append(Skipped(self.table.sheet.name, row.number, why))

    def cell(self, row: Row, column: int) -> Cell:
        """The cell, or what a merge over several rows carries down to it."""
        value = row.at(column)
        if value is None and (top := self._carries.get((row.number, column))) is not None:
            above = self._by_number.get(top)
            return above.at(column) if above is not None else None
        return value

    def prefix_is_building(self) -> bool:
        """Whether `3-1801` beside a column of buildings repeats the building (else 3 is the unit)."""
        pairs = set()
        for building in self.table.columns(Column.BUILDING)[:1]:
            for room in self.table.columns(Column.ROOM)[:1]:
                for row in self.table.rows[:2000]:
                    match = re.fullmatch(r"(\w{1,3})\s*[-－—]\s*\d{3,4}\w?", text_of(row.at(room)))
                    if match:
                        pairs.add((plain(self.cell(row, building)).rstrip("#栋幢座号楼"), match[1]))
        return len(pairs) > 1 and all(building == prefix for building, prefix in pairs)

    def _note_merges(self) -> None:
        columns = {t.index for t in self.table.titled if t.column in CARRIED}
        last = self.table.rows[-1].number if self.table.rows else 0
        for top, left, bottom, right in self.table.sheet.merges:
            if left == right and left in columns and top > self.table.header:
                for number in range(top + 1, min(bottom, last) + 1):
                    self._carries[number, left] = top

    def _why_no_data(self, row: Row) -> str | None:
        said = [cell for index in self._taken if (cell := row.at(index)) is not None]
        first = plain(said[0])
        if self._is_header(said):
            return "重复的表头"
        words = [cell for cell in row.cells[:6] if isinstance(cell, str) and ("计" in cell or "总" in cell)]
        if any(TOTALS.fullmatch(plain(cell)) for cell in words) and not self._phone(row):
            return "合计行"
        notes = [row.at(index) for index in self.table.columns(Column.NOTE)]
        if any(text_of(cell).startswith("示例") for cell in [said[0], *notes]):
            return "示例行"
        if len(set(said)) == 1:
            return self._why_one_word(text_of(said[0]), first)
        return None

    def _is_header(self, said: Sequence[Cell]) -> bool:
        """All but one of the words are titles; most rows are told apart by their first two."""
        if len(said) < 2 or not any(isinstance(cell, str) and meaning(cell) is not None for cell in said[:2]):
            return False
        return sum(1 for cell in said if isinstance(cell, str) and meaning(cell)) >= max(2, len(said) - 1)

    def _why_one_word(self, said: str, first: str) -> str | None:
        if REMARK.fullmatch(first) or len(first) > 30:
            return "说明文字"
        if SECTION.fullmatch(said) and not self.table.has(Column.BUILDING) and len(first) <= 12:
            return self._enter_section(said)
        return None

    def _enter_section(self, said: str) -> str | None:
        try:
            if re.fullmatch(r"第?[^栋幢座楼#号]{1,3}单元", said):
                self.unit = read_unit(said)
            else:
                self.building, self.unit = read_building(said)
        except CellError:
            return None
        return "楼栋小标题"

    def _phone(self, row: Row) -> bool:
        return any(re.search(r"\d{7}", text_of(row.at(index))) for index in self.table.columns(Column.PHONE))
