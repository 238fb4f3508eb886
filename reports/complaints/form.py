"""投诉登记表 on A4: the fields of the form in ruled blocks, what was said over the whole width, signatures."""

from dataclasses import dataclass

from reports.complaints.of_complaint import Form
from reports.document import FIRM, MM, OUTER, THIN, Document, Pen
from reports.fitting import fit
from reports.fonts import PaperFonts
from reports.words import moment

SIZE = (210.0, 297.0)
LEFT, WIDTH = 18.0, 174.0
RIGHT = LEFT + WIDTH
TOP, END = 20.0, 262.0
TYPE, FLOOR, LABEL = 10.5, 7.0, 9.0
LABEL_WIDE = 26.0
LEAST, TALL = 8.0, 24.0
MOST = END - TOP - 14  # no cell is higher than a page
WIDE = frozenset({"内容", "措施", "答复", "回访问答", "业主原话"})
HIGH = frozenset({"内容", "措施", "答复"})  # room to write by hand where nothing stands yet
SIGNERS = ("接待人", "责任人", "项目经理", "业主")


@dataclass(frozen=True, slots=True)
class _Line:
    """Cells beside one another: (left, width, label, value), and how high they stand."""

    cells: tuple[tuple[float, float, str, str], ...]
    high: float


def render_form(fonts: PaperFonts, form: Form, *, made_at: int) -> bytes:
    """The PDF; `made_at` is UTC ms."""
    document = Document(SIZE, form.title, form.office.company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    pages = _pages(fonts, form)
    for number, lines in enumerate(pages, start=1):
        y = _head(pen, form, number)
        top = y
        for one in lines:
            y = _draw(pen, one, y)
        if lines:
            pen.frame(LEFT, top, WIDTH, y - top, OUTER)
        if number == len(pages):
            _sign(pen, y)
        _foot(pen, form, made_at, number, len(pages))
        document.next_page()
    return document.finish()


def _lines(fonts: PaperFonts, form: Form) -> list[_Line]:
    found: list[_Line] = []
    for block in form.blocks:
        waiting: list[tuple[str, str]] = []
        for label, value in block:
            if label in WIDE:
                found += _paired(fonts, waiting)
                waiting = []
                found.append(_line(fonts, [(LEFT, WIDTH, label, value)]))
            else:
                waiting.append((label, value))
        found += _paired(fonts, waiting)
    return found


def _paired(fonts: PaperFonts, cells: list[tuple[str, str]]) -> list[_Line]:
    half = WIDTH / 2
    lines = []
    for start in range(0, len(cells), 2):
        pair = cells[start : start + 2]
        width = WIDTH if len(pair) == 1 else half
        lines.append(_line(fonts, [(LEFT + half * n, width, *one) for n, one in enumerate(pair)]))
    return lines


def _line(fonts: PaperFonts, cells: list[tuple[float, float, str, str]]) -> _Line:
    high = LEAST
    for _left, width, label, value in cells:
        room = (width - LABEL_WIDE - 3) * MM
        set_in = fit(fonts.regular, fonts.printable(value), room, 10_000, TYPE, TYPE)
        high = max(high, set_in.height / MM + 3.5, TALL if label in HIGH else 0)
    return _Line(tuple(cells), min(high, MOST))


def _pages(fonts: PaperFonts, form: Form) -> list[list[_Line]]:
    pages: list[list[_Line]] = [[]]
    y = TOP + 14
    for one in _lines(fonts, form):
        if y + one.high > END and pages[-1]:
            pages.append([])
            y = TOP + 10
        pages[-1].append(one)
        y += one.high
    return pages


def _head(pen: Pen, form: Form, number: int) -> float:
    if number > 1:
        pen.text(LEFT, TOP, f"{form.title}　{form.no}（续）", 11, bold=True)
        return TOP + 8
    pen.text(SIZE[0] / 2, TOP - 4, " ".join(form.title), 19, bold=True, anchor=0.5)
    pen.block(LEFT, TOP + 4, 120, 5, f"{form.office.company}　{form.office.estate}", 10, 7, bold=False)
    pen.text(RIGHT, TOP + 6.5, f"编号 {form.no}", 11, bold=True, anchor=1)
    return TOP + 11


def _draw(pen: Pen, one: _Line, y: float) -> float:
    for left, width, label, value in one.cells:
        pen.block(left + 1, y + 0.5, LABEL_WIDE - 2, one.high - 1, label, LABEL, 6.5, bold=False, anchor=0.5)
        pen.block(
            left + LABEL_WIDE + 1.5, y + 0.8, width - LABEL_WIDE - 3, one.high - 1.6, value, TYPE, FLOOR, bold=False
        )
        pen.line(left + LABEL_WIDE, y, left + LABEL_WIDE, y + one.high, THIN)
        pen.frame(left, y, width, one.high, THIN)
    return y + one.high


def _sign(pen: Pen, y: float) -> None:
    y = min(y + 14, END + 10)
    x = LEFT
    for label in SIGNERS:
        x += pen.text(x, y, label, 10) + 2
        pen.line(x, y + 2.6, x + 24, y + 2.6, FIRM)
        x += 29


def _foot(pen: Pen, form: Form, made_at: int, number: int, pages: int) -> None:
    y = SIZE[1] - 14
    pen.line(LEFT, y - 4, RIGHT, y - 4, THIN)
    pen.text(LEFT, y, f"仅限责任人和项目经理; 电话已遮　{form.printed_by} {moment(made_at)} 打印", 8)
    pen.text(RIGHT, y, f"第 {number} 页　共 {pages} 页", 8, anchor=1)
