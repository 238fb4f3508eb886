"""Erasure (sync.md, rule 14): what names a person goes from the log, the records, their undo, search and photos.

A person of the head office asks by `sys.erase {ops, bodies, blobs, reason}`. The server, which has the whole log, finds
where the values stand and says so by `sys.erased`, in names and never in values; everybody else does what that says.
A value is known by being equal: where a later step said the same of the same person, it goes as well.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from desk.domain.deciding import BRANCH, RESERVED, TOLD, Did
from desk.domain.field import Merge
from desk.domain.flow import Values
from desk.domain.service import Rulebook
from desk.store.fold import HEAD, Key, Row
from desk.store.rows import columns_of
from desk.store.said import Read, values_of
from sync.protocol.envelope import Envelope, unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

ASKED, DONE = "sys.erase", "sys.erased"
AT_ONCE = 200
MOST = 400  # ops and photos of one asking
SCRUB, DUE, CLEAN = "scrub", "due", "clean"
Place = tuple[str, str, tuple[str, ...]]  # record, id, fields
Image = tuple[str, str, str, tuple[str, ...]]  # op, record, id, fields


class Sink(Protocol):
    """Where it is done: one transaction of either database."""

    def many(self, sql: str, rows: Sequence[Row]) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What has to go: the private part of `ops`, the body too of `bodies`, and photos by their hash."""

    ops: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Wanted":
        """From an entry; what is no list of words asks for nothing."""
        return cls(*(_words(values.get(name)) for name in ("ops", "bodies", "blobs")))

    @property
    def all_ops(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.ops, *self.bodies)))

    def told(self) -> Values:
        return {"ops": list(self.ops), "bodies": list(self.bodies), "blobs": list(self.blobs)}


@dataclass
class Found:
    """Where erased values stand now: fields of rows, and before-images of ops."""

    places: list[Place] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Found":
        return cls(
            [(record, ent, _words(names)) for record, ent, names in values.get("places") or ()],
            [(op, record, ent, _words(names)) for op, record, ent, names in values.get("images") or ()],
        )


class _Marked:
    """Values that have to go, by row and field."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self.rows: dict[Key, dict[str, list[Any]]] = {}

    def add(self, key: Key, values: Mapping[str, Any]) -> None:
        flow = self._rules.flow(key[0])
        known = columns_of(flow.record).names if flow is not None else ()
        for name, value in values.items():
            if name in known and name not in RESERVED and name not in ("id", "status") and value is not None:
                self.rows.setdefault(key, {}).setdefault(name, []).append(value)

    def gone(self, key: Key, name: str, value: Any) -> bool:
        """Of texts that both stayed, one that has to go takes the other from the row; the log has it still."""
        told = self.rows.get(key, {}).get(name, ())
        if value is None or value in told:
            return value is not None
        if not (told and isinstance(value, str) and self._rules.known(key[0]).record.field(name).merge is Merge.BOTH):
            return False
        return any(f"\n{one}\n" in f"\n{value}\n" for one in told)


def find(read: Read, rules: Rulebook, scope: str, wanted: Wanted, tables: Sequence[str] = ("journal",)) -> Found:
    """Where the values of these ops stand, as far as their parts are still here."""
    marked = _Marked(rules)
    told: set[Key] = set()
    for table in tables:
        for one, op, body, pii, did in _ops(read, table, scope, wanted.all_ops):
            head, verdict = Envelope.open(bytes(op)), Did.of(unpack(bytes(did)))
            said = values_of(bytes(body) if body and one in wanted.bodies else None, bytes(pii) if pii else None)
            marked.add((head.kind.partition(".")[0], head.ent), said)
            for make in verdict.make:
                marked.add((make.record, make.id), said)
                told |= {(BRANCH, make.id)} if make.record == BRANCH else set()
    return _where(read, rules, scope, marked, told)


def _where(read: Read, rules: Rulebook, scope: str, marked: _Marked, told: Iterable[Key]) -> Found:
    found = Found([(*key, (TOLD,)) for key in sorted(told) if _value(read, rules, scope, key, TOLD) is not None])
    for key in sorted(marked.rows):
        values = _values(read, rules, scope, key)
        names = tuple(name for name in marked.rows[key] if marked.gone(key, name, values.get(name)))
        found.places += [(*key, names)] if names else []
    for key in sorted({*marked.rows, *told}):
        for op, image in _images(read, scope, key):
            names = tuple(n for n, v in image.items() if marked.gone(key, n, v) or (n == TOLD and key in told and v))
            found.images += [(op, *key, names)] if names else []
    return found


def about(values: Mapping[str, Any], keys: Container[Key]) -> Values:
    """What `sys.erased` says of these rows alone; empty where it says nothing of them."""
    found = Found.of(values)
    places = [one for one in found.places if one[:2] in keys]
    images = [one for one in found.images if one[1:3] in keys]
    return {**values, "places": places, "images": images} if places or images else {}


def also_older(read: Read, rules: Rulebook, scope: str, found: Found) -> Found:
    """Before-images that the finder does not keep (any more), by what stands in the rows that have to go."""
    marked = _Marked(rules)
    for record, ent, names in found.places:
        values = _values(read, rules, scope, (record, ent))
        marked.add((record, ent), {name: values.get(name) for name in names})
    return Found(found.places, [*found.images, *_where(read, rules, scope, marked, ()).images])


def still_gone(read: Read, rules: Rulebook, scope: str, before: Found) -> Found:
    """Those of these places and images that hold nothing: what stands there otherwise was never asked for."""
    places: list[Place] = []
    for record, ent, names in before.places:
        values = _values(read, rules, scope, (record, ent))
        places.append((record, ent, tuple(name for name in names if values.get(name) is None)))
    images: list[Image] = []
    for op, record, ent, names in before.images:
        held = [image for one, image in _images(read, scope, (record, ent)) if one == op]
        images.append((op, record, ent, tuple(n for n in names if all(image.get(n) is None for image in held))))
    return Found([one for one in places if one[-1]], [one for one in images if one[-1]])


def null(read: Read, sink: Sink, rules: Rulebook, scope: str, wanted: Wanted, found: Found) -> set[Key]:
    """Take all of it out; returns the rows that changed. Doing it twice changes nothing."""
    touched: set[Key] = set()
    for record, ent, names in found.places:
        flow = rules.flow(record)
        known = [name for name in names if flow is not None and name in columns_of(flow.record).names]
        if known:
            sets = ", ".join(f'"{name}"=NULL' for name in known)
            sink.many(f'UPDATE "{record}" SET {sets} WHERE scope=? AND id=?', [(scope, ent)])
            touched.add((record, ent))
    for op, record, ent, names in found.images:
        sql = "SELECT before FROM undo WHERE scope=? AND op_id=? AND record=? AND id=?"
        for (before,) in read(sql, (scope, op, record, ent)):
            image = {k: None if k in names else v for k, v in json.loads(before or "{}").items()}
            if before is not None:
                sink.many(
                    "UPDATE undo SET before=? WHERE scope=? AND op_id=? AND record=? AND id=?",
                    [(json.dumps(image, ensure_ascii=False), scope, op, record, ent)],
                )
    sink.many("UPDATE journal SET pii=NULL WHERE scope=? AND id=?", [(scope, one) for one in wanted.all_ops])
    if wanted.bodies:
        sink.many("UPDATE journal SET body=NULL WHERE scope=? AND id=?", [(scope, one) for one in wanted.bodies])
    return touched


def _ops(read: Read, table: str, scope: str, ids: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        yield from read(f"SELECT id, op, body, pii, did FROM {table} WHERE scope=? AND id IN ({marks})", (scope, *some))


def _values(read: Read, rules: Rulebook, scope: str, key: Key) -> Values:
    flow = rules.flow(key[0])
    if flow is None:
        return {}
    columns = columns_of(flow.record)
    rows = read(columns.select("scope=? AND id=?"), (scope, key[1]))
    return columns.decode(tuple(rows[0])) if rows else {}


def _value(read: Read, rules: Rulebook, scope: str, key: Key, name: str) -> Any:
    return _values(read, rules, scope, key).get(name)


def _images(read: Read, scope: str, key: Key) -> Iterable[tuple[str, Values]]:
    sql = "SELECT op_id, before FROM undo WHERE scope=? AND record=? AND id=? AND before IS NOT NULL"
    for op, before in read(sql, (scope, *key)):
        yield str(op), {name: value for name, value in json.loads(before).items() if name != HEAD}


def _words(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str))[:MOST] if isinstance(value, list | tuple) else ()


# on a desk


class _Writing:
    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        if rows:
            self._connection.exec_driver_sql(sql, list(rows))


def obey(connection: "Connection", rules: Rulebook, scope: str, values: Values, now: int) -> set[Key]:
    """`sys.erase` and `sys.erased` on a desk: what the entry names, and what this desk itself knows to be the same."""
    from desk.store import device, lane

    read, wanted = lane.reading(connection), Wanted.of(values)
    own = find(read, rules, scope, wanted, ("journal", "outbox"))
    named = also_older(read, rules, scope, Found.of(values))
    touched = null(read, _Writing(connection), rules, scope, wanted, Found(own.places, own.images))
    touched |= null(read, _Writing(connection), rules, scope, wanted, named)
    for record, ent in touched:
        _unfind(connection, rules, scope, record, ent)
    for sha256 in wanted.blobs:
        connection.exec_driver_sql("DELETE FROM blob WHERE sha256=?", (sha256,))
    device.put(connection, SCRUB, DUE)
    return touched


def _unfind(connection: "Connection", rules: Rulebook, scope: str, record: str, ent: str) -> None:
    """Out of search at once; what is left of it is found again when search has caught up."""
    if not rules.known(record).record.found_by:
        return
    key = (scope, record, ent)
    rows = connection.exec_driver_sql("SELECT rowid_ FROM search_doc WHERE scope=? AND kind=? AND id=?", key)
    for (row,) in rows.fetchall():
        connection.exec_driver_sql("DELETE FROM search_fts WHERE rowid=?", (row,))
        connection.exec_driver_sql("DELETE FROM search_doc WHERE rowid_=?", (row,))
    connection.exec_driver_sql("INSERT OR IGNORE INTO search_due (scope, kind, id) VALUES (?, ?, ?)", key)


def scrub_due(database: "Database") -> bool:
    return database.read("SELECT 1 FROM device WHERE name=? AND value=?", (SCRUB, DUE)) != []


def is_found_no_more(database: "Database") -> bool:
    """Whether search has caught up: until then a name may still stand in what others are found by."""
    return database.read("SELECT 1 FROM search_due LIMIT 1") == []


def scrub(database: "Database") -> None:
    """Out of the file as well: what was erased stands in freed pages until the file is written anew.

    It holds every writer for as long as that takes: at the start or the end of a day, not at the counter. Before search
    has caught up it would be too early.
    """
    from desk.store import device

    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('optimize')")
        device.put(connection, SCRUB, CLEAN)
    rewrite(database)


def rewrite(database: "Database") -> None:
    """The whole file anew, without its free pages; its log emptied."""
    connection = database.connect()
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
