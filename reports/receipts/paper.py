"""收据 on A5: the payer's half above, the stub below; amounts in figures and capitals, a reprint says it is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.calendar import day_of
from desk.domain.money import capital, fen_text
from reports.document import FIRM, OUTER, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.words import moment

TITLE = "收据"
SIZE = (148.0, 210.0)
HALF = SIZE[1] / 2
LEFT, RIGHT = 10.0, 138.0
HALVES = ("交款人联", "存根联")
LABEL = 22.0
ROW = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What stands on one receipt, as plain words; `copy_no` from 2 on is a reprint."""

    company: str
    estate: str
    desk_phone: str
    number: str
    taken_at: int
    payer: str
    where: str
    what: str
    order_no: str
    amount_fen: int
    payment: str
    taken_by: str
    copy_no: int = 1
    void: bool = False

    @property
    def marked(self) -> str:
        """A second sheet must not pass for a second payment."""
        if self.void:
            return "作废"
        return "" if self.copy_no < 2 else f"补打 第 {self.copy_no} 次打印"


def render_receipts(fonts: PaperFonts, receipts: Sequence[Receipt], *, made_at: int) -> bytes:
    """The PDF; `made_at` is UTC ms."""
    document = Document(SIZE, TITLE, receipts[0].company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    for one in receipts:
        for number, half in enumerate(HALVES):
            _half(pen, one, number * HALF, half)
        pen.dashes(LEFT, HALF, RIGHT, HALF)
        document.next_page()
    return document.finish()


def _half(pen: Pen, one: Receipt, top: float, half: str) -> None:
    middle = SIZE[0] / 2
    pen.text(middle, top + 13, TITLE, 20, bold=True, anchor=0.5)
    pen.block(LEFT, top + 5, 50, 5, one.company, 8.5, 6, bold=False)
    pen.block(LEFT, top + 10, 46, 8, one.estate, 8.5, 6, bold=False)
    pen.text(RIGHT, top + 8, f"No. {one.number}", 12, bold=True, anchor=1)
    pen.text(RIGHT, top + 14, half, 8.5, anchor=1)
    if one.marked:
        pen.text(RIGHT, top + 19, one.marked, 9, bold=True, anchor=1)
    y = top + 23
    rows = (
        (("日期", day_of(one.taken_at)), ("单号", one.order_no)),
        (("交款人", one.payer), ("房号", one.where)),
        (("事由", one.what), ("方式", one.payment)),
    )
    bottom = y + (len(rows) + 2) * ROW
    pen.frame(LEFT, y, RIGHT - LEFT, bottom - y, OUTER)
    for row in rows:
        for place, (name, words) in enumerate(row):
            x = LEFT + place * (RIGHT - LEFT) / 2
            pen.text(x + 2, y + ROW / 2, name, 8.5)
            pen.block(x + LABEL - 4, y + 0.5, (RIGHT - LEFT) / 2 - LABEL + 3, ROW - 1, words, 10, 6.5)
        pen.line(middle, y, middle, y + ROW, THIN)
        y += ROW
        pen.line(LEFT, y, RIGHT, y, THIN)
    pen.text(LEFT + 2, y + ROW / 2, "金额大写", 8.5)
    pen.block(LEFT + LABEL - 4, y + 0.5, RIGHT - LEFT - LABEL + 2, ROW - 1, capital(one.amount_fen), 11, 7)
    y += ROW
    pen.line(LEFT, y, RIGHT, y, THIN)
    pen.text(LEFT + 2, y + ROW / 2, "金额", 8.5)
    pen.text(LEFT + LABEL - 4, y + ROW / 2, fen_text(one.amount_fen), 14, bold=True)
    pen.text(RIGHT - 2, y + ROW / 2, f"收款时间 {moment(one.taken_at)}", 8.5, anchor=1)
    y = bottom + 7
    pen.text(LEFT, y, f"收款人: {one.taken_by}", 9.5)
    pen.text(middle - 6, y, "交款人签字:", 9.5)
    pen.text(RIGHT - 24, y, "(盖章)", 9.5, anchor=1)
    pen.line(middle + 14, y + 2.5, middle + 36, y + 2.5, FIRM)
    pen.text(LEFT, y + 8, f"本收据盖章有效, 请妥善保管. 服务电话 {one.desk_phone}".rstrip(), 7.5)
