"""A shift's paper in one job: which sheets did not come out, blank slips, notes for doors, a history on paper."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.ui.papers import BlankPapers, DocumentPapers, NotePapers, TimeLinePapers
from desk.ui.printing import A4_ACROSS
from desk.ui.special.which_question import places_of
from desk.ui.theme import Theme
from reports.preview import Pages
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES
from tests.ui.special.order_hands import out
from tests.ui.special.test_preview import PaperTray, Place, states
from tests.ui.tree import nameless
from tests.world import World

F8, ENTER, ESC = Qt.Key.Key_F8, Qt.Key.Key_Return, Qt.Key.Key_Escape
ROOMS = ("1801", "1802", "1901", "1902", "2001")


@pytest.fixture
def place(look: Theme, tmp_path: Path) -> Iterator[Any]:
    made: list[Place] = []

    def seat(world: World, wanted: Any, *names: str, size: tuple[int, int] = SIZES[0]) -> Place:
        folder = tmp_path / f"tray{len(made)}"
        folder.mkdir()
        made.append(Place(world, PaperTray(folder, *names), wanted, size))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def shift(world: World) -> list[str]:
    """Five orders out with their crews, in the order of their numbers."""
    return [out(world, f"3-2-{room}") for room in ROOMS]


def by_order(world: World, ids: Sequence[str]) -> list[str]:
    told = {str(row["order_id"]): str(row["status"]) for row in world.rows("slip")}
    return [told.get(ent, "") for ent in ids]


def test_one_jammed_sheet_of_five_keeps_its_state_and_number(world: World, place: Any) -> None:
    ids = shift(world)
    one = place(world, ids, "前台激光")
    one.print()
    assert "有没出来的" in one.pane.question.no.text()
    one.press("2")
    assert one.pane.which.isVisible()
    assert "哪几张没出来" in one.pane.which.words.text()
    one.press("3")
    shown = [label.text() for label in one.pane.which._rows]
    assert [text[0] for text in shown] == list("√√×√√")
    assert "3-2-1901" in shown[2]
    one.press(ENTER)
    assert by_order(world, ids) == ["out", "out", "unprinted", "out", "out"]
    assert "4 张已登记打印; 剩下 1 张" in one.pane.told.text()
    assert one.closed == []
    numbers = {str(row["no"]) for row in world.rows("slip")}
    one.print()  # only the one that is left
    with Pages(one.tray.printed[-1].read_bytes()) as pages:
        assert len(pages) == 2
    one.press("1")
    assert by_order(world, ids) == ["out"] * 5
    assert {str(row["no"]) for row in world.rows("slip")} == numbers
    assert [int(row["copy_no"]) for row in world.rows("slip")] == [1] * 5
    assert one.closed == [True]


def test_a_batch_of_which_nothing_came_out(world: World, place: Any) -> None:
    ids = shift(world)
    one = place(world, ids, "前台激光")
    one.print()
    one.press("2", "0", ENTER)
    assert by_order(world, ids) == ["unprinted"] * 5
    assert "仍算未打印" in one.pane.told.text()
    one.print()
    one.press("1")
    assert by_order(world, ids) == ["out"] * 5


def test_a_printer_that_complains_of_a_batch_is_asked_about_sheet_by_sheet(world: World, place: Any) -> None:
    ids = shift(world)
    one = place(world, ids, "前台激光")
    one.tray.wrong = "卡纸"
    one.print()
    assert by_order(world, ids) == ["unprinted"] * 5
    assert "卡纸" in one.pane.which.words.text()
    one.press("4", "-", ENTER)  # from the fourth on
    assert by_order(world, ids) == ["out", "out", "out", "unprinted", "unprinted"]
    one.tray.wrong = ""
    one.print()
    one.press("1")
    assert by_order(world, ids) == ["out"] * 5


def test_while_it_is_asked_nothing_is_printed_again(world: World, place: Any) -> None:
    one = place(world, shift(world), "前台激光")
    one.print()
    one.press("2", F8)
    assert len(one.tray.printed) == 1
    assert "请先回答" in one.pane.told.text()
    one.press(ENTER)
    assert "还没有写" in one.pane.which.field.error
    one.press("9", ENTER)
    assert "没有第 9 张" in one.pane.which.field.error
    one.press(ESC)
    assert one.closed == [True]
    assert {state for _, state in states(world)} == {"unprinted"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", {2}), ("3 7", {2, 6}), ("3.7", {2, 6}), ("３，７", {2, 6}), ("5-8", {4, 5, 6, 7}), ("9-", {8, 9}),
        ("2—3 9", {1, 2, 8}), ("0", set(range(10))), (" 10 ", {9}),
    ],
)  # fmt: skip
def test_numbers_of_sheets(typed: str, meant: set[int]) -> None:
    assert places_of(typed, 10) == meant


@pytest.mark.parametrize("typed", ["", "11", "3-1", "x", "0 3", "-3", "1--2"])
def test_numbers_that_mean_no_sheet(typed: str) -> None:
    with pytest.raises(DeskError):
        places_of(typed, 10)


def test_notes_for_doors_come_with_the_slips_where_they_are_wanted(world: World, place: Any) -> None:
    ids = shift(world)
    one = place(world, ids, "前台激光")
    assert len(one.sheets()) == 10
    one.pane.options.notes.setFocus()
    one.press("2")
    assert len(one.sheets()) == 12  # 13 pages, of which twelve are painted
    with Pages(one.pane._pdf) as pages:
        assert len(pages) == 13
        assert "未遇留言条" in "".join(pages.text(10).split())
    again = place(world, ids, "前台激光")
    assert again.pane.profile.notes


def test_co_reports_stand_on_the_slip(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    for _ in range(3):
        world.take(Role.CLERK, "co_report.join", order_id=ent, reporter="某人")
    assert place(world, [ent], "前台激光").pane.jobs[0].sheet.co_reports == 3


# blank slips


def blanks(world: World) -> list[tuple[str, str]]:
    return sorted((str(row["no"])[-5:], str(row["status"])) for row in world.rows("slip"))


def test_blank_slips_get_their_numbers_when_they_are_printed(world: World, place: Any) -> None:
    one = place(world, BlankPapers(), "前台激光")
    assert "20 张" in one.pane.title.text()
    assert one.pane.options.count.text() == "20"
    assert world.rows("slip") == []  # looked at, not yet numbered
    with Pages(one.pane._pdf) as pages:
        assert len(pages) == 40
        assert "K0001" in pages.text(0)
    one.pane.options.count.setFocus()
    one.pane.options.count.selectAll()
    one.press("3", ENTER)
    one.print()
    assert blanks(world) == [(f"K000{n}", "unprinted") for n in (1, 2, 3)]
    with Pages(one.tray.printed[0].read_bytes()) as pages:
        assert len(pages) == 6
    one.press("2", "2", ENTER)  # the second one jammed
    assert blanks(world) == [("K0001", "blank"), ("K0002", "unprinted"), ("K0003", "blank")]
    assert "K0002" in one.pane.papers.sheets[0]
    one.print()
    one.press("1")
    assert blanks(world) == [(f"K000{n}", "blank") for n in (1, 2, 3)]
    assert one.desk.said[-1] == "1 张空白派工单已打印, 请放进抽屉"
    drawn = world.rows("slip")[0]
    assert (drawn["printer"], drawn["printed_by"], drawn["blank"]) == ("前台激光", "李敏", True)


def test_numbers_without_paper_are_used_first_and_none_comes_twice(world: World, place: Any) -> None:
    one = place(world, BlankPapers(count=2), "前台激光")
    one.print()
    one.press(ESC)
    assert blanks(world) == [("K0001", "unprinted"), ("K0002", "unprinted")]
    again = place(world, BlankPapers(count=3), "前台激光")
    assert "上次有 2 张没有出纸" in again.pane.told.text()
    again.print()
    again.press("1")
    assert blanks(world) == [(f"K000{n}", "blank") for n in (1, 2, 3)]


def test_a_number_of_sheets_that_cannot_be(world: World, place: Any) -> None:
    one = place(world, BlankPapers(count=1), "前台激光")
    options = one.pane.options
    for typed in ("", "0", "101", "x"):
        options.count_field.accept()
        options.count.setFocus()
        options.count.setText(typed)
        one.press(ENTER)
        assert "1 到 100" in options.count_field.error, typed


# papers without a ledger


def test_a_note_for_a_door_is_printed_without_the_ledger(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    world.clock.forward(minutes=30)
    world.take(Role.CLERK, "work_order.nobody_home", ent)
    one = place(world, NotePapers(ids=(ent,)), "前台激光")
    with Pages(one.pane._pdf) as pages:
        text = "".join(pages.text(0).split())
    assert "3栋2单元1801" in text
    assert "11-1809:30" in text
    assert "18:30-20:00" in text
    assert "王秀英" not in text
    one.print()
    assert one.closed == [True]
    assert world.rows("slip") == []
    assert not one.pane.question.isVisible()


def test_a_history_is_printed_on_a4_and_asks_nothing(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    one = place(world, TimeLinePapers(order_id=ent, flow=world.rules.known("work_order")), "前台激光")
    no = world.row("work_order", ent)["no"]
    assert one.pane.title.text() == f"打印事项经过 {no}"
    options = one.pane.options
    assert not any(part.isVisible() for part in (options.paper_field, options.dx_field, options.calibration))
    one.print()
    with Pages(one.tray.printed[0].read_bytes()) as pages:
        assert [round(side) for side in pages.size_mm(0)] == [210, 297]
    assert one.desk.said[-1] == f"事项经过 {no} 已送到打印机"
    assert one.closed == [True]


def test_a_finished_document_keeps_its_own_page(world: World, place: Any) -> None:
    shown = place(
        world, TimeLinePapers(order_id=out(world, "3-2-1801"), flow=world.rules.known("work_order")), "前台激光"
    )
    one = place(world, DocumentPapers(name="报修登记簿", pdf=shown.pane._pdf, kind=A4_ACROSS), "前台激光")
    one.print()
    with Pages(one.tray.printed[0].read_bytes()) as pages:
        assert [round(side) for side in pages.size_mm(0)] == [297, 210]


@pytest.mark.parametrize("scale", SCALES)
def test_the_questions_have_room_and_names(world: World, place: Any, look: Theme, scale: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = place(world, shift(world), "前台激光", size=(round(1366 * scale), round(768 * scale)))
    one.print()
    one.press("2", "3")
    QApplication.processEvents()
    assert cramped(one.pane) == []
    assert nameless(one.pane) == []
    blank = place(world, BlankPapers(count=2), "前台激光", size=(round(1366 * scale), round(768 * scale)))
    QApplication.processEvents()
    assert cramped(blank.pane) == []
    assert nameless(blank.pane) == []
