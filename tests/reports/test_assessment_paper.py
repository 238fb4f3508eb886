"""The assessment on paper: every figure and sentence, every page numbered, nothing outside its cell, nobody's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from desk.domain.calendar import MINUTE, at
from desk.services.assessment.assess import Assessed, AssessedRow, period_of
from desk.services.assessment.record import Grade
from desk.services.assessment.scoring import Figure, score
from desk.services.assessment.wording import marks_text
from reports.assessment import words
from reports.assessment.behind import MOST, line, records_of
from reports.assessment.charts import BARS, MINUS
from reports.assessment.entries import Entry
from reports.assessment.paper import render_assessment
from reports.assessment.press import LEFT, RIGHT
from reports.assessment.sheet_table import ITEM, SCORE, WIDTHS
from reports.document import MM, PROGRAM
from reports.fitting import REST
from reports.fonts import MARK, PaperFonts
from reports.workbook import Cancelled
from tests.reports.assessment_samples import (
    COMPANY,
    FINGERPRINT,
    LONGEST,
    NO_FRESH,
    SEALED,
    assessed,
    entry,
    estates,
    frozen,
    records,
    report,
    year_before,
)
from tests.services.assessment.conftest import ESTATE, OTHER, Bench
from tests.services.assessment.conftest import bench as bench
from tests.services.assessment.conftest import files as files
from tests.services.assessment.sheets import CRITERIA, LIMITS, SAMPLE

SAME_LINE = 3.5  # points: what is cut from one line of small type may lie so much lower
LONG_RULE = "到场前先打电话, 敲门等两分钟; " * 6


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def figures(sheet: Assessed) -> list[str]:
    """All that a form must say."""
    said = [cell for row in words.form_rows(sheet) for cell in row.cells]
    return [squeezed(one) for one in said]


def holds(text: str, entry: Entry) -> None:
    sheet = entry.sheet
    for one in [*figures(sheet), *map(squeezed, words.findings(sheet)), *map(squeezed, words.notes(entry))]:
        assert one in text, one
    for left in sheet.exclusions:
        assert squeezed(f"{left.label}{left.of}{left.count}{left.cap}") in text, left.label
    assert marks_text(sheet.total) in text
    assert MARK not in text
    assert REST not in text


def test_one_estate_says_every_figure_on_numbered_pages(fonts: PaperFonts) -> None:
    one = frozen()
    pages = texts(render_assessment(fonts, report(one), before={"e/1": year_before(one.sheet)}, records=records))
    assert len(pages) == 4
    assert all(f"第{number}页共4页" in page for number, page in enumerate(pages, start=1))
    cover, form, charts, _ = pages
    assert all(said in cover for said in (COMPANY, "2026年度", "80.8", "良好", FINGERPRINT, "2026-12-3124:00"))
    assert all(label in page for label in words.SIGN_OFF for page in (cover, form))
    assert "试算" not in "".join(pages)
    holds("".join(pages), one)
    assert "合计(100)" in form
    assert "19.280.8良好" in form
    assert f"去年85.6{MINUS}4.8" in form
    assert "回访率82.0%,低于90%,扣2.0分" in charts
    assert "未扣分4行:2.1回复及时率95.1%" in charts
    assert "纸上的记录已核对,不改" in charts


def test_bookmarks_lead_to_the_pages_and_properties_name_no_person(fonts: PaperFonts) -> None:
    sheets = [entry(one) for one in estates(3)]
    with opened(render_assessment(fonts, report(*sheets), records=records)) as document:
        toc = [(one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
        facts = document.get_metadata_dict()
        found = [squeezed(page.get_textpage().get_text_range()) for page in document]
    assert [one[1] for one in toc[:2]] == ["封面", "排名"]
    names = [one for one in toc if one[0] == 0][2:]
    assert {one[1] for one in names} == {one.sheet.estate for one in sheets}
    for _, title, page in names:
        assert "考核表" in found[page]
        assert title in found[page]
    assert [one[1] for one in toc[2:5]] == [names[0][1], "扣分说明", "扣分的记录"]
    assert facts["Title"] == "2026 年度客户服务考核"
    assert (facts["Author"], facts["Creator"], facts["Producer"]) == (COMPANY, PROGRAM, PROGRAM)
    assert facts["CreationDate"] == "D:20270104013000Z"
    assert "周主管" not in str(facts)


def test_a_trial_says_so_on_every_page(fonts: PaperFonts) -> None:
    pages = texts(render_assessment(fonts, report(entry())))
    assert all("试算" in page for page in pages)
    assert "扣分的记录见考核页或本小区的Excel" in pages[-1]


def test_an_estate_without_fresh_goods_says_where_the_weight_went(fonts: PaperFonts) -> None:
    one = entry(assessed({**NO_FRESH, "2.4": Figure(15, 19)}, estate=LONGEST, undecided=2))
    text = "".join(texts(render_assessment(fonts, report(one))))
    holds(text, one)
    assert "本小区没有生鲜配送,20分按比例摊到其余各项" in text
    assert "本表按" in text
    assert "没有得分5行:2.4回访率(件数不足,不计分)" in text
    assert "生鲜配送不计分" in text
    assert "还有2件待裁定" in text
    assert LONGEST in text


def test_closed_complaints_leave_no_total_and_no_place(fonts: PaperFonts) -> None:
    sealed = entry(assessed(SEALED, scope="e/2", estate=LONGEST))
    pages = texts(render_assessment(fonts, report(sealed, frozen())))
    assert "1个小区没有总分" in pages[0]
    assert squeezed(f"—{LONGEST}1,260") in pages[1]
    text = "".join(page for page in pages if LONGEST in page)
    assert words.SEALED.replace(" ", "") in text
    assert "业主投诉未计算" in text
    holds("".join(pages), sealed)


def test_estates_stand_in_the_order_of_their_totals_with_what_they_lose_on_average(fonts: PaperFonts) -> None:
    sheets = [entry(one) for one in estates(40)]
    before = {one.sheet.scope: year_before(one.sheet) for one in sheets}
    told: list[tuple[int, int]] = []
    pages = texts(
        render_assessment(
            fonts,
            report(*sheets),
            before=before,
            records=lambda one: pytest.fail("the records of a whole company are not read for paper"),
            progress=lambda done, of: told.append((done, of)),
        )
    )
    assert "".join(pages).count("扣分的记录见考核页或本小区的Excel") == 40
    assert told == [(done, 40) for done in range(41)]
    ranking = "".join(page for page in pages[1:4] if "各行平均扣分" in page or "名次" in page)
    places = [ranking.index(f"{one.sheet.estate}{one.sheet.homes:,}") for one in sorted(
        sheets, key=lambda one: (one.sheet.total is None, -(one.sheet.total or 0), one.sheet.estate))]  # fmt: skip
    assert places == sorted(places)
    known = [one.sheet.total for one in sheets if one.sheet.total is not None]
    mean = (2 * sum(known) + len(known)) // (2 * len(known))
    assert f"{len(known)}个小区平均{marks_text(mean)}" in pages[0]
    for grade in Grade:
        count = sum(one.sheet.sheet.grade is grade for one in sheets)
        assert f"{grade.label}{count}" in pages[0]
    lost = [row.deducted for one in sheets for row in one.sheet.rows if row.code == "2.1" and row.deducted is not None]
    hundredths = (20 * sum(lost) + len(lost)) // (2 * len(lost))
    assert f"2.1回复及时率{hundredths // 100}.{hundredths % 100:02d}" in ranking
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, start=1))
    assert f"第1/{len(known)}名" in "".join(pages)


def test_it_stops_between_two_estates(fonts: PaperFonts) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        render_assessment(
            fonts,
            report(*map(entry, estates(9))),
            progress=lambda done, _: told.append(done),
            cancelled=lambda: len(told) == 4,
        )
    assert told == [0, 1, 2, 3]


def test_records_are_listed_up_to_a_number_and_the_rest_is_named(fonts: PaperFonts) -> None:
    text = "".join(texts(render_assessment(fonts, report(frozen()), records=records)))
    assert "2.4回访率未回访392条,另有368条见Excel" in text
    assert "W3A-002412栋2单元2401" in text
    assert "4.1零投诉有效3条" in text


def test_bars_are_as_long_as_the_losses_they_stand_for(fonts: PaperFonts) -> None:
    one = frozen()
    then = year_before(one.sheet)
    with opened(render_assessment(fonts, report(one), before={"e/1": then})) as document:
        page = document[2]
        kinds = {found.type for found in page.get_objects()}
        areas = [found.get_bounds() for found in page.get_objects() if found.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
    foot = (LEFT + BARS) * MM
    bars = [at for at in areas if abs(at[0] - foot) < 1 and at[2] - at[0] > 3 and at[3] - at[1] < 3 * MM]
    full = sorted(at[2] - at[0] for at in bars if at[3] - at[1] > 2.4 * MM and at[2] - at[0] > 6 * MM)
    lost = sorted(row.deducted for row in one.sheet.rows if row.deducted)
    assert [width / full[-1] for width in full] == pytest.approx([each / lost[-1] for each in lost], rel=0.02)
    hollow = [at for at in bars if 1 * MM < at[3] - at[1] < 2.4 * MM and at[2] - at[0] > 6 * MM]
    assert len(hollow) == sum(bool(row.deducted) for row in then.rows)


def wordy() -> Entry:
    """Rules as long as the list of the office allows them, figures as large as a big city has them."""
    criteria = [
        replace(one, says="到场前先打电话, 敲门等两分钟; " * 6, name="回访并且登记及时的比率之和甲乙丙丁戊己庚")
        for one in CRITERIA
    ]
    large = {code: replace(one, met=one.met * 9_973, of=one.of * 9_973) for code, one in SAMPLE.items()}
    sheet = score(criteria, large, LIMITS)
    remark = "2,104,973/2,250,111=93.5%, 按单补录71%, 业主不在/要求晚送超出5%的1,204件按迟到计, 请说明"
    rows = tuple(AssessedRow(one, remark) for one in sheet.rows)
    return replace(frozen(), sheet=replace(assessed(), sheet=sheet, rows=rows, estate=LONGEST * 2, homes=1_260_000))


@pytest.mark.parametrize("told", [frozen, wordy], ids=["sample", "wordy"])
def test_no_word_crosses_a_line_of_the_form_or_leaves_the_paper(fonts: PaperFonts, told: Any) -> None:
    one = told()
    pdf = render_assessment(fonts, report(one, entry(assessed(scope="e/9"))), before={"e/1": year_before(one.sheet)})
    edges = [LEFT]
    for width in WIDTHS:
        edges.append(edges[-1] + width)
    forms = 0
    with opened(pdf) as document:
        for number, page in enumerate(document):
            words_at = list(rects(page))
            assert all(left >= (LEFT - 1) * MM and right <= (RIGHT + 1) * MM for left, right, *_ in words_at), number
            tops = [top for *_, top, text in words_at if text.startswith("考核内容")]
            sums = [top for *_, top, text in words_at if text.startswith("合计")]
            if not any("计分方法" in text for *_, text in words_at):
                continue
            forms += 1
            foot = sums[0] if sums else 0
            lowest: dict[int, tuple[float, float]] = {}
            for left, right, bottom, top, text in sorted(words_at, key=lambda one: -one[3]):
                if not foot + 6 * MM < top < tops[0] - 8 or top < 19 * MM:
                    continue
                inside = [place for place, (a, b) in enumerate(pairwise(edges)) if a * MM <= left and right <= b * MM]
                assert len(inside) == 1, (number, text, left / MM, right / MM)
                # a name stands beside its rows, a score beside its marks, a comma low in its line
                if inside[0] not in (ITEM, SCORE) and any(map(str.isalnum, text)):
                    middle, above = lowest.get(inside[0], (top + bottom, top))
                    assert top <= above or abs(top + bottom - middle) < 2 * SAME_LINE, (number, text)
                    lowest[inside[0]] = (top + bottom, bottom)
    assert forms >= 2 + (told is wordy)
    text = "".join(texts(pdf))
    assert REST not in text
    if told is wordy:
        assert text.count(squeezed(LONG_RULE)) == len(CRITERIA)


def rects(page: Any) -> Iterator[tuple[float, float, float, float, str]]:
    """(left, right, bottom, top, words) of every piece of text on a page, in points."""
    told = page.get_textpage()
    for number in range(told.count_rects()):
        left, bottom, right, top = told.get_rect(number)
        yield left, right, bottom, top, told.get_text_bounded(left, bottom, right, top)


# the records themselves


@pytest.mark.parametrize(
    ("record", "values", "said"),
    [
        ("work_order", {"no": "W3A-0007", "where": "3-2-1801", "reporter": "王秀英"}, ("W3A-0007", "3-2-1801 11-20")),
        ("fresh_order", {"no": "F-12", "where": "6-1-1203"}, ("F-12", "6-1-1203 11-20")),
        ("notice", {"kind_label": "停水", "title": "计划停水"}, ("11-20", "停水 计划停水")),
        ("complaint", {"no": "T3-001", "received_at": 1, "type_label": "噪音", "content": "楼上"}, ("T3-001", "11-20")),
        ("complaint", {"no": "T3-002"}, ("T3-002", "")),
        ("unrecorded", {"found_how": "spot_check", "source_no": "A1"}, ("11-20", "电话抽查 A1")),
        ("compensation", {"order_no": "F-12", "item": "草莓"}, ("F-12", "草莓 11-20")),
        ("home", {"room": "3-2-1801", "owner": "王秀英"}, ("3-2-1801", "")),
    ],
)
def test_a_record_is_a_number_a_place_and_a_day(record: str, values: dict[str, Any], said: tuple[str, str]) -> None:
    told = line(record, values, at("2026-11-20", "13:02"))
    assert (told.no, told.words) == said


def test_what_a_deducted_row_counts_is_listed_from_the_records(bench: Bench, fonts: PaperFonts) -> None:
    reported = at("2026-05-06", "10:00")
    for number in range(40):
        bench.add(
            "work_order", no=f"W3A-{number:04d}", kind="fault", urgency="general", status="closed", where="3-2-1801",
            reported_at=reported + number * MINUTE, informed_at=reported + 60 * MINUTE,
            response_due_at=reported + (15 if number < 30 else 99) * MINUTE, finished_at=reported + 90 * MINUTE,
            reporter="王秀英", matter="厨房漏水",
        )  # fmt: skip
    sheet = bench.sheet()
    row = next(one for one in sheet.rows if one.code == "2.1")
    assert row.deducted
    read = records_of(bench.books, period_of(bench.books, (ESTATE, OTHER), bench.from_on, bench.until_on, bench.now))
    one = Entry(sheet)
    found = {(told.code, told.label): told for told in read(one)}
    answered = found["2.1", "未达"]
    assert answered.count == 30
    assert [one.no for one in answered.lines] == [f"W3A-{number:04d}" for number in range(MOST)]
    text = "".join(texts(render_assessment(fonts, report(one), records=read)))
    assert f"2.1回复及时率未达30条,另有{30 - MOST}条见Excel" in text
    assert "W3A-00003-2-180105-06" in text
    assert "王秀英" not in text
    assert "漏水" not in text
