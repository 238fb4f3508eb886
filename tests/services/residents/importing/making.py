"""Books and workbook files made for these tests."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from desk.services.residents.importing.book import Book, Cell, Merge, Row, Sheet

ROOT = Path(__file__).parents[4]
DATA = ROOT / "tests" / "data" / "workbooks"
SHARED = ROOT / ".." / "shared" / "data"
ESTATE = "01890000-0000-7000-8000-000000000001"

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def sheet(name: str, rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = (), hidden: bool = False) -> Sheet:
    """A sheet from rows as the reader gives them: blank cells are None, empty rows leave a gap in the numbers."""
    plain = [tuple(None if cell == "" else cell for cell in cells) for cells in rows]
    kept = [Row(number, cells) for number, cells in enumerate(plain, 1) if any(cell is not None for cell in cells)]
    return Sheet(name, hidden, kept, list(merges))


def book(*sheets: Sheet) -> Book:
    return Book("名单.xlsx", "xlsx", list(sheets))


def lone(rows: Sequence[Sequence[Cell]], name: str = "Sheet1", merges: Sequence[Merge] = ()) -> Book:
    return book(sheet(name, rows, merges))


def raw_workbook(path: Path, sheet_data: Iterable[str], prolog: str = XML) -> Path:
    """The smallest xlsx around hand-written rows: what no library would write."""
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}">'
        f'<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in parts.items():
            package.writestr(name, text)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            buffer = io.BufferedWriter(part, 1 << 20)  # type: ignore[type-var]
            buffer.write(f'{prolog}<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode())
            for row in sheet_data:
                buffer.write(row.encode())
            buffer.write(b"</sheetData></worksheet>")
            buffer.flush()
    return path


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
