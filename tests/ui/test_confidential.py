"""The complaints' file in the window: open while its reader sits there, and no longer."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.store.database import Database
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.theme import Theme
from tests.confidential import CANARY, WORDS, says
from tests.ui.whole_desk import PIN, WholeDesk, end, whole_desk
from tests.world import World


@pytest.fixture
def desk(dressed: QApplication, bare: Theme, world: World) -> Iterator[WholeDesk]:
    one = whole_desk(dressed, world)
    yield one
    end(one)


def counter_of(desk: WholeDesk) -> Counter:
    assert desk.desk.counter is not None
    return desk.desk.counter


def own(desk: WholeDesk) -> Database | None:
    return counter_of(desk).confidential


def let_in(desk: WholeDesk, role: Role) -> None:
    """The file follows once Today stands."""
    desk.sign_in(role)
    file = counter_of(desk).own_file
    assert file is not None
    if own(desk) is None:
        assert QSignalSpy(file.opened).wait(3_000)


def receive(desk: WholeDesk) -> None:
    counter = counter_of(desk)
    told = {"kind": "complaint", "type": "01", "want": "apology", "content": CANARY, "handler": "张敏"}
    told["handler_id"] = desk.world.people[Role.SUPERVISOR].id
    counter.take(desk.frame, [StepRequest(complaints_of(counter.scope), "complaint", "receive", told)])


def test_it_is_open_while_its_reader_works_and_no_longer(desk: WholeDesk) -> None:
    let_in(desk, Role.MANAGER)
    receive(desk)
    database = own(desk)
    assert database is not None
    assert database.read("SELECT content FROM complaint") == [(CANARY,)]
    desk.desk.lock()
    assert own(desk) is None
    with pytest.raises(DeskError, match="锁上"):
        database.read("SELECT content FROM complaint")
    desk.press(*PIN, "Enter")
    again = own(desk)
    assert again is not None
    assert again.read("SELECT content FROM complaint") == [(CANARY,)]
    assert says(desk.world.database, *WORDS) == []


def test_another_person_at_the_locked_counter_opens_nothing(desk: WholeDesk) -> None:
    let_in(desk, Role.MANAGER)
    receive(desk)
    desk.desk.lock()
    page = desk.desk.window.lock_page
    assert page is not None
    desk.press("Esc")
    clerk = desk.world.people[Role.CLERK].id
    desk.desk._try(clerk, PIN)
    assert counter_of(desk).actor.id == clerk
    assert own(desk) is None
    receive(desk)
    assert desk.world.database.read("SELECT COUNT(*) FROM sealed") == [(1,)]
    assert says(desk.world.database, *WORDS) == []


def test_a_secret_set_in_the_settings_opens_what_the_old_one_did(desk: WholeDesk) -> None:
    let_in(desk, Role.HEAD_OFFICE)
    counter = counter_of(desk)
    assert counter.own_file is not None
    receive(desk)
    file, manager = counter.own_file.file, desk.world.people[Role.MANAGER].id
    file.secret_set(manager, "864209")
    desk.desk.lock()
    assert file.open(manager, "864209") is not None


def test_the_same_person_in_another_estate_keeps_it(desk: WholeDesk) -> None:
    let_in(desk, Role.HEAD_OFFICE)
    counter = counter_of(desk)
    counter.sign_in(counter.actor.id, counter.estate_id)
    assert own(desk) is not None
    counter.sign_out()
    assert own(desk) is None
