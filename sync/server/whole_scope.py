"""A picture of one scope as it stands: its rows, the log's tail and what undoes it, read in one consistent view."""

from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from desk.domain.field import RecordType
from desk.store.row_file import MOST_FILES, RowFile
from desk.store.rows import columns_of
from sync.protocol.envelope import CHAIN_START
from sync.server.store import Place, Row, Session, heads_of
from sync.wire.snapshots import FORMAT, TAIL, UNDONE, Block, Columns, Pages, SnapshotHead, Tail, Undone

if TYPE_CHECKING:
    from sync.server.serving import Server

BLOCK_ROWS = 2_000
BLOCK_ENTRIES = 500
FILE_ROWS = 10_000  # of one file of rows at least, where there are more
CHAIN = "SELECT chain FROM journal WHERE scope = ? AND seq = ?"
ENTRIES = f"SELECT {', '.join(TAIL)} FROM journal WHERE scope = ? AND seq > ? AND seq <= ? ORDER BY seq"
IMAGES = f"""SELECT {", ".join(f"u.{name}" for name in UNDONE)} FROM undo u JOIN journal j
             ON j.scope = u.scope AND j.id = u.op_id WHERE j.scope = ? AND j.seq > ? AND j.seq <= ?
             ORDER BY j.seq, u.record, u.id"""


def blocks_of(server: "Server", session: Session, scope: str) -> Iterator[Block]:
    """All blocks but the end, in the order in which a desk writes them: the same bytes for the same place."""
    place = heads_of(session, (scope,)).get(scope, Place())
    records = server.rules.records
    counts = {record.name: count for record in records if (count := _count(session, record, scope))}
    yield SnapshotHead(
        FORMAT,
        scope,
        place.seq,
        place.chain,
        place.keep_from,
        _chain_at(session, scope, place.keep_from),
        counts,
        place.seq - place.keep_from,
    )
    batches = chain.from_iterable(_batches(session, one, scope) for one in records if one.name in counts)
    yield from _pages(batches, max(FILE_ROWS, -(-sum(counts.values()) // MOST_FILES)))
    for start in range(place.keep_from, place.seq, BLOCK_ENTRIES):
        reach = (scope, start, min(start + BLOCK_ENTRIES, place.seq))
        yield Tail(_by_column(session.read(ENTRIES, reach)))
        if images := session.read(IMAGES, reach):
            yield Undone(_by_column(images))


def _count(session: Session, record: RecordType, scope: str) -> int:
    return int(session.read(f'SELECT COUNT(*) FROM "{record.name}" WHERE scope = ?', (scope,))[0][0])


def _chain_at(session: Session, scope: str, seq: int) -> bytes:
    return bytes(session.read(CHAIN, (scope, seq))[0][0]) if seq else CHAIN_START


class _Batch(NamedTuple):
    """Rows of one record."""

    record: str
    names: list[str]
    rows: list[Row]


def _batches(session: Session, record: RecordType, scope: str) -> Iterator[_Batch]:
    """Sorted by id, by its key and never by offset; only the columns in which something stands."""
    names = _used(session, record, scope)
    columns = ", ".join(f'"{name}"' for name in names)
    read = f'SELECT {columns} FROM "{record.name}" WHERE scope = ? AND id > ? ORDER BY id LIMIT ?'
    last = ""
    while some := session.read(read, (scope, last, BLOCK_ROWS)):
        yield _Batch(record.name, names, some)
        if len(some) < BLOCK_ROWS:
            return
        last = str(some[-1][0])


def _pages(batches: Iterator[_Batch], most: int) -> Iterator[Pages]:
    """In files of about so many rows: whoever gets them copies one while the next one is unpacked."""
    batch = next(batches, None)
    while batch is not None:
        with closing(RowFile()) as file:
            with file.writing() as rows:
                batch = _filled(rows, batch, batches, most)
            yield from map(Pages, file.plain())


def _filled(rows: Any, batch: _Batch | None, batches: Iterator[_Batch], most: int) -> _Batch | None:
    """One file written, from this batch on; gives that with which the next one begins."""
    tables, count = set[str](), 0
    while batch is not None and count < most:
        if batch.record not in tables:
            tables.add(batch.record)
            columns = ", ".join(f'"{name}"' for name in batch.names)
            rows.execute(f'CREATE TABLE "{batch.record}" ({columns})')
        rows.executemany(f'INSERT INTO "{batch.record}" VALUES ({", ".join("?" * len(batch.names))})', batch.rows)
        count += len(batch.rows)
        batch = next(batches, None)
    return batch


def _used(session: Session, record: RecordType, scope: str) -> list[str]:
    names = ["id", "head", "head_eff", *columns_of(record).names[1:]]
    counted = ", ".join(f'COUNT("{name}")' for name in names)
    found = session.read(f'SELECT {counted} FROM "{record.name}" WHERE scope = ?', (scope,))[0]
    return [name for name, count in zip(names, found, strict=True) if count]


def _by_column(rows: list[Row]) -> Columns:
    return [list(column) for column in zip(*rows, strict=True)]
