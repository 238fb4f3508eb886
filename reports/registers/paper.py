"""A register on A4 across: repeated head, ruled rows, what it adds up to, page x of y, signatures at the foot."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from desk.domain.flow import Frozen
from reports.document import FIRM, OUTER, THICK, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.registers.definition import SIGNATURES, Asked, Heading, RegisterColumn
from reports.words import moment
from reports.workbook import Cancelled

SIZE = (297.0, 210.0)
LEFT, WIDTH = 10.0, 277.0
NUMBER = "序号"
NUMBER_WIDTH = 9.0
TABLE_TOP, HEAD_HIGH, ROW_HIGH = 24.0, 8.0, 7.8
TABLE_END = 191.0
ROWS = int((TABLE_END - TABLE_TOP - HEAD_HIGH) / ROW_HIGH)
SUM_HIGH = 6.2
SUM_ROWS = 3  # rows that the sums need: where the last page has no room for them, they stand on one more
TYPE, SMALLEST, HEAD_TYPE = 7.5, 5.0, 8.0
_TABLE = "register"


def render_register(
    fonts: PaperFonts,
    asked: Asked,
    heading: Heading,
    rows: Iterable[Frozen],
    count: int,
    *,
    progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF of `count` rows; asks after every page whether to go on, and raises Cancelled."""
    document = Document(SIZE, asked.register.title, heading.company, heading.made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    sums = asked.register.sums()
    pages = max(1, -(-(count + SUM_ROWS) // ROWS))
    done = 0
    with document.template(_TABLE, SIZE):
        _frame(pen, asked, heading)
    for number, values in enumerate(islice(rows, count)):
        place = number % ROWS
        if place == 0:
            if cancelled():
                raise Cancelled
            progress(number)
            if number:
                document.next_page()
            _begin(document, pen, number // ROWS + 1, pages)
        sums.add(values)
        _row(pen, asked, values, number + 1, TABLE_TOP + HEAD_HIGH + place * ROW_HIGH)
        done = number + 1
    on_last = done - (pages - 1) * ROWS
    if on_last <= 0:  # an empty register, or sums without room beside the rows
        if done:
            document.next_page()
        _begin(document, pen, pages, pages)
    _add_up(pen, sums.words(), TABLE_TOP + HEAD_HIGH + max(on_last, 0) * ROW_HIGH)
    progress(done)
    document.next_page()
    return document.finish()


def columns_of(asked: Asked) -> tuple[tuple[float, float, RegisterColumn], ...]:
    """Left edge and width in mm of every column behind the running number."""
    found = []
    x = LEFT + NUMBER_WIDTH
    for column in asked.register.columns:
        found.append((x, column.width, column))
        x += column.width
    return tuple(found)


def _frame(pen: Pen, asked: Asked, heading: Heading) -> None:
    """What is the same on every page."""
    right = LEFT + WIDTH
    pen.text(SIZE[0] / 2, 11.5, asked.register.title, 18, bold=True, anchor=0.5)
    pen.block(LEFT, 16.5, 150, 5, f"{heading.company}　{heading.estate}", 9.5, 6, bold=False)
    phones = "" if asked.phones else "　电话已遮"
    pen.text(right, 19, f"{asked.range_words}{phones}", 9.5, anchor=1)
    pen.line(LEFT, TABLE_TOP, right, TABLE_TOP, THICK)
    middle = TABLE_TOP + HEAD_HIGH / 2
    pen.text(LEFT + NUMBER_WIDTH / 2, middle, NUMBER, HEAD_TYPE, bold=True, anchor=0.5)
    for x, width, column in columns_of(asked):
        pen.block(x + 0.6, TABLE_TOP + 0.5, width - 1.2, HEAD_HIGH - 1, column.label, HEAD_TYPE, 6, anchor=0.5)
    pen.line(LEFT, TABLE_TOP + HEAD_HIGH, right, TABLE_TOP + HEAD_HIGH, OUTER)
    x = LEFT
    for name in SIGNATURES:
        words = name.partition("（")[0]
        x += pen.text(x, 198.5, words, 9) + 1.5
        pen.line(x, 201, x + 32, 201, FIRM)
        x += 34
        if "（" in name:
            pen.text(x - 1, 198.5, "（" + name.partition("（")[2], 9)
    pen.text(right, 198.5, f"{heading.made_by}　{moment(heading.made_at)} 制", 8.5, anchor=1)


def _begin(document: Document, pen: Pen, number: int, pages: int) -> None:
    document.stamp(_TABLE)
    pen.text(SIZE[0] / 2, 204.5, f"第 {number} 页　共 {pages} 页", 8.5, anchor=0.5)


def _row(pen: Pen, asked: Asked, values: Frozen, number: int, y: float) -> None:
    middle = y + ROW_HIGH / 2
    pen.text(LEFT + NUMBER_WIDTH / 2, middle, str(number), TYPE, anchor=0.5)
    bottom = y + ROW_HIGH
    pen.line(LEFT, bottom, LEFT + WIDTH, bottom, THIN)
    for x, width, column in columns_of(asked):
        pen.line(x, y, x, bottom, THIN)
        words = column.words(values, asked.phones)
        if words:
            anchor = 1.0 if column.figures else 0.0
            pen.block(x + 0.7, y + 0.3, width - 1.4, ROW_HIGH - 0.6, words, TYPE, SMALLEST, bold=False, anchor=anchor)
    for x in (LEFT, LEFT + WIDTH):
        pen.line(x, y, x, bottom, OUTER)


def _add_up(pen: Pen, lines: Sequence[str], y: float) -> None:
    pen.line(LEFT, y, LEFT + WIDTH, y, THICK)
    for number, words in enumerate(lines):
        pen.block(LEFT + 1, y + 1 + number * SUM_HIGH, WIDTH - 2, SUM_HIGH, words, 9.5, 6.5)
