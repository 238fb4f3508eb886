"""F3: answers while one types, grouped by kind, opened by Enter; nothing found says what to try; no telephones."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.calendar import day_of
from desk.ui.kit.row_model import Heading, Row
from desk.ui.special.find import FindPanel
from desk.ui.special.find_reads import find
from desk.ui.special.intake import IntakeCard
from desk.ui.theme import Theme
from tests.ui.typing_words import preedit, type_words
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    world.order(matter="厨房水龙头一直滴水")
    made = whole_desk(dressed, world)
    assert made.desk.counter is not None
    made.desk.counter.search.index.catch_up()
    made.sign_in()
    yield made
    end(made)


def finder(desk: WholeDesk) -> FindPanel:
    return desk.frame.finder


def kinds(desk: WholeDesk) -> list[str]:
    model = finder(desk).list.rows
    found = [model.line(number) for number in range(model.rowCount())]
    return [one.words for one in found if isinstance(one, Heading)]


def bold(desk: WholeDesk) -> list[str]:
    model = finder(desk).list.rows
    found = [model.line(number) for number in range(model.rowCount())]
    return [one.where for one in found if isinstance(one, Row)]


@pytest.mark.parametrize("key", ["F3", "Ctrl+K"])
def test_the_box_opens_from_anywhere_even_while_typing(desk: WholeDesk, key: str) -> None:
    desk.press("F2", *"3-2")
    desk.press(key)
    assert finder(desk).is_open
    assert QApplication.focusWidget() is desk.frame.top.search
    assert "可以输入" in finder(desk).said


def test_a_room_finds_order_people_and_home(desk: WholeDesk) -> None:
    desk.press("F3", *"3-2-1801")
    assert kinds(desk) == ["报修单", "住户", "房屋"]
    assert bold(desk) == ["3-2-1801", "王秀英", "3-2-1801"]


def test_words_and_initials_find_before_anything_is_committed(desk: WholeDesk) -> None:
    desk.press("F3")
    type_words(desk.frame.top.search, "龙头")
    settle()
    assert kinds(desk) == ["报修单"]
    desk.frame.top.search.clear()
    preedit(desk.frame.top.search, "wxy")
    settle()
    assert "王秀英" in bold(desk)


def test_arrows_and_enter_open_what_was_found(desk: WholeDesk) -> None:
    desk.press("F3", *"3-2-1801", "Enter")
    assert desk.frame.place == "work_orders"
    assert not finder(desk).is_open
    desk.press("F3", *"3-2-1801", "Down", "Enter")
    assert desk.frame.place == "residents"


def test_a_public_place_begins_a_report_for_it(desk: WholeDesk) -> None:
    desk.press("F3")
    type_words(desk.frame.top.search, "电梯")
    settle()
    assert kinds(desk) == ["公共部位"]
    desk.press("Enter")
    assert isinstance(desk.frame.panel, IntakeCard)


def test_nothing_found_says_what_to_try(desk: WholeDesk) -> None:
    desk.press("F3")
    type_words(desk.frame.top.search, "龘龘")
    settle()
    assert "没有找到“龘龘”" in finder(desk).said
    assert "电话后四位" in finder(desk).said
    desk.press("Enter")
    assert finder(desk).is_open


def test_esc_goes_back_to_where_one_was(desk: WholeDesk) -> None:
    desk.press("F2", *"3-2")
    before: QWidget | None = QApplication.focusWidget()
    desk.press("F3", *"18", "Esc")
    assert not finder(desk).is_open
    assert QApplication.focusWidget() is before


def test_a_telephone_finds_but_is_never_shown(desk: WholeDesk) -> None:
    counter = desk.desk.counter
    assert counter is not None
    found = find(counter.search, counter.actor, counter.scope, "6621", counter.now())
    assert any(one.bold == "王秀英" for one in found)
    assert "13800006621" not in str(found)
    assert day_of(counter.now()) == "2026-11-18"


def test_hostile_words_are_only_words(desk: WholeDesk) -> None:
    counter = desk.desk.counter
    assert counter is not None
    for words in ('"', "' OR 1=1 --", "*", "NEAR(", "\x00", "(" * 500, "%_", "３－２－１８０１"):
        find(counter.search, counter.actor, counter.scope, words, counter.now())
