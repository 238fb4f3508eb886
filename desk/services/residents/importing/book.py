"""A workbook as plain values: sheets of rows of cells, and the limits it is read within."""

from collections.abc import Iterator
from dataclasses import dataclass, field

# Whole numbers are ints, other numbers and all dates are text ("94.56", "2020-06-10", "2020-06-10 08:30:00").
Cell = str | int | bool | None
# First row, first column, last row, last column; rows from 1, columns from 0.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may cost. Memory is held on Linux only; time and counts hold everywhere."""

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 512 << 20
    # A part that unpacks to more than this many times its packed size is a bomb once it is large enough to hurt.
    ratio: int = 150
    ratio_from_bytes: int = 16 << 20
    memory_bytes: int = 1536 << 20
    seconds: float = 60.0
    sheets: int = 256
    rows: int = 200_000
    cells: int = 2_000_000
    characters: int = 30_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something. `number` counts from 1 as the workbook shows it; empty cells at the end are cut."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(slots=True)
class Sheet:
    name: str
    hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """`kind` is what the content was found to be; `error_cells` had #N/A and the like and were read as empty."""

    name: str
    kind: str
    sheets: list[Sheet] = field(default_factory=list)
    error_cells: int = 0

    def rows(self) -> Iterator[tuple[Sheet, Row]]:
        for sheet in self.sheets:
            for row in sheet.rows:
                yield sheet, row


def column_letter(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
