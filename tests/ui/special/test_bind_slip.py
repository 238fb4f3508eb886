"""A blank slip gets its order: by the gun from either side, never twice, and then its number finds the order."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.roles import Role
from desk.services.slips import ledger
from desk.ui.special.bind_slip import BindSlipPane
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import Desk, counter_at
from tests.ui.special.order_hands import out
from tests.ui.tree import nameless
from tests.world import World

ENTER, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_Escape


class Place:
    def __init__(self, world: World, slip: str = "", order: str = "", size: tuple[int, int] = (1366, 768)) -> None:
        self.world = world
        self.counter = counter_at(world)
        self.pane = BindSlipPane(self.counter)
        self.desk = Desk(self.pane, size)
        self.desk.listen(self.counter)
        self.closed: list[bool] = []
        self.pane.closed.connect(lambda: self.closed.append(True))
        self.pane.begin(slip, order)
        self.desk.open()
        QApplication.processEvents()
        self.press = self.desk.press


@pytest.fixture
def place(look: Theme) -> Iterator[Any]:
    made: list[Place] = []

    def seat(*arguments: Any, **more: Any) -> Place:
        made.append(Place(*arguments, **more))
        return made[-1]

    yield seat
    for one in made:
        one.desk.close()
        delete(one.desk)


def drawn(world: World, count: int) -> list[str]:
    made = [world.take(Role.CLERK, "slip.issue", copy_no=1) for _ in range(count)]
    return [world.take(Role.CLERK, "slip.lay_by", ent) for ent in made]


def slip(world: World, ent: str) -> dict[str, Any]:
    return world.row("slip", ent)


def test_the_sheet_that_jammed_is_not_printed_again_once_a_blank_stands_for_it(world: World, place: Any) -> None:
    order, (blank,) = out(world, "3-2-1801"), drawn(world, 1)
    jammed = world.take(Role.CLERK, "slip.issue", order_id=order, no=world.row("work_order", order)["no"], copy_no=1)
    one = place(world, slip=blank, order=order)
    actor, scope = one.counter.actor, one.counter.scope
    assert ledger.to_print(world.database, actor, scope) == [order]
    one.press(F9)
    assert (slip(world, blank)["status"], slip(world, jammed)["status"]) == ("out", "void")
    assert ledger.to_print(world.database, actor, scope) == []
    assert ledger.printed_words(ledger.of_order(world.database, actor, scope, order)) == "已打印"


def test_from_the_order_the_gun_and_enter_bind(world: World, place: Any) -> None:
    order, (first, second) = out(world, "3-2-1801"), drawn(world, 2)
    one = place(world, order=order)
    assert one.pane.bind_button.reason == "还不知道是哪张空白派工单"
    one.press(*str(slip(world, second)["no"]), ENTER)
    assert "可以绑定" in one.pane.slip_told.text()
    one.press(F9)
    assert slip(world, second)["status"] == "out"
    assert slip(world, second)["order_id"] == order
    assert slip(world, second)["technician"] == "王建国"
    assert slip(world, first)["status"] == "blank"
    no = world.row("work_order", order)["no"]
    assert one.desk.said[-1] == f"空白单 {slip(world, second)['no']} 已绑定 {no} 3-2-1801"
    assert one.closed == [True]


def test_from_the_slip_the_last_four_of_the_order_are_enough(world: World, place: Any) -> None:
    orders, (ent,) = [out(world, "3-2-1801"), out(world, "3-2-1802")], drawn(world, 1)
    one = place(world, slip=ent)
    one.press(*"0002", ENTER, F9)
    assert slip(world, ent)["order_id"] == orders[1]
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    found = ledger.find(world.database, actor, world.scope, str(slip(world, ent)["no"]))
    assert [row.id for row in found] == [orders[1]]


def test_what_is_not_in_the_drawer_is_refused_beside_the_field(world: World, place: Any) -> None:
    order, (ent,) = out(world, "3-2-1801"), drawn(world, 1)
    world.take(Role.CLERK, "slip.bind", ent, order_id=order)
    one = place(world, order=order)
    one.press(*"k1", ENTER)
    assert "已经绑定" in one.pane.slip_field.error
    one.press(F9)
    assert one.closed == []
    assert "还不知道是哪张空白派工单" in one.pane.told.text()
    one.press(ESC)
    assert one.closed == [True]


def test_nothing_typed_asks_for_the_number(world: World, place: Any) -> None:
    one = place(world)
    one.press(ENTER)
    assert "请扫空白派工单" in one.pane.slip_field.error
    one.pane.order.setFocus()
    one.press(ENTER)
    assert "最后四位" in one.pane.order_field.error
    one.press(*"9999", ENTER)
    assert "没有单号" in one.pane.order_field.error


def test_two_orders_of_one_ending_are_chosen_by_digit(world: World, place: Any) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE device SET value='W3' WHERE name='prefix'")
    first = out(world, "3-2-1801")
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE device SET value='W5' WHERE name='prefix'")
        connection.exec_driver_sql("UPDATE device SET value='0' WHERE name='numbers'")
    second = out(world, "3-2-1802")
    (ent,) = drawn(world, 1)
    one = place(world, slip=ent)
    one.press(*"0001", ENTER)
    assert one.pane.order_list.isVisible()
    one.press("2", F9)
    assert slip(world, ent)["order_id"] in (first, second)
    assert one.closed == [True]


def test_another_number_forgets_the_one_before(world: World, place: Any) -> None:
    order, (ent,) = out(world, "3-2-1801"), drawn(world, 1)
    one = place(world, slip=ent, order=order)
    assert one.pane.bind_button.reason == ""
    one.pane.slip.setFocus()
    one.press("9")
    assert one.pane.bind_button.reason == "还不知道是哪张空白派工单"


@pytest.mark.parametrize("scale", SCALES)
def test_everything_has_a_name_and_room(world: World, place: Any, look: Theme, scale: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    order, (ent,) = out(world, "3-2-1801"), drawn(world, 1)
    one = place(world, slip=ent, order=order, size=(round(720 * scale), round(768 * scale)))
    QApplication.processEvents()
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []
