"""Exports read back by two independent readers: every cell as it was."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.field import Field, Kind
from reports import workbook
from reports.workbook import CUT, Cancelled, Column, write_workbook

BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns" / "blns.json").read_text(encoding="utf-8"))
TEXT = [Column("字")]


def first_sheet(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    return sheet


def texts(path: Path) -> list[str]:
    """The first column by a reader that undoes the escapes, as Excel does."""
    rows = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [str(row[0]) for row in rows[1:]]


def write(path: Path, columns: list[Column], rows: list[list[object]]) -> Path:
    write_workbook(path, "工单", columns, rows, len(rows))
    return path


def test_numbers_moments_money_days_and_codes(tmp_path: Path) -> None:
    class Status(Code):
        OPEN = "open", "在办"

    columns = [
        Column("数", Kind.NUMBER, 8),
        Column("时间", Kind.MOMENT, 17),
        Column("金额", Kind.MONEY, 12),
        Column("日期", Kind.DAY),
        Column("状态", Kind.CODE, code=Status),
        Column("急", Kind.FLAG),
        Column("标签", Kind.LIST),
        Column("备注", Kind.WORDS, 40),
    ]
    row = [7, 1_795_150_920_123, 120_005, "2026-11-20", "open", True, ["甲", "乙"], None]
    sheet = first_sheet(write(tmp_path / "x.xlsx", columns, [row]))
    assert [cell.value for cell in sheet[1]] == [column.label for column in columns]
    when = datetime(2026, 11, 20, 13, 2)
    values = [cell.value for cell in sheet[2]]
    assert values == [7, when, 1200.05, datetime(2026, 11, 20), "在办", "是", "甲、乙", None]
    assert [sheet.cell(2, n).number_format for n in (1, 2, 3, 4)] == ["0", "yyyy-mm-dd hh:mm", "#,##0.00", "yyyy-mm-dd"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H2"
    assert sheet.cell(1, 1).font.bold
    assert [round(sheet.column_dimensions[name].width) for name in "ABCDH"] == [8 + 1, 17 + 1, 12 + 1, 14 + 1, 40 + 1]


@pytest.mark.parametrize("cents", [0, 1, 10, 99, 100, 1005, 123_456_789, -3000, 10**12 - 1])
def test_money_keeps_every_fen(tmp_path: Path, cents: int) -> None:
    value = first_sheet(write(tmp_path / "x.xlsx", [Column("金额", Kind.MONEY)], [[cents]])).cell(2, 1).value
    assert round(float(str(value)) * 100) == cents


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-1", "@SUM(A1)", '=HYPERLINK("x")', "http://a.b", "007"])
def test_text_is_never_a_formula_or_a_number(tmp_path: Path, text: str) -> None:
    cell = first_sheet(write(tmp_path / "x.xlsx", TEXT, [[text]])).cell(2, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("text", ["a\x00b", "\x1f", "_x0041_", "_x005F_", "行\n行\t列", "\r\n", " 前后 ", "𬭎<&>\"'"])
def test_characters_that_xml_forbids_come_back(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "x.xlsx", TEXT, [[text]])
    assert texts(path) == [text]
    assert unescape(str(first_sheet(path).cell(2, 1).value)) == text


def test_every_naughty_string_comes_back(tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", [*TEXT, Column("尾")], [[text, "."] for text in BLNS])
    sheet = first_sheet(path)
    assert [unescape(str(cell.value or "")) for cell in sheet["A"]][1:] == BLNS
    assert [cell.value for cell in sheet["B"]][1:] == ["."] * len(BLNS)
    # The other reader leaves the escapes of the two characters that are none at all.
    assert texts(path) == [text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for text in BLNS]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")), max_size=20))
@settings(max_examples=30, deadline=None)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    write(path, [*TEXT, Column("尾")], [[line, "."] for line in lines])
    assert texts(path)[: len(lines)] == lines


def test_what_a_cell_cannot_hold_is_kept_readable(tmp_path: Path) -> None:
    columns = [
        Column("数", Kind.NUMBER),
        Column("时间", Kind.MOMENT),
        Column("金额", Kind.MONEY),
        Column("日", Kind.DAY),
    ]
    rows: list[list[object]] = [[2**60, -(2**60), 2**60, "1850-01-01"], ["x", "y", "z", "2026-13-01"]]
    sheet = first_sheet(write(tmp_path / "x.xlsx", columns, rows))
    assert [cell.value for cell in sheet[2]] == [str(2**60), str(-(2**60)), str(2**60), "1850-01-01"]
    assert [cell.value for cell in sheet[3]] == ["x", "y", "z", "2026-13-01"]
    assert first_sheet(write(tmp_path / "y.xlsx", TEXT, [["a\ud800b"]])).cell(2, 1).value == "a\ufffdb"


@pytest.mark.parametrize("char", ["水", "𬭎"])
def test_words_too_long_for_a_cell_are_cut_and_say_so(tmp_path: Path, char: str) -> None:
    units = len(char.encode("utf-16-le")) // 2
    whole = char * (32_767 // units)
    path = write(tmp_path / "x.xlsx", TEXT, [[whole], [whole + char * 2]])
    kept, cut = texts(path)
    assert kept == whole
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert set(cut.removesuffix(CUT)) == {char}


def test_two_columns_of_one_label_stay_two(tmp_path: Path) -> None:
    sheet = first_sheet(write(tmp_path / "x.xlsx", [Column("备注"), Column("备注")], [["a", "b"]]))
    assert [[cell.value for cell in row] for row in sheet] == [["备注", "备注（2）"], ["a", "b"]]


def test_an_empty_list_still_has_its_header(tmp_path: Path) -> None:
    assert [cell.value for cell in first_sheet(write(tmp_path / "x.xlsx", TEXT, []))[1]] == ["字"]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 100)
    path = tmp_path / "x.xlsx"
    write_workbook(path, "工单: [全部]/2026", [Column("号", Kind.NUMBER)], ([n] for n in range(250)), 250)
    book = openpyxl.load_workbook(path)
    assert [(sheet.title, sheet.max_row) for sheet in book] == [
        ("工单   全部  2026", 101),
        ("工单   全部  2026 2", 101),
        ("工单   全部  2026 3", 51),
    ]
    numbers = [cell.value for sheet in book for cell in sheet["A"][1:]]
    assert numbers == list(range(250))


def test_progress_and_cancel(tmp_path: Path) -> None:
    told: list[int] = []
    path = tmp_path / "x.xlsx"
    write_workbook(path, "t", TEXT, (["x"] for _ in range(1200)), 1200, progress=told.append)
    assert told == [0, 500, 1000, 1200]
    before = path.read_bytes()
    with pytest.raises(Cancelled):
        write_workbook(path, "t", TEXT, (["y"] for _ in range(9000)), 9000, cancelled=lambda: len(told) > 3)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_failing_list_leaves_nothing_behind(tmp_path: Path) -> None:
    def rows() -> Iterator[list[object]]:
        yield ["x"]
        raise LookupError("the list broke")

    with pytest.raises(LookupError):
        write_workbook(tmp_path / "x.xlsx", "t", TEXT, rows(), 2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="无法写入"):
        write_workbook(tmp_path / "gone" / "x.xlsx", "t", TEXT, [], 0)


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_workbook(tmp_path / "x.xlsx", "t", TEXT, ([f"第 {n} 行"] for n in range(count)), count)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(100)
    assert peak(20_000) < peak(2_000) + 200_000


def test_a_column_of_a_field() -> None:
    column = Column.of(Field("price_fen", "约定价格", Kind.MONEY))
    assert (column.label, column.kind, column.width) == ("约定价格", Kind.MONEY, 10)
