"""Erasure on the server: decided and done inside the log's transaction, and written into a register outside of it.

The register lies beside the server's secret. It holds names of ops and fields, never values, and is replayed at every
start: a backup that was restored has the values again, until then.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from desk.domain.days import HOUR, OFFSET
from desk.domain.flow import Flow, Values
from desk.domain.roles import Actor, Role
from desk.store import erasing
from desk.store.erasing import Found, Wanted
from sync.server.offices import reading
from sync.server.sqlite_store import SqliteStore
from sync.server.store import Session, Store

if TYPE_CHECKING:
    from sync.server.serving import Server

NIGHT = (2, 5)
REGISTER = "erased.jsonl"
SCRUB, DUE, CLEAN = "scrub", "due", "clean"
GONE = "〔已删除〕"
IMAGES_AT_ONCE = 200  # of one entry: it has to stay small enough to be pushed again
OP, BODY, BLOB = "op", "body", "blob"
PART = "INSERT INTO erased_part (scope, kind, id) VALUES (?, ?, ?) ON CONFLICT (scope, kind, id) DO NOTHING"
WHOLE = """INSERT INTO erased (scope, id, seq, told) VALUES (?, ?, ?, ?)
           ON CONFLICT (scope, id) DO UPDATE SET seq = excluded.seq"""
FLAG = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class Register:
    """One line an erasure, beside the secret. Several processes may share the file: a line is written at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / REGISTER
        self._lock = Lock()

    def add(self, scope: str, ident: str, wanted: Wanted, found: Found) -> None:
        """On the disk before the transaction commits: an erasure that is in the log is in here too."""
        told = {"scope": scope, "id": ident, **wanted.told(), "places": found.places, "images": found.images}
        with self._lock:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, json.dumps(told).encode() + b"\n")
                os.fsync(handle)
            finally:
                os.close(handle)

    def found(self, scope: str, ident: str) -> Found:
        """Where the values of this asking stood when it was done before: a database put back empties them by this file
        at once, and what is asked again finds nothing any more.
        """
        lines = [Found.of(one) for one in self.all() if (one["scope"], one["id"]) == (scope, ident)]
        return Found([place for one in lines for place in one.places], [image for one in lines for image in one.images])

    def all(self) -> list[dict[str, Any]]:
        """Every whole line; one that a power cut broke off was never committed."""
        if not self.path.exists():
            return []
        lines = self.path.read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in lines if line.endswith(b"}")]


def may(actor: Actor) -> bool:
    """Only the head office."""
    return actor.may(frozenset({Role.HEAD_OFFICE}))


def erase(
    server: "Server", session: Session, scope: str, ident: str, values: Mapping[str, Any], seq: int
) -> list[Values]:
    """Do what `sys.erase` asks (or `sys.erased` said before a rewind); the bodies of the `sys.erased` to log."""
    wanted, read = Wanted.of(values), reading(session)
    found = erasing.find(read, server.rules, scope, wanted)
    emptied = erasing.still_gone(read, server.rules, scope, server.erased.found(scope, ident))
    for before in (Found.of(values), emptied):  # the log must say what the tables show
        found = Found(_joined(found.places, before.places), _joined(found.images, before.images))
    _do(server, session, scope, wanted, found)
    session.run(WHOLE, (scope, ident, seq, json.dumps(wanted.told())))
    server.erased.add(scope, ident, wanted, found)
    told: list[Values] = []
    for start in range(0, max(len(found.images), 1), IMAGES_AT_ONCE):
        places = found.places if not start else []
        images = found.images[start : start + IMAGES_AT_ONCE]
        told.append({"of": ident, **wanted.told(), "places": _lists(places), "images": _lists(images)})
    return told


def _do(server: "Server", session: Session, scope: str, wanted: Wanted, found: Found) -> None:
    erasing.null(reading(session), session, server.rules, scope, wanted, found)
    for one in wanted.all_ops:
        session.run("UPDATE quarantine SET data = ? WHERE scope = ? AND id = ?", (b"", scope, one))
    for one in wanted.blobs:
        session.run("DELETE FROM blob WHERE scope = ? AND sha256 = ?", (scope, one))
    parts = [(OP, one) for one in wanted.all_ops] + [(BODY, one) for one in wanted.bodies]
    for kind, one in (*parts, *((BLOB, one) for one in wanted.blobs)):
        session.run(PART, (scope, kind, one))
    session.run(FLAG, (SCRUB, DUE))


def erased_among(session: Session, scope: str, ids: Sequence[str]) -> Wanted:
    """Which of these ops were erased: pushed again after a restore, they must not come back whole."""
    if not ids:
        return Wanted()
    marks = ",".join("?" * len(ids))
    rows = session.read(f"SELECT kind, id FROM erased_part WHERE scope = ? AND id IN ({marks})", (scope, *ids))
    return Wanted(*(tuple(str(one) for kind, one in rows if kind == wanted) for wanted in (OP, BODY)))


def erase_again(server: "Server", session: Session, scope: str, wanted: Wanted) -> None:
    """Ops that came back: they were decided with what they said, and say it no more."""
    _do(server, session, scope, wanted, erasing.find(reading(session), server.rules, scope, wanted))


def completed(flow: Flow | None, step: str, values: Values) -> Values:
    """What the rules may look at where an erased op is decided once more: what it had to say was said."""
    found = flow.step(step) if flow is not None else None
    if flow is None or found is None:
        return values
    return {**{name: GONE for name in found.asks if name in flow.record.private}, **values}


def replay(server: "Server") -> int:
    """At every start: what a restored backup brought back goes again. Returns how many erasures were done anew."""
    done = 0
    for line in server.erased.all():
        scope, wanted = line["scope"], Wanted.of(line)
        with server.store.session() as session:
            session.lock(scope)
            marks = ",".join("?" * len(wanted.all_ops)) or "''"
            back = session.read(
                f"SELECT 1 FROM journal WHERE scope = ? AND pii IS NOT NULL AND id IN ({marks}) LIMIT 1",
                (scope, *wanted.all_ops),
            )
            if not back and session.read("SELECT 1 FROM erased WHERE scope = ? AND id = ?", (scope, line["id"])):
                continue
            found, known = erasing.find(reading(session), server.rules, scope, wanted), Found.of(line)
            _do(server, session, scope, wanted, found)
            session.run(WHOLE, (scope, line["id"], 0, json.dumps(wanted.told())))
            if not (set(found.places) <= set(known.places) and set(found.images) <= set(known.images)):
                server.erased.add(scope, line["id"], wanted, found)  # the log is to say this too when it is asked again
            done += 1
    return done


def look_after(server: "Server") -> None:
    """A database may be put back under a server that goes on."""
    replay(server)


def scrub(server: "Server") -> bool:
    """Out of the files: pages that were freed are written anew. Returns whether there was anything to do.

    Writers wait meanwhile: it runs at night. PostgreSQL's own log and its backups age by themselves (the register is
    replayed over whatever is restored from them).
    """
    with server.store.reading() as session:
        if not session.read("SELECT 1 FROM fact WHERE name = ? AND value = ?", (SCRUB, DUE)):
            return False
    store = server.store
    if isinstance(store, SqliteStore):
        erasing.rewrite(store.database)
    else:
        _rewrite(store, server)
    with server.store.session() as session:
        session.run(FLAG, (SCRUB, CLEAN))
    return True


def _rewrite(store: Store, server: "Server") -> None:
    from sync.server.postgres_store import PostgresStore

    assert isinstance(store, PostgresStore)
    with store.pool.connection() as connection:
        connection.autocommit = True
        try:
            for table in ("journal", "undo", "blob", "quarantine", *(r.name for r in server.rules.records)):
                connection.execute(f'VACUUM FULL "{table}"'.encode())
            connection.execute("CHECKPOINT")
        finally:
            connection.autocommit = False


def scrub_at_night(server: "Server") -> None:
    """Between two and five o'clock of the office."""
    if NIGHT[0] <= (server.clock() + OFFSET) // HOUR % 24 < NIGHT[1]:
        scrub(server)


def _joined(found: Iterable[Any], before: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys((*found, *before)))


def _lists(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    return [[list(one) if isinstance(one, tuple) else one for one in row] for row in rows]
