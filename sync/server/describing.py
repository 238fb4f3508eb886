"""The API's description (OpenAPI 3.1), written from the routes: a fact of an endpoint stands once."""

import re
from typing import Any

import msgspec

from sync.server import problems
from sync.server.asked import BYTES, Route

SCHEMES: dict[str, Any] = {
    "device": {"type": "http", "scheme": "bearer", "description": "A token of 15 minutes from /v1/token"},
    "partner": {"type": "apiKey", "in": "header", "name": "authorization", "description": "Keyed hash of the request"},
    "channel": {"type": "apiKey", "in": "header", "name": "authorization", "description": "Keyed hash of the request"},
}
WORDS = {
    400: "The request is malformed", 401: "Who asks is not proven", 403: "Not for this asker", 404: "Not there",
    405: "Another method", 409: "The histories differ", 410: "Gone for ever", 413: "Too much at once",
    415: "A coding that the server does not speak", 416: "No such range", 422: "Refused, with words for a person",
    426: "The program is too old", 429: "Too often; Retry-After says when", 503: "No turn now; Retry-After says when",
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "required": ["code", "title", "retry_after"],
    "properties": {
        "code": {"type": "string", "description": "A stable word for programs"},
        "title": {"type": "string", "description": "Words for a person"},
        "retry_after": {"type": ["integer", "null"], "description": "Seconds"},
    },
}
SCOPE = r"^[oed]\.[0-9A-Za-z._-]+$"
REF = "#/components/schemas/{name}"
WHOLE = {"minimum": -(2**63), "maximum": 2**63 - 1}  # what both msgpack and the databases hold
BASE64 = r"^(?:[A-Za-z0-9+/]{4})*$"  # of bytes: as they are in msgpack, so written in this description


def components(routes: tuple[Route, ...]) -> dict[str, Any]:
    """All shapes by name, and the problem."""
    shapes = [shape for route in routes for shape in (route.takes, route.gives) if shape not in (None, bytes)]
    _, named = msgspec.json.schema_components(list(dict.fromkeys(shapes)), ref_template=REF)
    return {**_bounded(named), "Problem": PROBLEM}


def operation(route: Route) -> dict[str, Any]:
    """What one endpoint takes and gives."""
    told: dict[str, Any] = {
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": [route.tag],
        "responses": _responses(route),
    }
    if parameters := _parameters(route):
        told["parameters"] = parameters
    if route.takes is not None:
        told["requestBody"] = {"required": True, "content": {route.takes_media: {"schema": _shape(route.takes)}}}
    if route.auth != "none":
        told["security"] = [{route.auth: []}]
    return told


def operation_id(route: Route) -> str:
    words = re.findall(r"[a-z0-9]+", route.path.removeprefix("/v1"))
    return "_".join((route.method.lower(), *words))


def _parameters(route: Route) -> list[dict[str, Any]]:
    in_path = [
        {
            "name": path_name(name),
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": SCOPE if name == "scope" else r"^[0-9A-Za-z._-]+$"},
            **({"description": "A scope with dots for slashes"} if name == "scope" else {}),
        }
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    places: tuple[tuple[str, Any], ...] = (("query", route.query), ("header", route.headers))
    others = [
        {"name": name, "in": place, "required": False, "description": words, "schema": {"type": "string"}}
        for place, named in places
        for name, words in named.items()
    ]
    return [*in_path, *others]


def path_name(name: str) -> str:
    """Some names are the framework's own."""
    return f"{name}_id" if name in ("scope", "path", "query", "body", "data", "state", "headers") else name


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "As asked"}
    if route.gives is not None and route.method != "HEAD":
        good["content"] = {route.gives_media: {"schema": _shape(route.gives)}}
    told = {str(route.status): good}
    statuses = {*route.problems, 422, 429, 503}
    statuses |= set() if route.auth == "none" else {401}
    statuses |= set() if route.takes is None else {400, 413, 415}
    for status in sorted(statuses):
        problem: dict[str, Any] = {"description": WORDS.get(status, "A problem")}
        if route.method != "HEAD":
            problem["content"] = {problems.MEDIA: {"schema": {"$ref": REF.format(name="Problem")}}}
        told[str(status)] = problem
    return told


def _shape(shape: Any) -> dict[str, Any]:
    if shape is bytes:
        return {"type": "string", "format": "binary", "description": BYTES}
    (told,), _ = msgspec.json.schema_components([shape], ref_template=REF)
    bounded: dict[str, Any] = _bounded(told)
    return bounded


def _bounded(told: Any) -> Any:
    """The shape with what every number and every run of bytes must keep to."""
    if isinstance(told, list):
        return [_bounded(one) for one in told]
    if not isinstance(told, dict):
        return told
    found = {name: _bounded(one) for name, one in told.items()}
    if found.get("type") == "integer":
        found = {**WHOLE, **found}
    if found.get("contentEncoding") == "base64":
        found = {"pattern": BASE64, **found}
    return found
