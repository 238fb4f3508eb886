"""The words of one sheet, set into the form."""

from reports.document import FIRM, MM, THICK, Pen
from reports.qr import QUIET, qr_runs
from reports.slips.layout import CELLS, LABEL, Cell, Rect, Table, boxes_within, room
from reports.slips.paper import PLIES, Paper
from reports.slips.sheet import SlipSheet, Ticks

_QR = 19.0  # mm with its quiet zone
_NUMERALS = "一二三四五六七八九十"


def draw_sheet(pen: Pen, paper: Paper, sheet: SlipSheet, table: Table | None = None) -> None:
    """All that is the same on every copy of one slip."""
    table = table or Table(paper)
    qr_left = _qr(pen, table, sheet.qr)
    _head(pen, table, sheet, qr_left)
    for cell in CELLS:
        if cell.field == "address" and sheet.related_home:
            _two_homes(pen, room(pen, table, cell), sheet, cell)
        elif cell.field:
            rect = room(pen, table, cell)
            pen.block(rect.x, rect.y, rect.width, rect.height, _words(sheet, cell.field), cell.size, cell.floor)
    _choices(pen, table, sheet)


def draw_copy(pen: Pen, paper: Paper, sheet: SlipSheet, number: int, name: str) -> None:
    """Under the title: which copy this is, and that it is not the first print."""
    table = Table(paper)
    words = f"一式{_NUMERALS[len(PLIES) - 1]}联" if paper.one_strike else f"第{_numeral(number)}联　{name}"
    words = f"空白备用　{words}" if sheet.blank else words
    middle = table.head + 12.6
    width = min(pen.width(words, 9), 44.0)
    if not sheet.reprint:
        pen.block(table.centre - 24, middle - 2, 48, 4, words, 9, 6, bold=False, anchor=0.5)
        return
    again = pen.width("补打", 10, bold=True) + 2.4
    left = table.centre - (width + 2.5 + again) / 2
    pen.block(left, middle - 2, width, 4, words, 9, 6, bold=False)
    pen.frame(left + width + 2.5, middle - 2.4, again, 4.8, FIRM)
    pen.text(left + width + 2.5 + again / 2, middle, "补打", 10, bold=True, anchor=0.5)


def _head(pen: Pen, table: Table, sheet: SlipSheet, qr_left: float) -> None:
    width = table.width / 2 - 24
    y = table.head
    pen.block(table.left, y + 1.0, width, 4.6, sheet.company, 11, 6)
    # The telephone is what the resident needs: a long estate gives way to it.
    phone = f"　报修电话 {sheet.desk_phone}"
    phone_width = min(pen.width(phone, 9), width * 0.6)
    office = pen.block(table.left, y + 5.8, width - phone_width, 4.6, f"{sheet.estate}客户服务中心", 9, 5.5, bold=False)
    pen.block(table.left + office.width / MM, y + 6.0, phone_width + 0.1, 4.2, phone, 9, 6.5, bold=False)
    printed = f"打印 {sheet.printed_by}　{sheet.printed_at}　第 {sheet.print_no} 次打印"
    pen.block(table.left, y + 10.6, width, 4.2, printed, 9, 6.5, bold=False)
    right = qr_left - 2.5
    left = table.centre + 38
    pen.text(right, y + 3.6, "编号", LABEL, anchor=1)
    pen.block(left, y + 6.4, right - left, 7.4, sheet.slip_no, 18, 9, anchor=1)
    if sheet.emergency:
        side = 11.0
        pen.frame(table.centre + 25, y + 2.2, side, side, THICK)
        pen.text(table.centre + 25 + side / 2, y + 2.2 + side / 2, "急", 24, bold=True, anchor=0.5)


def _qr(pen: Pen, table: Table, payload: str) -> float:
    """Draws the code at the right edge above the table; returns where its dark modules begin."""
    modules, runs = qr_runs(payload)
    module = _QR / (modules + 2 * QUIET)
    left = table.right - modules * module
    pen.squares(left, table.top - _QR + QUIET * module - 0.2, module, runs)
    return left


def _words(sheet: SlipSheet, field: str) -> str:
    if field == "team":
        return " ".join(part for part in (sheet.crew, sheet.technician) if part)
    if field == "others":
        return str(sheet.co_reports) if sheet.co_reports else "" if sheet.blank else "无"
    return str(getattr(sheet, field))


def _two_homes(pen: Pen, rect: Rect, sheet: SlipSheet, cell: Cell) -> None:
    """A leak: where to go above, the other home below."""
    above = rect.height - 2.9
    pen.block(rect.x, rect.y, rect.width, above, sheet.address, cell.size, cell.floor)
    pen.block(rect.x, rect.y + above, rect.width, 2.9, f"关联 {sheet.related_home}", 8, cell.floor, bold=False)


def _choices(pen: Pen, table: Table, sheet: SlipSheet) -> None:
    chosen: dict[tuple[str, str], Ticks] = {
        ("where", ""): sheet.area,
        ("where", "紧急程度"): sheet.urgency,
        ("charge", "收费"): sheet.charge,
        ("charge", "计价"): sheet.price_form,
    }
    for cell in CELLS:
        if ticks := chosen.get((cell.row, cell.label)):
            boxes_within(pen, room(pen, table, cell), ticks.options, ticks.chosen)


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
