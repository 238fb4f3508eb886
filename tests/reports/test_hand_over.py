"""交接班记录 and 夜间值班记录 on paper: the form's own headings, what does not agree, room for a pen."""

import pytest

from desk.domain.calendar import at
from reports.fonts import PaperFonts
from reports.hand_over import night
from reports.hand_over.record import HandOverPaper, paper_of
from reports.preview import Pages
from reports.ruled import render_tables

DAY = "2026-11-18"
OFFICE = ("安和物业服务有限公司", "翠湖花园国际社区三期高层组团")
LINES = [
    {"kind": "parked", "where": "6-1-302", "what": "漏水", "state": "暂存的受理", "since_at": at(DAY, "16:40")},
    {"kind": "promise", "where": "3-2-1802", "what": "今晚回电", "who": "阿卜杜热合曼·买买提明江",
     "due_at": at(DAY, "19:30")},
    {"kind": "a kind of a newer program", "what": "别的"},
]  # fmt: skip
RADIO = {"code": "对讲机", "name": "对讲机", "unit": "部", "expected": 2, "counted": 1}
VALUES = {
    "shift": "早班", "next_shift": "夜班", "lines": LINES, "objects": [RADIO], "short": 1, "status": "taken",
    "given_at": at(DAY, "17:02"), "taken_at": at(DAY, "17:06"), "note": "大门对讲修了一半",
}  # fmt: skip


def text(pdf: bytes) -> str:
    with Pages(pdf) as pages:
        return "\n".join(pages.text(number) for number in range(len(pages)))


def record(fonts: PaperFonts, **change: object) -> str:
    told = HandOverPaper(*OFFICE, {**VALUES, **change}, "李敏", "赵刚")
    return text(render_tables(fonts, paper_of(told), made_at=at(DAY, "17:07")))


def test_it_has_the_forms_headings_whatever_is_open(fonts: PaperFonts) -> None:
    found = record(fonts)
    for words in ("遗留问题", "未返回派工单", "未配送生鲜", "到期回访", "未关闭投诉", "物品·钥匙"):
        assert words in found, words
    assert "早班 → 夜班" in found
    assert "交班 李敏 2026-11-18 17:02" in found
    assert "接班 赵刚 2026-11-18 17:06" in found
    assert "少 1 部" in found
    assert "别的" in found, "what a newer program wrote is printed too"
    assert "大门对讲修了一半" in found


@pytest.mark.parametrize(("change", "words"), [
    ({"taken_at": None, "status": "waiting"}, "接班 未签"),
    ({"status": "returned", "return_reason": "objects", "answer": "少一部"}, "退回: 物品对不上 少一部"),
    ({"answer": "都看过了"}, "接班人: 都看过了"),
])  # fmt: skip
def test_it_says_how_it_stands(fonts: PaperFonts, change: dict[str, object], words: str) -> None:
    assert words in record(fonts, **change)


def test_a_long_list_goes_on_over_pages(fonts: PaperFonts) -> None:
    many = [{"kind": "order", "where": "3-2-1801", "what": f"第{n}件"} for n in range(100)]
    told = HandOverPaper(*OFFICE, {**VALUES, "lines": many}, "李敏", "赵刚")
    pdf = render_tables(fonts, paper_of(told), made_at=1)
    with Pages(pdf) as pages:
        assert 3 <= len(pages) <= 6
        assert all("交接班记录" in pages.text(number) for number in range(len(pages)))
    assert all(f"第{n}件" in text(pdf) for n in range(100))


def test_the_nights_sheet_is_numbered_and_says_what_to_run_for(fonts: PaperFonts) -> None:
    pdf = render_tables(fonts, night.paper_of(night.NightPaper(*OFFICE, "W1A-Y261118-1", DAY, "班长 赵刚")), made_at=1)
    found = text(pdf)
    kinds = ("1 漏水", "2 停电", "3 电梯困人", "4 燃气味", "5 消防", "6 门锁困人", "7 其他")
    for words in ("W1A-Y261118-1", *kinds, "不要扒门"):
        assert words in found, words
    with Pages(pdf) as pages:
        assert len(pages) == 1


def test_a_night_as_it_was_kept(fonts: PaperFonts) -> None:
    entry = {
        "kind": "lift", "where": "5栋电梯", "words": "困两人", "handling": "维保放人", "heard_at": at(DAY, "2:15"),
        "ended_at": at(DAY, "2:40"), "status": "ended",
    }  # fmt: skip
    found = text(render_tables(fonts, night.paper_of(night.NightPaper(*OFFICE, "", DAY, "赵刚", [entry])), made_at=1))
    for words in ("02:15", "02:40", "电梯困人", "困两人; 维保放人", "已处理"):
        assert words in found
