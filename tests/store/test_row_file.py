"""Rows that travel as pages: sealed wherever they lie, the same at both ends, and no other file the worse for it."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from desk.store.database import Database
from desk.store.row_file import LEFT_S, MOST_FILES, PAGE_BYTES, Beside, RowFile, Unreadable
from tests.world import KEY

CANARY = "独一无二的名字"
ROWS = [(f"{number:05}", CANARY, number) for number in range(5_000)]


def filled(folder: Path) -> RowFile:
    file = RowFile(folder)
    with file.writing() as rows:
        rows.execute("CREATE TABLE resident (id, name, age)")
        rows.executemany("INSERT INTO resident VALUES (?, ?, ?)", ROWS)
    return file


def copied(folder: Path) -> RowFile:
    """As it arrives elsewhere, in pieces."""
    file = RowFile(folder)
    with closing(filled(folder)) as sent:
        for piece in sent.plain():
            file.append(piece)
    return file


def test_what_was_written_is_read_beside_another_file(database: Database) -> None:
    folder = database.path.parent
    with closing(copied(folder)) as one, closing(copied(folder)) as other:
        with database.follow_beside() as (connection, beside):
            names = [beside.attach(one), beside.attach(other)]
            read = f"SELECT id, name, age FROM {names[0]}.resident ORDER BY rowid"
            found = connection.exec_driver_sql(read).fetchall()
            for name, age in zip(names, (7, 8), strict=True):
                connection.exec_driver_sql(f"INSERT INTO device SELECT id, name FROM {name}.resident WHERE age={age}")
        assert [tuple(row) for row in found] == ROWS
        paths = [one.path, other.path]
    assert database.read("SELECT value FROM device WHERE name IN ('00007', '00008')") == [(CANARY,)] * 2
    assert not any(path.exists() for path in paths)
    with database.follow() as connection:  # it may be the same connection: nothing is beside it any more
        assert len(connection.exec_driver_sql("PRAGMA database_list").fetchall()) == 1


def test_it_lies_sealed_at_both_ends_and_travels_as_the_same_bytes(tmp_path: Path) -> None:
    with closing(filled(tmp_path)) as one, closing(filled(tmp_path)) as other, closing(copied(tmp_path)) as third:
        stored = [file.path.read_bytes() for file in (one, other, third)]
        assert len({bytes(data[:16]) for data in stored}) == 3
        for data in stored:
            assert CANARY.encode() not in data
            assert b"SQLite" not in data
        said = [b"".join(file.plain()) for file in (one, other, one)]
        assert said[0] == said[1] == said[2]
        assert said[0].count(CANARY.encode()) == len(ROWS)
        assert len(said[0]) > 3 * PAGE_BYTES


@pytest.mark.parametrize("wrong", [b"", b"x" * PAGE_BYTES, b"SQLite format 3\0"])
def test_what_is_no_pages_is_turned_away(tmp_path: Path, wrong: bytes) -> None:
    with closing(RowFile(tmp_path)) as file, pytest.raises(Unreadable):
        file.append(wrong)


def test_pages_without_sense_are_said_to_be_unreadable_and_the_own_file_stays_sound(database: Database) -> None:
    with closing(RowFile(database.path.parent)) as file:
        file.append(b"SQLite format 3\0" + bytes(PAGE_BYTES - 16))
        with pytest.raises(Unreadable), database.follow_beside() as (_connection, beside):
            beside.attach(file)
    assert database.check() == []


def test_no_more_files_lie_beside_than_there_is_room_for(database: Database) -> None:
    with closing(copied(database.path.parent)) as file, database.follow_beside() as (_connection, beside):
        assert len({beside.attach(file) for _ in range(MOST_FILES)}) == MOST_FILES
        with pytest.raises(Unreadable):
            beside.attach(file)


def test_files_of_our_own_keep_their_check_sums_whatever_lies_beside(database: Database, tmp_path: Path) -> None:
    """The settings for what is attached stand for the whole process a moment."""
    made: list[Database] = []

    class Curious:
        """A connection opened by another thread just then."""

        def __init__(self, driver: object) -> None:
            self._driver = driver

        def execute(self, sql: str, *given: object) -> object:
            if sql.startswith("ATTACH"):
                made.append(Database(tmp_path / "new.db", KEY))
                with made[0].write() as connection:
                    connection.exec_driver_sql("CREATE TABLE a (b)")
                assert Database(database.path, KEY).read("SELECT COUNT(*) FROM device")
            return self._driver.execute(sql, *given)  # type: ignore[attr-defined]

    with (
        closing(copied(tmp_path)) as file,
        closing(database.connect()) as driver,
        closing(Beside(Curious(driver))) as beside,
    ):
        name = beside.attach(file)
        assert driver.execute(f"SELECT COUNT(*) FROM {name}.resident").fetchone() == (len(ROWS),)
    new = made[0]
    new.close()
    stored = bytearray(new.path.read_bytes())
    stored[5000] ^= 1
    new.path.write_bytes(stored)
    assert Database(new.path, KEY).check() != []
    assert database.check() == []


def test_what_a_killed_program_left_behind_is_swept_away(tmp_path: Path) -> None:
    left, fresh = filled(tmp_path), filled(tmp_path)
    old = left.path.stat().st_mtime - LEFT_S - 1
    os.utime(left.path, (old, old))
    with closing(RowFile(tmp_path)):
        assert not left.path.exists()
        assert fresh.path.exists()
    fresh.close()
