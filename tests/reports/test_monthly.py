"""The month's analysis: figures that a plain computation confirms, and two documents that say the same."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copyfile
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from desk.domain.calendar import Calendar, at
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.sample.pins import sample_pin
from desk.services import own_rows
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Tally
from desk.services.assessment.months import Month, days_of, month_after
from desk.services.work_orders.catalogue import load_catalogue
from desk.services.work_orders.listed import default_rows
from desk.store.confidential import SUFFIX, Confidential
from desk.store.database import Database
from desk.store.office import Office
from reports.fonts import PaperFonts
from reports.monthly import definition
from reports.monthly.definition import Entry, Report
from reports.monthly.grid import Grid, Way
from reports.monthly.making import Asked, report_of
from reports.monthly.paper import render_analysis
from reports.monthly.workbook import write_analysis
from reports.source import Estate
from reports.workbook import Cancelled
from tests.reports.plain_month import Plain, check_bookings, check_kinds, rates_of
from tests.services.assessment.agreement import BESIDE, RECORDS, rows_of
from tests.services.assessment.independent import Tables
from tests.world import KEY

NOW, MONTH = at("2026-11-20", "14:02"), "2026-11"
MANAGER = (
    """SELECT s.id, s.staff_no FROM staff s JOIN "grant" g ON g.staff_id = s.id WHERE g.role = 'manager' LIMIT 1"""
)
DASH = "—"
Sample = tuple[Books, Report, Tables, Tables]


@pytest.fixture(scope="module")
def sample(
    sample_file: Path, rules: Rulebook, calendar: Calendar, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    """The sample office with its complaints open, its report of this month, and its plain rows."""
    folder = tmp_path_factory.mktemp("monthly")
    for tail in (".db", SUFFIX):
        copyfile(sample_file.with_suffix(tail), folder / f"desk{tail}")
    main = Database(folder / "desk.db", KEY)
    lists = {**default_rows(load_catalogue(RESOURCES / "catalogue")), **own_rows(RESOURCES / "catalogue")}
    office = Office(str(main.read("SELECT scope FROM estate LIMIT 1")[0][0]), calendar, lambda: lists)
    file = Confidential(main, lambda: rules, office, lambda: NOW)
    staff, number = main.read(MANAGER)[0]
    file.open(str(staff), sample_pin(str(number)))
    assert file.database is not None
    books = Books.of_desk(main, office, file.database)
    estates = [Estate(f"e/{ent}", str(name), "安和物业") for ent, name in main.read("SELECT id, name FROM estate")]
    manager = Actor("m", frozenset({Role.MANAGER}), "吴明")
    report = report_of(books, Asked(estates, MONTH, lambda scope: manager, "吴明"), NOW)
    yield books, report, rows_of(main, RECORDS), rows_of(file.database, BESIDE)
    file.close()
    main.close()


@pytest.fixture(scope="module")
def both(sample: Sample, fonts: PaperFonts, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The workbook's path, and the paper's text without blanks."""
    path = tmp_path_factory.mktemp("documents") / "月度.xlsx"
    write_analysis(path, sample[1])
    paper = pypdfium2.PdfDocument(render_analysis(fonts, sample[1]))
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in paper]
    paper.close()
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    return path, "".join(pages)


# against a plain computation


@pytest.mark.parametrize("back", [0, -1])
def test_a_plain_computation_comes_to_the_same(sample: Sample, back: int) -> None:
    _, report, tables, confidential = sample
    for entry in report.entries:
        month = entry.months[month_after(MONTH, back)]
        plain = Plain(tables, confidential, month.month, entry.scope, NOW)
        for measure in ("response", "arrival", "finish", "asked", "content", "fresh_total", "fresh_estate",
                        "fresh_content", "late_answer"):  # fmt: skip
            assert rates_of(month.of(measure)) == plain.of(measure), (entry.estate, measure)
        reported, finished = plain.repairs("reported_at"), plain.repairs("finished_at")
        whole = [one for one in finished if plain.is_whole(one)]
        assert month.of("orders").of == len(reported)
        assert rates_of(month.of("whole")) == (len(whole), len(finished))
        assert 0 < len(whole) < len(finished)
        if not back:
            check_kinds(month, reported, whole)
        check_bookings(plain, month)
        valid = month.of("valid")
        assert valid.all == sum(one[0] == entry.scope for one in plain.count.verdicts["valid"])
    assert sum(entry.months[MONTH].of("valid").all for entry in report.entries) > 0


# the two documents


def shown(cell: Any) -> str:
    """A cell of the workbook as it is read, from its stored value and its format."""
    value, form = cell.value, str(cell.number_format)
    if not isinstance(value, int | float):
        return str(value or "")
    exact = Decimal(repr(value))
    if "%" in form:
        places = Decimal(1).scaleb(-len(form.split("%")[0].strip().partition(".")[2]))
        return f"{(100 * exact).quantize(places, ROUND_HALF_UP)}%"
    if "0.0" in form:
        exact = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{exact:+}" if exact and form.startswith("+") else f"{abs(exact)}"
    return f"{value:+,}" if form.startswith("+") and value else f"{value:,}"


def rows_under(sheet: Any, grid: Grid) -> list[Any]:
    """The rows of a table, found by its title."""
    titles = [str(row[0].value or "").split("　")[0] for row in sheet.iter_rows(max_col=1)]
    begin = titles.index(grid.title) + 1
    heads = [cell.value for cell in sheet[begin + 1][: len(grid.columns)]]
    assert heads == [one.label for one in grid.columns]
    return [sheet[begin + 2 + place][: len(grid.columns)] for place in range(len(grid.all_lines()))]


def tables_of(report: Report) -> Iterator[tuple[str, Grid]]:
    """The sheet and each of its tables."""
    yield "各小区", definition.summary(report)
    for entry in report.entries:
        for grid in definition.grids(report, entry):
            yield entry.estate, grid


def test_paper_and_workbook_hold_the_same_cells(sample: Sample, both: tuple[Path, str]) -> None:
    path, text = both
    book, seen = load_workbook(path, data_only=True), 0
    for name, grid in tables_of(sample[1]):
        labels = "".join(one.label.replace(" ", "") for one in grid.columns)
        assert labels in text
        for row in rows_under(book[name], grid):
            words = "".join("".join(shown(cell).split()) for cell in row)
            assert words in text, (name, grid.title, words)
            seen += 1
    assert seen > 70
    for entry in sample[1].entries:
        sentences = [str(row[0].value) for row in book[entry.estate].iter_rows(max_col=1)]
        for words in [*definition.findings(sample[1], entry), *definition.notes(sample[1])]:
            assert words in sentences
            assert "".join(words.split()) in text


def test_every_rate_and_difference_is_a_live_formula(sample: Sample, both: tuple[Path, str]) -> None:
    """Reckoned by hand from the cells it names, each comes to what is stored beside it."""
    live, stored = load_workbook(both[0]), load_workbook(both[0], data_only=True)
    count = 0
    for name, grid in tables_of(sample[1]):
        values = stored[name]
        for row, line in zip(rows_under(live[name], grid), grid.all_lines(), strict=True):
            for cell, column in zip(row, grid.columns, strict=True):
                told = values[cell.coordinate].value
                if column.way is Way.COUNT and line.cells[0] != "合计":
                    assert not isinstance(told, str) or told == DASH
                    continue
                if column.way in (Way.WORDS, Way.COUNT):
                    continue
                assert cell.data_type == "f", cell.coordinate
                assert reckoned(str(cell.value), values) == (pytest.approx(told) if told != DASH else DASH)
                count += 1
    assert count > 200


def reckoned(formula: str, sheet: Any) -> object:
    cells = [sheet[one].value for one in re.findall(r"[A-L]\d+", formula)]
    if formula.startswith("=IF(N("):
        of, met = cells[0], cells[1]
        return met / of if isinstance(of, int) and of else DASH
    if formula.startswith("=IF(AND("):
        now, then = cells[-2:]
        known = isinstance(now, int | float) and isinstance(then, int | float)
        return (now - then) * (100 if "100*" in formula else 1) if known else DASH
    match = re.match(r"=IF\(SUM\(([A-L])\$(\d+):\1\$(\d+)\)=0", formula)
    assert match, formula
    whole = sum(sheet[f"{match[1]}{row}"].value for row in range(int(match[2]), int(match[3]) + 1))
    return cells[-1] / whole if whole else DASH


@pytest.mark.machine
def test_libreoffice_comes_to_the_same_figures(both: tuple[Path, str], tmp_path: Path) -> None:
    """Without our stored values, and with nothing to repair."""
    program = shutil.which("soffice")
    assert program is not None, "soffice (LibreOffice) is not here"
    load_workbook(both[0]).save(tmp_path / "bare.xlsx")  # formulas alone
    profile, wanted = f"-env:UserInstallation=file://{tmp_path}/profile", "xlsx:Calc MS Excel 2007 XML"
    command = [program, profile, "--headless", "--convert-to", wanted, "--outdir", str(tmp_path / "out")]
    done = subprocess.run([*command, str(tmp_path / "bare.xlsx")], capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    after, before = (load_workbook(one, data_only=True) for one in (tmp_path / "out" / "bare.xlsx", both[0]))
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                told = after[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert told == pytest.approx(cell.value, abs=1e-9), (sheet.title, cell.coordinate)
                elif cell.value is not None:
                    assert told == cell.value, (sheet.title, cell.coordinate)


def test_it_is_ready_to_be_printed(both: tuple[Path, str]) -> None:
    book: Any = load_workbook(both[0])
    assert book.sheetnames[0] == "各小区"
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("portrait", 9)
        assert sheet.print_title_rows
        assert "&P" in sheet.oddFooter.right.text
        assert "项目经理（盖章）" in "".join(str(row[0].value or "") for row in sheet.iter_rows(max_col=1))


# by hand


def entry(month: str = MONTH, **figures: Tally) -> Entry:
    """An estate named like a formula, with these figures this month and none before."""
    found = {one: Month("e/1", one, {}) for one in definition.wanted(month)}
    kinds = {"给排水": figures}
    return Entry("e/1", "=1+1", {**found, month: Month("e/1", month, figures, kinds)})


def report(*entries: Entry, now: int = NOW, month: str = MONTH) -> Report:
    return Report("安和物业", month, entries, {"2.5": 95, "2.4": 90}, 30, "吴明", now)


def test_what_is_below_its_standard_is_said_in_words() -> None:
    one = entry(orders=Tally(3), content=Tally(9496, 504), asked=Tally(9, 1), whole=Tally(2, 1))
    assert definition.findings(report(one), one) == [
        "报修 3 次，比上月 +3 次，最多的是给排水 3 次（100.0 %）",
        "报修满意率 94.96 %，低于 95 %",
    ]
    few = entry(orders=Tally(3), content=Tally(1, 1))
    assert "报修满意率 50.0 %，低于 95 %（只有 2 件）" in definition.findings(report(few), few)
    good = entry(orders=Tally(3), content=Tally(3))
    assert definition.findings(report(good), good)[-1] == "有考核标准的比率都达到标准"


def test_what_is_not_known_is_a_dash_and_said(fonts: PaperFonts, tmp_path: Path) -> None:
    told = report(entry(orders=Tally(3)))
    assert told.complaints_closed
    assert any("投诉档案没有打开" in words for words in definition.notes(told))
    write_analysis(tmp_path / "a.xlsx", told)
    book = load_workbook(tmp_path / "a.xlsx")
    sheet: Any = book.worksheets[0]
    row = next(row for row in sheet.iter_rows(max_col=3) if row[0].value == "投诉")
    assert [cell.value for cell in row] == ["投诉", DASH, DASH]
    assert render_analysis(fonts, told).startswith(b"%PDF")
    both = report(entry(orders=Tally(1)), replace(entry(), scope="e/2"))
    write_analysis(tmp_path / "b.xlsx", both)
    first: Any = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert (first["A6"].value, first["A6"].data_type) == ("=1+1", "s")  # an estate's name is never a formula


@pytest.mark.parametrize(
    ("day", "until", "may_change"),
    [("2026-11-20", "2026-11-20 14:02", True), ("2026-12-05", "2026-11-30 24:00", True),
     ("2027-01-04", "2026-11-30 24:00", False)],
)  # fmt: skip
def test_it_says_how_far_it_can_be_known(day: str, until: str, may_change: bool) -> None:
    told = report(entry(), now=at(day, "14:02"))
    assert f"数据截至 {until}" in told.basis
    assert any("还没有都满 30 天" in words for words in definition.notes(told)) is may_change


def test_months_go_over_the_year() -> None:
    assert definition.wanted("2026-02") == [
        "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2025-02",
    ]  # fmt: skip
    assert days_of("2024-02") == ("2024-02-01", "2024-02-29")
    assert days_of("2026-12") == ("2026-12-01", "2026-12-31")


def test_rates_are_exact() -> None:
    grid = definition.summary(report(entry(orders=Tally(3), whole=Tally(1, 2), content=Tally(2, 1))))
    line = grid.total
    assert grid.value(line, 4) == Fraction(1, 3)
    assert grid.words(line, 7) == "66.7 %"
    assert grid.words(line, 10) == DASH


def test_it_can_be_stopped_and_leaves_no_file(sample: Sample, fonts: PaperFonts, tmp_path: Path) -> None:
    books, found, _, _ = sample
    estates = [Estate(one.scope, one.estate, "") for one in found.entries]
    asked = Asked(estates, MONTH, lambda scope: Actor("", frozenset()), "")
    told: list[tuple[int, int]] = []

    def stop() -> bool:
        return len(told) > 2

    with pytest.raises(Cancelled):
        report_of(books, asked, NOW, lambda done, of: told.append((done, of)), stop)
    assert len(told) == 3
    assert all(done <= of for done, of in told)
    for make in (
        lambda: write_analysis(tmp_path / "a.xlsx", found, cancelled=lambda: True),
        lambda: render_analysis(fonts, found, cancelled=lambda: True),
    ):
        with pytest.raises(Cancelled):
            make()
    assert list(tmp_path.iterdir()) == []


def test_technicians_are_shown_to_those_who_answer_for_them(sample: Sample) -> None:
    books, found, _, _ = sample
    one = found.entries[0]
    clerk = Actor("c", frozenset({Role.CLERK}), "李敏")
    asked = Asked([Estate(one.scope, one.estate, "")], MONTH, lambda scope: clerk, "李敏")
    assert one.people
    assert [grid.title for grid in definition.grids(found, one)][-1] == "维修人员"
    mine = report_of(books, asked, NOW)
    assert mine.entries[0].people == []
    assert "维修人员" not in [grid.title for grid in definition.grids(mine, mine.entries[0])]
