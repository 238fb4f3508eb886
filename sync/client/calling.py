"""One question to the server and its answer in JSON; what goes wrong is said in words, nothing is tried again here."""

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from desk.domain.errors import DeskError
from sync.wire.devices import PROTOCOL
from sync.wire.signed import Signed

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
HEADERS = {"content-type": "application/json", "desk-protocol": str(PROTOCOL)}


class ProblemBody(Struct, frozen=True):
    """What the server says with every status that is no success."""

    code: str = ""
    title: str = ""
    retry_after: int | None = None
    statement: Signed | None = None


class Unreachable(DeskError):
    """No answer, or only a part of one: nothing is known of whether the server did it."""

    def __init__(self) -> None:
        super().__init__("连不上服务器", "不影响录入, 连上后会自动继续")


class Refused(DeskError):
    """The server answered with a problem. `code` is stable, `retry_after` in seconds."""

    def __init__(self, status: int, told: ProblemBody) -> None:
        super().__init__(told.title or f"服务器没有办成 ({status})")
        self.status = status
        self.code = told.code
        self.retry_after = told.retry_after
        self.statement = told.statement


def call(
    http: "httpx.Client", method: str, path: str, kind: type[T], message: Any = None, *,
    token: str | None = None, query: dict[str, str] | None = None,
) -> T:  # fmt: skip
    """Raises Refused or Unreachable; an answer that is no answer of ours counts as none."""
    import httpx

    headers = HEADERS if token is None else {**HEADERS, "authorization": f"Bearer {token}"}
    content = None if message is None else msgspec.json.encode(message)
    try:
        answer = http.request(method, path, content=content, headers=headers, params=query)
    except httpx.HTTPError as error:
        raise Unreachable from error
    try:
        if answer.status_code != 200:
            raise Refused(answer.status_code, _problem(answer.content))
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreachable from error


def _problem(body: bytes) -> ProblemBody:
    """Of a proxy's own error page nothing is known but the status."""
    try:
        return msgspec.json.decode(body, type=ProblemBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ProblemBody()
