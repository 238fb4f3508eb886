"""From a request to an answer without a framework: routes, limits before and after decompression, guards, problems."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import zstandard
from msgspec import Struct

from desk.domain.errors import DeskError
from sync.server import problems
from sync.server.asked import JSON, Answer, Asked, Route, Stages, Turn, Wait, packed, told
from sync.server.handling import BEGINNING, chunks_of, coding_of, find, handle
from sync.server.problems import Busy, Problem
from sync.server.rates import Rates
from sync.server.serving import Server
from sync.wire.squeezing import expand, squeeze
from tests.sync.server.logs import HEADERS, SCOPE


class Note(Struct):
    words: str


def echo(_server: Server, asked: Asked) -> Answer:
    return Answer(200, asked.body, JSON)


def said(_server: Server, asked: Asked) -> Answer:
    return told({**asked.params, **asked.query, "now": asked.now})


def staged(_server: Server, asked: Asked) -> Stages:
    yield Turn(SCOPE, True)
    yield Wait({SCOPE: 0}, 60_000)
    return packed(asked.message(Note).words)


def fails(_server: Server, asked: Asked) -> Answer:
    raise {"busy": Busy(7), "words": DeskError("不行", "请改"), "bug": KeyError("x")}[asked.query["how"]]


def streams(_server: Server, asked: Asked) -> Answer:
    def body() -> Iterator[bytes]:
        if "at_once" in asked.query:
            raise Busy
        yield b"one"
        if "soon" in asked.query:
            raise Busy
        yield b"two" * 1000
        if "later" in asked.query:
            yield b"three" * BEGINNING
            raise Busy

    return Answer(200, body())


ROUTES = (
    Route("POST", "/v1/echo", echo, "", "t", auth="none", takes=bytes, limit_bytes=1000),
    Route("POST", "/v1/mine", echo, "", "t", takes=bytes, limit_bytes=1000),
    Route("GET", "/v1/scopes/{scope}/x/{name}", said, "", "t", auth="none"),
    Route("POST", "/v1/staged", staged, "", "t", auth="none", takes=Note),
    Route("GET", "/v1/fails", fails, "", "t", auth="none"),
    Route("GET", "/v1/streams", streams, "", "t", auth="none"),
    Route("GET", "/v1/nobody", said, "", "t", auth="partner"),
)


@pytest.fixture
def url() -> None:
    """The file: nothing here is about a database."""


@pytest.fixture
def own(server: Server) -> Server:
    return replace(server, routes=ROUTES)


def ask(server: Server, method: str, path: str, body: bytes = b"", headers: object = (), **query: str) -> Answer:
    return handle(server, method, path, query, dict(headers or {}), body)  # type: ignore[call-overload]


def problem_of(answer: Answer) -> tuple[int, str]:
    assert answer.media == problems.MEDIA
    body = json.loads(b"".join(chunks_of(answer)))
    assert body["title"]
    return answer.status, body["code"]


def test_a_path_gives_its_route_and_its_words() -> None:
    found = find(ROUTES, "GET", "/v1/scopes/e.0192.complaint/x/七")
    assert found.route.endpoint is said
    assert found.params == {"scope": "e/0192/complaint", "name": "七"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nowhere", 404), ("GET", "/v1/echo", 405), ("POST", "/v1/scopes/a/b/x/y", 404), ("GET", "", 404)],
)
def test_what_is_not_there_is_a_problem(own: Server, method: str, path: str, status: int) -> None:
    assert problem_of(ask(own, method, path))[0] == status


def test_stages_run_to_their_end_where_nobody_waits(own: Server) -> None:
    assert ask(own, "POST", "/v1/staged", b"\x81\xa5words\xa2hi").body == b"\xa2hi"
    assert problem_of(ask(own, "POST", "/v1/staged", b'{"words":"json"}')) == (400, "malformed")
    assert problem_of(ask(own, "POST", "/v1/staged", b"\xff" * 10)) == (400, "malformed")
    assert problem_of(ask(own, "POST", "/v1/staged", b"\x91" * 60_000)) == (400, "malformed")


def test_the_limit_counts_before_and_after_decompression(own: Server) -> None:
    fits, more = bytes(1000), bytes(1001)
    assert ask(own, "POST", "/v1/echo", fits).body == fits
    assert problem_of(ask(own, "POST", "/v1/echo", more)) == (413, "too_large")
    for coding in ("zstd", "gzip"):
        headers = {"content-encoding": coding}
        assert ask(own, "POST", "/v1/echo", b"".join(squeeze([fits], coding)), headers).body == fits
        assert problem_of(ask(own, "POST", "/v1/echo", b"".join(squeeze([more], coding)), headers))[0] == 413
        cut = b"".join(squeeze([fits], coding))[:-2]
        assert problem_of(ask(own, "POST", "/v1/echo", cut, headers)) == (400, "malformed")
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(20_000_000))
    assert len(bomb) <= 1000
    assert problem_of(ask(own, "POST", "/v1/echo", bomb, {"content-encoding": "zstd"}))[0] == 413
    assert problem_of(ask(own, "POST", "/v1/echo", fits, {"content-encoding": "br"}))[0] == 415


def test_nobody_enters_unproven(own: Server) -> None:
    answer = ask(own, "POST", "/v1/mine", b"x")
    assert problem_of(answer)[0] == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert ask(own, "POST", "/v1/mine", b"x", HEADERS).status == 200
    assert problem_of(ask(own, "GET", "/v1/nobody"))[0] == 401, "a guard that is missing lets nobody in"


def test_the_unproven_cost_no_decompression(own: Server) -> None:
    broken = {"content-encoding": "zstd"}
    assert problem_of(ask(own, "POST", "/v1/mine", b"no zstd", broken))[0] == 401
    assert problem_of(ask(own, "POST", "/v1/mine", b"no zstd", {**HEADERS, **broken}))[0] == 400


def test_problems_are_answers_and_bugs_are_not(own: Server) -> None:
    busy = ask(own, "GET", "/v1/fails", how="busy")
    assert (problem_of(busy), busy.headers["retry-after"]) == ((503, "busy"), "7")
    assert problem_of(ask(own, "GET", "/v1/fails", how="words")) == (422, "refused")
    with pytest.raises(KeyError):
        ask(own, "GET", "/v1/fails", how="bug")


def test_who_asks_too_often_waits_and_the_others_do_not(own: Server) -> None:
    seconds = [0.0]
    rates = Rates(lambda: seconds[0], per_second=2, burst=3)
    held = replace(own, rates=rates)
    assert [ask(held, "POST", "/v1/mine", b"", HEADERS).status for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(held, "POST", "/v1/mine", b"", HEADERS)
    assert refused.headers["retry-after"] == "1"
    assert ask(held, "POST", "/v1/echo", b"").status == 200, "another"
    seconds[0] = 0.5
    assert [ask(held, "POST", "/v1/mine", b"", HEADERS).status for _ in range(2)] == [200, 429]


def test_rates_forget_who_has_not_asked_for_long() -> None:
    seconds = [0.0]
    rates = Rates(lambda: seconds[0], per_second=1, burst=1)
    for key in range(10_001):
        seconds[0] += 0.001
        rates.take(str(key))
    assert len(rates._buckets) < 1_100


def test_answers_are_compressed_as_the_asker_likes(own: Server) -> None:
    long = b'{"a":"' + b"x" * 900 + b'"}'
    for accepted, coding in (("gzip, zstd", "zstd"), ("gzip", "gzip"), ("br", None), ("", None)):
        answer = ask(own, "POST", "/v1/echo", long, {"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == coding
        assert b"".join(expand(chunks_of(answer), coding)) == long
    assert "content-encoding" not in ask(own, "POST", "/v1/echo", b"short", {"accept-encoding": "zstd"}).headers
    stream = ask(own, "GET", "/v1/streams", b"", {"accept-encoding": "zstd"})
    assert b"".join(expand(chunks_of(stream), "zstd")) == b"one" + b"two" * 1000


def test_codings_that_are_refused_are_not_used() -> None:
    assert coding_of("zstd;q=0, gzip;q=0.5") == "gzip"
    assert coding_of("*") is None


def test_a_stream_that_fails_at_once_is_a_proper_problem_and_later_a_cut(own: Server) -> None:
    assert problem_of(ask(own, "GET", "/v1/streams", at_once="")) == (503, "busy")
    assert problem_of(ask(own, "GET", "/v1/streams", soon="")) == (503, "busy")
    answer = ask(own, "GET", "/v1/streams", later="")
    assert answer.status == 200
    with pytest.raises(Problem):
        list(chunks_of(answer))


def test_requests_are_counted_by_their_route(own: Server) -> None:
    ask(own, "GET", "/v1/scopes/e.secret/x/y")
    ask(own, "GET", "/v1/fails", how="busy")
    text = own.meters.text()
    assert 'requests_total{method="GET",route="/v1/scopes/{scope}/x/{name}",status="200"} 1' in text
    assert 'requests_total{method="GET",route="/v1/fails",status="503"} 1' in text
    assert 'request_seconds_count{method="GET",route="/v1/fails"} 1' in text
    assert "secret" not in text
