"""Slips come back: number, Enter, hhmm, digits, F9; the next number waits. Keys only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.pictures import Thumb
from desk.ui.special.slip_return import SlipReturnPane
from desk.ui.theme import Theme
from tests.services.slips.test_files import jpeg, pdf
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.order_hands import out
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, DOWN, F6, F9, ESC = (
    Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_Escape,
)  # fmt: skip


class Counter:
    """The pane in a window; five in the afternoon."""

    def __init__(self, world: World, size: tuple[int, int] = SIZES[0]) -> None:
        world.clock.set("2026-11-18", "17:05")
        self.world = world
        self.counter = counter_at(world)
        self.pane = SlipReturnPane(self.counter)
        self.desk = Desk(self.pane, size)
        self.desk.listen(self.counter)
        self.desk.open()
        QTest.qWait(1)
        self.press = self.desk.press

    def no(self, ent: str) -> str:
        return str(self.world.row("work_order", ent)["no"])

    def row(self, ent: str) -> dict[str, Any]:
        return self.world.row("work_order", ent)

    def scan(self, text: str) -> None:
        """What a gun does: signs and Enter."""
        self.press(text, ENTER)
        QTest.qWait(1)

    def error(self, name: str) -> str:
        return self.pane.form.fields[name].error

    def leave(self) -> None:
        from shiboken6 import delete

        self.desk.close()
        delete(self.desk)


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Counter] = []

    def seat(world: World, *told: Any) -> Counter:
        made.append(Counter(world, *told))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def printed(world: World, ent: str, no: str) -> str:
    slip = world.take(Role.CLERK, "slip.issue", order_id=ent, no=no, copy_no=1)
    return world.take(Role.CLERK, "slip.print", slip)


def test_a_free_slip_takes_few_keys_and_the_next_number_waits(world: World, sit: Any) -> None:
    ent = out(world, "3-2-1801")
    slip = printed(world, ent, str(world.row("work_order", ent)["no"]))
    one = sit(world)
    assert QApplication.focusWidget() is one.pane.number
    one.scan(one.no(ent)[-4:])
    keys = one.press(*"1430", ENTER, *"1520", ENTER)  # arrived, done
    keys += one.press("1", ENTER, "1", "1", "1")  # repaired, no materials, signed by the owner, content, both kept
    keys += one.press(F9)
    assert keys <= 16
    row = one.row(ent)
    assert row["status"] == "slip_back"
    assert (row["arrived_at"], row["finished_at"]) == (at("2026-11-18", "14:30"), at("2026-11-18", "15:20"))
    assert (row["arrived_source"], row["finished_source"], row["signed_at"]) == ("slip", "slip", row["finished_at"])
    assert (row["signature"], row["tick"], row["shoe_covers"], row["left_clean"]) == ("self", "good", True, True)
    assert world.row("slip", slip)["status"] == "back_signed"
    assert QApplication.focusWidget() is one.pane.number
    assert one.pane.number.text() == ""
    assert one.pane.told.text() == f"{row['no']} 已回单, 下一张"
    assert one.pane.tally.text() == "今天已回 1 · 待回单 0 · 在外 0 张"


def test_a_paid_slip_sums_its_materials_and_asks_how_it_was_paid(world: World, sit: Any) -> None:
    ent = out(world, "3-2-1801", charge="paid", price_form="on_site")
    one = sit(world)
    one.scan(one.no(ent))
    one.press(*"1430", ENTER, *"1520", ENTER, "1")
    type_words(one.pane.form.materials, "阀芯 1 15")
    one.press(ENTER, *"30", ENTER)
    assert one.pane.form.due.text() == "45.00"
    assert one.pane.form.received.text() == "45.00"
    one.press(ENTER, ENTER, *"0012", ENTER, "2", "1", "0", F9)
    row = one.row(ent)
    assert (row["due_fen"], row["received_fen"], row["labour_fen"], row["material_fen"]) == (4500, 4500, 3000, 1500)
    assert (row["payment"], row["receipt_no"], row["tick"]) == ("qr_code", "0012", "none")
    assert row["materials"] == [{"name": "阀芯", "count": 1, "price_fen": 1500}]


def test_several_with_the_same_four_digits_are_offered(world: World, sit: Any) -> None:
    first = out(world, "3-2-1801")
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE device SET value='W9' WHERE name='prefix'")
        connection.exec_driver_sql("UPDATE device SET value='0' WHERE name='numbers'")
    second = out(world, "3-2-1901")
    one = sit(world)
    one.scan(one.no(first)[-4:])
    assert one.pane.candidates.isVisible()
    lit = one.pane.candidates.lit
    one.press(DOWN)
    other = one.pane.candidates.lit
    assert {lit, other} == {first, second}
    one.press(ENTER)
    assert one.pane.number.text() == one.no(other)
    assert one.pane.form.isVisible()
    one.press(F6)
    one.scan(one.no(first)[-4:])
    one.press("1")  # or by its digit
    QApplication.processEvents()
    assert one.pane.form.isVisible()
    assert one.pane.number.text() == one.no(lit)


def test_a_gun_reads_the_whole_number_even_inside_an_address(world: World, sit: Any) -> None:
    ent = out(world, "3-2-1801")
    one = sit(world)
    one.scan(f"https://example.cn/s/{one.no(ent)}")
    assert one.pane.number.text() == one.no(ent)


def test_a_number_nobody_knows_is_said_at_the_field(world: World, sit: Any) -> None:
    one = sit(world)
    one.scan("9999")
    assert "没有单号是“9999”的派工单" in one.pane.number_field.error
    assert QApplication.focusWidget() is one.pane.number
    one.pane.number.clear()
    one.press(ENTER)
    assert "最后四位" in one.pane.number_field.error


def test_a_slip_that_was_filed_says_so(world: World, sit: Any) -> None:
    ent = world.slip_back()
    one = sit(world)
    one.scan(one.no(ent))
    assert "已经回过了" in one.pane.notice.accessibleName()
    assert not one.pane.save_button.isVisible()


def test_what_is_known_stands_there_and_is_passed_over(world: World, sit: Any) -> None:
    ent = world.finished()
    one = sit(world)
    one.scan(one.no(ent))
    assert one.pane.form.arrived.text() == "09:30"
    assert one.pane.form.done.text() == "10:00"
    assert not one.pane.form.done.isEnabled()
    one.press(ENTER)
    assert QApplication.focusWidget() is one.pane.form.materials
    one.press(ENTER, "3")
    assert QApplication.focusWidget() is one.pane.form.unsigned
    one.press("1", "0", "1", F9)
    assert one.row(ent)["unsigned_reason"] == "left"
    assert one.row(ent)["arrived_source"] == "live"


@pytest.mark.parametrize(
    ("keys", "field", "words"),
    [
        (["1", "4", "6", "1", ENTER, F9], "arrived", "没有“1461”这个时间"),
        ([*"1430", ENTER, F9], "done", "还没有填完工时间"),
        ([*"1430", ENTER, *"1400", ENTER, "1", ENTER, "1", F9], "done", "完工早于到场"),
        ([*"1430", ENTER, *"1520", F9], "signature", "还没有选签字"),
        ([*"1430", ENTER, *"1520", ENTER, "2", ENTER, "1", F9], "why", "未修复原因"),
        ([*"1430", ENTER, *"1520", ENTER, "1", ENTER, "2", F9], "signed_for", "代签还没有写关系"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    world: World, sit: Any, keys: list[Any], field: str, words: str
) -> None:
    ent = out(world, "3-2-1801")
    one = sit(world)
    one.scan(one.no(ent))
    one.press(*keys)
    assert words in one.error(field)
    assert one.row(ent)["status"] == "dispatched"


def test_a_slip_half_entered_stays_when_it_is_put_aside(world: World, sit: Any) -> None:
    ent = out(world, "3-2-1801")
    one = sit(world)
    closed: list[bool] = []
    one.pane.closed.connect(lambda: closed.append(True))
    one.scan(one.no(ent))
    one.press(*"1430", ENTER, ESC)
    assert closed == [True]
    one.pane.begin("")
    one.pane.enter()
    assert one.pane.form.arrived.text() == "1430"
    one.press(F6)
    assert one.pane.number.text() == ""
    one.pane.begin(ent)
    one.pane.enter()
    assert one.pane.number.text() == one.no(ent)


def test_scans_by_file_clipboard_and_dropping_are_filed_with_the_slip(world: World, sit: Any, tmp_path: Path) -> None:
    ent = out(world, "3-2-1801")
    one = sit(world)
    one.scan(one.no(ent))
    path = tmp_path / "回单.pdf"
    path.write_bytes(pdf())
    one.pane.drop.take_files([path])
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(one.pane.form.arrived, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(jpeg())
    mime = QMimeData()
    from PySide6.QtCore import QUrl

    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    assert one.pane.drop._take_mime(mime)
    QApplication.processEvents()
    thumbs = [thumb for thumb in one.pane.findChildren(Thumb) if thumb.isVisible()]
    assert len(thumbs) == 3
    QTest.mouseClick(thumbs[2], Qt.MouseButton.LeftButton)  # taken off again
    one.press(*"1430", ENTER, *"1520", ENTER, "1", ENTER, "1", F9)
    rows = world.rows("attachment")
    assert sorted(row["media"] for row in rows) == ["application/pdf", "image/png"]
    assert {row["about_id"] for row in rows} == {ent}
    assert world.database.read("SELECT COUNT(*) FROM blob") == [(2,)]


def test_a_file_of_another_kind_is_refused_in_words(world: World, sit: Any, tmp_path: Path) -> None:
    ent = out(world, "3-2-1801")
    one = sit(world)
    one.scan(one.no(ent))
    path = tmp_path / "回单.jpg"
    path.write_bytes(b"MZ nothing of ours")
    one.pane.drop.take_files([path])
    assert "这种文件不能附上" in one.pane.drop.said
    QGuiApplication.clipboard().setText("1515")
    QTest.keyClick(one.pane.form.arrived, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert one.pane.form.arrived.text() == "1515"  # words are pasted as ever


@pytest.mark.parametrize("size", SIZES)
def test_every_field_has_a_name_and_room(world: World, sit: Any, size: tuple[int, int]) -> None:
    ent = out(world, "3-2-1801", charge="paid", price_form="on_site", reporter="阿卜杜热合曼·买买提吐尔逊")
    one = sit(world, size)
    one.scan(one.no(ent))
    QApplication.processEvents()
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []


@pytest.mark.parametrize("scale", SCALES[1:])
def test_words_have_room_at_every_scale(world: World, sit: Any, look: Theme, scale: float) -> None:
    ent = out(world, "3-2-1801", charge="paid", price_form="on_site")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = sit(world, (round(1366 * scale), round(768 * scale)))
    one.scan(one.no(ent))
    QApplication.processEvents()
    assert cramped(one.pane) == []
