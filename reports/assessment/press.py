"""The pages of an assessment: where the pen stands, the edges of every page with its number, bookmarks and links."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.document import FIRM, MM, THIN, Document, Pen
from reports.fitting import LEADING, Fitted, fit
from reports.fonts import PaperFonts

SIZE = (210.0, 297.0)
LEFT, RIGHT = 18.0, 192.0
WIDTH = RIGHT - LEFT
TOP, END = 24.0, 278.0
EDGE = 8.0
TRIAL = "试算"
_PAGES = "pages"
_LINK = "estate-"


@dataclass(frozen=True, slots=True)
class Edge:
    """What stands at the edges of a page: its document, its part, what it is made of; a trial says so."""

    title: str
    part: str
    basis: str
    trial: bool


class Press:
    """One document. `y` (mm from the top) is where the next thing goes; `room` begins a page where it does not fit."""

    def __init__(self, fonts: PaperFonts, title: str, company: str, made_at: int, keywords: str) -> None:
        self.fonts = fonts
        self.document = Document(SIZE, title, company, made_at)
        self.canvas = self.document.canvas
        self.canvas.setKeywords(keywords)
        self.canvas.showOutline()
        self.pen = Pen(self.canvas, fonts, SIZE[1])
        self.page = 0
        self.y = TOP
        self._edge: Edge | None = None
        self._known: dict[tuple[str, float, float, bool], Fitted] = {}

    # pages

    def turn(self, edge: Edge | None = None) -> None:
        """A new page; with the edges of the one before where no others are given."""
        if self.page:
            self.document.next_page()
        self.page += 1
        self._edge = edge or self._edge
        self.y = TOP
        if self._edge is not None:
            self._edges(self._edge)

    def room(self, high: float) -> bool:
        """Whether a new page was begun for what is so high."""
        if self.y + high <= END:
            return False
        self.turn()
        return True

    def finish(self) -> bytes:
        with self.document.template(_PAGES, SIZE):
            Pen(self.canvas, self.fonts, SIZE[1]).text(SIZE[0] / 2, SIZE[1] - 11, f"共 {self.page} 页", EDGE)
        self.document.next_page()
        return self.document.finish()

    def number(self) -> None:
        """第 x 页 共 y 页; y is put in at the end."""
        self.pen.text(SIZE[0] / 2 - 2.5, SIZE[1] - 11, f"第 {self.page} 页", EDGE, anchor=1)
        self.document.stamp(_PAGES)

    def _edges(self, edge: Edge) -> None:
        pen = self.pen
        pen.block(LEFT, 10.5, 70, 5, edge.title, EDGE, 6, bold=False)
        pen.block(RIGHT - 80, 10.5, 80, 5, edge.part, EDGE, 6, bold=False, anchor=1)
        pen.line(LEFT, 16.5, RIGHT, 16.5, THIN)
        if edge.trial:
            self.stamp(SIZE[0] / 2, 13, 9)
        pen.block(LEFT, SIZE[1] - 13.5, 72, 5, edge.basis, 7.5, 6, bold=False)
        self.number()

    def stamp(self, middle: float, y: float, size: float) -> None:
        """试算 in a frame, so that a page alone still says what it is."""
        wide, high = size * 1.35, size * 0.6
        self.pen.frame(middle - wide / 2, y - high / 2, wide, high, FIRM)
        self.pen.text(middle, y, TRIAL, size, bold=True, anchor=0.5)

    # places to go to

    def mark(self, key: str, words: str, level: int) -> None:
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(words, key, level, closed=level > 0)

    def link(self, key: str, x: float, y: float, width: float, high: float) -> None:
        box = (x * MM, (SIZE[1] - y - high) * MM, (x + width) * MM, (SIZE[1] - y) * MM)
        self.canvas.linkRect("", key, box, relative=0, thickness=0)

    # words

    def set(self, words: str, width: float, size: float, bold: bool = False) -> Fitted:
        """Lines of one size in `width` mm, as many as it takes; the rules of every estate are set once."""
        key = (words, width, size, bold)
        if key not in self._known:
            if len(self._known) > 4_000:
                self._known.clear()
            face = self.fonts.face(bold)
            self._known[key] = fit(face, self.fonts.printable(words), width * MM, 1e6, size, size)
        return self._known[key]

    def parts(self, words: str, width: float, size: float) -> Fitted:
        """The same, ending a line at a comma wherever it can: a figure stays in one piece, no line begins with one."""
        face, out, line = self.fonts.face(False), list[str](), ""
        told = self.fonts.printable(words).split(", ")
        for place, part in enumerate(told):
            part += "," if place < len(told) - 1 else ""
            longer = f"{line} {part}".strip()
            if face.width(longer, size) <= width * MM:
                line = longer
                continue
            out += [line] if line else []
            *full, line = fit(face, part, width * MM, 1e6, size, size).lines
            out += full
        return Fitted((*out, line), size) if line or out else Fitted((), size)

    def lines(self, x: float, y: float, fitted: Fitted, bold: bool = False, anchor: float = 0.0) -> float:
        """Draws them with their top at `y`; returns how high they are (mm)."""
        step = fitted.size * LEADING / MM
        middle = y + fitted.size / MM / 2
        for line in fitted.lines:
            self.pen.text(x, middle, line, fitted.size, bold=bold, anchor=anchor)
            middle += step
        return fitted.height / MM if fitted.lines else 0.0

    def heading(self, words: str, aside: str = "", follows: float = 12.0) -> None:
        """A section's head, never alone at the foot of a page."""
        self.room(9 + follows)
        self.pen.text(LEFT, self.y + 3, words, 11, bold=True)
        self.pen.text(RIGHT, self.y + 3, aside, EDGE, anchor=1)
        self.y += 7.5

    def paragraph(self, words: str, size: float, *, indent: float = 0.0, lead: str = "", gap: float = 1.4) -> None:
        """`lead` hangs in the indent: a number."""
        fitted = self.set(words, WIDTH - indent, size)
        self.room(fitted.height / MM + gap)
        if lead:
            self.pen.text(LEFT, self.y + size / MM / 2, lead, size, bold=True)
        self.y += self.lines(LEFT + indent, self.y, fitted) + gap


def key_of(scope: str) -> str:
    """The name of the place where an estate's sheet begins."""
    return f"{_LINK}{scope}"


def heights(cells: Sequence[Fitted]) -> float:
    return max((cell.height / MM for cell in cells), default=0.0)
