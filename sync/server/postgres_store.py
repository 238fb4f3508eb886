"""PostgreSQL for real use: psycopg 3 with a small pool, COPY for batches, one row lock per scope."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql as composed
from psycopg_pool import ConnectionPool

from desk.domain.errors import DeskError
from sync.server.problems import Busy
from sync.server.store import LOCK_MS, Clock, Hint, Place, Row, heads_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

POOL = 8
IDLE_MS = 60_000  # a transaction of ours that does nothing for so long has lost its process
MIGRATION_LOCK = 4_200_411
MARKS = re.compile(r"""'[^']*'|"[^"]*"|\?|%""")
DATABASE_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
FIRST = """INSERT INTO "head" (scope, seq, chain, keep_from, config_seq) VALUES (?, 0, ?, 0, 0)
           ON CONFLICT (scope) DO NOTHING"""
LOCKED = 'SELECT seq, chain, keep_from FROM "head" WHERE scope = ? FOR UPDATE'
Plain = psycopg.Connection[Row]


@lru_cache(maxsize=1024)
def translated(sql: str) -> bytes:
    """Our `?` as psycopg's `%s`; what stands in quotes stays, every percent sign is meant as one."""

    def one(found: re.Match[str]) -> str:
        text = found.group()
        return "%s" if text == "?" else text.replace("%", "%%")

    return MARKS.sub(one, sql).encode()


class PostgresSession:
    def __init__(self, connection: Plain) -> None:
        self._connection = connection
        self.moved: set[str] = set()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(translated(sql), tuple(parameters)).fetchall()

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        return self._connection.execute(translated(sql), tuple(parameters)).rowcount

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(translated(sql), rows)

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        statement = composed.SQL("COPY {} ({}) FROM STDIN").format(
            composed.Identifier(table), composed.SQL(", ").join(composed.Identifier(name) for name in names)
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copying:
            for row in rows:
                copying.write_row(row)

    def lock(self, scope: str) -> Place:
        rows = self.read(LOCKED, (scope,))
        if not rows:
            self.run(FIRST, (scope, Place().chain))
            rows = self.read(LOCKED, (scope,))
        seq, chain, keep_from = rows[0]
        return Place(seq, bytes(chain), keep_from)

    def notify(self, scope: str) -> None:
        self.moved.add(scope)


class PostgresStore:
    """Without a clock the time is the database's own: several processes, one time."""

    def __init__(self, url: str, clock: Clock | None = None, size: int = POOL) -> None:
        _reach(url)
        self.url = url
        self._clock = clock
        self._hints: list[Hint] = []
        self.pool: ConnectionPool[Plain] = ConnectionPool(
            url, min_size=1, max_size=size, timeout=LOCK_MS / 1000, configure=_configure, open=True
        )

    @contextmanager
    def session(self) -> Iterator[PostgresSession]:
        with self._transaction() as connection:
            session = PostgresSession(connection)
            yield session
        if session.moved:
            for hint in self._hints:
                hint(frozenset(session.moved))

    @contextmanager
    def reading(self) -> Iterator[PostgresSession]:
        with self._transaction() as connection:  # said with BEGIN: no round trip of its own
            connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            try:
                yield PostgresSession(connection)
                connection.commit()
            finally:
                connection.rollback()
                connection.isolation_level = connection.read_only = None

    @contextmanager
    def _transaction(self) -> Iterator[Plain]:
        try:
            with self.pool.connection() as connection:
                yield connection
        except psycopg.OperationalError as error:  # a lock, a deadlock, the pool, a full disk, a restart
            raise Busy from error

    @contextmanager
    def migrating(self) -> Iterator["Connection"]:
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(self.url), poolclass=NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            yield connection

    def now(self) -> int:
        if self._clock is not None:
            return self._clock()
        with self._transaction() as connection:
            rows = connection.execute(DATABASE_NOW).fetchall()
        return int(rows[0][0])

    def heads(self, scopes: Iterable[str]) -> dict[str, Place]:
        with self._transaction() as connection:  # one statement is its own transaction: one round trip
            connection.autocommit = True
            try:
                return heads_of(PostgresSession(connection), scopes)
            finally:
                if not connection.closed:
                    connection.autocommit = False

    def on_moved(self, hint: Hint) -> None:
        self._hints.append(hint)

    def close(self) -> None:
        self.pool.close()


def _reach(url: str) -> None:
    """At the start there is somebody to tell; later a lost database is only busy."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as error:
        raise DeskError("连不上数据库", "请检查 --database 的地址, 以及 PostgreSQL 是否已启动") from error


def _configure(connection: Plain) -> None:
    connection.execute(f"SET lock_timeout = {LOCK_MS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {IDLE_MS}")
    connection.commit()
