"""Fresh goods on paper: what must stand there, that forty items turn the page, that the QR is read by a gun."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from reports.fonts import PaperFonts
from reports.fresh.acceptance import render_acceptance
from reports.fresh.claim import render_claims
from reports.fresh.delivery import NO_RETURN, render_deliveries, render_walk, script
from reports.fresh.sheet import FreshSheet
from reports.fresh.ticket import render_tickets
from reports.preview import Pages
from tests.reports.fresh_samples import COMPENSATION, EMPTY, EXCHANGE, FORTY, LONGEST, NORMAL, SHEETS

NOW = 1_795_000_000_000
Render = Callable[..., bytes]
PAPERS: dict[str, Render] = {
    "ticket": render_tickets, "acceptance": render_acceptance, "delivery": render_deliveries,
}  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    with Pages(pdf) as opened:
        return [opened.text(number).replace("\r\n", "\n") for number in range(len(opened))]


def scanned(pdf: bytes, number: int = 0, smooth: bool = True) -> list[str]:
    with Pages(pdf) as opened:
        image = opened.image(number, 203, smooth=smooth)
    return [one.text for one in zxingcpp.read_barcodes(Image.frombytes("RGB", (image.width, image.height), image.rgb))]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", SHEETS)
def test_every_item_stands_on_paper_and_the_gun_reads_the_number(fonts: PaperFonts, paper: str, name: str) -> None:
    sheet = SHEETS[name]
    pdf = PAPERS[paper](fonts, [sheet], made_at=NOW)
    text = "".join(pages(pdf)).replace("\n", "")
    lines = sheet.goes if paper == "delivery" else sheet.lines
    for words in {line.name for line in lines}:
        assert text.count(words) >= sum(line.name == words for line in lines), words
    assert ("补打" in text) == (sheet.copy_no > 1)
    assert scanned(pdf, smooth=paper != "ticket") == [sheet.no], "a thermal printer knows black and white only"


def test_the_ticket_says_what_a_leader_on_patrol_needs(fonts: PaperFonts) -> None:
    (text,) = pages(render_tickets(fonts, [NORMAL], made_at=NOW))
    for words in ("8834", "6-1-1203", "5 样", "即时单", "10:51 前", "淘鲜果翠湖店", "2026-11-22 10:31:05"):
        assert words in text, words
    assert "6621" not in text, "a ticket that lies about tells nobody's telephone"


def test_a_ticket_is_as_long_as_its_goods(fonts: PaperFonts) -> None:
    with Pages(render_tickets(fonts, [NORMAL, FORTY], made_at=NOW)) as opened:
        short, long = opened.size_mm(0), opened.size_mm(1)
    assert (round(short[0]), round(long[0])) == (80, 80)
    assert long[1] > short[1] + 35 * 5


def test_the_sheet_has_the_columns_of_real_offices(fonts: PaperFonts) -> None:
    (text,) = pages(render_acceptance(fonts, [EMPTY], made_at=NOW))
    for words in ("订单号", "日期", "到货时间", "合作门店", "送货人", "楼栋房号", "品名", "规格", "应到", "实到(净重)",
                  "外包装", "色泽", "气味", "手感", "保质期/生产日期", "温度(冷链)", "结论", "合格", "换货", "拒收",
                  "异常说明(照片)", "处理", "验收人", "客服", "秩序维护班长",
                  "验收时间", "送达时间", "住户签收"):  # fmt: skip
        assert words in text, words
    assert "492" not in text
    (filled,) = pages(render_acceptance(fonts, [NORMAL], made_at=NOW))
    for words in ("492 g", "4.0 ℃", "拒收 腐烂", "5 草莓: 腐烂 (照片 1 张)", "先送合格的", "李敏"):
        assert words in filled, words


def test_the_guards_words_are_those_of_the_source(fonts: PaperFonts) -> None:
    (text,) = pages(render_deliveries(fonts, [NORMAL], made_at=NOW))
    flat = text.replace("\n", "")
    for words in ("敲门", "“您好，我是翠湖花园小区秩序维护人员，您的订单已到，麻烦核对签收”", "等待验收",
                  "确认订单并签字", "“祝业主生活愉快！”",
                  "满意", "一般", "不满意", "138 0000 6621", "签收后不可退货"):  # fmt: skip
        assert words in flat, words
    assert "本次未送: 草莓 拒收 腐烂" in flat
    assert "505" not in flat, "what is held back is not among the goods that are delivered"
    assert script("翠湖花园")[1] in flat


def test_forty_items_turn_the_page_and_are_signed_once(fonts: PaperFonts) -> None:
    found = pages(render_deliveries(fonts, [FORTY], made_at=NOW))
    assert len(found) == 3
    assert [("住户签字" in one) for one in found] == [False, False, True]
    assert ["续页" in one for one in found] == [False, True, True]
    sheets = pages(render_acceptance(fonts, [FORTY], made_at=NOW))
    assert [("住户签收" in one) for one in sheets] == [False] * (len(sheets) - 1) + [True]
    assert all("实到(净重)" in one for one in sheets)


def test_one_walk_has_a_line_for_each_order(fonts: PaperFonts) -> None:
    orders = [replace(NORMAL, no=f"TX{n:04d}", where=f"6-1-{n:04d}") for n in range(1001, 1031)]
    found = pages(render_walk(fonts, orders, guard="陈刚", made_at=NOW))
    text = "".join(found)
    assert len(found) == 2
    for one in orders:
        assert text.count(one.where) == 1
    assert text.count("不满意") == len(orders)
    assert "一趟 30 单" in text
    assert script("翠湖花园")[1] in text.replace("\n", "")
    assert NO_RETURN[:9] in text


def test_claims_say_what_was_agreed_in_figures_and_capitals(fonts: PaperFonts) -> None:
    exchange, shops, compensation, _copy = pages(render_claims(fonts, [EXCHANGE, COMPENSATION], made_at=NOW))
    assert "物业存根" in exchange
    assert "门店联" in shops
    for words in (
        "生鲜换货单",
        "草莓",
        "腐烂 (红线)",
        "先送合格的",
        "10:42:10 李敏",
        "约 10:58 到",
        "住户签字",
        "门店签字",
    ):
        assert words in exchange, words
    for words in (
        "生鲜赔偿单",
        "¥29.90",
        "贰拾玖元玖角",
        "验收漏检",
        "门店装盒",
        "2026-11",
        "小周",
        "2026-11-22 19:40",
    ):
        assert words in compensation, words


def test_nothing_of_a_long_name_is_lost(fonts: PaperFonts) -> None:
    for render in PAPERS.values():
        flat = "".join(pages(render(fonts, [LONGEST], made_at=NOW))).replace("\n", "").replace(" ", "")
        assert "阿卜杜热合曼·买买提明江" in flat
        assert LONGEST.no in flat


def test_the_same_order_gives_the_same_bytes(fonts: PaperFonts) -> None:
    def made(sheet: FreshSheet) -> list[bytes]:
        return [render(fonts, [sheet], made_at=NOW) for render in PAPERS.values()]

    assert made(NORMAL) == made(NORMAL)
