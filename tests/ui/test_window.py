"""The window as a whole: what is imported when, who sits there, keys that reach what lies in front, nothing lost."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk import app
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.paths import ROOT
from desk.store import parked
from desk.store.database import Database
from desk.ui.special.intake import IntakeCard
from desk.ui.special.opening import FirstRunPage, RefusedPage
from desk.ui.special.sign_in import SignInPage
from desk.ui.tasks import InlineTasks
from desk.ui.theme import Theme
from tests.ui.typing_words import type_words
from tests.ui.whole_desk import WholeDesk, end, give_pins, settle, whole_desk
from tests.world import KEY, World

HEAVY = ("sqlalchemy", "reportlab", "openpyxl", "pyqtgraph", "httpx", "lxml", "PIL", "numpy")
FIRST_PAINT = """
import sys
from pathlib import Path
from desk import app
application = app.make_application()
desk = app.start(application, Path(sys.argv[1]), sample=False)
desk.window.painted.disconnect(desk.join)
def painted():
    print(type(desk.window.page).__name__, desk.window.sign_in.card.persons.hasFocus())
    print(*sorted(sys.modules))
    application.exit(0)
desk.window.painted.connect(painted)
desk.window.show()
desk.window.sign_in.begin()
application.exec()
"""


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def test_the_sign_in_page_is_painted_before_anything_heavy_is_imported(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    give_pins(world)
    world.database.close()
    shutil.copyfile(world.database.path, folder / app.DATA)
    (folder / "desk.key").write_text(KEY.hex())
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(folder)], capture_output=True, text=True, timeout=60,
        cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page, modules = done.stdout.splitlines()
    assert page == "SignInPage True", done.stderr
    loaded = set(modules.split())
    assert not {name for name in HEAVY if name in loaded}
    assert "desk.store.steps" not in loaded
    assert "PySide6.QtPrintSupport" not in loaded


def test_one_desk_on_a_folder(tmp_path: Path) -> None:
    first = app.claim(tmp_path / "data")
    assert first is not None
    assert app.claim(tmp_path / "data") is None
    assert app.claim(tmp_path / "other") is not None
    first.unlock()
    assert app.claim(tmp_path / "data") is not None


@pytest.mark.parametrize(("said", "asked"), [("fcitx", "ibus"), ("fcitx5", "ibus"), ("ibus", "ibus"), (None, None)])
def test_chinese_can_be_typed_where_the_system_says_fcitx(said: str | None, asked: str | None) -> None:
    environment = {} if said is None else {"QT_IM_MODULE": said}
    app.reachable_input_method(environment)
    assert environment.get("QT_IM_MODULE") == asked


def test_a_new_folder_is_founded_and_used(look: Theme, dressed: QApplication, database: Database, world: World) -> None:
    made = app.compose(dressed, database, world.clock, {"db": InlineTasks(), "work": InlineTasks()})
    one = WholeDesk(world, made)
    made.window.show()
    settle()
    page = made.window.page
    assert isinstance(page, FirstRunPage)
    page.begin()
    one.press("Enter", "F9")
    assert page.fields["company"].error
    for words in ("安和物业服务有限公司", "翠湖花园", "王总"):
        type_words(QApplication.focusWidget() or page, words)
        one.press("Enter")
    one.press("0", "1", "Enter", *"1234", "Enter", *"1234", "Enter")
    assert "太容易猜" in page.fields["secret"].error + page.fields["again"].error
    for name in ("secret", "again"):
        page.inputs[name].setText("2580")
    one.press("F9")
    assert isinstance(made.window.page, SignInPage)
    assert [person.name for person in made.window.page.door.persons] == ["王总"]
    one.press(*"2580", "Enter")
    assert one.frame.place == "today"
    end(one)


def test_data_of_a_newer_program_is_refused_in_words(
    look: Theme, dressed: QApplication, database: Database, world: World
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    (database.path.parent / "desk.key").write_text(KEY.hex())
    made = app.Desk(
        dressed, database.path.parent, world.clock, lambda: {"db": InlineTasks(), "work": InlineTasks()}, False
    )
    made.opening.open()
    assert isinstance(made.window.page, RefusedPage)
    assert "更新前台程序" in made.window.page.notice.accessibleName()
    end(WholeDesk(world, made))


# keys


def test_a_report_is_parked_and_taken_up_again_by_keys(desk: WholeDesk) -> None:
    desk.sign_in()
    assert desk.frame.place == "today"
    desk.press("F2")
    assert isinstance(desk.frame.panel, IntakeCard)
    desk.press(*"3-2-1801")
    desk.press("Esc")
    assert desk.frame.panel is None
    assert len(parked.all_parked(desk.world.database, desk.world.scope)) == 1
    desk.press("Alt+1")
    card = desk.frame.panel
    assert isinstance(card, IntakeCard)
    assert "3-2-1801" in card.form.who.line.text()


def test_a_second_call_parks_the_first(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F2", *"3-2-1801", "F2")
    assert isinstance(desk.frame.panel, IntakeCard)
    assert desk.frame.panel.form.who.line.text() == ""
    desk.press("Esc")
    assert len(parked.all_parked(desk.world.database, desk.world.scope)) == 1


def test_leaving_the_window_parks_what_was_begun(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F2", *"3-2-1801")
    desk.desk.window.close()
    assert len(parked.all_parked(desk.world.database, desk.world.scope)) == 1


def test_f12_hides_everything_and_gives_it_back(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F2", *"3-2")
    before = QApplication.focusWidget()
    desk.press("F12")
    assert desk.desk.window.is_covered
    assert not desk.frame.isVisible()
    desk.press("F3", "F2", "9")
    assert desk.desk.window.is_covered
    desk.press("F12")
    assert not desk.desk.window.is_covered
    assert QApplication.focusWidget() is before
    assert isinstance(desk.frame.panel, IntakeCard)


def test_the_lock_keeps_the_work_and_opens_by_the_pin(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F2", *"3-2-18")
    desk.press("Ctrl+L")
    assert desk.desk.window.is_locked
    assert not desk.frame.isVisible()
    desk.press(*"0000", "Enter")
    assert desk.desk.window.is_locked
    desk.press(*"2580", "Enter")
    assert not desk.desk.window.is_locked
    card = desk.frame.panel
    assert isinstance(card, IntakeCard)
    assert card.form.who.line.text() == "3-2-18"
    said = {row[0] for row in desk.world.database.read("SELECT what FROM device_log")}
    assert said >= {"unlock", "unlock_failed"}


def test_another_person_may_take_over_and_the_half_report_stays(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F2", *"3-2-18")
    desk.press("Ctrl+L", "Up")
    lock = desk.desk.window.lock_page
    assert lock is not None
    lock.card.persons.setFocus()
    place = lock.door.staff.index(desk.world.people[Role.SUPERVISOR].id) + 1
    desk.press(str(place), *"2580", "Enter")
    counter = desk.desk.counter
    assert counter is not None
    assert counter.actor.name == "张敏"
    assert isinstance(desk.frame.panel, IntakeCard)
    assert desk.frame.panel.form.who.line.text() == "3-2-18"


def test_nobody_moving_for_the_set_time_locks(desk: WholeDesk) -> None:
    desk.sign_in()
    idle = desk.desk.idle
    assert idle is not None
    desk.world.clock.forward(minutes=9)
    idle.look()
    assert not desk.desk.window.is_locked
    desk.press("Down")
    desk.world.clock.forward(minutes=9)
    idle.look()
    assert not desk.desk.window.is_locked
    desk.world.clock.forward(minutes=1)
    idle.look()
    assert desk.desk.window.is_locked


def test_a_step_at_once_can_be_taken_back(desk: WholeDesk) -> None:
    order = desk.world.dispatched(window_from_at=desk.world.clock.now, window_to_at=desk.world.clock.now + 7_200_000)
    desk.sign_in()
    desk.press("Space")
    assert desk.world.row("work_order", order)["status"] == "arrived"
    assert "已到场" in desk.frame.toast.words
    desk.press("Ctrl+Z")
    assert desk.world.row("work_order", order)["status"] == "dispatched"


def test_another_look_keeps_the_place(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.go("settings")
    desk.desk.looks.choose("dark", 125)
    settle()
    assert desk.frame.place == "settings"
    assert desk.frame.rail.width() == 90
    kept = dict(desk.world.database.read("SELECT name, value FROM device WHERE name LIKE 'pc.%'"))
    assert kept == {"pc.mode": "dark", "pc.scale": "125"}


def test_who_may_not_is_told_whom_to_ask(desk: WholeDesk) -> None:
    desk.sign_in(Role.ACCOUNTANT)
    desk.press("F2")
    assert desk.frame.panel is None
    assert "请找" in desk.frame.toast.words


def test_every_place_opens_and_names_its_keys(desk: WholeDesk) -> None:
    desk.sign_in()
    for name in ("today", "work_orders", "revisits", "slips", "residents", "settings"):
        page = desk.go(name)
        assert desk.frame.place == name
        assert page.isVisible()
        assert desk.frame.status.findChildren(type(desk.frame.status._keys))[-1].accessibleName(), name


def test_a_bug_ends_in_a_calm_word_and_a_report_without_names(
    desk: WholeDesk, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sign_in()
    counter = desk.desk.counter
    assert counter is not None

    def fails() -> None:
        raise KeyError("欧阳翠花13800006621")

    with qtbot.captureExceptions() as raised:  # the test's own ear on the lanes raises it again
        counter.read(desk.frame, fails, lambda _none: None)
    assert [kind for kind, _error, _trace in raised] == [KeyError]
    assert "您的内容已保存" in desk.frame.toast.words
    (report,) = (desk.desk.folder / "crashes").glob("*.json")
    written = report.read_text("utf-8")
    assert "test_window" in written
    assert "翠花" not in written + capsys.readouterr().err.split("Traceback")[0]


def test_a_refusal_without_a_place_is_a_passing_word(desk: WholeDesk) -> None:
    desk.sign_in()
    counter = desk.desk.counter
    assert counter is not None
    counter.ways.refused.emit(DeskError("硬盘满了, 没有保存", "请清理硬盘"))
    assert desk.frame.toast.words == "硬盘满了, 没有保存: 请清理硬盘"
