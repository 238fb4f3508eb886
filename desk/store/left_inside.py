"""What waits in the complaints' file, as far as everybody may know it: figures, also while the file is locked."""

import json
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.deciding import OPEN
from desk.domain.errors import DeskError
from desk.store import device

if TYPE_CHECKING:
    from desk.store.database import Database

NOTED = "complaints.left"  # in the main file's table `device`
OUTBOX = "SELECT COUNT(*) FROM outbox"
BRANCHES = "SELECT scope, COUNT(DISTINCT ent) FROM branch WHERE status = ? GROUP BY scope"
KNOWN = "SELECT value FROM device WHERE name = ?"


class Left(NamedTuple):
    """Steps that are still to be sent, and by scope how many complaints wait for somebody to say which side stands."""

    waiting: int = 0
    undecided: tuple[tuple[str, int], ...] = ()

    def to_decide(self, scope: str) -> int:
        return dict(self.undecided).get(scope, 0)


def inside(own: "Database") -> Left:
    """As the file itself says."""
    waiting = int(own.read(OUTBOX)[0][0])
    return Left(waiting, tuple((str(scope), int(count)) for scope, count in own.read(BRANCHES, [OPEN])))


def noted(main: "Database") -> Left:
    """As it stood when the file was open last."""
    rows = main.read(KNOWN, (NOTED,))
    if not rows:
        return Left()
    waiting, undecided = json.loads(str(rows[0][0]))
    return Left(int(waiting), tuple((str(scope), int(count)) for scope, count in undecided))


def note(main: "Database", own: "Database") -> None:
    """Keep the figures where they are read without the key; nothing is written while they are the same."""
    found = inside(own)
    if found != noted(main):
        with main.write() as connection:
            device.put(connection, NOTED, json.dumps(found))


def known(main: "Database", own: "Database | None") -> Left:
    """`own`: the file, where it is open. Whoever locks it meanwhile has noted what it left."""
    try:
        return noted(main) if own is None else inside(own)
    except DeskError:
        if own is None:
            raise
        return noted(main)
