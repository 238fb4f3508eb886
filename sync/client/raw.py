"""A question to the server and its answer as it comes: every exchange is made of it. Other statuses become Faults."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from sync.client.calling import ProblemBody, Refused, Unreachable
from sync.client.outcomes import Fault, What, fault_of, seconds_of
from sync.client.session import Session
from sync.wire.devices import PROTOCOL

if TYPE_CHECKING:
    import httpx

LARGEST_PROBLEM = 64  # chunks
WAIT_S = 30.0


@contextmanager
def answered(
    session: Session,
    method: str,
    path: str,
    wanted: Collection[int],
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    query: Mapping[str, str] | None = None,
    wait_s: float | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator["httpx.Response"]:
    """An answer of a wanted status, its body not read yet. A token that was refused is asked for anew, once.

    `wait_s`: how much longer than usual the server may take its time; None: as long as the line says. `meanwhile` is
    called when the question has left, while the server is at work on it; twice where it had to be asked twice.
    """
    import httpx

    try:
        for is_last in (False, True):
            told = {
                "accept-encoding": "identity",
                "desk-protocol": str(PROTOCOL),
                "authorization": f"Bearer {_token(session)}",
                **(headers or {}),
            }
            body: bytes | Iterator[bytes] | None = content
            if content is not None and meanwhile is not None:
                told["content-length"] = str(len(content))  # by this the server knows that it has all of it
                body = _then(content, meanwhile)
            longer = httpx.USE_CLIENT_DEFAULT if wait_s is None else httpx.Timeout(WAIT_S, read=WAIT_S + wait_s)
            request = session.http.build_request(method, path, content=body, headers=told, params=query, timeout=longer)
            response = session.http.send(request, stream=True)
            try:
                if response.status_code in wanted:
                    yield response
                    return
                problem, fault = problem_of(response)
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


def _then(content: bytes, work: Callable[[], object]) -> Iterator[bytes]:
    yield content
    work()


def _token(session: Session) -> str:
    """Where none is to be had, the same helps as with any other question."""
    try:
        return session.token()
    except Unreachable as error:
        raise Fault(What.UNREACHABLE, "no token") from error
    except Refused as error:
        raise fault_of(error.status, error.code, error.retry_after) from error


def problem_of(response: "httpx.Response") -> tuple[ProblemBody, Fault]:
    """What an answer of another status says, and what it means for the next try."""
    body = b"".join(islice(response.iter_raw(1024), LARGEST_PROBLEM))
    try:
        told = msgspec.json.decode(body, type=ProblemBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = ProblemBody()
    asked_for = seconds_of(response.headers.get("retry-after"))
    return told, fault_of(response.status_code, told.code, told.retry_after if asked_for is None else asked_for)
