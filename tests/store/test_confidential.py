"""The complaints' file of a desk: who opens it, what a clerk leaves behind, what a forgotten secret costs."""

from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.store import keyring, sealed_ops
from desk.store.confidential import Confidential
from desk.store.database import Database
from desk.store.query import ListQuery, page
from desk.store.steps import StepRequest
from tests.confidential import CANARY, PINS, WORDS, Safe, holds, says
from tests.world import KEY, World


def opened(safe: Safe) -> list[tuple[object, ...]]:
    assert safe.file.database is not None
    return safe.rows(safe.file.database)


@pytest.fixture
def safe(world: World) -> Safe:
    return Safe(world)


def test_the_first_reader_makes_the_file_and_a_clerk_opens_none(safe: Safe) -> None:
    assert safe.sign_in(Role.CLERK) is None
    assert not safe.file.path.exists()
    assert safe.sign_in(Role.MANAGER) is not None
    assert safe.sign_in(Role.CLERK) is None
    assert safe.sign_in(Role.MANAGER) is not None


def test_a_reader_writes_into_his_file_and_the_line_into_the_other(safe: Safe) -> None:
    own = safe.sign_in(Role.MANAGER)
    assert own is not None
    safe.complain(Role.MANAGER)
    ((content, _, _, line),) = safe.rows(own)
    assert CANARY in content
    assert safe.world.rows("in_hand")[0]["id"] == line
    assert safe.rows(safe.world.database) == []
    assert says(safe.world.database, *WORDS) == []
    assert says(own, CANARY)


def test_what_a_clerk_takes_is_nowhere_on_the_desk_until_a_reader_opens_it(safe: Safe) -> None:
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    ent = safe.complain(Role.CLERK)
    assert safe.world.rows("in_hand")
    assert sealed_ops.waiting(safe.world.database) == 1
    assert says(safe.world.database, *WORDS) == []
    own = safe.sign_in(Role.MANAGER)
    assert own is not None
    assert [row[0] for row in own.read("SELECT id FROM complaint")] == [ent]
    assert CANARY in safe.rows(own)[0][0]
    assert own.read("SELECT id, n, op FROM outbox")
    assert sealed_ops.waiting(safe.world.database) == 0
    safe.file.close()
    safe.world.database.close()
    assert holds(safe.file.path.parent, *WORDS) == []


def test_a_clerk_takes_nothing_back_and_changes_nothing(safe: Safe) -> None:
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    ent = safe.complain(Role.CLERK)
    for step, values in (("amend", {"content": "改过"}), ("take_back", {})):
        with pytest.raises(DeskError, match="只有处理人") as refused:
            safe.steps.take(safe.world.people[Role.CLERK], StepRequest(safe.scope, "complaint", step, values, ent))
        assert "撤销" in refused.value.advice


def test_what_the_rules_refuse_is_refused_before_anything_is_sealed(safe: Safe) -> None:
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    with pytest.raises(DeskError, match="内容"):
        safe.complain(Role.CLERK, content="")
    assert sealed_ops.waiting(safe.world.database) == 0
    assert safe.world.rows("in_hand") == []


def test_without_anybody_who_could_read_it_nothing_is_taken(safe: Safe) -> None:
    safe.sign_in(Role.CLERK)
    with pytest.raises(DeskError, match="没有投诉的处理人"):
        safe.complain(Role.CLERK)
    assert safe.world.rows("in_hand") == []


def test_who_is_named_gets_the_key_at_once_and_reads_his_own_alone(safe: Safe) -> None:
    world = safe.world
    safe.sign_in(Role.SUPERVISOR)
    safe.sign_in(Role.MANAGER)
    mine = safe.complain(Role.MANAGER)
    other = safe.complain(Role.MANAGER, handler_id=world.people[Role.BUTLER].id, handler="周婷")
    own = safe.sign_in(Role.SUPERVISOR)
    assert own is not None
    actor = world.office.actor(world.database, world.scope, world.people[Role.SUPERVISOR].id)
    query = ListQuery(safe.scope, world.rules.known("complaint").record)
    assert [row["id"] for row in page(own, actor, query, None).rows] == [mine]
    manager = world.office.actor(world.database, world.scope, world.people[Role.MANAGER].id)
    assert {row["id"] for row in page(own, manager, query, None).rows} == {mine, other}


def test_closed_is_closed_for_whoever_still_has_it(safe: Safe) -> None:
    own = safe.sign_in(Role.MANAGER)
    assert own is not None
    safe.complain(Role.MANAGER)
    safe.file.close()
    assert safe.file.database is None
    with pytest.raises(DeskError, match="锁上"):
        own.read("SELECT 1")
    with pytest.raises(DeskError, match="锁上"), own.write():
        pass


def test_his_own_new_secret_opens_what_the_old_one_did(safe: Safe) -> None:
    manager = safe.world.people[Role.MANAGER].id
    safe.sign_in(Role.MANAGER)
    safe.complain(Role.MANAGER)
    safe.file.secret_changed(manager, PINS[Role.MANAGER], "246813")
    assert safe.file.open(manager, "246813") is not None
    assert len(opened(safe)) == 1
    assert keyring.private_of(safe.world.database, manager, PINS[Role.MANAGER]) is None


def test_a_secret_set_by_another_reader_opens_it_at_once(safe: Safe) -> None:
    manager = safe.world.people[Role.MANAGER].id
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.HEAD_OFFICE)
    safe.sign_in(Role.MANAGER)
    safe.complain(Role.MANAGER)
    assert safe.sign_in(Role.HEAD_OFFICE) is not None
    safe.file.secret_set(manager, "975318")
    safe.file.open(manager, "975318")
    assert safe.file.database is not None
    assert safe.rows(safe.file.database)


def test_a_secret_set_by_a_clerk_opens_nothing_until_another_reader_has_signed_in(safe: Safe) -> None:
    world, manager = safe.world, safe.world.people[Role.MANAGER].id
    for role in (Role.HEAD_OFFICE, Role.MANAGER, Role.HEAD_OFFICE, Role.CLERK):
        safe.sign_in(role)
    safe.file.secret_set(manager, "975318")
    assert safe.file.open(manager, "975318") is None
    safe.sign_in(Role.HEAD_OFFICE)
    assert safe.file.open(manager, "975318") is not None
    assert world.database.read("SELECT 1 FROM device_log WHERE what='complaints_lost'") == []


def test_a_file_that_nobody_can_open_any_more_is_put_aside_and_said(safe: Safe) -> None:
    manager = safe.world.people[Role.MANAGER].id
    safe.sign_in(Role.MANAGER)
    safe.complain(Role.MANAGER)
    safe.file.close()
    safe.file.secret_set(manager, "975318")
    safe.file.open(manager, "975318")
    own = safe.file.database
    assert own is not None
    assert safe.rows(own) == []
    assert list(safe.file.path.parent.glob("*.lost-*.db"))
    assert safe.world.database.read("SELECT 1 FROM device_log WHERE what='complaints_lost'")
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    safe.file.open(manager, "975318")
    assert safe.file.database is not None
    assert len(safe.rows(safe.file.database)) == 1


def test_killed_between_the_two_files_nothing_is_lost_or_twice(safe: Safe) -> None:
    world = safe.world
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    rows = world.database.read("SELECT * FROM sealed")
    safe.sign_in(Role.MANAGER)
    with world.database.write() as connection:  # the sealed row is there again: the main file was not told
        connection.exec_driver_sql(f"INSERT INTO sealed VALUES ({', '.join('?' * len(rows[0]))})", rows[0])
    again = Confidential(world.database, lambda: world.rules, world.office, world.clock)
    again.open(world.people[Role.MANAGER].id, PINS[Role.MANAGER])
    assert again.database is not None
    assert len(safe.rows(again.database)) == 1
    assert again.database.read("SELECT COUNT(*) FROM outbox") == [(1,)]
    assert world.database.read("SELECT 1 FROM sealed") == []
    again.close()


def test_ops_of_both_files_are_numbered_by_one_count(safe: Safe) -> None:
    safe.sign_in(Role.MANAGER)
    for _ in range(2):
        safe.complain(Role.MANAGER)
    own = safe.file.database
    assert own is not None
    both = [row[0] for db in (safe.world.database, own) for row in db.read("SELECT n FROM outbox")]
    assert len(both) == len(set(both))


def test_the_wrong_disk_alone_shows_nothing(safe: Safe, tmp_path: Path) -> None:
    safe.sign_in(Role.MANAGER)
    safe.complain(Role.MANAGER)
    safe.file.close()
    with pytest.raises(DeskError, match="打不开"):
        type(safe.world.database)(safe.file.path, bytes(range(32))).read("SELECT 1")
    assert safe.file.path.is_relative_to(tmp_path)


def test_the_new_file_has_the_tables_of_every_desk_file(safe: Safe) -> None:
    own = safe.sign_in(Role.MANAGER)
    assert own is not None
    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
    assert own.read(sql) == safe.world.database.read(sql)
    assert own.check() == []


@pytest.mark.parametrize("is_open", [True, False])
def test_a_backup_has_it_too_open_or_closed(safe: Safe, tmp_path: Path, is_open: bool) -> None:
    safe.sign_in(Role.MANAGER)
    safe.complain(Role.MANAGER)
    if not is_open:
        safe.file.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    safe.world.database.backup(folder / "monday.db")
    safe.file.backup(folder / "monday.complaints.db")
    safe.file.close()
    restored = Safe(World(
        Database(folder / "monday.db", KEY), safe.world.rules, safe.world.clock, safe.world.office, safe.world.scope,
        safe.world.people, "", (), "", "",
    ))  # fmt: skip
    own = restored.sign_in(Role.MANAGER)
    assert own is not None
    assert CANARY in restored.rows(own)[0][0]
    assert holds(folder, *WORDS) == []
    restored.file.close()
    restored.world.database.close()
