"""What clerks sealed to this desk's own key, into the complaints' file when that is opened."""

from typing import TYPE_CHECKING, NamedTuple

from desk.domain.roles import Actor
from desk.store import lane, log, pending, sealing
from desk.store.fold import Fold, Key
from desk.store.sealed_ops import HERE
from sync.protocol.envelope import Envelope, Sealed, pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from desk.domain.deciding import Context
    from desk.domain.service import Rulebook
    from desk.store.database import Database

FRESH = "SELECT id, op, body, state FROM sealed WHERE opened = 0 ORDER BY pos"
KNOWN = "SELECT 1 FROM outbox WHERE id=? UNION ALL SELECT 1 FROM journal WHERE id=?"


def open_here(
    main: "Database",
    own: "Database",
    private: bytes,
    rules: "Rulebook",
    context_of: "Callable[[Connection, str, Actor, int], Context]",
    now: int,
) -> set[Key]:
    """What was sealed to this desk's own key goes into the complaints' file, in the very bytes; done again, it is once.

    What is not for the server leaves the table with that; the rest stays until the log has confirmed it. What was
    sealed to the pair of an earlier file stays, though only the server may still open it.
    """
    ready = [one for row in main.read(FRESH) if (one := _opened(private, *row)) is not None]
    found: set[Key] = set()
    if not ready:
        return found
    with own.write() as connection:
        for one in ready:
            found |= _take_in(connection, one.sealed, rules, context_of, now)
    with main.write() as connection:
        gone = [(one.sealed.id,) for one in ready if one.state == HERE]
        if gone:
            connection.exec_driver_sql("DELETE FROM sealed WHERE id=?", gone)
        connection.exec_driver_sql("UPDATE sealed SET opened=1 WHERE id=?", [(one.sealed.id,) for one in ready])
    return found


class _Ready(NamedTuple):
    sealed: Sealed
    state: str


def _opened(private: bytes, ident: str, op: bytes, body: bytes, state: str) -> _Ready | None:
    """None: it was sealed to another pair, or is damaged. It stays as it is; the server may know better."""
    try:
        parts = sealing.parted(sealing.unseal(private, bytes(body), bytes(op)))
    except sealing.NotForUs:
        return None
    return _Ready(Sealed(str(ident), bytes(op), *parts), str(state))


def _take_in(
    connection: "Connection",
    sealed: Sealed,
    rules: "Rulebook",
    context_of: "Callable[[Connection, str, Actor, int], Context]",
    now: int,
) -> set[Key]:
    """One op into the outbox of the complaints' file, decided as a forecast like all that waits there."""
    if connection.exec_driver_sql(KNOWN, (sealed.id, sealed.id)).fetchone():
        return set()
    head = Envelope.open(sealed.op)
    log.append_outbox(connection, head, sealed, pack({"is": "unknown", "at": now, "eff": now}))
    pos = int(connection.exec_driver_sql("SELECT pos FROM outbox WHERE id=?", (sealed.id,)).scalar_one())
    fold = Fold(lane.reading(connection), rules, head.scope)
    again = pending.Forecasting(connection, rules, context_of, fold, now)
    again.again([pending.Pending(pos, sealed.id, frozenset())])
    return again.changed | lane.flush(fold, connection)
