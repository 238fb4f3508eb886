"""Fields: Enter goes on, signs are commands only where they cannot be text, the input method only for words."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField, WordsField, chain
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage
from tests.ui.typing_words import preedit, type_words

NAUGHTY = Path(__file__).parents[2] / "data" / "blns" / "blns.json"
IME = Qt.WidgetAttribute.WA_InputMethodEnabled


@pytest.fixture(autouse=True)
def _dressed(look: Theme) -> None:
    """Every field here wears the light theme."""


def shown(qtbot: QtBot, *fields: QWidget) -> None:
    fields[0].page = on_stage(qtbot, *fields)  # type: ignore[attr-defined]
    fields[0].setFocus()


def test_the_input_method_is_on_for_words_and_off_for_figures(qtbot: QtBot) -> None:
    words, lines = TextField("报修内容"), WordsField("备注")
    figure, money = FigureField("到场时间"), MoneyField("约定价格")
    shown(qtbot, words, lines, figure, money)
    for field in (figure, words, money, lines):
        field.setFocus()
    assert [one.testAttribute(IME) for one in (words, lines, figure, money)] == [True, True, False, False]


@pytest.mark.parametrize("typed", ["+", "＋"])
def test_a_sign_in_an_empty_field_is_a_command(qtbot: QtBot, typed: str) -> None:
    field = TextField("报修内容", commands="+*/")
    shown(qtbot, field)
    with qtbot.waitSignal(field.command) as seen:
        type_words(field, typed)
    assert seen.args == ["+"]
    assert field.text() == ""


@pytest.mark.parametrize(
    ("typed", "sign"), [("。", "."), ("—", "-"), ("——", "-"), ("－", "-"), ("、", "/"), ("＊", "*")]
)
def test_full_forms_of_chinese_mode_are_the_same_signs(qtbot: QtBot, typed: str, sign: str) -> None:
    field = TextField("谁/哪户", commands="+*/.-")
    shown(qtbot, field)
    with qtbot.waitSignal(field.command) as seen:
        type_words(field, typed)
    assert seen.args == [sign]


def test_later_a_sign_is_text(qtbot: QtBot) -> None:
    field = TextField("报修内容", commands="+")
    shown(qtbot, field)
    type_words(field, "灯泡")
    with qtbot.assertNotEmitted(field.command):
        qtbot.keyClick(field, Qt.Key.Key_Plus)
    assert field.text() == "灯泡+"


def test_a_sign_that_is_no_command_here_is_text(qtbot: QtBot) -> None:
    field = TextField("备注")
    shown(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Minus)
    assert field.text() == "-"


def test_in_a_field_of_digits_a_sign_is_a_command_anywhere(qtbot: QtBot) -> None:
    field = FigureField("尾号", commands="+")
    shown(qtbot, field)
    qtbot.keyClicks(field, "6621")
    with qtbot.waitSignal(field.command):
        qtbot.keyClick(field, Qt.Key.Key_Plus)
    assert field.text() == "6621"


def test_full_width_digits_become_plain(qtbot: QtBot) -> None:
    field = FigureField("到场时间")
    shown(qtbot, field)
    type_words(field, "１４：３０".replace("：", ""))
    assert field.text() == "1430"


def test_initials_are_heard_before_they_are_committed(qtbot: QtBot) -> None:
    field = TextField("谁/哪户")
    shown(qtbot, field)
    heard: list[str] = []
    field.preedit.connect(heard.append)
    preedit(field, "w")
    preedit(field, "wx")
    assert (heard, field.composing, field.text()) == (["w", "wx"], "wx", "")
    type_words(field, "王秀英")
    assert (heard[-1], field.text()) == ("", "王秀英")


def test_enter_goes_through_the_fields_and_ends_behind_the_last(qtbot: QtBot) -> None:
    first, second, third, ended = TextField("一"), WordsField("二"), FigureField("三"), []
    shown(qtbot, first, second, third)
    chain(first, second, third, last=lambda: ended.append(True))
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Enter)
    assert ended == [True]
    assert second.text() == ""


def test_shift_enter_breaks_a_line_of_words(qtbot: QtBot) -> None:
    field = WordsField("备注")
    shown(qtbot, field)
    type_words(field, "对讲机")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_words(field, "已到")
    assert field.text().splitlines() == ["对讲机", "已到"]


def test_an_error_stands_under_its_field_and_takes_the_focus(qtbot: QtBot) -> None:
    other, price = TextField("别的"), MoneyField("约定价格")
    field = Field("约定价格", price)
    shown(qtbot, other, field)
    error = DeskError("有偿维修还没有约定价格", "选价目表")
    field.refuse(error)
    assert price.hasFocus()
    assert field.error == "有偿维修还没有约定价格: 选价目表"
    assert price.accessibleDescription() == field.error
    field.accept()
    assert (field.error, price.accessibleDescription()) == ("", "")


def test_money_is_read_in_fen_and_shown_with_two_decimals(qtbot: QtBot) -> None:
    field = MoneyField("约定价格")
    shown(qtbot, field)
    assert field.fen() is None
    qtbot.keyClicks(field, "30.5")
    assert field.fen() == 3_050
    field.show_fen(123_400)
    assert field.text() == "1,234.00"
    field.setText("三块a")
    with pytest.raises(DeskError):
        field.fen()


def test_every_text_survives_a_field(qtbot: QtBot) -> None:
    line, lines = TextField("一行"), WordsField("几行")
    shown(qtbot, line, lines)
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        plain = text.replace("\x00", "").lstrip("\ufeff\ufffe")  # byte order marks never reach Qt
        if plain and not any(sign in plain for sign in "\r\n\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85"):
            line.clear()
            type_words(line, plain)
            assert line.text() == plain
            lines.setText(plain)
            assert lines.text() == plain.strip() or lines.toPlainText() == plain
