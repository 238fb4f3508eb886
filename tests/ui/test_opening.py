"""From a folder to the door: made ready with progress, stopped without harm, yesterday's sample kept where work is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desk import app, parts
from desk.domain.errors import DeskError
from desk.sample import pins
from desk.store import device, keys, schema
from desk.store.database import Database
from desk.ui.kit.buttons import KeyButton
from desk.ui.special.opening import FirstRunPage, PreparingPage, RefusedPage
from desk.ui.tasks import Cancelled, InlineTasks, Token
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, settle
from tests.world import Clock, World


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a prepared database that says it is a sample of the day before."""
    made = tmp_path / "folder"
    database = Database(made / app.DATA, keys.key_for(made))
    schema.prepare(database)
    with database.write() as connection:
        device.put(connection, pins.BUILT_ON, "2026-11-17")
    database.close()
    return made


def opened(folder: Path) -> Database:
    return Database(folder / app.DATA, keys.key_for(folder))


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, tmp_path: Path, world: World) -> Iterator[WholeDesk]:
    lanes = {"db": InlineTasks(), "work": InlineTasks()}
    made = app.Desk(dressed, tmp_path / "real", Clock(), lambda: dict(lanes), False)
    made.window.show()
    one = WholeDesk(world, made)
    yield one
    end(one)


def test_a_stopped_sample_leaves_what_was_there(folder: Path) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        parts.make_data(folder, app.DATA, Clock().now, True, lambda _done, _total: None, token)
    database = opened(folder)
    assert pins.is_stale(database, "2026-11-18")
    assert database.check() == []
    database.close()
    assert sorted(path.name for path in folder.iterdir() if "building" in path.name) == []


def test_a_sample_somebody_worked_in_is_kept(folder: Path) -> None:
    database = opened(folder)
    assert not pins.is_stale(database, "2026-11-17")
    assert pins.is_stale(database, "2026-11-18")
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox (pos, n, id, scope, ent, op, body, did, state, tries) "
            "VALUES (1, 1, 'a', 'o/1', 'e', x'00', x'00', x'00', 'waiting', 0)"
        )
    assert not pins.is_stale(database, "2026-11-18")
    database.close()


def test_a_real_folder_never_becomes_a_sample(desk: WholeDesk) -> None:
    desk.desk.opening.open()
    assert isinstance(desk.desk.window.page, FirstRunPage)
    assert desk.desk.database is not None
    assert not pins.is_sample(desk.desk.database)


def test_progress_says_what_and_offers_a_way_out(bare: Theme, dressed: QApplication) -> None:
    page = PreparingPage()
    page.begin(sample=True, old=True)
    page.show()
    settle()
    stop = next(one for one in page.findChildren(KeyButton) if one.isVisible())
    assert stop.text() == "先用昨天的"
    page.begin(sample=True, old=False, many=True)
    said = " ".join(one.text() for one in page.findChildren(QLabel))
    assert "200 个小区" in said
    assert "全是编的" in said
    page.begin(sample=False, old=False)
    assert not stop.isVisible()
    page.advance(30, 100)
    page.deleteLater()
    settle()


def test_a_lost_key_is_said_and_nothing_is_made_new(desk: WholeDesk, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / app.DATA).write_bytes(b"x" * 4096)
    desk.desk.opening.open()
    page = desk.desk.window.page
    assert isinstance(page, RefusedPage)
    assert "desk.key" in page.notice.accessibleName()
    assert not (tmp_path / "real" / "desk.key").exists()


def test_founding_twice_is_refused(world: World) -> None:
    told = {"company": "甲", "estate": "乙", "name": "丙", "staff_no": "01", "secret": "2580"}
    with pytest.raises(DeskError, match="已经有公司"):
        parts.found_office(world.database, world.clock, told)
