"""Desks that talk to a server's own code over an HTTP client whose transport is a function call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

import httpx
import msgspec

from desk.store import device
from sync.client.rounds import round_of
from sync.client.session import Outcome, Session
from sync.protocol.envelope import Envelope
from sync.server.asked import Asked, Principal
from sync.server.building import build_server
from sync.server.handling import chunks_of, handle
from sync.server.problems import Problem
from sync.server.routes import ROUTES
from sync.server.serving import Server
from sync.wire.squeezing import expand
from tests.world import World, copy_of

T = TypeVar("T")
DESK = "x-desk"
Spoil = Callable[[httpx.Request], httpx.Response | None]


@dataclass
class Center:
    """The server and who may do what there."""

    folder: Path
    world: World
    devices: dict[str, frozenset[str]] = field(default_factory=dict)
    pulls: dict[str, frozenset[str]] = field(default_factory=dict)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.server = build_server(
            self.folder, clock=self.world.clock, routes=ROUTES, guards={"device": self._guard},
            calendar=self.world.office.calendar,
        )  # fmt: skip

    def _guard(self, _server: Server, asked: Asked) -> Principal:
        name = asked.headers.get(DESK, "")
        if name not in self.devices or asked.headers.get("authorization") != "Bearer good":
            raise Problem(401, "unauthorized", "请先登录")
        scopes = frozenset((self.world.company, self.world.scope))
        told = {"devices": tuple(self.devices[name])}
        return Principal(name, pulls=self.pulls.get(name, scopes), pushes=scopes, told=told)

    def back_up(self, path: Path) -> None:
        self.server.close()
        path.write_bytes((self.folder / "server.db").read_bytes())
        self.open()

    def restore(self, path: Path) -> None:
        self.server.close()
        for ending in ("-wal", "-shm"):
            (self.folder / f"server.db{ending}").unlink(missing_ok=True)
        (self.folder / "server.db").write_bytes(path.read_bytes())
        self.open()


@dataclass
class Wire(httpx.BaseTransport):
    """`spoil` may answer in the server's place; `asked` counts the questions by path."""

    center: Center
    name: str
    spoil: Spoil | None = None
    asked: list[str] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str], bytes]] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        body = request.read()
        if self.spoil is not None:
            spoiled = self.spoil(request)
            if spoiled is not None:
                return spoiled
        headers = {name.lower(): value for name, value in request.headers.items()} | {DESK: self.name}
        answer = handle(self.center.server, request.method, request.url.path, {}, headers, body)
        told: dict[str, str] = {"content-type": answer.media, **answer.headers}
        whole = b"".join(chunks_of(answer))
        if self.heard is not None:
            self.heard.append((request.url.path, told, whole))
        return httpx.Response(answer.status, headers=told, stream=httpx.ByteStream(whole))


@dataclass
class Desk:
    world: World
    wire: Wire
    session: Session
    tokens: list[str]

    def round(self) -> Outcome:
        return round_of(self.session)

    def waiting(self) -> int:
        return int(self.world.database.read("SELECT COUNT(*) FROM outbox")[0][0])

    def kinds(self) -> list[str]:
        """What the log of the estate says, in order."""
        rows = self.world.database.read("SELECT op FROM journal WHERE scope=? ORDER BY seq", (self.world.scope,))
        return [Envelope.open(row[0]).kind for row in rows]


def desk(center: Center, world: World, name: str, scopes: Mapping[str, str] | None = None) -> Desk:
    """A desk at the wire. Its tokens: the first one is good."""
    tokens = ["good"]
    wire = Wire(center, name)
    granted = scopes or {world.company: "active", world.scope: "active"}
    session = Session(
        world.database, world.rules, world.office.context, httpx.Client(transport=wire, base_url="http://server"),
        lambda: tokens[0], lambda: None, lambda: granted, world.clock, Random(7),
    )  # fmt: skip
    center.devices[name] = frozenset(device_ids(world))
    return Desk(world, wire, session, tokens)


def device_ids(world: World) -> set[str]:
    told = {str(name): str(value) for name, value in world.database.read("SELECT name, value FROM device")}
    return {told[device.ID], *told.get(device.FORMERLY, "").split()}


def second(first: World, path: Path) -> World:
    """Another desk of the office, where the first one stands now: its own ids and numbers, nothing waiting."""
    first.database.close()
    world = copy_of(first, path)
    world.clock = first.clock
    world.__post_init__()
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM device WHERE name=?", (device.FORMERLY,))
        device.put(connection, device.ID, "second88")
        device.put(connection, device.PREFIX, "W9")
        device.put(connection, device.COUNTER, 0)
    return world


def decoded(request: httpx.Request, kind: type[T]) -> T:
    """The message of a request."""
    body = b"".join(expand((request.content,), request.headers.get("content-encoding")))
    return msgspec.msgpack.decode(body, type=kind)


def outbox(world: World) -> list[str]:
    return [str(row[0]) for row in world.database.read("SELECT id FROM outbox ORDER BY pos")]
