"""A key does what the nearest visible button that shows it does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.fields import TextField
from desk.ui.kit.keys import EVERYWHERE, KeyRouter
from desk.ui.kit.slide_over import SlideOver
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage


class Desk:
    """A top bar with F2, a page with F4, F8 and 9, a field; a panel with F4 over it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.pressed: list[str] = []
        self.page, self.bar, self.field = QWidget(), QWidget(), TextField("记一笔")
        self.bar.setProperty(EVERYWHERE, True)
        column = QVBoxLayout(self.page)
        for key in ("F4", "F8", "9", "Ctrl+Enter"):
            column.addWidget(self.button("page", key))
        column.addWidget(self.field)
        QVBoxLayout(self.bar).addWidget(self.button("bar", "F2"))
        self.window = on_stage(qtbot, self.bar, self.page, size=(1000, 600))
        self.inside = TextField("报修内容")
        panel = QWidget()
        inner = QVBoxLayout(panel)
        inner.addWidget(self.inside)
        inner.addWidget(self.button("panel", "F4"))
        self.slide = SlideOver(panel, self.page)
        KeyRouter(self.window)

    def button(self, place: str, key: str) -> KeyButton:
        made = KeyButton("做", key)
        made.clicked.connect(lambda: self.pressed.append(f"{place} {key}"))
        made.blocked.connect(lambda reason: self.pressed.append(reason))
        return made


@pytest.fixture
def desk(look: Theme, qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_a_function_key_presses_its_button_even_while_typing(desk: Desk, qtbot: QtBot) -> None:
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    qtbot.keyClick(desk.field, Qt.Key.Key_F2)
    qtbot.keyClick(desk.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.pressed == ["page F4", "bar F2", "page Ctrl+Enter"]


def test_a_digit_is_text_while_typing_and_a_key_elsewhere(desk: Desk, qtbot: QtBot) -> None:
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_9)
    assert (desk.field.text(), desk.pressed) == ("9", [])
    desk.field.clearFocus()
    qtbot.keyClick(desk.window, Qt.Key.Key_9)
    assert desk.pressed == ["page 9"]


def test_a_panel_in_front_has_its_keys_and_silences_the_page(desk: Desk, qtbot: QtBot) -> None:
    desk.slide.open()
    desk.inside.setFocus()
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F8, Qt.Key.Key_F2):
        qtbot.keyClick(desk.inside, key)
    assert desk.pressed == ["panel F4", "bar F2"]


def test_a_closed_panel_is_not_heard(desk: Desk, qtbot: QtBot) -> None:
    desk.slide.open()
    desk.slide.shut()
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    assert desk.pressed == ["page F4"]


def test_a_blocked_button_says_why(desk: Desk, qtbot: QtBot) -> None:
    button = desk.page.findChildren(KeyButton)[0]
    button.block("还没有选班组")
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.pressed == ["还没有选班组", "还没有选班组"]
    assert button.accessibleDescription() == "还没有选班组"
    button.block("")
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    assert desk.pressed[-1] == "page F4"


def test_a_disabled_or_hidden_button_is_not_pressed(desk: Desk, qtbot: QtBot) -> None:
    desk.field.setFocus()
    button = desk.page.findChildren(KeyButton)[0]
    button.setEnabled(False)
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    button.setEnabled(True)
    button.hide()
    qtbot.keyClick(desk.field, Qt.Key.Key_F4)
    assert desk.pressed == []


def test_tab_goes_round_inside_the_panel_and_focus_comes_back(desk: Desk, qtbot: QtBot) -> None:
    desk.field.setFocus()
    desk.slide.open()
    desk.inside.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(desk.window.focusWidget() or desk.window, Qt.Key.Key_Tab)
        focus = desk.window.focusWidget()
        assert focus is not None
        assert desk.slide.isAncestorOf(focus)
        seen.append(focus)
    assert desk.inside in seen
    desk.slide.shut()
    assert desk.field.hasFocus()


def test_escape_asks_and_never_closes_by_itself(desk: Desk, qtbot: QtBot) -> None:
    desk.slide.open()
    desk.inside.setFocus()
    with qtbot.waitSignal(desk.slide.close_wanted):
        qtbot.keyClick(desk.inside, Qt.Key.Key_Escape)
    assert desk.slide.isVisible()
