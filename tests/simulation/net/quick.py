"""The same transactions on the bare driver: half of a seed's time would be SQLAlchemy's. Every eighth seed has it.

The statements, their order and the errors that reach our code are the same.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import Any

from sqlalchemy import exc
from sqlcipher3 import dbapi2

from desk.store.row_file import Beside
from tests.simulation.net.plug import Plugged


class _Result:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.rowcount: int = cursor.rowcount
        self.fetchall = cursor.fetchall
        self.fetchone = cursor.fetchone

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def scalar(self) -> Any:
        row = self._cursor.fetchone()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        rows = self._cursor.fetchall()
        if len(rows) != 1:
            raise exc.NoResultFound if not rows else exc.MultipleResultsFound
        return rows[0][0]


class _Connection:
    """As much of a Core connection as our code asks for."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.connection = SimpleNamespace(driver_connection=raw)  # rows of a snapshot go straight to the driver

    def exec_driver_sql(self, sql: str, parameters: Any = ()) -> _Result:
        cursor = self.raw.cursor()
        try:
            if isinstance(parameters, list):
                cursor.executemany(sql, parameters)
            else:
                cursor.execute(sql, parameters)
        except dbapi2.OperationalError as error:
            raise exc.OperationalError(sql, parameters, error) from error
        except dbapi2.IntegrityError as error:
            raise exc.IntegrityError(sql, parameters, error) from error
        return _Result(cursor)


class Quick(Plugged):
    """A plugged database that writes without an engine."""

    _writer: Any = None

    @contextmanager
    def write(self) -> Iterator[Any]:
        with self.follow() as connection:
            yield connection
        self.power.lasts()

    @contextmanager
    def follow(self, meanwhile: Callable[[], object] | None = None) -> Iterator[Any]:
        """One after the other, so that a seed is always the same."""
        with self._in_words(), self._transaction() as connection:
            yield connection
            self._run("COMMIT")
        if meanwhile is not None:
            meanwhile()

    @contextmanager
    def follow_beside(self) -> Iterator[tuple[Any, Beside]]:
        if self._writer is None:
            self._writer = self.connect()
        with closing(Beside(self._writer)) as beside, self.follow() as connection:
            yield connection, beside

    @contextmanager
    def trial(self) -> Iterator[Any]:
        with self._in_words(), self._transaction() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[_Connection]:
        if self._writer is None:
            self._writer = self.connect()
        try:
            self._run("BEGIN IMMEDIATE")
            yield _Connection(self._writer)
        finally:
            self._writer.rollback()

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        try:
            self._writer.execute(sql, parameters)
        except dbapi2.OperationalError as error:
            raise exc.OperationalError(sql, tuple(parameters), error) from error

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        super().close()
