"""总部 in the settings: a lone desk joins, a code for the next one, the end of one, partners with keys said once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.store.database import Database
from desk.ui.kit.rows import Row
from desk.ui.special.head_office import HeadOfficeSection
from desk.ui.special.head_office.part import Part
from desk.ui.theme import Theme
from sync.client import kept
from sync.client.enrolling import enrol
from sync.server.building import build_server
from sync.server.devices.codes import first_code
from tests.sync.devices.desks import Desk, Line, first_enrolled
from tests.ui.fit import cramped
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import KEY, Clock, World


@pytest.fixture
def line(world: World, prepared_server: Path, tmp_path: Path) -> Iterator[Line]:
    shutil.copytree(prepared_server, tmp_path / "server")
    server = build_server(tmp_path / "server", None, world.clock, calendar=world.office.calendar)
    yield Line(server)
    server.close()


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def opened(desk: WholeDesk, line: Line, role: Role = Role.HEAD_OFFICE) -> HeadOfficeSection:
    """The ninth part of the settings, by keys; its server is reached in this process."""
    desk.sign_in(role)
    page = desk.go("settings")
    section = page.office  # type: ignore[attr-defined]
    assert isinstance(section, HeadOfficeSection)
    section.line.reach = lambda url, _lines: httpx.Client(transport=line, base_url=url)
    desk.press("9")
    return section


def rows(part: Part) -> list[Row]:
    model = part.list.rows
    lines = [model.line(number) for number in range(model.rowCount())]
    return [one for one in lines if isinstance(one, Row)]


def write(part: Part, words: str, desk: WholeDesk) -> None:
    part.field.setFocus()
    part.field.setText(words)
    desk.press("Enter")


def test_a_lone_desk_founds_another_estate(desk: WholeDesk, line: Line, world: World) -> None:
    section = opened(desk, line)
    part = section.parts["estates"]
    assert section.stands.text().startswith("单机使用")
    assert [one.where for one in rows(part)] == ["翠湖花园"]
    write(part, "锦绣里", desk)
    assert sorted(one.where for one in rows(part)) == ["翠湖花园", "锦绣里"]
    part.list.choose(next(one.id for one in rows(part) if one.where == "锦绣里"))
    part.list.setFocus()
    desk.press("Enter", "1")
    assert {one.where: one.state for one in rows(part)}["锦绣里"] == "已停用"


def test_it_joins_its_server_with_all_it_has(desk: WholeDesk, line: Line, world: World) -> None:
    section = opened(desk, line)
    told: list[None] = []
    assert desk.desk.counter is not None
    desk.desk.counter.ways.enrolled.connect(lambda: told.append(None))
    section.tabs.choose("devices")
    settle()
    assert section.join.isVisible()
    section.join.address.setText("server.example")
    section.join.address.setFocus()
    desk.press("Enter")
    code = first_code(line.server)
    assert code is not None
    section.join.code.setText(code)
    section.join.name.setText("前台1")
    desk.press("F9")
    assert len(told) == 1
    assert section.stands.text() == "已接入 https://server.example"
    part = section.parts["devices"]
    assert part.notice.isVisible()  # the server has not heard yet who the head office is
    for scope in (world.company, world.scope):
        Desk(world.database, line, Clock(world.clock.now)).push(scope)
    part.field.setFocus()
    desk.press("F5")
    assert [(one.where, one.state) for one in rows(part)] == [("前台1", "在用")]


@pytest.fixture
def joined(desk: WholeDesk, line: Line, world: World) -> HeadOfficeSection:
    section = opened(desk, line)
    first_enrolled(world, line)
    section.enter()
    return section


def test_a_code_for_the_next_desk_and_its_end(
    desk: WholeDesk, line: Line, world: World, joined: HeadOfficeSection, empty_file: Path, tmp_path: Path
) -> None:
    joined.tabs.choose("devices")
    part = joined.parts["devices"]
    write(part, "前台2", desk)
    assert part.told.text().startswith("前台2 的接入码 ")
    assert "校验数字" in part.told.text()
    code = part.told.text().removeprefix("前台2 的接入码 ").partition(" ")[0]

    path = tmp_path / "second.db"
    path.write_bytes(empty_file.read_bytes())
    second = Database(path, KEY)
    enrol(httpx.Client(transport=line, base_url="https://server.example"), second, code, "前台2", world.clock())
    assert kept.identity(second) is not None
    second.close()
    desk.press("F5")
    found = {one.where: one for one in rows(part)}
    assert found["前台2"].state == "在用"
    part.list.choose(found["前台2"].id)
    part.list.setFocus()
    desk.press("Enter")
    assert part.question.text() == "前台2: 还有 0 步没有传上来"
    desk.press("Esc")
    assert part.strip.isHidden()
    desk.press("Enter", "1")
    assert {one.where: one.state for one in rows(part)}["前台2"] == "退役中"
    desk.press("Enter", "3")
    assert {one.where: one.state for one in rows(part)}["前台2"] == "已挂失"


def second_desk(desk: WholeDesk, line: Line, world: World, part: Part, path: Path) -> None:
    """Taken in with a code of the page; its row is chosen and has the focus."""
    write(part, "前台2", desk)
    code = part.told.text().removeprefix("前台2 的接入码 ").partition(" ")[0]
    second = Database(path, KEY)
    enrol(httpx.Client(transport=line, base_url="https://server.example"), second, code, "前台2", world.clock())
    second.close()
    desk.press("F5")
    part.list.choose(next(one.id for one in rows(part) if one.where == "前台2"))
    part.list.setFocus()


def test_an_arrow_only_looks(desk: WholeDesk, line: Line, world: World, joined: HeadOfficeSection,
                             empty_file: Path, tmp_path: Path) -> None:  # fmt: skip
    """What ends a computer for ever must not be an arrow away."""
    joined.tabs.choose("devices")
    part = joined.parts["devices"]
    path = tmp_path / "second.db"
    path.write_bytes(empty_file.read_bytes())
    second_desk(desk, line, world, part, path)
    desk.press("Enter")
    for _ in range(2):
        QTest.keyClick(part.doing, Qt.Key.Key_Right)
        settle()
        assert {one.where: one.state for one in rows(part)}["前台2"] == "在用"
    desk.press("Enter")
    assert {one.where: one.state for one in rows(part)}["前台2"] == "已停用"
    desk.press("Enter")  # of one that has gone nothing is asked
    assert part.strip.isHidden()


def test_a_computer_gets_another_name(desk: WholeDesk, line: Line, world: World, joined: HeadOfficeSection) -> None:
    joined.tabs.choose("devices")
    part = joined.parts["devices"]
    part.list.setFocus()
    desk.press("Enter", "4")
    assert part.words.hasFocus()
    part.words.clear()
    desk.press("Enter")
    assert "还没有写名字" in part.words_field.error
    part.words.setText("前台东")
    desk.press("Enter")
    assert [one.where for one in rows(part)] == ["前台东"]
    assert part.strip.isHidden()
    desk.press("Enter", "4", "Esc")
    assert part.strip.isHidden()
    assert part.list.hasFocus()


def test_estates_are_given_to_one_computer_and_taken_back(
    desk: WholeDesk, line: Line, world: World, joined: HeadOfficeSection, empty_file: Path, tmp_path: Path
) -> None:
    joined.tabs.choose("estates")
    write(joined.parts["estates"], "锦绣里", desk)
    Desk(world.database, line, Clock(world.clock.now)).push(world.company)
    joined.tabs.choose("devices")
    part = joined.parts["devices"]
    path = tmp_path / "second.db"
    path.write_bytes(empty_file.read_bytes())
    second_desk(desk, line, world, part, path)

    def told() -> str:
        return next(one.detail for one in rows(part) if one.where == "前台2").partition("小区: ")[2]

    def digit(words: str) -> str:
        return next(one.digit for one in part.doing.choices if one.words == words)

    assert told() == "翠湖花园"
    desk.press("Enter", "5")
    here = {"翠湖花园": "在用", "翠湖花园的投诉": "没有", "锦绣里": "没有"}
    assert {one.words: one.aside for one in part.doing.choices} == here
    desk.press(digit("翠湖花园的投诉"))
    assert sorted(told().split("、")) == ["翠湖花园", "翠湖花园的投诉"]
    desk.press(digit("翠湖花园的投诉"))
    world.clock.forward(days=8)
    desk.press("Esc", "F5")
    assert told() == "翠湖花园"
    part.list.setFocus()
    desk.press("Enter", "5")
    desk.press(digit("锦绣里"))
    assert sorted(told().split("、")) == ["翠湖花园", "锦绣里"]
    assert {one.words: one.aside for one in part.doing.choices}["锦绣里"] == "在用"
    desk.press(digit("翠湖花园"))
    assert sorted(told().split("、")) == ["翠湖花园 (收回中)", "锦绣里"]
    world.clock.forward(days=8)
    desk.press("Esc", "F5")
    assert told() == "锦绣里"
    part.list.setFocus()
    desk.press("Enter")
    assert part.question.text().startswith("前台2: 还有")


def test_a_partners_address_name_and_estates(
    desk: WholeDesk, line: Line, world: World, joined: HeadOfficeSection
) -> None:
    joined.tabs.choose("estates")
    write(joined.parts["estates"], "锦绣里", desk)
    Desk(world.database, line, Clock(world.clock.now)).push(world.company)
    joined.tabs.choose("partners")
    part = joined.parts["partners"]
    write(part, "微信公众号", desk)
    part.list.setFocus()
    desk.press("Enter", "3")
    part.words.setText("对方的网址")
    desk.press("Enter")
    assert "网址不对" in part.words_field.error
    part.words.setText("https://wechat.example/hook")
    desk.press("Enter")
    assert rows(part)[0].what.endswith("https://wechat.example/hook")
    desk.press("Enter", "3")
    assert part.words.text() == "https://wechat.example/hook"
    part.words.clear()
    desk.press("Enter")
    assert "example" not in rows(part)[0].what
    desk.press("Enter", "4")
    part.words.setText("业主小程序")
    desk.press("Enter")
    assert rows(part)[0].where == "业主小程序"
    desk.press("Enter", "5")
    desk.press(next(one.digit for one in part.doing.choices if one.aside == "在用"))
    assert "至少要通到一个小区" in desk.frame.toast.words
    desk.press(next(one.digit for one in part.doing.choices if one.aside == "没有"))
    assert "2 个小区" in rows(part)[0].what
    desk.press(next(one.digit for one in part.doing.choices if one.words == "翠湖花园"))
    assert "1 个小区" in rows(part)[0].what
    desk.press("Esc")
    assert part.strip.isHidden()


def test_partners_and_a_key_that_is_said_once(desk: WholeDesk, joined: HeadOfficeSection) -> None:
    joined.tabs.choose("partners")
    part = joined.parts["partners"]
    assert part.notice.isVisible()
    write(part, "微信公众号", desk)
    assert part.told.text().startswith("微信公众号 的密钥 (只显示这一次")
    assert [(one.where, one.state) for one in rows(part)] == [("微信公众号", "在用")]
    first = part.told.text()
    part.list.setFocus()
    desk.press("Enter", "2")
    assert part.told.text() != first
    desk.press("Enter", "1")
    assert [one.state for one in rows(part)] == ["已停用"]
    assert not part.told.isVisible()


def test_without_a_server_the_words_say_so(desk: WholeDesk, line: Line, joined: HeadOfficeSection) -> None:
    line.lose = lambda _path: True
    joined.tabs.choose("devices")
    assert "连不上服务器" in joined.parts["devices"].told.text()


def test_a_clerk_sees_whom_to_ask(desk: WholeDesk, line: Line) -> None:
    section = opened(desk, line, Role.CLERK)
    assert not section.tabs.isVisible()
    assert section.parts["estates"].notice.isVisible()
    assert not section.parts["estates"].adding.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_word_has_room(desk: WholeDesk, line: Line, world: World, scale: float) -> None:
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(round(1366 * scale), round(768 * scale))
    settle()
    desk.desk.window.sign_in.begin()
    section = opened(desk, line)
    assert cramped(desk.desk.window) == []
    section.tabs.choose("devices")
    settle()
    assert cramped(desk.desk.window) == []
    first_enrolled(world, line)
    section.enter()
    write(section.parts["devices"], "前台2", desk)
    assert cramped(desk.desk.window) == []
