"""The workbook and the paper of an assessment say the same figures: both files are read back, cell by cell."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from desk.services.assessment.scoring import Figure
from reports.assessment import words
from reports.assessment.entries import Entry
from reports.assessment.paper import render_assessment
from reports.assessment.press import LEFT
from reports.assessment.sheet_table import WIDTHS
from reports.assessment.workbook import write_assessment
from reports.document import MM
from reports.fonts import PaperFonts
from tests.reports.assessment_samples import LONGEST, NO_FRESH, SEALED, assessed, entry, frozen, report

CODE, MARKS = re.compile(r"\d(\.\d)?"), re.compile(r"(\d+\.\d|0|—)")
DASH = "—"
Form = dict[str, tuple[str, str]]  # (扣分, 得分) by 序号; "" is the sum


def told() -> list[Entry]:
    return [
        frozen(),
        entry(assessed({**NO_FRESH, "1.1": Figure(of=64)}, scope="e/2", estate="无生鲜苑")),
        entry(assessed({**SEALED, "2.4": Figure(15, 19)}, scope="e/3", estate=LONGEST)),
    ]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, fonts: PaperFonts) -> Iterator[tuple[Any, Any]]:
    """The open workbook with its stored values, and the open PDF."""
    path: Path = tmp_path_factory.mktemp("agreement") / "考核.xlsx"
    write_assessment(path, report(*told()))
    paper = pypdfium2.PdfDocument(render_assessment(fonts, report(*told())))
    yield load_workbook(path, data_only=True), paper
    paper.close()


def shown(cell: Any) -> str:
    """A number as the sheet shows it: 2.0; a dash where its format hides a nought."""
    if isinstance(cell.value, int | float):
        return DASH if DASH in cell.number_format and not cell.value else f"{cell.value:.1f}"
    return str(cell.value or "")


def sheet_of(book: Any, estate: str) -> Any:
    return next(one for one in book.worksheets if str(one["A1"].value).startswith(estate + "　"))


def form_in_book(book: Any, estate: str) -> Form:
    found: Form = {}
    for row in sheet_of(book, estate).iter_rows(max_col=7):
        name = str(row[0].value or "")
        if CODE.fullmatch(name) or name.startswith("合计"):
            found["" if name.startswith("合计") else name] = (shown(row[4]), shown(row[5]))
        if "" in found:  # below stand other tables that begin with numbers of rows
            return found
    raise AssertionError(estate)


def page_of(paper: Any, estate: str) -> Any:
    for page in paper:
        text = page.get_textpage().get_text_range()
        if estate in text and "考核表" in text and "计分方法" in text:
            return page
    raise AssertionError(estate)


def form_on_paper(paper: Any, estate: str) -> Form:
    """By place: what stands in the columns 扣分 and 得分 on the line of each number."""
    text = page_of(paper, estate).get_textpage()
    places = [text.get_rect(number) for number in range(text.count_rects())]
    edges = [LEFT * MM]
    for width in WIDTHS:
        edges.append(edges[-1] + width * MM)

    def column(number: int) -> dict[float, str]:
        inside = [one for one in places if edges[number] <= one[0] and one[2] <= edges[number + 1]]
        return {(one[1] + one[3]) / 2: text.get_text_bounded(*one).strip() for one in inside}

    found: Form = {}
    codes = {y: said for y, said in column(0).items() if CODE.fullmatch(said)}
    sums = [(one[1] + one[3]) / 2 for one in places if text.get_text_bounded(*one).startswith("合计")]
    for y, code in [*codes.items(), (sums[0], "")]:
        cells = []
        for number in (4, 5):
            beside = min(column(number).items(), key=lambda one: abs(one[0] - y))
            match = MARKS.match(beside[1])
            assert match, (code, beside)
            cells.append(match[1])
        found[code] = (cells[0] if cells[0] != "0" else "0.0", cells[1])
    return found


@pytest.mark.parametrize("estate", ["翠湖花园", "无生鲜苑", LONGEST])
def test_every_deduction_and_every_score_is_the_same(both: tuple[Any, Any], estate: str) -> None:
    book, paper = both
    in_book, on_paper = form_in_book(book, estate), form_on_paper(paper, estate)
    assert len(on_paper) == 15
    assert on_paper == in_book


@pytest.mark.parametrize("number", range(3))
def test_every_sentence_and_every_exclusion_is_the_same(both: tuple[Any, Any], number: int) -> None:
    book, paper = both
    one = told()[number]
    sheet = sheet_of(book, one.sheet.estate)
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(max_col=7, values_only=True)]
    text = "".join(
        "".join(page.get_textpage().get_text_range().split())
        for page in paper
        if one.sheet.estate in page.get_textpage().get_text_range()
    )
    for row in lines:
        if row and CODE.fullmatch(str(row[0])):
            for said in row[1:]:
                assert not isinstance(said, str) or "".join(said.split()) in text, said
    sentences = [re.sub(r"^\d+\. ", "", str(row[0])) for row in lines if row]
    for said in [*words.findings(one.sheet), *words.notes(one)]:
        assert said in sentences, said
        assert "".join(said.split()) in text, said
    left = {str(row[0]): [cell for cell in row if isinstance(cell, int)] for row in lines if row}
    for exclusion in one.sheet.exclusions:
        assert left[exclusion.label] == [exclusion.count, exclusion.over]
        assert f"{exclusion.label}{''.join(exclusion.of.split())}{exclusion.count}" in text


def test_the_ranking_is_the_same(both: tuple[Any, Any]) -> None:
    book, paper = both
    text = "".join(paper[1].get_textpage().get_text_range().split())
    rows = [row for row in book[words.RANKING].iter_rows(min_row=4) if row[1].value]
    assert [row[1].value for row in rows] == ["无生鲜苑", "翠湖花园", LONGEST]
    for row in rows:
        place, name, homes, *items = row[:9]
        said = [str(place.value or DASH), str(name.value), f"{homes.value:,}", *map(shown, items)]
        assert "".join(said) in text, said
