"""The analysis as a PDF: of several estates one table of all first, then every estate's figures, tables and trend."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from reports.assessment.press import LEFT, RIGHT, WIDTH, Edge, Press, key_of
from reports.document import FIRM, OUTER, THICK, THIN, Pen
from reports.fonts import PaperFonts
from reports.monthly import definition
from reports.monthly.definition import SIGN_OFF, Entry, Report
from reports.monthly.grid import Grid, Line, Way
from reports.workbook import Cancelled

ROW, HEAD, TWO_LINES = 5.4, 6.2, 9.2
TYPE, SMALL, LEAST = 8.5, 7.5, 6.0
CARD, CHART = 19.0, 37.0
INSET = 1.2
# What a manager looks at first: a rate of the table 比率.
CARDS = ("报修完好率", "报修满意率", "报修回访率")


def render_analysis(
    fonts: PaperFonts,
    report: Report,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF. Asks before every estate whether to go on, or raises Cancelled; `progress` in estates."""
    if not report.entries:
        raise ValueError("no estate")
    alone = report.entries[0].estate if len(report.entries) == 1 else ""
    press = Press(fonts, f"{report.title}　{alone}".strip(), report.company, report.made_at, report.month)
    if not alone:
        _all(press, report)
    for done, entry in enumerate(report.entries):
        if cancelled():
            raise Cancelled
        progress(done, len(report.entries))
        _estate(press, report, entry)
    progress(len(report.entries), len(report.entries))
    return press.finish()


def _begin(press: Press, report: Report, name: str, key: str) -> None:
    press.turn(Edge(report.company, name, report.basis, trial=False))
    press.mark(key, name, 0)
    press.pen.text(LEFT, press.y + 3.5, report.title, 18, bold=True)
    press.pen.block(RIGHT - 84, press.y - 1, 84, 9, name, 13, 8, anchor=1)
    press.y += 9.5
    press.pen.line(LEFT, press.y, RIGHT, press.y, THICK)
    press.y += 3.5


def _all(press: Press, report: Report) -> None:
    _begin(press, report, f"{len(report.entries)} 个小区", "all")
    keys = [key_of(one.scope) for one in report.entries]
    _grid(press, definition.summary(report), keys)
    _notes(press, report)
    _sign(press, report)


def _estate(press: Press, report: Report, entry: Entry) -> None:
    _begin(press, report, entry.estate, key_of(entry.scope))
    tables = definition.grids(report, entry)
    _cards(press, tables)
    for words in definition.findings(report, entry):
        press.paragraph(words, 10, indent=3.6, lead="·")
    press.y += 2.5
    for one in tables:
        if one.columns is definition.TREND_COLUMNS:
            press.room(9 + HEAD + ROW * len(one.lines) + CHART)
        _grid(press, one)
        if one.columns is definition.TREND_COLUMNS:
            _chart(press, one)
    _notes(press, report)
    _sign(press, report)


def _notes(press: Press, report: Report) -> None:
    for words in definition.notes(report):
        press.paragraph(words, SMALL)


def _sign(press: Press, report: Report) -> None:
    press.room(14)
    x, middle = LEFT, press.y + 8
    for name in SIGN_OFF:
        who, mark, seal = name.partition("（")
        x += press.pen.text(x, middle, who, 9) + 1.5
        press.pen.line(x, middle + 2.5, x + 26, middle + 2.5, FIRM)
        x += 28 + (press.pen.text(x + 27, middle, mark + seal, 9) + 2 if mark else 0)
    press.pen.text(RIGHT, middle, f"{report.made_by} 制", 8.5, anchor=1)
    press.y += 14


# figures


def _cards(press: Press, tables: Sequence[Grid]) -> None:
    """How many repairs, how many whole and content, how many rung back; beneath, how it was a month ago."""
    counts, rates = tables[0], tables[1]
    shown = [(one, counts, 1, 3) for one in counts.lines[:1]]
    shown += [(one, rates, 3, 11) for name in CARDS for one in rates.lines if one.cells[0] == name]
    gap = 4.0
    room = (WIDTH - gap * 3) / 4
    for place, (line, grid, figure, change) in enumerate(shown[:4]):
        x = LEFT + place * (room + gap)
        press.pen.frame(x, press.y, room, CARD, FIRM)
        press.pen.text(x + 3, press.y + 4.2, f"{line.cells[0]}{'次数' if grid is counts else ''}", SMALL)
        press.pen.text(x + 3, press.y + 10, grid.words(line, figure), 17, bold=True)
        unit = " 个百分点" if grid is rates else ""
        then = f"比上月 {grid.words(line, change)}{unit}" if grid.value(line, change) is not None else "上月没有"
        press.pen.text(x + 3, press.y + 15.8, then, SMALL)
    press.y += CARD + 4


def _grid(press: Press, grid: Grid, links: Sequence[str] = ()) -> None:
    press.heading(grid.title, grid.aside, HEAD + 2 * ROW)
    if not grid.lines:
        press.paragraph(grid.empty, TYPE, gap=4)
        return
    _grid_head(press, grid)
    for place, line in enumerate(grid.all_lines()):
        if press.room(ROW):
            _grid_head(press, grid)
        _row(press, grid, line, last=place >= len(grid.lines))
        if place < len(links):
            press.link(links[place], LEFT, press.y - ROW, WIDTH, ROW)
    press.pen.line(LEFT, press.y, RIGHT, press.y, OUTER)
    press.y += 4.5


def _grid_head(press: Press, grid: Grid) -> None:
    press.pen.line(LEFT, press.y, RIGHT, press.y, OUTER)
    x, high = LEFT, TWO_LINES if any(" " in one.label for one in grid.columns) else HEAD
    for place, column in enumerate(grid.columns):
        parts = column.label.split(" ")
        at, anchor = (x + INSET, 0.0) if place == 0 else (x + column.width - INSET, 1.0)
        for number, words in enumerate(parts):
            middle = press.y + high / 2 + (number - (len(parts) - 1) / 2) * 3.6
            press.pen.text(at, middle, words, SMALL, bold=True, anchor=anchor)
        x += column.width
    press.y += high
    press.pen.line(LEFT, press.y, RIGHT, press.y, FIRM)


def _row(press: Press, grid: Grid, line: Line, *, last: bool) -> None:
    """What misses its standard stands in bold, and so does the sum."""
    x, middle = LEFT, press.y + ROW / 2
    if last:
        press.pen.line(LEFT, press.y, RIGHT, press.y, FIRM)
    for place, column in enumerate(grid.columns):
        words = grid.words(line, place)
        if place == 0:
            press.pen.block(
                x + INSET, press.y + 0.3, column.width - 2 * INSET, ROW - 0.6, words, TYPE, LEAST, bold=last
            )
        else:
            words = "" if column.way is Way.WORDS and line.cells[place] is None else words
            press.pen.text(
                x + column.width - INSET, middle, words, TYPE, bold=last or _short(grid, line, place), anchor=1
            )
        x += column.width
    press.y += ROW
    press.pen.line(LEFT, press.y, RIGHT, press.y, THIN)


def _short(grid: Grid, line: Line, place: int) -> bool:
    value = grid.value(line, place)
    is_rate = grid.columns[place].way is Way.RATE and isinstance(value, Fraction)
    return is_rate and bool(line.target) and 100 * Fraction(value or 0) < line.target


# the trend


def _chart(press: Press, grid: Grid) -> None:
    """Left how often, as bars; right 完好率 (full line) and 满意率 (dashes), from half to the whole."""
    press.room(CHART)
    half = (WIDTH - 12) / 2
    top, foot = press.y + 6, press.y + CHART - 9
    _bars(press.pen, grid, LEFT, half, top, foot)
    _lines(press.pen, grid, LEFT + half + 12, half, top, foot)
    press.y += CHART


def _months(pen: Pen, grid: Grid, x: float, width: float, foot: float) -> list[float]:
    """The middle of every month, named below the line."""
    step = width / len(grid.lines)
    middles = [x + step * (place + 0.5) for place, _ in enumerate(grid.lines)]
    pen.line(x, foot, x + width, foot, FIRM)
    for middle, line in zip(middles, grid.lines, strict=True):
        pen.text(middle, foot + 3, f"{int(str(line.cells[0])[5:])} 月", SMALL, anchor=0.5)
    return middles


def _bars(pen: Pen, grid: Grid, x: float, width: float, top: float, foot: float) -> None:
    pen.text(x, top - 4, "报修次数", SMALL, bold=True)
    counts = [int(one.cells[1] or 0) for one in grid.lines]
    scale = (foot - top - 4) / max([1, *counts])
    for place, middle in enumerate(_months(pen, grid, x, width, foot)):
        high = counts[place] * scale
        pen.shade(middle - 4, foot - high, 8, high, 0.25 if place == len(counts) - 1 else 0.7)
        pen.text(middle, foot - high - 2, f"{counts[place]:,}", SMALL, anchor=0.5)


def _lines(pen: Pen, grid: Grid, x: float, width: float, top: float, foot: float) -> None:
    used = pen.text(x, top - 4, "完好率 ——", SMALL, bold=True)
    pen.text(x + used + 4, top - 4, "满意率 - - -", SMALL)
    low = Fraction(1, 2)
    for part in (Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        y = foot - float((part - low) / (1 - low)) * (foot - top)
        pen.line(x, y, x + width, y, 0.1)
        pen.text(x - 1.5, y, f"{int(100 * part)}%", LEAST, anchor=1)
    middles = _months(pen, grid, x, width, foot)
    for place, dashed in ((4, False), (7, True)):
        points = []
        for middle, line in zip(middles, grid.lines, strict=True):
            value = grid.value(line, place)
            if isinstance(value, Fraction):
                part = max(Fraction(0), (value - low) / (1 - low))
                points.append((middle, foot - float(part) * (foot - top)))
        for (x1, y1), (x2, y2) in pairwise(points):
            (pen.dashes if dashed else pen.line)(x1, y1, x2, y2)
        for px, py in points:
            pen.shade(px - 0.7, py - 0.7, 1.4, 1.4, 0.5 if dashed else 0)
