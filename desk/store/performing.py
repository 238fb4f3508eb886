"""Taking decided entries into the rows. What cannot be applied freezes its entity; everything else goes on."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.store import lane, search_state, system_entries
from desk.store.fold import Fold, Key
from desk.store.logged import BEHIND, KIND, RAISED, SYSTEM, Logged

if TYPE_CHECKING:
    from sqlalchemy import Connection

FREEZE = "INSERT OR IGNORE INTO frozen (scope, record, id, seq, why) VALUES (?, ?, ?, ?, ?)"


class Ice:
    """The rows of a scope that stand still, because an entry about them cannot be applied by this program.

    Entries behind it about the same rows stand still too, with all their rows: they are applied in order when a newer
    program thaws them.
    """

    def __init__(self, connection: "Connection", scope: str) -> None:
        self._connection = connection
        self._scope = scope
        rows = connection.exec_driver_sql("SELECT record, id FROM frozen WHERE scope=?", (scope,)).fetchall()
        self.keys: set[Key] = {(str(record), str(ent)) for record, ent in rows}

    def ready(self, some: Iterable[Logged]) -> list[Logged]:
        """Those with an effect that can be applied; the others freeze."""
        found: list[Logged] = []
        for one in some:
            if not one.keys:
                continue
            if one.why is not None:
                self.freeze(one.keys, one.seq, one.why)
            elif self.keys and not self.keys.isdisjoint(one.keys):
                self.freeze(one.keys, one.seq, BEHIND)
            else:
                found.append(one)
        return found

    def freeze(self, keys: Sequence[Key], seq: int, why: str) -> None:
        self._connection.exec_driver_sql(FREEZE, [(self._scope, *key, seq, why) for key in keys])
        self.keys.update(keys)


class Performing:
    """Decided entries into rows, before-images and notes for search, inside one transaction.

    Entries up to `keep_from` are never gone back behind.
    """

    def __init__(self, connection: "Connection", rules: Rulebook, scope: str, now: int, keep_from: int = 0) -> None:
        self._connection = connection
        self._rules = rules
        self._scope = scope
        self._now = now
        self._keep_from = keep_from
        self.ice = Ice(connection, scope)
        self.changed: set[Key] = set()

    def perform(self, some: Sequence[Logged]) -> None:
        """Entries in the order of the log, none of them the server's own."""
        ready = self.ice.ready(some)
        if not ready:
            return
        try:
            with savepoint(self._connection):
                self._fold_in(ready)
        except Exception as error:
            if is_disk(error):
                raise
            self._one_by_one(ready)

    def obey(self, one: Logged) -> None:
        """An entry of the server's own."""
        if not system_entries.is_known(one.kind):
            self.ice.freeze([(SYSTEM, one.id)], one.seq, KIND)
            return
        self.changed |= system_entries.obey(self._connection, self._rules, self._scope, one, self._now)

    def _fold_in(self, some: Sequence[Logged]) -> None:
        fold = Fold(lane.reading(self._connection), self._rules, self._scope, decides=False)
        fold.prefetch(key for one in some for key in one.keys)
        for one in some:
            assert one.flow is not None
            assert one.order is not None
            fold.perform(one.flow, one.order, one.did, one.by, final=one.seq <= self._keep_from)
        self.changed |= lane.flush(fold, self._connection, noted=not search_state.is_anew(self._connection))

    def _one_by_one(self, some: Sequence[Logged]) -> None:
        """One of them cannot be applied: its rows freeze, all others go on."""
        for one in some:
            if not self.ice.ready([one]):
                continue
            try:
                with savepoint(self._connection):
                    self._fold_in([one])
            except Exception as error:
                if is_disk(error):
                    raise
                self.ice.freeze(one.keys, one.seq, RAISED)


@contextmanager
def savepoint(connection: "Connection") -> Iterator[None]:
    """What fails inside is taken back, and only that."""
    connection.exec_driver_sql("SAVEPOINT entries")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO entries")
        connection.exec_driver_sql("RELEASE entries")
        raise
    connection.exec_driver_sql("RELEASE entries")


def is_disk(error: Exception) -> bool:
    """Whether the file refused rather than the entry: that is no reason to freeze anything."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    refused = OperationalError | dbapi2.OperationalError | DeskError | OSError | MemoryError
    return isinstance(error, refused) or type(error) in (DatabaseError, dbapi2.DatabaseError)
