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
from desk.ui.papers import BlankPapers
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
    assert ledger.page.all_button.text() == "全部打印 2"  # from every pile
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


def blank(world: World, count: int = 1) -> list[str]:
    made = [world.take(Role.CLERK, "slip.issue", copy_no=1, queued_at=world.clock()) for _ in range(count)]
    return [world.take(Role.CLERK, "slip.lay_by", ent, printer="前台激光") for ent in made]


def test_several_rows_are_printed_together(ledger: Ledger) -> None:
    orders = {str(row["no"]): str(row["id"]) for row in ledger.world.rows("work_order")}
    first, second, _ = numbers(ledger)
    QTest.keyClick(ledger.body.table, DOWN, Qt.KeyboardModifier.ShiftModifier)
    ledger.desk.press(Qt.Key.Key_F8)
    assert ledger.asked == [[orders[first], orders[second]]]


def test_the_whole_shift_is_printed_whatever_row_is_chosen(ledger: Ledger) -> None:
    never = out(ledger.world, "3-2-1902")
    ledger.page.enter()
    assert ledger.page.all_button.text() == "全部打印 3"
    QTest.mouseClick(ledger.page.all_button, Qt.MouseButton.LeftButton)
    assert len(ledger.asked[-1]) == 3
    assert ledger.asked[-1][-1] == never


def test_the_drawer_says_when_it_runs_low(ledger: Ledger) -> None:
    assert ledger.page.drawer.text() == "抽屉里有空白派工单 0 张, 少于 5 张: 请补印"
    blank(ledger.world, 5)
    ledger.page.enter()
    assert ledger.page.drawer.text() == "抽屉里有空白派工单 5 张"
    ledger.world.take(Role.CLERK, "slip.void", str(ledger.world.rows("slip")[-1]["id"]), missing_note="打坏了")
    ledger.page.enter()
    assert "4 张, 少于 5 张" in ledger.page.drawer.text()
    QTest.mouseClick(ledger.page.blank_button, Qt.MouseButton.LeftButton)
    assert isinstance(ledger.asked[-1], BlankPapers)


def test_a_blank_sheet_is_bound_or_void_and_one_without_paper_is_printed(ledger: Ledger) -> None:
    wanted: list[tuple[str, str]] = []
    ledger.counter.ways.bind_wanted.connect(lambda slip, order: wanted.append((slip, order)))
    (ent,) = blank(ledger.world)
    ledger.page.tabs.choose("blank")
    assert ledger.column(0)[0].endswith("K0001")
    assert ledger.buttons() == ["绑定报修单", "作废"]
    ledger.desk.press(Qt.Key.Key_F4)
    assert wanted == [(ent, "")]
    unprinted = ledger.world.take(Role.CLERK, "slip.issue", copy_no=1, queued_at=1)
    ledger.page.tabs.choose("unprinted")
    ledger.page.body.choose(unprinted)
    ledger.desk.press(Qt.Key.Key_F8)
    assert ledger.asked[-1] == BlankPapers(count=1)
