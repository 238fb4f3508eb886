"""Everything that stands printed about one fresh order, as plain words; nothing here reads a database."""

from dataclasses import dataclass

from reports.slips.of_order import Office
from reports.slips.sheet import Ticks

SATISFACTION = ("满意", "一般", "不满意")
UNRATED = Ticks(SATISFACTION)
LOOKED = ("外包装", "色泽", "气味", "手感")  # what is looked at item by item, column by column


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item. `looks` has a mark for each of LOOKED; `goes` says whether it goes upstairs with this walk.

    `carried`: of many boxes, how many of them go where others come again.
    """

    number: int
    name: str
    spec: str
    ordered: str
    got: str = ""
    looks: tuple[str, ...] = ("",) * len(LOOKED)
    keeps: str = ""
    temperature: str = ""
    verdict: str = ""
    goes: bool = True
    carried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshSheet:
    """The words of an order for all of its papers. An empty text leaves its place free for writing.

    `copy_no` counts the prints of this paper; from 2 on it says 补打.
    """

    office: Office
    no: str
    kind: str
    shop: str
    where: str
    address: str
    name: str
    phone: str
    placed_at: str
    due: str
    lines: tuple[Line, ...]
    note: str = ""
    arrived_at: str = ""
    deliverer: str = ""
    checked: tuple[bool, ...] = (False, False, False)  # 地址 种类 数量
    inspected_at: str = ""
    inspector: str = ""
    post: str = ""
    conclusion: Ticks
    faults: str = ""
    handling: str = ""
    guard: str = ""
    out_at: str = ""
    delivered_at: str = ""
    signer: str = ""
    satisfaction: Ticks = UNRATED
    printed_by: str
    printed_at: str
    copy_no: int = 1

    def __post_init__(self) -> None:
        if self.copy_no < 1:
            raise ValueError(f"copy_no {self.copy_no}")

    @property
    def tail(self) -> str:
        """What people say: the last four of the number."""
        return self.no[-4:]

    @property
    def goes(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.goes)

    @property
    def count(self) -> str:
        return f"{len(self.lines)} 样"

    @property
    def printed(self) -> str:
        return f"打印 {self.printed_by}　{self.printed_at}　第 {self.copy_no} 次打印"

    @property
    def again(self) -> str:
        return "补打" if self.copy_no > 1 else ""
