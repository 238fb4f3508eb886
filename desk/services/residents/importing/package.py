"""A zipped workbook looked through before any parser sees it: its kind, its real size, no entities."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from desk.services.residents.importing.book import Limits
from desk.services.residents.importing.refusals import RefusedError

XLSX, XLSB, ODS = "xlsx", "xlsb", "ods"
PIECE = 1 << 18
# XML keeps its DOCTYPE before the first element; a prolog longer than this is no workbook's.
PROLOG = 1 << 16
FIRST_ELEMENT = re.compile(rb"<[A-Za-z_\x80-\xff]")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ERROR_CELL = re.compile(rb"""<c [^>]*t=["']e["']""")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, IndexError, KeyError)


def inspect(data: bytes, limits: Limits) -> tuple[str, int]:
    """The kind of workbook and how many cells hold an error value; raises RefusedError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            kind = _kind(package)
            return kind, _walk(package, limits)
    except RuntimeError as error:
        # zipfile says "is encrypted, password required" with a bare RuntimeError (NotImplementedError is one too).
        raise RefusedError("encrypted" if "encrypted" in str(error) else "damaged") from None
    except BROKEN:
        raise RefusedError("damaged") from None


def _kind(package: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
    if "xl/workbook.bin" in names:
        return XLSB
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if "mimetype" in names and "content.xml" in names:
        with package.open("mimetype") as part:
            if part.read(200).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return ODS
    for folder, word in (("word/", "word"), ("ppt/", "slides")):
        if any(name.startswith(folder) for name in names):
            raise RefusedError(word)
    raise RefusedError("archive")


def _walk(package: zipfile.ZipFile, limits: Limits) -> int:
    """Unpacks every part without keeping it: counts the true bytes, whatever the directory claims."""
    total = errors = 0
    for part in package.infolist():
        if part.is_dir():
            continue
        size, is_xml, head = 0, part.filename.lower().endswith((".xml", ".rels")), b""
        tail = b""
        for piece in _pieces(package, part):
            size += len(piece)
            total += len(piece)
            if total > limits.unpacked_bytes:
                raise RefusedError("bomb")
            if size > limits.ratio_from_bytes and size > limits.ratio * max(1, part.compress_size):
                raise RefusedError("bomb")
            if is_xml:
                head = _check_prolog(head, piece)
                errors += len(ERROR_CELL.findall(tail + piece)) - len(ERROR_CELL.findall(tail))
                tail = piece[-64:]
        if is_xml and len(head) < PROLOG and head and not FIRST_ELEMENT.search(head):
            raise RefusedError("damaged")
    return errors


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _check_prolog(head: bytes, piece: bytes) -> bytes:
    """Grows the head up to PROLOG; refuses a part that declares a document type or entities."""
    if len(head) >= PROLOG:
        return head
    head = (head + piece)[:PROLOG]
    plain = head.replace(b"\x00", b"") if b"\x00" in head[:16] else head
    first = FIRST_ELEMENT.search(plain)
    if DECLARATION.search(plain, 0, first.start() if first else len(plain)):
        raise RefusedError("hostile")
    if first is None and len(head) == PROLOG:
        raise RefusedError("hostile")
    return head
