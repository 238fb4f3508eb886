"""The privacy screen and the lock hide everything and keep the work behind them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.cover import LockScreen, PrivacyScreen
from desk.ui.kit.fields import TextField
from desk.ui.kit.keys import KeyRouter
from desk.ui.kit.sign_in_card import Person, SignInCard
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage
from tests.ui.typing_words import type_words

NAME = "欧阳翠花"


@pytest.fixture
def field(look: Theme) -> TextField:
    return TextField("报修内容")


@pytest.fixture
def window(field: TextField, qtbot: QtBot) -> QWidget:
    made = on_stage(qtbot, field, KeyButton("派工", "F4"), size=(1000, 600))
    field.setFocus()
    type_words(field, NAME)
    field.setCursorPosition(2)
    return made


def test_nothing_of_the_work_is_painted_while_covered(window: QWidget) -> None:
    screen = PrivacyScreen(window, "翠湖花园")
    screen.cover()
    window.resize(1100, 700)
    assert screen.geometry() == window.rect()
    before = window.grab().toImage()
    window.findChild(TextField).setText("别的")  # type: ignore[union-attr]
    assert window.grab().toImage() == before


def test_the_work_comes_back_as_it_was(window: QWidget, field: TextField, qtbot: QtBot) -> None:
    screen = PrivacyScreen(window, "翠湖花园")
    screen.toggle()
    assert not field.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_A)
    assert screen.is_open
    qtbot.keyClick(screen, Qt.Key.Key_F12)
    assert not screen.is_open
    assert (field.text(), field.cursorPosition(), field.hasFocus()) == (NAME, 2, True)


def test_keys_do_not_reach_what_is_covered(window: QWidget, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = window.findChild(KeyButton)
    assert button is not None
    button.clicked.connect(lambda: pressed.append(True))
    KeyRouter(window)
    screen = PrivacyScreen(window)
    screen.cover()
    qtbot.keyClick(screen, Qt.Key.Key_F4)
    assert pressed == []
    screen.uncover()
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F4)
    assert pressed == [True]


def test_the_lock_asks_for_the_secret_and_gives_the_work_back(window: QWidget, field: TextField, qtbot: QtBot) -> None:
    card = SignInCard()
    card.show_persons([Person("李敏")])
    lock = LockScreen(window, card)
    lock.cover()
    assert card.secret.hasFocus()
    qtbot.keyClick(card.secret, Qt.Key.Key_Escape)
    assert lock.is_open
    with qtbot.waitSignal(card.submitted) as seen:
        qtbot.keyClicks(card.secret, "1234")
        qtbot.keyClick(card.secret, Qt.Key.Key_Return)
    assert seen.args == [0, "1234"]
    lock.uncover()
    assert (field.text(), field.hasFocus()) == (NAME, True)
    assert QApplication.focusWidget() is field


def test_what_was_hidden_before_stays_hidden(window: QWidget) -> None:
    button = window.findChild(KeyButton)
    assert button is not None
    button.hide()
    screen = PrivacyScreen(window)
    screen.cover()
    screen.uncover()
    assert not button.isVisible()
