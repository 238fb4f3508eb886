"""Where everything stands on a slip: rows and cells of one table, the same on every paper but for the width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.document import Pen
from reports.slips.paper import Paper

PAD = 1.2  # from a line to the words beside it
LABEL = 8.3  # points
HEAD = 16.4  # mm above the table: company, title, number, QR
FOOT = 1.0  # mm between the table and the line of plies

# Heights in mm. The first six are printed, the others written by hand: never lower than 6.3.
ROWS = {
    "who": 6.0,
    "where": 8.6,
    "what": 12.0,
    "when": 6.0,
    "crew": 6.0,
    "charge": 6.0,
    "times": 7.0,
    "result": 6.6,
    "materials_head": 4.6,
    "materials_1": 6.6,
    "materials_2": 6.6,
    "materials_3": 6.6,
    "paid": 6.4,
    "manner": 6.3,
    "signatures": 12.6,
    "revisit": 6.3,
}
# A sheet that was printed blank is written by hand from the first row on: it has one line of material less.
BLANK_ROWS = {
    name: height + (0.0 if name not in ("who", "where", "what", "when", "crew", "charge") else 1.1)
    for name, height in ROWS.items()
    if name != "materials_3"
}
LAST_PRINTED = "charge"
MATERIALS = ("materials_head", "materials_1", "materials_2", "materials_3")


@dataclass(frozen=True, slots=True)
class Cell:
    """From `start` to `end` of the table's width, with its label; `field` names the words of the sheet it holds."""

    row: str
    start: float
    end: float
    label: str = ""
    field: str = ""
    size: float = 10.0  # points, where it fits
    floor: float = 6.5


# One edge serves several rows, so that the eye finds straight lines.
_A, _B = 0.432, 0.657
CELLS = (
    Cell("who", 0, 0.205, "报修人", "reporter"),
    Cell("who", 0.205, _A, "联系电话", "phone"),
    Cell("who", _A, _B, "报修方式", "channel"),
    Cell("who", _B, 1, "报修时间", "reported_at"),
    Cell("where", 0, _A, "服务地址", "address", 17, 6.5),
    Cell("where", _A, _B),
    Cell("where", _B, 1, "紧急程度"),
    Cell("what", 0, _B, "报修内容", "words", 14, 7),
    Cell("what", _B, 1, "维修类别", "category"),
    Cell("when", 0, _A, "预约时间", "window"),
    Cell("when", _A, 1, "注意事项", "precautions"),
    Cell("crew", 0, 0.272, "班组/人员", "team"),
    Cell("crew", 0.272, _A, "派工时间", "dispatched_at"),
    Cell("crew", _A, 0.852, "携带工具/备料", "tools"),
    Cell("crew", 0.852, 1, "同报人数", "others"),
    Cell("charge", 0, 0.33, "收费"),
    Cell("charge", 0.33, 0.602, "计价"),
    Cell("charge", 0.602, 1, "约定", "price"),
)
HAND_CELLS = (
    Cell("times", 0, 0.5, "实际到达"),
    Cell("times", 0.5, 1, "完成时间"),
    Cell("result", 0, 1, "修复情况"),
    Cell("paid", 0, 0.165, "实收 ¥"),
    Cell("paid", 0.165, 0.765, "方式"),
    Cell("paid", 0.765, 1, "收据号"),
    Cell("manner", 0, 0.5, "服务规范"),
    Cell("manner", 0.5, 1, "服务评价"),
    Cell("signatures", 0, 0.5),
    Cell("signatures", 0.5, 1),
    Cell("revisit", 0, 0.24, "回访  日期"),
    Cell("revisit", 0.24, 0.53, "结果"),
    Cell("revisit", 0.53, 0.715, "回访人"),
    Cell("revisit", 0.715, 1, "备注"),
)
MATERIAL_COLUMNS = (
    (0.0, 0.216, "用工、用料名称"),
    (0.216, 0.339, "规格"),
    (0.339, 0.413, "数量"),
    (0.413, 0.516, "单价"),
    (0.516, 0.629, "金额"),
)
SUMS = ("材料费  ¥", "人工费  ¥", "合计      ¥", "大写")


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class Table:
    """The table of one paper in mm of its sheet."""

    def __init__(self, paper: Paper, rows: Mapping[str, float] = ROWS) -> None:
        self.rows = rows
        self.left = paper.margin
        self.width = paper.sheet[0] - 2 * paper.margin
        self.right = self.left + self.width
        self.centre = paper.sheet[0] / 2
        self.head = paper.top
        self.top = paper.top + HEAD
        self._tops: dict[str, float] = {}
        y = self.top
        for row, height in rows.items():
            self._tops[row] = y
            y += height
        self.bottom = y

    def y(self, row: str) -> float:
        return self._tops[row]

    def x(self, share: float) -> float:
        return self.left + share * self.width

    def rect(self, cell: Cell) -> Rect:
        return Rect(self.x(cell.start), self.y(cell.row), (cell.end - cell.start) * self.width, self.rows[cell.row])


def room(pen: Pen, table: Table, cell: Cell) -> Rect:
    """What a cell leaves for its value beside the label."""
    rect = table.rect(cell)
    used = PAD + (pen.width(cell.label, LABEL) + 2.2 if cell.label else 0)
    lines = 0.95 if cell.row == LAST_PRINTED else 0.6  # the thick line below takes more
    return Rect(rect.x + used, rect.y + 0.3, rect.width - used - 0.8, rect.height - lines)


def boxes(
    pen: Pen, x: float, middle: float, options: Sequence[str], chosen: str = "", gap: float = 2.2, size: float = LABEL
) -> float:
    """Draws boxes with their words from x on; returns where the last word ends."""
    for option in options:
        side = size * 0.35
        pen.box(x, middle, side, option == chosen)
        x += side + 0.6
        x += pen.text(x, middle, option, size, bold=option == chosen) + gap
    return x - gap


def boxes_within(pen: Pen, rect: Rect, options: Sequence[str], chosen: str) -> None:
    """The same inside a rectangle: closer together, then smaller, until they fit."""
    gap, size = 2.6, LABEL
    while size > 6 and _boxes_width(pen, options, gap, size) > rect.width:
        gap, size = max(1.2, gap - 0.4), size if gap > 1.2 else size - 0.3
    boxes(pen, rect.x, rect.middle, options, chosen, gap, size)


def _boxes_width(pen: Pen, options: Sequence[str], gap: float, size: float) -> float:
    return sum(size * 0.35 + 0.6 + pen.width(option, size, bold=True) + gap for option in options) - gap
