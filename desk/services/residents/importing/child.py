"""The reading process: one file after the other, within its limits; talks JSON, knows neither window nor database."""

import datetime
import io
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from multiprocessing.connection import Connection
from typing import Any

from desk.services.residents.importing import html_table, ole, package, sniff, text_table
from desk.services.residents.importing.book import Limits, Merge
from desk.services.residents.importing.refusals import RefusedError

BATCH = 2000
MERGES = 50_000
# Whole numbers beyond this are no longer exact in a workbook and are kept as the text they print as.
EXACT = 10**15


class _PanicError(RefusedError):
    """The parser panicked (not an Exception to Python); it is not asked again, the process ends."""


def serve(desk: Connection, limits: Limits) -> None:
    """Answers each path with the rows of its book or the word of a refusal, until the desk hangs up."""
    _fence(limits)
    while True:
        try:
            path = json.loads(desk.recv_bytes())
        except EOFError:
            return
        try:
            _Reading(desk, limits).read(path)
            _tell(desk, "done")
        except _PanicError as error:
            _tell(desk, "refused", error.word, True)
            return
        except RefusedError as error:
            _tell(desk, "refused", error.word, False)
        except MemoryError:
            _tell(desk, "refused", "crowded", True)
            return


def _fence(limits: Limits) -> None:
    """Memory and core dumps are fenced where the system can; a parser's dying words stay off the desk's terminal."""
    os.environ["RUST_BACKTRACE"] = "0"
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        import resource
    except ImportError:  # Windows: time and counts are held, memory is not
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _tell(desk: Connection, *words: Any) -> None:
    desk.send_bytes(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


class _Reading:
    """One file: counts what it gives against the limits and sends rows in batches."""

    def __init__(self, desk: Connection, limits: Limits) -> None:
        self.desk, self.limits = desk, limits
        self.rows = self.cells = self.characters = 0

    def read(self, path: str) -> None:
        try:
            with open(path, "rb") as file:
                data = file.read(self.limits.file_bytes + 1)
        except OSError:
            raise RefusedError("cannot_open") from None
        if len(data) > self.limits.file_bytes:
            raise RefusedError("large")
        kind = sniff.sniff(data)
        if kind == sniff.TEXT:
            self._head("text")
            self._send_sheet("", False, [], text_table.read(sniff.decode(data)[0]))
        elif kind == sniff.HTML:
            tables = html_table.read(sniff.decode(data)[0])
            if not tables:
                raise RefusedError("not_workbook")
            self._head("html")
            for number, (rows, merges) in enumerate(tables, 1):
                self._send_sheet(f"表格{number}", False, merges, rows)
        elif kind == sniff.ZIP:
            kind, errors = package.inspect(data, self.limits)
            self._head(kind, errors)
            self._calamine(data, kind)
        else:
            ole.inspect(data)
            self._head("xls")
            self._calamine(data, "xls")

    def _head(self, kind: str, errors: int = 0) -> None:
        _tell(self.desk, "book", kind, errors)

    def _calamine(self, data: bytes, kind: str) -> None:
        import python_calamine

        broken = "binary_excel" if kind == package.XLSB else "damaged"
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = [s for s in book.sheets_metadata if s.typ is python_calamine.SheetTypeEnum.WorkSheet]
            if len(sheets) > self.limits.sheets:
                raise RefusedError("crowded")
            for facts in sheets:
                sheet = book.get_sheet_by_name(facts.name)
                hidden = facts.visible is not python_calamine.SheetVisibleEnum.Visible
                merges = [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in _merges(sheet)]
                left = sheet.start[1] if sheet.start else 0
                self._send_sheet(facts.name, hidden, merges, sheet.iter_rows() if sheet.start else (), left)
        except (RefusedError, MemoryError, BrokenPipeError):
            raise
        except Exception:
            raise RefusedError(broken) from None
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            raise _PanicError(broken) from None

    def _send_sheet(self, name: str, hidden: bool, merges: Sequence[Merge], rows: Any, left: int = 0) -> None:
        _tell(self.desk, "sheet", name, hidden, merges[:MERGES])
        pad: list[Any] = [None] * left
        numbered: Iterator[tuple[int, Any]] = enumerate(rows, 1)
        while batch := list(itertools.islice(numbered, BATCH)):
            found = []
            for number, raw in batch:
                cells = [_plain(value) for value in raw]
                while cells and cells[-1] is None:
                    cells.pop()
                if cells:
                    found.append((number, pad + cells))
                    self._count(found[-1][1])
            _tell(self.desk, "rows", batch[-1][0], found)

    def _count(self, cells: Sequence[Any]) -> None:
        self.rows += 1
        self.cells += len(cells)
        self.characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        limits = self.limits
        if self.rows > limits.rows or self.cells > limits.cells or self.characters > limits.characters:
            raise RefusedError("crowded")


def _merges(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return sheet.merged_cell_ranges or []


def _plain(value: Any) -> Any:
    """A parser's value as a plain cell. Blank text is no value."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Some old writers leave a zero byte after every letter.
        value = value.replace("\x00", "")
        if "_xFFF" in value:  # the two characters that XML cannot hold, which the parser leaves escaped
            value = value.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")
        return value if value and not value.isspace() else None
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return value if abs(value) < EXACT else str(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d") if value.time() == datetime.time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _number(value: float) -> Any:
    if value != value or value in (float("inf"), float("-inf")):
        return None
    if value.is_integer() and abs(value) < EXACT:
        return int(value)
    return format(Decimal(repr(value)), "f")
