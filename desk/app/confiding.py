"""On the wire's lane, behind the main file: the complaints' file, while its reader sits at the counter."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.errors import DeskError
from desk.domain.scopes import complaints_of

if TYPE_CHECKING:
    from desk.store.confidential import Asking, Confidential
    from desk.store.database import Database
    from sync.client.complaints import Own
    from sync.client.session import Outcome, Session


@dataclass
class Said:
    """What came of one look. `let_in`: the server answered a reader without a key; done on the lane of the file."""

    outcome: "Outcome"
    new_scopes: bool = False
    let_in: tuple[str, Callable[[], object]] | None = None


class Confiding:
    """What one line to the server knows of the file. Questions that a sign-in raises are asked once for each."""

    def __init__(self) -> None:
        self._own: Own | None = None
        self._asked: object = None
        self._granted: object = None

    def look(self, main: "Session", file: "Confidential", staff_id: str) -> Said:
        """One round of the file, and what has to be asked first. Raises DeskError as the main file's rounds do."""
        from sync.client import complaints

        self._own = self._own or complaints.Own()
        asking = file.asks
        if asking is not None and asking != self._asked:
            return self._ask(main, file, asking)
        database, new = file.database, False
        if database is not None and self._granted is not database:
            self._granted, new = database, complaints.ask_grants(main, staff_id)
        outcome = self._own.round(main, file)
        with suppress(DeskError):  # closed meanwhile: it was noted then
            file.note()
        return Said(outcome, new)

    def hope_again(self) -> None:
        if self._own is not None:
            self._own.hope_again()

    def agree(self, scope: str) -> None:
        """Who agrees that an estate goes back agrees for its complaints."""
        if self._own is not None:
            self._own.agree(complaints_of(scope))

    def _ask(self, main: "Session", file: "Confidential", asking: "Asking") -> Said:
        from sync.client import complaints
        from sync.client.calling import Unreachable
        from sync.client.session import Outcome

        try:
            wrapped = complaints.ask_key(main, asking)
        except Unreachable:
            return Said(Outcome(retry_ms=complaints.AGAIN_MS))
        self._asked = asking
        return Said(Outcome(), let_in=(asking.staff_id, lambda: file.answered(asking, wrapped)))


class Waiting(NamedTuple):
    """Steps that the log has not confirmed. `locked`: of them in the file that nobody has open, and nobody can send."""

    all: int
    locked: int = 0

    @property
    def now(self) -> int:
        return self.all - self.locked


def waiting(database: "Database", file: "Confidential | None") -> Waiting:
    """In both files; `database` is the main one."""
    from desk.store import left_inside, log

    own = file.database if file is not None else None
    inside = left_inside.known(database, own).waiting
    return Waiting(log.waiting(database) + inside, inside if own is None else 0)
