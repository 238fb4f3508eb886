"""From a request to its answer, without any framework: routes, limits, guards, problems, compression."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from time import perf_counter

from desk.domain.errors import DeskError
from sync.server import problems
from sync.server.asked import JSON, MSGPACK, Answer, Asked, Principal, Route, Stages
from sync.server.problems import Problem
from sync.server.serving import Server
from sync.wire.paths import scope_of_path
from sync.wire.squeezing import CODINGS, GZIP, ZSTD, Broken, Oversize, expand, squeeze, squeezed_whole

WORTH_SQUEEZING = 512
BEGINNING = 64 * 1024  # bytes that are there before an answer begins
TEXTS = (MSGPACK, JSON, problems.MEDIA)


@dataclass(frozen=True, slots=True)
class Found:
    """The route of a request and what its path says."""

    route: Route
    params: Mapping[str, str]


def find(routes: tuple[Route, ...], method: str, path: str) -> Found:
    """The route of a method and a (decoded) path; Problem 404 or 405."""
    allowed: list[str] = []
    for route in routes:
        match = _pattern(route.path).fullmatch(path)
        if match is None:
            continue
        if route.method != method:
            allowed.append(route.method)
            continue
        params = match.groupdict()
        if "scope" in params:
            params["scope"] = scope_of_path(params["scope"])
        return Found(route, params)
    if allowed:
        raise Problem(405, "method", "这个地址不支持这种请求")
    raise Problem(404, "not_found", "没有这个地址")


@lru_cache(maxsize=256)
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def handle(
    server: Server, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> Answer:
    """The whole of it at once: nobody waits, every turn is given. The simulation's transport calls this."""
    try:
        found = find(server.routes, method, path)
    except Problem as problem:
        return answer_of(problem)
    stages = respond(server, found, path, query, headers, body)
    while True:
        try:
            next(stages)
        except StopIteration as done:
            answer: Answer = done.value
            return answer


def respond(
    server: Server, found: Found, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> Stages:
    """The stages of one request; what it says between them is the endpoint's. Problems become answers."""
    route = found.route
    busy, told = 0.0, None
    begun = perf_counter()
    try:
        stages = _answered(server, found, path, query, headers, body)
        while True:
            try:
                pause = stages.send(told)
            except StopIteration as done:
                answer: Answer = done.value
                break
            busy += perf_counter() - begun
            told = yield pause
            begun = perf_counter()
        answer = squeezed(begun_stream(answer), headers)
    except Problem as problem:
        answer = answer_of(problem)
    except DeskError as error:
        answer = answer_of(Problem(422, "refused", f"{error.message}; {error.advice}"))
    server.meters.count("requests_total", route=route.path, method=route.method, status=str(answer.status))
    server.meters.time("request_seconds", busy + perf_counter() - begun, route=route.path, method=route.method)
    return answer


def _answered(
    server: Server, found: Found, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> Stages:
    route = found.route
    if len(body) > route.limit_bytes:
        raise too_large()
    asked = Asked(route.method, path, found.params, query, headers, body, server.clock())
    principal = _guarded(server, route, asked)
    if server.rates is not None:
        server.rates.take(principal.id if principal else headers.get("x-peer", ""))
    asked = replace(asked, body=opened(body, headers.get("content-encoding"), route.limit_bytes), principal=principal)
    answer = route.endpoint(server, asked)
    if isinstance(answer, Answer):
        return answer
    return (yield from answer)


def _guarded(server: Server, route: Route, asked: Asked) -> Principal | None:
    """Who asks. A guard sees the body as it came, because keyed partners sign exactly those bytes."""
    if route.auth == "none":
        return None
    guard = server.guards.get(route.auth)
    if guard is None:
        raise Problem(401, "unauthorized", "请先登录")
    return guard(server, asked)


def opened(body: bytes, coding: str | None, limit: int) -> bytes:
    """The body decompressed, never more than `limit` bytes of it in memory."""
    if coding in (None, "", "identity"):
        return body
    if coding not in CODINGS:
        raise Problem(415, "coding", "不支持这种压缩")
    try:
        return b"".join(expand((body,), coding, limit))
    except Oversize as error:
        raise too_large() from error
    except Broken as error:
        raise problems.malformed("压缩的内容不完整") from error


def too_large() -> Problem:
    return Problem(413, "too_large", "一次发送的内容太多")


def answer_of(problem: Problem) -> Answer:
    headers = {} if problem.retry_after is None else {"retry-after": str(problem.retry_after)}
    if problem.status == 401:
        headers["www-authenticate"] = "Bearer"
    return Answer(problem.status, problem.body(), problems.MEDIA, headers)


def begun_stream(answer: Answer) -> Answer:
    """A short stream whole, of a long one the beginning: what fails before that is still a proper answer, not a cut."""
    if isinstance(answer.body, bytes):
        return answer
    chunks, begun, size = iter(answer.body), list[bytes](), 0
    for chunk in chunks:
        begun.append(chunk)
        size += len(chunk)
        if size >= BEGINNING:
            return replace(answer, body=chain(begun, chunks))
    return replace(answer, body=b"".join(begun))


def squeezed(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """Compressed as the asker likes it, where that is worth anything."""
    if answer.media not in TEXTS or "content-encoding" in answer.headers:
        return answer
    coding = coding_of(headers.get("accept-encoding", ""))
    if coding is None:
        return answer
    told = {**answer.headers, "content-encoding": coding, "vary": "accept-encoding"}
    if isinstance(answer.body, bytes):
        if len(answer.body) < WORTH_SQUEEZING:
            return answer
        return replace(answer, body=squeezed_whole(answer.body, coding), headers=told)
    return replace(answer, body=squeeze(answer.body, coding), headers=told)


def coding_of(accepted: str) -> str | None:
    """The best coding of an Accept-Encoding header that we speak."""
    names = set()
    for part in accepted.split(","):
        name, _, quality = part.strip().partition(";")
        if quality.replace(" ", "") not in ("q=0", "q=0.0"):
            names.add(name.strip().lower())
    return next((coding for coding in (ZSTD, GZIP) if coding in names), None)


def chunks_of(answer: Answer) -> Iterator[bytes]:
    """The body of an answer, whole or streamed, as chunks."""
    body: bytes | Iterable[bytes] = answer.body
    yield from (body,) if isinstance(body, bytes) else body
