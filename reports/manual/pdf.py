"""The whole manual as one PDF: cover, contents with page numbers, a bookmark for every task, page x / y."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.document import MM, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.manual.book import Book
from reports.manual.flow import PICTURE_HIGH, Placed, Slab, slabs
from reports.manual.tree import Page

SIZE = (210.0, 297.0)
LEFT, TOP, FOOT = 18.0, 24.0, 20.0
WIDTH = SIZE[0] - 2 * LEFT
BOTTOM = SIZE[1] - FOOT
TITLE = "物业前台 使用手册"
TITLE_SIZE, GROUP_SIZE, ENTRY_SIZE, EDGE_SIZE = 20.0, 11.5, 10.5, 8.5
PICTURE_BEFORE = 3.0
ENTRY_HIGH, GROUP_HIGH = 6.6, 9.4
CONTENTS = "目录"
PICTURES = (PICTURE_HIGH, 72.0, 60.0)  # mm

Told = Callable[[int, int], bool]


@dataclass
class _Sheet:
    """One sheet: what is drawn on it at which height."""

    page: Page
    first: bool = False
    parts: list[tuple[float, Slab | Placed]] = field(default_factory=list)


def render_manual(fonts: PaperFonts, book: Book, *, made_at: int, company: str = "", told: Told | None = None) -> bytes:
    """The PDF. `told(done, all)` after every sheet; what it answers False ends the work with an empty result."""
    sheets = [sheet for page in book.pages for sheet in _sheets(fonts, book, page)]
    contents = _contents_sheets(book)
    first = 1 + len(contents)  # the cover is sheet 1
    number_of = {sheet.page.file: first + place + 1 for place, sheet in enumerate(sheets) if sheet.first}
    total = first + len(sheets)
    document = Document(SIZE, TITLE, company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    _cover(document.canvas, pen, company)
    for place, entries in enumerate(contents):
        document.next_page()
        if place == 0:
            _mark(document.canvas, CONTENTS, CONTENTS, 0)
        _draw_contents(document.canvas, pen, entries, number_of, place == 0)
        _edges(pen, CONTENTS, 2 + place, total)
    groups = {page.file: group.words for group in book.groups for page in group.pages}
    begun = ""
    for place, sheet in enumerate(sheets):
        document.next_page()
        group = groups[sheet.page.file]
        if sheet.first:
            if group != begun:
                begun = group
                _mark(document.canvas, f"group-{group}", group, 0)
            _mark(document.canvas, sheet.page.file, sheet.page.title, 1)
            pen.text(LEFT, TOP + 4, sheet.page.title, TITLE_SIZE, bold=True)
        _draw(document.canvas, pen, sheet)
        _edges(pen, f"{group} · {sheet.page.title}", first + place + 1, total)
        if told is not None and not told(place + 1, len(sheets)):
            return b""
    return document.finish()


def _sheets(fonts: PaperFonts, book: Book, page: Page) -> list[_Sheet]:
    """A task on as few sheets as it needs, with pictures as large as that allows."""
    return min((_laid(fonts, book, page, high) for high in PICTURES), key=len)


def _laid(fonts: PaperFonts, book: Book, page: Page, picture: float) -> list[_Sheet]:
    """A task begins on a sheet of its own; pictures at most so high (mm)."""
    sheets = [_Sheet(page, first=True)]
    y = TOP + 11.0
    held: list[Slab | Placed] = []  # what must not be parted from what follows

    def put() -> None:
        nonlocal y
        needed = sum(_room(part, at == 0 and not sheets[-1].parts) for at, part in enumerate(held))
        if y + needed > BOTTOM and sheets[-1].parts:
            sheets.append(_Sheet(page))
            y = TOP
        for part in held:
            at_top = not sheets[-1].parts
            before = 0.0 if at_top else _before(part)
            if y + before + part.height > BOTTOM and not at_top:
                sheets.append(_Sheet(page))
                y, before = TOP, 0.0
            sheets[-1].parts.append((y + before, part))
            y += before + part.height
        held.clear()

    for part in slabs(fonts, page.blocks, book.folder, WIDTH, picture):
        held.append(part)
        if not (isinstance(part, Placed) or part.stays):
            put()
    put()
    return sheets


def _before(part: Slab | Placed) -> float:
    return PICTURE_BEFORE if isinstance(part, Placed) else part.before


def _room(part: Slab | Placed, at_top: bool) -> float:
    return part.height + (0.0 if at_top else _before(part))


def _draw(canvas: Any, pen: Pen, sheet: _Sheet) -> None:
    for top, part in sheet.parts:
        if isinstance(part, Placed):
            left = LEFT + (WIDTH - part.width) / 2
            foot = SIZE[1] - top - part.height
            canvas.drawImage(str(part.file), left * MM, foot * MM, part.width * MM, part.height * MM)
            pen.frame(left, top, part.width, part.height, THIN / 2)
            continue
        for start, end, page in part.draw(pen, LEFT, top):
            _lead(canvas, start, top, end - start, part.height, page)


def _lead(canvas: Any, x: float, y: float, width: float, height: float, page: str) -> None:
    """A place to click that leads to a task."""
    box = (x * MM, (SIZE[1] - y - height) * MM, (x + width) * MM, (SIZE[1] - y) * MM)
    canvas.linkRect("", page, box, relative=0, thickness=0)


def _mark(canvas: Any, key: str, words: str, level: int) -> None:
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(words, key, level, closed=False)


def _cover(canvas: Any, pen: Pen, company: str) -> None:
    _mark(canvas, "cover", TITLE, 0)
    middle = SIZE[0] / 2
    pen.text(middle, 96, "物业前台", 34, bold=True, anchor=0.5)
    pen.line(middle - 32, 108, middle + 32, 108, 0.5)
    pen.text(middle, 117, "使用手册", 20, anchor=0.5)
    pen.text(middle, 132, "一件事一页: 按什么键, 说什么话, 出了岔子怎么办", 11, anchor=0.5)
    pen.text(middle, 262, company, 11, anchor=0.5)
    pen.text(middle, 270, "窗口里按 F1, 看到的是同一份", 9, anchor=0.5)


def _edges(pen: Pen, words: str, number: int, total: int) -> None:
    pen.text(LEFT, 13, TITLE, EDGE_SIZE)
    pen.text(LEFT + WIDTH, 13, words, EDGE_SIZE, anchor=1.0)
    pen.line(LEFT, 16.5, LEFT + WIDTH, 16.5)
    pen.text(SIZE[0] / 2, SIZE[1] - 11, f"第 {number} 页 / 共 {total} 页", EDGE_SIZE, anchor=0.5)


Entry = str | Page


def _contents_sheets(book: Book) -> list[list[tuple[float, Entry]]]:
    """Groups and tasks with their heights, on as many sheets as they need."""
    sheets: list[list[tuple[float, Entry]]] = [[]]
    y = TOP + 14.0
    for group in book.groups:
        if y + GROUP_HIGH + ENTRY_HIGH > BOTTOM:
            sheets.append([])
            y = TOP
        sheets[-1].append((y + GROUP_HIGH - 4, group.words))
        y += GROUP_HIGH
        for page in group.pages:
            if y + ENTRY_HIGH > BOTTOM:
                sheets.append([])
                y = TOP
            sheets[-1].append((y + ENTRY_HIGH / 2, page))
            y += ENTRY_HIGH
    return sheets


def _draw_contents(
    canvas: Any, pen: Pen, entries: Sequence[tuple[float, Entry]], number_of: dict[str, int], first: bool
) -> None:
    if first:
        pen.text(LEFT, TOP + 4, CONTENTS, TITLE_SIZE, bold=True)
    for middle, entry in entries:
        if isinstance(entry, str):
            pen.text(LEFT, middle, entry, GROUP_SIZE, bold=True)
            continue
        end = LEFT + 6 + pen.text(LEFT + 6, middle, entry.title, ENTRY_SIZE)
        number = str(number_of[entry.file])
        start = LEFT + WIDTH - pen.text(LEFT + WIDTH, middle, number, ENTRY_SIZE, anchor=1.0)
        pen.dashes(end + 2, middle + 1.2, start - 2, middle + 1.2)
        _lead(canvas, LEFT, middle - ENTRY_HIGH / 2, WIDTH, ENTRY_HIGH, entry.file)
