"""The head office stops a PC: the data is closed for ever, the person is told, and nothing else does that."""

import pytest
from PySide6.QtWidgets import QApplication

from desk.app.stopping import stop
from desk.domain.errors import DeskError
from desk.store import keys
from desk.store.database import Database
from desk.ui.special.opening import RefusedPage
from desk.ui.theme import Theme
from sync.client.greeting import ForeignServer
from sync.client.tokens import Revoked
from tests.ui.whole_desk import end, settle, whole_desk
from tests.world import KEY, World


def test_revoked_is_the_end_of_the_data(look: Theme, dressed: QApplication, world: World) -> None:
    one = whole_desk(dressed, world)
    one.sign_in()
    folder = one.desk.folder
    stop(one.desk, Revoked())
    settle()
    page = one.desk.window.page
    assert isinstance(page, RefusedPage)
    assert one.desk.database is None
    assert one.desk.frame is None
    with pytest.raises(DeskError, match="停用"):
        keys.key_for(folder)
    assert Database(world.database.path, KEY).read("SELECT COUNT(*) FROM account") == [(0,)]
    stop(one.desk, Revoked())
    end(one)


def test_nothing_else_ends_anything(look: Theme, dressed: QApplication, world: World) -> None:
    one = whole_desk(dressed, world)
    one.sign_in()
    stop(one.desk, ForeignServer())
    assert one.desk.database is not None
    assert one.desk.window.page is one.frame
    end(one)
