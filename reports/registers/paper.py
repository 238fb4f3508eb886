"""A register on A4 across: repeated head, ruled rows, what it adds up to, page x of y, signatures at the foot."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from desk.domain.flow import Frozen
from reports.document import FIRM, MM, OUTER, THICK, THIN, Document, Pen
from reports.fitting import LEADING, Fitted, fit
from reports.fonts import PaperFonts
from reports.registers.definition import SIGNATURES, Asked, Heading, RegisterColumn
from reports.words import moment
from reports.workbook import Cancelled

SIZE = (297.0, 210.0)
LEFT, WIDTH = 10.0, 277.0
NUMBER = "序号"
NUMBER_WIDTH = 9.0
TABLE_TOP, HEAD_HIGH, ROW_HIGH = 24.0, 8.0, 7.8  # a row is at least so high
TABLE_END = 191.0
BODY = TABLE_END - TABLE_TOP - HEAD_HIGH
SUM_TYPE, SUM_GAP = 9.5, 1.6
TYPE, SMALL, SMALLEST, HEAD_TYPE = 7.5, 6.0, 5.0, 8.0
EDGE, ABOVE = 0.7, 0.3  # between a line and what stands beside it, below it
_TABLE, _PAGES = "register", "pages"
Cells = list[Fitted]


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
    """The PDF of `count` rows; asks at every page whether to go on, and raises Cancelled."""
    run = _Run(fonts, asked, heading, progress, cancelled)
    for number, values in enumerate(islice(rows, count), start=1):
        run.row(number, values)
    return run.finish()


class _Run:
    """Rows under one another; one that has more to say than its cells hold is higher, up to a page."""

    def __init__(
        self, fonts: PaperFonts, asked: Asked, heading: Heading, progress: Callable[[int], None],
        cancelled: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._fonts, self._asked, self._progress, self._cancelled = fonts, asked, progress, cancelled
        self._document = Document(SIZE, asked.register.title, heading.company, heading.made_at)
        self._pen = Pen(self._document.canvas, fonts, SIZE[1])
        self._columns = columns_of(asked)
        self._sums = asked.register.sums()
        self._page, self._done, self._y = 0, 0, TABLE_END
        with self._document.template(_TABLE, SIZE):
            _frame(self._pen, asked, heading)

    def row(self, number: int, values: Frozen) -> None:
        cells = [self._cell(column, width, values) for _, width, column in self._columns]
        high = max(cell.height / MM for cell in cells) + 2 * ABOVE
        high = min(BODY, high + 2 * ABOVE) if high > ROW_HIGH else ROW_HIGH
        self._room(high)
        self._sums.add(values)
        _row(self._pen, self._columns, cells, number, self._y, high)
        self._y, self._done = self._y + high, number

    def finish(self) -> bytes:
        face = self._fonts.face(True)
        told = [
            fit(face, self._fonts.printable(words), (WIDTH - 2) * MM, BODY * MM, SUM_TYPE, SUM_TYPE)
            for words in self._sums.words()
        ]
        self._room(sum(one.height / MM + SUM_GAP for one in told) + SUM_GAP)
        self._pen.line(LEFT, self._y, LEFT + WIDTH, self._y, THICK)
        for one in told:
            self._y += SUM_GAP
            _lines(self._pen, one, LEFT + 1, self._y, bold=True)
            self._y += one.height / MM
        self._progress(self._done)
        with self._document.template(_PAGES, SIZE):
            Pen(self._document.canvas, self._fonts, SIZE[1]).text(SIZE[0] / 2, 204.5, f"共 {self._page} 页", 8.5)
        self._document.next_page()
        return self._document.finish()

    def _room(self, high: float) -> None:
        """A new page where what comes next does not fit."""
        if self._page and self._y + high <= TABLE_END:
            return
        if self._cancelled():
            raise Cancelled
        self._progress(self._done)
        if self._page:
            self._document.next_page()
        self._page += 1
        self._document.stamp(_TABLE)
        self._pen.text(SIZE[0] / 2 - 2.5, 204.5, f"第 {self._page} 页", 8.5, anchor=1)
        self._document.stamp(_PAGES)
        self._y = TABLE_TOP + HEAD_HIGH

    def _cell(self, column: RegisterColumn, width: float, values: Frozen) -> Fitted:
        """In a row of the usual height if it goes, else as high as it needs; only what fills a page is cut."""
        words = self._fonts.printable(column.words(values, self._asked.phones))
        face, room = self._fonts.face(False), (width - 2 * EDGE) * MM
        fitted = fit(face, words, room, (ROW_HIGH - 2 * ABOVE) * MM, TYPE, SMALL)
        if not fitted.cut:
            return fitted
        return fit(face, words, room, (BODY - 2 * ABOVE) * MM, SMALL, SMALLEST)


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
    pen.text(right, 19, f"{asked.range_words}{asked.phones_words}", 9.5, anchor=1)
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


def _row(
    pen: Pen, columns: Sequence[tuple[float, float, RegisterColumn]], cells: Cells, number: int, y: float, high: float
) -> None:
    pen.text(LEFT + NUMBER_WIDTH / 2, y + high / 2, str(number), TYPE, anchor=0.5)
    bottom = y + high
    pen.line(LEFT, bottom, LEFT + WIDTH, bottom, THIN)
    for (x, width, column), cell in zip(columns, cells, strict=True):
        pen.line(x, y, x, bottom, THIN)
        if cell.lines:
            begin = y + (high - cell.height / MM) / 2
            at, anchor = (x + width - EDGE, 1.0) if column.figures else (x + EDGE, 0.0)
            _lines(pen, cell, at, begin, anchor=anchor)
    for x in (LEFT, LEFT + WIDTH):
        pen.line(x, y, x, bottom, OUTER)


def _lines(pen: Pen, fitted: Fitted, x: float, y: float, *, bold: bool = False, anchor: float = 0.0) -> None:
    """With their top at `y`."""
    middle = y + fitted.size / MM / 2
    for words in fitted.lines:
        pen.text(x, middle, words, fitted.size, bold=bold, anchor=anchor)
        middle += fitted.size * LEADING / MM
