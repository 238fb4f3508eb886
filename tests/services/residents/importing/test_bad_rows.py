"""Bad rows saved with their reasons, mended and imported again; the template; naughty strings."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from desk.domain.errors import DeskError
from desk.domain.text import without_controls
from desk.services.residents.importing.bad_rows import write_bad_rows
from desk.services.residents.importing.book import Book, Cell
from desk.services.residents.importing.cells import NOBODY, plain
from desk.services.residents.importing.columns import meaning
from desk.services.residents.importing.layout import recognise
from desk.services.residents.importing.lines import NAME_LIMIT
from desk.services.residents.importing.plan import ImportPlan, ids_of_estate, plan
from desk.services.residents.importing.reading import BookReader
from desk.services.residents.importing.template import COLUMNS, write_template
from desk.services.residents.record import Relation, ServiceLevel
from tests.services.residents.importing.making import DATA, ESTATE, ROOT, book, lone, sheet

MAKE_ID = ids_of_estate(ESTATE)
TITLES: list[Cell] = ["楼栋", "房号", "姓名", "关系", "电话", "备注"]
NAUGHTY: list[str] = json.loads((ROOT / "tests" / "data" / "blns" / "blns.json").read_text("utf-8"))
INJECTIONS = [line for line in (DATA / "hostile" / "csv-injection.txt").read_text().splitlines() if line]


def planned(found: Book) -> ImportPlan:
    return plan(recognise(found), MAKE_ID)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_bad_rows_are_saved_with_reasons_mended_and_imported(reader: BookReader, tmp_path: Path, suffix: str) -> None:
    rows: list[list[Cell]] = [
        TITLES,
        [3, 101, "张三"],
        [3, None, "李四", "业主", 13800000002, "=1+1"],
        ["", 103, "王五", "朋友"],
    ]
    first = planned(lone(rows, "名单"))
    path = tmp_path / f"坏行{suffix}"
    write_bad_rows(first, path)
    saved = reader.read(path).sheets[0]
    assert saved.rows[0].cells == (*TITLES, "原因", "原表行号")
    assert [cell if cell is None else str(cell) for cell in saved.rows[1].cells] == [
        "3",
        None,
        "李四",
        "业主",
        "13800000002",
        "=1+1",
        "B 列“房号”: 没有房号; 请填上房号, 如 1801",
        "3",
    ]
    # The building that the row above had set is written out, so that the row can stand alone.
    assert str(saved.rows[2].cells[0]) == "3"
    mended = [list(row.cells) for row in saved.rows]
    mended[1][1], mended[2][3] = 102, "租户"
    again = planned(lone(mended))
    assert again.bad == []
    names = [record.values["name"] for record in again.records if record.kind == "resident"]
    assert names == ["李四", "王五"]
    assert "“Sheet1”里这些列不导入: G 原因、H 原表行号" in again.notes


def test_saved_csv_is_gb18030_and_no_formula_for_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_bad_rows(planned(lone([TITLES, *([3, None, "王𬭎", None, None, text] for text in INJECTIONS)])), path)
    rows = list(csv.reader(path.read_text("gb18030").splitlines()))
    assert [row[5] for row in rows[1:]] == [f"'{text}" if text[0] in "=+-@" else text for text in INJECTIONS]
    assert {row[2] for row in rows[1:]} == {"王𬭎"}


def test_text_stays_text_in_the_saved_workbook(reader: BookReader, tmp_path: Path) -> None:
    texts = [*NAUGHTY, *INJECTIONS, "_x0041_", "a\x07b", "\ufffe", "x" * 40_000]
    found = lone([TITLES, *([None, None, None, "朋友", None, text] for text in texts)])
    path = tmp_path / "a.xlsx"
    write_bad_rows(planned(found), path)
    cells = [row[5] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2)]
    assert all(cell.data_type != "f" for cell in cells)
    assert all(cell.number_format == "@" for cell in cells if cell.value is not None)
    expected = [text[:32767] for text in texts if text and not text.isspace()]
    back = [row.at(5) for row in reader.read(path).sheets[0].rows[1:]]
    assert [_line_ends(text) for text in back if text is not None] == [_line_ends(text) for text in expected]


def _line_ends(text: Cell) -> str:
    return str(text).replace("\r\n", "\n").replace("\x00", "")


def test_tables_of_several_sheets_and_a_building_from_a_title(reader: BookReader, tmp_path: Path) -> None:
    titles: list[Cell] = ["房号", "姓名"]
    one = sheet("名单[1]", [titles, ["5栋2单元"], [None, "李四"]])
    two = sheet("名单[2]", [["楼栋", *titles], [6, "2011-01-01", "王五"]])
    path = tmp_path / "a.xlsx"
    write_bad_rows(planned(book(one, two)), path)
    first, second = reader.read(path).sheets
    assert (first.name, second.name) == ("名单_1_", "名单_2_")
    assert first.rows[1].cells[:4] == (None, "李四", "5", "2")
    assert second.rows[1].cells[:3] == (6, "2011-01-01", "王五")


def test_no_bad_rows_and_no_place_to_write(tmp_path: Path) -> None:
    good = planned(lone([TITLES, [3, 101, "张三"]]))
    write_bad_rows(good, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["没有坏行"]
    with pytest.raises(DeskError):
        write_bad_rows(good, tmp_path / "nowhere" / "a.xlsx")
    with pytest.raises(DeskError):
        write_template(tmp_path / "nowhere" / "a.xlsx")


def test_naughty_names_and_notes_come_through_unchanged() -> None:
    rows: list[list[Cell]] = [TITLES]
    rows += [[3, str(n), text, None, None, text] for n, text in enumerate([*NAUGHTY, *INJECTIONS], 101)]
    result = planned(lone(rows))
    told = [without_controls(text).strip() for text in [*NAUGHTY, *INJECTIONS]]
    expected = {text for text in told if text and plain(text) not in NOBODY and len(text) <= NAME_LIMIT}
    assert {r.values["name"] for r in result.records if r.kind == "resident"} == expected
    assert {row.problems[0].reason[:4] for row in result.bad} == {"姓名最多"}
    assert len(expected) > 300


def test_the_template_is_read_back_empty_with_its_example_left_out(reader: BookReader, tmp_path: Path) -> None:
    path = tmp_path / "住户导入模板.xlsx"
    write_template(path)
    found = reader.read(path)
    layout = recognise(found)
    assert [(table.sheet.name, [t.column for t in table.titled]) for table in layout.tables] == [
        ("住户名单", [meaning(title) for title, *_ in COLUMNS])
    ]
    assert None not in [meaning(title) for title, *_ in COLUMNS]
    result = plan(layout, MAKE_ID)
    assert (result.records, result.bad) == ([], [])
    assert [(s.row, s.reason) for s in result.skipped] == [(2, "示例行")]
    assert [left.sheet for left in result.left_out] == ["填写说明"]


def test_the_example_of_the_template_is_a_good_row(reader: BookReader, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_template(path)
    work = openpyxl.load_workbook(path)
    work["住户名单"].cell(2, len(COLUMNS), "改过了")
    work.save(path)
    result = planned(reader.read(path))
    assert (result.bad, result.warnings) == ([], [])
    by_kind = {record.kind: record.values for record in result.records}
    assert by_kind["home"] == {
        "building_no": "3",
        "unit_no": "2",
        "room_no": "1801",
        "floor": 18,
        "area_cm2": 945600,
        "handed_over_on": "2019-06-30",
    }
    assert by_kind["resident"] == {
        "name": "王秀英",
        "salutation": "王女士",
        "level": ServiceLevel.ORDINARY.value,
        "best_hours": "晚上 7 点后",
        "note": "改过了",
        "phones": [{"number": "13800006621", "note": ""}, {"number": "0591-88016000", "note": ""}],
    }
    assert by_kind["residence"]["relation"] == Relation.OWNER.value
    assert by_kind["residence"]["from_on"] == "2019-09-01"


def test_the_template_keeps_text_as_text_and_offers_choices(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_template(path)
    page = openpyxl.load_workbook(path)["住户名单"]
    for number, (title, _, as_text, _, _) in enumerate(COLUMNS, 1):
        assert (page.cell(2, number).number_format == "@") is as_text, title
        assert (page.column_dimensions[page.cell(1, number).column_letter].number_format == "@") is as_text
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {"H2": '"业主,家人,租户"', "L2": '"普通,重点"'}
