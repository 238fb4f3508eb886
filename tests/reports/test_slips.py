"""Slips as they come out of the printer: words, boxes, lines, edges, copies."""

import ctypes
import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.code import Code
from reports.document import MM
from reports.fonts import MARK, PaperFonts
from reports.preview import Pages
from reports.slips.calibration import MARKS, render_calibration
from reports.slips.paper import COPIES, PAPERS, Offset, SlipFormat
from reports.slips.render import render_slips
from reports.slips.sheet import SlipSheet, Ticks
from tests.reports.slip_samples import EMERGENCY, LONGEST, NORMAL, SHEETS, URGENCIES

MADE_AT = 1_795_150_920_000
BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns" / "blns.json").read_text(encoding="utf-8"))
FORMATS = pytest.mark.parametrize("slip_format", list(SlipFormat))
# forms.md, 维修派工单: every word of the form itself.
FORM_WORDS = """
报修人 联系电话 服务地址 报修方式 报修时间 紧急程度 公共区域 业主自有 有偿 无偿 报修内容 维修类别
预约时间 注意事项 班组/人员 派工时间 实际到达 年 月 日 时 分 完成时间 修复情况 已修复 未修复
未修复原因 携带工具/备料 收费 保修 价目表 区间 现场报价 同报人数 用工、用料名称 规格 数量 单价 金额
材料费 人工费 合计 大写 实收 方式 收据号 服务规范 穿工作服 戴鞋套 人走场净 服务评价 满意 一般 不满意
维修人员签字 时间 业主签字 代签关系 未签原因 回访 日期 结果 回访人 备注 编号 打印 约定 现金 扫码 刷卡
前台付 挂账 免收 较满意
"""


def pixels(pdf: bytes, dpi: float, number: int = 0, smooth: bool = True) -> numpy.ndarray:
    with Pages(pdf) as pages:
        image = pages.image(number, dpi, smooth=smooth)
    return numpy.frombuffer(image.rgb, numpy.uint8).reshape(image.height, image.width, 3)


def ink(pdf: bytes, dpi: float, number: int = 0) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all that is printed, in mm."""
    dark = pixels(pdf, dpi, number).min(axis=2) < 128
    rows, columns = numpy.flatnonzero(dark.any(axis=1)), numpy.flatnonzero(dark.any(axis=0))
    return tuple(float(v) * 25.4 / dpi for v in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))  # type: ignore


def text_of(pdf: bytes, number: int = 0) -> str:
    with Pages(pdf) as pages:
        return "".join(pages.text(number).split())


def one(fonts: PaperFonts, sheet: SlipSheet, slip_format: SlipFormat, offset: Offset = Offset()) -> bytes:  # noqa: B008
    return render_slips(fonts, [sheet], slip_format, made_at=MADE_AT, offset=offset)


@FORMATS
def test_the_page_has_the_paper_s_size_and_all_of_the_form(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    pdf = one(fonts, NORMAL, slip_format)
    with Pages(pdf) as pages:
        assert pages.size_mm(0) == pytest.approx(PAPERS[slip_format].page, abs=0.01)
    text = text_of(pdf)
    assert [word for word in FORM_WORDS.split() if word not in text] == []
    assert MARK not in text


@FORMATS
def test_every_word_of_the_sheet_is_on_the_paper(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    text = text_of(one(fonts, NORMAL, slip_format))
    for fact in fields(SlipSheet):
        value = getattr(NORMAL, fact.name)
        if isinstance(value, str) and fact.name != "qr":
            assert "".join(value.split()) in text, fact.name


@FORMATS
@pytest.mark.parametrize("name", SHEETS)
def test_the_code_is_read_by_an_independent_reader(fonts: PaperFonts, slip_format: SlipFormat, name: str) -> None:
    picture = pixels(one(fonts, SHEETS[name], slip_format), 203)
    places = len(PAPERS[slip_format].places)
    found = [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
    assert found == [SHEETS[name].qr] * places


@FORMATS
@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_printed_outside_the_margins(fonts: PaperFonts, slip_format: SlipFormat, name: str) -> None:
    paper = PAPERS[slip_format]
    left, top, right, bottom = ink(one(fonts, SHEETS[name], slip_format), 203)
    line = 0.4  # the outer line lies across the edge
    assert left >= paper.margin - line
    assert right <= paper.page[0] - paper.margin + line
    assert top >= 2
    assert bottom <= paper.page[1] - 2


@FORMATS
def test_an_offset_moves_everything_exactly(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    dpi = 254  # a tenth of a millimetre is a pixel
    here = pixels(one(fonts, NORMAL, slip_format), dpi)[:, :, 0] < 128
    there = pixels(one(fonts, NORMAL, slip_format, Offset(13, -8)), dpi)[:, :, 0] < 128
    # The cutting line belongs to the paper, not to the slip.
    until = int((PAPERS[slip_format].cut or PAPERS[slip_format].page[1]) * 10) - 30

    def unlike(dx: int, dy: int) -> int:
        """Pixels that differ where the second picture is taken to be moved by so much."""
        return int((here[20:until, 20:-20] ^ numpy.roll(there, (-dy, -dx), axis=(0, 1))[20:until, 20:-20]).sum())

    assert unlike(13, -8) < here.sum() / 50  # rounding at the edges of glyphs
    assert min(unlike(12, -8), unlike(14, -8), unlike(13, -7), unlike(13, -9)) > 5 * unlike(13, -8)


def test_an_offset_beyond_a_centimetre_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Offset(101, 0)


def paths(pdf: bytes) -> Iterator[tuple[float, bool, bool]]:
    """Width in mm, stroked, filled of every path in the file, also inside templates."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
            width, fill, stroke = ctypes.c_float(), ctypes.c_int(), ctypes.c_int()
            assert pdfium.FPDFPageObj_GetStrokeWidth(item.raw, width)
            assert pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke)
            yield width.value / MM, bool(stroke.value), fill.value != pdfium.FPDF_FILLMODE_NONE
    document.close()


@FORMATS
def test_lines_are_thick_enough_for_the_last_ply(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    for pdf in (
        one(fonts, EMERGENCY, slip_format),
        render_calibration(fonts, slip_format, company="c", made_at=MADE_AT),
    ):
        stroked = [width for width, stroke, _ in paths(pdf) if stroke]
        assert len(stroked) > 50
        assert min(stroked) >= 0.249
    assert max(stroked) < 1


@FORMATS
def test_there_is_no_grey(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    assert set(numpy.unique(pixels(one(fonts, LONGEST, slip_format), 180, smooth=False))) == {0, 255}


def test_a_thick_line_parts_print_from_handwriting(fonts: PaperFonts) -> None:
    dark = pixels(one(fonts, NORMAL, SlipFormat.PLIES), 508)[:, :, 0] < 128
    column = dark[:, int(14.6 * 20)]  # between the outer line and the words: crosses level lines only
    runs = [len(run) / 20 for run in "".join("1" if d else "0" for d in column).split("0") if run]
    assert sum(run > 0.65 for run in runs) == 2  # above the handwritten part, and above the signatures


@FORMATS
def test_the_chosen_box_is_ticked_and_only_it(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    none = one(fonts, replace(NORMAL, urgency=Ticks(URGENCIES)), slip_format)
    some = one(fonts, NORMAL, slip_format)
    ticks = [sum(1 for width, stroke, _ in paths(pdf) if stroke and abs(width - 0.5) < 0.01) for pdf in (none, some)]
    assert ticks[1] - ticks[0] == (1 if PAPERS[slip_format].one_strike else len(COPIES))


def test_a_word_that_a_newer_program_wrote_gets_its_own_box() -> None:
    class Urgency(Code):
        NORMAL = "normal", "一般"

    assert Ticks.of(Urgency, "normal") == Ticks(("一般",), "一般")
    assert Ticks.of(Urgency, "later") == Ticks(("一般", "later"), "later")
    assert Ticks.of(Urgency, None) == Ticks(("一般",))


def test_single_sheets_name_their_copies(fonts: PaperFonts) -> None:
    pdf = render_slips(
        fonts, [NORMAL, EMERGENCY], SlipFormat.A5, made_at=MADE_AT, copies=("物业存根", "工程联", "住户联")
    )
    with Pages(pdf) as pages:
        texts = ["".join(pages.text(number).split()) for number in range(len(pages))]
    assert len(texts) == 6
    for number, (numeral, name) in enumerate((("一", "物业存根"), ("二", "工程联"), ("三", "住户联"))):
        assert f"第{numeral}联{name}" in texts[number]
        assert f"第{numeral}联{name}" in texts[number + 3]
    assert "W3-0457" in texts[2]
    assert "W3-0461" in texts[3]


def test_two_up_puts_both_copies_on_one_page(fonts: PaperFonts) -> None:
    pdf = render_slips(fonts, [NORMAL, EMERGENCY], SlipFormat.A4_TWO_UP, made_at=MADE_AT)
    with Pages(pdf) as pages:
        assert len(pages) == 2
    text = text_of(pdf)
    assert "第一联物业存根" in text
    assert "第二联住户联" in text
    assert "沿虚线裁开" in text
    three = render_slips(fonts, [NORMAL], SlipFormat.A4_TWO_UP, made_at=MADE_AT, copies=("甲", "乙", "丙"))
    with Pages(three) as pages:
        assert len(pages) == 2


def test_plies_are_printed_in_one_strike_and_named_in_the_margin(fonts: PaperFonts) -> None:
    pdf = one(fonts, NORMAL, SlipFormat.PLIES)
    with Pages(pdf) as pages:
        assert len(pages) == 1
    text = text_of(pdf)
    assert "一物业（白）二工程（红）三财务（蓝）四住户（黄）" in text
    assert "一式四联" in text


def test_fewer_than_two_copies_and_no_slip_are_refused(fonts: PaperFonts) -> None:
    with pytest.raises(ValueError, match="copy"):
        render_slips(fonts, [NORMAL], SlipFormat.A5, made_at=0, copies=("物业存根",))
    with pytest.raises(ValueError, match="no slip"):
        render_slips(fonts, [], SlipFormat.A5, made_at=0)
    with pytest.raises(ValueError, match="print_no"):
        replace(NORMAL, print_no=0)


@FORMATS
def test_a_second_print_and_an_emergency_say_so(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    first, again = text_of(one(fonts, NORMAL, slip_format)), text_of(one(fonts, EMERGENCY, slip_format))
    assert "补打" not in first
    assert first.count("急") == again.count("急") - len(PAPERS[slip_format].places)
    assert "第2次打印" in again
    assert "补打" in again


@FORMATS
def test_the_longest_words_are_cut_and_say_where_the_rest_is(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    text = text_of(one(fonts, LONGEST, slip_format))
    assert "…（详见系统）" in text
    for fact in ("reporter", "phone", "address", "related_home", "channel", "technician", "slip_no", "desk_phone"):
        assert "".join(getattr(LONGEST, fact).split()) in text.replace("-\n", ""), fact


@pytest.mark.parametrize("slip_format", [SlipFormat.A5, SlipFormat.PLIES])
@pytest.mark.parametrize("name", SHEETS)
def test_no_words_run_into_others(fonts: PaperFonts, slip_format: SlipFormat, name: str) -> None:
    """Boxes of all texts: none overlaps another. (Two-up has the same sheets, each in coordinates of its own.)"""
    document = pypdfium2.PdfDocument(one(fonts, SHEETS[name], slip_format))
    boxes = [item.get_bounds() for item in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4)]
    document.close()
    boxes = [box for box in boxes if box[2] - box[0] > 0.5 and box[3] - box[1] > 0.5]
    assert len(boxes) > 100
    for number, (left, bottom, right, top) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            across = min(right, other[2]) - max(left, other[0])
            down = min(top, other[3]) - max(bottom, other[1])
            assert not (across > 0.4 and down > 0.4), (boxes[number], other)


@given(st.lists(st.sampled_from(BLNS), min_size=20, max_size=20), st.sampled_from(list(SlipFormat)))
@settings(max_examples=25, deadline=None)
def test_naughty_strings_in_every_field(fonts: PaperFonts, texts: list[str], slip_format: SlipFormat) -> None:
    facts = [fact.name for fact in fields(SlipSheet) if isinstance(getattr(NORMAL, fact.name), str)]
    facts.remove("qr")
    sheet = replace(NORMAL, **dict(zip(facts, texts, strict=False)))
    left, top, right, bottom = ink(one(fonts, sheet, slip_format), 60)
    assert left > 8
    assert right < PAPERS[slip_format].page[0] - 8
    assert top > 1
    assert bottom < PAPERS[slip_format].page[1] - 1


def test_every_naughty_string_as_words_is_extracted_or_marked(fonts: PaperFonts) -> None:
    sheets = [replace(NORMAL, words=text, reporter=text[:12]) for text in BLNS]
    with Pages(render_slips(fonts, sheets, SlipFormat.PLIES, made_at=MADE_AT)) as pages:
        for number, text in enumerate(BLNS):
            shown = "".join(fonts.printable(text).split())
            on_paper = "".join(pages.text(number).split())
            assert shown in on_paper or "详见系统" in on_paper, text
            if fonts.missing(text):
                assert MARK in on_paper


def test_the_file_names_the_company_and_no_person(fonts: PaperFonts) -> None:
    pdf = one(fonts, NORMAL, SlipFormat.A5)
    document = pypdfium2.PdfDocument(pdf)
    facts = document.get_metadata_dict(skip_empty=True)
    document.close()
    assert facts["Title"] == "维修派工单"
    assert facts["Author"] == NORMAL.company
    assert facts["CreationDate"] == facts["ModDate"] == "D:20261120050200Z"
    everything = " ".join(facts.values())
    assert not [word for word in ("王秀英", "138", "1801", "李敏", "王建国") if word in everything]


def test_the_same_slip_makes_the_same_file(fonts: PaperFonts) -> None:
    assert one(fonts, NORMAL, SlipFormat.A5) == one(fonts, NORMAL, SlipFormat.A5)


def test_a_batch_stops_when_its_sheets_do(fonts: PaperFonts) -> None:
    def sheets() -> Iterator[SlipSheet]:
        yield NORMAL
        raise InterruptedError

    with pytest.raises(InterruptedError):
        render_slips(fonts, sheets(), SlipFormat.PLIES, made_at=MADE_AT)


@FORMATS
def test_calibration_marks_stand_where_the_words_say(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    for offset in (Offset(), Offset(-12, 5)):
        pdf = render_calibration(fonts, slip_format, company="c", made_at=MADE_AT, offset=offset)
        dark = pixels(pdf, 254)[:, :, 0] < 128  # a tenth of a millimetre is a pixel
        x, y = round(MARKS[0] * 10) + offset.dx, round(MARKS[1] * 10) + offset.dy
        assert dark[y, x - 40 : x + 40].all()  # the arm across
        assert dark[y - 40 : y + 40, x].all()  # the arm down
        assert not dark[y - 40 : y - 3, x + 3 : x + 40].any()
        text = text_of(pdf)
        assert MARK not in text
        assert re.search(r"横-1.2毫米（右为正）竖\+0.5毫米" if offset.dx else r"横0.0毫米（右为正）竖0.0毫米", text)
