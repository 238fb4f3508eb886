"""A wire of no length: the real client's requests handed to the real server's endpoints, cut where a test says."""

from collections.abc import Iterator

import httpx

from desk.store.database import Database
from desk.store.office import Office
from sync.client.session import Session
from sync.server.asked import Asked, Guard, Principal
from sync.server.handling import chunks_of, handle
from sync.server.serving import Server


class Direct(httpx.BaseTransport):
    """`cut_after`: so many bytes of the next answer come, then the line is cut. `asked` counts by method and path."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cut_after: int | None = None
        self.asked: list[tuple[str, str, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = b"".join(request.stream)  # type: ignore[arg-type]
        query = dict(request.url.params)
        answer = handle(self.server, request.method, request.url.path, query, headers, body)
        self.asked.append((request.method, request.url.path, answer.status))
        stream: Iterator[bytes] = chunks_of(answer)
        if self.cut_after is not None:
            stream, self.cut_after = _cut(stream, self.cut_after), None
        told = {"content-type": answer.media, **answer.headers}
        return httpx.Response(answer.status, headers=told, stream=_Stream(stream))


class _Stream(httpx.SyncByteStream):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


def _cut(chunks: Iterator[bytes], left: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[:left]
        left -= len(chunk)
        if left <= 0:
            break
    raise httpx.ReadError("cut")


def line(server: Server, database: Database, office: Office, *scopes: str) -> tuple[Session, Direct]:
    """A desk's session over such a wire."""
    wire = Direct(server)
    http = httpx.Client(transport=wire, base_url="http://server")
    session = Session(
        database, server.rules, office.context, http, lambda: "token", lambda: None,
        lambda: dict.fromkeys(scopes, "active"), server.clock,
    )  # fmt: skip
    return session, wire


def everybody(*scopes: str, pulls: frozenset[str] | None = None, devices: tuple[str, ...] = ()) -> dict[str, Guard]:
    """A guard that takes everybody for one device, which may write to these scopes and read them (or those named).

    `devices`: the ids under which it took its steps.
    """

    def guard(_server: Server, _asked: Asked) -> Principal:
        reads = frozenset(scopes) if pulls is None else pulls
        return Principal("k7q2", "device", "1", reads, frozenset(scopes), told={"devices": devices})

    return {"device": guard}
