"""A new PC joins the company's server on its first page, by keys; interrupted it goes on; then people sign in there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtWidgets import QApplication

from desk import app
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.ui.special.join_form import JoinForm
from desk.ui.special.opening import FirstRunPage
from desk.ui.special.sign_in import SignInPage
from desk.ui.tasks import InlineTasks
from desk.ui.theme import Theme
from sync.client import office
from sync.client.joining import server_address
from sync.server.building import build_server
from tests.sync.devices.desks import PIN, Desk, Line, first_enrolled
from tests.ui.fit import SCALES, cramped
from tests.ui.whole_desk import WholeDesk, end, settle
from tests.world import KEY, Clock, World


class Streamed(Line):
    """Answers that are read as they come."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        told = super().handle_request(request)
        return httpx.Response(told.status_code, headers=told.headers, stream=httpx.ByteStream(self.said[-1].answer))


@pytest.fixture
def line(world: World, prepared_server: Path, tmp_path: Path) -> Iterator[Line]:
    shutil.copytree(prepared_server, tmp_path / "server")
    server = build_server(tmp_path / "server", None, world.clock, calendar=world.office.calendar)
    yield Streamed(server)
    server.close()


@pytest.fixture
def first(world: World, line: Line) -> Desk:
    """The head office's desk: its company and an order are on the server."""
    world.order()
    return first_enrolled(world, line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where there is nothing yet."""
    return tmp_path / "new"


@pytest.fixture
def tables(folder: Path, empty_file: Path) -> None:
    """Tables without an office, as the first opening leaves them: making them is what costs."""
    folder.mkdir()
    shutil.copyfile(empty_file, folder / app.DATA)
    (folder / "desk.key").write_text(KEY.hex())


@pytest.fixture
def desk(look: Theme, dressed: QApplication, folder: Path, world: World) -> Iterator[WholeDesk]:
    lanes = {"db": InlineTasks(), "work": InlineTasks()}
    made = app.Desk(dressed, folder, Clock(), lambda: dict(lanes), False)
    made.window.show()
    one = WholeDesk(world, made)
    made.opening.open()
    settle()
    yield one
    end(one)


def code_for(first: Desk, world: World) -> str:
    by = world.people[Role.HEAD_OFFICE].id
    return office.make_code(first.http, first.token, by, [world.scope], "前台2").code


def form(desk: WholeDesk, line: Line) -> JoinForm:
    """The first page turned to the server, which is reached in this process."""
    page = desk.desk.window.page
    assert isinstance(page, FirstRunPage)
    desk.press("F4")
    assert page.join.isVisible()
    assert page.join.hands is not None
    page.join.hands.reach = lambda url, _lines: httpx.Client(transport=line, base_url=url)
    return page.join


def typed(desk: WholeDesk, words: str) -> None:
    focus = QApplication.focusWidget()
    focus.setText(words)  # type: ignore[union-attr]
    settle()


def test_a_new_pc_joins_and_people_sign_in(desk: WholeDesk, first: Desk, line: Line, world: World) -> None:
    shown = form(desk, line)
    typed(desk, "server.example")
    desk.press("Enter")
    assert "校验数字" in shown.figures.text()
    assert QApplication.focusWidget() is shown.code
    typed(desk, code_for(first, world))
    desk.press("Enter")
    typed(desk, "前台2")
    desk.press("F9")
    door = desk.desk.window.page
    assert isinstance(door, SignInPage)
    database = desk.desk.database
    assert database is not None
    assert database.read("SELECT COUNT(*) FROM work_order") == [(1,)]
    place = door.door.staff.index(world.people[Role.CLERK].id) + 1
    desk.press(str(place), *PIN, "Enter")
    assert desk.desk.counter is not None
    assert desk.desk.counter.actor.id == world.people[Role.CLERK].id


@pytest.mark.usefixtures("tables")
def test_a_wrong_code_is_said_beside_it_and_the_right_one_works(
    desk: WholeDesk, first: Desk, line: Line, world: World
) -> None:
    shown = form(desk, line)
    shown.address.setText("https://server.example")
    desk.press("Enter")
    shown.code.setText("AAAA-BBBB-CCCC")
    shown.name.setText("前台2")
    desk.press("F9")
    assert shown.fields["code"].error
    shown.code.setText(code_for(first, world))
    desk.press("F9")
    assert isinstance(desk.desk.window.page, SignInPage)


@pytest.mark.usefixtures("tables")
def test_cut_off_while_receiving_it_goes_on(desk: WholeDesk, first: Desk, line: Line, world: World) -> None:
    shown = form(desk, line)
    shown.address.setText("server.example")
    desk.press("Enter")
    shown.code.setText(code_for(first, world))
    shown.name.setText("前台2")
    line.lose = lambda path: "snapshot" in path
    desk.press("F9")
    assert shown.fields["code"].error or shown.fields["address"].error
    assert isinstance(desk.desk.window.page, FirstRunPage)
    line.lose = lambda _path: False
    desk.press("F9")
    assert isinstance(desk.desk.window.page, SignInPage)


@pytest.mark.usefixtures("tables")
def test_switched_off_while_receiving_it_goes_on_without_a_code(
    desk: WholeDesk, first: Desk, line: Line, world: World
) -> None:
    shown = form(desk, line)
    shown.address.setText("server.example")
    desk.press("Enter")
    shown.code.setText(code_for(first, world))
    shown.name.setText("前台2")
    line.lose = lambda path: "snapshot" in path
    desk.press("F9")
    line.lose = lambda _path: False
    assert desk.desk.database is not None
    desk.desk.opening.found(desk.desk.database)  # as at the next start
    settle()
    page = desk.desk.window.page
    assert isinstance(page, FirstRunPage)
    assert page.join.isVisible()
    assert not page.other.isVisible()  # no office of its own in this folder any more
    assert not page.join.code.isVisible()
    assert page.join.hands is not None
    page.join.hands.reach = lambda url, _lines: httpx.Client(transport=line, base_url=url)
    desk.press("F9")
    assert isinstance(desk.desk.window.page, SignInPage)


@pytest.mark.usefixtures("tables")
def test_nobody_there(desk: WholeDesk, first: Desk, line: Line) -> None:
    shown = form(desk, line)
    line.lose = lambda _path: True
    shown.address.setText("server.example")
    desk.press("Enter")
    assert "连不上服务器" in shown.fields["address"].error
    assert QApplication.focusWidget() is shown.address


def test_back_to_an_office_of_its_own(desk: WholeDesk, line: Line) -> None:
    page = desk.desk.window.page
    assert isinstance(page, FirstRunPage)
    form(desk, line)
    desk.press("F4")
    assert not page.join.isVisible()
    assert QApplication.focusWidget() is page.inputs["company"]


@pytest.mark.usefixtures("tables")
def test_what_is_missing_is_asked_for(desk: WholeDesk, first: Desk, line: Line) -> None:
    shown = form(desk, line)
    desk.press("F9")
    assert shown.fields["address"].error
    shown.address.setText("server.example")
    desk.press("F9")
    desk.press("F9")
    assert shown.fields["code"].error == "请填接入码"


@pytest.mark.parametrize(
    ("typed_words", "url"),
    [
        ("192.168.1.10:8787", "http://192.168.1.10:8787"),
        (" 192。168。1。10：8787 ", "http://192.168.1.10:8787"),
        ("localhost:8787", "http://localhost:8787"),
        ("desk.example.com", "https://desk.example.com"),
        ("HTTPS://desk.example.com/", "HTTPS://desk.example.com"),
    ],
)
def test_addresses_as_they_are_typed(typed_words: str, url: str) -> None:
    assert server_address(typed_words) == url


@pytest.mark.parametrize("words", ["", "http://", "ftp://x", "a b/c", "https://x/y"])
def test_no_address(words: str) -> None:
    with pytest.raises(DeskError, match="服务器地址不对"):
        server_address(words)


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("scale", SCALES)
def test_every_word_has_room(desk: WholeDesk, first: Desk, line: Line, scale: float) -> None:
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(round(1366 * scale), round(768 * scale))
    assert desk.desk.database is not None
    desk.desk.opening.found(desk.desk.database)  # measured at this size, as on the day it is first opened
    settle()
    shown = form(desk, line)
    shown.address.setText("server.example")
    desk.press("Enter", "F9")
    assert cramped(desk.desk.window) == []
