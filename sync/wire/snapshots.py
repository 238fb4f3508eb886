"""A snapshot of one scope on the wire: length-framed msgpack inside one zstd stream. Without its end it is none.

Rows travel as pages of a few database files, a table a record, with the columns in which something stands; values stand
as the columns store them. The desk copies them from there by statements, one file while the next one is unpacked
(desk.store.row_file).
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import RawIOBase
from typing import Any, BinaryIO, cast

import msgspec
import zstandard
from msgspec import Struct

from sync.wire.messages import Entry
from sync.wire.squeezing import LEVEL, WINDOW, Broken

FORMAT = 3
LENGTH = 4
LARGEST = 64 * 1024 * 1024  # of one block
READ = 64 * 1024
TAIL = ("seq", "id", "ent", "op", "body", "pii", "did", "mac")
UNDONE = ("op_id", "record", "id", "before")
Columns = list[list[Any]]


class SnapshotHead(Struct, array_like=True, frozen=True, tag="snapshot"):
    """The place in the log this is a picture of. `counts`: rows by record; `from_chain`: the chain at keep_from."""

    format: int
    scope: str
    seq: int
    chain: bytes
    keep_from: int
    from_chain: bytes
    counts: dict[str, int]
    entries: int


class Pages(Struct, array_like=True, frozen=True, tag="pages"):
    """Whole pages of a file of rows; where they are its first ones, another file begins.

    A record's rows are sorted by id, through all files; `head` and `head_eff` are columns too.
    """

    data: bytes


class Tail(Struct, array_like=True, frozen=True, tag="tail"):
    """Entries of the log behind keep_from, by column as TAIL names them."""

    columns: Columns


class Undone(Struct, array_like=True, frozen=True, tag="undo"):
    """Before-images of those entries, by column as UNDONE names them."""

    columns: Columns


class SnapshotEnd(Struct, array_like=True, frozen=True, tag="end"):
    """How much came; the bytes themselves are known by the hash that names the file."""

    bytes_of_rows: int
    entries: int
    undone: int


Block = SnapshotHead | Pages | Tail | Undone | SnapshotEnd


class History(Struct, array_like=True, frozen=True):
    """Entries of one entity, oldest first; `more`: there are older ones."""

    entries: list[Entry]
    more: bool


_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Block] = msgspec.msgpack.Decoder(Block)


class Counted:
    """What has passed so far: the same at both ends, or it is no snapshot."""

    def __init__(self) -> None:
        self._bytes = self._entries = self._undone = 0

    def passed(self, block: Block) -> Block:
        if isinstance(block, Pages):
            self._bytes += len(block.data)
        elif isinstance(block, Tail):
            self._entries += _height(block.columns)
        elif isinstance(block, Undone):
            self._undone += _height(block.columns)
        return block

    def end(self) -> SnapshotEnd:
        return SnapshotEnd(self._bytes, self._entries, self._undone)


class Tag:
    """The ETag of a file, chunk by chunk: whoever has it knows whether every byte came."""

    def __init__(self) -> None:
        self._hashed = blake2b(digest_size=16)

    def update(self, chunk: bytes) -> None:
        self._hashed.update(chunk)

    def __str__(self) -> str:
        return f'"{self._hashed.hexdigest()}"'


def squeezed(stream: Iterable[Block]) -> Iterator[bytes]:
    """The blocks and their end as one zstd stream, which has a checksum of its own."""
    counted = Counted()
    squeezer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()
    for block in stream:
        if piece := squeezer.compress(_framed(counted.passed(block))):
            yield piece
    yield squeezer.compress(_framed(counted.end()))
    yield squeezer.flush()


def blocks(chunks: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of a stream, the end left out. Broken where it is cut, altered, or says another count."""
    reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
        cast(BinaryIO, _Chunks(chunks)), read_size=READ
    )
    counted = Counted()
    while True:
        size = int.from_bytes(_exactly(reader, LENGTH), "big")
        if size > LARGEST:
            raise Broken("a block is too large")
        block = _decoded(_exactly(reader, size))
        if isinstance(block, SnapshotEnd):
            break
        yield counted.passed(block)
    if block != counted.end() or _read(reader, 1):
        raise Broken("it is not what was sent")


class _Chunks(RawIOBase):
    """Chunks as a file that is read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        if not self._held:
            self._held = next(self._chunks, b"")
        given, self._held = self._held[:size], self._held[size:]
        return given


def _exactly(reader: zstandard.ZstdDecompressionReader, size: int) -> bytes:
    found = _read(reader, size)
    if len(found) < size:
        raise Broken("the end is missing")
    return found


def _read(reader: zstandard.ZstdDecompressionReader, size: int) -> bytes:
    try:
        return reader.read(size)
    except zstandard.ZstdError as error:
        raise Broken(str(error)) from error


def _height(columns: Columns) -> int:
    """How many rows stand in these columns; Broken where they are not of one length."""
    heights = {len(column) for column in columns}
    if len(heights) != 1:
        raise Broken("the columns are not of one length")
    return heights.pop()


def _framed(block: Block) -> bytes:
    message = _ENCODER.encode(block)
    return len(message).to_bytes(LENGTH, "big") + message


def _decoded(message: bytes) -> Block:
    try:
        return _DECODER.decode(message)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Broken(str(error)) from error
