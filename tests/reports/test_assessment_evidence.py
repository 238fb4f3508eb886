"""The records behind the figures, in the workbook: the lists the page opens, and nothing that may not be shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desk.domain.calendar import MINUTE, at
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.counting import listed
from desk.services.assessment.evidence import SHOWN
from desk.services.assessment.record import AssessmentState, Grade
from desk.services.assessment.scoring import Limits
from reports.assessment import evidence
from reports.assessment.entries import Entry
from reports.assessment.workbook import write_assessment
from reports.assessment.workbook_evidence import Behind
from tests.reports.assessment_samples import report
from tests.reports.test_assessment_book import total_row
from tests.services.assessment.conftest import ESTATE, Bench, bench, files
from tests.services.assessment.test_repairs import order

T = at("2026-05-06", "10:00")


__all__ = ["bench", "files"]


def counted(bench: Bench) -> tuple[Entry, Behind]:
    """Thirty repairs, some answered late; one void; a complaint."""
    bench.add("estate", id=ESTATE.partition("/")[2], scope=bench.books.company, name="=翠湖花园")
    for number in range(30):
        begun = T + number * 60 * MINUTE
        told = begun + (60 * MINUTE if number < 4 else 0)
        order(bench, begun, no=f"W3A-{number:04d}", where=f"=1栋{number}", response_due_at=begun + 15 * MINUTE,
              informed_at=told, status="void" if number == 9 else "closed")  # fmt: skip
    period = period_of(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)
    sheet = assess(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)[ESTATE]
    return Entry(sheet), Behind(bench.books, period)


def test_evidence_is_the_list_behind_the_figure(bench: Bench, tmp_path: Path) -> None:
    one, behind = counted(bench)
    count = write_assessment(tmp_path / "a.xlsx", report(one), behind)
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book["2.1 回复及时率"]
    late = listed(behind.books, behind.period, "response", "missed")
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(late) == 4
    assert [row[:4] for row in rows] == [("=翠湖花园", "未达", f"W3A-{n:04d}", f"=1栋{n}") for n in range(4)]
    head = [cell.value for cell in sheet[3]]
    reported = sheet.cell(4, 1 + head.index("报修时间"))
    assert reported.is_date
    assert reported.value.isoformat() == "2026-05-06T10:00:00"
    assert sheet.auto_filter.ref == f"A3:{get_column_letter(len(head))}7"
    assert sheet.print_title_rows == "$3:$3"
    left = list(book["剔除 报修单"].iter_rows(min_row=4, values_only=True))
    assert ("=翠湖花园", "作废/重复并入", "W3A-0009") in [(row[0], row[2], row[3]) for row in left]
    shown = [name for name in book.sheetnames if name not in ("封面", "=翠湖花园")]
    assert count == sum(book[name].max_row - 3 for name in shown)
    assert not any(cell.data_type == "f" for name in shown for row in book[name].iter_rows() for cell in row)


def test_too_much_evidence_is_said_and_left_out(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, behind = counted(bench)
    monkeypatch.setattr(evidence, "MOST", 3)
    assert write_assessment(tmp_path / "a.xlsx", report(one), behind) == 0
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["封面", "=翠湖花园"]
    assert any("没有放进本册" in str(row[0].value) for row in book["封面"].iter_rows())


def test_evidence_shows_nothing_that_may_not_be_shown() -> None:
    for (_, record), names in evidence.SAYS_WHY.items():
        assert set(names) <= set(SHOWN[record]), record
        assert not evidence.RECORDS[record].private & set(names)


def test_a_frozen_grade_stands_whatever_today_would_call_it(bench: Bench, tmp_path: Path) -> None:
    """Grades began at other marks that day; and the lists behind are those of today, which is said."""
    one, behind = counted(bench)
    harder = Limits(20, ((100, Grade.EXCELLENT),))
    assert one.sheet.sheet.grade is not None
    graded = replace(one.sheet.sheet, grade=Grade.PASSED)
    old = replace(one, state=AssessmentState.LOCKED, sheet=replace(one.sheet, sheet=graded))
    write_assessment(tmp_path / "a.xlsx", replace(report(old), limits=harder), behind)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.worksheets[1][f"G{total_row(old)}"].value == Grade.PASSED.label
    assert "冻结以后改过的以表上的数为准" in book["2.1 回复及时率"]["A2"].value
