"""The criteria in force: what each row is worth and costs, and its rule as one sentence made from the numbers."""

from dataclasses import dataclass
from itertools import pairwise

from desk.domain.assessment_lists import CRITERIA, Way, bands, priced, tenths, way_of
from desk.domain.lists import Cells, Lists

# How each thing that is counted one by one is said, in the order of the row; the code names it in a figure's `times`.
COUNTED: dict[str, tuple[tuple[str, str], ...]] = {
    "1.1": (("own_error", "责任更正每次扣{}分"), ("found_by_others", "错误由业主或总部发现每次扣{}分")),
    "1.2": (("late_notice", "每次未达扣{}分"),),
    "2.2": (("anomalies", "数据异常超限另扣{}分"),),
    "2.5": (("rework_open", "返工超期未结每单扣{}分"),),
    "3.4": (("missed", "每起漏检扣{}分"), ("unsheeted", "无验收表送出每单扣{}分")),
    "4.1": (("grave", "重大/上级转办另扣{}分"), ("unrecorded", "漏登记每件扣{}分")),
    "4.2": (("late_answer", "每件超时扣{}分"), ("repeat", "同一事项重复投诉扣{}分")),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row. Marks and costs in tenths of a mark; `each` is (what, as `times` names it, cost)."""

    code: str
    item: str
    name: str
    says: str
    marks: int
    way: Way
    target: int = 0
    every: int = 1
    cost: int = 0
    at_least: int = 0
    each: tuple[tuple[str, str, int], ...] = ()
    bands: tuple[tuple[int, int], ...] = ()

    @property
    def group(self) -> str:
        """The number of the item it belongs to: 2 of 2.4."""
        return self.code.partition(".")[0]

    @property
    def content(self) -> str:
        """考核内容 as the sheet has it."""
        return f"{self.name}({marks_words(self.marks)}): {self.says}" if self.says else self.name

    @property
    def standard(self) -> str:
        """What loses nothing: ≥95 %, 0 件."""
        if self.way is Way.RATE:
            return f"≥{self.target} %"
        return f"≥{self.bands[0][0]} %" if self.way is Way.BANDS else "0 件"

    @property
    def rule(self) -> str:
        """计分方法, from the numbers in force."""
        return "; ".join([*self._first_words(), *self._each_words()])

    def _first_words(self) -> list[str]:
        if self.way is Way.RATE:
            return [f"≥{self.target}%不扣", f"每低{self.every}个百分点扣{marks_words(self.cost)}分"]
        if self.way is Way.PER_THOUSAND:
            least = f"至少扣{marks_words(self.at_least)}分"
            return ["0件得满分", f"有效投诉件数÷户数×1000×{marks_words(self.cost)}分, {least}"]
        return _band_words(self.bands) if self.way is Way.BANDS else []

    def _each_words(self) -> list[str]:
        said = dict(COUNTED.get(self.code, ()))
        return [said[what].format(marks_words(cost)) for what, _, cost in self.each if what in said]


def _band_words(steps: tuple[tuple[int, int], ...]) -> list[str]:
    """≥80%得10分; 50-80%得7-10分; ...; <30%得0-5分(直线)."""
    top, lowest = steps[0], steps[-2]
    words = [f"≥{top[0]}%得{marks_words(top[1])}分"]
    for (high, most), (low, least) in pairwise(steps[:-1]):
        words.append(f"{low}-{high}%得{marks_words(least)}-{marks_words(most)}分")
    return [*words, f"<{lowest[0]}%得{marks_words(steps[-1][1])}-{marks_words(lowest[1])}分(直线)"]


def marks_words(tenth: int) -> str:
    """2 and 0.5: without a nought that says nothing."""
    whole, part = divmod(tenth, 10)
    return f"{whole}.{part}" if part else str(whole)


def criteria_in_force(lists: Lists) -> tuple[Criterion, ...]:
    """The rows of the office's list, in its order. Read in the company's scope: all estates are measured alike."""
    return tuple(_criterion(code, cells) for code, cells in lists.rows(CRITERIA).items())


def _criterion(code: str, cells: Cells) -> Criterion:
    costs = priced(cells.get("each", ""))
    names = [what for what, _ in COUNTED.get(code, ())]
    return Criterion(
        code,
        cells.get("item", ""),
        cells.get("name", ""),
        cells.get("says", ""),
        int(cells.get("marks") or 0) * 10,
        way_of(cells),
        int(cells.get("target") or 0),
        int(cells.get("every") or 1),
        tenths(cells["cost"]) if cells.get("cost") else 0,
        tenths(cells["at_least"]) if cells.get("at_least") else 0,
        tuple((name, what, cost) for name, (what, cost) in zip(names, costs, strict=False)),
        bands(cells["bands"]) if cells.get("bands") else (),
    )
