"""The ledger of paper: a page from its PageSpec alone, a page of rows at a time, with the panes of its steps."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.roles import Role
from desk.ui.kit.buttons import KeyButton
from desk.ui.page_body import TableBody
from desk.ui.special.slips import SlipsPage
from desk.ui.theme import Theme
from tests.ui.fit import cramped
from tests.ui.special.counting import Desk, counter_at
from tests.ui.special.order_hands import out
from tests.ui.tree import nameless
from tests.world import World

DOWN, RIGHT, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return


class Ledger:
    def __init__(self, world: World) -> None:
        self.world = world
        self.counter = counter_at(world)
        self.page = SlipsPage(self.counter)
        self.desk = Desk(self.page)
        self.desk.listen(self.counter)
        self.asked: list[Any] = []
        self.counter.ways.print_wanted.connect(self.asked.append)
        self.counter.ways.slip_return_wanted.connect(self.asked.append)
        self.desk.open()

    @property
    def body(self) -> TableBody:
        assert isinstance(self.page.body, TableBody)
        return self.page.body

    def column(self, number: int) -> list[str]:
        model = self.body.table.model()
        return [str(model.index(row, number).data()) for row in range(model.rowCount())]

    def buttons(self) -> list[str]:
        QApplication.processEvents()
        return [one.text() for one in self.page.detail.findChildren(KeyButton) if one.isVisible()]


def slip(world: World, order: str, printed: bool = True) -> str:
    no = world.row("work_order", order)["no"]
    ent = world.take(Role.CLERK, "slip.issue", order_id=order, no=no, copy_no=1, queued_at=world.clock())
    return world.take(Role.CLERK, "slip.print", ent, printer="前台激光") if printed else ent


@pytest.fixture
def ledger(world: World, look: Theme) -> Iterator[Ledger]:
    """Two sheets wait for the printer, one is out."""
    for room, printed in (("3-2-1801", False), ("3-2-1802", False), ("3-2-1901", True)):
        slip(world, out(world, room), printed)
        world.clock.forward(minutes=1)
    made = Ledger(world)
    yield made
    made.desk.close()
    delete(made.desk)


def numbers(ledger: Ledger) -> list[str]:
    return sorted(str(row["no"]) for row in ledger.world.rows("work_order"))


def test_sheets_stand_in_their_piles(ledger: Ledger) -> None:
    first, second, third = numbers(ledger)
    assert ledger.column(0) == [first, second]
    assert ledger.column(4) == ["未打印", "未打印"]
    assert (ledger.page.tabs.count("unprinted"), ledger.page.tabs.count("out")) == (2, 1)
    ledger.desk.press(RIGHT)
    assert ledger.column(0) == [third]
    assert ledger.column(5) == ["今天 09:02"]
    assert ledger.buttons() == ["回单", "缺单", "作废", "补打"]


def test_keys_ask_for_paper_and_for_its_return(ledger: Ledger) -> None:
    orders = {str(row["no"]): str(row["id"]) for row in ledger.world.rows("work_order")}
    first, second, third = numbers(ledger)
    ledger.desk.press(DOWN, Qt.Key.Key_F8)
    assert ledger.asked == [[orders[second]]]
    QTest.mouseClick(ledger.page.all_button, Qt.MouseButton.LeftButton)
    assert ledger.asked[-1] == [orders[first], orders[second]]
    ledger.desk.press(RIGHT, Qt.Key.Key_F6)
    assert ledger.asked[-1] == orders[third]
    assert not ledger.page.all_button.isVisible()
    ledger.desk.press(ENTER)
    assert ledger.asked[-1] == orders[third]


def test_a_missing_sheet_is_written_down_with_its_words(ledger: Ledger) -> None:
    ledger.desk.press(RIGHT)
    QApplication.processEvents()
    button = next(one for one in ledger.page.detail.findChildren(KeyButton) if one.text() == "缺单" and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel = ledger.page.detail.taker.panel
    assert panel is not None
    QTest.qWait(1)
    ledger.desk.press("T", Qt.Key.Key_F9)
    assert [row["missing_note"] for row in ledger.world.rows("slip") if row["status"] == "missing"] == ["T"]
    assert "没有这样的派工单" in ledger.page.notice.accessibleName()
    assert ledger.page.tabs.count("missing") == 1


def test_a_chosen_row_stays_chosen_when_others_change(ledger: Ledger) -> None:
    ledger.desk.press(DOWN)
    chosen = ledger.body.chosen_id()
    slip(ledger.world, out(ledger.world, "3-2-1902"), printed=False)
    ledger.counter.take(ledger.page, [ledger.counter.request("slip", "print", {}, _first(ledger))])
    assert ledger.body.chosen_id() == chosen
    ledger.page.enter()
    assert ledger.body.chosen_id() == chosen
    assert len(ledger.column(0)) == 2


def _first(ledger: Ledger) -> str:
    model = ledger.body.table.model()
    from desk.ui.kit.table_model import ROW

    return str(model.index(0, 0).data(ROW)["id"])


def test_rows_come_a_page_at_a_time(world: World, look: Theme) -> None:
    order = out(world, "3-2-1801")
    no = world.row("work_order", order)["no"]
    world.changed(
        Role.CLERK,
        *(world.request("slip.issue", order_id=order, no=no, copy_no=one, queued_at=one) for one in range(1, 231)),
    )
    ledger = Ledger(world)
    assert len(ledger.column(0)) == 100
    assert "往下还有" in ledger.page.filters._total.text()
    ledger.body.table.scrollToBottom()
    QApplication.processEvents()
    ledger.body.table.scrollToBottom()
    QApplication.processEvents()
    assert ledger.column(1)[:3] == ["1", "2", "3"]
    assert len(ledger.column(0)) == 230
    assert ledger.page.filters._total.text() == "共 230 条"
    ledger.desk.close()
    delete(ledger.desk)


def test_columns_can_be_added(ledger: Ledger) -> None:
    ledger.page._choose_column("printer", True)
    headers = [ledger.body.table.model().headerData(one, Qt.Orientation.Horizontal) for one in range(7)]
    assert headers == ["编号", "第几次打印", "班组", "维修人员", "状态", "打印时间", "打印机"]
    assert ledger.page.body.shown_columns()[-1] == "printer"


def test_every_control_has_a_name_and_room(ledger: Ledger) -> None:
    QApplication.processEvents()
    assert nameless(ledger.page) == []
    assert cramped(ledger.page) == []


def test_the_page_opens_where_work_is(ledger: Ledger) -> None:
    for row in ledger.world.rows("slip"):
        if row["status"] == "unprinted":
            ledger.world.take(Role.CLERK, "slip.print", str(row["id"]), printer="前台激光")
    ledger.page.enter()
    assert (ledger.page.tabs.value, len(ledger.column(0))) == ("out", 3)
    assert not ledger.page.all_button.isVisible()
    ledger.desk.press(Qt.Key.Key_Left)
    assert ledger.page.tabs.value == "unprinted"  # by hand an empty pile can be looked at
    ledger.page.show_record(str(ledger.world.rows("slip")[0]["id"]))
    assert ledger.page.tabs.value == "out"
