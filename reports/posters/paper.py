"""公告 on A4 or A3, one page, to be read standing: large type that gives way together where there is much to say."""

from dataclasses import dataclass, replace

from desk.domain.code import Code
from reports.document import MM, OUTER, THIN, Document, Pen
from reports.fitting import LEADING, REST, fit
from reports.fonts import PaperFonts
from reports.posters.of_notice import Poster, day_words, tips_of
from reports.qr import QUIET, qr_runs


class PosterFormat(Code):
    A4 = "a4", "A4"
    A3 = "a3", "A3"


SIZES = {PosterFormat.A4: (210.0, 297.0), PosterFormat.A3: (297.0, 420.0)}
LEFT, RIGHT = 20.0, 190.0  # of A4; A3 is the same sheet enlarged
TOP, FOOT = 76.0, 236.0  # between them stands what has no fixed length
BAND = 16.0  # lower where a band says that this is a correction
LABEL = 38.0
WORDS, SMALL = 23.0, 18.0  # points on A4: the facts and the opening; the tips
LEAST = 0.4  # no type gives way further
STEP = 0.02
QR_SIDE = 38.0
GAP = 8.0
MOST_TIPS = 6  # more of them run on as one text
ASK = "…（详询物业）"  # what residents are told where words are cut


@dataclass(frozen=True, slots=True)
class _Part:
    """Words of any length: where they begin, how wide they may be, their size before anything gives way."""

    label: str
    words: tuple[str, ...]
    x: float
    width: float
    size: float
    bold: bool
    boxed: bool = False


def render_poster(fonts: PaperFonts, poster: Poster, paper: PosterFormat, *, made_at: int) -> bytes:
    """The PDF, one page; `made_at` is UTC ms."""
    size = SIZES[paper]
    document = Document(size, poster.title, poster.company, made_at)
    scale = size[0] / SIZES[PosterFormat.A4][0]
    document.canvas.saveState()
    document.canvas.scale(scale, scale)
    pen = Pen(document.canvas, fonts, size[1] / scale)
    _head(pen, poster)
    _body(pen, fonts, poster, TOP + (BAND if poster.band else 0.0))
    _foot(pen, poster)
    document.canvas.restoreState()
    document.next_page()
    return document.finish()


def _head(pen: Pen, poster: Poster) -> None:
    middle = (LEFT + RIGHT) / 2
    pen.frame(12, 12, 186, 273, OUTER)
    pen.block(LEFT, 18, RIGHT - LEFT, 8, poster.estate, 15, 9, bold=False, anchor=0.5)
    pen.block(LEFT, 29, RIGHT - LEFT, 24, poster.title, 58, 26, anchor=0.5)
    pen.line(middle - 30, 56, middle + 30, 56, OUTER)
    if poster.band:
        pen.shade(LEFT, 61, RIGHT - LEFT, 13, 0.88)
        pen.block(LEFT + 3, 61, RIGHT - LEFT - 6, 13, poster.band, 19, 10, anchor=0.5)
    pen.text(LEFT, 67 + (BAND if poster.band else 0.0), poster.salutation, 22, bold=True)


def _parts(poster: Poster) -> list[_Part]:
    wide = RIGHT - LEFT
    found = [_Part("", tuple(poster.opening.split("\n")), LEFT, wide, WORDS, False)]
    found += [_Part(name, (words,), LEFT + LABEL, wide - LABEL, WORDS, True) for name, words in poster.facts]
    if poster.tips:
        tips = tips_of(poster.tips)
        said: tuple[str, ...] = ("; ".join(tips),)
        if 1 < len(tips) <= MOST_TIPS:
            said = tuple(f"{number}. {one}" for number, one in enumerate(tips, start=1))
        found.append(_Part("温馨提示", said, LEFT + 5, wide - 10, SMALL, False, boxed=True))
    if poster.closing:
        found.append(_Part("", (poster.closing,), LEFT, wide, SMALL, False))
    return found


def _body(pen: Pen, fonts: PaperFonts, poster: Poster, top: float) -> None:
    parts, factor, room = _parts(poster), 1.0, FOOT - top
    while factor > LEAST and _height(fonts, parts, factor) > room:
        factor = max(LEAST, factor - STEP)
    while _height(fonts, parts, factor) > room:
        parts = _shortened(fonts, parts, factor)
    gap = min(GAP, (room - _height(fonts, parts, factor)) / max(1, len(parts)))
    y = top
    for part in parts:
        y = _draw(pen, fonts, part, y, factor) + gap


def _shortened(fonts: PaperFonts, parts: list[_Part], factor: float) -> list[_Part]:
    """The longest part loses its last lines, and says that there is more."""
    longest = max(parts, key=lambda part: len(_lines(fonts, part, factor)))
    lines = _lines(fonts, longest, factor)
    size = longest.size * factor
    height = (max(1, len(lines) - 2) - 1) * size * LEADING + size
    text = " ".join(longest.words).removesuffix(ASK)
    cut = fit(fonts.face(longest.bold), fonts.printable(text), longest.width * MM, height, size, size).lines
    words = ("".join(cut).removesuffix(REST).removesuffix("…") + ASK,)
    return [replace(part, words=words) if part is longest else part for part in parts]


def _lines(fonts: PaperFonts, part: _Part, factor: float) -> list[str]:
    face, size = fonts.face(part.bold), part.size * factor
    found: list[str] = []
    for words in part.words:
        whole = fonts.printable(words)
        found += fit(face, whole, part.width * MM, 100_000, size, size).lines or ("",)
    return found


def _measure(part: _Part, count: int, factor: float) -> float:
    """mm of a part with so many lines."""
    size = part.size * factor / MM
    return ((count - 1) * LEADING + 1) * size + (2.2 * size if part.boxed else 0.6 * size)


def _height(fonts: PaperFonts, parts: list[_Part], factor: float) -> float:
    return sum(_measure(part, len(_lines(fonts, part, factor)), factor) for part in parts)


def _draw(pen: Pen, fonts: PaperFonts, part: _Part, top: float, factor: float) -> float:
    lines = _lines(fonts, part, factor)
    height, size = _measure(part, len(lines), factor), part.size * factor
    line = size / MM
    y = top + 0.3 * line
    if part.boxed:
        pen.frame(LEFT, top, RIGHT - LEFT, height, THIN)
        pen.text(part.x, top + 0.85 * line, part.label, size, bold=True)
        y = top + 1.6 * line
    elif part.label:
        pen.text(LEFT, y + line / 2, part.label, size)
    for words in lines:
        pen.text(part.x, y + line / 2, words, size, bold=part.bold)
        y += line * LEADING
    return top + height


def _foot(pen: Pen, poster: Poster) -> None:
    modules, runs = qr_runs(poster.qr)
    module = QR_SIDE / (modules + 2 * QUIET)
    top = FOOT + 4
    pen.squares(LEFT + QUIET * module, top + QUIET * module, module, runs)
    pen.text(LEFT + QR_SIDE / 2, top + QR_SIDE + 1.5, poster.qr_words, 9.5, anchor=0.5)
    x = LEFT + QR_SIDE + 8
    pen.block(x, top + 3, RIGHT - x, 10, f"联系电话  {poster.phone}", 22, 11, anchor=1.0)
    pen.block(x, top + 17, RIGHT - x, 11, poster.undersigned, 20, 10, anchor=1.0)
    pen.text(RIGHT, top + 34, _date(poster.day_on), 17, anchor=1)


def _date(day: str) -> str:
    return f"{day[:4]}年{day_words(day).partition(' ')[0]}"
