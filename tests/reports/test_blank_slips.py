"""Slips printed before there is an order, and notes for doors: numbers, codes, room for a hand, nobody's name."""

from dataclasses import replace

import numpy
import pytest
import zxingcpp
from PIL import Image

from desk.domain.calendar import at
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.blank import BLANK_RULE, blank_sheet
from reports.slips.layout import BLANK_ROWS, LAST_PRINTED, ROWS, Table
from reports.slips.note import DoorNote, notes_a_page
from reports.slips.of_order import Office
from reports.slips.paper import PAPERS, SlipFormat
from reports.slips.render import render_notes, render_slips
from reports.slips.sheet import SlipSheet
from tests.reports.slip_samples import NORMAL

OFFICE = Office("安和物业服务有限公司", "翠湖花园国际社区三期高层组团", "8801 6000")
MADE_AT = at("2026-11-20", "9:00")
FORMATS = pytest.mark.parametrize("slip_format", list(SlipFormat))
NOTE = DoorNote(OFFICE, "W1A-0457", "3栋2单元1801", "王建国", "11-20 14:35", "18:30-20:00")


def blanks(count: int) -> list[SlipSheet]:
    return [blank_sheet(OFFICE, f"W1A-K{one + 1:04d}", "李敏", MADE_AT) for one in range(count)]


def texts(pdf: bytes) -> list[str]:
    with Pages(pdf) as pages:
        return ["".join(pages.text(number).split()) for number in range(len(pages))]


def codes(pdf: bytes, number: int = 0) -> list[str]:
    with Pages(pdf) as pages:
        page = pages.image(number, 180, smooth=False)
    image = Image.frombytes("RGB", (page.width, page.height), page.rgb)
    return sorted(found.text for found in zxingcpp.read_barcodes(image))


@FORMATS
def test_every_blank_sheet_carries_its_own_number_as_words_and_code(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    pdf = render_slips(fonts, blanks(20), slip_format, made_at=MADE_AT)
    paper = PAPERS[slip_format]
    pages = texts(pdf)
    assert len(pages) == (20 if paper.one_strike else 40 // len(paper.places))
    copies = 1 if paper.one_strike else 2
    assert [sum(page.count(f"W1A-K{one + 1:04d}") for page in pages) for one in range(20)] == [copies] * 20
    assert set(codes(pdf)) == {"W1A-K0001"}
    assert set(codes(pdf, len(pages) - 1)) == {"W1A-K0020"}
    assert "空白备用" in pages[0]
    assert "".join(BLANK_RULE.split()) in pages[0]
    assert "报修人" in pages[0]
    assert "第1次打印" in pages[0]


@FORMATS
def test_a_blank_sheet_is_as_high_as_any_and_every_row_takes_a_hand(slip_format: SlipFormat) -> None:
    paper = PAPERS[slip_format]
    assert Table(paper, BLANK_ROWS).bottom <= Table(paper).bottom + 0.01
    written = {name: height for name, height in BLANK_ROWS.items() if name != "materials_head"}
    assert min(written.values()) >= 6.3
    assert set(ROWS) - set(BLANK_ROWS) == {"materials_3"}
    assert list(BLANK_ROWS)[: list(BLANK_ROWS).index(LAST_PRINTED) + 1] == list(ROWS)[:6]


def test_the_first_six_rows_are_free_of_ink(fonts: PaperFonts) -> None:
    """Where an ordinary slip is printed, a blank one is white: under the labels and boxes nothing was drawn."""
    paper = PAPERS[SlipFormat.A5]
    dark = []
    for sheet in (blanks(1)[0], replace(NORMAL, slip_no="W1A-K0001", qr="W1A-K0001", phone="138 0000 6621")):
        with Pages(render_slips(fonts, [sheet], SlipFormat.A5, made_at=MADE_AT)) as pages:
            page = pages.image(0, 100)
        table = Table(paper)
        rows = numpy.frombuffer(page.rgb, numpy.uint8).reshape(page.height, page.width, 3)[:, :, 0] < 128
        top, bottom = (round(y / 25.4 * 100) for y in (table.top, table.top + 44))
        dark.append(int(rows[top:bottom].sum()))
    assert dark[0] < 0.75 * dark[1]


@FORMATS
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_notes_lie_two_on_a_sheet_and_the_rest_can_be_filled_in(
    fonts: PaperFonts, slip_format: SlipFormat, count: int
) -> None:
    notes = [replace(NOTE, no=f"W1A-{one + 1:04d}") for one in range(count)]
    pages = texts(render_notes(fonts, notes, slip_format, made_at=MADE_AT))
    a_page = notes_a_page(PAPERS[slip_format])
    assert len(pages) == -(-count // a_page)
    whole = "".join(pages)
    assert whole.count("未遇留言条") == len(pages) * a_page
    assert whole.count("88016000") == len(pages) * a_page
    assert [whole.count(note.no) for note in notes] == [1] * count
    assert whole.count("王建国") == count
    assert "18:30-20:00" in whole
    assert "请回电" in whole


@FORMATS
def test_the_gun_reads_a_note(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    assert codes(render_notes(fonts, [NOTE], slip_format, made_at=MADE_AT)) == ["W1A-0457"]


@FORMATS
def test_a_note_ends_above_the_edge_and_inside_its_half(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    long = replace(NOTE, where="翠湖花园国际社区三期高层组团18栋地下二层东侧水泵房", who="阿卜杜热合曼·买买提明江")
    paper = PAPERS[slip_format]
    with Pages(render_notes(fonts, [long, long], slip_format, made_at=MADE_AT)) as pages:
        page = pages.image(0, 100)
    dark = numpy.frombuffer(page.rgb, numpy.uint8).reshape(page.height, page.width, 3)[:, :, 0] < 128
    scale = 100 / 25.4
    half = round(paper.sheet[0] / 2 * scale)
    bottom = round((paper.sheet[1] - 3) * scale)
    assert not dark[bottom : round(paper.sheet[1] * scale), : half - 8].any()
    assert not dark[: round(paper.sheet[1] * scale), half - round(4 * scale) : half - 4].any()
    assert not dark[:, : round((paper.margin - 1) * scale)].any()


@FORMATS
def test_notes_follow_the_slips_on_the_same_paper(fonts: PaperFonts, slip_format: SlipFormat) -> None:
    slips = texts(render_slips(fonts, [NORMAL, NORMAL, NORMAL], slip_format, made_at=MADE_AT))
    both = texts(render_slips(fonts, [NORMAL, NORMAL, NORMAL], slip_format, made_at=MADE_AT, notes=[NOTE] * 3))
    assert both[: len(slips)] == slips
    assert len(both) - len(slips) == -(-3 // notes_a_page(PAPERS[slip_format]))
    assert all("未遇留言条" in page for page in both[len(slips) :])
