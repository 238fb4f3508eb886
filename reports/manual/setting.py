"""Setting runs of words in lines of a given width: Chinese breaks between signs, a word or a keycap never inside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.document import MM, THIN, Pen
from reports.fitting import may_part
from reports.fonts import PaperFonts
from reports.manual.tree import Keys, Link, Run

LEADING = 1.55  # line distance by size: this is read, not filled in
KEY_SIZE = 0.86  # of the size of the words around it
KEY_PAD, KEY_GAP = 0.9, 0.7  # mm inside and beside a keycap
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken: a Chinese sign, a Latin word, a keycap. `width` in mm."""

    text: str
    width: float
    bold: bool = False
    key: bool = False
    page: str = ""  # where it leads


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces side by side; `size` of type in points."""

    pieces: tuple[Piece, ...]
    size: float

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)


def line_height(size: float) -> float:
    """Millimetres from line to line."""
    return size * LEADING / MM


def set_lines(
    fonts: PaperFonts, runs: Sequence[Run], width: float, size: float, bold: bool = False
) -> tuple[Line, ...]:
    """Words in lines of at most `width` mm; one line at least."""
    lines: list[Line] = []
    open_line: list[Piece] = []
    used = 0.0
    for chunk in _chunks(tuple(_pieces(fonts, runs, size, bold))):
        wide = sum(piece.width for piece in chunk)
        if open_line and used + wide > width:
            lines.append(Line(_stripped(open_line), size))
            open_line, used = [], 0.0
            chunk = chunk[1:] if chunk[0].text == " " else chunk
            wide = sum(piece.width for piece in chunk)
        open_line += chunk
        used += wide
    lines.append(Line(_stripped(open_line), size))
    return tuple(lines)


def natural_width(fonts: PaperFonts, runs: Sequence[Run], size: float, bold: bool = False) -> float:
    """Millimetres of words on one line."""
    return sum(piece.width for piece in _pieces(fonts, runs, size, bold))


def draw_line(pen: Pen, line: Line, x: float, middle: float) -> list[tuple[float, float, str]]:
    """Draw it from x on, centred on the height `middle`; says what leads where: (from, to, page) in mm."""
    links: list[tuple[float, float, str]] = []
    at = 0
    while at < len(line.pieces):
        first = line.pieces[at]
        if first.key:
            _draw_key(pen, first, x, middle, line.size)
            x += first.width
            at += 1
            continue
        end = at
        while end < len(line.pieces) and _alike(line.pieces[end], first):
            end += 1
        text = "".join(piece.text for piece in line.pieces[at:end])
        wide = pen.text(x, middle, text, line.size, first.bold)
        if first.page:
            foot = middle + line.size / MM * 0.52
            pen.line(x, foot, x + wide, foot, THIN / 2)
            links.append((x, x + wide, first.page))
        x += wide
        at = end
    return links


def _draw_key(pen: Pen, piece: Piece, x: float, middle: float, size: float) -> None:
    height = size / MM * 1.12
    left, wide = x + KEY_GAP, piece.width - 2 * KEY_GAP
    pen.frame(left, middle - height / 2, wide, height, THIN)
    pen.text(left + wide / 2, middle, piece.text, size * KEY_SIZE, anchor=0.5)


def _alike(one: Piece, other: Piece) -> bool:
    return not one.key and (one.bold, one.page) == (other.bold, other.page)


def _pieces(fonts: PaperFonts, runs: Sequence[Run], size: float, bold: bool) -> Iterator[Piece]:
    for run in runs:
        if isinstance(run, Keys):
            face = fonts.face(False)
            for key in run.keys:
                text = fonts.printable(key)
                yield Piece(text, face.width(text, size * KEY_SIZE) / MM + 2 * (KEY_PAD + KEY_GAP), key=True)
            continue
        strong = bold or (not isinstance(run, Link) and run.strong)
        page = run.page if isinstance(run, Link) else ""
        face = fonts.face(strong)
        for found in _PIECES.finditer(fonts.printable(run.text)):
            yield Piece(found[0], face.width(found[0], size) / MM, strong, False, page)


def _chunks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that must stay on one line together: a sign with the comma behind it."""
    chunk: list[Piece] = []
    for piece in pieces:
        if chunk and _parts(chunk[-1], piece):
            yield chunk
            chunk = []
        chunk.append(piece)
    if chunk:
        yield chunk


def _parts(before: Piece, after: Piece) -> bool:
    if before.key and after.key:
        return True
    if before.text == " " or after.text == " ":
        return True
    first = "口" if after.key else after.text[0]
    last = "口" if before.key else before.text[-1]
    return may_part(last, first)


def _stripped(pieces: list[Piece]) -> tuple[Piece, ...]:
    while pieces and pieces[-1].text == " ":
        pieces = pieces[:-1]
    return tuple(pieces)
