"""Indexes of large tables taken off before a bulk load and made again behind it: sorted they cost a fraction.

They are made behind the load's own transaction, one at a time, so that nobody waits long for the file; lists work
meanwhile, only slower. A program that ends in between finds them due at its next start.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from desk.domain.field import RecordType
from desk.store import device

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

Progress = Callable[[int, int], None]
CACHE_KIB = 128 * 1024
LARGE = 5_000  # rows of one table, from which on its indexes are made behind the load
STATE, DUE, MADE = "indexes", "due", "made"
NAMES = "SELECT name FROM sqlite_master WHERE type='index' AND tbl_name=? AND sql IS NOT NULL"


def make_way(connection: "Connection", table: str, coming: int) -> None:
    """Before so many rows come: where they are many, and more than there are, the table's indexes go."""
    if coming >= LARGE and coming > connection.exec_driver_sql(f'SELECT COUNT(*) FROM "{table}"').scalar_one():
        take_off(connection, table)


def take_off(connection: "Connection", table: str) -> None:
    """Drop what can be made again; the key stays."""
    for (name,) in connection.exec_driver_sql(NAMES, (table,)).fetchall():
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    device.put(connection, STATE, DUE)


def due(database: "Database") -> bool:
    """Whether some are missing."""
    return database.read("SELECT 1 FROM device WHERE name=? AND value=?", (STATE, DUE)) != []


def make(database: "Database", records: Iterable[RecordType], progress: Progress | None = None) -> int:
    """Make every one that is missing, each in a transaction of its own; returns how many."""
    from sqlalchemy.dialects.sqlite import dialect
    from sqlalchemy.schema import CreateIndex

    from desk.store import tables

    there = {str(name) for (name,) in database.read("SELECT name FROM sqlite_master WHERE type='index'")}
    wanted = [index for table in tables.build(tuple(records)).sorted_tables for index in table.indexes]
    missing = sorted((index for index in wanted if index.name not in there), key=lambda index: str(index.name))
    connection = database.connect()
    try:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # what was loaded; later it would be a clerk's commit
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")  # the table is opened once, not once an index
        for done, index in enumerate(missing, 1):
            connection.execute(str(CreateIndex(index, if_not_exists=True).compile(dialect=dialect())))
            if progress is not None:
                progress(done, len(missing))
    finally:
        connection.close()
    with database.write() as written:
        device.put(written, STATE, MADE)
    return len(missing)
