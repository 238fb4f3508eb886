"""The ASGI application: every route of the table behind Litestar, bodies bounded while they come in."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, Request
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Operation
from litestar.types import ASGIApp, Receive, Scope, Send

from sync.server import describing
from sync.server.asked import JSON, Answer, Route
from sync.server.describing import path_name
from sync.server.handling import Found, answer_of, respond, too_large
from sync.server.live import Live
from sync.server.logs import log
from sync.server.problems import Busy, Problem
from sync.server.serving import Server
from sync.wire.paths import scope_of_path

PROMETHEUS = "text/plain; version=0.0.4"
TITLE = "Front desk server"


def application(live: Live) -> Litestar:
    """The app of a server; it starts `live` and ends it."""

    @asynccontextmanager
    async def life(_app: Litestar) -> AsyncIterator[None]:
        await live.start()
        yield
        await live.close()

    routes = (*live.server.routes, *OWN_ROUTES)
    return Litestar(
        [_handler(live, route) for route in routes],
        lifespan=[life],
        openapi_config=OpenAPIConfig(
            TITLE,
            "1",
            path="/schema",
            render_plugins=[_Described(describing.components(routes))],
            components=Components(security_schemes=describing.SCHEMES),
        ),
        exception_handlers={HTTPException: _misrouted, Exception: _bug},
        logging_config=None,
        request_max_body_size=None,  # every route has its own limit
        debug=False,
    )


class _Described(JsonRenderPlugin):
    """The document with our shapes in it: the framework knows only those of handlers' own arguments."""

    def __init__(self, shapes: dict[str, Any]) -> None:
        super().__init__(path="/openapi.json")
        self._shapes = shapes

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        components = {**openapi_schema.get("components", {}), "schemas": self._shapes}
        return super().render(request, {**openapi_schema, "components": components})


def health(server: Server, _asked: object) -> Answer:
    """The database answers. Nothing else is asked: whoever watches must not cost anything."""
    server.store.heads(("",))
    return Answer(200, b'{"status":"ok"}', JSON)


def metrics(server: Server, _asked: object) -> Answer:
    return Answer(200, server.meters.text().encode(), PROMETHEUS)


OWN_ROUTES = (
    Route("GET", "/health", health, "Whether the server can work", "state", "none", gives=dict, gives_media=JSON),
    Route("GET", "/metrics", metrics, "Counters for Prometheus", "state", "none", gives=str, gives_media=PROMETHEUS),
)


def _handler(live: Live, route: Route) -> HTTPRouteHandler:
    async def endpoint(request: Request[Any, Any, Any]) -> ASGIApp:
        return await _answered(live, route, request)

    path = route.path
    for name in _names(path):
        path = path.replace("{" + name + "}", "{" + path_name(name) + ":str}")
    described = type("Described", (Operation,), {"to_schema": lambda _self: describing.operation(route)})
    return HTTPRouteHandler(
        path,
        http_method=route.method,  # type: ignore[arg-type]
        status_code=200,  # the answer says its own; the framework refuses a 204 whose body it does not make
        operation_class=described,
        operation_id=describing.operation_id(route),
        name=describing.operation_id(route),
    )(endpoint)


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


async def _answered(live: Live, route: Route, request: Request[Any, Any, Any]) -> ASGIApp:
    """Read, drive, answer; nothing of the request is logged but its route."""
    begun = asyncio.get_running_loop().time()
    try:
        body = await _body(request, route.limit_bytes)
        found = Found(route, _params(route, request))
        headers = {name.lower(): value for name, value in request.headers.items()}
        headers["x-peer"] = request.client.host if request.client else ""
        query = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))
        stages = respond(live.server, found, request.scope["path"], query, headers, body)
        answer = await live.drive(stages, lambda: asyncio.ensure_future(_hung_up(request)), route.patient)
    except Problem as problem:
        answer = answer_of(problem)
    if answer is None:
        return _nobody
    ms = round((asyncio.get_running_loop().time() - begun) * 1000)
    log("request", logging.DEBUG, route=route.path, method=route.method, status=answer.status, ms=ms)
    return _sender(live, answer, route.method)


async def _body(request: Request[Any, Any, Any], limit: int) -> bytes:
    """The body as it came, never more than `limit` bytes of it."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        raise too_large()
    chunks, came = [], 0
    async for chunk in request.stream():
        came += len(chunk)
        if came > limit:
            raise too_large()
        chunks.append(chunk)
    return b"".join(chunks)


def _params(route: Route, request: Request[Any, Any, Any]) -> dict[str, str]:
    params = {name: str(request.path_params[path_name(name)]) for name in _names(route.path)}
    if "scope" in params:
        params["scope"] = scope_of_path(params["scope"])
    return params


async def _hung_up(request: Request[Any, Any, Any]) -> None:
    """Done when the asker has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """The asker is gone: there is nobody to answer."""


def _sender(live: Live, answer: Answer, method: str) -> ASGIApp:
    headers = [(b"content-type", answer.media.encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
    if isinstance(answer.body, bytes) and b"content-length" not in dict(headers):
        headers.append((b"content-length", str(len(answer.body)).encode()))

    async def send_it(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if method != "HEAD":
            async for chunk in live.chunks(answer):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_it


def _misrouted(_request: Request[Any, Any, Any], error: HTTPException) -> Any:
    """What the framework itself refuses: no such address, another method."""
    code = {404: "not_found", 405: "method"}.get(error.status_code, "malformed")
    return _plain(Problem(error.status_code, code, "请求的地址或格式不对"))


def _bug(_request: Request[Any, Any, Any], error: Exception) -> Any:
    """A bug of ours: said in the log without the data, answered so that the desk comes again."""
    if isinstance(error, Busy):
        return _plain(error)
    log("bug", logging.ERROR, error)
    return _plain(Problem(500, "internal", "服务器出错, 稍后会自动再试", 30))


def _plain(problem: Problem) -> Any:
    from litestar import Response

    answer = answer_of(problem)
    return Response(problem.body(), media_type=answer.media, status_code=answer.status, headers=dict(answer.headers))
