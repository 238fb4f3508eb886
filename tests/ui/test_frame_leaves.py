"""A frame that has gone hears nothing more: another look, then the day goes on."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def test_after_another_look_only_the_new_frame_answers(desk: WholeDesk, qtbot: QtBot) -> None:
    order = desk.world.dispatched(window_from_at=desk.world.clock.now, window_to_at=desk.world.clock.now + 7_200_000)
    desk.sign_in()
    old = desk.frame
    desk.desk.looks.choose("dark", 100)
    settle()
    assert desk.frame is not old
    counter = desk.desk.counter
    assert counter is not None
    with qtbot.captureExceptions() as raised:
        counter.ways.order_wanted.emit(order)
        counter.ways.slip_return_wanted.emit("")
        desk.press("Esc")
        desk.go("work_orders")
        desk.press("Space")
        settle()
    assert raised == []
    assert desk.world.row("work_order", order)["status"] == "arrived"
