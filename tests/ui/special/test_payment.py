"""登记收款: at the counter on the last copy, a second sum on top, owed and paid later; money and receipts agree."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.roles import Role
from desk.ui.special.takings.papers import ReceiptPapers
from desk.ui.special.takings.payment import PaymentPane
from desk.ui.theme import Theme
from tests.ui.fit import cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.evening import money_agrees
from tests.ui.tree import nameless
from tests.world import World

ENTER, F8, F9 = Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F9


class Paying:
    def __init__(self, world: World, order: str) -> None:
        self.world = world
        self.counter = counter_at(world)
        self.pane = PaymentPane(self.counter)
        self.desk = Desk(self.pane, SIZES[0])
        self.desk.listen(self.counter)
        self.printed: list[Any] = []
        self.counter.ways.print_wanted.connect(self.printed.append)
        self.pane.begin(order)
        self.desk.open()
        QTest.qWait(1)

    def press(self, *keys: Any) -> None:
        self.desk.press(*keys)
        QApplication.processEvents()
        QTest.qWait(1)

    def again(self, order: str) -> None:
        self.pane.begin(order)
        self.pane.enter()
        QTest.qWait(1)


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Paying] = []

    def seat(world: World, order: str) -> Paying:
        made.append(Paying(world, order))
        return made[-1]

    yield seat
    for one in made:
        one.desk.close()
        delete(one.desk)


def order(world: World, due: int = 3000) -> str:
    ent = world.dispatched(charge="paid", price_form="list", price_from_fen=due, price_to_fen=due)
    world.take(Role.CLERK, "work_order.arrive", ent)
    return ent


def sums(world: World) -> list[tuple[int, str, str]]:
    rows = sorted(world.rows("taking"), key=lambda row: (row["taken_at"], row["amount_fen"]))
    return [(row["amount_fen"], row["payment"], row["status"]) for row in rows]


def test_a_resident_pays_on_the_last_copy_before_the_slip_is_back(world: World, sit: Any) -> None:
    ent = order(world)
    one = sit(world, ent)
    one.press(ENTER, "1", *"0012", F9)
    row = world.row("work_order", ent)
    assert (row["received_fen"], row["payment"], row["receipt_no"], row["status"]) == (3000, "cash", "0012", "arrived")
    assert sums(world) == [(3000, "cash", "taken")]
    money_agrees(world)


def test_a_second_sum_has_a_receipt_of_its_own(world: World, sit: Any) -> None:
    ent = order(world)
    one = sit(world, ent)
    one.press(ENTER, "1", *"0012", F9)
    world.clock.forward(minutes=5)
    one.again(ent)
    assert "已收 ¥30.00" in one.pane.stands.text()
    one.press(*"15", ENTER, "2", ENTER, F9)
    row = world.row("work_order", ent)
    assert (row["received_fen"], row["due_fen"], row["receipt_no"]) == (4500, 4500, "0012、0013")
    assert sums(world) == [(3000, "cash", "taken"), (1500, "qr_code", "taken")]
    money_agrees(world)


def test_a_used_number_is_refused_at_its_field(world: World, sit: Any) -> None:
    first, second = order(world), order(world)
    one = sit(world, first)
    one.press(ENTER, "1", *"0012", F9)
    one.again(second)
    one.press(ENTER, "1", *"0012", F9)
    assert "收据号 0012 已经用过" in one.pane.fields["receipt"].error
    assert "received_fen" not in world.row("work_order", second)


def test_owed_is_no_money_and_is_settled_by_what_comes(world: World, sit: Any) -> None:
    ent = order(world)
    one = sit(world, ent)
    one.press(ENTER, "5", F9)
    assert (world.row("work_order", ent)["received_fen"], sums(world)) == (0, [(3000, "on_account", "taken")])
    world.clock.forward(minutes=5)
    one.again(ent)
    one.press(ENTER, "1", *"0012", F9)
    assert world.row("work_order", ent)["received_fen"] == 3000
    assert sums(world) == [(3000, "on_account", "void"), (3000, "cash", "taken")]
    money_agrees(world)


def test_waived_wants_a_name(world: World, sit: Any) -> None:
    ent = order(world)
    one = sit(world, ent)
    one.press(ENTER, "6", F9)
    assert "免收还没有写批准人" in one.pane.fields["waived"].error
    one.pane.waived.setText("陈国平")
    one.press(F9)
    assert world.row("work_order", ent)["waived_by"] == "陈国平"
    assert sums(world) == []


def test_nothing_and_no_form_are_said(world: World, sit: Any) -> None:
    one = sit(world, order(world))
    one.press(F9)
    assert "还没有选收款方式" in one.pane.fields["payment"].error
    one.pane.amount.clear()
    one.press("1", F9)
    assert "没有要登记的金额" in one.pane.fields["amount"].error


def test_it_is_paid_and_its_receipt_is_printed(world: World, sit: Any) -> None:
    ent = order(world)
    one = sit(world, ent)
    one.press(ENTER, "2", F8)
    assert one.printed == [ReceiptPapers(ids=(world.rows("taking")[0]["id"],))]
    assert "receipt_no" not in world.rows("taking")[0]  # numbered when it is printed


def test_every_control_has_a_name_and_room(world: World, sit: Any) -> None:
    one = sit(world, order(world))
    one.press(ENTER, "6")
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []
