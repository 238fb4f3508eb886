"""分析 in the window: by keys alone from a chart to a record, what the mouse reads, what is saved; imported late."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.roles import Role
from desk.services.assessment.analysis.figures import ByCut, Cell, Part, Picture, Series, Shape
from desk.services.assessment.analysis.figures import Place as FigurePlace
from desk.ui.drill_list import DrillList
from desk.ui.papers import DocumentPapers
from desk.ui.printing import A4_ACROSS
from desk.ui.special.analysis.chart_view import ChartView
from desk.ui.special.analysis.inks import LIGHT
from desk.ui.special.analysis.page import AnalysisPage
from desk.ui.theme import Theme
from tests.ui.special.counting import Desk, counter_at
from tests.ui.special.slow_lane import LaterTasks
from tests.world import World, copy_of

UP, DOWN, LEFT, RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
F5, F8, F9 = Qt.Key.Key_F5, Qt.Key.Key_F8, Qt.Key.Key_F9


class Place:
    """The page in a window, the manager before it."""

    def __init__(self, world: World, role: Role = Role.MANAGER) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = AnalysisPage(self.counter)
        self.desk = Desk(self.page)
        self.desk.listen(self.counter)
        self.opened: list[str] = []
        self.counter.ways.order_wanted.connect(self.opened.append)
        self.desk.open()

    def press(self, *keys: Qt.Key | str) -> None:
        self.desk.press(*keys)
        QApplication.processEvents()

    def chart(self, number: int) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, str(number), Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()

    @property
    def name(self) -> str:
        assert self.page.found is not None
        return self.page.found.picture.name

    @property
    def list(self) -> DrillList:
        panel = self.page.panels.panel
        assert isinstance(panel, DrillList)
        return panel

    @property
    def readout(self) -> tuple[str, str]:
        return self.page.where.text(), self.page.figure.text()


@pytest.fixture(scope="module")
def busy(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Seven orders of today, two of them urgent, one finished, one with its man; and one that is void."""
    world = copy_of(built_world, tmp_path_factory.mktemp("analysis") / "world.db")
    for n in range(5):
        world.order(urgency="urgent" if n < 2 else "general", problem="25", problem_label="电气·换灯")
        world.clock.forward(minutes=3)
    world.finished(technician_id=world.people[Role.FOREMAN].id)
    world.dispatched()
    world.take(Role.CLERK, "work_order.void", world.order(), void_reason="test")
    world.clock.forward(minutes=20)
    yield world
    world.database.close()


@pytest.fixture(scope="module")
def place(busy: World, worn: Theme) -> Iterator[Place]:
    made = Place(busy)
    yield made
    made.desk.gone()


@pytest.fixture(autouse=True)
def _begun(request: pytest.FixtureRequest) -> None:
    """Every test that has the shared window begins at the first chart of thirty days."""
    if "place" in request.fixturenames:
        one: Place = request.getfixturevalue("place")
        one.desk.activateWindow()
        assert QTest.qWaitForWindowActive(one.desk, 3_000)
        one.page.panels.shut()
        one.desk.said.clear()
        one.opened.clear()
        one.page.settle()
        one.chart(1)
        one.press("2")


# by keys


def test_from_a_chart_to_the_record_by_keys_alone(place: Place) -> None:
    """1 period, 2-3 the figure, 4 its list, 5 the record: five keys."""
    assert place.page.view.hasFocus()
    place.press("1")
    assert place.readout == ("11-18 周三 · 一般", "5 单")
    place.press(DOWN)
    assert place.readout == ("11-18 周三 · 紧急", "2 单")
    place.press(ENTER)
    assert place.list.count.text() == "紧急 2 单"
    assert place.list.model.rowCount() == 2
    assert {place.list.model.row(n)["urgency"] for n in range(2)} == {"urgent"}  # type: ignore[index]
    place.press(DOWN, ENTER)
    assert place.opened == [place.list.model.row(1)["id"]]  # type: ignore[index]
    place.press(ESC)
    assert place.page.panels.panel is None
    assert place.page.view.hasFocus()


def test_digits_choose_the_days_signs_and_control_the_chart(place: Place) -> None:
    place.press("5")
    assert place.page.days.days == ("2026-01-01", "2026-11-18")
    place.press("+")
    assert place.name == "hours"
    place.press("-", "-")
    assert place.name == place.page.charts.names[-1]
    place.chart(3)
    assert place.name == "timely"
    assert place.page.part == "timely"
    assert place.page.view.hasFocus()
    assert "complaints" not in place.page.charts.names  # their file is not open


@pytest.mark.parametrize("number", range(1, 7))
def test_every_chart_is_walked_by_arrows_and_says_what_it_stands_on(place: Place, number: int) -> None:
    place.chart(number)
    assert place.page.found is not None
    picture = place.page.found.picture
    for key in (LEFT, RIGHT, UP, DOWN, Qt.Key.Key_Home, Qt.Key.Key_End):
        place.press(key)
    at, series = place.page.view.at
    assert at == len(picture.places) - 1
    assert place.page.view.accessibleDescription().startswith(f"{picture.places[at].words} · ")
    drawing = place.page.view.drawing
    assert drawing is not None
    for key in picture.cells:
        number_of, box = drawing.rects(*key)
        assert not box.isNull() or picture.cells[key].count == 0
        if picture.shape is Shape.HEAT:
            assert drawing.hit(number_of, box.center().x(), box.center().y()) == key
    assert series < len(picture.series)


def test_more_bars_than_can_be_read_follow_the_cursor(worn: Theme) -> None:
    people = tuple(FigurePlace(f"师傅{n}", f"师傅{n}") for n in range(50))
    cells = {(n, 0): Cell((Part("完工", 100 - n, ByCut("by_day", (), ())),)) for n in range(50)}
    view = ChartView()
    view.resize(900, 500)
    view.show()
    view.show_picture(Picture("load", Shape.BESIDE, "", "单", "work_order", people, (Series("完工"),), cells))
    assert view.drawing is not None
    assert (view.at, view.drawing.first) == ((0, 0), 0)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert (view.at, view.drawing.first, view.drawing.shown) == ((49, 0), 32, 18)
    assert view.drawing.hit(0, 5, 1) is None  # out of sight
    QTest.keyClick(view, LEFT)
    assert (view.at, view.drawing.first) == ((48, 0), 32)
    delete(view)


def test_of_shares_what_was_missed_opens_first_and_digits_turn_to_the_others(place: Place) -> None:
    place.chart(3)
    place.press("1")
    where, figure = place.readout
    assert where.startswith("11-18 周三 · 回复")
    missed, met, left = (part.count for part in place.page.found.picture.cells[place.page.view.at].parts)  # type: ignore[union-attr]
    assert figure.endswith(f"({met} / {met + missed})")
    place.press(ENTER)
    assert place.list.model.rowCount() == (missed or met)
    place.press("3")
    assert place.list.count.text() == f"不计 {left} 单"
    assert place.list.model.rowCount() == left
    assert place.list.model.row(0)["why_"] == "作废/重复并入"  # type: ignore[index]


def test_a_figure_of_nothing_opens_nothing_and_says_so(place: Place) -> None:
    place.press("1", UP, UP)
    assert place.readout[1] == "0 单"
    place.press(ENTER)
    assert place.page.panels.panel is None
    assert place.desk.said == ["11-18 周三 · 咨询: 没有, 不用看名单"]


def test_days_of_ones_own(place: Place) -> None:
    place.press("7")
    assert place.page.days.since.hasFocus()
    place.press("11-18", ENTER, "11-17", ENTER)
    assert "早于" in place.page.days.wrong.text()
    assert place.page.days.since.hasFocus()
    QTest.keyClicks(place.page.days.since, "11-17")
    place.press(ENTER)
    place.page.days.until.selectAll()
    place.press("1118", ENTER)
    assert place.page.days.days == ("2026-11-17", "2026-11-18")
    assert place.page.view.hasFocus()
    assert place.page.total.text() == "共 7 单"


# the mouse


def test_the_mouse_reads_a_figure_and_a_click_opens_it(place: Place) -> None:
    place.press("1")
    for _ in range(3):  # drawn anew once the page has its size
        QApplication.processEvents()
    view, drawing = place.page.view, place.page.view.drawing
    assert drawing is not None
    box = drawing.rects(6, 0)[1]
    scene = drawing.plots[0].box.mapViewToScene(box.center())
    spot: QPoint = view._layout.mapFromScene(scene)
    for one in (spot + QPoint(9, 9), spot):  # it may have stood there: then nothing moves
        QTest.mouseMove(view._layout.viewport(), one)
    assert view.tip.isVisible()
    assert view.tip.text() == "11-18 周三 · 紧急\n2 单\n合计 7 单"
    QTest.mouseClick(view._layout.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert place.list.count.text() == "紧急 2 单"
    assert not view.tip.isVisible()


# what leaves the page


def test_the_table_is_saved_with_figures_as_numbers_and_no_formula(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.ui.special.analysis.page.documents", lambda: tmp_path)
    foreman = place.world.people[Role.FOREMAN].id
    with place.world.database.write() as connection:
        connection.exec_driver_sql("UPDATE staff SET name = '=1+1' WHERE id = ?", (foreman,))
    place.chart(6)
    place.press(F5)
    place.press(F9)
    (path,) = tmp_path.glob("*.xlsx")
    assert place.desk.said == [f"表格 1 行, 存在 {path}"]
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        [("师傅", "s"), ("完工", "s"), ("现在手上", "s")],
        [("=1+1", "s"), (1, "n"), (0, "n")],
    ]  # fmt: skip
    place.press(F9)
    assert len(list(tmp_path.glob("*.xlsx"))) == 2  # nothing is written over


def test_the_picture_is_saved_and_copied_light(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.ui.special.analysis.page.documents", lambda: tmp_path)
    place.chart(3)
    QTest.keyClick(place.page.view, "S", Qt.KeyboardModifier.ControlModifier)
    (path,) = tmp_path.glob("*.png")
    made = QImage(str(path))
    assert (made.width(), made.height()) == (2400, 1440)
    assert made.pixelColor(4, 4) == QColor("#ffffff")
    inks = {QColor(colour).name() for colour in LIGHT.values()}
    seen = {made.pixelColor(x, y).name() for x in range(0, 2400, 5) for y in range(340, 1300, 9)}
    assert inks & seen, "the points of the shares are drawn"
    QTest.keyClick(place.page.view, "C", Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().size() == made.size()
    assert [word.split(" ")[0] for word in place.desk.said] == ["图片存在", "图片已复制,"]


def test_the_chart_is_printed_as_letters_on_one_sheet_across(place: Place) -> None:
    papers: list[DocumentPapers] = []
    place.counter.ways.print_wanted.connect(papers.append)
    place.chart(3)
    place.press(F8)
    (one,) = papers
    assert one.kind == A4_ACROSS
    document = PdfDocument(one.pdf)
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    text = document[0].get_textpage().get_text_range()
    assert "回复到场完工" in text
    assert "翠湖花园" in text
    assert "标准 95 %" in text
    document.close()


# other states


def test_what_cannot_be_read_is_said_and_asked_for_again(busy: World, worn: Theme, tmp_path: Path) -> None:
    world = copy_of(busy, tmp_path / "locked.db")
    made = Place(world)
    world.database.lock_up()
    made.press(F5)
    assert made.page.notice.accessibleName().startswith("这份资料已经锁上")
    assert made.page.found is None
    made.desk.gone()


def test_a_year_without_anything(place: Place) -> None:
    place.press("6")
    assert place.page.notice.isVisible()
    assert "这段时间没有" in place.page.notice.accessibleName()
    place.press(F9)
    assert place.desk.said == ["还没有图, 不能存"]
    place.press("2")
    assert place.page.view.isVisible()


def test_new_records_are_said_and_counted_when_one_asks(place: Place) -> None:
    before = place.page.total.text()
    (order,) = [str(one["id"]) for one in place.world.rows("work_order") if one["status"] == "dispatched"]
    told = {"suspend_reason": "rescheduled", "suspended_until_on": "2026-11-20"}
    place.counter.take(place.page, [place.counter.request("work_order", "suspend", told, order)])
    assert place.page.stale.text() == "有新的记录, F5 重新统计"
    assert place.page.total.text() == before
    place.press(F5)
    assert place.page.stale.text() == ""


def test_the_next_morning_the_days_have_moved(place: Place) -> None:
    place.press("1")
    now = place.world.clock.now
    place.world.clock.forward(days=1)
    place.page.enter()
    assert place.page.days.days == ("2026-11-13", "2026-11-19")
    assert place.page.found is not None
    assert place.page.found.wanted.until_on == "2026-11-19"
    place.world.clock.now = now
    place.page.enter()


def test_who_may_not_look_is_told_whom_to_ask(busy: World, worn: Theme) -> None:
    made = Place(busy, Role.CLERK)
    assert made.page.notice.accessibleName().startswith("您的岗位看不到这里")
    made.press("1", "+", F5, F9)
    assert made.page.found is None
    assert made.page.keys() == ()
    made.desk.gone()


def test_reading_that_lasts_can_be_stopped(busy: World, worn: Theme) -> None:
    made = Place(busy)
    lane = made.counter.work = LaterTasks()
    made.press("5")
    assert made.page.found is not None  # what was shown stays while it is read
    made.press(ESC)
    lane.answer()
    assert made.page.notice.accessibleName().startswith("已停止统计")
    made.press(F5)
    lane.answer()
    assert made.page.view.isVisible()
    made.desk.gone()
