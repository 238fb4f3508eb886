"""家政派工单 on the paper of dispatch slips: what was agreed above, what is written at the door below."""

from collections.abc import Sequence

from reports.document import OUTER, THICK, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.housekeeping.sheet import BookingSheet
from reports.qr import QUIET, qr_runs
from reports.slips.form import draw_units
from reports.slips.layout import LABEL, PAD, boxes
from reports.slips.paper import NO_OFFSET, PAPERS, Offset, Paper, SlipFormat

TITLE = "家政派工单"
COPIES = ("物业存根", "家政公司联", "住户联")
PLIES = (("物业", "白"), ("家政公司", "红"), ("财务", "蓝"), ("住户", "黄"))
RETURN_RULE = "做完请业主签字, 次日交回前台; 费用由家政公司收取, 物业不代收"
QR = 19.0
HEAD, FOOT = 21.0, 5.2
ROW, DEEP, SIGN = 8.2, 12.0, 14.5
NUMERALS = "一二三四"
DATE_TIME = ("年", "月", "日", "时", "分")
TICKS = ("满意", "一般", "不满意")
MANNER = ("佩戴工牌", "戴鞋套", "人走场净", "物品无损")


def render_bookings(
    fonts: PaperFonts,
    sheets: Sequence[BookingSheet],
    slip_format: SlipFormat,
    *,
    made_at: int,
    offset: Offset = NO_OFFSET,
    copies: int = 2,
) -> bytes:
    """The PDF, each slip `copies` times (paper of several plies: once); `made_at` is UTC ms."""
    if not sheets:
        raise ValueError("no slip to print")
    paper = PAPERS[slip_format]
    document = Document(paper.page, TITLE, sheets[0].office.company, made_at)
    pen = Pen(document.canvas, fonts, paper.sheet[1])
    page = Pen(document.canvas, fonts, paper.page[1])
    names = ("",) if paper.one_strike else COPIES[: max(2, min(copies, len(COPIES)))]
    printed = 0
    for sheet in sheets:
        for number, name in enumerate(names, start=1):
            place = printed % len(paper.places)
            if printed and place == 0:
                document.next_page()
            if place == 0 and paper.cut is not None:
                page.dashes(paper.margin, paper.cut, paper.page[0] - paper.margin, paper.cut)
            x, y = paper.places[place]
            with document.placed(x + offset.dx / 10, y + offset.dy / 10, paper.sheet[1]):
                _Slip(pen, paper, sheet).draw(number, name)
            printed += 1
    document.next_page()
    return document.finish()


class _Slip:
    """One copy, drawn from the top down."""

    def __init__(self, pen: Pen, paper: Paper, sheet: BookingSheet) -> None:
        self._pen, self._paper, self._sheet = pen, paper, sheet
        self._left, self._right = paper.margin, paper.sheet[0] - paper.margin
        self._width = self._right - self._left
        self._y = paper.top + HEAD

    def draw(self, number: int, copy: str) -> None:
        sheet, top = self._sheet, self._y
        self._head(number, copy)
        self._row((0.3, "预约人", sheet.customer), (0.26, "联系电话", sheet.phone), (0.44, "服务地址", sheet.address))
        self._row(
            (0.2, "预约方式", sheet.channel), (0.36, "预约时间", sheet.booked_at), (0.44, "希望时间", sheet.wished)
        )
        self._row(
            (0.3, "家政公司", sheet.company), (0.26, "公司电话", sheet.company_phone),
            (0.2, "家政人员", sheet.worker), (0.24, "电话", sheet.worker_phone),
        )  # fmt: skip
        self._row((0.2, "项目", sheet.work), (0.36, "约定时间", sheet.visit), (0.44, "价格", sheet.price))
        self._row((1.0, "要求", sheet.matter), height=DEEP)
        self._row((1.0, "注意事项", sheet.precautions))
        self._thick()
        self._hand()
        self._pen.frame(self._left, top, self._width, self._y - top, OUTER)
        self._foot()

    def _head(self, number: int, copy: str) -> None:
        pen, sheet, paper = self._pen, self._sheet, self._paper
        top, centre = paper.top, paper.sheet[0] / 2
        pen.block(self._left, top, 62, 4.4, sheet.office.company, 8.5, 6, bold=False)
        pen.block(self._left, top + 4.4, 62, 4.4, sheet.office.estate, 8.5, 6, bold=False)
        pen.block(self._left, top + 8.8, 62, 4.4, f"服务电话 {sheet.office.desk_phone}", 8.5, 6, bold=False)
        pen.text(centre, top + 5.9, " ".join(TITLE), 19, bold=True, anchor=0.5)
        under = f"第{NUMERALS[number - 1]}联 {copy}" if copy else ""
        pen.text(centre, top + 13, under, 9, bold=True, anchor=0.5)
        modules, runs = qr_runs(sheet.no)
        module = QR / (modules + 2 * QUIET)
        pen.squares(self._right - (modules + QUIET) * module, top - 1 + QUIET * module, module, runs)
        pen.block(self._right - QR - 44, top, 43, 6, sheet.no, 15, 8, anchor=1)
        pen.text(self._right - QR - 1, top + 9, sheet.again, LABEL, anchor=1)
        pen.text(self._right - QR - 1, top + 13.4, f"{sheet.printed_by} {sheet.printed_at}", LABEL, anchor=1)

    def _row(self, *cells: tuple[float, str, str], height: float = ROW) -> None:
        """Cells by their share of the width: the label small, the words as large as they fit."""
        pen, x = self._pen, self._left
        for number, (share, name, words) in enumerate(cells):
            width = share * self._width
            if number:
                pen.line(x, self._y, x, self._y + height, THIN)
            pen.text(x + PAD, self._y + min(height, ROW) / 2, name, LABEL)
            begin = PAD + pen.width(name, LABEL) + 1.6
            if words:
                pen.block(x + begin, self._y + 0.3, width - begin - 1, height - 0.6, words, 11, 6)
            x += width
        self._y += height
        pen.line(self._left, self._y, self._right, self._y, THIN)

    def _thick(self) -> None:
        self._pen.line(self._left, self._y, self._right, self._y, THICK)

    def _hand(self) -> None:
        """What is written and ticked at the door."""
        pen, left, half = self._pen, self._left, self._left + self._width / 2
        middle = self._y + ROW / 2
        for x, name in ((left, "实际到达"), (half, "完成时间")):
            pen.text(x + PAD, middle, name, LABEL)
            draw_units(pen, x + 17, x + self._width / 2 - 3, middle, DATE_TIME, first=0.26)
        self._next(ROW, half)
        middle = self._y + ROW / 2
        pen.text(left + PAD, middle, "服务规范", LABEL)
        boxes(pen, left + 16, middle, MANNER, gap=2.6)
        pen.text(half + PAD, middle, "服务评价", LABEL)
        boxes(pen, half + 16, middle, TICKS, gap=7)
        self._next(ROW, half)
        middle = self._y + ROW / 2
        pen.text(left + PAD, middle, "增加的项目", LABEL)
        pen.text(half + PAD, middle, "实收", LABEL)
        pen.text(half + 34, middle, "元", LABEL)
        boxes(pen, half + 42, middle, ("现金", "扫码"), gap=4)
        self._next(ROW, half)
        upper, lower = self._y + 3.4, self._y + SIGN - 3.2
        pen.text(left + PAD, upper, "家政人员签字", LABEL, bold=True)
        draw_units(pen, half - 46, half - 3, lower, ("月", "日", "时", "分"))
        pen.text(half + PAD, upper, "业主签字", LABEL, bold=True)
        pen.text(half + PAD, lower, "代签关系 / 未签原因", LABEL)
        draw_units(pen, self._right - 38, self._right - 3, lower, ("年", "月", "日"), first=0.4)
        self._next(SIGN, half)
        middle = self._y + ROW / 2
        pen.text(left + PAD, middle, "回访  日期", LABEL)
        pen.text(left + 0.24 * self._width + PAD, middle, "结果", LABEL)
        boxes(pen, left + 0.24 * self._width + 8.6, middle, ("满意", "较满意", "不满意"), gap=1.2)
        pen.text(left + 0.56 * self._width + PAD, middle, "回访人", LABEL)
        pen.text(left + 0.74 * self._width + PAD, middle, "备注", LABEL)
        self._y += ROW

    def _next(self, height: float, middle: float) -> None:
        self._pen.line(middle, self._y, middle, self._y + height, THIN)
        self._y += height
        self._pen.line(self._left, self._y, self._right, self._y, THIN)

    def _foot(self) -> None:
        pen, middle = self._pen, self._y + FOOT / 2 + 0.6
        names = [f"{NUMERALS[place]} {name}（{colour}）" for place, (name, colour) in enumerate(PLIES)]
        x = self._left
        if self._paper.one_strike:
            for name in names:
                x += pen.text(x, middle, name, LABEL) + 3.4
        pen.block(x, middle - 1.7, self._right - x, 3.4, RETURN_RULE, LABEL, 6, bold=False)
