"""Codes: the word is stored, the label is shown, and a word of a newer program is met without a crash."""

import pytest

from desk.domain.code import Code


class Colour(Code):
    RED = "red", "红"
    GREEN = "green", "绿"


def test_a_code_is_its_word() -> None:
    assert str(Colour.RED) == "red"
    assert f"{Colour.RED}" == "red"
    assert {"red": 1}[Colour.RED] == 1
    assert Colour.of("red") is Colour.RED
    assert Colour.RED.label == "红"


@pytest.mark.parametrize(
    ("word", "label"), [("green", "绿"), ("violet", "violet"), (None, ""), ("", ""), (Colour.RED, "红")]
)
def test_the_label_of_any_stored_word(word: str | None, label: str) -> None:
    assert Colour.label_of(word) == label


def test_an_unknown_word_is_no_code() -> None:
    assert Colour.of("violet") is None
    assert Colour.of(["red"]) is None, "a log may hold anything where a word should stand"
    assert Colour.of("green") is Colour.GREEN
