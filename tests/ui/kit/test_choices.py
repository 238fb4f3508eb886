"""Choices and candidates: digits choose, arrows move, Enter goes on; a list under a field never takes the focus."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.ui.kit.choices import Choice, Choices, PickList
from desk.ui.kit.fields import TextField
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage

WHEN = [Choice("now", "尽快"), Choice("today", "今天 14–16 点"), Choice("night", "今晚"), Choice("later", "另约…")]


@pytest.fixture
def when(look: Theme, qtbot: QtBot) -> Choices:
    choices = Choices("上门时间", columns=3, tall=True)
    choices.show_choices(WHEN)
    choices.page = on_stage(qtbot, choices)  # type: ignore[attr-defined]
    choices.setFocus()
    return choices


def test_a_digit_chooses(when: Choices, qtbot: QtBot) -> None:
    with qtbot.waitSignal(when.chosen) as seen:
        qtbot.keyClick(when, Qt.Key.Key_2)
    assert seen.args == ["today"]
    assert when.value == "today"


def test_a_digit_of_no_box_changes_nothing(when: Choices, qtbot: QtBot) -> None:
    qtbot.keyClick(when, Qt.Key.Key_2)
    qtbot.keyClick(when, Qt.Key.Key_9)
    assert when.value == "today"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ([Qt.Key.Key_Right], "now"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right], "today"),
        ([Qt.Key.Key_1, Qt.Key.Key_Down], "later"),
        ([Qt.Key.Key_4, Qt.Key.Key_Up], "now"),
        ([Qt.Key.Key_4, Qt.Key.Key_Down], "later"),
    ],
)
def test_arrows_move_through_the_grid(when: Choices, qtbot: QtBot, keys: list[Qt.Key], value: str) -> None:
    for key in keys:
        qtbot.keyClick(when, key)
    assert when.value == value


def test_a_click_chooses_and_enter_goes_on(when: Choices, qtbot: QtBot) -> None:
    box = when.findChildren(type(when._boxes[0]))[2]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert when.value == "night"
    with qtbot.waitSignal(when.finished):
        qtbot.keyClick(when, Qt.Key.Key_Return)


def test_the_choice_stays_when_the_boxes_are_told_anew(when: Choices, qtbot: QtBot) -> None:
    qtbot.keyClick(when, Qt.Key.Key_2)
    when.show_choices(WHEN[:2])
    assert when.value == "today"
    when.show_choices(WHEN[2:])
    assert when.value == ""


def test_a_screen_reader_hears_which_one_is_chosen(when: Choices, qtbot: QtBot) -> None:
    qtbot.keyClick(when, Qt.Key.Key_2)
    assert "今天 14–16 点" in when.accessibleDescription()


def test_candidates_follow_the_field(look: Theme, qtbot: QtBot) -> None:
    field, picks = TextField("谁/哪户"), PickList("候选")
    page = on_stage(qtbot, field, picks)
    field.setFocus()
    field.arrow.connect(picks.step)
    picks.show_choices([Choice("a", "王秀英", "3-2-1801 业主"), Choice("b", "王强", "3-2-1801 家人")])
    assert picks.lit == "a"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert picks.lit == "b"
    with qtbot.waitSignal(picks.taken) as seen:
        assert picks.take()
    assert seen.args == ["b"]
    assert field.hasFocus()
    picks.show_choices([])
    assert not picks.take()
    assert not picks.isVisible()
    page.close()
