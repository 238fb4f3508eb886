"""缺单表: crew by crew with whom each calls on, marked with a note, found again, printed. Keys only."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.roles import Role
from desk.ui.special.missing import MissingPane
from desk.ui.special.takings.papers import MissingPapers
from desk.ui.theme import Theme
from tests.ui.fit import cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.evening import printed
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, F6, F8, ESC = Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_Escape


class Morning:
    """Half past eight; a sheet from nine days ago, one from four, one from yesterday, one of today."""

    def __init__(self, world: World) -> None:
        self.orders = []
        for day in ("2026-11-11", "2026-11-16", "2026-11-19"):
            world.clock.set(day, "9:00")
            window: dict[str, Any] = {"window_from_at": world.clock.now, "window_to_at": world.clock.now + 1}
            self.orders.append(printed(world, **window))
        world.clock.set("2026-11-20", "8:30")
        window = {"window_from_at": world.clock.now, "window_to_at": world.clock.now + 1}
        self.orders.append(printed(world, **window))
        self.world = world
        self.counter = counter_at(world, Role.CLERK)
        self.pane = MissingPane(self.counter)
        self.desk = Desk(self.pane, SIZES[0])
        self.desk.listen(self.counter)
        self.asked: list[Any] = []
        for signal in (self.counter.ways.slip_return_wanted, self.counter.ways.print_wanted):
            signal.connect(self.asked.append)
        self.desk.open()

    @property
    def rows(self) -> list[str]:
        model = self.pane.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.fixture
def morning(world: World, look: Theme) -> Iterator[Morning]:
    made = Morning(world)
    yield made
    made.desk.close()
    delete(made.desk)


def test_three_days_are_the_foremans_seven_the_managers(morning: Morning) -> None:
    assert morning.rows[0] == "水电班 3"
    assert [row.split()[-1] for row in morning.rows[1:]] == ["找项目经理", "找工程班长", "找班组"]
    assert [row.split()[0] for row in morning.rows[1:]] == ["9", "4", "1"]
    assert morning.pane.said.text() == "3 张 · 找工程班长 1 · 找项目经理 1"


def test_a_sheet_is_marked_with_a_note_and_found_again(morning: Morning) -> None:
    morning.desk.press(ENTER)
    assert morning.pane.note.hasFocus()
    type_words(morning.pane.note, "师傅说丢了")
    morning.desk.press(ENTER)
    (slip,) = [one for one in morning.world.rows("slip") if one["status"] == "missing"]
    assert (slip["order_id"], slip["missing_note"]) == (morning.orders[0], "师傅说丢了")
    assert "师傅说丢了" in morning.rows[1]
    morning.desk.press(ENTER)
    assert morning.asked == [morning.orders[0]]
    morning.world.take(Role.CLERK, "slip.back_signed", slip["id"])
    morning.pane.enter()
    assert len(morning.rows) == 3


def test_the_list_is_printed(morning: Morning) -> None:
    morning.desk.press(F8)
    assert morning.asked == [MissingPapers()]


def test_when_all_are_back_it_says_so(morning: Morning) -> None:
    for slip in morning.world.rows("slip"):
        morning.world.take(Role.CLERK, "slip.back_signed", slip["id"])
    morning.pane.enter()
    assert "没有缺单" in morning.pane.notice.accessibleName()
    morning.desk.press(F8)
    assert morning.desk.said == ["没有缺单"]


def test_every_control_has_a_name_and_room(morning: Morning) -> None:
    morning.desk.press(ENTER)
    QApplication.processEvents()
    assert nameless(morning.pane) == []
    assert cramped(morning.pane) == []
