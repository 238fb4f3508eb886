"""What a desk keeps of the logs it followed: entries for a while, what undoes them as long as they can be taken back.

The log itself is the server's; older entries of one entity are asked for when somebody looks (sync.md, rule 5).
"""

from typing import TYPE_CHECKING

from desk.domain.calendar import DAY
from desk.store import sealed_ops
from sync.protocol.envelope import unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

COUNTER_DAYS = 3 * 365 + 1
HEAD_OFFICE_DAYS = 35
AT_ONCE = 500
PLACES = "SELECT scope, keep_from FROM sync_state WHERE keep_from > 0"
UNDO = """DELETE FROM undo WHERE rowid IN (SELECT u.rowid FROM undo u JOIN journal j ON j.scope = u.scope
          AND j.id = u.op_id WHERE u.scope = ? AND j.seq <= ? LIMIT ?)"""
# The place of keep_from itself stays: it is the last one that two histories can be compared at.
OLDEST = "SELECT seq, did FROM journal WHERE scope = ? AND seq < ? ORDER BY seq LIMIT ?"
FORGET = "DELETE FROM journal WHERE scope = ? AND seq <= ?"


def prune(database: "Database", now: int, days: int = COUNTER_DAYS, most: int = 20) -> bool:
    """Forget what is too old, in at most so many small transactions; whether there is more to do."""
    for scope, keep_from in database.read(PLACES):
        for work in (_undo, _entries, _sealed):
            while True:
                if not most:
                    return True
                most -= 1
                with database.write() as connection:
                    if work(connection, str(scope), int(keep_from), now - days * DAY) < AT_ONCE:
                        break
    return False


def _undo(connection: "Connection", scope: str, keep_from: int, _before: int) -> int:
    return connection.exec_driver_sql(UNDO, (scope, keep_from, AT_ONCE)).rowcount


def _sealed(connection: "Connection", scope: str, keep_from: int, _before: int) -> int:
    return sealed_ops.forget(connection, scope, keep_from)


def _entries(connection: "Connection", scope: str, keep_from: int, before: int) -> int:
    """From the oldest on, up to the first that is young enough. Before-images went first: they are found by these."""
    last = gone = 0
    for seq, did in connection.exec_driver_sql(OLDEST, (scope, keep_from, AT_ONCE)):
        if int(unpack(bytes(did)).get("at", 0)) >= before:
            break
        last, gone = int(seq), gone + 1
    if gone:
        connection.exec_driver_sql(FORGET, (scope, last))
    return gone
