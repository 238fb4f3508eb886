"""The manual's grammar: what it reads, and that it refuses all else with file and line."""

import re
from pathlib import Path

import pytest

from reports.manual.book import ORDER, Incomplete, load
from reports.manual.finding import Finder, reads, ways
from reports.manual.text import KEY, NotUnderstood, read_page
from reports.manual.tree import Heading, Image, Keys, Link, Listing, Page, Paragraph, Said, Table, Words, text_of

HEAD = "---\ntitle: 回单\nplaces: slip_return, settings/data\nsearch: 收单\n---\n\n"
MANUAL = Path(__file__).parents[2] / "resources" / "manual"


def page(body: str, head: str = HEAD) -> Page:
    return read_page("slip-return.md", head + body + "\n")


def test_a_page_has_its_facts() -> None:
    read = page("一句话。")
    assert (read.title, read.places, read.search) == ("回单", ("slip_return", "settings/data"), "收单")
    assert read.blocks == (Paragraph((Words("一句话。"),)),)


def test_words_keys_and_links_stand_in_one_line() -> None:
    (block,) = page("先按 `F2 Enter`，**不要**慌，见[派工](dispatch.md)。").blocks
    assert isinstance(block, Paragraph)
    assert block.runs == (
        Words("先按 "),
        Keys(("F2", "Enter")),
        Words("，"),
        Words("不要", strong=True),
        Words("慌，见"),
        Link("派工", "dispatch.md"),
        Words("。"),
    )
    assert text_of(block.runs) == "先按  F2 Enter ，不要慌，见派工。"


def test_lines_of_a_paragraph_are_joined_without_a_space_between_chinese() -> None:
    (block,) = page("第一行\n第二行 A\nB").blocks
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == "第一行第二行 A B"


def test_every_kind_of_block() -> None:
    body = (
        "## 一步一步\n\n1. 甲\n2. 乙\n   接着乙\n\n- 丙\n- 丁\n\n> 您好，\n> 请讲。\n\n"
        "| 键 | 意思 |\n|---|---|\n| `9` | 完了 |\n| | 空格子 |\n\n![一张图](today.png)\n\n### 小标题"
    )
    heading, ordered, plain, said, table, image, small = page(body).blocks
    assert heading == Heading(2, (Words("一步一步"),))
    assert ordered == Listing(True, ((Words("甲"),), (Words("乙接着乙"),)))
    assert plain == Listing(False, ((Words("丙"),), (Words("丁"),)))
    assert said == Said((Words("您好，请讲。"),))
    assert isinstance(table, Table)
    assert table.rows == (((Keys(("9",)),), (Words("完了"),)), ((), (Words("空格子"),)))
    assert image == Image("一张图", "today.png")
    assert small == Heading(3, (Words("小标题"),))


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("按 `F13`", 7),
        ("按 `f2`", 7),
        ("按 ``", 7),
        ("按 `F2", 7),
        ("一句\n\n**没有收", 9),
        ("**里面 `F2`**", 7),
        ("[没有页]()", 7),
        ("[网页](https://example.org)", 7),
        ("[图](today.png)", 7),
        ("前面 ![图](today.png)", 7),
        ("![](today.png)", 7),
        ("<b>不行</b>", 7),
        ("孤零零的 * 星", 7),
        ("a | b", 7),
        ("# 大标题", 7),
        ("##没有空格", 7),
        ("1. 甲\n3. 乙", 8),
        ("- 甲\n1. 乙", 8),
        ("- 甲\n 少一个空格", 8),
        ("一句\n- 紧跟着", 8),
        ("| 只有头 |\n|---|", 7),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 |", 7),
        ("| 甲 |\n|---|\n| 乙", 9),
        (">没有空格", 7),
        ("有\t制表符", 7),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_with_its_line(body: str, line: int) -> None:
    with pytest.raises(NotUnderstood, match=rf"^slip-return\.md:{line}: "):
        page(body)


@pytest.mark.parametrize(
    "head",
    ["", "title: 没有线\n", "---\ntitle: 没有完\n", "---\nplaces: today\n---\n", "---\ntitle: 一\ntitle: 二\n---\n",
     "---\ntitle: 一\ncolour: red\n---\n", "---\ntitle:\n---\n"],
)  # fmt: skip
def test_a_page_without_its_facts_is_refused(head: str) -> None:
    with pytest.raises(NotUnderstood):
        page("一句话。", head)


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        page("")


@pytest.mark.parametrize("key", ["F1", "F12", "Enter", "Ctrl+Enter", "Shift+Enter", "空格", "↑↓", "Ctrl+V", "Alt+9",
                                 "0", "1-9", "+", "*", "/", ".", "-", "Esc", "PgDn"])  # fmt: skip
def test_keys_that_are(key: str) -> None:
    assert KEY.fullmatch(key)


@pytest.mark.parametrize("key", ["F0", "F13", "Return", "a", "Alt+0", "Ctrl+", "10", "++", "Space"])
def test_keys_that_are_not(key: str) -> None:
    assert not KEY.fullmatch(key)


def book_of(folder: Path, order: str, **pages: str) -> Path:
    (folder / ORDER).write_text(order, "utf-8")
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return folder


ONE = "---\ntitle: 一\nplaces: today\n---\n\n见[二](b.md)。\n"
TWO = "---\ntitle: 二\n---\n\n![图](x.png)\n"


def test_a_whole_book_is_read_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"")
    book = load(book_of(tmp_path, "后\n  b.md\n\n前\n  a.md\n", a=ONE, b=TWO))
    assert [(group.words, [page.title for page in group.pages]) for group in book.groups] == [
        ("后", ["二"]),
        ("前", ["一"]),
    ]
    assert book.page_for("nowhere", "today").title == "一"
    assert book.page_for("nowhere").title == "二"


@pytest.mark.parametrize(
    ("order", "pages", "wrong"),
    [
        ("一\n  a.md\n  b.md\n", {"a": ONE, "b": TWO}, "b.md shows x.png"),
        ("一\n  a.md\n", {"a": ONE}, "a.md leads to b.md"),
        ("一\n  b.md\n", {"a": ONE, "b": ONE.replace("b.md", "a.md")}, r"a\.md is not in order\.txt"),
        ("一\n  a.md\n  a.md\n", {"a": ONE.replace("b.md", "a.md")}, r"a\.md is named twice"),
        ("一\n二\n  a.md\n", {"a": ONE.replace("b.md", "a.md")}, "一 has no page"),
        (
            "一\n  a.md\n  b.md\n",
            {"a": ONE, "b": ONE.replace("题", "")},
            "two pages explain today.*two pages are called",
        ),
    ],
)
def test_a_book_with_a_fault_is_refused(tmp_path: Path, order: str, pages: dict[str, str], wrong: str) -> None:
    with pytest.raises(Incomplete, match=wrong):
        load(book_of(tmp_path, order, **pages))


def test_a_page_without_a_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood):
        load(book_of(tmp_path, "  a.md\n", a=ONE))


def test_the_manual_itself_holds_together() -> None:
    book = load(MANUAL)
    assert len(book.pages) >= 20
    shown = {block.file for page in book.pages for block in page.blocks if isinstance(block, Image)}
    lying = {path.name for path in MANUAL.glob("*.png")}
    readme = (MANUAL.parents[1] / "README.md").read_text("utf-8")
    assert {name for name in lying - shown if f"resources/manual/{name}" not in readme} == set()


def test_pages_are_found_by_words_initials_and_keys() -> None:
    finder = Finder(load(MANUAL))

    def first(typed: str) -> str:
        found = finder.find(typed)
        return found[0].page.file if found else ""

    assert first("受理") == "intake.md"
    assert first("ldsl") == "intake.md"
    assert first("LDSL") == "intake.md"
    assert first("忘记密码") == "lock.md"
    assert first("跑水") == "emergency.md"
    assert "radio.md" in [hit.page.file for hit in finder.find("等料")]
    assert "dispatch.md" in [hit.page.file for hit in finder.find("F8")]
    assert all("出纸" in hit.line for hit in finder.find("出纸了吗"))
    assert len(finder.find("  ")) == len(load(MANUAL).pages)
    assert finder.find("这句话手册里没有") == []
    assert {hit.page.file for hit in finder.find("回单 扫描")} < {hit.page.file for hit in finder.find("回单")}


def test_initials_are_read_in_every_way_and_never_across_a_gap() -> None:
    title = ways("回单 17:00 网格")
    assert reads("hd", title)
    assert reads("hs", title)  # 单 as a surname
    assert reads("wg", title)
    assert not reads("dw", title)
    assert not reads("h", title)
    assert not reads("hdwg", title)


def test_what_the_program_is_said_to_say_it_says() -> None:
    """Every sentence of the page of refusals stands in the program; what changes from case to case is left out."""
    desk = MANUAL.parents[1] / "desk"
    source = "\n".join(path.read_text("utf-8") for path in desk.rglob("*.py"))
    page = next(page for page in load(MANUAL).pages if page.file == "refusals.md")
    cells = [text_of(row[0]) for block in page.blocks if isinstance(block, Table) for row in block.rows]
    parts = {part for cell in cells for part in re.split(r"[^\u4e00-\u9fff]+", cell) if len(part) > 3}
    assert len(parts) > 15
    assert {part for part in parts if part not in source} == set()
