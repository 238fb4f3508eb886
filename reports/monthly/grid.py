"""A table of the analysis: what was counted stands in it, what follows from that is reckoned: here, or by a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from openpyxl.utils import get_column_letter

from desk.services.assessment.scoring import half_up
from desk.services.assessment.wording import NONE, percent_text

Cell = str | int | None  # nothing known is a dash


class Way(Enum):
    """What a column holds: told words and counts, or what follows from other columns of the same row."""

    WORDS = "words"
    COUNT = "count"
    RATE = "rate"  # of two counts: met, of
    MORE = "more"  # of two counts: now, then
    POINTS = "points"  # of two rates: now, then; percentage points
    SHARE = "share"  # of a count: of the sum of its column


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in mm on paper; `of` are the places of the columns it follows from."""

    label: str
    width: float
    way: Way = Way.COUNT
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its told cells (those that follow are None), and the percent its rates should reach, if any."""

    cells: tuple[Cell, ...]
    target: int = 0


@dataclass(frozen=True)
class Grid:
    """`summed`: a last row adds the counts up."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    aside: str = ""
    empty: str = "没有"
    summed: bool = False

    @property
    def total(self) -> Line:
        """合计: of every count that is known."""
        cells: list[Cell] = ["合计"]
        for place, column in enumerate(self.columns[1:], start=1):
            known = [one.cells[place] for one in self.lines if isinstance(one.cells[place], int)]
            cells.append(sum(map(_number, known)) if column.way is Way.COUNT and known else None)
        return Line(tuple(cells), self.lines[0].target if self.lines else 0)

    def all_lines(self) -> tuple[Line, ...]:
        return (*self.lines, self.total) if self.summed and self.lines else self.lines

    def value(self, line: Line, place: int) -> Cell | Fraction:
        """What the cell comes to, exactly."""
        column = self.columns[place]
        told = [line.cells[one] for one in column.of]
        if column.way in (Way.WORDS, Way.COUNT):
            return line.cells[place]
        if column.way is Way.POINTS:
            now, then = (self.value(line, one) for one in column.of)
            return 100 * (now - then) if isinstance(now, Fraction) and isinstance(then, Fraction) else None
        if not all(isinstance(one, int) for one in told):
            return None
        if column.way is Way.MORE:
            return _number(told[0]) - _number(told[1])
        whole = self._sum(column.of[0]) if column.way is Way.SHARE else _number(told[1])
        return Fraction(_number(told[0]), whole) if whole else None

    def words(self, line: Line, place: int) -> str:
        """The same as it is read: 1,204, 82.0 %, +3, -1.2."""
        value, column = self.value(line, place), self.columns[place]
        if value is None:
            return NONE
        if column.way is Way.RATE:
            met, of = (_number(line.cells[one]) for one in column.of)
            return percent_text(met, of, line.target)
        if column.way is Way.SHARE and isinstance(value, Fraction):
            return f"{_tenths(100 * value)} %"
        if column.way is Way.POINTS:
            return signed(_tenths(Fraction(value)))
        if column.way is Way.MORE:
            return signed(f"{value:,}")
        return f"{value:,}" if isinstance(value, int) else str(value)

    def formula(self, place: int, at: int, first: int, last: int) -> str:
        """Of a cell in the sheet's row `at`, where the told rows run from `first` to `last`; what is told has none."""
        column = self.columns[place]
        cells = [f"{get_column_letter(one + 1)}{at}" for one in column.of]
        if column.way is Way.RATE:
            return f'=IF(N({cells[1]})=0,"{NONE}",{cells[0]}/{cells[1]})'
        if column.way is Way.SHARE:
            letter = get_column_letter(column.of[0] + 1)
            whole = f"SUM({letter}${first}:{letter}${last})"
            return f'=IF({whole}=0,"{NONE}",{cells[0]}/{whole})'
        known = f"AND(ISNUMBER({cells[0]}),ISNUMBER({cells[1]}))"
        times = "100*" if column.way is Way.POINTS else ""
        return f'=IF({known},{times}({cells[0]}-{cells[1]}),"{NONE}")'

    def shown(self, line: Line, place: int) -> str:
        """The number format under which a sheet reads as `words` do."""
        way = self.columns[place].way
        if way is Way.RATE:
            return "0.00 %" if len(self.words(line, place).partition(".")[2]) > len("0 %") else "0.0 %"
        return {Way.SHARE: "0.0 %", Way.POINTS: "+0.0;-0.0;0.0", Way.MORE: "+#,##0;-#,##0;0"}.get(way, "#,##0")

    def _sum(self, place: int) -> int:
        return sum(_number(one.cells[place]) for one in self.lines if isinstance(one.cells[place], int))


def _number(told: object) -> int:
    assert isinstance(told, int)
    return told


def _tenths(value: Fraction) -> str:
    tenth = half_up(abs(value) * 10)
    return f"{'-' if value < 0 and tenth else ''}{tenth // 10}.{tenth % 10}"


def signed(words: str) -> str:
    """+3, -2, 0."""
    return words if words.startswith("-") or not words.strip("0.,") else f"+{words}"


def joined(cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[Cell, ...]:
    """Told cells in their places, nothing where a column follows from others."""
    told = iter(cells)
    return tuple(next(told) if one.way in (Way.WORDS, Way.COUNT) else None for one in columns)
