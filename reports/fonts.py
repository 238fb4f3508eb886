"""The one typeface of all paper: what it can print, how wide it is, and a visible mark for what it lacks."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from reports.tounicode import ExtractableFont

MARK = "〓"  # what printers have always set for a sort that the case lacks
_NAMES = {False: "WuyeSansSC-Regular", True: "WuyeSansSC-Bold"}
# Written without ink of its own: breaks become a space, marks of direction, joiners and selectors vanish.
_BREAKS = {"Zl", "Zp", "Zs"}
_UNSEEN = {"Cc", "Cf"}
_ALONE_UNPRINTABLE = _UNSEEN | {"Mn", "Me"}


@dataclass(frozen=True, slots=True)
class Face:
    """One weight, ready to draw with; widths are thousandths of the size by code point."""

    font: ExtractableFont
    widths: dict[int, float]

    def width(self, text: str, size: float) -> float:
        """Points; every character must be in the face (see `PaperFonts.printable`)."""
        widths = self.widths
        return sum([widths[ord(char)] for char in text]) * size * 0.001


@dataclass(frozen=True, slots=True)
class PaperFonts:
    """Both weights, registered with reportlab; made once and handed to whatever prints."""

    regular: Face
    bold: Face
    characters: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "PaperFonts":
        """Registers the two files of `resources/fonts`; a second call gives what the first one made (70 ms)."""
        return _loaded(folder)

    def face(self, bold: bool) -> Face:
        return self.bold if bold else self.regular

    def missing(self, text: str) -> str:
        """The characters of a text that can only be printed as a mark, each once, in order."""
        composed = dict.fromkeys(unicodedata.normalize("NFC", text))
        return "".join(char for char in composed if char not in self.characters and _stands_for(char) is None)

    def printable(self, text: str) -> str:
        """The text as it can be printed on one line: never a silent box, never a character that is not in the face."""
        if self.characters.issuperset(text):
            return text
        out: list[str] = []
        for char in text:
            if char in self.characters:
                out.append(char)
            elif unicodedata.combining(char):
                self._combine(out, char)
            elif (same := unicodedata.normalize("NFC", char)) in self.characters:
                out.append(same)
            else:
                stand_in = _stands_for(char)
                out.append(MARK if stand_in is None else stand_in)
        return "".join(out)

    def _combine(self, out: list[str], accent: str) -> None:
        """Joins an accent to the letter before it; what cannot be joined leaves one mark, however many follow."""
        joined = unicodedata.normalize("NFC", out[-1] + accent) if out else accent
        if joined in self.characters:
            out[-1] = joined
        elif not out or out[-1] != MARK:
            out.append(MARK)


def _stands_for(char: str) -> str | None:
    category = unicodedata.category(char)
    if category in _BREAKS or char in "\t\n\v\f\r\x85":
        return " "
    if category in _UNSEEN or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    return None


def _face(folder: Path, name: str) -> Face:
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(ExtractableFont(name, str(folder / f"{name}.ttf")))
    font = pdfmetrics.getFont(name)
    face = font.face
    return Face(
        font,
        {
            code: face.charWidths[code]
            for code in face.charToGlyph
            # Some of these have a glyph in the file; alone they would print over their neighbours or not at all.
            if code in face.charWidths and unicodedata.category(chr(code)) not in _ALONE_UNPRINTABLE
        },
    )


@cache
def _loaded(folder: Path) -> PaperFonts:
    faces = {bold: _face(folder, name) for bold, name in _NAMES.items()}
    both = faces[False].widths.keys() & faces[True].widths.keys()
    return PaperFonts(faces[False], faces[True], frozenset(map(chr, both)))
