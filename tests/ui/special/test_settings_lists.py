"""表格: a row is changed, added, put out of use; the intake and the calls read it at once, or refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.office_lists import CALLS, CREWS, PROBLEMS, SKILLS, SOURCES
from desk.domain.roles import Role
from desk.ui.kit.rows import Row
from desk.ui.special.settings_page import SettingsPage
from desk.ui.special.settings_row import RowForm
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, whole_desk
from tests.world import World


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def lists(desk: WholeDesk, role: Role = Role.MANAGER) -> SettingsPage:
    desk.sign_in(role)
    page = desk.go("settings")
    assert isinstance(page, SettingsPage)
    page.choices.choose("lists")
    page.choices.finished.emit()
    return page


def open_row(desk: WholeDesk, page: SettingsPage, name: str, code: str) -> RowForm:
    page.lists.tabs.choose(name)
    assert page.lists.list.choose(code)
    desk.press("Enter")
    return form_of(page)


def form_of(page: SettingsPage) -> RowForm:
    form = page.panels.panel
    assert isinstance(form, RowForm)
    return form


def write(form: RowForm, **told: str) -> None:
    for name, text in told.items():
        one: Any = form.inputs[name]
        one.setText(text)


def row(page: SettingsPage, code: str) -> Row:
    assert page.lists.list.choose(code), code
    found = page.lists.list.chosen()
    assert found is not None
    return found


def stored(desk: WholeDesk) -> list[tuple[Any, ...]]:
    return desk.world.database.read("SELECT scope, list_name, code, status FROM list_row ORDER BY id")


def test_a_row_is_changed_by_keys_and_stands_as_the_estates_own(desk: WholeDesk) -> None:
    page = lists(desk)
    form = open_row(desk, page, PROBLEMS, "11")
    write(form, name="水龙头漏水", minutes="45")
    desk.press("F9")
    assert not page.panels.is_open
    assert (row(page, "11").state, row(page, "11").where) == ("本小区", "11 水龙头漏水")
    assert desk.desk.counter is not None
    assert desk.desk.counter.catalogue.problems["11"].minutes == 45
    form = open_row(desk, page, PROBLEMS, "11")
    assert "问题 龙头漏水 → 水龙头漏水" in form.story.accessibleDescription()
    desk.press("F6")
    assert (row(page, "11").state, row(page, "11").where) == ("默认", "11 龙头漏水")


def test_a_row_kept_as_it_was_writes_nothing(desk: WholeDesk) -> None:
    page = lists(desk)
    open_row(desk, page, PROBLEMS, "13")
    desk.press("F9")
    assert not page.panels.is_open
    assert stored(desk) == []


def test_a_change_is_taken_back_by_its_key(desk: WholeDesk) -> None:
    page = lists(desk)
    write(open_row(desk, page, PROBLEMS, "11"), name="水龙头")
    desk.press("F9", "Ctrl+Z")
    assert row(page, "11").state == "默认"


def test_a_problem_out_of_use_is_kept_at_the_end_and_comes_back(desk: WholeDesk) -> None:
    page = lists(desk)
    open_row(desk, page, PROBLEMS, "91")
    desk.press("F7")
    assert desk.desk.counter is not None
    assert "91" not in desk.desk.counter.catalogue.problems
    form = open_row(desk, page, PROBLEMS, "91")
    assert form.off.text() == "恢复使用"
    desk.press("F7")
    assert "91" in desk.desk.counter.catalogue.problems
    assert row(page, "91").state == "默认"
    assert not open_row(desk, page, PROBLEMS, "00").off.isVisible()


@pytest.mark.parametrize(
    ("name", "code", "told", "column", "why"),
    [
        (PROBLEMS, "11", {"crews": "泳池班"}, "crews", "没有“泳池班”"),
        (PROBLEMS, "11", {"charges": "有偿 五十"}, "charges", "收费看不懂"),
        (PROBLEMS, "11", {"minutes": "半小时"}, "minutes", "要填整数"),
        (PROBLEMS, "11", {"name": ""}, "name", "还没有填"),
        (CALLS, "busy", {"digit": "2"}, "digit", "已经用在“无人接”"),
        (SOURCES, "repair", {"only_paid": "贵吗?"}, "only_paid", "不在要问的问题里"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    desk: WholeDesk, name: str, code: str, told: dict[str, str], column: str, why: str
) -> None:
    page = lists(desk)
    form = open_row(desk, page, name, code)
    write(form, **told)
    desk.press("F9")
    assert why in form.fields[column].error
    assert QApplication.focusWidget() is form.inputs[column]
    assert stored(desk) == []


def test_a_new_problem_asks_for_a_free_code_and_goes_to_a_new_crew(desk: WholeDesk) -> None:
    page = lists(desk)
    page.lists.tabs.choose(CREWS)
    desk.press("Ctrl+N")
    write(form_of(page), name="泳池班", trades="泳池、水泵", phone="8801 6002")
    desk.press("F9")
    assert row(page, "泳池班").what == "做什么 泳池、水泵 · 电话 8801 6002"
    page.lists.tabs.choose(PROBLEMS)
    desk.press("Ctrl+N")
    form = form_of(page)
    told = {"name": "泳池漏水", "category": "给排水", "words": "泳池", "charges": "无偿", "crews": "泳池班"}
    write(form, code="11", **told)
    for column, value in (("urgency", "一般"), ("area", "公共区域")):
        one: Any = form.inputs[column]
        one.choose(value)
    desk.press("F9")
    assert "“11”已经有了" in form.fields["code"].error
    write(form, code="19")
    desk.press("F9")
    assert row(page, "19").where == "19 泳池漏水"
    assert desk.desk.counter is not None
    assert desk.desk.counter.catalogue.problems["19"].crews == ("泳池班",)


def test_a_crew_is_changed_put_out_of_use_and_back(desk: WholeDesk) -> None:
    page = lists(desk, Role.FOREMAN)
    form = open_row(desk, page, CREWS, "plumbing_electric")
    write(form, phone="8801 6001")
    desk.press("F9")
    assert "8801 6001" in row(page, "plumbing_electric").what
    open_row(desk, page, CREWS, "plumbing_electric")
    desk.press("F7")
    assert desk.world.database.read("SELECT status FROM crew") == [("void",)]
    desk.press("Ctrl+Z")
    assert desk.world.database.read("SELECT status FROM crew") == [("active",)]


def test_a_new_skill_is_named_once(desk: WholeDesk) -> None:
    page = lists(desk)
    page.lists.tabs.choose(SKILLS)
    desk.press("Ctrl+N")
    write(form_of(page), name="潜水证")
    desk.press("F9", "Ctrl+N")
    form = form_of(page)
    write(form, name="潜水证")
    desk.press("F9")
    assert "已经有了" in form.fields["name"].error


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLERK])
def test_others_read_and_write_nothing(desk: WholeDesk, role: Role) -> None:
    page = lists(desk, role)
    assert not page.lists.new.isVisible()
    form = open_row(desk, page, PROBLEMS, "11")
    write(form, name="水龙头")
    desk.press("F9", "F7")
    assert stored(desk) == []


def test_only_head_office_writes_for_the_company(desk: WholeDesk) -> None:
    page = lists(desk, Role.HEAD_OFFICE)
    page.lists.level.choose("company")
    write(open_row(desk, page, PROBLEMS, "11"), name="水龙头")
    desk.press("F9")
    assert [(scope, code) for scope, _, code, _ in stored(desk)] == [(desk.world.company, "11")]
    assert row(page, "11").state == "公司"
    desk.press("Esc")
    assert not lists_of_manager(desk).level.isVisible()


def lists_of_manager(desk: WholeDesk) -> Any:
    assert desk.desk.counter is not None
    desk.desk.counter.sign_in(desk.world.people[Role.MANAGER].id, desk.desk.counter.estate_id)
    page: Any = desk.go("settings")
    page.choices.choose("lists")
    return page.lists


def test_a_row_is_found_by_its_words(desk: WholeDesk) -> None:
    page = lists(desk)
    page.lists.search.setText("电梯维保")
    found = [
        one for n in range(page.lists.list.rows.rowCount()) if isinstance(one := page.lists.list.rows.line(n), Row)
    ]
    assert {one.id for one in found} == {"51", "52", "53"}
    desk.press("Esc")
    assert page.lists.search.text() == ""


def test_for_the_company_an_estates_own_row_does_not_count(desk: WholeDesk) -> None:
    page = lists(desk, Role.HEAD_OFFICE)
    write(open_row(desk, page, PROBLEMS, "11"), name="本小区的龙头")
    desk.press("F9")
    page.lists.level.choose("company")
    assert row(page, "11").where == "11 龙头漏水"
    form = open_row(desk, page, PROBLEMS, "11")
    one: Any = form.inputs["name"]
    assert one.text() == "龙头漏水"
    write(form, tools="扳手")
    desk.press("F9")
    page.lists.level.choose("estate")
    assert row(page, "11").where == "11 本小区的龙头"
    form = open_row(desk, page, PROBLEMS, "11")
    assert form.back.text() == "回到公司的"
    desk.press("F6")
    assert row(page, "11").state == "公司"
    assert desk.desk.counter is not None
    assert desk.desk.counter.catalogue.problems["11"].tools == ("扳手",)
