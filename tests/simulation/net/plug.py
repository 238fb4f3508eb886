"""A hand on the plug of one database: the k-th statement from now does not happen, or is the last thing that does.

In the process: the exception goes through no `except Exception`, and behind it nothing reaches the file any more. What
was not committed is rolled back, as it is when a killed program's file is opened again (`tests.simulation.kills` shows
that with real kills).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2

from desk.store.database import Database
from tests.simulation.net.power import Power

WORDS = {
    "full": "database or disk is full",
    "io": "disk I/O error",
    "locked": "database is locked",
}
# What a full disk or another writer does not disturb.
ONLY_WRITING = {
    "full": ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "ROLLBACK"),
    "locked": ("SELECT", "PRAGMA", "SAVEPOINT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "COMMIT", "RELEASE"),
}


class Killed(BaseException):
    """The program behind this plug has ended."""


@dataclass
class Plug:
    """What happens at which statement. `how`: before, after (it is done, and nobody hears of it), full, io, locked."""

    countdown: int = 0
    how: str = "before"
    dead: bool = False
    statements: int = 0

    def arm(self, countdown: int, how: str) -> None:
        self.countdown, self.how = countdown, how

    def disarm(self) -> None:
        self.countdown = 0

    def before(self, sql: str) -> bool:
        """Told of every statement; True where it is to be the last one."""
        if self.dead:
            raise Killed
        if self.how in ONLY_WRITING and sql.lstrip().startswith(ONLY_WRITING[self.how]):
            return False
        self.statements += 1
        if self.countdown == 0:
            return False
        self.countdown -= 1
        if self.countdown > 0:
            return False
        if self.how in WORDS:
            raise dbapi2.OperationalError(WORDS[self.how])
        if self.how == "after":
            return True
        self.die()
        return False

    def die(self) -> None:
        self.dead = True
        raise Killed


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    plug: Plug

    def execute(self, *given: Any) -> Any:
        last = self.plug.before(given[0])
        result = super().execute(*given)
        if last:
            self.plug.die()
        return result

    def executemany(self, *given: Any) -> Any:
        last = self.plug.before(given[0])
        result = super().executemany(*given)
        if last:
            self.plug.die()
        return result


class _Connection:
    """A connection whose every statement asks the plug first; `lasts` is told of a commit that is on the disk."""

    def __init__(self, raw: Any, plug: Plug, lasts: Callable[[], None] | None) -> None:
        self._raw = raw
        self._plug = plug
        self._lasts = lasts

    def cursor(self) -> Any:
        made = self._raw.cursor(_Cursor)
        made.plug = self._plug
        return made

    def execute(self, sql: str, *given: Any) -> Any:
        if self._plug.dead and sql == "ROLLBACK":
            return self._raw.execute(sql)
        return self.cursor().execute(sql, *given)

    def executemany(self, *given: Any) -> Any:
        return self.cursor().executemany(*given)

    def commit(self) -> None:
        last = self._plug.before("COMMIT") if self._raw.in_transaction else False
        self._raw.commit()
        if self._lasts is not None:
            self._lasts()
        if last:
            self._plug.die()

    def rollback(self) -> None:
        self._raw.rollback()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


class Plugged(Database):
    """The real database behind a plug."""

    def __init__(self, path: Any, key: bytes) -> None:
        super().__init__(path, key)
        self.plug = Plug()
        self.power = Power(path)

    def connect(self, readonly: bool = False, durable: bool = True) -> Any:
        raw = super().connect(readonly, durable)
        raw.execute("PRAGMA synchronous=OFF")  # what a power cut takes is reckoned, not waited for
        return _Connection(raw, self.plug, self.power.lasts if durable and not readonly else None)
