"""Rows of a ruled table between two edges: how high each must be for its words, and drawing it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.document import MM, OUTER, THIN, Pen
from reports.fitting import Fitted, fit
from reports.fonts import PaperFonts

PAD = 1.2
LEAST = 7.0  # mm: a row leaves room for a hand
TYPE = 9.5  # points


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, its share of the width, and whether its figures share the right edge."""

    words: str
    share: float
    right: bool = False


class Rows:
    """The columns of one table from `left` to `right` mm of a sheet."""

    def __init__(
        self, pen: Pen, fonts: PaperFonts, heads: Sequence[Head], edges: tuple[float, float], size: float = TYPE,
        least: float = LEAST,
    ) -> None:  # fmt: skip
        self._pen, self._fonts, self._heads, self._size, self._least = pen, fonts, heads, size, least
        self.left, self.right = edges
        whole = sum(head.share for head in heads)
        self.widths = [(self.right - self.left) * head.share / whole for head in heads]

    def x(self, column: int) -> float:
        """Where a column begins."""
        return self.left + sum(self.widths[:column])

    def height(self, row: Sequence[str], bold: bool = False) -> float:
        cells = (self._set(words, width, bold) for words, width in zip(row, self.widths, strict=True))
        return max(self._least, *(cell.height / MM + 2 * PAD + 1 for cell in cells))

    def head(self, y: float) -> float:
        return self.draw(y, [head.words for head in self._heads], bold=True, width=OUTER)

    def draw(self, y: float, row: Sequence[str], bold: bool = False, width: float = THIN) -> float:
        """One row with its frames at `y`; returns its height. A `width` beyond the thinnest frames the whole."""
        pen, high, x = self._pen, self.height(row, bold), self.left
        for words, head, room in zip(row, self._heads, self.widths, strict=True):
            pen.frame(x, y, room, high, THIN)
            anchor = 1.0 if head.right else 0.0
            pen.block(x + PAD, y, room - 2 * PAD, high, words, self._size, self._size, bold=bold, anchor=anchor)
            x += room
        if width != THIN:
            pen.frame(self.left, y, self.right - self.left, high, width)
        return high

    def _set(self, words: str, width: float, bold: bool) -> Fitted:
        face = self._fonts.face(bold)
        return fit(face, self._fonts.printable(words), (width - 2 * PAD) * MM, 10_000, self._size, self._size)
