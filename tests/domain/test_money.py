"""Amounts shown, typed and written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.domain.money import LARGEST_FEN, capital, fen_text, parse_fen

amounts = st.integers(0, LARGEST_FEN)


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "¥0.00"), (5, "¥0.05"), (3000, "¥30.00"), (120_000, "¥1,200.00"), (-3050, "-¥30.50"), (-1, "-¥0.01")],
)
def test_shown(fen: int, text: str) -> None:
    assert fen_text(fen) == text


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("30", 3000),
        ("30.5", 3050),
        ("30.50", 3050),
        ("30.05", 3005),
        ("30.", 3000),
        (".5", 50),
        ("30.5000", 3050),
        ("３０", 3000),
        ("３０．５", 3050),
        ("30。5", 3050),
        ("30元", 3000),
        ("30 元", 3000),
        ("30.5元", 3050),
        ("30元整", 3000),
        ("¥30", 3000),
        ("￥30.00", 3000),
        ("1,200", 120_000),
        ("1，200.50", 120_050),
        ("1,234,567", 123_456_700),
        ("30块", 3000),
        ("30块5", 3050),
        ("30块5毛", 3050),
        ("5毛", 50),
        ("30元5角", 3050),
        ("30元5角5分", 3055),
        ("30元5分", 3005),
        ("0", 0),
        ("007", 700),
    ],
)
def test_typed(text: str, fen: int) -> None:
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", " ", "三十", "30-50", "-30", "30.555", "1,20", "12,00", "1.2.3", "30元起", "30块55", "abc", "1e3", ".", "¥",
     "0x10", "99999999999999"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        parse_fen(text)
    assert raised.value.advice


CAPITALS = [
    (0, "零元整"),
    (1, "壹分"),
    (5, "伍分"),
    (50, "伍角"),
    (55, "伍角伍分"),
    (100, "壹元整"),
    (105, "壹元零伍分"),
    (150, "壹元伍角"),
    (1000, "壹拾元整"),
    (1005, "壹拾元零伍分"),
    (3000, "叁拾元整"),
    (10_100, "壹佰零壹元整"),
    (11_000, "壹佰壹拾元整"),
    (100_100, "壹仟零壹元整"),
    (101_000, "壹仟零壹拾元整"),
    (110_000, "壹仟壹佰元整"),
    (10_000_000, "壹拾万元整"),
    (1_000_100, "壹万零壹元整"),
    (1_100_000, "壹万壹仟元整"),
    (10_010_000, "壹拾万零壹佰元整"),
    (100_000_100, "壹佰万零壹元整"),
    (10_000_000_000, "壹亿元整"),
    (10_000_000_100, "壹亿零壹元整"),
    (10_001_000_000, "壹亿零壹万元整"),
    (10_100_000_000, "壹亿零壹佰万元整"),
    (1_000_000_000_000 - 1, "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    (-3000, "负叁拾元整"),
    # the examples of the bank rules (支付结算办法, 附一)
    (140_950, "壹仟肆佰零玖元伍角"),
    (600_714, "陆仟零柒元壹角肆分"),
    (168_032, "壹仟陆佰捌拾元叁角贰分"),
    (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
    (32_504, "叁佰贰拾伍元零肆分"),
    (10_700_053, "壹拾万柒仟元伍角叁分"),
]


@pytest.mark.parametrize(("fen", "words"), CAPITALS)
def test_written_out(fen: int, words: str) -> None:
    assert capital(fen) == words


def test_too_much_is_a_bug_not_a_wrong_word() -> None:
    with pytest.raises(ValueError, match="beyond"):
        capital(LARGEST_FEN + 1)


@given(amounts)
def test_what_is_shown_can_be_typed(fen: int) -> None:
    assert parse_fen(fen_text(fen)) == fen


FIGURES = {char: index for index, char in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_back(words: str) -> int:
    """An independent reader of capital figures."""
    words = words.removesuffix("整")
    yuan, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total, section, figure = 0, 0, 0
    for char in yuan:
        if char in FIGURES:
            figure = FIGURES[char]
        elif char in "拾佰仟":
            section += figure * 10 ** ("拾佰仟".index(char) + 1)
            figure = 0
        else:
            total += (section + figure) * {"万": 10**4, "亿": 10**8}[char]
            section = figure = 0
    cents = 0
    for char in rest:
        if char in FIGURES:
            figure_of_rest = FIGURES[char]
        else:
            cents += figure_of_rest * {"角": 10, "分": 1}[char]
    return (total + section + figure) * 100 + cents


@given(amounts)
def test_written_out_reads_back(fen: int) -> None:
    words = capital(fen)
    assert read_back(words) == fen
    assert "零零" not in words
