"""What a chart is made of, whatever it shows: series over places of an axis, and behind every figure its list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Shape(Enum):
    """How it is drawn: bars on top of one another, side by side, shares of a hundred by lines, a table of tints."""

    STACKED = "stacked"
    BESIDE = "beside"
    RATES = "rates"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class ByMeasure:
    """Cases of the assessment: these verdicts of a measure between two moments, perhaps of one person."""

    measure: str
    verdicts: tuple[str, ...]
    from_at: int
    until_at: int
    column: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class ByCut:
    """Records of a cut (cuts.py): those whose axis and series say one of these."""

    cut: str
    xs: tuple[str, ...]
    series: tuple[str, ...]


Behind = ByMeasure | ByCut


@dataclass(frozen=True, slots=True)
class Part:
    """A number and the list it is the length of."""

    label: str
    count: int
    behind: Behind


@dataclass(frozen=True, slots=True)
class Cell:
    """One bar, point or square. Of a share: `met` of `of`; `parts` are its lists, the first opens. `said`: asides."""

    parts: tuple[Part, ...]
    met: int = 0
    of: int = 0
    said: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.parts[0].count if self.parts else 0


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the axis: what stands under it, and the whole words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """`target` is the percentage that loses nothing in the assessment."""

    label: str
    target: int | None = None
    meaning: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart with its figures. `unit` is said behind a number; `record` is what the lists hold."""

    name: str
    shape: Shape
    axis: str
    unit: str
    record: str
    places: tuple[Place, ...]
    series: tuple[Series, ...]
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    note: str = ""

    @property
    def total(self) -> int:
        """All that is counted: of shares the cases of the first series."""
        if self.shape is Shape.RATES:
            return sum(cell.of for (_, s), cell in self.cells.items() if s == 0)
        return sum(cell.count for cell in self.cells.values())

    @property
    def is_empty(self) -> bool:
        if self.shape is Shape.RATES:
            return not any(cell.of for cell in self.cells.values())
        return not any(cell.count for cell in self.cells.values())

    def cell(self, place: int, series: int) -> Cell | None:
        return self.cells.get((place, series))
