"""One complaint answered on two desks: shown on the real window to its reader, decided by two keys, told nobody else.

The same window has the photos of a complaint: pasted, counted, in the complaints' file alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.store.applying import Incoming, apply_page, place_of
from desk.store.confidential import Confidential
from desk.store.database import Database
from desk.store.steps import StepRequest
from desk.ui.special.complaints.page import ComplaintsPage
from desk.ui.special.pictures import Thumb
from desk.ui.special.reviews import ReviewPane
from desk.ui.special.sync import SyncPane
from desk.ui.special.today import TodayPage
from desk.ui.theme import Theme
from sync.protocol.envelope import chain_next
from sync.wire.messages import Entry
from tests.branches import ENTRIES, TwoDesks, two_desks
from tests.confidential import Safe
from tests.sync.estate import push, waiting
from tests.ui.fit import cramped
from tests.ui.test_confidential import counter_of, let_in
from tests.ui.tree import nameless
from tests.ui.whole_desk import PIN, WholeDesk, end, settle, whole_desk
from tests.world import World, copy_of

HERE, THERE = "已向您道歉, 换了人", "下周再答复您"


@dataclass
class Contested:
    """The desk in the window, where the manager sits, and another one, where the head office does."""

    desk: WholeDesk
    desks: TwoDesks
    there: Safe
    ent: str = ""

    @property
    def scope(self) -> str:
        return complaints_of(self.desks.here.scope)

    @property
    def file(self) -> Confidential:
        own = counter_of(self.desk).own_file
        assert own is not None
        return own.file

    def cables_in(self) -> None:
        """Both main files, then both complaints' files, as the wire does it."""
        self.desks.cables_in()
        both = ((self.file, self.desks.here), (self.there.file, self.desks.there))
        for file, world in both:
            assert file.database is not None
            inner = replace(world, database=file.database)
            push(self.desks.server, self.scope, waiting(inner, self.scope))
        for file, world in both:
            assert file.database is not None
            self._pull(file.database, file, world)

    def _pull(self, own: Database, file: Confidential, world: World) -> None:
        place = place_of(own, self.scope)
        with self.desks.server.store.reading() as session:
            entries = [Entry(*row) for row in session.read(ENTRIES, (self.scope, place.seq))]
        if not entries:
            return
        chain = place.chain
        for one in entries:
            chain = chain_next(chain, one.seq, one.op, one.did)
        page = Incoming(self.scope, place.seq, place.chain, entries, entries[-1].seq, chain, 0)
        applied = apply_page(own, world.rules, file.context_of, page, world.clock())
        assert applied.done
        if world is self.desks.here and applied.changed is not None:
            counter_of(self.desk).changed.emit(applied.changed)
            settle()

    def take(self, step: str, **values: object) -> None:
        counter = counter_of(self.desk)
        counter.take(self.desk.frame, [StepRequest(self.scope, "complaint", step, values, self.ent or None)],
                     lambda changed: setattr(self, "ent", changed.ents[0]))  # fmt: skip

    def take_there(self, step: str, **values: object) -> None:
        world = self.desks.there
        actor = world.office.actor(world.database, world.scope, world.people[Role.HEAD_OFFICE].id)
        self.there.steps.take(actor, StepRequest(self.scope, "complaint", step, values, self.ent))

    def rows(self) -> list[list[tuple[object, ...]]]:
        files = (self.file.database, self.there.file.database)
        sql = "SELECT status, answer, answered_how FROM complaint"
        return [one.read(sql) for one in files if one is not None]


@pytest.fixture
def contested(dressed: QApplication, look: Theme, built_world: World, tmp_path: Path) -> Iterator[Contested]:
    """Both desks know the complaint and its judgement; then each answers it, with the cables out."""
    here = copy_of(built_world, tmp_path / "here.db")
    with two_desks(here, built_world, tmp_path) as desks:
        made = Contested(whole_desk(dressed, here), desks, Safe(desks.there))
        let_in(made.desk, Role.MANAGER)
        assert made.there.sign_in(Role.HEAD_OFFICE) is not None
        told = {"kind": "complaint", "type": "01", "type_label": "服务态度", "want": "apology", "content": "说话难听"}
        made.take("receive", **told, where="3-2-1801", who="王秀英", no="W1A-0001")
        made.take("judge", validity="valid", judged_by="吴明")
        made.cables_in()
        made.take("answer", answer=HERE, answered_how="phone", answered_by="吴明")
        here.clock.forward(minutes=4)
        made.take_there("answer", answer=THERE, answered_how="face", answered_by="王总")
        here.clock.forward(minutes=20)
        made.cables_in()
        yield made
        made.there.file.close()
        end(made.desk)


def pane(desk: WholeDesk) -> ReviewPane:
    found = desk.frame.panel
    assert isinstance(found, ReviewPane), found
    return found


def today(desk: WholeDesk) -> TodayPage:
    page = desk.go("today")
    assert isinstance(page, TodayPage)
    page.refresh()
    settle()
    return page


def test_a_contested_complaint_from_the_band_to_the_decision(contested: Contested, tmp_path: Path) -> None:
    the_manager_sees_both_sides_and_a_clerk_a_figure(contested, tmp_path)
    a_photo_is_pasted_and_stands_in_its_file(contested)
    two_keys_decide_and_both_desks_agree(contested)


def the_manager_sees_both_sides_and_a_clerk_a_figure(contested: Contested, tmp_path: Path) -> None:
    desk = contested.desk
    assert today(desk).band.words.text() == "两台电脑记的不一样: 投诉 1 件", (
        "neutral: the screen is turned to the public"
    )
    page = desk.go("complaints")
    assert isinstance(page, ComplaintsPage)
    page.show_record(contested.ent)
    settle()
    assert page.pile == "to_call"
    assert page.detail.band.isVisible()
    assert "待裁定" in str(page.list.model().index(0, 0).data())
    desk.press("Ctrl+U")
    shown = pane(desk)
    assert shown.question.text().startswith("您 09:00 答复业主 电话, ")
    assert shown.question.text().endswith("王总 09:04 答复业主 当面: 用哪个?")
    assert [one.accessibleName().split()[-1] for one in shown.sides.cards] == ["已答复业主", "已答复业主"]
    assert shown.order_button.text() == "看这件投诉"
    assert not shown.fact_button.isVisible()
    assert cramped(desk.frame) == []
    desk.frame.grab().save(str(tmp_path / "review.png"))
    desk.press("Esc")
    desk.press("Ctrl+Y")
    sync = desk.frame.panel
    assert isinstance(sync, SyncPane)
    assert sync.problems == 1
    desk.press("Esc")

    desk.desk.lock()
    desk.desk._try(desk.world.people[Role.CLERK].id, PIN)
    settle()
    assert today(desk).band.words.text() == "两台电脑记的不一样: 投诉 1 件, 请责任人登录处理"
    desk.press("Ctrl+U")
    words = pane(desk).notice.accessibleName()
    assert "1 件投诉待裁定" in words
    assert "3-2-1801" not in words
    desk.press("Esc")
    desk.desk.lock()
    desk.desk._try(desk.world.people[Role.MANAGER].id, PIN)
    settle()


def a_photo_is_pasted_and_stands_in_its_file(contested: Contested) -> None:
    desk = contested.desk
    page = desk.go("complaints")
    assert isinstance(page, ComplaintsPage)
    page.show_record(contested.ent)
    settle()
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    page.list.setFocus()
    desk.press("Ctrl+V")
    settle()
    assert page.detail.tabs.value == "photos"
    assert page.detail.tabs.count("photos") == 1
    assert [one.text() for one in page.detail.files.findChildren(Thumb) if one.isVisible()] == ["粘贴的照片.png"]
    own = contested.file.database
    assert own is not None
    assert own.read("SELECT about, about_id FROM attachment") == [("complaint", contested.ent)]
    assert desk.world.database.read("SELECT 1 FROM blob") == desk.world.database.read("SELECT 1 FROM attachment") == []
    assert cramped(desk.frame) == []
    assert nameless(desk.frame) == []
    page.list.setFocus()
    desk.press("/")
    assert page.detail.tabs.value == "story"


def two_keys_decide_and_both_desks_agree(contested: Contested) -> None:
    desk = contested.desk
    desk.go("today")
    desk.press("Ctrl+U", "F9")
    assert pane(desk).sides.value == "", "both answered: a person chooses"
    desk.press("2")
    assert "已经答复过业主 (吴明 09:00), 请再打电话说清楚" in pane(desk).follows.text()
    desk.press("F9")
    assert desk.frame.panel is None
    contested.cables_in()
    assert contested.rows() == [[("answered", THERE, "face")]] * 2
    (line,) = desk.world.rows("in_hand")
    assert line["status"] == "answered"
    assert not today(desk).band.isVisible()
