"""Any file at all: read right or refused in one sentence, within its limits; never a crash, never a hang."""

import datetime
import random
import time
from pathlib import Path

import openpyxl
import pytest

from desk.domain.errors import DeskError
from desk.services.residents.importing.book import Book, Limits
from desk.services.residents.importing.reading import BookReader, read_book
from desk.services.residents.importing.refusals import REFUSALS
from tests.services.residents.importing.making import DATA, SHARED

REFUSED = {
    "54764.xlsx": "hostile",
    "54764-2.xlsx": "hostile",
    "poc-xmlbomb.xlsx": "hostile",
    "poc-xmlbomb-empty.xlsx": "hostile",
    "xmlbomb.xml": "hostile",
    "cyclic.xml": "hostile",
    "external.xml": "hostile",
    "simple.xml": "not_workbook",
    "password.xls": "encrypted",
    "xor-encryption-abc.xls": "encrypted",
    "protected_passtika.xlsx": "encrypted",
    "testEXCEL_3.xls": "old_excel",
    "Simple.xlsb": "binary_excel",
    "60825.xlsx": "damaged",
    "sample-beta.xlsx": "damaged",
    "61300.xls": "damaged",
    "LICENSE-defusedxml": "",
    "csv-injection.txt": "",
    "style-alternate-content.xlsx": "",
}


WORDS = {pair: word for word, pair in REFUSALS.items()}


def outcome(reader: BookReader, path: Path) -> Book | str:
    """The book, or the word of the refusal; any other error is the test's failure."""
    try:
        return reader.read(path)
    except DeskError as error:
        return WORDS[error.message, error.advice]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_hostile_files_are_refused_by_their_content(reader: BookReader, name: str) -> None:
    path = next(DATA.glob(f"*/{name}"))
    found = outcome(reader, path)
    assert (found if isinstance(found, str) else "") == REFUSED[name]


def test_every_refusal_says_what_is_the_matter_and_what_to_do() -> None:
    assert len(WORDS) == len(REFUSALS)
    for message, advice in REFUSALS.values():
        assert 4 < len(message) < 40
        assert 6 < len(advice) < 60
    assert "密码" in REFUSALS["encrypted"][0]
    assert "另存为不加密的 .xlsx" in REFUSALS["encrypted"][1]


def test_the_whole_collection_of_odd_books() -> None:
    """All of shared poi, malicious and community data: at most a minute by its limits, a few seconds in fact."""
    if not SHARED.exists():
        pytest.skip("../shared is not here; the copies in tests/data/workbooks are tested")
    files = [
        p for name in ("poi", "malicious", "micro-community-templates", "blns") for p in (SHARED / name).rglob("*")
    ]
    files = [p for p in files if p.is_file()]
    assert len(files) > 160
    began = time.monotonic()
    with BookReader() as reader:
        found = {path.name: outcome(reader, path) for path in files}
    assert time.monotonic() - began < 25
    refused = {name for name, what in found.items() if isinstance(what, str)}
    for name, word in REFUSED.items():
        if word and name in found:
            assert found[name] == word
    # Of the books of POI none but the encrypted and the one made broken is turned away.
    poi = {path.name for path in (SHARED / "poi").glob("*.xls*")}
    assert refused & poi == {"password.xls", "protected_passtika.xlsx", "61300.xls"}


def test_values_of_odd_books(reader: BookReader) -> None:
    """What other readers (openpyxl, xlrd) find in them too."""
    poi = DATA / "poi"
    assert reader.read(poi / "1904DateWindowing.xls").sheets[0].rows[0].cells == ("2000-01-01", "2000-01-01")
    assert reader.read(poi / "ex41187-19267.xls").sheets[0].rows[0].cells == ("Hi Excel!",)
    names = [sheet.name for sheet in reader.read(poi / "DBCSSheetName.xls").sheets]
    assert names == ["जा", "एक", "Sheet3"]
    skip = reader.read(poi / "SimpleWithSkip.xls").sheets[0].rows
    assert [row.cells for row in skip] == [("doNotReplace", "replaceMe"), ("replaceMe", "doNotReplace")]
    features = reader.read(poi / "59746_NoRowNums.xlsx").sheets[0]
    assert len(features.rows) == 71
    japanese = reader.read(poi / "12561-1.xls").sheets[0]
    assert (japanese.name, len(japanese.rows)) == ("作業リスト", 49)


@pytest.mark.parametrize("name", ["community/importRoom.xlsx", "poi/Employee.xls"])
def test_bytes_broken_at_random_places(reader: BookReader, tmp_path: Path, name: str) -> None:
    whole = (DATA / name).read_bytes()
    dice = random.Random(20261121)
    for turn in range(60):
        data = bytearray(whole)
        if turn % 3 == 0:
            del data[dice.randrange(len(data)) :]
        else:
            for _ in range(1 << turn % 8):
                data[dice.randrange(len(data))] = dice.randrange(256)
        path = tmp_path / f"{turn}.xlsx"
        path.write_bytes(data)
        assert outcome(reader, path)


def test_a_table_that_does_not_begin_in_the_corner(reader: BookReader, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    page = work.active
    assert page is not None
    page["C4"], page["D4"], page["D6"], page["E9"] = "楼栋", "房号", "0101", "=1+1"
    page["C5"], page["D5"], page["E5"], page["F5"] = 3, 94.56, True, datetime.datetime(2020, 6, 10)
    page["C7"], page["D7"], page["E7"] = (
        datetime.datetime(2020, 6, 10, 8, 30),
        datetime.time(1, 2),
        12345678901234567890,
    )
    page["G4"] = " "
    page.merge_cells("C5:C6")
    work.save(tmp_path / "a.xlsx")
    sheet = reader.read(tmp_path / "a.xlsx").sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (4, (None, None, "楼栋", "房号")),
        (5, (None, None, 3, "94.56", True, "2020-06-10")),
        (6, (None, None, None, "0101")),
        (7, (None, None, "2020-06-10 08:30:00", "01:02:00", "12345678901234570000")),
    ]
    assert sheet.merges == [(5, 2, 6, 2)]


def test_a_parser_that_panics_takes_only_its_own_process() -> None:
    with BookReader() as reader:
        for _ in range(2):
            assert outcome(reader, DATA / "hostile" / "Simple.xlsb") == "binary_excel"
            assert isinstance(outcome(reader, DATA / "poi" / "Employee.xls"), Book)


def test_one_file_in_a_process_of_its_own() -> None:
    book = read_book(DATA / "community" / "importRoom.xlsx", Limits(seconds=30))
    assert (book.kind, book.sheets[0].name, book.sheets[0].rows[1].cells[12]) == ("xlsx", "资产信息", "吴学文")


def test_no_file_at_all(reader: BookReader, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "零.xlsx").write_bytes(bytes(3000))
    assert outcome(reader, tmp_path / "空.xlsx") == "empty"
    assert outcome(reader, tmp_path / "零.xlsx") == "empty"
    assert outcome(reader, tmp_path / "没有.xlsx") == "missing"
    assert outcome(reader, tmp_path) == "not_file"
    assert outcome(reader, Path("/dev/zero")) in ("not_file", "missing")
    assert outcome(reader, tmp_path / "a\x00b") == "cannot_open"


@pytest.mark.parametrize(
    ("beginning", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x00", "not_workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not_workbook"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), "archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "web_archive"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml_excel"),
        (b"<html><body>nothing here</body></html>", "not_workbook"),
        (b"PK\x03\x04 not really a zip", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "damaged"),
        (random.Random(1).randbytes(5000), "not_workbook"),
    ],
)
def test_other_kinds_of_file_under_the_name_of_a_workbook(
    reader: BookReader, tmp_path: Path, beginning: bytes, word: str
) -> None:
    path = tmp_path / "业主.xlsx"
    path.write_bytes(beginning)
    assert outcome(reader, path) == word


@pytest.mark.parametrize("suffix", [".xls", ".csv", ".et", ".txt", ""])
def test_a_workbook_under_a_wrong_name(reader: BookReader, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"业主{suffix}"
    path.write_bytes((DATA / "community" / "importRoom.xlsx").read_bytes())
    assert reader.read(path).sheets[0].name == "资产信息"
