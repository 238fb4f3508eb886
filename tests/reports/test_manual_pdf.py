"""The manual on paper: cover, contents, a bookmark for every task, page x / y, words that can be taken out again."""

import ctypes
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desk.domain.calendar import at
from reports.__main__ import main
from reports.fonts import PaperFonts
from reports.manual.book import Book, load
from reports.manual.pdf import CONTENTS, TITLE, render_manual
from reports.manual.pictures import LIST, made_small, wanted
from reports.preview import Pages

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "resources" / "manual"
COMPANY = "安和物业服务有限公司"
MOST_PICTURE = 80_000  # bytes of one picture: they are many, and each is kept in every version
MOST_PICTURES = 1_600_000


@pytest.fixture(scope="module")
def book() -> Book:
    return load(MANUAL)


@pytest.fixture(scope="module")
def pdf(fonts: PaperFonts, book: Book) -> bytes:
    return render_manual(fonts, book, made_at=at("2026-11-22", "10:00"), company=COMPANY)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> Iterator[Pages]:
    with Pages(pdf) as opened:
        yield opened


def begins(pages: Pages, book: Book) -> dict[str, int]:
    """Where each task begins, by the largest words of its sheet: the first sheet after the contents that opens so."""
    found: dict[str, int] = {}
    for number in range(len(pages)):
        text = pages.text(number)
        for page in book.pages:
            if page.file not in found and f"· {page.title}" in text:
                found[page.file] = number + 1
    return found


def test_every_sheet_says_which_of_how_many(pages: Pages) -> None:
    for number in range(1, len(pages)):
        assert f"第 {number + 1} 页 / 共 {len(pages)} 页" in pages.text(number)
    assert "页 / 共" not in pages.text(0)


def test_the_cover_names_manual_and_company(pages: Pages) -> None:
    cover = pages.text(0)
    assert "物业前台" in cover
    assert "使用手册" in cover
    assert COMPANY in cover


def test_the_contents_give_the_true_page_of_every_task(pages: Pages, book: Book) -> None:
    begun = begins(pages, book)
    assert set(begun) == set(book.by_file)
    contents = "\n".join(pages.text(number) for number in range(1, min(begun.values()) - 1))
    assert contents.count(CONTENTS) >= 1
    for page in book.pages:
        told = re.findall(rf"(?m)(?:^|\s){re.escape(page.title)}\s+(\d+)\s*$", contents)
        assert told == [str(begun[page.file])], page.title


def test_every_task_has_a_bookmark_under_its_group(pdf: bytes, book: Book) -> None:
    document = pypdfium2.PdfDocument(pdf)
    outline = [(item.level, item.get_title()) for item in document.get_toc()]
    document.close()
    expected: list[tuple[int, str]] = [(0, TITLE), (0, CONTENTS)]
    for group in book.groups:
        expected.append((0, group.words))
        expected += [(1, page.title) for page in group.pages]
    assert outline == expected


def test_links_lead_to_the_page_they_name(pdf: bytes, book: Book) -> None:
    """Every task is a place to click in the contents."""
    import pypdfium2.raw as raw

    with Pages(pdf) as opened:
        begun = begins(opened, book)
    document = pypdfium2.PdfDocument(pdf)
    targets = []
    for number in range(1, min(begun.values()) - 1):
        sheet, place, link = document[number], ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(sheet, place, link):
            target = raw.FPDFLink_GetDest(document, link)
            targets.append(raw.FPDFDest_GetDestPageIndex(document, target) + 1)
        sheet.close()
    document.close()
    assert targets == [begun[page.file] for page in book.pages]


def test_the_words_of_every_page_can_be_taken_out(pages: Pages, book: Book) -> None:
    text = "".join(pages.text(number) for number in range(len(pages))).replace("\r", "").replace("\n", "")
    for page in book.pages:
        assert page.title in text
    for words in ("现场报价，业主签字后施工", "您好，翠湖花园物业，工号03，请讲。", "没有出纸就不算已打印"):
        assert words in text


def test_the_same_manual_is_the_same_file(fonts: PaperFonts, book: Book, pdf: bytes) -> None:
    assert render_manual(fonts, book, made_at=at("2026-11-22", "10:00"), company=COMPANY) == pdf


def test_it_can_be_stopped(fonts: PaperFonts, book: Book) -> None:
    told: list[tuple[int, int]] = []

    def stop_at_three(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 3

    assert render_manual(fonts, book, made_at=0, told=stop_at_three) == b""
    assert [done for done, _ in told] == [1, 2, 3]


def test_a_long_table_goes_on_on_the_next_sheet(fonts: PaperFonts, tmp_path: Path) -> None:
    rows = "\n".join(f"| `{number % 10}` | 第 {number} 行 |" for number in range(120))
    (tmp_path / "order.txt").write_text("一\n  a.md\n", "utf-8")
    (tmp_path / "a.md").write_text(f"---\ntitle: 长表\n---\n\n| 键 | 意思 |\n|---|---|\n{rows}\n", "utf-8")
    with Pages(render_manual(fonts, load(tmp_path), made_at=0)) as opened:
        texts = [opened.text(number) for number in range(2, len(opened))]
    assert len(texts) > 2
    assert all(f"第 {number} 行" in "".join(texts) for number in range(120))


def test_pictures_are_small_and_what_the_list_asks_for() -> None:
    asked = {one.file for one in wanted(MANUAL)}
    lying = {path.name: path.stat().st_size for path in MANUAL.glob("*.png")}
    assert set(lying) == asked
    assert {name: size for name, size in lying.items() if size > MOST_PICTURE} == {}
    assert sum(lying.values()) < MOST_PICTURES


def test_a_picture_is_cut_and_keeps_its_colours(tmp_path: Path) -> None:
    whole = Image.new("RGB", (2000, 1000), "#ffffff")
    whole.paste("#2f6fed", (100, 100, 140, 120))
    whole.save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes(made_small(tmp_path / "whole.png", (0, 0, 400, 200)))
    with Image.open(tmp_path / "cut.png") as cut:
        assert cut.size == (400, 200)
        assert cut.mode == "P"
        assert cut.convert("RGB").getpixel((120, 110)) == (0x2F, 0x6F, 0xED)
    (tmp_path / "all.png").write_bytes(made_small(tmp_path / "whole.png"))
    with Image.open(tmp_path / "all.png") as made:
        assert made.width == 1366


def test_the_list_asks_for_stops_of_the_tour_by_name() -> None:
    text = (MANUAL / LIST).read_text("utf-8")
    assert text.count("from = ") == len(wanted(MANUAL)) > 10


def test_the_command_writes_the_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "manual.pdf"
    assert main(["manual", "--out", str(out), "--company", COMPANY]) == 0
    with Pages(out.read_bytes()) as opened:
        assert COMPANY in opened.text(0)
    assert str(out) in capsys.readouterr().out


@pytest.mark.machine
def test_another_reader_finds_the_words_too(pdf: bytes, tmp_path: Path) -> None:
    """poppler reads our characters, the rare ones too."""
    program = shutil.which("pdftotext")
    assert program is not None, "pdftotext (poppler-utils) is not here"
    (tmp_path / "manual.pdf").write_bytes(pdf)
    done = subprocess.run([program, str(tmp_path / "manual.pdf"), "-"], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "先派后补单" in done.stdout


def test_a_picture_gives_way_where_that_saves_a_sheet(fonts: PaperFonts, tmp_path: Path) -> None:
    """The largest picture with which a task needs no sheet more than with the smallest."""
    Image.new("RGB", (200, 100), "#2f6fed").save(tmp_path / "a.png")
    (tmp_path / "order.txt").write_text("一\n  a.md\n", "utf-8")
    counts = []
    for lines in range(1, 32):
        words = "\n\n".join(f"第 {number} 句。" for number in range(lines))
        (tmp_path / "a.md").write_text(f"---\ntitle: 一事\n---\n\n![图](a.png)\n\n{words}\n", "utf-8")
        document = pypdfium2.PdfDocument(render_manual(fonts, load(tmp_path), made_at=0))
        picture = next(one for one in document[2].get_objects() if one.type == 3)
        _, bottom, _, top = picture.get_bounds()
        counts.append((len(document) - 2, round((top - bottom) * 25.4 / 72)))
        document.close()
    assert counts[0] == (1, 84)
    assert {high for sheets, high in counts if sheets == 1} == {84, 72, 60}
    assert counts[-1][0] == 2
