"""日结单, 收据 and 缺单表 on paper: what stands there, that nothing is cut, that a reprint says so."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.domain.calendar import at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.slips.overdue import CrewLine, Sheet
from desk.services.takings.reads import Day
from desk.services.takings.sums import sums
from reports.day_close import missing
from reports.day_close.book import write_day
from reports.day_close.of_day import DayPaper, paper_of
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.receipts.paper import Receipt, render_receipts
from reports.ruled import render_tables

DAY = "2026-11-18"
RECEIPT = Receipt(
    company="安和物业服务有限公司", estate="翠湖花园国际社区三期高层组团", desk_phone="8801 6000", number="0012",
    taken_at=at(DAY, "17:05"), payer="阿卜杜热合曼·买买提明江", where="3-2-1801", what="给排水·龙头漏水",
    order_no="W1A-0457", amount_fen=104550, payment="现金", taken_by="李敏",
)  # fmt: skip


def text(pdf: bytes) -> str:
    with Pages(pdf) as pages:
        return "\n".join(pages.text(number) for number in range(len(pages)))


def test_a_receipt_has_two_halves_with_figures_and_capitals(fonts: PaperFonts) -> None:
    found = text(render_receipts(fonts, [RECEIPT], made_at=at(DAY, "17:06")))
    for words in ("No. 0012", "壹仟零肆拾伍元伍角", "¥1,045.50", "阿卜杜热合曼·买买提明江", "3-2-1801"):
        assert found.count(words) == 2, words
    assert "交款人联" in found
    assert "存根联" in found
    assert "补打" not in found


@pytest.mark.parametrize(("change", "words"), [({"copy_no": 3}, "补打 第 3 次打印"), ({"void": True}, "作废")])
def test_a_second_sheet_says_that_it_is_one(fonts: PaperFonts, change: dict[str, object], words: str) -> None:
    assert words in text(render_receipts(fonts, [replace(RECEIPT, **change)], made_at=1))  # type: ignore[arg-type]


def taking(number: int, fen: int = 3000, payment: str = "cash", **more: object) -> dict[str, object]:
    return {
        "id": str(number), "order_no": f"W1A-{number:04d}", "where": "3-2-1801", "what": "给排水·龙头漏水",
        "amount_fen": fen, "payment": payment, "receipt_no": f"{number:04d}", "handed_by": "王建国",
        "taken_at": at(DAY, "17:05"), "taken_recorded_at": at(DAY, "17:05"), "status": "taken", **more,
    }  # fmt: skip


def day(takings: int = 3, close: dict[str, object] | None = None) -> DayPaper:
    rows = [taking(n) for n in range(1, takings)] + [taking(takings, 4550, "qr_code")]
    begin, end = at(DAY, "0:00"), at(DAY, "17:10")
    told = Day(DAY, begin, end, rows, sums(rows, begin, end), [("W1A-0099", "3-2-1802", 2000, "陈国平")], close)
    return DayPaper(
        "安和物业服务有限公司", "翠湖花园国际社区三期高层组团", told, [CrewLine("水电班", 1, 3, 3, 1, 1, 1)]
    )


CLOSE = {
    "status": "closed", "day_on": DAY, "cash_fen": 6000, "counted_fen": 5900, "qr_code_fen": 4550,
    "difference": "change", "closed_by": "李敏", "closed_at": at(DAY, "17:12"), "until_at": at(DAY, "17:10"),
}  # fmt: skip


def test_the_days_paper_says_what_was_counted_and_what_differs(fonts: PaperFonts) -> None:
    found = text(render_tables(fonts, paper_of(day(close=CLOSE)), made_at=at(DAY, "17:15")))
    for words in ("收款日结单", "¥60.00", "¥59.00", "少 ¥1.00", "找零差", "¥105.50", "伍拾玖元整", "水电班", "陈国平",
                  "已日结, 李敏 2026-11-18 17:12"):  # fmt: skip
        assert words in found, words


def test_an_uncounted_day_says_so(fonts: PaperFonts) -> None:
    assert "还没有日结" in text(render_tables(fonts, paper_of(day()), made_at=1))


def test_a_hundred_receipts_go_on_over_pages_with_their_heads(fonts: PaperFonts) -> None:
    pdf = render_tables(fonts, paper_of(day(100, CLOSE)), made_at=1)
    with Pages(pdf) as pages:
        assert 3 <= len(pages) <= 6
        for number in range(len(pages)):
            assert "收款日结单" in pages.text(number)
        assert sum(pages.text(number).count("W1A-0050") for number in range(len(pages))) == 1


def test_the_workbook_holds_the_same_tables_with_numbers(tmp_path: Path) -> None:
    path = tmp_path / "日结单.xlsx"
    write_day(path, day(close=CLOSE))
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert 60.0 in cells
    assert 105.5 in cells
    assert "0001" in cells
    assert "收款日结单" in cells


def test_the_missing_list_has_a_page_per_crew(fonts: PaperFonts) -> None:
    one = Sheet("s", "w", "W1A-0001", "水电班", "王建国", "out", at("2026-11-10", "9:00"), None, "", "3-2-1801",
                "给排水·龙头漏水", "dispatched")  # fmt: skip
    crews = {"水电班": [one], "综合班": [replace(one, no="W1A-0002", out_at=at(DAY, "9:00"), note="师傅说丢了")]}
    paper = missing.paper_of("安和物业", "翠湖花园", "2026-11-20", crews, Settings(facts=ALL_SETTINGS))
    pdf = render_tables(fonts, paper, made_at=1)
    with Pages(pdf) as pages:
        assert len(pages) == 2
        assert "项目经理" in pages.text(0)
        assert "师傅说丢了" in pages.text(1)
        assert "W1A-0001" not in pages.text(1)
