"""Outbox and journal: what was done, in exact bytes; undo, replay, and an entity's history from both."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import BRANCH, TOLD, Did, Is, Order, apply, opened
from desk.domain.flow import Values
from desk.domain.service import Rulebook
from desk.store.fold import HEAD, Key, image_of
from desk.store.rows import columns_of
from desk.store.said import values_of
from sync.protocol.envelope import Envelope, Sealed, unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

PENDING = "pending"
WAITS = "SELECT 1 FROM outbox WHERE id=? AND mac IS NULL"
# CROSS JOIN keeps the order: a row has a handful of ops, and the planner would walk the whole log backwards instead.
LOGGED_AGAIN = """SELECT o.id FROM undo u CROSS JOIN outbox o ON o.scope=u.scope AND o.id=u.op_id AND o.mac IS NOT NULL
                  WHERE u.scope=? AND u.record=? AND u.id=? ORDER BY o.pos DESC LIMIT 1"""
LOGGED = """SELECT j.id FROM undo u CROSS JOIN journal j ON j.scope=u.scope AND j.id=u.op_id
            WHERE u.scope=? AND u.record=? AND u.id=? ORDER BY j.seq DESC LIMIT 1"""
ENTRIES = """
    SELECT 0, seq, op, body, pii, did FROM journal WHERE {where}
    UNION ALL
    SELECT 1, pos, op, body, pii, did FROM outbox WHERE {where}
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One op with its outcome; `pending` until the log of the server confirms it."""

    head: Envelope
    values: Values
    did: Did
    pending: bool

    @property
    def step(self) -> str:
        return self.head.kind.partition(".")[2]

    @property
    def record(self) -> str:
        return self.head.kind.partition(".")[0]


def append_outbox(connection: "Connection", envelope: Envelope, sealed: Sealed, did: bytes) -> None:
    connection.exec_driver_sql(
        "INSERT INTO outbox (pos, n, id, scope, ent, op, body, pii, did, state, tries)"
        " VALUES ((SELECT COALESCE(MAX(pos), 0) + 1 FROM outbox), ?,?,?,?,?,?,?,?,?,0)",
        (envelope.n, sealed.id, envelope.scope, envelope.ent, sealed.op, sealed.body, sealed.pii, did, PENDING),
    )


def entry_of(op: bytes, body: bytes | None, pii: bytes | None, did: bytes, pending: bool) -> Entry:
    return Entry(Envelope.open(op), values_of(body, pii), Did.of(unpack(did)), pending)


def history(database: "Database", ent: str) -> list[Entry]:
    """Everything that happened to one entity, oldest first, confirmed and pending."""
    return [_entry(row) for row in database.read(ENTRIES.format(where="ent=?"), (ent, ent))]


def everything(connection: "Connection") -> Iterator[Entry]:
    for row in connection.exec_driver_sql(ENTRIES.format(where="1=1")):
        yield _entry(tuple(row))


def _entry(row: tuple[Any, ...]) -> Entry:
    return entry_of(row[2], row[3], row[4], row[5], bool(row[0]))


def waiting(database: "Database") -> int:
    """How many ops are still to be sent."""
    from desk.store import sealed_ops

    return int(database.read("SELECT COUNT(*) FROM outbox")[0][0]) + sealed_ops.waiting(database)


def base_of(connection: "Connection", scope: str, key: Key, after: str | None) -> str | None:
    """Of an op that follows one which was never logged: the newest logged op about this row, empty where none was.

    What was logged once and waits to be logged again after a rewind counts as logged: it keeps its place.
    """
    if after is None or connection.exec_driver_sql(WAITS, (after,)).fetchone() is None:
        return None
    row = connection.exec_driver_sql(LOGGED_AGAIN, (scope, *key)).fetchone()
    row = row or connection.exec_driver_sql(LOGGED, (scope, *key)).fetchone()
    return str(row[0]) if row else ""


def undo(connection: "Connection", rules: Rulebook, scope: str, op_id: str) -> None:
    """Put back what one op changed. Only the newest op of its entities may be undone; the caller goes backwards."""
    rows = connection.exec_driver_sql(
        "SELECT record, id, before FROM undo WHERE scope=? AND op_id=?", (scope, op_id)
    ).fetchall()
    for record, ent, text in rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)", (scope, record, ent)
        )
        if text is None:
            connection.exec_driver_sql(f'DELETE FROM "{record}" WHERE scope=? AND id=?', (scope, ent))
            continue
        head, head_eff = json.loads(text)[HEAD]
        image = columns_of(rules.known(record).record).encode(image_of(text) or {})
        sets = "".join(f', "{name}"=?' for name in image)
        connection.exec_driver_sql(
            f'UPDATE "{record}" SET head=?, head_eff=?{sets} WHERE scope=? AND id=?',
            (head, head_eff, *image.values(), scope, ent),
        )
    connection.exec_driver_sql("DELETE FROM undo WHERE scope=? AND op_id=?", (scope, op_id))


def replay(connection: "Connection", rules: Rulebook) -> dict[tuple[str, str], Values]:
    """Every record as a replay of all verdicts makes it: what the tables must equal."""
    return replayed(everything(connection), rules)


def replayed(entries: Iterable[Entry], rules: Rulebook) -> dict[tuple[str, str], Values]:
    """Every record as these entries make it, in their order."""
    state: dict[tuple[str, str], Values] = {}
    for entry in entries:
        flow, record, step = rules.of_kind(entry.head.kind)
        if flow is None or entry.did.verdict not in (Is.OK, Is.CONTESTED):
            continue
        order = Order(record, step, entry.head.ent, entry.values, entry.head.at, entry.head.id)
        if entry.did.verdict is Is.OK:
            told = state.get((BRANCH, entry.did.keep or ""), {}).get(TOLD)
            after = apply(flow, state.get((record, entry.head.ent)), order, entry.did, told)
            assert after is not None
            state[(record, entry.head.ent)] = after
        for make in entry.did.make:
            key = (make.record, make.id)
            state[key] = opened(flow, state.get(key), order, entry.did, make)
    return {key: {k: v for k, v in values.items() if v is not None} for key, values in state.items()}
