"""One msgpack question to the server and its answer; whatever is no answer of ours becomes a Fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync.client.calling import ProblemBody, Refused, Unreachable
from sync.client.outcomes import Fault, What, fault_of, seconds_of
from sync.client.session import Session
from sync.wire.devices import PROTOCOL
from sync.wire.squeezing import ZSTD, Broken, Oversize, expand, squeeze

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
MSGPACK = "application/msgpack"
WORTH_SQUEEZING = 512
LARGEST_ANSWER = 1 << 30  # of a whole stream, expanded; every message in it has its own limit
LARGEST_PROBLEM = 64  # chunks
WAIT_S = 30.0


def ask(session: Session, path: str, message: object, kind: type[T]) -> T:
    """A question with one message as its answer."""
    with asked(session, path, message) as chunks:
        body = b"".join(chunks)
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(What.UNREACHABLE, "no answer of ours") from error


@contextmanager
def asked(session: Session, path: str, message: object, wait_ms: int = 0) -> Iterator[Iterator[bytes]]:
    """The chunks of an answer, expanded. A token that was refused is asked for anew, once."""
    import httpx

    body = msgspec.msgpack.encode(message)
    try:
        for is_last in (False, True):
            request = _request(session, path, body, wait_ms)
            response = session.http.send(request, stream=True)
            try:
                if response.status_code == 200:
                    yield _chunks(response)
                    session.reached += 1
                    return
                problem, fault = _problem(response)
            finally:
                response.close()
            if fault.what is not What.TOKEN:
                raise fault
            session.forget_token()
            session.refused(problem)
            if is_last:
                raise fault
    except httpx.HTTPError as error:
        raise Fault(What.UNREACHABLE, type(error).__name__) from error
    except (Broken, Oversize) as error:
        raise Fault(What.UNREACHABLE, f"{type(error).__name__}: {error}") from error


def _request(session: Session, path: str, body: bytes, wait_ms: int) -> "httpx.Request":
    import httpx

    headers = {
        "content-type": MSGPACK,
        "accept": MSGPACK,
        "accept-encoding": "zstd, gzip",
        "desk-protocol": str(PROTOCOL),
        "authorization": f"Bearer {bearer(session)}",
    }
    if len(body) > WORTH_SQUEEZING:
        body = b"".join(squeeze((body,), ZSTD))
        headers["content-encoding"] = ZSTD
    timeout = httpx.Timeout(WAIT_S, read=WAIT_S + wait_ms / 1000)
    return session.http.build_request("POST", path, content=body, headers=headers, timeout=timeout)


def bearer(session: Session) -> str:
    """Where none is to be had, the same helps as with any other question."""
    try:
        return session.token()
    except Unreachable as error:
        raise Fault(What.UNREACHABLE, "no token") from error
    except Refused as error:
        raise fault_of(error.status, error.code, error.retry_after) from error


def _chunks(response: "httpx.Response") -> Iterator[bytes]:
    if response.headers.get("content-type", "").partition(";")[0].strip() != MSGPACK:
        raise Fault(What.UNREACHABLE, "somebody else answers")
    coding = response.headers.get("content-encoding")
    return expand(response.iter_raw(), coding, LARGEST_ANSWER)


def _problem(response: "httpx.Response") -> tuple[ProblemBody, Fault]:
    body = b"".join(islice(response.iter_raw(1024), LARGEST_PROBLEM))
    try:
        told = msgspec.json.decode(body, type=ProblemBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = ProblemBody()
    asked_for = seconds_of(response.headers.get("retry-after"))
    return told, fault_of(response.status_code, told.code, told.retry_after if asked_for is None else asked_for)
