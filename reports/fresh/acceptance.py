"""生鲜物品验收表 on A4 across: the columns that real offices print, empty before the inspection, filled after it."""

from collections.abc import Sequence

from reports.document import FIRM, OUTER, THICK, Document, Pen
from reports.fonts import PaperFonts
from reports.fresh.sheet import LOOKED, FreshSheet, Line
from reports.qr import QUIET, qr_runs
from reports.rows import Head, Rows
from reports.slips.layout import boxes

TITLE = "生鲜物品验收表"
SIZE = (297.0, 210.0)
LEFT, RIGHT = 12.0, 285.0
END = 196.0
HEAD = 48.0  # mm down to the goods
FOOT = 42.0  # conclusion and signatures
QR = 21.0
SMALL = 8.5
SAMPLING = "多箱抽样: 1-10 箱 30 %, 11-50 箱 20 %, 50 箱以上 10 %; 上中下三点各取, 一件不合格即全数检查"
CHECKED = ("地址相符", "种类相符", "数量相符")
POSTS = ("客服", "秩序维护班长")
HEADS = (
    Head("", 7), Head("品名", 46), Head("规格", 24), Head("应到", 20, right=True), Head("实到(净重)", 22, right=True),
    *(Head(words, 16) for words in LOOKED), Head("保质期/生产日期", 32), Head("温度(冷链)", 20), Head("判定", 38),
)  # fmt: skip


def render_acceptance(fonts: PaperFonts, sheets: Sequence[FreshSheet], *, made_at: int) -> bytes:
    """The PDF, each order from a page of its own; `made_at` is UTC ms."""
    document = Document(SIZE, TITLE, sheets[0].office.company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    for sheet in sheets:
        _of_order(document, pen, fonts, sheet)
        document.next_page()
    return document.finish()


def _of_order(document: Document, pen: Pen, fonts: PaperFonts, sheet: FreshSheet) -> None:
    rows = Rows(pen, fonts, HEADS, (LEFT, RIGHT), 9.5, 7.4)
    page = 1
    y = _head(pen, rows, sheet, page)
    for number, line in enumerate(sheet.lines):
        words = _words(line)
        last = number == len(sheet.lines) - 1
        if y + rows.height(words) > END - (FOOT if last else 0):
            document.next_page()
            page += 1
            y = _head(pen, rows, sheet, page)
        y += rows.draw(y, words)
    _foot(pen, sheet, y + 2)


def _words(line: Line) -> tuple[str, ...]:
    return (
        str(line.number), line.name, line.spec, line.ordered, line.got, *line.looks, line.keeps, line.temperature,
        line.verdict,
    )  # fmt: skip


def _head(pen: Pen, rows: Rows, sheet: FreshSheet, page: int) -> float:
    office = sheet.office
    pen.block(LEFT, 8, 90, 5, office.company, 9, 6, bold=False)
    pen.block(LEFT, 13, 90, 5, f"{office.estate}客户服务中心", 9, 6, bold=False)
    pen.text(SIZE[0] / 2, 14, TITLE, 18, bold=True, anchor=0.5)
    pen.text(SIZE[0] / 2, 21.5, f"{sheet.again}　第 {page} 页".strip("　"), SMALL, anchor=0.5)
    modules, runs = qr_runs(sheet.no)
    module = QR / (modules + 2 * QUIET)
    pen.squares(RIGHT - modules * module, 4 + QUIET * module, module, runs)
    pen.block(LEFT, 18, 90, 4.5, sheet.printed, SMALL, 6, bold=False)
    y = 25.0
    third = (RIGHT - LEFT) / 3
    told = (
        (f"订单号　{sheet.no}", f"楼栋房号　{sheet.address}　{sheet.name}", f"日期　{sheet.placed_at}"),
        (f"合作门店　{sheet.shop}", f"送货人　{sheet.deliverer}", f"到货时间　{sheet.arrived_at}"),
    )
    for line in told:
        for place, words in enumerate(line):
            pen.frame(LEFT + place * third, y, third, 7.8, FIRM)
            pen.block(LEFT + place * third + 1.2, y + 0.5, third - 2.4, 6.8, words, 10, 6.5, bold=place == 1)
        y += 7.8
    pen.frame(LEFT, 25, RIGHT - LEFT, y - 25, OUTER)
    x = LEFT
    for words, ticked in zip(CHECKED, sheet.checked, strict=True):
        x = boxes(pen, x, y + 3.6, (words,), words if ticked else "", size=9.5) + 6
    pen.text(RIGHT, y + 3.6, SAMPLING, 7.5, anchor=1)
    return HEAD + rows.head(HEAD)


def _foot(pen: Pen, sheet: FreshSheet, top: float) -> None:
    width, high = RIGHT - LEFT, FOOT - 4
    pen.frame(LEFT, top, width, high, OUTER)
    pen.text(LEFT + 1.5, top + 5.8, "结论", 9.5, bold=True)
    boxes(pen, LEFT + 14, top + 5.8, sheet.conclusion.options, sheet.conclusion.chosen, gap=6, size=10)
    pen.text(LEFT + 86, top + 5.8, "异常说明(照片)", 9.5, bold=True)
    pen.block(LEFT + 112, top + 0.6, width - 113, 10, sheet.faults, 9.5, 6.5, bold=False)
    pen.line(LEFT, top + 11.5, RIGHT, top + 11.5, THICK / 2)
    pen.text(LEFT + 1.5, top + 15, "处理", 9.5, bold=True)
    pen.block(LEFT + 14, top + 11.8, width - 16, 6.4, sheet.handling, 9.5, 6.5, bold=False)
    pen.line(LEFT, top + 18.5, RIGHT, top + 18.5, THICK / 2)
    quarter = width / 4
    for place, (label, words) in enumerate((
        ("验收人", sheet.inspector), ("验收时间", sheet.inspected_at), ("送达时间", sheet.delivered_at),
        ("住户签收", sheet.signer),
    )):  # fmt: skip
        x = LEFT + place * quarter
        if place:
            pen.line(x, top + 18.5, x, top + high, FIRM)
        pen.text(x + 1.5, top + 22.5, label, 9.5, bold=True)
        pen.block(x + 20, top + 19.2, quarter - 21.5, 7, words, 10, 6.5, bold=False)
    options = POSTS if not sheet.post or sheet.post in POSTS else (*POSTS, sheet.post)
    boxes(pen, LEFT + 1.5, top + 32.5, options, sheet.post, gap=3)
    pen.text(LEFT + quarter + 1.5, top + 32.5, "送货人签字", 9.5)
