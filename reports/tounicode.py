"""A TrueType font for reportlab whose text extracts right, also above U+FFFF."""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_BLOCK = 100  # the most entries one bfchar section may hold (Adobe Technical Note 5411)


def unicode_cmap(name: str, codes: Sequence[int]) -> str:
    """The ToUnicode CMap of a subset: position = code in the PDF, value = code point, written as UTF-16BE."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    entries = [f"<{i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for i, code in enumerate(codes) if code]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


class ExtractableFont(TTFont):  # type: ignore[misc]  # reportlab is untyped
    """reportlab 5.1 writes code points above U+FFFF as five hex digits, which no reader understands."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab calls this name
        state = self.state[doc]
        subsets = [list(subset) for subset in state.subsets]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for number, codes in enumerate(subsets):
            pdf_font = fonts[f"{state.internalName}+{number}"]
            doc.idToObject[pdf_font.ToUnicode.name].content = unicode_cmap(pdf_font.BaseFont, codes)
