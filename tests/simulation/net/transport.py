"""The wire: an HTTP client's transport that ends in the server's own code, and all that a wire does to people."""

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl

import httpx

from sync.server.asked import Answer
from sync.server.handling import chunks_of, handle
from sync.server.problems import Busy
from sync.wire.messages import Push
from tests.simulation.net.machines import DESK, Center

URL = "http://server"
STATUSES = (500, 503, 429, 413, 400, 401, 408, 403, 404, 426, 502, 410, 415)
PORTAL = b"<html><body>Please accept the terms of this network</body></html>"
SAID = b'{"code":"simulated","title":"","retry_after":3}'
# What the wire may do to one request.
FATES = (
    "lost",  # it never arrives
    "answer_lost",  # it is done, nobody hears of it
    "twice",  # it arrives twice
    "late",  # the desk gives up; it arrives some time later
    "cut",  # the answer breaks off at some byte
    "ended",  # the same, and it looks like the end
    "status",  # somebody on the way answers instead
    "status_after",  # the same, after the server has done it
    "portal",  # another page answers with success
    "meanwhile",  # another program of the same desk does its round before this answer arrives
    "gone",  # the desk's program is killed while it waits
)


@dataclass
class Weather:
    """How often what happens to a request; drawn from the seed. `calm` is the end of all faults."""

    random: random.Random
    odds: dict[str, float] = field(default_factory=dict)

    def draw(self) -> str | None:
        if not self.odds:
            return None
        dice = self.random.random()
        for fate, share in self.odds.items():
            if dice < share:
                return fate
            dice -= share
        return None


@dataclass(frozen=True)
class Request:
    """A request in exact bytes, so that it can come again."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Net:
    """Who can be reached, and what is still on its way. `dead` desks hear nothing."""

    centers: list[Center]
    weather: Weather
    say: Callable[[str], None]
    meanwhile: Callable[[int], None]
    kill: Callable[[int], None]
    serving: dict[int, int] = field(default_factory=dict)  # which server a desk reaches, if not the first
    late: list[tuple[int, Request]] = field(default_factory=list)
    pushed: list[tuple[int, Request]] = field(default_factory=list)
    requests: int = 0
    foreign: Center | None = None  # another company's, which these desks reach in place of ours
    astray: set[int] = field(default_factory=set)
    is_inside: bool = False
    is_cut: bool = False

    def center_of(self, desk: int) -> Center:
        if self.foreign is not None and desk in self.astray:
            return self.foreign
        return self.centers[self.serving.get(desk, 0)]

    def carry(self, desk: int, request: Request) -> Answer:
        """To the server and back, undisturbed. A server that dies while it works is started again by its guardian."""
        center = self.center_of(desk)
        chunks: list[bytes] = []
        try:
            answer = handle(center.server, request.method, request.path, request.query, request.headers, request.body)
            for chunk in chunks_of(answer):
                chunks.append(chunk)
        except Busy:  # behind the first byte of a stream nothing can be answered any more
            raise httpx.ReadError("the server has hung up") from None
        except BaseException:
            if not center.database.plug.dead:
                raise
            self.say("server killed")
            center.reopen()
            raise httpx.ReadError("the server is gone") from None
        return Answer(answer.status, b"".join(chunks), answer.media, answer.headers)

    def deliver_late(self) -> None:
        """Requests that nobody waits for any more arrive after all."""
        waiting, self.late = self.late, []
        for desk, request in waiting:
            self.say(f"late {request.path} of desk {desk}")
            with suppress(httpx.TransportError):
                self.carry(desk, request)


class Wire(httpx.BaseTransport):
    """The transport of one desk's client."""

    def __init__(self, net: Net, desk: int) -> None:
        self._net = net
        self._desk = desk

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        net = self._net
        net.requests += 1
        chunks = iter(cast(Iterable[bytes], request.stream))
        told = self._request(request, _whole(chunks, request.headers.get("content-length")))
        if net.is_cut:
            raise httpx.ConnectError("no way")
        fate = net.weather.draw()
        if fate is not None:
            net.say(f"{fate} {told.path}")
        # What the desk does while the server is at work comes before that, or behind it, or not at all on a line that
        # breaks.
        if net.weather.random.random() < 0.5:
            deque(chunks, maxlen=0)
        answer = self._fated(fate, told)
        deque(chunks, maxlen=0)
        return answer

    def _request(self, request: httpx.Request, body: bytes) -> Request:
        headers = {name.lower(): value for name, value in request.headers.items()}
        headers[DESK] = str(self._desk)
        if self._net.weather.random.random() < 0.5:
            headers.pop("accept-encoding", None)  # somebody on the way likes it plain
        query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        return Request(request.method, request.url.path, query, headers, body)

    def _fated(self, fate: str | None, told: Request) -> httpx.Response:
        net, chance = self._net, self._net.weather.random
        if fate == "lost":
            raise httpx.ConnectTimeout("lost")
        if fate == "late":
            net.late.append((self._desk, told))
            raise httpx.ReadTimeout("late")
        if fate == "status":
            return _problem(chance)
        if fate == "portal":
            return httpx.Response(200, headers={"content-type": "text/html"}, stream=_Stream((PORTAL,)))
        answer = net.carry(self._desk, told)
        if told.path == "/v1/ops" and answer.status == 200:
            net.pushed.append((self._desk, told))
        if fate == "twice":
            answer = net.carry(self._desk, told)
        elif fate == "answer_lost":
            raise httpx.ReadTimeout("answer lost")
        elif fate == "gone":
            net.kill(self._desk)
        elif fate == "status_after":
            return _problem(chance)
        elif fate == "meanwhile" and not net.is_inside:
            net.is_inside = True
            try:
                net.meanwhile(self._desk)
            finally:
                net.is_inside = False
        assert isinstance(answer.body, bytes)
        cut = chance.randrange(len(answer.body) + 1) if fate in ("cut", "ended") else None
        return _response(answer, answer.body, cut, fate == "cut")


def _whole(chunks: Iterator[bytes], length: str | None) -> bytes:
    """The body; of one whose length was told nothing is read behind its last byte."""
    body = b""
    while length is None or len(body) < int(length):
        chunk = next(chunks, None)
        if chunk is None:
            break
        body += chunk
    return body


def _problem(chance: random.Random) -> httpx.Response:
    status = chance.choice(STATUSES)
    headers = {"retry-after": str(chance.randint(1, 120))} if status in (429, 503) and chance.random() < 0.7 else {}
    if chance.random() < 0.5:
        headers["content-type"] = "application/problem+json"
        return httpx.Response(status, headers=headers, stream=_Stream((SAID,)))
    return httpx.Response(status, headers=headers, stream=_Stream((b"<html>Bad</html>",)))


def _response(answer: Answer, body: bytes, cut: int | None, breaks: bool) -> httpx.Response:
    headers = [("content-type", answer.media), *answer.headers.items()]
    if cut is None:
        return httpx.Response(answer.status, headers=headers, stream=_Stream((body,)))
    stream = _Stream(_broken(body[:cut]) if breaks else (body[:cut],))
    return httpx.Response(answer.status, headers=headers, stream=stream)


class _Stream(httpx.SyncByteStream):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks


def _broken(body: bytes) -> Iterator[bytes]:
    yield body
    raise httpx.ReadError("the line is cut")


def client(net: Net, desk: int) -> httpx.Client:
    return httpx.Client(transport=Wire(net, desk), base_url=URL, trust_env=False)


def again(net: Net, desk: int, request: Request) -> Answer:
    """The same bytes once more (I15)."""
    return net.carry(desk, request)


def ops_of(request: Request) -> int:
    import msgspec

    return len(msgspec.msgpack.decode(request.body, type=Push).ops)
