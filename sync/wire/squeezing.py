"""zstd and gzip, streaming and bounded: a few bytes must never become a machine's whole memory.

zstandard's own `max_output_size` does not bound anything where the frame names its size (12 KB became 400 MB), and
its streaming decoder gives back all of one call at once: so it is fed in slices too small to grow dangerous.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import zstandard

ZSTD = "zstd"
GZIP = "gzip"
CODINGS = (ZSTD, GZIP)
SLICE = 512  # bytes of zstd fed at once: at the very worst 128 blocks of 128 KiB come out
PIECE = 64 * 1024  # bytes of gzip that come out at once
WINDOW = 8 * 1024 * 1024  # the most memory a zstd frame may ask for
LEVEL = 3


class Oversize(Exception):
    """More came out than was allowed."""


class Broken(Exception):
    """The bytes are not what they say they are, or end in the middle."""


class _Squeezer(Protocol):
    def compress(self, data: bytes) -> bytes: ...

    def flush(self) -> bytes: ...


def squeeze(chunks: Iterable[bytes], coding: str, level: int = LEVEL) -> Iterator[bytes]:
    """The chunks compressed as a stream."""
    squeezer: _Squeezer = (
        zstandard.ZstdCompressor(level=level).compressobj()
        if coding == ZSTD
        else zlib.compressobj(level, wbits=zlib.MAX_WBITS | 16)
    )
    for chunk in chunks:
        if out := squeezer.compress(chunk):
            yield out
    yield squeezer.flush()


def squeezed_whole(body: bytes, coding: str, level: int = LEVEL) -> bytes:
    """All at once: the compressor takes no more memory than so many bytes need."""
    if coding == ZSTD:
        return zstandard.ZstdCompressor(level=level).compress(body)
    return b"".join(squeeze((body,), coding, level))


def expand(chunks: Iterable[bytes], coding: str | None, limit: int | None = None) -> Iterator[bytes]:
    """The chunks as they were before; Oversize beyond `limit` bytes, Broken where they are damaged or cut."""
    ways: dict[str | None, Callable[[Iterable[bytes]], Iterator[bytes]]] = {ZSTD: _from_zstd, GZIP: _from_gzip}
    came = 0
    for piece in ways.get(coding, iter)(chunks):
        came += len(piece)
        if limit is not None and came > limit:
            raise Oversize
        yield piece


def _from_zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    expander = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
    for chunk in chunks:
        view = memoryview(chunk)
        for start in range(0, len(view), SLICE):
            if expander.eof:
                raise Broken("more than one frame")
            try:
                out = expander.decompress(view[start : start + SLICE])
            except zstandard.ZstdError as error:
                raise Broken(str(error)) from error
            if expander.unused_data:
                raise Broken("more than one frame")
            if out:
                yield out
    if not expander.eof:
        raise Broken("the end is missing")


def _from_gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    expander = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    for chunk in chunks:
        rest = chunk
        while rest:
            if expander.eof:
                raise Broken("more than one stream")
            try:
                out = expander.decompress(rest, PIECE)
            except zlib.error as error:
                raise Broken(str(error)) from error
            rest = expander.unconsumed_tail or expander.unused_data
            if out:
                yield out
    while not expander.eof:
        out = expander.decompress(expander.unconsumed_tail, PIECE)
        if not out:
            raise Broken("the end is missing")
        yield out
