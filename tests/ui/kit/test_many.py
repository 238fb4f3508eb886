"""Where many stand in little room: tabs in several lines, places of the rail closer together."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import delete

from desk.ui.kit.rail import CLOSE, TALL, Rail, RailButton, RailPlace
from desk.ui.page_tabs import Tabs
from desk.ui.theme import Theme

NAMES = [(f"list{number}", f"第{number}张表") for number in range(14)]


def test_tabs_that_do_not_fit_stand_in_several_lines(look: Theme) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    tabs = Tabs("表", NAMES, "body", wraps=True)
    column.addWidget(tabs)
    column.addStretch()
    holder.resize(600, 400)
    holder.show()
    QApplication.processEvents()
    rects = [tabs.tab_rect(name) for name, _ in NAMES]
    assert len({rect.top() for rect in rects}) >= 2
    assert all(rect.right() <= tabs.width() for rect in rects)
    assert rects[-1].bottom() <= tabs.height()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(*map(int, rects[-1].center().toTuple())))
    assert tabs.value == NAMES[-1][0]
    tabs.step(-1)
    assert tabs.value == NAMES[-2][0], "the keys go from line to line"
    delete(holder)


def test_places_stand_closer_on_a_low_screen_and_never_below_the_least(look: Theme) -> None:
    rail = Rail("翠", [RailPlace(f"p{number}", "今日", "sun") for number in range(13)])
    rail.resize(look.size("rail"), 1_200)
    rail.show()
    QApplication.processEvents()
    buttons = rail.findChildren(RailButton)
    assert {button.sizeHint().height() for button in buttons} == {look.px(TALL)}
    rail.resize(look.size("rail"), 700)
    QApplication.processEvents()
    low = {button.sizeHint().height() for button in buttons}
    assert len(low) == 1
    assert look.px(CLOSE) <= low.pop() < look.px(TALL)
    assert max(button.geometry().bottom() for button in buttons) < 700
    delete(rail)
