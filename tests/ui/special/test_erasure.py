"""删除个人信息 on the resident's card: who may, what is named before, the number typed, and what became of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.rows import Row
from desk.ui.special.residents import ResidentsPage
from desk.ui.special.residents.erasure_panel import ErasurePanel
from desk.ui.special.sync import SyncPane
from desk.ui.theme import Theme
from tests.branches import TwoDesks, two_desks
from tests.ui.fit import cramped
from tests.ui.typing_words import type_words
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

NAME, PHONE = "王秀英", "13800006621"


@pytest.fixture
def desks(world: World, built_world: World, prepared_server: Path, tmp_path: Path) -> Iterator[TwoDesks]:
    with two_desks(world, built_world, tmp_path, prepared_server) as both:
        yield both


@pytest.fixture
def desk(look: Theme, dressed: QApplication, desks: TwoDesks) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, desks.here)
    yield made
    end(made)


def history(desks: TwoDesks) -> tuple[str, str]:
    """An order of the resident by telephone, and one of a namesake."""
    here = desks.here
    own = here.order(note="家里有小孩")
    other = here.order(where="3-2-1901", home_id=here.homes[2], reporter_phone="13900009999")
    desks.cables_in()
    return own, other


def page_of(desk: WholeDesk, role: Role) -> ResidentsPage:
    desk.sign_in(role)
    page = desk.go("residents")
    assert isinstance(page, ResidentsPage)
    page.show_resident(desk.world.resident)
    settle()
    return page


def opened(desk: WholeDesk, role: Role = Role.HEAD_OFFICE) -> ErasurePanel:
    page = page_of(desk, role)
    click(page.panel.erase)
    panel = page.keeping.panel
    assert isinstance(panel, ErasurePanel)
    return panel


def click(button: KeyButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def say(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    type_words(focus, words)
    settle()


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.BUTLER])
def test_others_are_not_offered_it(desk: WholeDesk, role: Role) -> None:
    assert not page_of(desk, role).panel.erase.isVisible()


def test_a_manager_may_look_and_is_told_who_may(desk: WholeDesk, desks: TwoDesks) -> None:
    history(desks)
    panel = opened(desk, Role.MANAGER)
    assert "住户 1 份、报修单 1 份" in panel.goes.text()
    assert panel.whose.isVisible()
    assert not panel.fields["reason"].isVisible()
    desk.press("F9")
    assert "请总部管理员办理" in desk.frame.toast.words
    assert desks.here.database.read("SELECT COUNT(*) FROM outbox") == [(0,)]


def test_erased_at_the_server_and_on_both_desks(desk: WholeDesk, desks: TwoDesks) -> None:
    own, other = history(desks)
    panel = opened(desk)
    assert panel.lives.text().startswith("有 1 单还在办")
    assert "还登记住在这里" in panel.lives.text()
    assert "3-2-1901" in panel.names_words.text()
    desk.press("1")  # of the namesake nothing
    assert QApplication.focusWidget() is panel.reason
    desk.press("F9")
    assert "原因" in panel.fields["reason"].error
    say("本人书面要求")
    desk.press("Enter", *"99", "F9")
    assert "照着写" in panel.fields["number"].error
    desk.press("Backspace", "Backspace", "2", "F9")
    page = desk.frame.page
    assert isinstance(page, ResidentsPage)
    assert page.keeping.panel is None
    assert page.panel.erased.text() == "已要求删除个人信息, 等服务器"
    assert page.panel.name.text() == NAME, "nothing goes before the server has said so"
    counter = desk.desk.counter
    assert counter is not None
    for changed in desks.cables_in():
        counter.changed.emit(changed)
    settle()
    assert page.panel.name.text() == "资料已删除"
    assert page.panel.erased.text() == "个人信息已按要求删除"
    row = page.list.chosen()
    assert isinstance(row, Row)
    assert (row.what, row.clock) == ("资料已删除", "")
    for one in (desks.here, desks.there):
        order = one.row("work_order", own)
        assert (order.get("reporter"), order.get("note"), order["where"]) == (None, None, "3-2-1801")
        assert one.row("work_order", other)["reporter"] == NAME


def test_the_namesake_goes_too_where_a_person_says_so(desk: WholeDesk, desks: TwoDesks) -> None:
    own, other = history(desks)
    opened(desk)
    desk.press("2")
    say("同一个人")
    desk.press("Enter", *"3", "F9")
    assert desk.frame.toast.words.startswith("已要求删除")
    desks.cables_in()
    for order in (own, other):
        assert desks.there.row("work_order", order).get("reporter") is None


def test_a_husband_with_the_same_number_is_left_to_a_person(desk: WholeDesk, desks: TwoDesks) -> None:
    here = desks.here
    told = [{"number": PHONE, "note": "家里"}, {"number": "0591-88016000", "note": ""}]
    husband = here.take(Role.CLERK, "resident.add", name="王强", phones=told)
    here.order(reporter="王强", reporter_phone=PHONE)
    desks.cables_in()
    panel = opened(desk)
    assert "王强 住户" in panel.names_words.text()
    desk.press("1")
    say("本人要求")
    desk.press("Enter", *"2", "F9")
    desks.cables_in()
    assert here.row("resident", husband)["name"] == "王强"
    assert "name" not in here.row("resident", here.resident)


def test_what_waits_to_be_sent_is_found_too(desk: WholeDesk, desks: TwoDesks) -> None:
    desks.here.order()
    panel = opened(desk)
    assert "报修单 1 份" in panel.goes.text()


def test_the_sync_page_names_it(desk: WholeDesk, desks: TwoDesks) -> None:
    history(desks)
    opened(desk)
    desk.press("1")
    say("本人要求")
    desk.press("Enter", "2", "F9", "Ctrl+Y")
    shown = desk.frame.panel
    assert isinstance(shown, SyncPane)
    model = shown.list.rows
    rows = [one for n in range(model.rowCount()) if isinstance(one := model.line(n), Row)]
    assert [one.what for one in rows] == ["删除个人信息"]


def test_somebody_who_had_no_right_is_told_on_the_card(desk: WholeDesk, desks: TwoDesks) -> None:
    """The right was taken from him on another desk before his asking arrived."""
    history(desks)
    opened(desk)
    desk.press("1")
    say("本人要求")
    there, estate = desks.there, desks.here.scope.partition("/")[2]
    head = there.people[Role.HEAD_OFFICE]
    manager = there.people[Role.MANAGER]
    there.take(Role.HEAD_OFFICE, "grant.add", staff_id=manager.id, estate_id=estate, role="head_office")
    his = (head.id, "head_office", "active")
    grant = next(one for one in there.rows("grant") if (one["staff_id"], one["role"], one["status"]) == his)
    there.take(Role.HEAD_OFFICE, "grant.void", grant["id"])
    desks.cables_in(there)
    desk.press("Enter", "2", "F9")
    desks.cables_in()
    page = desk.frame.page
    assert isinstance(page, ResidentsPage)
    page.reload()
    settle()
    assert page.panel.name.text() == NAME
    assert "没有生效" in page.panel.erased.text()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_word_has_room(desk: WholeDesk, desks: TwoDesks, scale: float) -> None:
    desks.here.take(Role.CLERK, "resident.edit", desks.here.resident, name="阿卜杜热合曼·买买提明江")
    history(desks)
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(round(1366 * scale), round(768 * scale))
    settle()
    desk.desk.window.sign_in.begin()
    opened(desk)
    assert cramped(desk.frame) == []
