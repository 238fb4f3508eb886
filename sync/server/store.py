"""The server's data behind one interface: SQLite as the embedded default, PostgreSQL for real use.

SQL is written once, with `?` marks, quoted names and ON CONFLICT, and runs on both. No ORM: the lock of a scope is
held while a batch is decided, and every millisecond of it is somebody's waiting time.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sync.protocol.envelope import CHAIN_START

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = tuple[Any, ...]
Clock = Callable[[], int]
Hint = Callable[[frozenset[str]], None]
LOCK_MS = 5_000  # whoever waits longer for a turn is answered 503 and comes again
HEADS = 'SELECT scope, seq, chain, keep_from FROM "head" WHERE scope IN ({marks})'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scope's log stands: its newest entry, the chain there, and from where on undo is kept."""

    seq: int = 0
    chain: bytes = CHAIN_START
    keep_from: int = 0


class Session(Protocol):
    """One transaction: it commits where its block ends, and nothing of it has happened where the block raises."""

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]: ...

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """One statement; returns the rows it touched."""

    def many(self, sql: str, rows: Sequence[Row]) -> None: ...

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        """Many new rows the fastest way there is: COPY on PostgreSQL."""

    def lock(self, scope: str) -> Place:
        """Hold the scope's counter until the end; makes its row where there is none. Busy after LOCK_MS."""

    def notify(self, scope: str) -> None:
        """After the commit, hint to those who wait that the scope has moved."""


class Store(Protocol):
    """Both raise Busy where the database has no turn to give."""

    def session(self) -> AbstractContextManager[Session]: ...

    def reading(self) -> AbstractContextManager[Session]:
        """Read only, one consistent view."""

    def migrating(self) -> AbstractContextManager["Connection"]:
        """The schema's own transaction; of several processes one at a time."""

    def now(self) -> int:
        """Milliseconds; of the database's clock where no other was given."""

    def heads(self, scopes: Iterable[str]) -> dict[str, Place]:
        """Of the scopes that have a log."""

    def on_moved(self, hint: Hint) -> None:
        """Call this after every commit of this process that moved a scope: from that thread, quickly."""

    def close(self) -> None: ...


DRIVERS = frozenset({"sqlcipher3", "psycopg"})


def is_of_database(error: BaseException) -> bool:
    """Whether the database failed rather than what it was asked for: a lock, a disk, a connection that is gone."""
    return isinstance(error, OSError | MemoryError) or type(error).__module__.partition(".")[0] in DRIVERS


def heads_of(session: Session, scopes: Iterable[str]) -> dict[str, Place]:
    wanted = tuple(scopes)
    if not wanted:
        return {}
    rows = session.read(HEADS.format(marks=",".join("?" * len(wanted))), wanted)
    return {row[0]: Place(row[1], bytes(row[2]), row[3]) for row in rows}


def insert(table: str, names: Sequence[str]) -> str:
    """The statement of new rows, one value a mark."""
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({",".join("?" * len(names))})'
