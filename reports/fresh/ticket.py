"""到单小票 on an 80 mm roll: what came, for which home, until when; each as long as its goods need."""

from collections.abc import Sequence

from reports.document import FIRM, MM, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.fresh.sheet import FreshSheet
from reports.qr import QUIET, qr_runs
from reports.rows import Head, Rows

TITLE = "到单小票"
WIDTH = 80.0  # the paper; 72 mm of it can be printed on
LEFT, RIGHT = 4.0, 76.0
QR = 24.0
TOP = 4.0
ITEM = 5.6
HEADS = (Head("", 6), Head("品名", 38), Head("规格", 14), Head("应到", 14, right=True))


def render_tickets(fonts: PaperFonts, sheets: Sequence[FreshSheet], *, made_at: int) -> bytes:
    """The PDF, a page for each; `made_at` is UTC ms."""
    document = Document((WIDTH, 100.0), TITLE, sheets[0].office.company, made_at)
    for sheet in sheets:
        height = _height(fonts, sheet)
        document.canvas.setPageSize((WIDTH * MM, height * MM))
        _draw(Pen(document.canvas, fonts, height), fonts, sheet, height)
        document.next_page()
    return document.finish()


def _rows(fonts: PaperFonts, pen: Pen) -> Rows:
    return Rows(pen, fonts, HEADS, (LEFT, RIGHT), 9, ITEM)


def _words(sheet: FreshSheet) -> list[tuple[str, ...]]:
    return [(str(line.number), line.name, line.spec, line.ordered) for line in sheet.lines]


def _height(fonts: PaperFonts, sheet: FreshSheet) -> float:
    measure = _rows(fonts, Pen(None, fonts, 0))
    items = sum(measure.height(row) for row in _words(sheet))
    return TOP + 63 + items + (9 if sheet.note else 0) + 20


def _draw(pen: Pen, fonts: PaperFonts, sheet: FreshSheet, height: float) -> None:
    middle = WIDTH / 2
    pen.block(LEFT, TOP, 46, 4.5, sheet.office.estate, 9, 6, bold=False)
    pen.text(RIGHT, TOP + 2.2, f"{sheet.again} {TITLE}".strip(), 9, bold=bool(sheet.again), anchor=1)
    pen.line(LEFT, TOP + 5.4, RIGHT, TOP + 5.4, FIRM)
    _qr(pen, sheet.no, TOP + 6.4)
    room = RIGHT - QR - LEFT - 1
    pen.block(LEFT, TOP + 7, room, 13, sheet.tail, 38, 20)
    pen.block(LEFT, TOP + 20.5, room, 10.5, sheet.where, 24, 9)
    y = TOP + 32
    for words, size, bold in (
        (f"{sheet.kind}　{sheet.count}　{sheet.name}", 11.0, True),
        (f"送达 {sheet.due}", 11.0, True),
        (f"门店 {sheet.shop}", 9.5, False),
        (f"下单 {sheet.placed_at}", 9.5, False),
    ):
        pen.block(LEFT, y, RIGHT - LEFT, 5.6, words, size, 6.5, bold=bold)
        y += 5.8
    y += 1
    rows = _rows(fonts, pen)
    y += rows.head(y)
    for row in _words(sheet):
        y += rows.draw(y, row)
    y += 1
    if sheet.note:
        pen.block(LEFT, y, RIGHT - LEFT, 8, f"备注: {sheet.note}", 9.5, 6.5)
        y += 9
    pen.line(LEFT, y, RIGHT, y, THIN)
    pen.block(LEFT, y + 0.8, RIGHT - LEFT, 4.2, f"单号 {sheet.no}", 9, 6, bold=False)
    pen.block(LEFT, y + 5, RIGHT - LEFT, 4.2, sheet.printed, 8, 6, bold=False)
    pen.text(middle, height - 8, "到货请扫码验收", 8, anchor=0.5)


def _qr(pen: Pen, payload: str, top: float) -> None:
    modules, runs = qr_runs(payload)
    module = QR / (modules + 2 * QUIET)
    pen.squares(RIGHT - modules * module, top + QUIET * module, module, runs)
