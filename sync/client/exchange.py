"""One msgpack question to the server and its answer; whatever is no answer of ours becomes a Fault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync.client.outcomes import Fault, What
from sync.client.raw import answered
from sync.client.session import Session
from sync.wire.squeezing import ZSTD, Broken, Oversize, expand, squeezed_whole

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
MSGPACK = "application/msgpack"
WORTH_SQUEEZING = 512
QUICK = 1  # the level: nobody is at work while a question is squeezed
LARGEST_ANSWER = 1 << 30  # of a whole stream, expanded; every message in it has its own limit


def ask(
    session: Session, path: str, message: object, kind: type[T], meanwhile: Callable[[], object] | None = None
) -> T:
    """A question with one message as its answer. `meanwhile` is called while the server is at work on it."""
    with asked(session, path, message, meanwhile=meanwhile) as chunks:
        body = b"".join(chunks)
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(What.UNREACHABLE, "no answer of ours") from error


@contextmanager
def asked(
    session: Session, path: str, message: object, wait_ms: int = 0, meanwhile: Callable[[], object] | None = None
) -> Iterator[Iterator[bytes]]:
    """The chunks of an answer, expanded."""
    body = msgspec.msgpack.encode(message)
    headers = {"content-type": MSGPACK, "accept": MSGPACK, "accept-encoding": "zstd, gzip"}
    if len(body) > WORTH_SQUEEZING:
        body = squeezed_whole(body, ZSTD, QUICK)
        headers["content-encoding"] = ZSTD
    try:
        longer = wait_ms / 1000
        with answered(session, "POST", path, (200,), headers, body, None, longer, meanwhile) as response:
            yield _chunks(response)
            session.reached += 1
    except (Broken, Oversize) as error:
        raise Fault(What.UNREACHABLE, f"{type(error).__name__}: {error}") from error


def _chunks(response: "httpx.Response") -> Iterator[bytes]:
    if response.headers.get("content-type", "").partition(";")[0].strip() != MSGPACK:
        raise Fault(What.UNREACHABLE, "somebody else answers")
    coding = response.headers.get("content-encoding")
    return expand(response.iter_raw(), coding, LARGEST_ANSWER)
