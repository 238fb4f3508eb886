"""Entries that the server itself writes, `sys.*`: they bind every desk and change no record by a rule."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from desk.domain.flow import Values
from desk.domain.service import Rulebook
from desk.store import erasing, sealed_ops
from desk.store.fold import Key
from desk.store.logged import Logged
from sync.protocol.envelope import Envelope, digest

if TYPE_CHECKING:
    from sqlalchemy import Connection

QUARANTINED = "sys.quarantined"
LODGED = "sys.lodged"  # an op that was sealed here is in the log of its own scope, which this desk does not follow
NOTE = "INSERT INTO sync_note (at, scope, what, id, detail) VALUES (?, ?, ?, ?, ?)"
Handler = Callable[["Connection", Rulebook, str, Values, int], set[Key]]


def put_aside(logged: Iterable[Logged]) -> set[str]:
    """The ops of which these entries say that they cannot be logged."""
    said = (one.order.values.get("id") for one in logged if one.kind == QUARANTINED and one.is_system and one.order)
    return {str(ident) for ident in said if ident}


def empties_rows(logged: Iterable[Logged]) -> bool:
    """Whether one of these takes values out of rows as the log has them: no forecast may stand on those meanwhile."""
    return any(one.kind in (erasing.ASKED, erasing.DONE) and one.is_system for one in logged)


def is_known(kind: str) -> bool:
    return kind in HANDLERS


def obey(connection: "Connection", rules: Rulebook, scope: str, one: Logged, now: int) -> set[Key]:
    """Do what the entry says; returns the rows it changed."""
    values = dict(one.order.values) if one.order is not None else {}
    return HANDLERS[one.kind](connection, rules, scope, values, now)


def note(
    connection: "Connection", at: int, scope: str, what: str, about: str | None, detail: Mapping[str, Any]
) -> None:
    """What a person may want to read later about the traffic with the server. Nothing private."""
    connection.exec_driver_sql(NOTE, (at, scope, what, about, json.dumps(detail, ensure_ascii=False)))


def _quarantined(connection: "Connection", rules: Rulebook, scope: str, values: Values, now: int) -> set[Key]:
    """The op leaves the outbox, and a note stays for the people who took the step."""
    ident = str(values.get("id"))
    rows = connection.exec_driver_sql("SELECT pos, op FROM outbox WHERE id=? AND scope=?", (ident, scope)).fetchall()
    sealed = connection.exec_driver_sql("SELECT -1, op FROM sealed WHERE id=?", (ident,)).fetchall()
    for pos, op in (*rows, *sealed):
        if digest(op) != values.get("hash"):
            continue
        head = Envelope.open(op)
        connection.exec_driver_sql("DELETE FROM outbox WHERE pos=?", (pos,))
        connection.exec_driver_sql("DELETE FROM sealed WHERE id=?", (ident,))
        told = {"kind": head.kind, "ent": head.ent, "by": head.by, "at": head.at, "reason": values.get("reason")}
        note(connection, now, scope, "quarantined", ident, told)
    return set()


def _lodged(connection: "Connection", rules: Rulebook, scope: str, values: Values, now: int) -> set[Key]:
    sealed_ops.lodged(connection, scope, str(values.get("id")), str(values.get("hash")))
    return set()


HANDLERS: dict[str, Handler] = {
    QUARANTINED: _quarantined,
    LODGED: _lodged,
    erasing.ASKED: erasing.obey,
    erasing.DONE: erasing.obey,
}
