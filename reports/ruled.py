"""Ruled tables on A4, one under another, from page to page; every page has its head, its number and its foot."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.document import OUTER, THICK, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.rows import LEAST, TYPE, Rows
from reports.rows import Head as Head
from reports.words import moment

SIZE = (210.0, 297.0)
LEFT, RIGHT = 18.0, 192.0
TOP, END = 18.0, 276.0
SMALL = 8.5


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `last` is set in bold (a sum), `empty` stands where there are no rows.

    `least`: how high (mm) a row is at the least; where a pen writes, more than print needs.
    """

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str]]
    last: Sequence[str] = ()
    empty: str = "无"
    aside: str = ""
    least: float = LEAST


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of tables: title, what stands under it, signatures at the end; `fresh` tables begin a page each."""

    company: str
    estate: str
    title: str
    under: str
    tables: Sequence[Table]
    signatures: Sequence[str] = ()
    notes: Sequence[str] = field(default=())
    fresh: bool = False


def render_tables(fonts: PaperFonts, paper: Paper, *, made_at: int) -> bytes:
    """The PDF; `made_at` is UTC ms."""
    return _Run(fonts, paper, made_at).finish()


class _Run:
    def __init__(self, fonts: PaperFonts, paper: Paper, made_at: int) -> None:
        self._fonts, self._paper, self._made_at = fonts, paper, made_at
        self._document = Document(SIZE, paper.title, paper.company, made_at)
        self._pen = Pen(self._document.canvas, fonts, SIZE[1])
        self._page = 0
        self._y = 0.0

    def finish(self) -> bytes:
        self._head()
        for number, table in enumerate(self._paper.tables):
            if number and self._paper.fresh:
                self._signatures()
                self._turn()
            self._table(table)
        for note in self._paper.notes:
            self._room(6)
            self._pen.text(LEFT, self._y + 3, note, SMALL)
            self._y += 5
        self._signatures()
        self._foot()
        self._document.next_page()
        return self._document.finish()

    def _head(self) -> None:
        pen, paper = self._pen, self._paper
        self._page += 1
        pen.block(LEFT, TOP - 8, 70, 5, paper.company, 8.5, 6, bold=False)
        pen.block(RIGHT - 70, TOP - 8, 70, 5, paper.estate, 8.5, 6, bold=False, anchor=1)
        pen.text(SIZE[0] / 2, TOP + 2, paper.title, 17, bold=True, anchor=0.5)
        pen.text(SIZE[0] / 2, TOP + 10, paper.under, TYPE, anchor=0.5)
        pen.line(LEFT, TOP + 14, RIGHT, TOP + 14, THICK)
        self._y = TOP + 18

    def _foot(self) -> None:
        self._pen.text(LEFT, SIZE[1] - 10, f"打印 {moment(self._made_at)}", 7.5)
        self._pen.text(RIGHT, SIZE[1] - 10, f"第 {self._page} 页", 7.5, anchor=1)

    def _turn(self) -> None:
        self._foot()
        self._document.next_page()
        self._head()

    def _room(self, height: float) -> bool:
        """Whether a new page was begun for it."""
        if self._y + height <= END:
            return False
        self._turn()
        return True

    def _table(self, table: Table) -> None:
        pen = self._pen
        self._room(8 + 2 * LEAST)
        pen.text(LEFT, self._y + 3, table.title, 11, bold=True)
        pen.text(RIGHT, self._y + 3, table.aside, SMALL, anchor=1)
        self._y += 7
        if not table.rows:
            pen.text(LEFT, self._y + 3, table.empty, TYPE)
            self._y += 9
            return
        rows = Rows(pen, self._fonts, table.heads, (LEFT, RIGHT), least=table.least)
        self._y += rows.head(self._y)
        for row in table.rows:
            if self._room(rows.height(row)):
                self._y += rows.head(self._y)
            self._y += rows.draw(self._y, row)
        if table.last:
            self._room(rows.height(table.last, bold=True))
            self._y += rows.draw(self._y, table.last, bold=True, width=OUTER)
        self._y += 5

    def _signatures(self) -> None:
        if not self._paper.signatures:
            return
        self._room(18)
        step = (RIGHT - LEFT) / len(self._paper.signatures)
        for number, words in enumerate(self._paper.signatures):
            x = LEFT + number * step
            used = self._pen.text(x, self._y + 10, f"{words}:", TYPE)
            self._pen.line(x + used + 1, self._y + 12.5, x + step - 4, self._y + 12.5, THIN)
        self._y += 18
