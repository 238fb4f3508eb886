"""Kinds of goods and the legal short weight as they are in force: the office's lists read into frozen facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from desk.domain import list_cells
from desk.domain.errors import DeskError
from desk.domain.fresh_lists import GOODS, SHORT_WEIGHT, Fault, steps_of
from desk.domain.lists import YES, Cells, Level, Lists

OTHER = "other"


@dataclass(frozen=True, slots=True)
class GoodsKind:
    """One kind of goods. Temperatures in whole degrees, None: not limited. `weighing` names the short-weight row."""

    code: str
    name: str
    words: tuple[str, ...] = ()
    weighing: str = ""
    temp_from: int | None = None
    temp_to: int | None = None
    hot_from: int | None = None
    red_over: int | None = None
    frozen: bool = False
    red_faults: frozenset[Fault] = frozenset()
    good: str = ""
    swap: str = ""
    red: str = ""

    @property
    def measured(self) -> bool:
        """Whether the temperature is taken at the door."""
        return self.temp_to is not None


@dataclass(frozen=True, slots=True)
class ShortWeight:
    """How many grams may be missing, by weight: (up to grams, grams). `over_yuan`: only of dearer goods, per kg."""

    code: str
    name: str
    steps: tuple[tuple[int, int], ...]
    over_yuan: int | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """Both lists as they are in force."""

    kinds: Mapping[str, GoodsKind]
    weights: Mapping[str, ShortWeight]

    def kind(self, code: object, name: str = "") -> GoodsKind:
        """The kind of an item: as it is said, else by the words in its name, else 其他."""
        found = self.kinds.get(str(code or "")) or self.by_name(name)
        return found or self.kinds.get(OTHER) or GoodsKind(OTHER, "其他")

    def by_name(self, name: str) -> GoodsKind | None:
        """The kind whose word ends last in the name: 草莓味酸奶 is no berry, 土鸡蛋 no bird."""
        hits = [
            (len(word), name.rfind(word), kind) for kind in self.kinds.values() for word in kind.words if word in name
        ]
        return max(hits, key=lambda hit: (hit[1] + hit[0], hit[0]))[2] if hits else None


def goods_of(lists: Lists) -> Goods:
    """As in force; of a row that cannot be read (two desks wrote at once) the program's own stays."""
    kinds = {code: _kind(code, cells) for code, cells in lists.rows(GOODS).items()}
    weights: dict[str, ShortWeight] = {}
    for code, cells in lists.every(SHORT_WEIGHT).items():  # a row out of use still weighs what names it
        try:
            steps = steps_of(cells.get("steps", ""))
        except DeskError:
            cells = lists.layer(Level.DEFAULT, SHORT_WEIGHT).get(code, {})
            if not cells:
                continue
            steps = steps_of(cells["steps"])
        over = _number(cells.get("over_yuan"))
        if over is None or code in lists.rows(SHORT_WEIGHT):
            weights[code] = ShortWeight(code, cells.get("name") or code, steps, over)
    return Goods(kinds, weights)


def _kind(code: str, cells: Cells) -> GoodsKind:
    return _read_kind(code, tuple(cells.items()))


@lru_cache(1024)  # the same rows are read for every order, and seldom changed
def _read_kind(code: str, told: tuple[tuple[str, str], ...]) -> GoodsKind:
    cells = dict(told)
    words = list_cells.words_of(cells.get("red_faults", ""))
    return GoodsKind(
        code,
        cells.get("name") or code,
        list_cells.words_of(cells.get("words", "")),
        cells.get("weighing", ""),
        _number(cells.get("temp_from")),
        _number(cells.get("temp_to")),
        _number(cells.get("hot_from")),
        _number(cells.get("red_over")),
        cells.get("frozen") == YES,
        frozenset(fault for word in words if (fault := Fault.of(word)) is not None),
        cells.get("good", ""),
        cells.get("swap", ""),
        cells.get("red", ""),
    )


def _number(text: str | None) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        return None
