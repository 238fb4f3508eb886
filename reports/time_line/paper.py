"""事项经过 on A4: facts, then every moment with who and how it was written down, counts, pictures, signatures."""

from dataclasses import dataclass

from reports.document import FIRM, MM, OUTER, THICK, THIN, Document, Pen
from reports.fitting import Fitted, fit
from reports.fonts import PaperFonts
from reports.qr import QUIET, qr_runs
from reports.time_line.of_order import Moment, TimeLine
from reports.words import moment

TITLE = "事项经过"
SIZE = (210.0, 297.0)
LEFT, WIDTH = 18.0, 174.0
RIGHT = LEFT + WIDTH
TOP, END = 20.0, 268.0
TYPE, SMALL, LABEL = 10.0, 8.5, 8.5
PAD = 1.2
# 时间 经过 经手 来源, mm
COLUMNS = (("时间", 29.0), ("经过", 91.0), ("经手", 22.0), ("来源", 32.0))
HEAD_HIGH = 7.0
FACT_LABEL = 18.0
SIGN_HIGH = 24.0
_QR = 20.0


@dataclass(frozen=True, slots=True)
class _Row:
    """One moment set into its column: words above, detail below."""

    moment: Moment
    words: Fitted
    detail: Fitted

    @property
    def height(self) -> float:
        lines = self.words.height + (self.detail.height + 3 if self.detail.lines else 0)
        return max(7.0, lines / MM + 2 * PAD + 1)


def render_time_line(fonts: PaperFonts, told: TimeLine, *, made_at: int) -> bytes:
    """The PDF; `made_at` is UTC ms."""
    rows = [_row(fonts, one) for one in told.moments]
    facts = _facts_height(fonts, told)
    pages = _pages(rows, TOP + 22 + facts + 4 + HEAD_HIGH, _tail_height(told))
    document = Document(SIZE, TITLE, told.office.company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    for number, part in enumerate(pages, start=1):
        y = _head(pen, told, number)
        if number == 1:
            y = _facts(pen, fonts, told, y) + 4
        y = _table(pen, part, y) if part else y
        if number == len(pages):
            _tail(pen, told, y)
        _foot(pen, told, made_at, number, len(pages))
        document.next_page()
    return document.finish()


def _pages(rows: list[_Row], first: float, tail: float) -> list[list[_Row]]:
    """Rows by page; the last page keeps room for what stands under the table."""
    pages: list[list[_Row]] = [[]]
    y = first
    for row in rows:
        if y + row.height > END:
            pages.append([])
            y = TOP + 12 + HEAD_HIGH
        pages[-1].append(row)
        y += row.height
    if y + tail > END:
        pages.append([])
    return pages


def _row(fonts: PaperFonts, one: Moment) -> _Row:
    width = (COLUMNS[1][1] - 2 * PAD) * MM
    bold, plain = fonts.bold, fonts.regular
    words = fit(bold, fonts.printable(one.what), width, 10_000, TYPE, TYPE)
    return _Row(one, words, fit(plain, fonts.printable(one.detail), width, 10_000, SMALL, SMALL))


def _head(pen: Pen, told: TimeLine, number: int) -> float:
    if number > 1:
        pen.text(LEFT, TOP, f"{TITLE}　{told.no}（续）", 11, bold=True)
        return TOP + 8
    pen.text(SIZE[0] / 2, TOP + 2, " ".join(TITLE), 20, bold=True, anchor=0.5)
    pen.block(LEFT, TOP + 9, 110, 5, f"{told.office.company}　{told.office.estate}", 10, 7, bold=False)
    pen.text(LEFT, TOP + 17.5, f"单号 {told.no}", 12, bold=True)
    pen.text(LEFT + 70, TOP + 17.5, f"报修电话 {told.office.desk_phone}", 10)
    modules, runs = qr_runs(told.no)
    module = _QR / (modules + 2 * QUIET)
    pen.squares(RIGHT - modules * module, TOP + 20.5 - _QR + QUIET * module, module, runs)
    return TOP + 22


def _pairs(told: TimeLine) -> list[tuple[float, float, str, str]]:
    """(left, width, label, value): two a line, the last one over the whole width."""
    half = WIDTH / 2
    cells = [(LEFT + half * (n % 2), half, *pair) for n, pair in enumerate(told.facts[:-1])]
    return [*cells, (LEFT, WIDTH, *told.facts[-1])] if told.facts else []


def _fact_lines(fonts: PaperFonts, told: TimeLine) -> list[list[tuple[float, float, str, str, float]]]:
    lines: list[list[tuple[float, float, str, str, float]]] = []
    for left, width, label, value in _pairs(told):
        set_in = fit(fonts.regular, fonts.printable(value), (width - FACT_LABEL - 2) * MM, 10_000, TYPE, TYPE)
        high = max(7.0, set_in.height / MM + 3)
        if left == LEFT:
            lines.append([])
        lines[-1].append((left, width, label, value, high))
    return lines


def _facts_height(fonts: PaperFonts, told: TimeLine) -> float:
    return sum(max(cell[4] for cell in line) for line in _fact_lines(fonts, told))


def _facts(pen: Pen, fonts: PaperFonts, told: TimeLine, y: float) -> float:
    top = y
    for line in _fact_lines(fonts, told):
        high = max(cell[4] for cell in line)
        for left, width, label, value, _ in line:
            pen.text(left + PAD, y + high / 2, label, LABEL)
            room = width - FACT_LABEL - 2
            pen.block(left + FACT_LABEL, y + 0.5, room, high - 1, value, TYPE, TYPE, bold=label == "报修内容")
            pen.frame(left, y, width, high, THIN)
        y += high
    pen.frame(LEFT, top, WIDTH, y - top, OUTER)
    return y


def _table(pen: Pen, rows: list[_Row], y: float) -> float:
    pen.line(LEFT, y, RIGHT, y, THICK)
    x = LEFT
    for label, width in COLUMNS:
        pen.text(x + PAD, y + HEAD_HIGH / 2, label, LABEL, bold=True)
        x += width
    y += HEAD_HIGH
    pen.line(LEFT, y, RIGHT, y, FIRM)
    for row in rows:
        _draw(pen, row, y)
        y += row.height
        pen.line(LEFT, y, RIGHT, y, THIN)
    return y


def _draw(pen: Pen, row: _Row, y: float) -> None:
    one, first = row.moment, y + PAD + 2.2
    at, what, who, source = LEFT + PAD, LEFT + COLUMNS[0][1], LEFT + 120.0, LEFT + 142.0
    pen.text(at, first, moment(one.at), SMALL)
    high = row.words.height / MM + 0.6
    pen.block(what + PAD, y + PAD, COLUMNS[1][1] - 2 * PAD, high, one.what, TYPE, TYPE)
    if one.detail:
        room = row.detail.height / MM + 0.6
        pen.block(what + PAD, y + PAD + high + 0.6, COLUMNS[1][1] - 2 * PAD, room, one.detail, SMALL, SMALL, bold=False)
    pen.block(who + PAD, y + PAD - 0.3, COLUMNS[2][1] - 2 * PAD, 5, one.who, SMALL, 5.5, bold=False)
    pen.block(source + PAD, y + PAD - 0.3, COLUMNS[3][1] - 2 * PAD, 5, one.source, SMALL, 5.5, bold=False)


def _tail_height(told: TimeLine) -> float:
    return 9 + (6 * len(told.files) + 7 if told.files else 0) + SIGN_HIGH


def _tail(pen: Pen, told: TimeLine, y: float) -> None:
    y += 6
    pen.text(LEFT, y, f"小计　{told.counts}", TYPE, bold=True)
    if told.files:
        y += 8
        pen.text(LEFT, y, f"照片和扫描件 {len(told.files)} 份", TYPE, bold=True)
        for number, name in enumerate(told.files, start=1):
            y += 6
            pen.text(LEFT + 4, y, f"{number}. {name}", SMALL + 0.5)
    y += 16
    x = LEFT
    for label in ("经办人", "住户（如需）", "日期"):
        x += pen.text(x, y, label, TYPE) + 2
        pen.line(x, y + 2.6, x + 34, y + 2.6, FIRM)
        x += 40


def _foot(pen: Pen, told: TimeLine, made_at: int, number: int, pages: int) -> None:
    y = SIZE[1] - 16
    pen.line(LEFT, y - 5, RIGHT, y - 5, THIN)
    pen.text(LEFT, y, f"按登记自动整理，不含内部备注；电话已遮　{told.printed_by} {moment(made_at)} 打印", 8)
    pen.text(RIGHT, y, f"第 {number} 页　共 {pages} 页", 8, anchor=1)
