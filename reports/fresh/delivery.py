"""配送签收单 on A5: the guard's words, the goods, tick and signature; and 签收表, a line for each order of one walk."""

from collections.abc import Sequence

from reports.document import FIRM, OUTER, THICK, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.fresh.sheet import SATISFACTION, FreshSheet
from reports.qr import QUIET, qr_runs
from reports.rows import Head, Rows
from reports.slips.form import draw_units
from reports.slips.layout import boxes

TITLE, WALK_TITLE = "配送签收单", "配送签收表"
SIZE = (148.0, 210.0)
LEFT, RIGHT = 9.0, 139.0
END, FOOT = 202.0, 47.0
QR = 21.0
HEADS = (Head("", 6), Head("品名", 44), Head("规格", 22), Head("送到", 22, right=True), Head("核对", 12))
NO_RETURN = (
    "签收后不可退货; 当面可以不要其中任何一样, 请在“核对”里划掉。"
    "签收后发现腐烂变质, 请在 24 小时内 (冷冻 48 小时) 来电。"
)
A4 = (210.0, 297.0)
WALK_LEFT, WALK_RIGHT, WALK_END = 12.0, 198.0, 272.0
WALK_HEADS = (
    Head("", 8), Head("单号", 14), Head("房号", 30), Head("收货人", 28), Head("样数", 11), Head("送达时间", 20),
    Head("评价", 39), Head("住户签字", 32), Head("备注", 20),
)  # fmt: skip


def script(estate: str) -> tuple[str, ...]:
    """What the guard does and says at the door, word by word."""
    return (
        "① 敲门",
        f"② “您好，我是{estate}小区秩序维护人员，您的订单已到，麻烦核对签收”",
        "③ 等待验收",
        "④ 确认订单并签字",
        "⑤ “祝业主生活愉快！”",
    )


def render_deliveries(fonts: PaperFonts, sheets: Sequence[FreshSheet], *, made_at: int) -> bytes:
    """The PDF, each order from a page of its own; `made_at` is UTC ms."""
    document = Document(SIZE, TITLE, sheets[0].office.company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    for sheet in sheets:
        _of_order(document, pen, fonts, sheet)
        document.next_page()
    return document.finish()


def _of_order(document: Document, pen: Pen, fonts: PaperFonts, sheet: FreshSheet) -> None:
    rows = Rows(pen, fonts, HEADS, (LEFT, RIGHT), 9.5, 6.2)
    page = 1
    y = _head(pen, sheet, page)
    y += rows.head(y)
    for number, line in enumerate(sheet.goes):
        words = (str(line.number), line.name, line.spec, line.carried or line.got or line.ordered, "")
        last = number == len(sheet.goes) - 1
        if y + rows.height(words) > END - (FOOT if last else 0):
            page += 1
            document.next_page()
            y = _head(pen, sheet, page)
            y += rows.head(y)
        high = rows.draw(y, words)
        pen.box(rows.x(4) + rows.widths[4] / 2 - 1.7, y + high / 2, 3.4, False)
        y += high
    _foot(pen, sheet, y + 1.5)


def _head(pen: Pen, sheet: FreshSheet, page: int) -> float:
    office = sheet.office
    pen.block(LEFT, 6, 60, 4.5, office.company, 8.5, 6, bold=False)
    pen.block(LEFT, 10.5, 60, 4.5, f"{office.estate}　电话 {office.desk_phone}", 8.5, 6, bold=False)
    modules, runs = qr_runs(sheet.no)
    module = QR / (modules + 2 * QUIET)
    pen.squares(RIGHT - modules * module, 5 + QUIET * module, module, runs)
    pen.text(SIZE[0] / 2 + 1, 19, TITLE, 17, bold=True, anchor=0.5)
    under = "　".join(words for words in (sheet.again, "续页" if page > 1 else "") if words)
    pen.text(SIZE[0] / 2 + 1, 25, under, 9, bold=True, anchor=0.5)
    pen.block(LEFT, 15.5, 42, 9, sheet.where, 22, 9)
    y = 27.5
    width = (RIGHT - LEFT) / 2
    told = (
        (("收货人", sheet.name), ("电话", sheet.phone)),
        (("订单号", sheet.no), ("要求送达", sheet.due)),
        (("地址", sheet.address), ("门店", sheet.shop)),
        (("配送", sheet.guard), ("交配送", sheet.out_at)),
    )
    top = y
    for line in told if page == 1 else told[:2]:
        for place, (label, words) in enumerate(line):
            x = LEFT + place * width
            pen.frame(x, y, width, 6.2, THIN)
            pen.text(x + 1.2, y + 3.1, label, 8.3)
            pen.block(x + 15, y + 0.2, width - 16, 5.8, words, 10, 6)
        y += 6.2
    pen.frame(LEFT, top, RIGHT - LEFT, y - top, OUTER)
    y += 1.5
    if page > 1:
        return y
    lines = script(office.estate)
    high = 5.0 * 3 + 2
    pen.shade(LEFT, y, RIGHT - LEFT, high, 0.93)
    pen.text(LEFT + 1.5, y + 3.5, lines[0], 9.5, bold=True)
    pen.block(LEFT + 16, y + 1, RIGHT - LEFT - 17, 5, lines[1], 9.5, 6.5)
    pen.text(LEFT + 1.5, y + 8.5, f"{lines[2]}　　{lines[3]}", 9.5, bold=True)
    pen.text(LEFT + 1.5, y + 13.5, lines[4], 9.5, bold=True)
    if sheet.note:
        pen.block(LEFT + 50, y + 11, RIGHT - LEFT - 51, 5.4, f"业主备注: {sheet.note}", 9, 6, anchor=1)
    return y + high + 1.5


def _foot(pen: Pen, sheet: FreshSheet, top: float) -> None:
    width = RIGHT - LEFT
    held = [f"{line.name} {line.verdict}".strip() for line in sheet.lines if line.carried or not line.goes]
    said = f"本次未送: {'、'.join(held)}" if held else "本单全部送到"
    pen.block(LEFT, top, width, 7, said, 9, 6, bold=bool(held))
    pen.frame(LEFT, top + 8, width, 27, OUTER)
    pen.text(LEFT + 1.5, top + 12, "评价", 9.5, bold=True)
    boxes(pen, LEFT + 14, top + 12, sheet.satisfaction.options, sheet.satisfaction.chosen, gap=8, size=11)
    pen.line(LEFT, top + 16, RIGHT, top + 16, FIRM)
    pen.text(LEFT + 1.5, top + 20.5, "住户签字", 9.5, bold=True)
    pen.block(LEFT + 20, top + 17, 44, 7, sheet.signer, 11, 7)
    pen.text(LEFT + 1.5, top + 31, "代签关系", 8.3)
    pen.line(LEFT + 66, top + 16, LEFT + 66, top + 35, FIRM)
    pen.text(LEFT + 68, top + 20.5, "送达时间", 9.5, bold=True)
    if sheet.delivered_at:
        pen.block(LEFT + 68, top + 25, 60, 8, sheet.delivered_at, 11, 7)
    else:
        draw_units(pen, LEFT + 70, RIGHT - 3, top + 30, ("月", "日", "时", "分"))
    pen.block(LEFT, top + 36, width, 6.4, NO_RETURN, 8, 6, bold=False)
    pen.text(LEFT, top + 44.5, sheet.printed, 7.5)


def render_walk(fonts: PaperFonts, sheets: Sequence[FreshSheet], *, guard: str, made_at: int) -> bytes:
    """签收表 of one walk: a line for each order, in the order given."""
    first = sheets[0]
    document = Document(A4, WALK_TITLE, first.office.company, made_at)
    pen = Pen(document.canvas, fonts, A4[1])
    rows = Rows(pen, fonts, WALK_HEADS, (WALK_LEFT, WALK_RIGHT), 9.5, 12.5)
    page = 1
    y = _walk_head(pen, rows, first, guard, len(sheets), page)
    for number, sheet in enumerate(sheets, 1):
        words = (str(number), sheet.tail, sheet.where, sheet.name, str(len(sheet.goes)), sheet.delivered_at, "", "", "")
        if y + rows.height(words) > WALK_END:
            document.next_page()
            page += 1
            y = _walk_head(pen, rows, first, guard, len(sheets), page)
        high = rows.draw(y, words)
        boxes(pen, rows.x(6) + 1.2, y + high / 2, SATISFACTION, sheet.satisfaction.chosen, gap=1.4, size=8)
        if not sheet.delivered_at:
            draw_units(pen, rows.x(5) + 2, rows.x(6) - 1.5, y + high / 2, ("时", "分"))
        y += high
    pen.block(WALK_LEFT, y + 3, WALK_RIGHT - WALK_LEFT, 10, NO_RETURN, 9, 7, bold=False)
    document.next_page()
    return document.finish()


def _walk_head(pen: Pen, rows: Rows, first: FreshSheet, guard: str, count: int, page: int) -> float:
    office = first.office
    pen.block(WALK_LEFT, 8, 80, 5, office.company, 8.5, 6, bold=False)
    pen.block(WALK_RIGHT - 80, 8, 80, 5, f"{office.estate}　电话 {office.desk_phone}", 8.5, 6, bold=False, anchor=1)
    pen.text(A4[0] / 2, 19, WALK_TITLE, 17, bold=True, anchor=0.5)
    pen.block(WALK_LEFT, 25, 120, 6, f"配送 {guard}　一趟 {count} 单　交配送 {first.out_at}", 11, 7)
    pen.text(WALK_RIGHT, 28, f"打印 {first.printed_by} {first.printed_at}　第 {page} 页", 8, anchor=1)
    pen.line(WALK_LEFT, 32, WALK_RIGHT, 32, THICK)
    y = 34.0
    if page == 1:
        lines = script(office.estate)
        pen.block(WALK_LEFT, y, WALK_RIGHT - WALK_LEFT, 10, "　".join(lines), 9.5, 7, bold=False)
        y += 11.5
    return y + rows.head(y)
