"""年度考核表 in the columns of the form: as large as one page allows, its items over their rows, its foot to sign."""

from dataclasses import dataclass

from desk.services.assessment.criteria import marks_words
from desk.services.assessment.scoring import Limits
from desk.services.assessment.wording import NONE
from reports.assessment import words
from reports.assessment.entries import Entry
from reports.assessment.press import END, LEFT, RIGHT, WIDTH, Press, heights
from reports.document import FIRM, MM, OUTER, THIN
from reports.fitting import Fitted

# 序号 项目 考核内容 计分方法 扣分 得分 备注, mm
WIDTHS = (9.0, 20.0, 40.0, 45.0, 11.0, 16.5, 32.5)
PAD = 1.2
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
LEAST, MOST_AIR = 8.0, 4.5  # mm: a row's height at the least; what a row may have above and below its words
HEAD_HIGH, SUM_HIGH, SIGN_HIGH = 8.0, 10.0, 31.0
ITEM, SCORE, REMARK = 1, 5, 6


@dataclass(frozen=True, slots=True)
class _Row:
    row: words.FormRow
    cells: tuple[Fitted, ...]
    full: str
    height: float


def draw_form(press: Press, entry: Entry, limits: Limits) -> None:
    """The head, the rows, the sum; where a page ends, the head and the item stand again on the next."""
    rows = _fitted(press, entry)
    _head(press)
    top, item = press.y, ""
    for one in rows:
        if one.row.item:
            _item(press, item, top)
            top, item = press.y, one.row.item
        if press.y + one.height > END:
            _item(press, item, top)
            press.turn()
            _head(press)
            top = press.y
        _row(press, one)
    _item(press, item, top)
    _sum(press, entry, limits)


def _fitted(press: Press, entry: Entry) -> list[_Row]:
    """In the largest type in which the form and its foot stand on this page; else in the smallest, on more."""
    room = END - press.y - HEAD_HIGH - SUM_HIGH - SIGN_HIGH - 1
    rows: list[_Row] = []
    for size in SIZES:
        rows = _set(press, entry, size, LEAST, 2.2)
        used = sum(one.height for one in rows)
        if used <= room:
            air = min(MOST_AIR, (room - used) / max(1, len(rows)))
            return [_Row(one.row, one.cells, one.full, one.height + air) for one in rows]
    return rows


def _set(press: Press, entry: Entry, size: float, least: float, air: float) -> list[_Row]:
    found = []
    for told, row in zip(words.form_rows(entry.sheet), entry.sheet.rows, strict=True):
        strong = (False, True, False, False, bool(row.deducted), True, False)
        cells = tuple(
            press.set(cell, width - 2 * PAD, size, bold)
            if place != REMARK
            else press.parts(cell, width - 2 * PAD, size)
            for place, (cell, width, bold) in enumerate(zip(told.cells, WIDTHS, strong, strict=True))
        )
        own = [cell for place, cell in enumerate(cells) if place != ITEM]
        full = f"/ {marks_words(row.full)}" if words.counts(row) else ""
        found.append(_Row(told, cells, full, max(least, heights(own) + air)))
    return found


def _head(press: Press) -> None:
    x = LEFT
    for head, width in zip(words.HEADS, WIDTHS, strict=True):
        press.pen.frame(x, press.y, width, HEAD_HIGH, THIN)
        press.pen.block(x + 0.5, press.y, width - 1, HEAD_HIGH, head, 9, 7, anchor=0.5)
        x += width
    press.pen.frame(LEFT, press.y, WIDTH, HEAD_HIGH, OUTER)
    press.y += HEAD_HIGH


def _row(press: Press, one: _Row) -> None:
    x = LEFT
    for place, (cell, width) in enumerate(zip(one.cells, WIDTHS, strict=True)):
        if place != ITEM:
            press.pen.frame(x, press.y, width, one.height, THIN)
            _cell(press, x, place, cell, one)
        x += width
    for edge in (LEFT, RIGHT):
        press.pen.line(edge, press.y, edge, press.y + one.height, OUTER)
    press.y += one.height


def _cell(press: Press, x: float, place: int, cell: Fitted, one: _Row) -> None:
    width = WIDTHS[place]
    top = press.y + (one.height - cell.height / MM) / 2
    if place == SCORE:
        middle = press.y + one.height / 2
        full = press.pen.width(one.full, 7) + 0.6 if one.full else 0.0
        press.pen.text(x + width - PAD - full, middle, one.row.score, cell.size, bold=True, anchor=1)
        press.pen.text(x + width - PAD, middle + 0.3, one.full, 7, anchor=1)
        return
    if place == 0:
        press.lines(x + width / 2, top, cell, anchor=0.5)
    elif place == SCORE - 1:
        press.lines(x + width - PAD, top, cell, bold=one.row.deducted not in ("0", NONE), anchor=1)
    else:
        press.lines(x + PAD, top, cell)


def _item(press: Press, item: str, top: float) -> None:
    """One cell beside all rows of an item, down to where the pen stands."""
    high = press.y - top
    if high <= 0:
        return
    x = LEFT + WIDTHS[0]
    press.pen.frame(x, top, WIDTHS[ITEM], high, THIN)
    name, bracket, marks = item.partition("(")
    if bracket and high >= 10:
        press.pen.block(x + 0.8, top + high / 2 - 5.2, WIDTHS[ITEM] - 1.6, 5, name, 9.5, 7, anchor=0.5)
        press.pen.text(x + WIDTHS[ITEM] / 2, top + high / 2 + 2.6, f"({marks}", 8.5, anchor=0.5)
    else:
        press.pen.block(x + 0.8, top + 0.4, WIDTHS[ITEM] - 1.6, high - 0.8, item, 9.5, 5.5, anchor=0.5)
    press.pen.line(LEFT, top, RIGHT, top, FIRM)


def _sum(press: Press, entry: Entry, limits: Limits) -> None:
    press.room(SUM_HIGH)
    told, pen, y = words.total_row(entry, limits), press.pen, press.y
    edges = [LEFT]
    for width in WIDTHS:
        edges.append(edges[-1] + width)
    pen.block(edges[0] + PAD, y, edges[2] - edges[0] - 2 * PAD, SUM_HIGH, told.item, 10, 7, anchor=0.5)
    pen.block(edges[2] + PAD, y, edges[4] - edges[2] - 2 * PAD, SUM_HIGH, told.method, 9, 6, bold=False)
    pen.block(edges[4] + 0.6, y, edges[5] - edges[4] - 0.6 - PAD, SUM_HIGH, told.deducted, 11, 7, anchor=1)
    pen.block(edges[5] + 0.6, y, edges[6] - edges[5] - 0.6 - PAD, SUM_HIGH, told.score, 13, 8, anchor=1)
    pen.block(edges[6] + PAD, y, edges[7] - edges[6] - 2 * PAD, SUM_HIGH, told.remark, 11, 8)
    for x in (edges[2], edges[4], edges[5], edges[6]):
        pen.line(x, y, x, y + SUM_HIGH, THIN)
    pen.frame(LEFT, y, WIDTH, SUM_HIGH, OUTER)
    press.y += SUM_HIGH


def signatures(press: Press, entry: Entry) -> None:
    """Three to sign, the last with room for a seal; what the sheet rests on."""
    press.room(SIGN_HIGH)
    pen, y, high = press.pen, press.y, SIGN_HIGH - 6
    third = WIDTH / 3
    told = (entry.own_by, entry.chief_by, "")
    for place, (label, by) in enumerate(zip(words.SIGN_OFF, told, strict=True)):
        x = LEFT + place * third
        pen.frame(x, y, third, high, THIN)
        pen.text(x + 2, y + 4, label, 9, bold=True)
        pen.block(x + 30, y + 1.5, third - 32, 5, f"已记 {by}" if by else "", 8, 6, bold=False, anchor=1)
        pen.text(x + third - 2, y + high - 4, words.SIGNED_ON, 8.5, anchor=1)
    pen.frame(LEFT, y, WIDTH, high, OUTER)
    pen.block(LEFT, y + high + 1, WIDTH, 4.5, words.basis(entry), 8, 5.5, bold=False)
    press.y += SIGN_HIGH
