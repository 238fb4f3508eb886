"""CSV in the encodings of Chinese offices, and web tables that systems export under the name .xls."""

import csv
from pathlib import Path

import pytest

from desk.services.residents.importing.book import Cell
from desk.services.residents.importing.reading import BookReader
from tests.services.residents.importing.making import DATA

LIST = '楼栋,房号,姓名,电话\r\n3栋,1801,"王𬭎, 李㛃",13800006621\r\n\r\n3栋,1802,=1+1,\r\n'
ROWS = [
    (1, ("楼栋", "房号", "姓名", "电话")),
    (2, ("3栋", "1801", "王𬭎, 李㛃", "13800006621")),
    (4, ("3栋", "1802", "=1+1")),
]


def rows_of(reader: BookReader, path: Path) -> list[tuple[int, tuple[Cell, ...]]]:
    return [(row.number, row.cells) for row in reader.read(path).sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_every_encoding_and_separator(reader: BookReader, tmp_path: Path, encoding: str, separator: str) -> None:
    text = LIST.replace(",", separator).replace(f"王𬭎{separator}", "王𬭎,")
    path = tmp_path / "业主.csv"
    path.write_bytes(text.encode(encoding))
    assert rows_of(reader, path) == ROWS


def test_a_list_cut_off_in_the_middle_of_a_character(reader: BookReader, tmp_path: Path) -> None:
    path = tmp_path / "utf-8.csv"
    path.write_bytes("楼栋,姓名\n3,王秀英".encode()[:-1])
    assert rows_of(reader, path)[1] == (2, ("3", "王秀\ufffd"))
    path.write_bytes("楼栋,姓名\n3,王秀英".encode("gb18030")[:-1])
    assert rows_of(reader, path)[1] == (2, ("3", "王秀\ufffd"))


def test_formulas_in_text_are_only_text(reader: BookReader, tmp_path: Path) -> None:
    lines = [line for line in (DATA / "hostile" / "csv-injection.txt").read_text().splitlines() if line]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["楼栋", "姓名"], *([str(n), line] for n, line in enumerate(lines))])
    assert [cells[1] for _, cells in rows_of(reader, path)[1:]] == lines
    assert len(rows_of(reader, DATA / "hostile" / "csv-injection.txt")) == len(lines) == 15


def test_an_unclosed_quote_ends_the_reading_not_the_desk(reader: BookReader, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('楼栋,姓名\n3,"' + "x" * 300_000, encoding="utf-8")
    assert rows_of(reader, path) == [(1, ("楼栋", "姓名"))]


WEB = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{0}"><style>td{{x}}</style></head>
<body><table border=1><tr><th>楼栋<th>房号</th><th colspan=2>住户</th></tr>
<tr><td rowspan="2">3&nbsp;栋</td><td>1801</td><td>王<br>秀英</td><td style='mso'>138&amp;</td></tr>
<tr><td>1802</td><td>李四<script>alert(1)</script></td></tr></table>
<table><tr><td>第二张</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_table_under_the_name_of_a_workbook(reader: BookReader, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(WEB.format(encoding).encode(encoding))
    book = reader.read(path)
    first, second = book.sheets
    assert [(row.number, row.cells) for row in first.rows] == [
        (1, ("楼栋", "房号", "住户")),
        (2, ("3 栋", "1801", "王\n秀英", "138&")),
        (3, (None, "1802", "李四")),
    ]
    assert first.merges == [(1, 2, 1, 3), (2, 0, 3, 0)]
    assert [row.cells for row in second.rows] == [("第二张",)]


def test_spans_without_end_are_held(reader: BookReader, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text('<table><tr><td colspan="999999999" rowspan="99999999">甲</td><td>乙</td></tr></table>', "utf-8")
    (row,) = reader.read(path).sheets[0].rows
    assert (row.cells[0], row.cells[-1], len(row.cells)) == ("甲", "乙", 1001)
