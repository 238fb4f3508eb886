"""登记簿 in the window: days by digits, a file or the preview, whole telephones only where they are asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.ui.papers import DocumentPapers
from desk.ui.places import ROOMS
from desk.ui.special.register_days import day_typed, days_of, month_typed
from desk.ui.special.registers import RegistersPane
from desk.ui.theme import Theme
from reports.preview import Pages
from reports.registers.reading import REGISTERS
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import Desk, counter_at
from tests.ui.tree import nameless
from tests.world import World

ENTER, F8, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape


class Place:
    def __init__(
        self, world: World, folder: Path, size: tuple[int, int] = (1366, 768), role: Role = Role.CLERK
    ) -> None:
        self.counter = counter_at(world, role)
        self.pane = RegistersPane(self.counter)
        self.desk = Desk(self.pane, size)
        self.desk.listen(self.counter)
        self.printed: list[Any] = []
        self.counter.ways.print_wanted.connect(self.printed.append)
        self.pane.begin("repairs")
        self.pane.path.setText(str(folder / "x.xlsx"))
        self.desk.open()
        QApplication.processEvents()
        self.press = self.desk.press

    @property
    def path(self) -> Path:
        return Path(self.pane.path.text())


@pytest.fixture
def place(world: World, look: Theme, tmp_path: Path) -> Iterator[Any]:
    made: list[Place] = []

    def seat(size: tuple[int, int] = (1366, 768)) -> Place:
        made.append(Place(world, tmp_path, size))
        return made[-1]

    yield seat
    for one in made:
        one.desk.close()
        delete(one.desk)


@pytest.mark.parametrize(
    ("word", "today", "days"),
    [
        ("month", "2026-11-18", ("2026-11-01", "2026-11-18")),
        ("last", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("last", "2026-01-05", ("2025-12-01", "2025-12-31")),
        ("today", "2026-11-18", ("2026-11-18", "2026-11-18")),
    ],
)
def test_words_for_days(word: str, today: str, days: tuple[str, str]) -> None:
    assert days_of(word, today) == days


@pytest.mark.parametrize("typed", ["2026-11-03", "20261103", "11-3", "1103", "11.03", " 11-03 "])
def test_days_as_they_are_typed(typed: str) -> None:
    assert day_typed(typed, "2026-11-18") == "2026-11-03"


@pytest.mark.parametrize("typed", ["", "13-01", "11-31", "x", "2026", "1-2-3-4"])
def test_no_days(typed: str) -> None:
    with pytest.raises(DeskError):
        day_typed(typed, "2026-11-18")


def test_this_month_is_saved_with_one_key(world: World, place: Any) -> None:
    world.slip_back()
    one = place()
    assert one.path.name == "报修登记簿-20261101-20261118.xlsx"
    path = one.path
    one.press(F9)
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet["A5"].value == "合计 1 单：已修复 1"
    assert sheet["E4"].value == "138****6621"
    assert one.desk.said[-1].startswith("报修登记簿 1 行, 存在")


def test_days_phones_and_kind_by_digits(world: World, place: Any) -> None:
    world.slip_back()
    one = place()
    one.press("1", "3", "2", "2")  # repairs, today, whole numbers, PDF
    assert one.path.name == "报修登记簿-20261118.pdf"
    path = one.path
    one.press(ENTER)
    with Pages(path.read_bytes()) as pages:
        text = "".join(pages.text(0).split())
    assert "13800006621" in text
    assert [row[0] for row in world.database.read("SELECT what FROM device_log WHERE what LIKE 'export%'")] == [
        "export_register"
    ]


def test_the_preview_gets_the_finished_paper(world: World, place: Any) -> None:
    world.slip_back()
    one = place()
    one.press("2", F8)
    (papers,) = one.printed
    assert isinstance(papers, DocumentPapers)
    assert papers.name.startswith("回访登记簿 2026-11-01 至")
    assert (papers.kind.width, papers.kind.height) == (297, 210)
    with Pages(papers.pdf) as pages:
        assert "合计0次" in "".join(pages.text(0).split())


def test_days_of_one_s_own_are_checked_beside_the_field(world: World, place: Any) -> None:
    one = place()
    one.press("1", "4")
    assert one.pane.since.hasFocus()
    one.pane.since.selectAll()
    one.press(*"11-20", ENTER)
    one.press(F9)
    assert "起始日期在结束日期之后" in one.pane.since_field.error
    one.pane.until.setText("13-40")
    one.press(F9)
    assert "看不懂日期" in one.pane.until_field.error
    assert list(one.path.parent.glob("*.xlsx")) == []


def test_a_folder_that_cannot_be_written_is_said_beside_the_path(world: World, place: Any, tmp_path: Path) -> None:
    one = place()
    one.pane.path.setText(str(tmp_path / "没有" / "a.xlsx"))
    one.press(F9)
    assert "无法写入" in one.pane.path_field.error
    assert one.pane.save_button.reason == ""


def test_only_estates_of_one_s_own_can_be_asked_for(world: World, place: Any) -> None:
    world.take(Role.HEAD_OFFICE, "estate.add", name="别的小区", company="安和物业服务有限公司")
    assert [one.words for one in place().pane.estate.choices] == ["翠湖花园"]


@pytest.mark.parametrize("scale", SCALES)
def test_everything_has_a_name_and_room(world: World, place: Any, look: Theme, scale: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = place((round(760 * scale), round(768 * scale)))
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []


def offered(pane: RegistersPane) -> list[str]:
    """Every book of every shelf, as one finds it."""
    found = []
    for shelf in pane.shelf.choices:
        pane.shelf.choose(shelf.value)
        found += [one.value for one in pane.book.choices]
        assert pane.book_field.isVisible() is (shelf.value != "monthly")
    return found


def test_every_register_is_offered_to_whom_it_is_for(world: World, look: Theme, tmp_path: Path) -> None:
    for role, month in ((Role.MANAGER, True), (Role.ACCOUNTANT, False), (Role.FOREMAN, False)):
        pane = RegistersPane(counter_at(world, role))
        desk = Desk(pane, (1366, 768))
        pane.begin("repairs")
        desk.open()
        wanted = {name for name, one in REGISTERS.items() if role in one.readers}
        wanted -= set() if role is Role.MANAGER else {"complaints"}  # their file is not open
        assert sorted(offered(pane)) == sorted(wanted), role
        assert ("monthly" in [one.value for one in pane.shelf.choices]) is month
        desk.close()
        delete(desk)


def test_a_page_opens_its_own_book(world: World, place: Any) -> None:
    one = place()
    for name, register in REGISTERS.items():
        if name != "complaints":
            one.pane.begin(name)
            assert (one.pane.shelf.value, one.pane.book.value) == (str(register.shelf), name)


def test_every_place_has_a_book_behind_its_key() -> None:
    books = {room.name: room.book for room in ROOMS}
    assert set(books.values()) <= {*REGISTERS, "monthly"}
    assert (books["takings"], books["fresh_orders"], books["hand_over"]) == ("takings", "fresh_orders", "hand_overs")


@pytest.mark.parametrize(("typed", "month"), [("2026-10", "2026-10"), ("202610", "2026-10"), ("9", "2026-09")])
def test_months_as_they_are_typed(typed: str, month: str) -> None:
    assert month_typed(typed, "2026-11-18") == month
    for wrong in ("13", "2026-12", "", "x"):
        with pytest.raises(DeskError):
            month_typed(wrong, "2026-11-18")


def test_the_months_analysis_is_saved_previewed_and_says_what_is_missing(
    world: World, look: Theme, tmp_path: Path
) -> None:
    world.slip_back()
    one = Place(world, tmp_path, role=Role.MANAGER)
    try:
        one.pane.shelf.setFocus()
        one.press("6", "1", "1")  # the analysis, this month, a workbook
        assert one.path.name == "客服月度分析-202611.xlsx"
        assert not one.pane.phones_field.isVisible()
        path = one.path
        one.press(F9)
        sheet = load_workbook(path, data_only=True).active
        assert sheet is not None
        assert sheet["A1"].value == "2026 年 11 月客服月度分析"
        assert "不含投诉" in one.desk.said[-1]
        one.pane.month.setText("2026-12")
        one.press(F8)
        assert "还没有到" in one.pane.month_field.error
        one.pane.month.setText("2026-10")
        one.press(F8)
        (papers,) = one.printed
        assert papers.name == "客服月度分析 2026-10"
        assert (papers.kind.width, papers.kind.height) == (210, 297)
    finally:
        one.desk.close()
        delete(one.desk)
