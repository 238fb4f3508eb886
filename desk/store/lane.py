"""A fold on the desk's own file: plain statements inside the one transaction of the caller.

They go straight to the driver. A page of the log is a dozen statements for two hundred entries, and what Core makes of
each holds its rows in a ring, until somebody looks for rings.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desk.store.fold import Fold, Key, Read, Row

if TYPE_CHECKING:
    from sqlalchemy import Connection


def plain(connection: "Connection") -> Any:
    """The driver's connection, in the same transaction."""
    return connection.connection.driver_connection


def reading(connection: "Connection") -> Read:
    """Statements of this transaction, as a fold reads them."""
    driver = plain(connection)

    def read(sql: str, parameters: Sequence[Any]) -> Sequence[Row]:
        rows: list[Row] = driver.execute(sql, tuple(parameters)).fetchall()
        return rows

    return read


def flush(fold: Fold, connection: "Connection", noted: bool = True) -> set[Key]:
    """Write a fold, with a note of what search must catch up with; says which rows were touched.

    Not `noted` where a build of search will read all rows that were written here.
    """
    touched = fold.flush(_Written(connection))
    if fold.due:
        if noted:
            _note(fold, connection)
        fold.due.clear()
    return touched


def _note(fold: Fold, connection: "Connection") -> None:
    plain(connection).executemany(
        "INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)",
        [(fold.scope, record, ent) for record, ent in sorted(fold.due)],
    )


class _Written:
    """The desk's transaction as a fold's sink."""

    def __init__(self, connection: "Connection") -> None:
        self._driver = plain(connection)

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        self._driver.executemany(sql, rows)

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._driver.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', rows)
