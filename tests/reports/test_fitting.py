"""Wrapping, shrinking, cutting: never wider, never higher, never silently shorter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.fitting import REST, fit
from reports.fonts import PaperFonts


def test_short_words_keep_their_size(fonts: PaperFonts) -> None:
    fitted = fit(fonts.bold, "王秀英", 100, 15, 10, 6)
    assert (fitted.lines, fitted.size, fitted.cut) == (("王秀英",), 10, False)


def test_longer_words_shrink_then_wrap_then_are_cut(fonts: PaperFonts) -> None:
    shrunk = fit(fonts.bold, "欧阳上官诸葛司马慕容夏侯", 100, 15, 10, 6)
    assert len(shrunk.lines) == 1
    assert 6 <= shrunk.size < 10
    wrapped = fit(fonts.bold, "一" * 20, 100, 30, 10, 6)
    assert len(wrapped.lines) == 2
    assert wrapped.size == 10
    cut = fit(fonts.bold, "一" * 500, 100, 15, 10, 6)
    assert cut.cut
    assert cut.size == 6
    assert cut.lines[-1].endswith(REST)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八九，十", ("一二三四五六七八", "九，十")),
        ("一二三四五六七（八九十）", ("一二三四五六七", "（八九十）")),
        ("一二三四五六 138 0000 6621", ("一二三四五六", "138 0000 6621")),
        ("超过三四五六 ¥200.00 须", ("超过三四五六", "¥200.00 须")),
        ("一二三四五六七八  九十", ("一二三四五六七八", "九十")),
        ("abcdefghijklmnopqrstuvwxyz", ("abcdefghijklmnop", "qrstuvwxyz")),
    ],
)
def test_lines_break_where_a_reader_expects(fonts: PaperFonts, text: str, lines: tuple[str, ...]) -> None:
    assert fit(fonts.regular, text, 89, 24, 10, 10).lines == lines


def test_blank_words_have_no_lines(fonts: PaperFonts) -> None:
    assert fit(fonts.regular, "   ", 100, 10, 10, 6).lines == ()


@given(
    st.text(st.sampled_from("一二，。（）ab1 2.¥"), max_size=120),
    st.floats(25, 300),
    st.floats(8, 60),
    st.floats(6, 14),
)
def test_it_always_fits(fonts: PaperFonts, text: str, width: float, height: float, size: float) -> None:
    fitted = fit(fonts.bold, text, width, height, size, 6)
    assert 6 <= fitted.size <= max(size, 6)
    assert fitted.height <= height + 1e-6
    assert all(fonts.bold.width(line, fitted.size) <= width + 1e-6 for line in fitted.lines)
    if not fitted.cut:
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
