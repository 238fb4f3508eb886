"""The embedded default: one encrypted file, its key beside it; one writer, as many readers as ask."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from desk.store.database import Database
from desk.store.keys import key_for
from sync.server.problems import Busy
from sync.server.store import LOCK_MS, Clock, Hint, Place, Row, heads_of, insert

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "server.db"


def open_file(folder: Path) -> Database:
    folder.mkdir(parents=True, exist_ok=True)
    return Database(folder / FILE, key_for(folder, "server"))


def system_time() -> int:
    return time.time_ns() // 1_000_000


class SqliteSession:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.moved: set[str] = set()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        rows: list[Row] = self._connection.execute(sql, parameters).fetchall()
        return rows

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        return int(self._connection.execute(sql, parameters).rowcount)

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        self._connection.executemany(sql, rows)

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        self._connection.executemany(insert(table, names), rows)

    def lock(self, scope: str) -> Place:
        """The whole file is ours since BEGIN IMMEDIATE."""
        found = heads_of(self, (scope,))
        if scope in found:
            return found[scope]
        first = Place()
        self.run(
            'INSERT INTO "head" (scope, seq, chain, keep_from, config_seq) VALUES (?, ?, ?, ?, 0)',
            (scope, first.seq, first.chain, first.keep_from),
        )
        return first

    def notify(self, scope: str) -> None:
        self.moved.add(scope)


class SqliteStore:
    """Threads queue on a lock of this process before they queue on the file's: SQLite's own waiting is by sleeping."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self.database = database
        self._clock = clock or system_time
        self._writing = Lock()
        self._writer: Any = None
        self._readers: SimpleQueue[Any] = SimpleQueue()
        self._hints: list[Hint] = []

    @contextmanager
    def session(self) -> Iterator[SqliteSession]:
        if not self._writing.acquire(timeout=LOCK_MS / 1000):
            raise Busy
        try:
            if self._writer is None:
                self._writer = self.database.connect()
            with _transaction(self._writer, "BEGIN IMMEDIATE"):
                session = SqliteSession(self._writer)
                yield session
        finally:
            if self._writer is not None and self._writer.in_transaction:  # it could not even be taken back
                self._writer.close()
                self._writer = None
            self._writing.release()
        if session.moved:
            for hint in self._hints:
                hint(frozenset(session.moved))

    @contextmanager
    def reading(self) -> Iterator[SqliteSession]:
        try:
            connection = self._readers.get_nowait()
        except Empty:
            connection = self.database.connect(readonly=True)
        try:
            with _transaction(connection, "BEGIN"):
                yield SqliteSession(connection)
        finally:
            if connection.in_transaction:
                connection.close()
            else:
                self._readers.put(connection)

    @contextmanager
    def migrating(self) -> Iterator["Connection"]:
        with self.database.write() as connection:
            yield connection

    def now(self) -> int:
        return self._clock()

    def heads(self, scopes: Iterable[str]) -> dict[str, Place]:
        with self.reading() as session:
            return heads_of(session, scopes)

    def on_moved(self, hint: Hint) -> None:
        self._hints.append(hint)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        while not self._readers.empty():
            self._readers.get_nowait().close()
        self.database.close()


@contextmanager
def _transaction(connection: Any, begin: str) -> Iterator[None]:
    try:
        connection.execute(begin)
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        refused = error
        if connection.in_transaction:
            try:
                connection.execute("ROLLBACK")
            except dbapi2.OperationalError as again:
                refused = again
        if isinstance(refused, dbapi2.OperationalError) and _passes(str(refused)):
            raise Busy from refused
        raise


def _passes(why: str) -> bool:
    """Another process holds the file, or the disk is full: nothing has happened, and it can be tried again."""
    return any(word in why for word in ("locked", "busy", "is full", "disk I/O"))
