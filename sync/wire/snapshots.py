"""A snapshot of one scope on the wire: length-framed msgpack inside one zstd stream. Without its end it is none.

Rows travel by column: a column that says nothing in a whole block is left out, equal words lie side by side, and the
desk's statement names only what is there. Values stand as the columns store them, so nobody converts anything twice.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from sync.wire.messages import Entry
from sync.wire.squeezing import ZSTD, Broken, expand

FORMAT = 1
LENGTH = 4
LARGEST = 64 * 1024 * 1024  # of one block
PIECE = 256 * 1024
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


class Rows(Struct, array_like=True, frozen=True, tag="rows"):
    """Rows of one record by column, sorted by id; `head` and `head_eff` are columns like any other."""

    record: str
    names: list[str]
    columns: Columns


class Tail(Struct, array_like=True, frozen=True, tag="tail"):
    """Entries of the log behind keep_from, by column as TAIL names them."""

    columns: Columns


class Undone(Struct, array_like=True, frozen=True, tag="undo"):
    """Before-images of those entries, by column as UNDONE names them."""

    columns: Columns


class SnapshotEnd(Struct, array_like=True, frozen=True, tag="end"):
    """How much came, and the blake2b-32 of every block before this one."""

    rows: int
    entries: int
    undone: int
    hash: bytes


Block = SnapshotHead | Rows | Tail | Undone | SnapshotEnd


class History(Struct, array_like=True, frozen=True):
    """Entries of one entity, oldest first; `more`: there are older ones."""

    entries: list[Entry]
    more: bool


_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Block] = msgspec.msgpack.Decoder(Block)


class Counted:
    """What has passed so far: the same at both ends, or it is no snapshot."""

    def __init__(self) -> None:
        self._rows = self._entries = self._undone = 0
        self._hash = blake2b(digest_size=32)

    def passed(self, block: Block, framed: bytes) -> None:
        if isinstance(block, Rows):
            self._rows += _height(block.columns)
        elif isinstance(block, Tail):
            self._entries += _height(block.columns)
        elif isinstance(block, Undone):
            self._undone += _height(block.columns)
        self._hash.update(framed)

    def end(self) -> SnapshotEnd:
        return SnapshotEnd(self._rows, self._entries, self._undone, self._hash.digest())


def framed_blocks(stream: Iterable[Block]) -> Iterator[bytes]:
    """The blocks as bytes, with their end."""
    counted = Counted()
    for block in stream:
        framed = _framed(block)
        counted.passed(block, framed)
        yield framed
    yield _framed(counted.end())


def blocks(chunks: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of a squeezed stream, the end left out. Broken where it is cut, altered, or says another count."""
    held = bytearray()
    counted = Counted()
    ended = False
    for piece in _pieces(expand(chunks, ZSTD)):
        if ended:
            raise Broken("something stands behind the end")
        held += piece
        start = 0
        while len(held) - start >= LENGTH:
            end = start + LENGTH + int.from_bytes(held[start : start + LENGTH], "big")
            if end - start > LARGEST:
                raise Broken("a block is too large")
            if len(held) < end:
                break
            framed = bytes(held[start:end])
            block = _decoded(framed)
            if isinstance(block, SnapshotEnd):
                if block != counted.end():
                    raise Broken("it is not what was sent")
                ended = True
            else:
                counted.passed(block, framed)
                yield block
            start = end
        del held[:start]
    if held or not ended:
        raise Broken("the end is missing")


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Larger ones: the bounded expansion gives little at a time."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _height(columns: Columns) -> int:
    """How many rows stand in these columns; Broken where they are not of one length."""
    heights = {len(column) for column in columns}
    if len(heights) != 1:
        raise Broken("the columns are not of one length")
    return heights.pop()


def _framed(block: Block) -> bytes:
    message = _ENCODER.encode(block)
    return len(message).to_bytes(LENGTH, "big") + message


def _decoded(framed: bytes) -> Block:
    try:
        return _DECODER.decode(memoryview(framed)[LENGTH:])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Broken(str(error)) from error
