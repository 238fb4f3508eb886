"""The API is as it is described: a machine reads the description and tries to find where it is not."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, Config, GenerationMode, SerializationContext

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from sync.server.asked import Asked, Principal
from sync.server.building import build_server
from sync.server.describing import operation_id, path_name
from sync.server.doors.partners import Partner
from sync.server.routes import ROUTES
from sync.server.serving import Server
from sync.server.shell import OWN_ROUTES
from tests.sync.server.logs import HEADERS, OTHER, SCOPE, reader
from tests.sync.server.running import Running, running
from tests.world import Clock

EVERY = (*ROUTES, *OWN_ROUTES)
ESTATES = tuple(scope.partition("/")[2] for scope in (SCOPE, OTHER))
PARTNER = Partner(
    "p1", "o/1", "渠道", "channel", "active", ESTATES, ESTATES[0], "", "", "", 0, per_minute=10**9, made_at=0,
)  # fmt: skip


def keyed(server: Server, asked: Asked) -> Principal:
    """Who is let in here is a channel, and a shop at the partners' door."""
    one = PARTNER._replace(kind="shop") if asked.path.startswith("/v1/partner/") else PARTNER
    return replace(reader(server, asked), kind="channel", told={"partner": one})


GUARDS = {"device": reader, "partner": keyed, "channel": keyed}
NEVER_MSGPACK = b"\xc1"
# 422: a rule refuses it, with words for a person; 409, 410, 426: for this asker, now.
ANSWERS = ["2xx", "401", "403", "404", "409", "410", "416", "422", "426", "429"]


def shape(path: str, method: str) -> Any:
    for route in EVERY:
        named = route.path
        for name in ("scope", "path", "state"):
            named = named.replace("{" + name + "}", "{" + path_name(name) + "}")
        if (named, route.method) == (path, method):
            return route.takes
    raise KeyError(path)


@schemathesis.serializer("application/msgpack")
def as_msgpack(context: SerializationContext, value: Any) -> bytes:
    """What fits the shape goes as it says (bytes as bytes); what does not, as it is."""
    operation = context.case.operation
    with suppress(msgspec.ValidationError):
        return msgspec.msgpack.encode(msgspec.convert(value, shape(operation.path, operation.method.upper())))
    with suppress(Exception):
        return msgspec.msgpack.encode(value)
    return NEVER_MSGPACK


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory, rules: Rulebook, calendar: Calendar) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("described")
    server = build_server(folder, None, Clock(), guards=GUARDS, rules=rules, calendar=calendar)
    with running(server) as one:
        yield one
    server.close()


@pytest.fixture(scope="module")
def described(at: Running) -> Any:
    config = Config.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": ANSWERS}}})
    schema = schemathesis.openapi.from_url(f"{at.url}/schema/openapi.json", config=config)
    schema.auth()(Token)
    return schema


class Token:
    """A token that the guard of these tests knows."""

    def get(self, _case: Case, _context: Any) -> str:
        return HEADERS["authorization"]

    def set(self, case: Case, data: str, _context: Any) -> None:
        case.headers["authorization"] = data


def test_every_endpoint_is_described(at: Running) -> None:
    document = httpx.get(f"{at.url}/schema/openapi.json", trust_env=False).json()
    assert document["openapi"].startswith("3.1")
    found = {one["operationId"]: one for methods in document["paths"].values() for one in methods.values()}
    assert {operation_id(route) for route in EVERY if route.method != "HEAD"} <= set(found)
    for one in found.values():
        assert one["summary"]
        assert one["tags"]
    for route in EVERY:
        if route.method != "HEAD":
            assert ("security" in found[operation_id(route)]) is (route.auth != "none"), route.path


@pytest.mark.parametrize("route", [one for one in EVERY if one.method != "HEAD"], ids=operation_id)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_is_found(described: Any, route: Any, mode: GenerationMode) -> None:
    """Valid requests are answered as described, invalid ones are refused as described; never a bug."""
    operation = described.find_operation_by_id(operation_id(route))
    if mode is GenerationMode.NEGATIVE and not (route.takes or route.query or "{" in route.path):
        return  # nothing can be wrong about it
    cases = operation.as_strategy(generation_mode=mode)

    @given(data=st.data())
    @settings(
        max_examples=4, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def tried(data: st.DataObject) -> None:
        data.draw(cases).call_and_validate()

    tried()
