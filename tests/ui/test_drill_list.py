"""The list behind a figure, whatever page it stands over: whose rows, other lists, what fails or comes late."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Case
from desk.ui.drill_list import DrillList
from desk.ui.drill_parts import Counted, Drill
from desk.ui.kit.panels import OnePanel
from desk.ui.open_record import open_record
from desk.ui.theme import Theme
from tests.ui.special.counting import Desk, counter_at
from tests.ui.special.slow_lane import LaterTasks
from tests.world import World, copy_of

RIGHT, ENTER = Qt.Key.Key_Right, Qt.Key.Key_Return


class Page(QWidget):
    """Anything a panel slides over."""

    def __init__(self) -> None:
        super().__init__()
        self.panels = OnePanel(self)

    def enter(self) -> None:
        self.setFocus()

    def press(self, key: str) -> bool:
        return self.panels.press(key)


class Place:
    def __init__(self, world: World) -> None:
        self.world = world
        self.counter = counter_at(world, Role.MANAGER)
        self.books = Books.of_desk(world.database, world.office, None)
        self.page = Page()
        self.desk = Desk(self.page)
        self.opened: list[str] = []
        self.desk.open()

    def open(self, panel: DrillList) -> None:
        panel.opened.connect(lambda _record, ent, _scope: self.opened.append(ent))
        self.page.panels.open(panel, panel.WIDTH)
        QApplication.processEvents()

    def press(self, *keys: Qt.Key | str) -> None:
        self.desk.press(*keys)
        QApplication.processEvents()


@pytest.fixture
def place(built_world: World, worn: Theme, tmp_path: Path) -> Iterator[Place]:
    world = copy_of(built_world, tmp_path / "world.db")
    world.order(urgency="urgent")
    made = Place(world)
    yield made
    made.desk.gone()
    world.database.close()


def test_of_several_estates_every_row_says_its_own(place: Place) -> None:
    cases = [Case("x", "e/other", 0, "met"), Case("y", place.counter.scope, 0, "x:void")]
    parts = [
        Counted(label, count, "work_order", lambda _books: cases, with_reasons=label == "不计")
        for label, count in (("报修", 2), ("不计", 3))
    ]
    names = {"e/other": "云杉里", place.counter.scope: "翠湖花园"}
    panel = DrillList(place.counter, Drill("", "", place.books, lambda: parts, unit="单", estates=names))
    place.open(panel)
    assert [panel.model.row(n)["estate_"] for n in range(2)] == ["云杉里", "翠湖花园"]  # type: ignore[index]
    assert panel.model.columns[0].label == "小区"
    assert panel.model.columns[-1].label != "不计的原因"
    assert panel.count.text() == "报修 2 单"
    place.press(RIGHT)
    assert panel.count.text() == "不计 2 单"
    assert panel.said.text() == "统计时是 3, 现在是 2: 统计以后有变动"
    assert panel.model.columns[-1].label == "不计的原因"
    assert panel.model.row(1)["why_"] == "作废/重复并入"  # type: ignore[index]
    place.press("3", "1")  # there is no third one
    assert panel.count.text() == "报修 2 单"


def test_a_list_that_cannot_be_read_is_read_again_when_one_asks(place: Place) -> None:
    told: list[object] = [DeskError("磁盘忙", "请稍等")]
    (order,) = [str(one["id"]) for one in place.world.rows("work_order") if one["urgency"] == "urgent"][:1]

    def cases(_books: Books) -> list[Case]:
        if told:
            raise told.pop()  # type: ignore[misc]
        return [Case(order, place.counter.scope, 0, "met")]

    panel = DrillList(place.counter, Drill("", "", place.books, lambda: [Counted("报修", 1, "work_order", cases)]))
    place.open(panel)
    assert panel.notice.accessibleName().startswith("磁盘忙")
    place.press(ENTER)
    assert place.opened == []
    panel.notice.step_wanted.emit()
    QApplication.processEvents()
    assert panel.count.text() == "报修 1 条"
    place.press(ENTER)
    assert place.opened == [order]


def test_while_a_list_is_read_enter_opens_nothing_of_the_one_before(place: Place) -> None:
    def part(name: str) -> Counted:
        return Counted(name, 1, "work_order", lambda _books: [Case(name, place.counter.scope, 0, "met")])

    parts = [part("one"), part("two")]
    panel = DrillList(place.counter, Drill("", "", place.books, lambda: parts))
    place.open(panel)
    fast, slow = place.counter.work, LaterTasks()
    place.counter.work = slow
    try:
        place.press(RIGHT, ENTER)
        assert place.opened == []
        slow.answer()
        slow.answer()
        place.press(ENTER)
        assert place.opened == ["two"]
    finally:
        place.counter.work = fast
        slow.setParent(place.counter)


def test_a_home_opens_who_lives_there(place: Place) -> None:
    wanted: list[str] = []
    place.counter.ways.resident_wanted.connect(wanted.append)
    lives = place.world.rows("residence")[0]
    open_record(place.counter, place.page, "home", str(lives["home_id"]), place.counter.scope)
    assert wanted == [lives["resident_id"]]
