"""What stands on every slip of a paper: lines, labels, and the lower part that is written by hand."""

from reports.document import OUTER, THICK, THIN, Pen
from reports.slips.layout import (
    CELLS,
    FOOT,
    HAND_CELLS,
    LABEL,
    MATERIAL_COLUMNS,
    MATERIALS,
    PAD,
    SUMS,
    Rect,
    Table,
    boxes,
)
from reports.slips.paper import PLIES, Paper

TITLE = "维修派工单"
_DATE_TIME = ("年", "月", "日", "时", "分")


def draw_form(pen: Pen, paper: Paper, copies: tuple[str, ...], return_rule: str, table: Table | None = None) -> None:
    table = table or Table(paper)
    pen.text(table.centre, table.head + 5.9, " ".join(TITLE), 19, bold=True, anchor=0.5)
    _lines(pen, table)
    for cell in (*CELLS, *HAND_CELLS):
        if cell.row != "signatures" and cell.label:
            rect = table.rect(cell)
            pen.text(rect.x + PAD, rect.middle, cell.label, LABEL)
    _times(pen, table)
    _result_and_manner(pen, table)
    _materials(pen, table)
    _payment(pen, table)
    _signatures(pen, table)
    _foot(pen, table, paper, copies, return_rule)


def _lines(pen: Pen, table: Table) -> None:
    thick_above = {"times", "signatures"}
    for row in table.rows:
        if row in {"who", *MATERIALS[1:]}:
            continue
        y = table.y(row)
        pen.line(table.left, y, table.right, y, THICK if row in thick_above else THIN)
    for cell in (*CELLS, *HAND_CELLS):
        if cell.start > 0:
            rect = table.rect(cell)
            pen.line(rect.x, rect.y, rect.x, rect.bottom, THIN)
    pen.frame(table.left, table.top, table.width, table.bottom - table.top, OUTER)


def _hand(table: Table, label: str) -> Rect:
    return table.rect(next(cell for cell in HAND_CELLS if cell.label == label))


def _times(pen: Pen, table: Table) -> None:
    for label in ("实际到达", "完成时间"):
        rect = _hand(table, label)
        draw_units(pen, rect.x + 17, rect.right - 3, rect.middle, _DATE_TIME, first=0.26)


def draw_units(pen: Pen, start: float, end: float, middle: float, units: tuple[str, ...], first: float = 0) -> None:
    """Words behind gaps to write in; the first gap takes its own share of the length."""
    share = (1 - first) / (len(units) - (1 if first else 0))
    for number, unit in enumerate(units):
        place = first + share * number if first else share * (number + 1)
        pen.text(start + (end - start) * place, middle, unit, LABEL, anchor=1)


def _result_and_manner(pen: Pen, table: Table) -> None:
    result = _hand(table, "修复情况")
    end = boxes(pen, result.x + 16, result.middle, ("已修复", "未修复"), gap=4)
    pen.text(end + 4, result.middle, "未修复原因", LABEL)
    manner = _hand(table, "服务规范")
    boxes(pen, manner.x + 16, manner.middle, ("穿工作服", "戴鞋套", "人走场净"), gap=4)
    rating = _hand(table, "服务评价")
    boxes(pen, rating.x + 16, rating.middle, ("满意", "一般", "不满意"), gap=7)


def _materials(pen: Pen, table: Table) -> None:
    top, bottom = table.y(MATERIALS[0]), table.y("paid")
    right = table.x(MATERIAL_COLUMNS[-1][1])
    head = table.rows[MATERIALS[0]]
    for start, end, title in MATERIAL_COLUMNS:
        pen.text(table.x((start + end) / 2), top + head / 2, title, LABEL, anchor=0.5)
        pen.line(table.x(end), top, table.x(end), bottom, THIN)
    for row in MATERIALS[1:]:
        if row in table.rows:
            pen.line(table.left, table.y(row), right, table.y(row), THIN)
    height = (bottom - top) / len(SUMS)
    for number, words in enumerate(SUMS):
        y = top + number * height
        if number:
            pen.line(right, y, table.right, y, THIN)
        pen.text(right + PAD, y + height / 2, words, LABEL, bold=words.startswith("合计"))


def _payment(pen: Pen, table: Table) -> None:
    rect = _hand(table, "方式")
    methods = ("现金", "扫码", "刷卡", "前台付", "挂账", "免收（批准人")
    roomy = table.width > 200
    end = boxes(pen, rect.x + (9.5 if roomy else 8.6), rect.middle, methods, gap=2.6 if roomy else 1.5)
    pen.text(rect.right - PAD, rect.middle, "）", LABEL, anchor=1)
    if rect.right - PAD - end < 12:
        raise ValueError("no room to sign for a waiver")


def _signatures(pen: Pen, table: Table) -> None:
    man, owner = (table.rect(cell) for cell in HAND_CELLS if cell.row == "signatures")
    upper, lower = man.y + 3.2, man.bottom - 3.0
    pen.text(man.x + PAD, upper, "维修人员签字", LABEL, bold=True)
    pen.text(man.right - 50, lower, "时间", LABEL)
    draw_units(pen, man.right - 43, man.right - 3, lower, ("月", "日", "时", "分"))
    pen.text(owner.x + PAD, upper, "业主签字", LABEL, bold=True)
    pen.text(owner.x + PAD, lower, "代签关系 / 未签原因", LABEL)
    draw_units(pen, owner.right - 38, owner.right - 3, lower, ("年", "月", "日"), first=0.4)
    revisit = _hand(table, "结果")
    boxes(pen, revisit.x + 8.6, revisit.middle, ("满意", "较满意", "不满意"), gap=2.4 if table.width > 200 else 1.2)


def _foot(pen: Pen, table: Table, paper: Paper, copies: tuple[str, ...], return_rule: str) -> None:
    numerals = "一二三四五六七八九十"
    if paper.one_strike:
        names = [f"{numerals[number]} {name}（{colour}）" for number, (name, colour) in enumerate(PLIES)]
    else:
        names = [f"{numerals[number]} {name}" for number, name in enumerate(copies[: len(numerals)])]
    middle = table.bottom + FOOT + 1.5
    x = table.left
    for name in names:
        x += pen.text(x, middle, name, LABEL) + 3.4
    pen.line(x, middle - 1.4, x, middle + 1.4, THIN)
    pen.block(x + 3.4, middle - 1.6, table.right - x - 3.4, 3.2, return_rule, LABEL, 6, bold=False)
