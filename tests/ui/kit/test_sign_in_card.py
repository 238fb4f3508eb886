"""Persons by digit, the secret as dots, refusals in words; keys as the clerk's hand knows them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk.ui.kit.sign_in_card import Person, SignInCard
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage

PERSONS = [Person("李敏", "客服 03", "白班"), Person("张敏", "客服主管 01"), Person("王丽", "客服 05")]


@pytest.fixture
def card(look: Theme, qtbot: QtBot) -> SignInCard:
    made = SignInCard()
    made.show_persons(PERSONS)
    made.page = on_stage(qtbot, made)  # type: ignore[attr-defined]
    made.begin()
    return made


def test_a_digit_chooses_and_the_secret_follows(card: SignInCard, qtbot: QtBot) -> None:
    assert card.persons.hasFocus()
    qtbot.keyClick(card.persons, Qt.Key.Key_2)
    assert card.secret.hasFocus()
    qtbot.keyClicks(card.secret, "4321")
    with qtbot.waitSignal(card.submitted) as seen:
        qtbot.keyClick(card.secret, Qt.Key.Key_Return)
    assert seen.args == [1, "4321"]


def test_a_digit_of_nobody_changes_nothing(card: SignInCard, qtbot: QtBot) -> None:
    qtbot.keyClick(card.persons, Qt.Key.Key_7)
    assert (card.persons.index, card.persons.hasFocus()) == (0, True)


def test_digits_of_the_secret_never_choose_persons(card: SignInCard, qtbot: QtBot) -> None:
    qtbot.keyClick(card.persons, Qt.Key.Key_Return)
    qtbot.keyClicks(card.secret, "222")
    assert (card.persons.index, card.secret.text()) == (0, "222")


def test_another_person_starts_with_an_empty_secret(card: SignInCard, qtbot: QtBot) -> None:
    card.secret.setFocus()
    qtbot.keyClicks(card.secret, "12")
    qtbot.keyClick(card.secret, Qt.Key.Key_Down)
    assert (card.persons.index, card.secret.text()) == (1, "")
    assert card.secret.accessibleName() == "张敏的密码"
    qtbot.keyClick(card.secret, Qt.Key.Key_Backspace)
    assert card.persons.hasFocus()


def test_a_refusal_stands_under_the_field_until_something_is_typed(card: SignInCard, qtbot: QtBot) -> None:
    card.secret.setFocus()
    height = card.height()
    card.refuse("密码不对, 还可以试 4 次")
    QApplication.processEvents()
    assert (card.secret.hasFocus(), card.secret.text()) == (True, "")
    assert card.secret.accessibleDescription() == "密码不对, 还可以试 4 次"
    assert card.height() == height
    qtbot.keyClicks(card.secret, "1")
    assert card.secret.accessibleDescription() == ""


def test_nothing_is_sent_without_a_secret_or_twice(card: SignInCard, qtbot: QtBot) -> None:
    sent: list[int] = []
    card.submitted.connect(lambda index, _secret: sent.append(index))
    card.secret.setFocus()
    qtbot.keyClick(card.secret, Qt.Key.Key_Return)
    assert (sent, card.secret.accessibleDescription()) == ([], "还没有输入密码")
    qtbot.keyClicks(card.secret, "1234")
    card.wait(True)
    qtbot.keyClick(card.secret, Qt.Key.Key_Return)
    qtbot.mouseClick(card.enter, Qt.MouseButton.LeftButton)
    assert sent == []
    card.wait(False)
    qtbot.mouseClick(card.enter, Qt.MouseButton.LeftButton)
    assert sent == [0]


def test_the_secret_is_neither_shown_nor_copied(card: SignInCard, qtbot: QtBot) -> None:
    card.secret.setFocus()
    qtbot.keyClicks(card.secret, "1234")
    assert card.secret.echoMode() == QLineEdit.EchoMode.Password
    assert "1" not in card.secret.displayText()
    clipboard: QClipboard = QApplication.clipboard()
    clipboard.setText("before")
    card.secret.selectAll()
    card.secret.copy()
    assert clipboard.text() == "before"
    assert not card.secret.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
