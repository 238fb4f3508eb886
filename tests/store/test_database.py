"""The encrypted file: its key, its pragmas, its locks, its check and its backup."""

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.store import database as databases
from desk.store.database import PAGE_BYTES, Database, new_key
from tests.invariants import all_of_them, dump
from tests.world import KEY, World


def test_nothing_can_be_read_without_the_key(world: World) -> None:
    world.order(reporter="独一无二的名字", matter="canary-in-the-file")
    world.database.close()
    for path in world.database.path.parent.glob("world.db*"):
        stored = path.read_bytes()
        for secret in (b"canary-in-the-file", "独一无二的名字".encode(), b"SQLite format 3", b"work_order", KEY):
            assert secret not in stored


def test_keys_are_drawn_and_whole() -> None:
    assert new_key() != new_key()
    assert len(new_key()) == 32
    with pytest.raises(ValueError, match="32"):
        Database(Path("x.db"), b"short")


@pytest.mark.parametrize("readonly", [False, True])
def test_a_wrong_key_is_said_in_words(database: Database, readonly: bool) -> None:
    stranger = Database(database.path, bytes(32))
    with pytest.raises(DeskError, match="打不开数据文件"):
        stranger.connect(readonly=readonly)
    with pytest.raises(DeskError, match="打不开数据文件"):
        stranger.read("SELECT 1")
    with pytest.raises(DeskError, match="打不开数据文件"), stranger.write():
        pass


@pytest.mark.parametrize("content", [b"this is no database at all " * 400, b"SQLite format 3\x00" + bytes(5_000)])
def test_another_file_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.db"
    path.write_bytes(content)
    with pytest.raises(DeskError, match="打不开数据文件"):
        Database(path, KEY).read("SELECT 1")
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("temp_store", 2), ("cipher_version", None)]
)
def test_what_is_promised_of_every_connection(database: Database, pragma: str, value: object) -> None:
    with database.write() as connection:
        written = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
    read = database.read(f"PRAGMA {pragma}")[0][0]
    assert written == read
    assert written is not None
    assert value is None or written == value


def test_a_reading_connection_cannot_write(database: Database) -> None:
    with pytest.raises(dbapi2.DatabaseError):
        database.read("DELETE FROM device")
    assert database.read("SELECT COUNT(*) FROM device")[0][0] > 0


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    with suppress(KeyError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
        raise KeyError("a bug")
    assert database.read("SELECT * FROM device WHERE name='a'") == []


def test_a_trial_is_never_kept(database: Database) -> None:
    with database.trial() as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
    assert database.read("SELECT * FROM device WHERE name='a'") == []


def test_a_statement_that_is_wrong_is_a_bug_and_no_full_disk(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), database.write() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")


def test_a_file_that_somebody_holds_is_said_in_words(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs on one file: the second waits a while, then says so; nothing is lost and later it works."""
    monkeypatch.setattr(databases, "BUSY_MS", 20)
    other = Database(database.path, KEY)
    with other.write():
        with pytest.raises(DeskError, match="占用"), database.write():
            pass
        with pytest.raises(DeskError, match="占用"), database.trial() as connection:
            connection.exec_driver_sql("SELECT 1")
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
    other.close()


def test_a_file_that_is_not_to_be_had_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several programs that are started together make a new file what it shall be, each as if it were alone."""
    path = tmp_path / "new.db"
    holder = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    holder.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    holder.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
    holder.execute("CREATE TABLE a (b)")
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(databases, "BUSY_MS", 20)
    with pytest.raises(DeskError, match="打不开") as refused:
        Database(path, KEY).connect()
    assert "占用" in str(refused.value.advice)
    threading.Timer(0.05, lambda: holder.execute("COMMIT")).start()
    monkeypatch.setattr(databases, "BUSY_MS", 5_000)
    Database(path, KEY).connect().close()
    holder.close()


def test_what_the_log_brought_is_committed_while_something_else_is_done(database: Database) -> None:
    """The other thing waits for the commit itself here: it would never end if they came one after the other."""

    def until_it_is_there() -> None:
        deadline = time.monotonic() + 30
        while not database.read("SELECT 1 FROM device WHERE name='a'"):
            assert time.monotonic() < deadline
            time.sleep(0.001)
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE device SET value='2' WHERE name='a'")

    with database.follow(until_it_is_there) as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
    assert database.read("SELECT value FROM device WHERE name='a'") == [("2",)]


def test_a_commit_stands_though_what_was_done_meanwhile_failed(database: Database) -> None:
    with pytest.raises(KeyError, match="a bug"), database.follow(_fails) as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
    assert database.read("SELECT value FROM device WHERE name='a'") == [("1",)]


def test_nothing_is_done_meanwhile_where_nothing_is_committed(database: Database) -> None:
    with suppress(ZeroDivisionError), database.follow(_fails) as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
        raise ZeroDivisionError
    assert database.read("SELECT value FROM device WHERE name='a'") == []


def test_a_commit_that_the_disk_refuses_is_said_in_words_whatever_was_done_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def refused(_dialect: object, _connection: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    with database.follow():
        pass
    monkeypatch.setattr(DefaultDialect, "do_commit", refused)
    with pytest.raises(DeskError, match="硬盘满了"), database.follow(lambda: done.append("read")) as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
    monkeypatch.undo()
    assert database.read("SELECT value FROM device WHERE name='a'") == []
    assert done == ["read"]
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")


def _fails() -> None:
    raise KeyError("a bug")


def test_reading_goes_on_while_somebody_writes(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO device (name, value) VALUES ('a', '1')")
        assert database.read("SELECT * FROM device WHERE name='a'") == []
    assert database.read("SELECT value FROM device WHERE name='a'") == [("1",)]


def test_every_thread_reads_on_a_connection_of_its_own(database: Database) -> None:
    counts: list[int] = []

    def read() -> None:
        counts.extend(database.read("SELECT COUNT(*) FROM device")[0][0] for _ in range(50))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 200
    assert len(set(counts)) == 1


def test_what_the_log_still_has_whole_is_not_called_damaged(world: World, tmp_path: Path) -> None:
    """Killed in a checkpoint: half a page stands in the file, all of it in the write-ahead log."""
    world.database.connect().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    world.order()
    copied = tmp_path / "copied.db"
    stored = bytearray(world.database.path.read_bytes())
    log = world.database.path.with_name(world.database.path.name + "-wal").read_bytes()
    header, frame = 32, 24 + PAGE_BYTES
    pages = {int.from_bytes(log[at : at + 4], "big") for at in range(header, len(log), frame)}
    for page in pages - {1}:
        middle = page * PAGE_BYTES - PAGE_BYTES // 2
        stored[middle : page * PAGE_BYTES] = bytes(len(stored[middle : page * PAGE_BYTES]))
    copied.write_bytes(bytes(stored))
    copied.with_name(copied.name + "-wal").write_bytes(log)
    database = Database(copied, KEY)
    assert database.check() == []
    database.close()


def test_a_disk_that_refuses_is_said_by_the_check(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def execute(self, _sql: str) -> None:
            raise dbapi2.OperationalError("attempt to write a readonly database")

        def close(self) -> None:
            pass

    monkeypatch.setattr(database, "connect", Refusing)
    assert database.check() == ["硬盘出错, 没有保存"]


def test_a_damaged_page_is_found(world: World) -> None:
    for _ in range(5):
        world.order()
    assert world.database.check() == []
    world.database.close()
    path = world.database.path
    stored = bytearray(path.read_bytes())
    page = 4096
    assert len(stored) > 20 * page
    for offset in range(10 * page, 20 * page, 512):
        stored[offset] ^= 0xFF
    path.write_bytes(bytes(stored))
    damaged = Database(path, KEY)
    assert damaged.check() != []
    with pytest.raises(DeskError, match="损坏"):
        dump(damaged, world.rules)
    with pytest.raises(DeskError, match="损坏"):
        empty(damaged, world)
    damaged.close()


def empty(database: Database, world: World) -> None:
    with database.write() as connection:
        for record in world.rules.records:
            connection.exec_driver_sql(f'DELETE FROM "{record.name}"')


class TestBackup:
    def test_it_is_whole_encrypted_and_opens_with_the_same_key(self, world: World, tmp_path: Path) -> None:
        world.slip_back()
        target = tmp_path / "backup.db"
        seen: list[tuple[int, int]] = []
        world.database.backup(target, lambda done, total: seen.append((done, total)))
        copy = Database(target, KEY)
        assert dump(copy, world.rules) == dump(world.database, world.rules)
        all_of_them(copy, world.rules)
        assert seen
        assert seen[-1][0] == seen[-1][1] > 0
        assert b"SQLite format 3" not in target.read_bytes()
        copy.close()

    def test_it_is_consistent_while_steps_are_taken(self, world: World, tmp_path: Path) -> None:
        """A step between two portions of pages: the backup holds the state before or after it, never half."""
        for _ in range(20):
            world.order()
        target = tmp_path / "backup.db"
        taken = 0

        def meanwhile(done: int, total: int) -> None:
            nonlocal taken
            if taken < 5:
                taken += 1
                world.slip_back()

        world.database.backup(target, meanwhile, pages=16)
        assert taken == 5
        copy = Database(target, KEY)
        all_of_them(copy, world.rules)
        copy.close()

    def test_a_backup_can_be_worked_on(self, world: World, tmp_path: Path) -> None:
        order = world.dispatched()
        target = tmp_path / "backup.db"
        world.database.backup(target)
        world.database = Database(target, KEY)
        world.__post_init__()
        world.take(Role.CLERK, "work_order.arrive", order)
        all_of_them(world.database, world.rules)
        world.database.close()
