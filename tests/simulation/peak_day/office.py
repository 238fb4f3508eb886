"""The machines of the day: a server in this process, three shops at its door, one desk that follows its log."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from desk.domain.roles import Role
from sync.client import rounds
from sync.client.session import ACTIVE, Session
from sync.server.asked import Principal
from sync.server.building import build_server
from sync.server.handling import chunks_of, handle
from sync.server.routes import GUARDS
from sync.server.serving import Server
from tests.simulation.net.office import follow
from tests.simulation.peak_day.plan import SHOPS
from tests.sync.doors.channel import Channel, made
from tests.sync.estate import push_all, scopes_of
from tests.world import World


@dataclass(frozen=True, slots=True)
class Home:
    id: str
    room: str
    name: str
    phone: str


@dataclass
class Office:
    """`spoils`: how often a request of the desk goes amiss, of a hundred."""

    world: World
    server: Server
    shops: list[Channel]
    homes: list[Home]
    line: Session
    spoils: int
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def exchange(self) -> None:
        """Rounds until nothing waits and nothing is new; however often the wire fails."""
        for _ in range(200):
            told = rounds.round_of(self.line)
            waiting = self.world.database.read("SELECT count(*) FROM outbox")[0][0]
            if told.fault is None and not waiting and not told.changed:
                return
        raise AssertionError("the desk never came to rest")

    def close(self) -> None:
        self.server.close()


def furnished(world: World, folder: Path, homes: int, spoils: int) -> Office:
    """Everybody has a home, the server has the log, the desk has followed it."""
    found = [_home(world, number) for number in range(homes)]
    server = build_server(folder, None, world.clock, calendar=world.office.calendar, rules=world.rules)
    scopes = (world.company, world.scope)
    who = Principal("device1", "device", "", frozenset(scopes), frozenset(scopes), told={"devices": _devices(world)})
    server.guards = {**GUARDS, "device": lambda _server, _asked: who}
    push_all(server, world)
    for scope in scopes_of(world):
        follow(world, server, scope)
    shops = [made(server, world, (world.scope,), "shop", name) for name in SHOPS]
    office = Office(world, server, shops, found, _line(world, scopes), spoils)
    office.line.http = httpx.Client(transport=Wire(office), base_url="http://server", trust_env=False)
    return office


def _devices(world: World) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in world.database.read("SELECT value FROM device WHERE name = 'id'"))


def _home(world: World, number: int) -> Home:
    unit, rest = divmod(number, 30)
    room = f"{unit + 5}-1-{rest // 2 + 1:02d}0{rest % 2 + 1}"
    building, unit_no, room_no = room.split("-")
    name, phone = f"住户{number:03d}", f"1390001{number:04d}"
    ents = world.changed(
        Role.SUPERVISOR,
        world.request("home.add", building_no=building, unit_no=unit_no, room_no=room_no, room=room),
        world.request("resident.add", name=name, phones=[{"number": phone, "note": "本人"}]),
        world.request("residence.add", resident_id="@1", home_id="@0", relation="owner"),
    ).ents
    return Home(ents[0], room, name, phone)


def _line(world: World, scopes: tuple[str, ...]) -> Session:
    return Session(
        world.database, world.rules, world.office.context, httpx.Client(), lambda: "token", lambda: None,
        lambda: dict.fromkeys(scopes, ACTIVE), world.clock, random.Random(1),
    )  # fmt: skip


class Wire(httpx.BaseTransport):
    """The desk's way to the server: what gets lost before it, behind it, or comes twice."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        office = self._office
        fate = (
            office.chance.choice(("lost", "answer_lost", "twice"))
            if office.chance.random() * 100 < office.spoils
            else ""
        )
        if fate == "lost":
            raise httpx.ConnectTimeout("lost")
        answer, body = self._carry(request)
        if fate == "twice":
            answer, body = self._carry(request)
        if fate == "answer_lost":
            raise httpx.ReadTimeout("answer lost")
        headers = [("content-type", answer.media), *answer.headers.items()]
        return httpx.Response(answer.status, headers=headers, stream=_Stream(body))

    def _carry(self, request: httpx.Request) -> tuple[Any, bytes]:
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
        answer = handle(self._office.server, request.method, request.url.path, query, headers, request.read())
        return answer, b"".join(chunks_of(answer))


class _Stream(httpx.SyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body


Say = Callable[[str], None]
