"""A fold on the desk's own file: plain statements inside the one transaction of the caller."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desk.store.fold import Fold, Key, Read, Row

if TYPE_CHECKING:
    from sqlalchemy import Connection


def reading(connection: "Connection") -> Read:
    """Statements of this transaction, as a fold reads them."""

    def read(sql: str, parameters: Sequence[Any]) -> Sequence[Row]:
        return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]

    return read


def flush(fold: Fold, connection: "Connection") -> set[Key]:
    """Write a fold, with a note of what search must catch up with; says which rows were touched."""
    touched = fold.flush(_Written(connection))
    if fold.due:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)",
            [(fold.scope, record, ent) for record, ent in sorted(fold.due)],
        )
        fold.due.clear()
    return touched


class _Written:
    """The desk's transaction as a fold's sink."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        self._connection.exec_driver_sql(sql, list(rows))

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._connection.exec_driver_sql(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', list(rows))
