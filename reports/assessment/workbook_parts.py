"""What every sheet of the assessment's workbook is made of: text that stays text, looks, A4, names of sheets."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import Column, cell_value

FACE = "宋体"
MARKS, LOST, COUNT, SOME, SHARE = "0.0", "0.0;-0.0;0", "#,##0", '#,##0;-#,##0;""', "0%"
NOTHING = '"—";"—";"—"'  # what counts for nothing is a dash, and still a number
LINE_POINTS = 13.5
INK, GREY, PALE, HEAD = "FF1F2937", "FF6B7280", "FFF7F8FA", "FFE9EEF6"
SHEET_NAME = 31
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]")
_TEXT = Column("")
_LINE = Side(style="thin", color="FF9CA3AF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class Look(Enum):
    """How a cell is drawn: (size, bold, colour, ground, framed, side)."""

    COVER = (26, True, INK, None, False, "center")
    UNDER_COVER = (16, False, INK, None, False, "center")
    TITLE = (18, True, INK, None, False, "center")
    UNDER = (10.5, False, GREY, None, False, "center")
    SECTION = (12, True, INK, None, False, "left")
    HEAD = (10, True, INK, HEAD, True, "center")
    WORDS = (10, False, INK, None, True, "left")
    STRONG = (10, True, INK, None, True, "left")
    MIDDLE = (10, False, INK, None, True, "center")
    STRONG_MIDDLE = (10, True, INK, None, True, "center")
    FIGURE = (10, False, INK, None, True, "right")
    STRONG_FIGURE = (10, True, INK, PALE, True, "right")
    LINK = (10, False, "FF1D4ED8", None, True, "left")
    PLAIN = (10, False, INK, None, False, "left")
    SMALL = (9, False, GREY, None, False, "left")
    ASIDE = (8.5, False, GREY, None, False, "left")  # runs over its neighbours
    INPUT = (9, False, GREY, PALE, True, "right")
    INPUT_HEAD = (9, False, GREY, PALE, True, "center")
    EVIDENCE = (9, False, INK, None, True, "left")
    EVIDENCE_FIGURE = (9, False, INK, None, True, "center")


@dataclass
class Book:
    """The workbook being made. `values` are what the formulas come to, by sheet and cell: a viewer that does not
    calculate shows them; `rows` are spooled rows of a sheet, put in behind its head when the file is written.
    """

    book: Workbook = field(default_factory=Workbook)
    values: dict[str, dict[str, object]] = field(default_factory=dict)
    _looks: dict[tuple[Look, str], Any] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _files: list[IO[bytes]] = field(default_factory=list)

    def file(self) -> IO[bytes]:
        """Without a name, until the book is closed."""
        made = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the book
        self._files.append(made)
        return made

    def close(self) -> None:
        for one in self._files:
            one.close()

    def sheet(self, name: str) -> Worksheet:
        """A new one at the end, under this name or one like it that is still free."""
        made = self.book.create_sheet(self.free_name(name))
        assert isinstance(made, Worksheet)
        made.sheet_view.showGridLines = False
        return made

    def free_name(self, wanted: str) -> str:
        """At most 31 UTF-16 units, no sign a sheet may not have, told apart from the others whatever their case."""
        plain = _NOT_IN_NAMES.sub(" ", text(wanted)).strip(" '") or "小区"
        name, number = _cut(plain, SHEET_NAME), 2
        while name.casefold() in self._names:
            tail = f" {number}"
            name, number = _cut(plain, SHEET_NAME - len(tail)) + tail, number + 1
        self._names.add(name.casefold())
        return name

    def style(self, look: Look, shown: str = "") -> Any:
        """Made once: a style for every cell costs six times the rest."""
        key = (look, shown)
        if key not in self._looks:
            size, bold, colour, ground, framed, side = look.value
            cell = WriteOnlyCell(self.book.worksheets[0])
            cell.font = Font(name=FACE, size=size, bold=bold, color=colour)
            small = look in (Look.EVIDENCE, Look.EVIDENCE_FIGURE)  # rows of one height, what is long is set smaller
            inside = 1 if framed and side != "center" and not small else 0
            wrapped = side != "right" and look is not Look.ASIDE and not small
            cell.alignment = Alignment(
                horizontal=side,
                vertical="center",
                wrap_text=wrapped,
                shrink_to_fit=small,
                indent=0 if small else inside,
            )
            if ground:
                cell.fill = PatternFill("solid", fgColor=ground)
            if framed:
                cell.border = _GRID
            if shown:
                cell.number_format = shown
            self._looks[key] = cell._style  # type: ignore[attr-defined]
        return self._looks[key]

    def style_id(self, look: Look, shown: str = "") -> int:
        """The number of the style in the file."""
        cell = WriteOnlyCell(self.book.worksheets[0])
        cell._style = self.style(look, shown)  # type: ignore[attr-defined]
        return int(cell.style_id)

    def put(self, sheet: Worksheet, row: int, column: int, value: object, look: Look, shown: str = "") -> None:
        """A number as a number; text stays text, whatever sign it begins with."""
        cell: Any = sheet.cell(row, column)
        if isinstance(value, str) and value:
            cell.value, cell.data_type = text(value), "s"
        elif value != "":
            cell.value = value
        cell._style = self.style(look, shown)

    def formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, value: object, look: Look, shown: str = ""
    ) -> None:
        """A formula of ours and what it comes to (None: an empty cell)."""
        cell: Any = sheet.cell(row, column)
        cell.value = formula
        cell._style = self.style(look, shown)
        self.values.setdefault(sheet.title, {})[f"{get_column_letter(column)}{row}"] = value

    def across(self, sheet: Worksheet, row: int, words: str, last: int, look: Look, height: float = 18) -> None:
        """One text over the columns of a row."""
        for column in range(1, last + 1):
            self.put(sheet, row, column, words if column == 1 else None, look)
        join(sheet, (row, 1), (row, last))
        sheet.row_dimensions[row].height = height


def join(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """One cell of many, from (row, column) to (row, column), whose looks are there and whose others are empty: for
    what openpyxl's own way looks at besides it takes two thirds of a workbook's time."""
    area = [f"{get_column_letter(column)}{row}" for row, column in (first, last)]
    sheet.merged_cells.add(":".join(area))


def text(words: str) -> str:
    """What a cell can hold of it."""
    return writable(str(cell_value(_TEXT, words)))


def writable(words: str) -> str:
    """Without the signs that XML has no way to write."""
    return _UNWRITABLE.sub("\ufffd", words)


def _cut(words: str, most: int) -> str:
    return words.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore").strip(" '")


def quoted(name: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"


def link(sheet: Worksheet, row: int, column: int, name: str) -> None:
    """To the first cell of another sheet of this file."""
    at = f"{get_column_letter(column)}{row}"
    sheet[at].hyperlink = Hyperlink(ref=at, location=f"{quoted(name)}!A1", tooltip=name)


def widths(sheet: Worksheet, of: Sequence[float]) -> None:
    for number, width in enumerate(of, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def chart_at(sheet: Worksheet, chart: BarChart, row: int, last: int, tall: float) -> int:
    """A chart of so many points below `row`, from the first column to the last; the row behind it.

    Held by cells: how wide a column is depends on the machine's fonts.
    """
    rows = max(1, round(tall / 15))
    for one in range(row, row + rows + 1):
        sheet.row_dimensions[one].height = 15
    chart.anchor = TwoCellAnchor(  # type: ignore[assignment]
        _from=AnchorMarker(col=0, row=row - 1), to=AnchorMarker(col=last, row=row - 1 + rows)
    )  # fmt: skip
    sheet.add_chart(chart)
    return row + rows + 1


def lines(words: str, width: float) -> int:
    """How many lines a text takes in a column of this width: a Chinese sign is as wide as two figures."""
    room = max(2.0, width - 3)
    return sum(max(1, -int(-units(part) // room)) for part in words.split("\n"))


def units(words: str) -> int:
    return sum(1 if one < "\u2000" else 2 for one in words)


def high(cells: Sequence[tuple[str, float]], least: int = 1, spare: float = 6) -> float:
    """Points of a row: its longest text in a column of its width."""
    return min(400.0, LINE_POINTS * max(least, *(lines(words, width) for words, width in cells)) + spare)


def page(sheet: Worksheet, last: str, heads: str, *, across: bool = False, frozen: str = "") -> None:
    """A4 on one page's width, these rows on every page, pages numbered. `last`: the print area's last cell."""
    sheet.print_area = f"A1:{last}"
    if heads:
        sheet.print_title_rows = heads
    if frozen:
        sheet.freeze_panes = frozen
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom, margins.header, margins.footer = 0.55, 0.7, 0.3, 0.35
    foot = sheet.oddFooter
    assert foot is not None
    foot.left.text, foot.right.text = "&A", "第 &P 页　共 &N 页"
