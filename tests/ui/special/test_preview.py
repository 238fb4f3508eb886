"""Paper: what is shown is what is printed; nothing is 已打印 before it is out; every print has its number."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import delete

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.slips.record import SlipFormat
from desk.ui.printing import Profile, recall_profile, set_paper
from desk.ui.special.preview import PreviewPane
from desk.ui.special.print_options import offset_of
from desk.ui.theme import Theme
from reports.preview import Pages
from reports.slips.paper import PAPERS
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.order_hands import order, out
from tests.ui.tree import nameless
from tests.world import World

F8, ENTER, ESC = Qt.Key.Key_F8, Qt.Key.Key_Return, Qt.Key.Key_Escape
COARSE, FINE = 50, 1_200


class PaperTray:
    """Printers that print into files: the same QPrinter, another engine. `wrong` is what the printer complains of.

    Coarse, because packing pixels is what costs: who looks at the ink wants `FINE` dots.
    """

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self._names = folder, names
        self.wrong = ""
        self.gone = False
        self.dots = COARSE  # an inch
        self.printed: list[Path] = []

    def names(self) -> Sequence[str]:
        return self._names

    def open(self, name: str) -> QPrinter:
        if self.gone:
            raise DeskError(f"找不到打印机“{name}”", "请检查电源和连线, 或换一台")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(self.dots)
        path = self.folder / f"{len(self.printed)}.pdf"
        printer.setOutputFileName(str(path))
        self.printed.append(path)
        return printer

    def trouble(self, printer: QPrinter) -> str:
        return self.wrong


class Place:
    def __init__(self, world: World, tray: PaperTray, ids: Sequence[str], size: tuple[int, int] = SIZES[0]) -> None:
        self.world, self.tray = world, tray
        self.counter = counter_at(world)
        self.pane = PreviewPane(self.counter, tray)
        self.desk = Desk(self.pane, size)
        self.desk.listen(self.counter)
        self.closed: list[bool] = []
        self.pane.closed.connect(lambda: self.closed.append(True))
        self.pane.begin(ids)
        self.desk.open()
        self.press = self.desk.press

    def print(self) -> None:
        """F8, and wait until the last page was handed over."""
        self.press(F8)
        deadline = 400
        while self.pane._run is not None and deadline:
            QTest.qWait(5)
            deadline -= 1

    def sheets(self) -> list[str]:
        QApplication.processEvents()
        found = self.pane._sheets.findChildren(QLabel)
        return [one.accessibleName() for one in found if one.isVisible() and one.accessibleName()]

    def leave(self) -> None:
        self.desk.close()
        delete(self.desk)


@pytest.fixture
def place(look: Theme, tmp_path: Path) -> Iterator[Any]:
    made: list[Place] = []

    def seat(world: World, ids: Sequence[str], *names: str, size: tuple[int, int] = SIZES[0]) -> Place:
        folder = tmp_path / f"tray{len(made)}"
        folder.mkdir()
        made.append(Place(world, PaperTray(folder, *names), ids, size))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def states(world: World) -> list[tuple[int, str]]:
    return [(int(row["copy_no"]), str(row["status"])) for row in sorted(world.rows("slip"), key=lambda r: r["copy_no"])]


def test_paper_is_out_only_when_somebody_saw_it(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    one = place(world, [ent], "前台激光")
    assert one.sheets() == ["第 1 页, 共 2 页", "第 2 页, 共 2 页"]
    assert states(world) == []  # looking at it enters nothing in the ledger
    one.print()
    assert states(world) == [(1, "unprinted")]
    assert one.pane.question.isVisible()
    assert "出纸了吗" in one.pane.question.words.text()
    assert one.press("1") == 1
    assert states(world) == [(1, "out")]
    slip = world.rows("slip")[0]
    assert (slip["printer"], slip["printed_by"], slip["format"]) == ("前台激光", "李敏", "a5")
    assert one.closed == [True]
    no = world.row("work_order", ent)["no"]
    assert one.desk.said[-1] == f"{no} 已打印 2 联, 交 王建国"


def test_no_paper_keeps_the_number_and_the_state(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    one = place(world, [ent], "前台激光")
    one.print()
    one.press("2")
    assert states(world) == [(1, "unprinted")]
    assert "仍算未打印" in one.pane.told.text()
    one.print()
    one.press("1")
    assert states(world) == [(1, "out")]


def test_the_second_print_says_so_on_paper_and_in_the_ledger(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    first = place(world, [ent], "前台激光")
    first.print()
    first.press("1")
    again = place(world, [ent], "前台激光")
    assert again.pane.title.text().startswith("补打派工单")
    with Pages(again.pane._pdf) as pages:
        assert "补打" in pages.text(0)
        assert "第 2 次打印" in pages.text(0)
    again.print()
    again.press("1")
    assert states(world) == [(1, "out"), (2, "out")]


def test_a_printer_that_complains_leaves_the_slips_unprinted(world: World, place: Any) -> None:
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    one.tray.wrong = "打印机报错"
    one.print()
    assert states(world) == [(1, "unprinted")]
    assert "打印机报错" in one.pane.told.text()
    assert not one.pane.question.isVisible()
    one.tray.gone = True
    one.print()
    assert "找不到打印机" in one.pane.told.text()
    assert states(world) == [(1, "unprinted")]
    one.tray.gone, one.tray.wrong = False, ""
    one.print()
    one.press("1")
    assert states(world) == [(1, "out")]


def test_a_printer_with_a_status_is_not_asked_about(world: World, place: Any) -> None:
    with world.database.write() as connection:
        told = json.dumps({"ask": False})
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('printer/at/前台激光', ?)", (told,))
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    one.print()
    assert states(world) == [(1, "out")]
    assert one.closed == [True]


def test_the_ink_stands_where_the_preview_shows_it(world: World, place: Any) -> None:
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    one.tray.dots = FINE
    one.print()
    with Pages(one.tray.printed[0].read_bytes()) as out_pages, Pages(one.pane._pdf) as shown:
        assert len(out_pages) == 2
        assert [round(side) for side in out_pages.size_mm(0)] == [210, 148]
        # Rasterised twice, thin strokes grow paler: what is ink on the print may be grey.
        dark = [_dark(out_pages.image(0, 144), 200), _dark(shown.image(0, 144))]
    rows = min(part.shape[0] for part in dark)
    columns = min(part.shape[1] for part in dark)
    printed, seen = (part[:rows, :columns] for part in dark)
    assert seen.sum() > 2_000
    near = numpy.zeros_like(seen)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            near |= numpy.roll(numpy.roll(printed, dy, 0), dx, 1)
    assert (seen & near).sum() / seen.sum() > 0.97
    assert printed.sum() < 3 * seen.sum()


def _dark(image: Any, below: int = 110) -> Any:
    return numpy.frombuffer(image.rgb, dtype=numpy.uint8).reshape(image.height, image.width, 3)[:, :, 0] < below


@pytest.mark.parametrize("slip_format", list(SlipFormat))
def test_every_paper_is_printed_in_its_own_size(slip_format: SlipFormat, tmp_path: Path, look: Theme) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    set_paper(printer, slip_format)
    full = printer.pageLayout().fullRect(printer.pageLayout().Unit.Millimeter)
    assert (round(full.width()), round(full.height())) == PAPERS[slip_format].page


def test_paper_copies_and_offset_are_remembered_for_each_printer(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    one = place(world, [ent], "前台激光", "库房针式")
    options = one.pane.options
    one.press("2")  # the needle printer
    assert options.profile.name == "库房针式"
    one.press("3")  # its paper: 241 x 140
    assert options.profile.format is SlipFormat.PLIES
    assert not options.copies_field.isVisible()
    assert one.sheets() == ["第 1 页, 共 1 页"]  # one strike
    options.dx.setFocus()
    one.press(*"-1.5", ENTER, *"2", ENTER)
    database = world.database
    assert recall_profile(database, "库房针式") == Profile("库房针式", "plies_241", 2, -15, 20, True)
    assert recall_profile(database, "前台激光") == Profile("前台激光")
    again = place(world, [ent], "前台激光", "库房针式")
    assert again.pane.profile.name == "库房针式"
    assert again.pane.options.dx.text() == "-1.5"
    again.press("1")
    assert again.pane.profile == Profile("前台激光")


def test_the_offset_moves_the_ink(world: World, place: Any) -> None:
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    with Pages(one.pane._pdf) as pages:
        before = _dark(pages.image(0, 254))
    one.pane.options.dx.setFocus()
    one.press(*"5", ENTER)
    with Pages(one.pane._pdf) as pages:
        after = _dark(pages.image(0, 254))
    left = [int(numpy.nonzero(part.any(axis=0))[0][0]) for part in (before, after)]
    assert left[1] - left[0] == pytest.approx(50, abs=1)


def test_the_calibration_page_is_printed_without_the_ledger(world: World, place: Any) -> None:
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    QTest.mouseClick(one.pane.options.calibration, Qt.MouseButton.LeftButton)
    with Pages(one.pane._pdf) as pages:
        assert "打印校准页" in pages.text(0)
    one.print()
    assert one.tray.printed
    assert states(world) == []
    assert "校准页已送出" in one.pane.told.text()
    QTest.mouseClick(one.pane.options.calibration, Qt.MouseButton.LeftButton)
    assert one.sheets() == ["第 1 页, 共 2 页", "第 2 页, 共 2 页"]


def test_without_a_printer_the_paper_is_a_file(world: World, place: Any, tmp_path: Path) -> None:
    one = place(world, [out(world, "3-2-1801")])
    assert one.pane.told.text() == "没有找到打印机, 可以存成 PDF 文件"
    one.press(F8)
    assert one.pane.save.isVisible()
    one.pane.save.path.setText(str(tmp_path / "没有" / "a.pdf"))
    one.press(ENTER)
    assert "存不进" in one.pane.save.field.error
    path = tmp_path / "派工单.pdf"
    one.pane.save.path.setText(str(path.with_suffix("")))
    one.press(ENTER)
    assert path.read_bytes() == one.pane._pdf
    assert states(world) == [(1, "unprinted")]
    one.press("1")
    assert states(world) == [(1, "out")]


def test_a_batch_is_one_file_and_one_question(world: World, place: Any) -> None:
    ids = [out(world, f"3-2-{number}") for number in (1801, 1802, 1901)]
    waiting = order(world, "3-2-1802")
    one = place(world, [*ids, waiting], "前台激光")
    assert [job.order["id"] for job in one.pane.jobs] == ids
    one.print()
    with Pages(one.tray.printed[0].read_bytes()) as pages:
        assert len(pages) == 6
    one.press("1")
    assert [state for _, state in states(world)] == ["out"] * 3
    assert one.desk.said[-1] == "3 单 已打印 2 联"


def test_an_order_without_a_man_has_no_slip(world: World, place: Any) -> None:
    one = place(world, [order(world, "3-2-1801")], "前台激光")
    assert "还没有派工" in one.pane.notice.accessibleName()
    one.press(F8)
    assert states(world) == []


def test_esc_leaves_the_ledger_as_it_was(world: World, place: Any) -> None:
    one = place(world, [out(world, "3-2-1801")], "前台激光")
    one.press(ESC)
    assert one.closed == [True]
    assert states(world) == []


@pytest.mark.parametrize(("typed", "told"), [("", 0), ("-1.5", -15), ("+3", 30), ("−0.7", -7), ("10", 100)])
def test_offsets_are_tenths_of_a_millimetre(typed: str, told: int) -> None:
    assert offset_of(typed) == told


@pytest.mark.parametrize("typed", ["1.55", "x", "10.1", "-20", "--1"])
def test_an_offset_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(DeskError):
        offset_of(typed)


def test_what_was_remembered_wrongly_is_put_right(world: World) -> None:
    with world.database.write() as connection:
        for name, value in (
            ("a", '{"paper": "b3", "copies": 99, "dx": 5000, "ask": 3}'),
            ("b", "nonsense"),
            ("c", "[]"),
        ):
            connection.exec_driver_sql("INSERT INTO device (name, value) VALUES (?, ?)", (f"printer/at/{name}", value))
    assert recall_profile(world.database, "a") == Profile("a", "a5", 4, 100, 0, True)
    assert recall_profile(world.database, "b") == Profile("b")
    assert recall_profile(world.database, "c") == Profile("c")


@pytest.mark.parametrize("size", SIZES)
def test_everything_has_a_name_and_room(world: World, place: Any, size: tuple[int, int]) -> None:
    one = place(
        world, [out(world, "3-2-1801")], "Zebra 打印机 · 二楼工程部办公室 (HP LaserJet Pro MFP M428)", size=size
    )
    one.print()
    QApplication.processEvents()
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []


def test_who_may_not_print_is_told_so(world: World, place: Any) -> None:
    ent = out(world, "3-2-1801")
    one = place(world, [ent], "前台激光")
    world.take(
        Role.HEAD_OFFICE, "grant.void",
        next(row["id"] for row in world.rows("grant") if row["staff_id"] == world.people[Role.CLERK].id),
    )  # fmt: skip
    one.print()
    assert states(world) == []
    assert one.pane.told.text()
    assert one.tray.printed == []


@pytest.mark.parametrize("scale", SCALES[1:])
def test_words_have_room_at_every_scale(world: World, place: Any, look: Theme, scale: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = place(world, [out(world, "3-2-1801")], "前台激光", size=(round(1366 * scale), round(768 * scale)))
    QApplication.processEvents()
    assert cramped(one.pane) == []


def test_without_slips_there_is_the_page_that_measures_a_printer(world: World, place: Any) -> None:
    one = place(world, [])
    assert "校准页" in one.pane.title.text()
    assert not one.pane.options.calibration.isVisible()
    with Pages(one.pane._pdf) as pages:
        assert "打印校准页" in pages.text(0)
    one.pane.begin([out(world, "3-2-1801")])
    one.pane.enter()
    assert "校准页" not in one.pane.title.text()
