"""The assessment's workbook, read back: formulas that come to the core's marks, text that stays text, A4, evidence."""

import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.services.assessment.scoring import Figure
from reports.assessment import words
from reports.assessment.entries import Entry
from reports.assessment.workbook import write_assessment
from reports.assessment.workbook_parts import Book
from reports.workbook import Cancelled
from tests.reports.assessment_samples import LONGEST, NO_FRESH, SEALED, assessed, entry, frozen, report
from tests.services.assessment.conftest import bench, files

__all__ = ["bench", "files"]  # fixtures
T = at("2026-05-06", "10:00")
DASH = "—"


def awkward() -> list[Entry]:
    """Edges of every rule, spread weights with halves of a tenth, rows that do not count, a frozen one."""
    dice = Random(6)
    found = [frozen(), entry(assessed(NO_FRESH, scope="e/no_fresh", estate="无生鲜苑"))]
    few = {"2.1": Figure(18, 19), "2.4": Figure(0, 5)}
    found.append(entry(assessed({**NO_FRESH, **few}, scope="e/few", estate="件少苑")))
    found.append(entry(assessed({**SEALED, **few}, scope="e/sealed", estate="投诉未开苑")))
    found.append(entry(assessed({"4.1": Figure(of=0, halves=1), "5": Figure(0, 0)}, scope="e/none", estate="空苑")))
    for number in range(6):
        of = dice.choice([20, 33, 97, 100, 1000, 10_000])
        rates = {code: Figure(dice.randint(of * 8 // 10, of), of) for code in ("2.1", "2.3", "3.1", "3.3")}
        homes = dice.choice([20, 300, 999, 1260, 4000])
        told = {
            **rates,
            "2.2": Figure(of * 95 // 100, of, times={"anomalies": dice.randint(0, 1)}),
            "2.4": Figure(dice.randint(of // 2, of), of),
            "2.5": Figure(of, of, times={"rework_open": dice.randint(0, 5)}),
            "3.4": Figure(times={"missed": dice.randint(0, 9), "unsheeted": dice.randint(0, 3)}),
            "4.1": Figure(of=homes, halves=dice.randint(0, 9), times={"grave": dice.randint(0, 2)}),
            "4.2": Figure(times={"late_answer": dice.randint(0, 3), "repeat": dice.randint(0, 2)}),
            "5": Figure(dice.randint(0, homes), homes),
        }
        if number % 3 == 0:
            told |= NO_FRESH
        if number % 4 == 0:
            told["2.3"] = Figure(9, 19)
        found.append(entry(assessed(told, scope=f"e/r{number}", estate=f"某某花园{number}", homes=homes)))
    return found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "考核.xlsx"
    write_assessment(made, report(*awkward()))
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return load_workbook(path)


@pytest.fixture(scope="module")
def values(path: Path) -> Any:
    return load_workbook(path, data_only=True)


# the formulas


class Sheet:
    """Evaluates our formulas with decimal numbers, cell by cell: a second reading of what they say."""

    WORD = re.compile(r"""("[^"]*")|('[^']*'!)?([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?(?![0-9A-Z(])|([0-9.]+)|(>=|<>|=)""")

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._known: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._value(name)
        return self._known[name]

    def _value(self, name: str) -> Any:
        told = self._sheet[name].value
        if isinstance(told, str) and told.startswith("="):
            return self._reckon(told[1:])
        if told is None:
            return Decimal(0)
        return told if isinstance(told, str) else Decimal(str(told))

    def area(self, first: str, last: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(f"{first}:{last}")
        names = [f"{get_column_letter(x)}{y}" for y in range(top, bottom + 1) for x in range(left, right + 1)]
        return [self.value(name) for name in names]

    def _reckon(self, formula: str) -> Any:
        names: dict[str, Callable[..., Any]] = {
            "ROUND": lambda x, n: x.quantize(Decimal(1).scaleb(-int(n)), ROUND_HALF_UP),
            "ROUNDUP": lambda x, n: x.quantize(Decimal(1).scaleb(-int(n)), ROUND_UP),
            "MIN": min, "MAX": max, "SUM": sum, "ROWS": len,
            "COUNT": lambda cells: sum(isinstance(one, Decimal) for one in cells),
            "ISNUMBER": lambda one: isinstance(one, Decimal),
            "IF": lambda test, yes, no: yes() if test() else no(),
            "V": self.value, "A": self.area, "D": Decimal,
        }  # fmt: skip
        return eval(_lazy(self.WORD.sub(self._word, formula)), {"__builtins__": {}, **names})

    def _word(self, found: "re.Match[str]") -> str:
        quoted, _, first, last, number, sign = found.groups()
        if quoted:
            return str(quoted)
        if first:
            return f'A("{first}","{last}")' if last else f'V("{first}")'
        return f'D("{number}")' if number else {"=": "==", "<>": "!="}.get(sign, sign)


def _lazy(said: str) -> str:
    """The parts of IF as functions: what is not asked is not divided by nothing."""
    out, stack = "", []
    for place, sign in enumerate(said):
        out += sign
        if sign == "(":
            stack.append(said[:place].endswith("IF"))
        elif sign == ")":
            stack.pop()
        if stack and stack[-1] and sign in "(,":
            out += "lambda:"
    return out


def form_of(book: Any, one: Entry) -> Any:
    return next(sheet for sheet in book.worksheets if str(sheet["A1"].value).startswith(f"{one.sheet.estate}　"))


def total_row(one: Entry) -> int:
    return 4 + len(one.sheet.rows)


def expected(one: Entry) -> dict[str, Any]:
    """By cell, as the core has it."""
    found: dict[str, Any] = {}
    for row, told in enumerate(one.sheet.rows, 4):
        if told.score is not None and told.deducted is not None:
            found |= {f"E{row}": Decimal(told.deducted) / 10, f"F{row}": Decimal(told.score) / 10}
    of, last = one.sheet.sheet, total_row(one)
    found[f"E{last}"] = DASH if of.deducted is None else Decimal(of.deducted) / 10
    found[f"F{last}"] = DASH if of.total is None else Decimal(of.total) / 10
    found[f"G{last}"] = DASH if of.grade is None else of.grade.label
    return found


def test_the_formulas_come_to_the_marks_of_the_core(book: Any) -> None:
    seen = set()
    for one in awkward():
        sheet = form_of(book, one)
        reckoned = Sheet(sheet)
        for cell, mark in expected(one).items():
            assert str(sheet[cell].value).startswith("="), cell
            assert reckoned.value(cell) == mark, (one.sheet.estate, cell, sheet[cell].value)
            seen.add(mark)
    assert len(seen) > 40


def test_a_viewer_that_does_not_calculate_sees_the_same(values: Any) -> None:
    for one in awkward():
        sheet = form_of(values, one)
        for cell, mark in expected(one).items():
            told = sheet[cell].value
            assert told == (float(mark) if isinstance(mark, Decimal) else mark), (one.sheet.estate, cell)


def test_a_figure_that_is_changed_changes_the_score(tmp_path: Path) -> None:
    """They are alive: other numbers of the same estate come to what the core says of them."""
    write_assessment(tmp_path / "a.xlsx", report(frozen()))
    book = load_workbook(tmp_path / "a.xlsx")
    one = entry(assessed({"2.1": Figure(2100, 2310)}))
    sheet = form_of(book, frozen())
    row = next(row for row in range(4, 20) if sheet.cell(row, 1).value == 2.1)
    place = next(cell.column_letter for cell in sheet[3] if str(cell.value).startswith("达到"))
    before = Sheet(sheet).value(f"F{total_row(one)}")
    sheet[f"{place}{row}"] = 2100
    assert Sheet(sheet).value(f"F{row}") == Decimal(one.sheet.rows[2].score or 0) / 10
    assert Sheet(sheet).value(f"F{total_row(one)}") == Decimal(one.total or 0) / 10 != before


def test_the_ranking_reads_the_sheets_of_the_estates(book: Any, values: Any) -> None:
    told, shown = book[words.RANKING], values[words.RANKING]
    ranked = report(*awkward()).ranking
    assert [row[1].value for row in told.iter_rows(min_row=4)] == [one.entry.sheet.estate for one in ranked]
    for row, one in enumerate(ranked, 4):
        name = form_of(book, one.entry).title
        assert told.cell(row, 9).value == f"='{name}'!F{total_row(one.entry)}"
        assert told.cell(row, 1).value == f'=IF(ISNUMBER(I{row}),RANK(I{row},I$4:I${3 + len(ranked)}),"—")'
        assert shown.cell(row, 1).value == (one.place or DASH)
        assert shown.cell(row, 9).value == (DASH if one.entry.total is None else one.entry.total / 10)
        items = [cell.value for cell in shown[row][3:8]]
        assert one.entry.total is None or round(sum(n for n in items if n != DASH), 1) == one.entry.total / 10
        assert told.cell(row, 2).hyperlink.location == f"'{name}'!A1"


@pytest.mark.machine
def test_libreoffice_comes_to_the_same_marks(path: Path, tmp_path: Path) -> None:
    """Without our stored values, and with nothing to repair."""
    program = shutil.which("soffice")
    assert program is not None, "soffice (LibreOffice) is not here"
    load_workbook(path).save(tmp_path / "bare.xlsx")  # formulas alone
    profile, wanted = f"-env:UserInstallation=file://{tmp_path}/profile", "xlsx:Calc MS Excel 2007 XML"
    command = [program, profile, "--headless", "--convert-to", wanted, "--outdir", str(tmp_path / "out")]
    done = subprocess.run([*command, str(tmp_path / "bare.xlsx")], capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    bare = load_workbook(tmp_path / "bare.xlsx", data_only=True)
    assert all(cell.value is None for cell in form_of(bare, frozen())["F"][3:18])
    after, before = load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True), load_workbook(path, data_only=True)
    assert after.sheetnames == before.sheetnames
    for one in awkward():
        sheet = form_of(after, one)
        for cell, mark in expected(one).items():
            told = sheet[cell].value
            told = Decimal(str(round(told, 9))) if isinstance(told, int | float) else told
            assert told == mark, (one.sheet.estate, cell)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                told = after[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert told == pytest.approx(cell.value, abs=1e-9), (sheet.title, cell.coordinate)
                elif cell.value is not None:
                    assert told == cell.value, (sheet.title, cell.coordinate)


# the form and the paper


def test_the_form_has_the_columns_of_the_real_one(book: Any) -> None:
    sheet = form_of(book, frozen())
    assert [cell.value for cell in sheet[3][:7]] == list(words.HEADS)
    codes = [sheet.cell(row, 1).value for row in range(4, 18)]
    assert codes == [1.1, 1.2, 2.1, 2.2, 2.3, 2.4, 2.5, 3.1, 3.2, 3.3, 3.4, 4.1, 4.2, 5]
    assert [sheet.cell(row, 2).value for row in (4, 6, 11, 15, 17)] == [
        "小区公告(15)", "报修(35)", "生鲜配送(20)", "业主投诉(20)", "平台使用率(10)",
    ]  # fmt: skip
    assert {"B4:B5", "B6:B10", "B11:B14", "B15:B16"} <= {str(one) for one in sheet.merged_cells.ranges}
    text = "\n".join(str(row[0].value or "") for row in sheet.iter_rows(max_col=1))
    for said in (*words.SIGN_OFF, *words.findings(frozen().sheet), words.basis(frozen()), words.LEFT_OUT, words.BESIDE):
        assert said in text
    assert len(sheet._charts) == 1


def test_every_sheet_is_ready_for_a4(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area, sheet.title
        assert "&P" in sheet.oddFooter.right.text
        if sheet.title not in ("封面", "图表"):
            assert sheet.freeze_panes, sheet.title
        if sheet.title != "封面":
            assert sheet.print_title_rows, sheet.title
    form = form_of(book, frozen())
    last = max(cell.row for cell in form["A"] if cell.value is not None)
    _, letter, row = form.print_area.rpartition(":")[2].split("$")
    assert letter == "G", "the figures beside the form are not printed"
    assert last <= int(row) <= last + 1
    assert [one.id for one in form.row_breaks.brk], "the chart begins the second page"


def test_numbers_are_numbers(book: Any) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "s":
                    assert not re.fullmatch(r"-?[\d,]+(\.\d+)?%?", cell.value), (sheet.title, cell.coordinate)


def test_one_estate_has_no_ranking(tmp_path: Path) -> None:
    write_assessment(tmp_path / "one.xlsx", report(entry()))
    assert load_workbook(tmp_path / "one.xlsx").sheetnames == ["封面", "翠湖花园"]


HOSTILE = (
    '=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=1", "=cmd|' /C calc'!A0", "a\x0bb<&>\ud800",
)  # fmt: skip


def test_words_never_become_formulas(tmp_path: Path) -> None:
    """Names of estates, of the company, what people wrote: text, and nothing that Excel would have to mend."""
    entries = []
    for name, said in zip(HOSTILE[1::2], HOSTILE[::2], strict=True):
        one = assessed(scope=f"e/{name}", estate=name)
        entries.append(Entry(one, frozen().state, said, said, {}, said, said, {}, said, said))
    made = report(*entries, made_by=HOSTILE[0])
    write_assessment(tmp_path / "x.xlsx", made.__class__(HOSTILE[0], *_rest(made)))
    book = load_workbook(tmp_path / "x.xlsx")
    allowed = re.compile(r"=(IF|ROUND|MIN|MAX)\(|='[^']+(''[^']*)*'!\$?[A-Z]+\$?\d+$|=F\d+/K\d+$")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or allowed.match(cell.value), (sheet.title, cell.value)
    found = {cell.value for row in book[words.RANKING].iter_rows(min_col=2, max_col=2, min_row=4) for cell in row}
    assert found == {*HOSTILE[1:-1:2], "a\ufffdb<&>\ufffd"}


def _rest(made: Any) -> tuple[Any, ...]:
    return (made.from_on, made.until_on, made.entries, made.limits, made.made_by, made.made_at)


def test_sheets_are_called_like_their_estates_and_apart() -> None:
    book = Book()
    names = [
        book.free_name(one) for one in (LONGEST, LONGEST, "a/b:c*?[d]\\", "A b", "a B", "", "'x'", "字" * 40, "😀" * 20)
    ]
    assert names == [LONGEST, f"{LONGEST} 2", "a b c   d", "A b", "a B 2", "小区", "x", "字" * 31, "😀" * 15]
    assert all(len(one.encode("utf-16-le")) <= 62 for one in names)


# progress, cancel


def test_progress_ends_whole_and_a_stop_leaves_nothing(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_assessment(tmp_path / "a.xlsx", report(*awkward()[:3]), progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    with pytest.raises(Cancelled):
        write_assessment(tmp_path / "b.xlsx", report(*awkward()[:3]), cancelled=lambda: len(told) > 0)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        write_assessment(tmp_path / "none" / "a.xlsx", report(entry()))
