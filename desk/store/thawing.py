"""A newer program takes up what an older one could not apply: frozen rows are brought up to date from the journal."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from desk.domain.service import Rulebook
from desk.store import erasing, lane, pending
from desk.store.applying import NOTHING
from desk.store.fold import Fold, Key
from desk.store.logged import SYSTEM, Logged, opened
from desk.store.pending import Forecasting
from desk.store.performing import Performing
from desk.store.steps import Changed, ContextOf

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

WHOLE = "id<>'*'"  # rows of a snapshot that was not wholly read stand for no entry of the log
SINCE = "SELECT seq, op, body, pii, did, mac FROM journal WHERE scope=? AND seq>=? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as the journal keeps it."""

    seq: int
    op: bytes
    body: bytes | None
    pii: bytes | None
    did: bytes
    mac: bytes | None


def thaw(database: "Database", rules: Rulebook, context_of: ContextOf, scope: str, now: int) -> Changed:
    """Try again all that is frozen in a scope; what this program cannot apply either stays frozen."""
    if not database.read(f"SELECT 1 FROM frozen WHERE scope=? AND {WHOLE} LIMIT 1", (scope,)):
        return NOTHING
    with database.write() as connection:
        skipped = _skipped(connection, rules, scope)
        keys = {key for one in skipped for key in one.keys}
        waiting = pending.touched(connection, scope, keys, ())
        pending.undo(connection, rules, scope, waiting)
        connection.exec_driver_sql(f"DELETE FROM frozen WHERE scope=? AND {WHOLE}", (scope,))
        performing = Performing(connection, rules, scope, now)
        for is_system, group in groupby(skipped, lambda one: one.is_system):
            if is_system:
                for one in group:
                    performing.obey(one)
            else:
                performing.perform(list(group))
        fold = Fold(lane.reading(connection), rules, scope)
        again = Forecasting(connection, rules, context_of, fold, now, frozenset(performing.ice.keys))
        again.again(waiting)
        changed = performing.changed | again.changed | lane.flush(fold, connection)
    return Changed(frozenset(changed), (), tuple(one.id for one in skipped))


def _skipped(connection: "Connection", rules: Rulebook, scope: str) -> list[Logged]:
    """The entries that were journalled and not applied, in order: those about a row from where on it is frozen.

    An erasure was done meanwhile, but not in what these entries only now put there.
    """
    rows = connection.exec_driver_sql(f"SELECT record, id, seq FROM frozen WHERE scope=? AND {WHOLE}", (scope,))
    frozen: dict[Key, int] = {(str(record), str(ent)): int(seq) for record, ent, seq in rows.fetchall()}
    found: list[Logged] = []
    for row in connection.exec_driver_sql(SINCE, (scope, min(frozen.values()))).fetchall():
        one = opened(rules, Stored(*row))
        keys = (("", f"#{one.seq}"), *(((SYSTEM, one.id),) if one.is_system else one.keys))
        if any(one.seq >= frozen.get(key, one.seq + 1) for key in keys):
            found.append(one)
        elif one.is_system and one.kind == erasing.DONE and one.order is not None:
            late = {key for key, since in frozen.items() if one.seq >= since}
            if told := erasing.about(one.order.values, late):
                found.append(replace(one, order=replace(one.order, values=told)))
    return found
