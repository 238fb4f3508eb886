"""A poster is one page whatever it has to say, can be read from a wall, and its squares hold the gist."""

from typing import Any

import pytest
import zxingcpp
from PIL import Image

from desk.domain.calendar import at
from reports.fonts import PaperFonts
from reports.posters.of_notice import PosterKind, kind_of, poster_of, time_words
from reports.posters.paper import ASK, SIZES, PosterFormat, render_poster
from reports.preview import PageImage, Pages

NOW = at("2026-11-22", "8:00")
ESTATE = "翠湖花园国际社区三期高层组团"
NOTICE: dict[str, Any] = {
    "id": "0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10",
    "title": "停水通知",
    "from_at": at("2026-11-23", "9:00"),
    "to_at": at("2026-11-23", "17:00"),
    "expected_at": at("2026-11-23", "17:00"),
    "range_words": "1栋、3栋2单元",
    "reason": "二次供水设备检修",
    "tips": "请提前储水, 关好龙头; 来水初期水质浑浊, 请放水几分钟再用",
    "phone": "8801 6000",
    "undersigned": "翠湖花园物业服务中心",
    "restores": True,
    "status": "sent",
    "sent_at": at("2026-11-22", "7:00"),
}
RESTORED = {
    **NOTICE, "status": "restored", "restored_at": at("2026-11-23", "16:30"),
    "restored_recorded_at": at("2026-11-23", "16:40"),
}  # fmt: skip


def drawn(fonts: PaperFonts, notice: dict[str, Any], paper: PosterFormat = PosterFormat.A4, link: str = "") -> Pages:
    poster = poster_of(notice, "安和物业服务有限公司", ESTATE, link, NOW)
    return Pages(render_poster(fonts, poster, paper, made_at=NOW))


def scan(page: PageImage) -> list[str]:
    picture = Image.frombytes("RGB", (page.width, page.height), page.rgb)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def words(pages: Pages) -> str:
    return pages.text(0).replace("\r\n", "").replace(" ", "")


@pytest.mark.parametrize("paper", list(PosterFormat))
def test_everything_a_notice_says(fonts: PaperFonts, paper: PosterFormat) -> None:
    with drawn(fonts, NOTICE, paper) as pages:
        assert len(pages) == 1
        assert pages.size_mm(0) == pytest.approx(SIZES[paper], abs=0.2)
        said = words(pages)
    for part in (
        "停水通知", "尊敬的业主:", "因二次供水设备检修", "11月23日(周一)09:00至17:00", "1栋、3栋2单元", "预计恢复",
        "1.请提前储水", "联系电话88016000", "翠湖花园物业服务中心", "2026年11月22日", ESTATE,
    ):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize("paper", list(PosterFormat))
def test_the_squares_hold_the_gist(fonts: PaperFonts, paper: PosterFormat) -> None:
    with drawn(fonts, NOTICE, paper) as pages:
        assert scan(pages.image(0, 72)) == [
            "停水通知\n时间: 11月23日 (周一) 09:00 至 17:00\n范围: 1栋、3栋2单元\n电话: 8801 6000"
        ]


def test_the_squares_lead_to_the_platform_where_there_is_one(fonts: PaperFonts) -> None:
    with drawn(fonts, NOTICE, link="https://wy.example.cn/n/") as pages:
        assert scan(pages.image(0, 72)) == [f"https://wy.example.cn/n/{NOTICE['id']}"]
        assert "扫码看最新情况" in words(pages)


def test_restored_says_when_and_only_what_is_still_advice(fonts: PaperFonts) -> None:
    with drawn(fonts, RESTORED) as pages:
        said = words(pages)
    assert "停水恢复通知" in said
    assert "已于11月23日(周一)16:30恢复正常" in said
    assert "请放水几分钟再用" in said
    assert "储水" not in said
    assert "2026年11月23日" in said


def test_a_correction_says_that_it_is_one(fonts: PaperFonts) -> None:
    corrected = {**NOTICE, "corrects_id": "x", "correction_no": 2, "wrong_part": "time"}
    with drawn(fonts, corrected) as pages:
        assert "更正(第2次):时间有变,请以本公告为准" in words(pages)


def test_called_off(fonts: PaperFonts) -> None:
    with drawn(fonts, {**NOTICE, "status": "void", "void_reason": "cancelled"}) as pages:
        said = words(pages)
    assert "停水取消通知" in said
    assert "原“停水通知”计划取消" in said
    assert "预计恢复" not in said


def test_the_longest_that_the_fields_hold_is_one_page_and_does_not_reach_the_foot(fonts: PaperFonts) -> None:
    longest = {
        **NOTICE,
        "title": "关于二次供水设备检修期间临时停水及恢复供水安排的通知" + "续" * 14,
        "reason": "水泵房二次供水设备大修"[:11] * 27,
        "matter": "请各位业主安排好生活用水并转告家中老人和邻居。\n" * 40,
        "tips": "请提前储水, 关好龙头;" * 40,
        "range_words": "18栋2单元、" * 57,
        "undersigned": ESTATE * 4,
    }
    with drawn(fonts, longest) as pages:
        assert len(pages) == 1
        said = words(pages)
        assert scan(pages.image(0, 100))
    assert ASK.strip("…") in said
    assert "联系电话88016000" in said


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (("2026-11-23", "9:00"), ("2026-11-24", "0:00"), "11月23日 (周一) 09:00 至 24:00"),
        (("2026-11-23", "22:00"), ("2026-11-24", "6:00"), "11月23日 (周一) 22:00 至 11月24日 (周二) 06:00"),
        (("2026-11-23", "9:00"), None, "11月23日 (周一) 09:00 起"),
        (None, ("2026-11-30", "18:00"), "11月30日 (周一) 18:00 前"),
        (None, None, ""),
    ],
)
def test_times_are_said_with_their_day(
    begins: tuple[str, str] | None, ends: tuple[str, str] | None, said: str
) -> None:  # fmt: skip
    assert time_words({"from_at": at(*begins) if begins else None, "to_at": at(*ends) if ends else None}) == said


def test_what_hangs_on_the_wall_now() -> None:
    assert kind_of(NOTICE) is PosterKind.NOTICE
    assert kind_of({**NOTICE, "corrects_id": "x"}) is PosterKind.CORRECTION
    assert kind_of(RESTORED) is PosterKind.RESTORED
    assert kind_of({**NOTICE, "status": "void"}) is PosterKind.CALLED_OFF
