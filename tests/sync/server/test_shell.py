"""The server on real sockets: bodies bounded as they come, streams, turns, and bugs that say nothing of the data."""

import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from sync.server.asked import BYTES, JSON, Answer, Asked, Route, Stages, Turn
from sync.server.handling import BEGINNING
from sync.server.logs import set_up
from sync.server.queues import Queues
from sync.server.serving import Server
from sync.server.workers import Worker
from tests.sync.server.logs import SCOPE
from tests.sync.server.running import running, until

SECRET = "不能写进日志13800000000"


@pytest.fixture
def url() -> None:
    """The file: nothing here is about a database."""


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def with_routes(server: Server, *routes: Route) -> Server:
    return replace(server, routes=routes)


def echo(_server: Server, asked: Asked) -> Answer:
    return Answer(200, json.dumps({**asked.params, **asked.query, "n": len(asked.body)}).encode(), JSON)


ECHO = Route("POST", "/v1/scopes/{scope}/echo", echo, "", "t", "none", takes=bytes, limit_bytes=100_000)


def test_a_body_is_bounded_while_it_comes_in(server: Server) -> None:
    with running(with_routes(server, ECHO)) as at, at.client() as client:
        path = "/v1/scopes/e.0192.complaint/echo?a=%E4%B8%83"
        fits = client.post(path, content=bytes(100_000))
        assert fits.json() == {"scope": "e/0192/complaint", "a": "七", "n": 100_000}
        assert client.post(path, content=bytes(100_001)).status_code == 413
        assert client.post(path, content=iter([bytes(60_000)] * 2)).status_code == 413
        assert client.post(path, content=iter([bytes(50_000)] * 2)).json()["n"] == 100_000
        squeezed = client.post(path, content=b"no zstd", headers={"content-encoding": "zstd"})
        assert (squeezed.status_code, squeezed.json()["code"]) == (400, "malformed")


def test_what_is_not_there_is_a_problem_in_our_words(server: Server) -> None:
    with running(with_routes(server, ECHO)) as at, at.client() as client:
        for method, path, status in (("GET", "/nowhere", 404), ("GET", "/v1/scopes/e.1/echo", 405)):
            answer = client.request(method, path)
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
            assert answer.json()["title"]


def test_a_head_says_what_a_get_would_without_its_body(server: Server) -> None:
    def there(_server: Server, _asked: Asked) -> Answer:
        return Answer(200, b"", BYTES, {"content-length": "12345"})

    with running(with_routes(server, Route("HEAD", "/v1/blob", there, "", "t", "none"))) as at, at.client() as client:
        answer = client.head("/v1/blob")
        assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "12345", b"")
        assert client.head("/v1/blob").status_code == 200, "the connection goes on"


def test_a_bug_is_answered_without_its_words_and_logged_without_data(server: Server) -> None:
    def bug(_server: Server, asked: Asked) -> Answer:
        raise RuntimeError(asked.body.decode())

    stream = io.StringIO()
    restore = set_up("debug", stream)
    try:
        route = Route("POST", "/v1/bug", bug, "", "t", "none", takes=bytes)
        with running(with_routes(server, route)) as at, at.client() as client:
            answer = client.post(f"/v1/bug?name={SECRET}", content=SECRET.encode())
            assert (answer.status_code, answer.json()["code"]) == (500, "internal")
            assert client.get("/health").status_code == 200
    finally:
        restore()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["error"] for line in lines if line["event"] == "bug"] == [["RuntimeError"]]
    assert {line["route"] for line in lines if line["event"] == "request"} == {"/health"}
    assert SECRET not in stream.getvalue()
    assert "127.0.0.1" not in stream.getvalue()


def test_a_stream_that_breaks_is_cut_and_the_server_goes_on(server: Server) -> None:
    def broken(_server: Server, _asked: Asked) -> Answer:
        def body() -> Iterator[bytes]:
            yield b"one" * at_least
            raise RuntimeError

        return Answer(200, body(), BYTES)

    at_least = BEGINNING
    with running(with_routes(server, Route("GET", "/v1/x", broken, "", "t", "none"))) as at, at.client() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/v1/x")
        at_least = 1
        assert client.get("/v1/x").status_code == 500  # nothing was sent yet: it is a proper answer
        assert client.get("/health").json() == {"status": "ok"}


def test_long_work_gives_way_between_its_pieces(server: Server, hands: ThreadPoolExecutor) -> None:
    done: list[str] = []
    wanted: list[bool] = []
    clerk_waits = threading.Event()

    def long(_server: Server, _asked: Asked) -> Stages:
        for piece in range(4):
            is_wanted = yield Turn(SCOPE, False)
            if piece == 1:
                assert clerk_waits.wait(30)
            assert is_wanted is not None
            wanted.append(is_wanted())
            done.append(f"piece {piece}")
        return Answer(200, b"{}", JSON)

    def small(_server: Server, _asked: Asked) -> Stages:
        yield Turn(SCOPE, True)
        done.append("clerk")
        return Answer(200, b"{}", JSON)

    routes = [Route("POST", f"/v1/{name}", work, "", "t", "none") for name, work in (("l", long), ("s", small))]
    with running(with_routes(server, *routes)) as at, at.client() as client:
        pushing = hands.submit(client.post, "/v1/l")
        until(lambda: done == ["piece 0"])
        stepping = hands.submit(client.post, "/v1/s")
        until(lambda: at.live.queues.waiting == 1)
        clerk_waits.set()
        assert (pushing.result(30).status_code, stepping.result(30).status_code) == (200, 200)
    assert done == ["piece 0", "piece 1", "clerk", "piece 2", "piece 3"]
    assert wanted == [False, True, False, False]


def test_who_has_no_turn_in_time_is_told_when_to_come_again(server: Server, hands: ThreadPoolExecutor) -> None:
    begun, ended = threading.Event(), threading.Event()

    def long(_server: Server, _asked: Asked) -> Stages:
        yield Turn(SCOPE, False)
        begun.set()
        assert ended.wait(30)
        return Answer(200, b"{}", JSON)

    with running(with_routes(server, Route("POST", "/v1/l", long, "", "t", "none"))) as at, at.client() as client:
        at.live.queues = Queues(patience=0.05)
        working = hands.submit(client.post, "/v1/l")
        assert begun.wait(30)
        refused = client.post("/v1/l")
        assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "busy", "5")
        ended.set()
        assert working.result(30).status_code == 200


def test_workers_go_on_after_a_failure_and_end_with_the_server(server: Server) -> None:
    done: list[int] = []

    def work(_server: Server) -> None:
        done.append(1)
        if len(done) < 3:
            raise RuntimeError(SECRET)

    stream = io.StringIO()
    restore = set_up("info", stream)
    try:
        with running(server, Worker("trial", 0.001, work)):
            until(lambda: len(done) > 3)
    finally:
        restore()
    count = len(done)
    assert '"event": "worker_failed"' in stream.getvalue()
    assert SECRET not in stream.getvalue()
    assert len(done) == count
