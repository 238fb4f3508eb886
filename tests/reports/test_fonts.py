"""The face: what it lacks is marked, what it has extracts from the PDF as it was."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Document, Pen
from reports.fonts import MARK, PaperFonts
from reports.preview import Pages
from reports.tounicode import unicode_cmap

BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns" / "blns.json").read_text(encoding="utf-8"))
# Given names of public record with characters above U+FFFF or from the rare end of the standard table.
RARE = "𬭎𫖯𬀩𬱟𫍽𬍤𬴊㛃䶮喆昇堃"


def printed(fonts: PaperFonts, *lines: str, bold: bool = False) -> bytes:
    document = Document((210, 148), "t", "c", 0)
    pen = Pen(document.canvas, fonts, 148)
    for number, line in enumerate(lines):
        pen.text(5, 8 + number * 6, line, 9, bold=bold)
    document.next_page()
    return document.finish()


@pytest.mark.parametrize(
    ("text", "on_paper", "missing"),
    [
        ("王秀英", "王秀英", ""),
        ("王𬭎", "王𬭎", ""),
        ("李😀", "李" + MARK, "😀"),
        ("e\u0301", "é", ""),
        ("x\u0301\u0302\u0303", "x" + MARK, "\u0301\u0302\u0303"),
        ("\u0301", MARK, "\u0301"),
        ("一\r\n二\t三", "一  二 三", ""),
        ("葛\U000e0100城", "葛城", ""),
        ("王\u200b\ufeff\u202e五", "王五", ""),
        ("مرحبا", MARK * 5, "مرحبا"),
        ("\ud800", MARK, "\ud800"),
        ("\x00\x07", "", ""),
    ],
)
def test_printable(fonts: PaperFonts, text: str, on_paper: str, missing: str) -> None:
    assert fonts.printable(text) == on_paper
    assert fonts.missing(text) == missing


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_can_be_measured_and_is_not_lost(fonts: PaperFonts, text: str) -> None:
    shown = fonts.printable(text)
    assert fonts.regular.width(shown, 10) >= 0
    assert fonts.bold.width(shown, 10) >= 0
    assert (MARK in shown) >= bool(set(fonts.missing(text)) - set(MARK))


@pytest.mark.parametrize("bold", [False, True])
def test_rare_names_extract_from_the_pdf(fonts: PaperFonts, bold: bool) -> None:
    assert not fonts.missing(RARE)
    with Pages(printed(fonts, RARE, bold=bold)) as pages:
        assert pages.text(0).strip() == RARE


def test_many_characters_need_several_subsets_and_still_extract(fonts: PaperFonts) -> None:
    chosen = "".join(sorted(char for char in fonts.characters if "\u4e00" <= char <= "\u9fff")[:600]) + RARE
    lines = [chosen[start : start + 40] for start in range(0, len(chosen), 40)]
    with Pages(printed(fonts, *lines)) as pages:
        assert pages.text(0).split() == lines


@pytest.mark.machine
def test_pdftotext_reads_the_rare_names_too(fonts: PaperFonts, tmp_path: Path) -> None:
    assert shutil.which("pdftotext"), "poppler-utils"
    (tmp_path / "x.pdf").write_bytes(printed(fonts, RARE))
    read = subprocess.run(["pdftotext", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True)
    assert read.stdout.decode().strip() == RARE


def test_cmap_writes_surrogate_pairs_in_blocks_of_a_hundred() -> None:
    cmap = unicode_cmap("X", [0, 0x41, 0x2CB4E, *range(0x4E00, 0x4E00 + 150)])
    assert "<01> <0041>" in cmap
    assert "<02> <D872DF4E>" in cmap
    assert "<00> <" not in cmap.replace("<00> <FF>", "")
    assert [line for line in cmap.splitlines() if line.endswith("beginbfchar")] == ["100 beginbfchar", "52 beginbfchar"]


def test_every_naughty_string_is_printed_or_marked(fonts: PaperFonts) -> None:
    for start in range(0, len(BLNS), 20):
        lines = [" ".join(fonts.printable(text).split()) for text in BLNS[start : start + 20]]
        with Pages(printed(fonts, *lines)) as pages:
            # The reader joins and splits blanks as it sees fit: compare what has ink.
            assert "".join(pages.text(0).split()) == "".join("".join(lines).split())


def test_the_faces_are_read_once(fonts: PaperFonts) -> None:
    again = PaperFonts.load(Path("nowhere"))
    assert again.regular.font is fonts.regular.font
