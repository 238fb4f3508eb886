"""空白派工单: a slip with its number and QR and nothing else, for nights and power cuts; bound to an order later."""

from desk.services.work_orders.record import Area, Charge, PriceForm, Urgency
from reports import words
from reports.document import THIN, Pen
from reports.slips.form import draw_units
from reports.slips.layout import BLANK_ROWS, CELLS, Cell, Table, room
from reports.slips.of_order import Office
from reports.slips.paper import Paper
from reports.slips.sheet import SlipSheet, Ticks

BLANK_RULE = "停电、夜间备用：用后当日交前台，扫码绑定报修单"
_DATE = ("月", "日", "时", "分")
_FROM_TO = ("月", "日", "时至", "时")


def blank_sheet(office: Office, no: str, printed_by: str, printed_at: int) -> SlipSheet:
    """The sheet of one blank slip; `printed_at` is UTC ms."""
    return SlipSheet(
        company=office.company,
        estate=office.estate,
        desk_phone=office.desk_phone,
        slip_no=no,
        qr=no,
        printed_by=printed_by,
        printed_at=words.moment(printed_at),
        reporter="",
        phone="",
        channel="",
        reported_at="",
        address="",
        area=Ticks.of(Area, None),
        urgency=Ticks.of(Urgency, None),
        words="",
        category="",
        window="",
        crew="",
        dispatched_at="",
        charge=Ticks.of(Charge, None),
        price_form=Ticks.of(PriceForm, None),
        blank=True,
    )


def blank_table(paper: Paper) -> Table:
    return Table(paper, BLANK_ROWS)


def draw_hand_lines(pen: Pen, table: Table) -> None:
    """What helps a hand: units behind the gaps of a date, a rule under the first line of the matter."""
    cells = {cell.field: cell for cell in CELLS if cell.field}
    _units(pen, table, cells["reported_at"], _DATE)
    _units(pen, table, cells["window"], _FROM_TO)
    rect = room(pen, table, cells["words"])
    pen.line(rect.x, rect.middle, rect.right, rect.middle, THIN)


def _units(pen: Pen, table: Table, cell: Cell, units: tuple[str, ...]) -> None:
    rect = room(pen, table, cell)
    draw_units(pen, rect.x, rect.right - 1, rect.middle, units)
