"""The index of search: drained behind the commits from `search_due`, or built whole and sorted for a first load."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.domain.field import Field, RecordType
from desk.domain.flow import Values
from desk.store import device, search_state
from desk.store.rows import columns_of
from desk.store.search_state import BUILDING, FEW, MANY, READY
from desk.store.search_tokens import Document, document

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

Key = tuple[str, str, str]  # scope, kind, id
Row = tuple[Any, ...]
Read = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]
Progress = Callable[[int, int], None]
SLOTS = 256  # rows of one millisecond
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Indexed:
    """An entity read for search; `base` is the first row of its moment."""

    base: int
    document: Document


class Index:
    """Writes `search_fts` and `search_doc`. A record that lends keeps a row without tokens: to whom it lent."""

    def __init__(self, database: "Database", records: Iterable[RecordType]) -> None:
        self._database = database
        self.records = {record.name: record for record in records}
        self._searched = frozenset(n for n, r in self.records.items() if any(f.searched for f in r.fields))
        self._lending = [(r, f) for r in self.records.values() for f in r.fields if f.lends]

    def holds(self, kind: str) -> bool:
        """Whether entities of this kind can be found."""
        return kind in self._searched

    def scopes(self) -> list[str]:
        """Every scope that has documents."""
        return [str(row[0]) for row in self._database.read(SCOPES, ())]

    def waiting(self) -> int:
        """How many entities the index has not caught up with."""
        return int(self._database.read("SELECT COUNT(*) FROM search_due")[0][0])

    def _count(self) -> int:
        return int(self._database.read("SELECT COUNT(*) FROM search_doc")[0][0])

    def unfinished(self) -> bool:
        """Whether a build is due, or was broken off: then it must run from its start."""
        return search_state.is_unfinished(self._database)

    def catch_up(self, progress: Progress | None = None) -> int:
        """At start and after an import: build where that is quicker or was broken off, else drain to the end.

        Where `progress` raises, it ends; the next time goes on with what is left.
        """
        waiting = self.waiting()
        if self.unfinished() or waiting > MANY or (waiting > FEW and waiting > self._count()):
            return self.build(progress)
        done = 0
        while caught := self.drain():
            done += caught
            if progress is not None:
                progress(done, max(done, waiting))
        return done

    def drain(self, limit: int = 50) -> int:
        """Catch up with the oldest notes in one transaction; returns how many. 0 is none, or a build under way."""
        with self._database.write() as connection:
            read = _reader(connection)
            if read("SELECT 1 FROM device WHERE name=? AND value<>?", (search_state.NAME, READY)):
                return 0
            due: list[Key] = [(s, k, i) for s, k, i in read(DUE, (limit,))]
            wanted = dict.fromkeys(due)
            for key in due:
                wanted |= dict.fromkeys(self.touched_by(read, key))
            taken: dict[int, int] = {}
            for key in wanted:
                self._write(connection, read, key, taken)
            if due:
                connection.exec_driver_sql("DELETE FROM search_due WHERE scope=? AND kind=? AND id=?", due)
        return len(due)

    def build(self, progress: Progress | None = None) -> int:
        """Index everything, sorted by age, in several transactions; returns how many. Broken off, it is begun anew."""
        with self._database.write() as connection:
            device.put(connection, search_state.NAME, BUILDING)
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('delete-all')")
            connection.exec_driver_sql("DELETE FROM search_doc")
            connection.exec_driver_sql("DELETE FROM search_due")
            packed = self._everything(_reader(connection))
        last, total = -1, len(packed)
        for start in range(0, total, AT_ONCE):
            docs, tokens, last = self._read_sorted(packed[start : start + AT_ONCE], last)
            with self._database.write() as connection:  # nobody waits while texts are read and taken apart
                if docs:
                    connection.exec_driver_sql(INSERT_DOC, docs)
                if tokens:
                    connection.exec_driver_sql(INSERT_FTS, tokens)
            if progress is not None:
                progress(min(start + AT_ONCE, total), total)
        with self._database.write() as connection:
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('optimize')")
            device.put(connection, search_state.NAME, READY)
        return total

    def read_one(self, read: Read, scope: str, kind: str, ent: str) -> Indexed | None:
        """One entity as search sees it now, or None where there is none."""
        record = self.records[kind]
        names = _names(record)
        rows = read(columns_of(record).select("scope=? AND id=?", (*names, "head")), (scope, ent))
        if not rows:
            return None
        *stored, head = rows[0]
        values = columns_of(record).decode(stored, names)
        return Indexed(base_of(ent, head), self._document(read, record, scope, values))

    def lent_to(self, read: Read, scope: str, kind: str, ent: str) -> list[tuple[RecordType, Values]]:
        """The other records under which an entity is found: a resident's rooms."""
        found: list[tuple[RecordType, Values]] = []
        for by, f in self._lending:
            if f.refers != kind:
                continue
            of = self.records[_referred(by, f.lends)]
            columns, names = columns_of(of), _names(of)
            lending = f'SELECT "{f.lends}" FROM "{by.name}" WHERE scope=? AND "{f.name}"=? AND status IS NOT \'void\''
            rows = read(columns.select(f"scope=? AND id IN ({lending})", names), (scope, scope, ent))
            found += [(of, columns.decode(row, names)) for row in rows]
        return found

    def _document(self, read: Read, record: RecordType, scope: str, values: Values) -> Document:
        others = self.lent_to(read, scope, record.name, values["id"])
        lent = [document(of, scope, lent_values) for of, lent_values in others]
        return document(record, scope, values, lent)

    def touched_by(self, read: Read, key: Key) -> Iterable[Key]:
        """Whose documents a change of this entity changes as well."""
        scope, kind, ent = key
        for by, f in self._lending:
            if by.name == kind:
                before = read("SELECT text FROM search_doc WHERE scope=? AND kind=? AND id=?", key)
                now = read(f'SELECT "{f.name}" FROM "{kind}" WHERE scope=? AND id=?', (scope, ent))
                yield from ((scope, str(f.refers), str(row[0])) for row in (*before, *now) if row[0])
            elif _referred(by, f.lends) == kind:
                rows = read(f'SELECT "{f.name}" FROM "{by.name}" WHERE scope=? AND "{f.lends}"=?', (scope, ent))
                yield from ((scope, str(f.refers), str(row[0])) for row in rows if row[0])

    def _write(self, connection: "Connection", read: Read, key: Key, taken: dict[int, int]) -> None:
        rows = read("SELECT rowid_ FROM search_doc WHERE scope=? AND kind=? AND id=?", key)
        old = rows[0][0] if rows else None
        if old is not None:
            connection.exec_driver_sql("DELETE FROM search_fts WHERE rowid=?", (old,))
            connection.exec_driver_sql("DELETE FROM search_doc WHERE rowid_=?", (old,))
        row = self._row_of(read, key)
        if row is None:
            return
        base, text, tokens = row
        at = old if old is not None else _free_slot(read, base, taken)
        connection.exec_driver_sql(INSERT_DOC, (at, *key, text))
        if tokens:
            connection.exec_driver_sql(INSERT_FTS, (at, tokens))

    def _row_of(self, read: Read, key: Key) -> tuple[int, str, str] | None:
        """(base, text, tokens) of an entity; of a lending record the id it lends to, and no tokens."""
        scope, kind, ent = key
        if self.holds(kind):
            one = self.read_one(read, *key)
            return (one.base, one.document.text, " ".join(one.document.tokens)) if one else None
        for by, f in self._lending:
            if by.name == kind:
                rows = read(f'SELECT "{f.name}", head FROM "{kind}" WHERE scope=? AND id=?', (scope, ent))
                return (base_of(ent, rows[0][1]), str(rows[0][0] or ""), "") if rows else None
        return None

    def _everything(self, read: Read) -> list[int]:
        """Every entity by age, each packed into one number: moment, kind, row. A million fit into 50 MB."""
        packed: list[int] = []
        for number, name in enumerate(self._kinds()):
            for row, ent, head in read(f'SELECT rowid, id, head FROM "{name}"', ()):
                packed.append(base_of(ent, head) // SLOTS << 48 | number << 40 | row)
        packed.sort()
        return packed

    def _kinds(self) -> list[str]:
        return sorted(self._searched | {by.name for by, _ in self._lending})

    def _read_sorted(self, packed: Sequence[int], last: int) -> tuple[list[Row], list[Row], int]:
        """What to write of so many entities. One that changes meanwhile is due again: its note waits for the end."""
        read = self._database.read
        kinds = self._kinds()
        docs: list[Row] = []
        tokens: list[Row] = []
        for one in packed:
            kind = kinds[one >> 40 & 0xFF]
            rows = read(f'SELECT scope, id FROM "{kind}" WHERE rowid=?', (one & 0xFF_FFFF_FFFF,))
            row = self._row_of(read, (rows[0][0], kind, rows[0][1])) if rows else None
            if row is None:
                continue
            last = max(row[0], last + 1)
            docs.append((last, rows[0][0], kind, rows[0][1], row[1]))
            if row[2]:
                tokens.append((last, row[2]))
        return docs, tokens, last


# From one scope to the next by the index: a DISTINCT would walk through every document.
SCOPES = """WITH RECURSIVE s(scope) AS (SELECT min(scope) FROM search_doc UNION ALL
            SELECT (SELECT min(scope) FROM search_doc WHERE scope > s.scope) FROM s WHERE s.scope IS NOT NULL)
            SELECT scope FROM s WHERE scope IS NOT NULL"""
DUE = "SELECT scope, kind, id FROM search_due ORDER BY rowid LIMIT ?"
INSERT_DOC = "INSERT INTO search_doc (rowid_, scope, kind, id, text) VALUES (?, ?, ?, ?, ?)"
INSERT_FTS = "INSERT INTO search_fts (rowid, tokens) VALUES (?, ?)"
# The first row at or behind `?` that is free, where that one is taken.
FREE = """SELECT d.rowid_ + 1 FROM search_doc d WHERE d.rowid_ >= ?
          AND NOT EXISTS (SELECT 1 FROM search_doc n WHERE n.rowid_ = d.rowid_ + 1) ORDER BY d.rowid_ LIMIT 1"""


def base_of(ent: str, head: str | None) -> int:
    """The first row of an entity's moment: its id's, or that of the op that made it where the id tells no time."""
    for one in (ent, head):
        try:
            value = UUID(one) if one else None
        except ValueError:
            continue
        if value is not None and value.version == 7:
            return (value.int >> 80) * SLOTS
    return 0


def _free_slot(read: Read, base: int, taken: dict[int, int]) -> int:
    start = taken.get(base, base)
    at = int(read(FREE, (start,))[0][0]) if read("SELECT 1 FROM search_doc WHERE rowid_=?", (start,)) else start
    taken[base] = at + 1
    return at


def _reader(connection: "Connection") -> Read:
    """Of this transaction, straight from the driver: a document is made of several small reads."""
    plain: Any = connection.connection.driver_connection

    def read(sql: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = plain.execute(sql, tuple(parameters)).fetchall()
        return rows

    return read


def _names(record: RecordType) -> tuple[str, ...]:
    return ("id", *(f.name for f in record.fields if f.searched))


def _referred(by: RecordType, name: str) -> str:
    """The record that a reference of `by` points to."""
    field: Field = by.field(name)
    assert field.refers is not None
    return field.refers
