"""The workbook's file: what openpyxl made, with the values of the formulas and the spooled rows of evidence put in.

openpyxl writes no values beside formulas, so a viewer that does not calculate (a telephone's) would show an empty form;
and a hundred thousand rows of evidence cost it a gigabyte or half a minute. Both are put into its sheets here, as text.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v\s*(?:/>|></v>)</c>')
_END, _CHUNK = b"</sheetData>", 1 << 16


@dataclass(frozen=True, slots=True)
class Spooled:
    """Rows of a sheet from `first` on, as the format writes them, in a file that somebody else closes."""

    file: IO[bytes]
    first: int
    count: int


def spool(file: IO[bytes], rows: Iterable[Sequence[object]], first: int, styles: Sequence[int]) -> Spooled:
    """Values in the order of the columns with their styles: numbers, moments and days as numbers, the rest as text."""
    letters = [get_column_letter(number) for number in range(1, len(styles) + 1)]
    count = 0
    for count, row in enumerate(rows, 1):
        at = first + count - 1
        cells = "".join(
            _cell(f"{letter}{at}", style, value) for letter, style, value in zip(letters, styles, row, strict=True)
        )
        file.write(f'<row r="{at}">{cells}</row>'.encode())
    return Spooled(file, first, count)


def _cell(at: str, style: int, value: object) -> str:
    if value is None or value == "":
        return f'<c r="{at}" s="{style}"/>'
    if isinstance(value, datetime | date):
        value = to_excel(value)  # type: ignore[no-untyped-call]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c r="{at}" s="{style}"><v>{value!r}</v></c>'
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def write_file(
    path: Path, book: Workbook, values: Mapping[str, Mapping[str, object]], spooled: Mapping[str, Spooled]
) -> None:
    """Both by the sheet's title."""
    parts = {f"xl/worksheets/sheet{number}.xml": one.title for number, one in enumerate(book.worksheets, 1)}
    with tempfile.TemporaryFile() as plain:
        book.save(plain)
        with ZipFile(plain) as made, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as out:
            for info in made.infolist():
                title = parts.get(info.filename, "")
                with out.open(info.filename, "w", force_zip64=True) as target:
                    for piece in _pieces(made.read(info), values.get(title, {}), spooled.get(title)):
                        target.write(piece)


def _pieces(data: bytes, values: Mapping[str, object], rows: Spooled | None) -> Iterator[bytes]:
    if values:
        data = _FORMULA.sub(lambda found: _valued(found, values), data)
    if rows is None:
        yield data
        return
    head, end, tail = data.partition(_END)
    yield head
    rows.file.seek(0)
    while piece := rows.file.read(_CHUNK):
        yield piece
    yield end + tail


def _valued(found: "re.Match[bytes]", values: Mapping[str, object]) -> bytes:
    at, rest, formula = found[1], found[2], found[3]
    value = values.get(at.decode())
    if value is None:
        return found[0]
    if isinstance(value, str):
        return b'<c r="%b"%b t="str">%b<v>%b</v></c>' % (at, rest, formula, escape(value).encode())
    return b'<c r="%b"%b>%b<v>%b</v></c>' % (at, rest, formula, repr(value).encode())
