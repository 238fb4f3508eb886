"""The same pages over lanes with threads: reads overtake one another, a pane dies with work under way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import load_catalogue
from desk.ui.counter import Counter
from desk.ui.special.order_detail import OrderDetail
from desk.ui.special.orders import OrdersPage
from desk.ui.special.preview import PreviewPane
from desk.ui.tasks import Tasks
from desk.ui.theme import Theme
from tests.ui.special.counting import Desk
from tests.ui.special.order_hands import out
from tests.ui.special.test_preview import PaperTray
from tests.world import World

PATIENCE_MS = 20_000


@pytest.fixture
def counter(world: World, bare: Theme) -> Iterator[Counter]:
    lanes = {"db": Tasks(1), "work": Tasks(2)}
    bugs: list[Exception] = []
    for lane in lanes.values():
        lane.failed.connect(bugs.append)
    catalogue = load_catalogue(RESOURCES / "catalogue")
    made = Counter(world.database, world.rules, world.steps, world.office, world.clock, lanes, catalogue)
    made.sign_in(world.people[Role.CLERK].id, world.scope.partition("/")[2])
    yield made
    for lane in lanes.values():
        lane.wait()
    QTest.qWait(1)
    assert bugs == []


Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    return lambda done: qtbot.waitUntil(done, timeout=PATIENCE_MS)


def test_the_last_pile_asked_for_is_the_one_shown(world: World, counter: Counter, until: Until) -> None:
    out(world, "3-2-1801")
    page = OrdersPage(counter)
    page.resize(1290, 700)
    page.show()
    page.enter()
    for name in ("to_dispatch", "suspended", "all", "slip_due", "out"):
        page.tabs.choose(name)
    until(lambda: page.body.chosen_id() != "" and page.detail.values != {})
    assert page.tabs.value == "out"
    QTest.keyClick(page.body.list, Qt.Key.Key_Space)
    until(lambda: page.detail.values.get("status") == "arrived")
    delete(page)


def test_a_key_is_meant_for_the_row_that_is_chosen_now(world: World, counter: Counter, until: Until) -> None:
    """Down and 9 faster than the detail can be read: the step is taken on the row below, never on the one above."""
    both = {out(world, "3-2-1801"), out(world, "3-2-1802")}
    page = OrdersPage(counter)
    desk = Desk(page)
    desk.open()
    assert isinstance(page.detail, OrderDetail)
    until(lambda: bool(page.body.chosen_id()) and page.detail.values.get("id") == page.body.chosen_id())
    above = page.body.chosen_id()
    desk.press(Qt.Key.Key_Down, "9")
    (below,) = both - {above}
    until(lambda: world.row("work_order", below)["status"] == "finished")
    assert world.row("work_order", above)["status"] == "dispatched"
    desk.close()
    delete(desk)


def test_a_page_may_go_while_it_reads(world: World, counter: Counter) -> None:
    out(world, "3-2-1801")
    for _ in range(5):
        page = OrdersPage(counter)
        page.show()
        page.enter()
        delete(page)
    QTest.qWait(1)


def test_a_batch_is_painted_page_by_page(world: World, counter: Counter, tmp_path: Path, until: Until) -> None:
    ids = [out(world, f"3-2-{number}") for number in (1801, 1802, 1901)]
    pane = PreviewPane(counter, PaperTray(tmp_path, "前台激光"))
    pane.resize(1100, 700)
    pane.show()
    pane.begin(ids)
    pane.enter()
    until(lambda: pane.print_button.reason == "" and bool(pane._pdf))
    pane.press("F8")
    until(lambda: pane.question.isVisible())
    QTest.keyClick(pane.question, "1")
    until(lambda: [row["status"] for row in world.rows("slip")] == ["out"] * 3)
    delete(pane)


def test_a_stopped_batch_stays_unprinted(world: World, counter: Counter, tmp_path: Path, until: Until) -> None:
    ids = [out(world, f"3-2-{number}") for number in (1801, 1802, 1901)]
    pane = PreviewPane(counter, PaperTray(tmp_path, "前台激光"))
    pane.resize(1100, 700)
    pane.show()
    pane.begin(ids)
    pane.enter()
    until(lambda: pane.print_button.reason == "" and bool(pane._pdf))
    pane.press("F8")
    until(lambda: pane._run is not None)
    pane.progress.cancelled.emit()
    assert "已停止" in pane.told.text()
    assert [row["status"] for row in world.rows("slip")] == ["unprinted"] * 3
    if pane.which.isVisible():  # a page was handed over before it was stopped: none of them came out
        pane.which.answered.emit(frozenset(range(3)))
        pane.which.hide()
        until(lambda: pane.print_button.reason == "")
    pane.press("F8")
    until(lambda: pane.question.isVisible())
    delete(pane)
