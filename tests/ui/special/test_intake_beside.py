"""Beside the matter: pictures, another office's number and date, a call that broke off, a report for another estate."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Role
from desk.services.slips import files
from desk.store import parked
from desk.store.steps import StepRequest
from desk.ui.parked_strip import chip_of
from desk.ui.special.intake.form import IntakeForm
from desk.ui.special.pictures import Thumb
from desk.ui.theme import Theme
from tests.services.slips.test_files import jpeg
from tests.ui.special.panel_desk import ENTER, ESC, F2, F9, PanelDesk, panel_desk
from tests.ui.tree import nameless
from tests.world import World

DUE = at("2026-11-25", "17:00")


@pytest.fixture
def desk(world: World, look: Theme) -> Iterator[PanelDesk]:
    desk = panel_desk(world)
    yield desk
    desk.leave()


def call(desk: PanelDesk, words: str = "厨房水龙头一直滴水") -> IntakeForm:
    desk.press(F2)
    desk.type("6621")
    desk.press(ENTER)
    desk.words(words)
    return desk.card.form


def paste(desk: PanelDesk, colour: Qt.GlobalColor = Qt.GlobalColor.blue) -> None:
    """What WeChat's screenshot leaves on the clipboard, pasted where the words are typed."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(colour)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(desk.card.form.matter, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def company_of(world: World) -> str:
    return str(world.database.read("SELECT scope FROM estate")[0][0])


def thumbs(form: IntakeForm) -> list[Thumb]:
    return form.extras.photos.findChildren(Thumb)


def resume(desk: PanelDesk) -> None:
    desk.counter.ways.intake_wanted.emit(parked.all_parked(desk.world.database, desk.world.scope)[0])


class TestPictures:
    def test_a_pasted_screenshot_goes_with_the_order(self, desk: PanelDesk) -> None:
        form = call(desk)
        paste(desk)
        assert form.extras.photos.isVisible()
        assert form.matter.text() == "厨房水龙头一直滴水"
        assert nameless(form) == []
        desk.press(F9)
        (order,), (photo,) = desk.orders(), desk.world.rows("attachment")
        assert (photo["about_id"], photo["kind"], photo["media"]) == (order["id"], "photo", "image/png")
        assert files.content(desk.world.database, desk.counter.actor, desk.world.scope, photo["id"]).data

    def test_parked_and_taken_up_the_pictures_are_there(self, desk: PanelDesk) -> None:
        call(desk)
        paste(desk)
        paste(desk, Qt.GlobalColor.red)
        desk.press(ESC)
        resume(desk)
        QApplication.processEvents()
        assert len(thumbs(desk.card.form)) == 2
        desk.press(F9)
        assert len(desk.world.rows("attachment")) == 2

    def test_the_same_picture_twice_is_one_and_one_taken_away_is_gone(self, desk: PanelDesk) -> None:
        form = call(desk)
        paste(desk)
        paste(desk)
        paste(desk, Qt.GlobalColor.red)
        assert form.extras.photos.count == 2
        thumbs(form)[0].click()
        QApplication.processEvents()
        assert form.extras.photos.count == 1
        desk.press(F9)
        assert len(desk.world.rows("attachment")) == 1

    def test_the_next_call_begins_without_them(self, desk: PanelDesk) -> None:
        call(desk)
        paste(desk)
        desk.press(F2)
        assert desk.card.form.extras.photos.count == 0
        assert not desk.card.form.extras.photos.isVisible()

    def test_what_the_document_camera_brings_belongs_to_the_open_call(self, desk: PanelDesk, tmp_path: Path) -> None:
        desk.counter.camera.watch(tmp_path)
        form = call(desk)
        (tmp_path / "0001.jpg").write_bytes(jpeg())
        for _ in range(2):
            desk.counter.camera.look()
        QApplication.processEvents()
        assert [one.text() for one in thumbs(form)] == ["0001.jpg"]
        desk.press(F9)
        assert len(desk.world.rows("attachment")) == 1


class TestForwardedByOthers:
    def test_number_and_deadline_are_kept_and_the_channel_follows(self, desk: PanelDesk) -> None:
        form = call(desk)
        form.extras.chips["转办编号"].click()
        desk.words("12345-20261118-77")
        desk.press(ENTER)
        desk.words("11-25")
        desk.press(ENTER, F9)
        (order,) = desk.orders()
        assert (order["forwarded_no"], order["channel"]) == ("12345-20261118-77", "forwarded")
        assert order["forwarded_due_at"] == DUE

    def test_a_date_that_cannot_be_read_is_said_beside_the_field(self, desk: PanelDesk) -> None:
        form = call(desk)
        form.extras.chips["转办编号"].click()
        desk.words("88")
        desk.press(ENTER)
        desk.words("13-45")
        desk.press(ENTER)
        assert "11-25 17:00" in form.extras.deadline_field.error
        assert desk.focus is form.extras.deadline
        desk.press(F9)
        assert desk.orders() == []


class TestCallBack:
    def test_a_call_that_broke_off_is_kept_and_comes_back_in_time(self, desk: PanelDesk) -> None:
        form = call(desk, "喂")
        form.extras.chips["没说清, 回拨"].click()
        assert desk.frame.panel is None
        assert desk.orders() == []
        (kept,) = parked.all_parked(desk.world.database, desk.world.scope)
        assert kept.title == "3-2-1801 回拨"
        assert kept.draft["call_back_at"] == desk.world.clock.now + 10 * MINUTE
        assert chip_of(kept, desk.world.clock.now, 0).age == "还有 10 分"
        desk.world.clock.forward(minutes=10)
        due = chip_of(kept, desk.world.clock.now, 0)
        assert (due.age, due.late) == ("该打了", True)
        resume(desk)
        assert "说好的回拨" in desk.card.form.hint.text()

    def test_without_a_number_there_is_nothing_to_ring(self, desk: PanelDesk) -> None:
        desk.press(F2)
        form = desk.card.form
        form.extras.chips["没说清, 回拨"].click()
        assert "没有号码" in form.hint.text()
        assert desk.frame.panel is not None


class TestAnotherEstate:
    @pytest.fixture
    def other(self, world: World) -> str:
        told = {"name": "锦绣里", "desk_phone": "8802 6000"}
        world.changed(Role.HEAD_OFFICE, StepRequest(company_of(world), "estate", "add", told))
        return "锦绣里"

    def test_it_stays_on_the_board_until_they_were_told(self, desk: PanelDesk, other: str) -> None:
        form = call(desk)
        form.extras.chips["其他小区"].click()
        form.extras.estate.choose(other)
        desk.press(F9)
        (order,) = desk.orders()
        assert (order["status"], order["forwarded_to"]) == ("accepted", other)
        assert "8802 6000" in form.hint.text()
        assert not form.send.isVisible()
        desk.press("1")
        (order,) = desk.orders()
        assert (order["status"], order["void_reason"]) == ("void", "wrong_estate")
        assert "已转锦绣里" in form.hint.text()

    def test_where_there_is_no_other_estate_nothing_is_offered(self, desk: PanelDesk) -> None:
        form = call(desk)
        assert not form.extras.chips["其他小区"].isVisible()
