"""A snapshot written into the desk: the scope's rows, the log's tail and its undo replaced in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from desk.domain.service import Rulebook
from desk.store import indexes, lane, pending, search_state
from desk.store.applying import place_in
from desk.store.fold import Fold
from desk.store.row_file import Beside, RowFile, Unreadable, begins
from desk.store.rows import columns_of
from desk.store.standing import NOT_WHOLE
from desk.store.steps import ContextOf
from desk.store.tasks import one_ahead
from sync.protocol.envelope import chain_next
from sync.wire.snapshots import FORMAT, TAIL, UNDONE, Block, Columns, Pages, SnapshotHead, Tail, Undone, blocks
from sync.wire.squeezing import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

Progress = Callable[[int, int], None]
ROWS_AT_ONCE = 10_000  # of one statement, between two reports of how far it is
WIDE = {"cache_size": -indexes.CACHE_KIB, "wal_autocheckpoint": 0}


class TooNew(Exception):
    """The server writes snapshots that this program cannot read: it must be upgraded first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where the desk stands now, and what came."""

    scope: str
    seq: int
    rows: int
    entries: int


def load(
    database: "Database",
    rules: Rulebook,
    context_of: ContextOf,
    scope: str,
    chunks: Iterable[bytes],
    now: int,
    progress: Progress | None = None,
    *,
    instead: bool = False,
) -> Loaded:
    """Write a downloaded snapshot. Nothing has happened where it raises (Broken: download it again).

    What waits in the outbox is forecast again on the new rows. What only this desk knows of the log has been moved
    there before (rewind): the rest of its journal goes. A scope that is followed already stays, unless the snapshot
    is to stand `instead`. Call `indexes.make` and `Index.catch_up` afterwards.
    """
    stream = iter(blocks(chunks))
    head = next(stream, None)
    if not isinstance(head, SnapshotHead) or head.scope != scope:
        raise Broken("it is no snapshot of this scope")
    if head.format != FORMAT:
        raise TooNew
    with _no_rows_are_broken(), ExitStack() as files:
        pieces = _pieces(stream, lambda: files.enter_context(closing(RowFile(database.path.parent))))
        first = tuple(islice(pieces, 1))  # before it is our turn to write: others need not wait for it
        with _wide(database) as (connection, beside):
            place = place_in(connection, scope)
            if place.seq and not instead:
                return Loaded(scope, place.seq, 0, 0)
            pending.undo(connection, rules, scope, pending.all_of(connection, scope))
            loading = _Loading(connection, beside, rules, head, progress)
            loading.clear()
            one_ahead(chain(first, pieces), loading.take)
            loading.end()
            _forecast(connection, rules, context_of, scope, now)
    return Loaded(scope, head.seq, loading.rows, loading.entries)


def _pieces(stream: Iterator[Block], made: Callable[[], RowFile]) -> Iterator[RowFile | Block]:
    """The pages put together to their files, and what comes behind them."""
    file: RowFile | None = None
    for block in stream:
        if file is not None and not (isinstance(block, Pages) and not begins(block.data)):
            yield file
            file = None
        if isinstance(block, Pages):
            file = file or made()
            file.append(block.data)
        else:
            yield block
    if file is not None:
        yield file


@contextmanager
def _no_rows_are_broken() -> Iterator[None]:
    """What cannot be read as rows is no snapshot."""
    try:
        yield
    except Unreadable as error:
        raise Broken("the rows cannot be read") from error


def _forecast(connection: "Connection", rules: Rulebook, context_of: ContextOf, scope: str, now: int) -> None:
    """What the log has is no longer pending; the rest is decided here again."""
    connection.exec_driver_sql(
        "DELETE FROM outbox WHERE scope=? AND id IN (SELECT id FROM journal WHERE scope=?)", (scope, scope)
    )
    fold = Fold(lane.reading(connection), rules, scope)
    pending.Forecasting(connection, rules, context_of, fold, now).again(pending.all_of(connection, scope))
    lane.flush(fold, connection)


@contextmanager
def _wide(database: "Database") -> Iterator[tuple["Connection", Beside]]:
    """A transaction with a large cache and without a checkpoint in its commit: every page is sealed once."""
    usual: dict[str, int] = {}
    plain: Any = None
    try:
        with database.follow_beside() as (connection, beside):
            plain = connection.connection.driver_connection
            usual = {name: plain.execute(f"PRAGMA {name}").fetchone()[0] for name in WIDE}
            _say(plain, WIDE)
            yield connection, beside
    finally:
        _say(plain, usual)  # it goes on as one of the lanes' connections


def _say(plain: Any, pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        plain.execute(f"PRAGMA {name}={value}")


class _Loading:
    """One scope on its way in."""

    def __init__(
        self, connection: "Connection", beside: Beside, rules: Rulebook, head: SnapshotHead, progress: Progress | None
    ) -> None:
        self._connection = connection
        self._beside = beside
        self._plain: Any = connection.connection.driver_connection  # rows go straight to the driver
        self._rules = rules
        self._head = head
        self._progress = progress
        self._total = sum(head.counts.values()) + head.entries
        self._chain, self._seq = head.from_chain, head.keep_from
        self.rows = self.entries = 0

    def clear(self) -> None:
        """Take the scope's rows out; what could be found is noted, because it may be gone."""
        scope, run = self._head.scope, self._connection.exec_driver_sql
        coming = sum(self._head.counts.get(r.name, 0) for r in self._rules.records if r.found_by)
        many = search_state.begin_anew(self._connection, coming)
        for record in self._rules.records:
            if record.found_by and not many:
                run(f'{NOTE} SELECT scope, ?, id FROM "{record.name}" WHERE scope=?', (record.name, scope))
            run(f'DELETE FROM "{record.name}" WHERE scope=?', (scope,))
            indexes.make_way(self._connection, record.name, self._head.counts.get(record.name, 0))
        run("DELETE FROM undo WHERE scope=?", (scope,))
        run("DELETE FROM frozen WHERE scope=?", (scope,))
        self._noting = not many

    def _copy(self, file: RowFile) -> None:
        """Its rows, record by record."""
        try:
            beside = self._beside.attach(file)
            tables = {str(row[0]) for row in self._plain.execute(f"SELECT name FROM {beside}.sqlite_master")}
            for name in self._head.counts:
                if name in tables:
                    self._copy_record(beside, name)
        except dbapi2.DatabaseError as error:
            if isinstance(error, dbapi2.OperationalError) and "no such" not in str(error):
                raise
            raise Unreadable from error

    def _copy_record(self, beside: str, name: str) -> None:
        """Those of one record that this program knows, though it may not know every column."""
        (count,) = self._plain.execute(f'SELECT COUNT(*) FROM {beside}."{name}"').fetchone()
        if self._rules.flow(name) is None:
            self._not_whole(name, "record")
            self.rows += count
            return
        there = [str(row[1]) for row in self._plain.execute(f'PRAGMA {beside}.table_info("{name}")')]
        kept = {"head", "head_eff", *columns_of(self._rules.known(name).record).names}.intersection(there)
        if not kept:
            raise Unreadable
        if len(kept) < len(there):
            self._not_whole(name, "field")
        columns = ", ".join(f'"{one}"' for one in sorted(kept))
        sql = f"""INSERT INTO main."{name}" (scope, {columns}) SELECT ?, {columns} FROM {beside}."{name}"
                  WHERE rowid > ? AND rowid <= ? ORDER BY rowid"""
        for start in range(0, count, ROWS_AT_ONCE):
            done = self._plain.execute(sql, (self._head.scope, start, min(start + ROWS_AT_ONCE, count)))
            self.rows += done.rowcount
            self._report()

    def take(self, block: RowFile | Block) -> None:
        if isinstance(block, RowFile) and not self.entries:
            self._copy(block)
        elif isinstance(block, Tail):
            self._take_tail(block)
        elif isinstance(block, Undone):
            self._insert("undo", UNDONE, block.columns)
        else:
            raise Broken("two heads, or rows behind the log")
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(self.rows + self.entries, self._total)

    def _take_tail(self, block: Tail) -> None:
        seqs, ops, dids = (block.columns[TAIL.index(name)] for name in ("seq", "op", "did"))
        chains: list[bytes] = []
        for seq, op, did in zip(seqs, ops, dids, strict=True):
            if seq != self._seq + 1:
                raise Broken("the log has a gap")
            self._chain, self._seq = chain_next(self._chain, seq, op, did), seq
            chains.append(self._chain)
        if not self.entries:
            self._forget_journal()
        self.entries += len(seqs)
        # Bytes take the driver three times as long as a bytearray.
        columns = [[bytearray(one) if isinstance(one, bytes) else one for one in column] for column in block.columns]
        self._insert("journal", (*TAIL, "chain"), [*columns, list(map(bytearray, chains))])

    def _forget_journal(self) -> None:
        """What this desk kept of the log goes: it may be of a history that is no more."""
        self._connection.exec_driver_sql("DELETE FROM journal WHERE scope=?", (self._head.scope,))

    def _not_whole(self, record: str, why: str) -> None:
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO frozen (scope, record, id, seq, why) VALUES (?, ?, ?, ?, ?)",
            (self._head.scope, record, NOT_WHOLE, self._head.seq, why),
        )

    def _insert(self, table: str, names: Sequence[str], columns: Columns) -> None:
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f'INSERT INTO "{table}" (scope, {quoted}) VALUES (?, {", ".join("?" * len(names))})'
        scope = [self._head.scope] * len(columns[0])
        self._plain.executemany(sql, zip(scope, *columns, strict=True))

    def end(self) -> None:
        """Everything came, and the log's tail leads to the place that the head names."""
        head, run = self._head, self._connection.exec_driver_sql
        if (self._seq, self._chain) != (head.seq, head.chain) or self.entries != head.entries:
            raise Broken("the log's tail leads elsewhere")
        if self.rows != sum(head.counts.values()):
            raise Broken("rows are missing")
        if not self.entries:
            self._forget_journal()
        run(
            "INSERT INTO sync_state (scope, seq, chain, keep_from) VALUES (?, ?, ?, ?) ON CONFLICT (scope)"
            " DO UPDATE SET seq=excluded.seq, chain=excluded.chain, keep_from=excluded.keep_from",
            (head.scope, head.seq, head.chain, head.keep_from),
        )
        for record in self._rules.records if self._noting else ():
            if record.found_by:
                run(f'{NOTE} SELECT scope, ?, id FROM "{record.name}" WHERE scope=?', (record.name, head.scope))


NOTE = "INSERT OR IGNORE INTO search_due (scope, kind, id)"
