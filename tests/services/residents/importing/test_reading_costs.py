"""Bombs, a million empty rows, cells far away, slow books and a clerk who presses cancel."""

import multiprocessing
import subprocess
import sys
import time
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.services.residents.importing.book import Limits
from desk.services.residents.importing.reading import BookReader, read_book
from desk.services.residents.importing.refusals import REFUSALS, CancelledError
from tests.services.residents.importing.making import ROOT, raw_workbook, text_cell

LAST = 1_048_576
HEAD = f'<row r="1">{text_cell("A1", "楼栋")}{text_cell("B1", "房号")}</row>'


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two rows of words and all the others formatted but empty, as Excel leaves them after 'format whole column'."""
    empty = (
        f'<row r="{n}" spans="1:9" s="3" customFormat="1" ht="15"><c r="A{n}" s="3"/></row>' for n in range(3, LAST + 1)
    )
    rows = chain((HEAD, '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>1801</v></c></row>'), empty)
    return raw_workbook(tmp_path_factory.mktemp("million") / "一百万空行.xlsx", rows)


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(DeskError) as caught:
        read_book(path, limits)
    return next(word for word, pair in REFUSALS.items() if pair == (caught.value.message, caught.value.advice))


def test_a_million_empty_rows_are_read_right(million: Path) -> None:
    book = read_book(million)
    assert [(row.number, row.cells) for row in book.sheets[0].rows] == [(1, ("楼栋", "房号")), (2, (3, 1801))]


def test_a_file_that_takes_too_long_is_stopped(million: Path) -> None:
    began = time.monotonic()
    assert refused(million, Limits(seconds=0.4)) == "slow"
    assert time.monotonic() - began < 5
    assert not multiprocessing.active_children()


def test_a_cell_in_the_last_row_is_kept_with_its_number(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", (HEAD, f'<row r="{LAST}"><c r="B{LAST}"><v>7</v></c></row>'))
    assert [(row.number, row.cells) for row in read_book(path).sheets[0].rows][1:] == [(LAST, (None, 7))]


def test_a_cell_in_the_last_corner_would_need_half_a_terabyte(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", (HEAD, f'<row r="{LAST}"><c r="XFD{LAST}"><v>7</v></c></row>'))
    assert refused(path) == "unreadable"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is fenced on Linux only")
def test_memory_is_fenced(tmp_path: Path) -> None:
    wide = raw_workbook(tmp_path / "a.xlsx", (HEAD, f'<row r="{LAST}"><c r="Z{LAST}"><v>7</v></c></row>'))
    assert refused(wide, Limits(memory_bytes=300 << 20)) in ("unreadable", "crowded")


def test_a_zip_bomb_is_refused_before_any_parser_sees_it(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", chain((HEAD,), (" " * (1 << 20) for _ in range(40))))
    assert path.stat().st_size < 1 << 20
    began = time.monotonic()
    assert refused(path) == "bomb"
    assert time.monotonic() - began < 3
    assert refused(path, Limits(unpacked_bytes=1 << 20)) == "bomb"


def test_sizes_claimed_in_the_directory_are_not_believed(tmp_path: Path) -> None:
    """The directory says one byte; what unpacks is counted."""
    path = raw_workbook(tmp_path / "a.xlsx", chain((HEAD,), (" " * (1 << 20) for _ in range(40))))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    at = data.rfind(size.to_bytes(4, "little"))
    data[at : at + 4] = (1).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) in ("bomb", "damaged")


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!--" + "-" * 70_000 + "-->", "<!doctype x>"]
)
def test_declarations_before_the_first_element(tmp_path: Path, declaration: str) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", (HEAD,), '<?xml version="1.0"?>' + declaration)
    assert refused(path) == "hostile"


def test_counts_are_limited(tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 1001))
    path = raw_workbook(tmp_path / "a.xlsx", rows)
    assert len(read_book(path).sheets[0].rows) == 1000
    assert refused(path, Limits(rows=999)) == "crowded"
    assert refused(path, Limits(cells=1999)) == "crowded"
    assert refused(path, Limits(file_bytes=1000)) == "large"


def test_progress_tells_rows_and_cancel_ends_the_process(million: Path, tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9001))
    path = raw_workbook(tmp_path / "a.xlsx", rows)
    seen: list[int] = []
    with BookReader() as reader:
        reader.read(path, progress=seen.append)
        assert seen == [2000, 4000, 6000, 8000, 9000]
        with pytest.raises(CancelledError):
            reader.read(million, cancelled=lambda: True)
        assert not multiprocessing.active_children()
        assert len(reader.read(path).sheets[0].rows) == 9000
    assert not multiprocessing.active_children()


def test_the_reading_process_starts_lean() -> None:
    code = (
        "import sys; import desk.services.residents.importing.child, python_calamine; "
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"PySide6", "shiboken6", "sqlalchemy", "sqlcipher3", "openpyxl", "reportlab", "numpy"} & set(out.split())
