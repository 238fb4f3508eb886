"""A page of the manual as slabs: what has a height, may stand alone, and is drawn where it comes to lie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image as Pictures

from reports.document import THIN, Pen
from reports.fonts import PaperFonts
from reports.manual.setting import Line, draw_line, line_height, natural_width, set_lines
from reports.manual.tree import Block, Heading, Image, Listing, Paragraph, Run, Runs, Said, Table, Words

BODY, SMALL, CAPTION = 10.5, 9.5, 8.5  # points
HEADS = {2: 13.0, 3: 11.0}
BEFORE, BETWEEN = 2.2, 1.0  # mm before a block, and between items
INDENT = 6.0
CELL_X, CELL_Y = 1.6, 0.9  # mm inside a cell
PICTURE_HIGH = 84.0  # mm at most; less where a task then needs one sheet less
SAID_GREY, SAID_BAR, SAID_EDGE = 0.94, 0.45, 1.2

Links = list[tuple[float, float, str]]
Draw = Callable[[Pen, float, float], Links]  # pen, left, top -> what leads where


@dataclass(frozen=True, slots=True)
class Slab:
    """`before` is left out at the top of a sheet; `stays`: the next one must not begin another sheet."""

    height: float
    draw: Draw
    before: float = 0.0
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture to be drawn by the document: file, left, top, width, height in mm."""

    file: Path
    width: float
    height: float


def slabs(
    fonts: PaperFonts, blocks: Sequence[Block], folder: Path, width: float, picture: float = PICTURE_HIGH
) -> Iterator[Slab | Placed]:
    """All blocks of a page; a picture comes as `Placed`, with its words as a slab behind it."""
    for block in blocks:
        if isinstance(block, Heading):
            size = HEADS[block.level]
            lines = set_lines(fonts, block.runs, width, size, bold=True)
            yield from _lines(lines, before=BEFORE * 2.2, stays=True)
        elif isinstance(block, Paragraph):
            yield from _lines(set_lines(fonts, block.runs, width, BODY), before=BEFORE)
        elif isinstance(block, Said):
            yield from _said(fonts, block.runs, width)
        elif isinstance(block, Listing):
            yield from _listing(fonts, block, width)
        elif isinstance(block, Table):
            yield from _table(fonts, block, width)
        else:
            yield from _picture(fonts, block, folder, width, picture)


def _lines(lines: Sequence[Line], before: float, stays: bool = False, indent: float = 0.0) -> Iterator[Slab]:
    for number, line in enumerate(lines):
        high = line_height(line.size)
        # Neither the first nor the last line of several stands alone.
        alone = len(lines) > 1 and number in (0, len(lines) - 2)
        yield Slab(high, _drawn(line, indent, high), before if number == 0 else 0.0, stays or alone)


def _drawn(line: Line, indent: float, high: float) -> Draw:
    return lambda pen, left, top: draw_line(pen, line, left + indent, top + high / 2)


def _said(fonts: PaperFonts, runs: Runs, width: float) -> Iterator[Slab]:
    """Words to say: on grey, with a bar at the left."""
    lines = set_lines(fonts, runs, width - 8, BODY)
    high = line_height(BODY)
    for number, line in enumerate(lines):
        first, last = number == 0, number == len(lines) - 1
        over, under = (1.2 if first else 0.0), (1.2 if last else 0.0)

        def draw(
            pen: Pen, left: float, top: float, line: Line = line, over: float = over, under: float = under
        ) -> Links:
            pen.shade(left, top, width, high + over + under, SAID_GREY)
            pen.shade(left, top, 1.0, high + over + under, 0.45)
            return draw_line(pen, line, left + 4, top + over + high / 2)

        yield Slab(high + over + under, draw, BEFORE if first else 0.0, not last)


def _listing(fonts: PaperFonts, block: Listing, width: float) -> Iterator[Slab]:
    for number, runs in enumerate(block.items):
        lines = set_lines(fonts, runs, width - INDENT, BODY)
        mark = f"{number + 1}." if block.ordered else "·"
        whole = list(_lines(lines, BEFORE if number == 0 else BETWEEN, indent=INDENT))
        first = whole[0]

        def draw(pen: Pen, left: float, top: float, first: Slab = first, mark: str = mark) -> Links:
            pen.text(left + INDENT - 2.0, top + first.height / 2, mark, BODY, bold=True, anchor=1.0)
            return first.draw(pen, left, top)

        yield Slab(first.height, draw, first.before, first.stays)
        yield from whole[1:]


def _table(fonts: PaperFonts, block: Table, width: float) -> Iterator[Slab]:
    widths = _columns(fonts, block, width)
    rows = (block.head, *block.rows)
    for number, row in enumerate(rows):
        head = number == 0
        cells = [
            set_lines(fonts, cell or (Words(" "),), wide - 2 * CELL_X, SMALL, bold=head)
            for cell, wide in zip(row, widths, strict=True)
        ]
        high = max(len(lines) for lines in cells) * line_height(SMALL) + 2 * CELL_Y
        draw = _row(cells, widths, high, head)
        yield Slab(high, draw, BEFORE if head else 0.0, head or number == len(rows) - 2)


def _row(cells: Sequence[Sequence[Line]], widths: Sequence[float], high: float, head: bool) -> Draw:
    def draw(pen: Pen, left: float, top: float) -> Links:
        links: Links = []
        if head:
            pen.shade(left, top, sum(widths), high, SAID_GREY)
        pen.line(left, top + high, left + sum(widths), top + high, THIN)
        x = left
        for lines, wide in zip(cells, widths, strict=True):
            y = top + CELL_Y
            for line in lines:
                links += draw_line(pen, line, x + CELL_X, y + line_height(SMALL) / 2)
                y += line_height(SMALL)
            x += wide
        return links

    return draw


def _columns(fonts: PaperFonts, block: Table, width: float) -> list[float]:
    """What each column wants where there is room; else narrow ones keep theirs and the wide ones share the rest."""
    wanted = [
        max(natural_width(fonts, cell, SMALL, bold=number == 0) for number, cell in enumerate(column))
        + 2 * CELL_X
        + 0.1
        for column in zip(block.head, *block.rows, strict=True)
    ]
    if sum(wanted) <= width:
        return [*wanted[:-1], wanted[-1] + width - sum(wanted)]
    given = [0.0] * len(wanted)
    open_columns, left = set(range(len(wanted))), width
    while True:
        share = left / len(open_columns)
        narrow = {number for number in open_columns if wanted[number] <= share}
        if not narrow or narrow == open_columns:
            break
        for number in narrow:
            given[number] = wanted[number]
            left -= wanted[number]
        open_columns -= narrow
    whole = sum(wanted[number] for number in open_columns)
    for number in open_columns:
        given[number] = left * wanted[number] / whole
    return given


def _picture(fonts: PaperFonts, block: Image, folder: Path, width: float, highest: float) -> Iterator[Slab | Placed]:
    file = folder / block.file
    with Pictures.open(file) as opened:
        across, down = opened.size
    high = min(highest, width * down / across)
    yield Placed(file, high * across / down, high)
    caption: tuple[Run, ...] = (Words(block.words),)
    yield from _lines(set_lines(fonts, caption, width, CAPTION), before=0.6)
