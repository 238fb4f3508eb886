"""Rows: nothing jumps on a refresh, headings are passed over, a changed row fades once, steps are pressed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desk.ui.kit.rows import Heading, Line, Row, RowList, RowModel
from desk.ui.theme import Theme
from tests.ui.kit.stage import on_stage

WIDTHS = {"state": 80, "where": 104, "note": 100, "who": 80, "clock": 110, "next": 110}


def rows_of(*numbers: int) -> list[Line]:
    return [
        Row(str(n), "待派工", f"3-2-{n}", "龙头滴水", next_step="dispatch", next_label="派工", next_key="F4")
        for n in numbers
    ]


def lines() -> list[Line]:
    return [Heading("马上", 20), *rows_of(*range(20)), Heading("接着办", 40), *rows_of(*range(20, 60))]


@pytest.fixture
def rows(look: Theme, qtbot: QtBot) -> RowList:
    made = RowList(WIDTHS, "要你动手")
    made.show_lines(lines())
    made.page = on_stage(qtbot, made, size=(900, 400))  # type: ignore[attr-defined]
    made.setFocus()
    return made


def test_the_model_is_sound(qtmodeltester: ModelTester, qapp: object) -> None:
    model = RowModel()
    model.replace(lines())
    qtmodeltester.check(model)
    model.replace(lines()[:5])
    qtmodeltester.check(model)


def test_the_first_row_is_chosen_not_its_heading(rows: RowList) -> None:
    chosen = rows.chosen()
    assert chosen is not None
    assert chosen.id == "0"


def test_arrows_pass_over_headings(rows: RowList, qtbot: QtBot) -> None:
    rows.choose("19")
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.chosen().id == "20"  # type: ignore[union-attr]
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert rows.chosen().id == "19"  # type: ignore[union-attr]


def test_only_the_chosen_row_is_open(rows: RowList) -> None:
    assert rows.visualRect(rows.rows.index(1)).height() == 78
    assert rows.visualRect(rows.rows.index(2)).height() == 30
    rows.choose("1")
    rows.doItemsLayout()
    assert rows.visualRect(rows.rows.index(1)).height() == 30
    assert rows.visualRect(rows.rows.index(2)).height() == 78


def test_choice_and_scroll_survive_a_refresh(rows: RowList) -> None:
    rows.choose("40")
    rows.scrollTo(rows.currentIndex())
    place = rows.verticalScrollBar().value()
    assert place > 0
    top = rows.visualRect(rows.currentIndex()).top()
    rows.show_lines(lines())
    rows.doItemsLayout()
    assert (rows.chosen().id, rows.verticalScrollBar().value()) == ("40", place)  # type: ignore[union-attr]
    assert rows.visualRect(rows.currentIndex()).top() == top


def test_the_chosen_row_stays_under_the_eye_when_others_come_and_go(rows: RowList) -> None:
    rows.choose("40")
    rows.scrollTo(rows.currentIndex())
    top = rows.visualRect(rows.currentIndex()).top()
    rows.show_lines([Heading("马上", 17), *rows_of(*range(3, 20)), Heading("接着办", 40), *rows_of(*range(20, 60))])
    rows.doItemsLayout()
    assert rows.chosen().id == "40"  # type: ignore[union-attr]
    assert rows.visualRect(rows.currentIndex()).top() == top


def test_when_the_chosen_row_goes_its_neighbour_is_chosen(rows: RowList) -> None:
    rows.choose("5")
    rows.show_lines([Heading("马上"), *rows_of(*range(5)), *rows_of(*range(6, 20))])
    assert rows.chosen().id == "6"  # type: ignore[union-attr]
    rows.show_lines([])
    assert rows.chosen() is None


def test_a_changed_row_fades_once(rows: RowList, qtbot: QtBot) -> None:
    rows.choose("0")
    before = picture(rows, 4)
    changed = [replace(line, state="已派") if isinstance(line, Row) and line.id == "3" else line for line in lines()]
    rows.show_lines(changed)
    glowing = picture(rows, 4)
    assert ground(glowing) != ground(before)
    qtbot.waitUntil(lambda: ground(picture(rows, 4)) == ground(before), timeout=5_000)
    rows.show_lines(changed)
    assert ground(picture(rows, 4)) == ground(before)


def test_a_clock_that_moves_is_no_change_worth_a_glance(rows: RowList) -> None:
    before = picture(rows, 4)
    rows.show_lines([replace(line, clock="还剩 3 分") if isinstance(line, Row) else line for line in lines()])
    assert ground(picture(rows, 4)) == ground(before)


def test_enter_takes_the_next_step_and_digits_go_to_the_page(rows: RowList, qtbot: QtBot) -> None:
    rows.choose("7")
    with qtbot.waitSignal(rows.step_wanted) as seen:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert seen.args == ["7", "dispatch"]
    with qtbot.waitSignal(rows.key_pressed) as pressed:
        qtbot.keyClick(rows, Qt.Key.Key_9)
    assert pressed.args is not None
    assert pressed.args[0] == "7"


def test_the_buttons_of_the_open_row_can_be_pressed(rows: RowList, qtbot: QtBot) -> None:
    first = replace(rows_of(0)[0], also_step="co_report", also_label="同报", also_key="+")  # type: ignore[type-var]
    rows.show_lines([first, *rows_of(1, 2)])
    rows.doItemsLayout()
    open_row = rows.visualRect(rows.currentIndex())
    y = open_row.bottom() - 20
    taken: list[str] = []
    rows.step_wanted.connect(lambda _ent, step: taken.append(step))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(open_row.right() - 40, y))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(open_row.right() - 140, y))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(open_row.left() + 40, y))
    assert taken == ["dispatch", "co_report"]


def test_a_screen_reader_hears_the_whole_row(rows: RowList) -> None:
    row = Row("1", "未到场", "2-2-1602", "卫生间反水", "催过 1 次", "李伟", "超时 12 分", urgent=True)
    rows.show_lines([row])
    spoken = rows.rows.data(rows.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "紧急 未到场 2-2-1602 卫生间反水 催过 1 次 李伟 超时 12 分"


def picture(rows: RowList, row: int) -> QImage:
    return rows.viewport().grab(rows.visualRect(rows.rows.index(row))).toImage()


def ground(image: QImage) -> str:
    """The colour between the words."""
    return image.pixelColor(image.width() // 2 + 60, 3).name()
