"""Questions whose answers are bytes as they are: snapshots and attachments. Other statuses become Faults."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from sync.client.calling import ProblemBody, Refused, Unreachable
from sync.client.outcomes import Fault, What, fault_of, seconds_of
from sync.client.session import Session
from sync.wire.devices import PROTOCOL

if TYPE_CHECKING:
    import httpx

LARGEST_PROBLEM = 64 * 1024


@contextmanager
def answered(
    session: Session,
    method: str,
    path: str,
    wanted: Collection[int],
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    query: Mapping[str, str] | None = None,
) -> Iterator["httpx.Response"]:
    """An answer of a wanted status, its body not read yet. A token that was refused is asked for anew, once."""
    import httpx

    try:
        for is_last in (False, True):
            told = {
                "accept-encoding": "identity",
                "desk-protocol": str(PROTOCOL),
                "authorization": f"Bearer {_token(session)}",
                **(headers or {}),
            }
            request = session.http.build_request(method, path, content=content, headers=told, params=query)
            response = session.http.send(request, stream=True)
            try:
                if response.status_code in wanted:
                    yield response
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


def _token(session: Session) -> str:
    try:
        return session.token()
    except Unreachable as error:
        raise Fault(What.UNREACHABLE, "no token") from error
    except Refused as error:
        raise fault_of(error.status, error.code, error.retry_after) from error


def _problem(response: "httpx.Response") -> tuple[ProblemBody, Fault]:
    body = bytearray()
    for chunk in response.iter_raw(1024):
        body += chunk
        if len(body) > LARGEST_PROBLEM:
            break
    try:
        told = msgspec.json.decode(bytes(body), type=ProblemBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = ProblemBody()
    asked_for = seconds_of(response.headers.get("retry-after"))
    return told, fault_of(response.status_code, told.code, told.retry_after if asked_for is None else asked_for)
