"""A page that shows how far one printer is off, and says what to type in."""

from reports.document import FIRM, OUTER, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.slips.paper import NO_OFFSET, PAPERS, Offset, Paper, SlipFormat

MARKS = (20.0, 15.0)  # mm from the sheet's sides to the middle of each cross
RULER = 100  # mm
_ARM = 5.0
_TYPE = 9.5


def render_calibration(
    fonts: PaperFonts, slip_format: SlipFormat, *, company: str, made_at: int, offset: Offset = NO_OFFSET
) -> bytes:
    """One page with crosses and rulers, printed with the offset that is set now; `made_at` is UTC ms."""
    paper = PAPERS[slip_format]
    document = Document(paper.page, "打印校准页", company, made_at)
    pen = Pen(document.canvas, fonts, paper.sheet[1])
    for x, y in paper.places:
        with document.placed(x + offset.dx / 10, y + offset.dy / 10, paper.sheet[1]):
            _crosses(pen, paper)
            _rulers(pen, paper)
            _words(pen, paper, slip_format, offset)
    document.next_page()
    return document.finish()


def _crosses(pen: Pen, paper: Paper) -> None:
    for x in (MARKS[0], paper.sheet[0] - MARKS[0]):
        for y in (MARKS[1], paper.sheet[1] - MARKS[1]):
            pen.line(x - _ARM, y, x + _ARM, y, THIN)
            pen.line(x, y - _ARM, x, y + _ARM, THIN)


def _rulers(pen: Pen, paper: Paper) -> None:
    left, top = 62.0, paper.sheet[1] - 26
    pen.line(left, top, left + RULER, top, THIN)
    side, above = MARKS[0] + 12, (paper.sheet[1] - RULER) / 2
    pen.line(side, above, side, above + RULER, THIN)
    for mm in range(RULER + 1):
        arm = 5.0 if mm % 10 == 0 else 3.6 if mm % 5 == 0 else 2.2
        weight = FIRM if mm % 10 == 0 else THIN
        pen.line(left + mm, top, left + mm, top + arm, weight)
        pen.line(side, above + mm, side + arm, above + mm, weight)
        if mm % 10 == 0:
            pen.text(left + mm, top + 7.4, str(mm), 8, anchor=0.5)
            pen.text(side + 6.4, above + mm, str(mm), 8)


def _words(pen: Pen, paper: Paper, slip_format: SlipFormat, offset: Offset) -> None:
    x, right = 62.0, paper.sheet[0] - paper.margin
    pen.text(x, 13, f"打印校准页　{slip_format.label}", 15, bold=True)
    pen.text(
        x, 22, f"现在的偏移　横 {_mm(offset.dx)} 毫米（右为正）　竖 {_mm(offset.dy)} 毫米（下为正）", 11, bold=True
    )
    across, down = MARKS
    steps = (
        "一、打印时选“实际大小 / 100%”，不要选“适合页面”。",
        f"二、用钢尺量两把尺：0 到 {RULER} 应正好 {RULER} 毫米。不是，就是打印时被缩放了，先改打印设置再量。",
        f"三、量左上角十字的中心：到纸左边应为 {across:.1f} 毫米，到纸上边应为 {down:.1f} 毫米"
        + ("（连同两边有孔的纸边一起量）。" if paper.one_strike else "。"),
        "四、新的偏移 = 现在的偏移 + 应为的数，减去量得的数。例：现在 0.0，左边量得 21.5，横向就填 -1.5。",
        "五、填好后再打一张，四个十字都对上为止。换打印机、换纸以后要重做。",
    )
    y = 29.0
    for step in steps:
        pen.block(x, y, right - x, 9.0, step, _TYPE, 8, bold=False)
        y += 10.0
    for number, label in enumerate(("左边量得", "上边量得", "新的横向", "新的竖向")):
        left = x + (number % 2) * 60
        middle = y + 7 + (number // 2) * 11
        pen.text(left, middle, label, _TYPE)
        pen.line(left + 17, middle + 2.4, left + 41, middle + 2.4, OUTER)
        pen.text(left + 43, middle, "毫米", _TYPE)


def _mm(tenths: int) -> str:
    sign = "-" if tenths < 0 else "+" if tenths > 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
