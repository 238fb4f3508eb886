"""A pulled page on the wire: msgpack messages, each behind its length. Cut anywhere it is no page."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sync.wire.messages import Diverged, Entries, Entry, Head, NotYours, Part, Trailer
from sync.wire.squeezing import Broken, Oversize

LENGTH = 4
LARGEST = 64 * 1024 * 1024  # of one message: 500 entries of the largest op and its verdict, and room
_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Part] = msgspec.msgpack.Decoder(Part)


def framed(message: Part) -> bytes:
    return _behind_length(_ENCODER.encode(message))


def framed_entries(rows: list[tuple[Any, ...]]) -> bytes:
    """An `Entries` of rows (seq, op, body, pii, did, mac) as the database gave them: the same bytes, no objects."""
    return _behind_length(_ENCODER.encode(("entries", rows)))


def _behind_length(message: bytes) -> bytes:
    return len(message).to_bytes(LENGTH, "big") + message


def parts(chunks: Iterable[bytes], largest: int = LARGEST) -> Iterator[Part]:
    """The messages of a stream, as soon as each is whole. Broken where it ends in the middle of one."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        start = 0
        while len(held) - start >= LENGTH:
            size = int.from_bytes(held[start : start + LENGTH], "big")
            if size > largest:
                raise Oversize
            end = start + LENGTH + size
            if len(held) < end:
                break
            yield _decoded(bytes(held[start + LENGTH : end]))
            start = end
        del held[:start]
    if held:
        raise Broken("a message is cut")


class Pages:
    """The whole pages of a stream of parts, each with its scope; Broken where a page has no fitting trailer."""

    def __init__(self, stream: Iterable[Part]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator["WholePage | Diverged | NotYours"]:
        page: WholePage | None = None
        for part in self._stream:
            if isinstance(part, Diverged | NotYours):
                if page is not None:
                    raise Broken("a page has no trailer")
                yield part
            elif isinstance(part, Head):
                if page is not None:
                    raise Broken("a page has no trailer")
                page = WholePage(part)
            elif page is None:
                raise Broken("entries of no scope")
            elif isinstance(part, Entries):
                page.entries += part.entries
            else:
                yield page.ended(part)
                page = None
        if page is not None:
            raise Broken("a page has no trailer")


class WholePage:
    """One scope's entries with the head before and the trailer behind them."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.entries: list[Entry] = []
        self.trailer = Trailer(head.scope, 0, 0, b"")

    def ended(self, trailer: Trailer) -> "WholePage":
        if trailer.scope != self.head.scope or trailer.n != len(self.entries):
            raise Broken("the trailer is of another page")
        self.trailer = trailer
        return self


def _decoded(message: bytes) -> Part:
    try:
        return _DECODER.decode(message)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Broken(str(error)) from error
