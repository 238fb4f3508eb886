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
from desk.ui.special.registers import RegistersPane, day_typed, days_of
from desk.ui.theme import Theme
from reports.preview import Pages
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import Desk, counter_at
from tests.ui.tree import nameless
from tests.world import World

ENTER, F8, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape


class Place:
    def __init__(self, world: World, folder: Path, size: tuple[int, int] = (1366, 768)) -> None:
        self.counter = counter_at(world)
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
