"""Signing in by digit and PIN: wrong ones are slowed and said, whoever forgot is told whom to ask."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.sample import pins
from desk.store import device, front
from desk.ui.kit.buttons import KeyButton
from desk.ui.special.door import door_of, facts_of
from desk.ui.theme import Theme
from tests.ui.whole_desk import PIN, WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def said(desk: WholeDesk) -> str:
    return desk.desk.window.sign_in.card.secret.accessibleDescription()


def test_a_digit_chooses_and_enter_lets_in(desk: WholeDesk) -> None:
    page = desk.desk.window.sign_in
    assert QApplication.focusWidget() is page.card.persons
    desk.press("2")
    assert QApplication.focusWidget() is page.card.secret
    assert page.card.secret.accessibleName() == f"{page.door.persons[1].name}的密码"
    desk.press(*PIN, "Enter")
    counter = desk.desk.counter
    assert counter is not None
    assert counter.actor.id == page.door.staff[1]
    assert desk.frame.place == "today"
    assert page.card.secret.text() == ""


def test_up_in_the_empty_secret_goes_back_to_the_persons(desk: WholeDesk) -> None:
    page = desk.desk.window.sign_in
    desk.press("3", "Backspace")
    assert QApplication.focusWidget() is page.card.persons


def test_a_wrong_secret_is_said_beside_the_field_and_slowed(desk: WholeDesk) -> None:
    page = desk.desk.window.sign_in
    desk.press("1")
    for _ in range(3):
        desk.press(*"1357", "Enter")
        assert "密码不对" in said(desk)
        assert QApplication.focusWidget() is page.card.secret
        assert page.card.secret.text() == ""
    desk.press(*PIN, "Enter")
    assert "请等" in said(desk)
    assert desk.desk.counter is not None
    assert desk.desk.counter.actor.id == ""
    desk.world.clock.forward(minutes=1)
    desk.press(*PIN, "Enter")
    assert desk.desk.counter.actor.id == desk.desk.window.sign_in.door.staff[0]
    assert desk.desk.window.page is desk.frame


def test_who_forgot_is_told_whom_to_ask(desk: WholeDesk) -> None:
    card = desk.desk.window.sign_in.card
    button = next(one for one in card.findChildren(KeyButton) if one.text() == "忘了密码")
    button.click()
    settle()
    assert any("项目经理" in one for one in words_of(desk))


def words_of(desk: WholeDesk) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [one.text() for one in desk.desk.window.sign_in.findChildren(QLabel) if one.isVisible()]


def test_what_waits_is_counted(desk: WholeDesk) -> None:
    desk.world.order()
    desk.world.finished()
    desk.desk.show_door()
    settle()
    shown = words_of(desk)
    assert shown[shown.index("待派工") + 1] == "1 件"
    assert shown[shown.index("待收派工单") + 1] == "1 张"


def test_pins_are_shown_for_sample_data_only(world: World) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account (staff_id, verifier, failures, blocked_until) VALUES (?, '', 0, 0)",
            (world.people[Role.CLERK].id,),
        )
    found = front.front(world.database)
    assert found is not None
    real = door_of(found, pins.is_sample(world.database))
    assert "密码" not in "".join(one.shift for one in real.persons) + real.sample
    with world.database.write() as connection:
        device.put(connection, pins.BUILT_ON, "2026-11-18")
    sample = door_of(found, pins.is_sample(world.database))
    assert pins.sample_pin(found.people[0].staff_no) in sample.persons[0].shift
    assert "示例数据" in sample.sample


def test_the_figures_name_no_resident(world: World) -> None:
    world.order(reporter="王秀英")
    begin = world.clock.now
    told = facts_of(front.figures(world.database, world.scope.partition("/")[2], begin, begin + 1))
    assert "王秀英" not in str(told)
    assert ("待派工", "1 件") in told
