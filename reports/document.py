"""A new PDF with the properties of all our paper, and a pen that draws on it in millimetres from the top left."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from reports.fitting import LEADING, Fitted, fit
from reports.fonts import Face, PaperFonts

MM = 72 / 25.4
# Lines, mm: anything thinner breaks up in the third ply and on a worn ribbon.
THIN, FIRM, OUTER, THICK, TICK = 0.25, 0.35, 0.5, 0.7, 0.5
_MIDDLE = 0.37  # of the size: from the baseline to the optical centre of a line of Chinese text
PROGRAM = "Wuye Front Desk"


class Document:
    """Pages of one size in mm; `made_at` (UTC ms) is the only moment in the file; its properties name no person."""

    def __init__(self, size_mm: tuple[float, float], title: str, company: str, made_at: int) -> None:
        rl_config.useA85 = 0  # ASCII85 costs a third of the time and a quarter of the size
        self._buffer = io.BytesIO()
        self.size_mm = size_mm
        self.canvas: Any = Canvas(
            self._buffer, pagesize=(size_mm[0] * MM, size_mm[1] * MM), pageCompression=1, invariant=1
        )
        stamp = datetime.fromtimestamp(made_at / 1000, UTC).strftime("D:%Y%m%d%H%M%SZ")
        self.canvas.setDateFormatter(lambda *_: stamp)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(company)
        self.canvas.setSubject(title)
        self.canvas.setCreator(PROGRAM)
        self.canvas.setProducer(PROGRAM)

    def next_page(self) -> None:
        self.canvas.showPage()

    def finish(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()

    @contextmanager
    def template(self, name: str, size_mm: tuple[float, float]) -> Iterator[None]:
        """What is drawn inside is kept once in the file and put on many pages with `stamp`."""
        self.canvas.beginForm(name, 0, 0, size_mm[0] * MM, size_mm[1] * MM)
        yield
        self.canvas.endForm()

    @contextmanager
    def placed(self, x: float, y: float, height: float) -> Iterator[None]:
        """Moves a sheet of `height` mm so that its top left lies at (x, y) mm from the page's."""
        self.canvas.saveState()
        self.canvas.translate(x * MM, (self.size_mm[1] - y - height) * MM)
        yield
        self.canvas.restoreState()

    def stamp(self, name: str) -> None:
        self.canvas.doForm(name)


class Pen:
    """Draws on a sheet whose top is at `height` mm; all numbers are mm from its top left, sizes of type in points.

    It writes the page's operators itself: reportlab's own rounding of numbers would be a third of a slip's time.
    """

    def __init__(self, canvas: Any, fonts: PaperFonts, height: float) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._height = height

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN) -> None:
        self._put(f"{width * MM:.3f} w {self._at(x1, y1)} m {self._at(x2, y2)} l S")

    def dashes(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._put("[4 3] 0 d")
        self.line(x1, y1, x2, y2)
        self._put("[] 0 d")

    def frame(self, x: float, y: float, width: float, height: float, line: float = THIN) -> None:
        size = f"{width * MM:.3f} {height * MM:.3f}"
        self._put(f"{line * MM:.3f} w {self._at(x, y + height)} {size} re S")

    def shade(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """Fill a rectangle; `grey` 0 is black, 1 is paper."""
        size = f"{width * MM:.3f} {height * MM:.3f}"
        self._put(f"q {grey:.2f} g {self._at(x, y + height)} {size} re f Q")

    def text(self, x: float, middle: float, text: str, size: float, bold: bool = False, anchor: float = 0.0) -> float:
        """One line centred on the height `middle`; anchor 0 begins at x, 0.5 is centred on it, 1 ends there.

        Returns the width in mm.
        """
        face = self._fonts.face(bold)
        text = self._fonts.printable(text)
        width = face.width(text, size)
        self._show(face, size, x * MM - anchor * width, self._up(middle) - _MIDDLE * size, text)
        return width / MM

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return self._fonts.face(bold).width(self._fonts.printable(text), size) / MM

    def block(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        size: float,
        floor: float,
        bold: bool = True,
        anchor: float = 0.0,
    ) -> Fitted:
        """Words of any length in a rectangle, centred in height; see `fitting.fit`."""
        face = self._fonts.face(bold)
        fitted = fit(face, self._fonts.printable(text), width * MM, height * MM, size, floor)
        size = fitted.size
        baseline = self._up(y + height / 2) + fitted.height / 2 - size / 2 - _MIDDLE * size
        left = (x + anchor * width) * MM
        for line in fitted.lines:
            start = left - anchor * face.width(line, size) if anchor else left
            self._show(face, size, start, baseline, line)
            baseline -= size * LEADING
        return fitted

    def box(self, x: float, middle: float, side: float, ticked: bool) -> None:
        """A square to tick, drawn; its tick is drawn too."""
        top = middle - side / 2
        self.frame(x, top, side, side, FIRM)
        if ticked:
            foot = self._at(x + side * 0.42, top + side * 0.78)
            ends = self._at(x + side * 0.17, top + side * 0.52), self._at(x + side * 0.85, top + side * 0.22)
            self._put(f"{TICK * MM:.3f} w {ends[0]} m {foot} l {ends[1]} l S")

    def squares(self, x: float, y: float, module: float, runs: list[tuple[int, int, int]]) -> None:
        """Fills (column, row, length) runs of a grid of `module` mm with one path."""
        scale = f"{module * MM:.5f}"
        squares = " ".join(f"{column} {-row - 1} {length} 1 re" for column, row, length in runs)
        self._put(f"q {scale} 0 0 {scale} {self._at(x, y)} cm {squares} f Q")

    def _up(self, y: float) -> float:
        return (self._height - y) * MM

    def _at(self, x: float, y: float) -> str:
        return f"{x * MM:.3f} {(self._height - y) * MM:.3f}"

    def _put(self, operators: str) -> None:
        self._canvas.addLiteral(operators)

    def _show(self, face: Face, size: float, x: float, y: float, text: str) -> None:
        document = self._canvas._doc
        shown = [
            f"{face.font.getSubsetInternalName(subset, document)} {size:.2f} Tf <{codes.hex()}> Tj"
            for subset, codes in face.font.splitString(text, document)
        ]
        self._put(f"BT {x:.3f} {y:.3f} Td {' '.join(shown)} ET")
