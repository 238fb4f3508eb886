"""What a text field takes: everything people write, nothing that a database or a workbook would choke on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.domain.text import clean, fold, without_controls, wrong_text

NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "blns" / "blns.json"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "厨房水龙头一直滴水",
        "两行\n第二行\t有制表",
        "𬭎",
        "👨‍👩‍👧",
        "e\u0301",
        "\u200b\u200d\ufeff",
        "ﬁ",
        "ア",
        "'; DROP TABLE users; --",
        "=1+1",
        "\ufffe",
        "\u2028",
    ],
)
def test_kept_as_it_is(text: str) -> None:
    assert wrong_text(text, 100) is None
    assert clean(text, "备注", 100) == text
    assert without_controls(text) == text


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\0", "U+0000"),
        ("\x01", "U+0001"),
        ("\x08", "U+0008"),
        ("\x0b", "U+000B"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x80", "U+0080"),
        ("\x85", "U+0085"),
        ("\x9f", "U+009F"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
    ],
)
def test_refused_with_its_place(char: str, name: str) -> None:
    with pytest.raises(DeskError) as raised:
        clean(f"漏水{char}了", "报修内容", 100)
    assert raised.value.message == f"“报修内容”第 3 个字是不能保存的控制字符 ({name})"
    assert raised.value.advice
    assert without_controls(f"漏水{char}了") == "漏水了"


def test_line_ends_become_one() -> None:
    assert clean("一\r\n二\r三\n四", "备注", 10) == "一\n二\n三\n四"
    assert wrong_text("一\r二", 10), "what is stored holds no carriage return"


def test_length_is_in_characters() -> None:
    assert wrong_text("𬭎" * 5, 5) is None
    assert wrong_text("漏" * 6, 5) == "最多 5 个字, 现在 6 个字"
    with pytest.raises(DeskError) as raised:
        clean("漏" * 520, "备注", 500)
    assert raised.value.message == "“备注”最多 500 个字, 现在 520 个字"
    assert raised.value.advice.startswith("请删减 20 个字")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ　３－２", "abc 3-2"),
        ("Wang", "wang"),
        ("⼯程", "工程"),
        ("①", "1"),
        ("㎡", "m2"),
        ("ﬁ", "fi"),
        ("王秀英", "王秀英"),
    ],
)
def test_folded_for_search(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_settles(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters()))
def test_what_is_stripped_may_be_stored_and_goes_into_utf8(text: str) -> None:
    stripped = without_controls(text)
    assert wrong_text(stripped, len(text)) is None
    assert stripped.encode("utf-8").decode("utf-8") == stripped


def test_the_list_of_naughty_strings() -> None:
    if not NAUGHTY.exists():
        pytest.skip("the shared list of naughty strings is not beside this checkout")
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        kept = without_controls(text)
        assert clean(kept, "备注", 5000) == kept
        if not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in text):
            assert kept == text
