"""Outbox and journal: what was done, in exact bytes; undo, replay, and an entity's history from both."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import SALT, WAS, Did, Is, Order, Past, apply
from desk.domain.flow import Values
from desk.domain.service import Rulebook
from desk.domain.taking_back import NAME as TAKE_BACK
from desk.store.rows import columns_of
from sync.protocol.envelope import Envelope, Sealed, unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

PENDING = "pending"
HEAD = "@head"  # in a before-image: the newest op and its eff before this one
ENTRIES = """
    SELECT 0, seq, op, body, pii, did FROM journal WHERE {where}
    UNION ALL
    SELECT 1, n, op, body, pii, did FROM outbox WHERE {where}
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
        "INSERT INTO outbox (n, id, scope, ent, op, body, pii, did, state, tries) VALUES (?,?,?,?,?,?,?,?,?,0)",
        (envelope.n, sealed.id, envelope.scope, envelope.ent, sealed.op, sealed.body, sealed.pii, did, PENDING),
    )


def entry_of(op: bytes, body: bytes | None, pii: bytes | None, did: bytes, pending: bool) -> Entry:
    values: Values = {}
    for part in (body, pii):
        told = {k: v for k, v in unpack(part).items() if k != SALT} if part else {}
        if WAS in told and WAS in values:  # the old values are parted like the new ones
            told[WAS] = {**values[WAS], **told[WAS]}
        values |= told
    return Entry(Envelope.open(op), values, Did.of(unpack(did)), pending)


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
    return int(database.read("SELECT COUNT(*) FROM outbox")[0][0])


def newest(connection: "Connection", scope: str, record: str, ent: str) -> Past | None:
    """The newest op of an entity that still stands, with the fields as they were before it.

    A take_back and the op it took back cancel out: what was written down as one group goes back op by op.
    """
    row = connection.exec_driver_sql(
        f'SELECT head, head_eff FROM "{record}" WHERE scope=? AND id=?', (scope, ent)
    ).fetchone()
    if row is None or row[0] is None:
        return None
    op_id, seen = str(row[0]), int(row[1] or 0)
    taken_back = 0
    while True:
        entry = _of_id(connection, scope, op_id)
        if entry is None:
            return Past(op_id, "", "", seen, _images(connection, op_id), seen)
        head = entry.head
        if entry.step == TAKE_BACK and head.ent == ent:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return Past(op_id, head.kind, head.by, entry.did.eff, _images(connection, op_id), seen)
        if head.after is None:
            return None
        op_id = head.after


def _of_id(connection: "Connection", scope: str, op_id: str) -> Entry | None:
    row = connection.exec_driver_sql(
        "SELECT op, did FROM outbox WHERE id=? UNION ALL SELECT op, did FROM journal WHERE scope=? AND id=?",
        (op_id, scope, op_id),
    ).fetchone()
    return entry_of(row[0], None, None, row[1], False) if row is not None else None


def _images(connection: "Connection", op_id: str) -> dict[tuple[str, str], Values | None]:
    rows = connection.exec_driver_sql("SELECT record, id, before FROM undo WHERE op_id=?", (op_id,))
    return {(name, one): _image(text) for name, one, text in rows}


def _image(text: str | None) -> Values | None:
    return None if text is None else {name: value for name, value in json.loads(text).items() if name != HEAD}


def undo(connection: "Connection", rules: Rulebook, scope: str, op_id: str) -> None:
    """Put back what one op changed. Only the newest op of its entities may be undone; the caller goes backwards."""
    rows = connection.exec_driver_sql("SELECT record, id, before FROM undo WHERE op_id=?", (op_id,)).fetchall()
    for record, ent, text in rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)", (scope, record, ent)
        )
        if text is None:
            connection.exec_driver_sql(f'DELETE FROM "{record}" WHERE scope=? AND id=?', (scope, ent))
            continue
        head, head_eff = json.loads(text)[HEAD]
        image = columns_of(rules.known(record).record).encode(_image(text) or {})
        sets = "".join(f', "{name}"=?' for name in image)
        connection.exec_driver_sql(
            f'UPDATE "{record}" SET head=?, head_eff=?{sets} WHERE scope=? AND id=?',
            (head, head_eff, *image.values(), scope, ent),
        )
    connection.exec_driver_sql("DELETE FROM undo WHERE op_id=?", (op_id,))


def replay(connection: "Connection", rules: Rulebook) -> dict[tuple[str, str], Values]:
    """Every record as a replay of all verdicts makes it: what the tables must equal."""
    state: dict[tuple[str, str], Values] = {}
    for entry in everything(connection):
        flow, record, step = rules.of_kind(entry.head.kind)
        if flow is None or entry.did.verdict is not Is.OK:
            continue
        order = Order(record, step, entry.head.ent, entry.values, entry.head.at)
        after = apply(flow, state.get((record, entry.head.ent)), order, entry.did)
        assert after is not None
        state[(record, entry.head.ent)] = after
        for make in entry.did.make:
            state[(make.record, make.id)] = {**state.get((make.record, make.id), {"id": make.id}), **make.values}
    return {key: {k: v for k, v in values.items() if v is not None} for key, values in state.items()}
