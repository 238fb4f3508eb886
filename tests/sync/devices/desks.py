"""Desks and a line to the server in one process: the real client over the real endpoints, with a line that may fail."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from desk.domain.scopes import is_confidential
from desk.domain.service import Rulebook
from desk.store import accounts, device
from desk.store.database import Database
from sync.client.enrolling import enrol
from sync.client.greeting import Greeting, greet
from sync.client.kept import Identity
from sync.client.tokens import Bearer, token
from sync.protocol.envelope import CHAIN_START
from sync.server import tables
from sync.server.devices.codes import first_code
from sync.server.handling import chunks_of, handle
from sync.server.serving import Server
from sync.wire.messages import Push, PushAnswer, Sent
from tests.world import KEY, Clock, World

VERSION = "0.1.0"
PIN, OTHER_PIN = "493817", "582046"
VERIFIERS = {pin: accounts.verifier(pin) for pin in (PIN, OTHER_PIN)}  # 30 ms each: made once


@dataclass
class Said:
    """One request and its answer, as they went over the line."""

    path: str
    status: int
    request: bytes
    answer: bytes


class Line(httpx.BaseTransport):
    """`lose` says of a path whether its answer is lost after the server did it; `twice` sends everything twice."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lose: Callable[[str], bool] = lambda _path: False
        self.cut: Callable[[str], bool] = lambda _path: False  # the request never arrives
        self.instead: Callable[[str], bytes | None] = lambda _path: None  # what somebody else answers in our name
        self.twice = False
        self.said: list[Said] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        path, query = request.url.path, dict(request.url.params)
        if self.cut(path):
            raise httpx.ConnectError("no way through", request=request)
        for _ in range(2 if self.twice else 1):
            answer = handle(self.server, request.method, path, query, headers, body)
        other = self.instead(path)
        content = b"".join(chunks_of(answer)) if other is None else other
        self.said.append(Said(path, answer.status, body, content))
        if self.lose(path):
            raise httpx.ReadError("the answer is lost", request=request)
        told = {**answer.headers, "content-type": answer.media}
        return httpx.Response(answer.status, headers=told, stream=httpx.ByteStream(content))

    def paths(self) -> list[str]:
        return [one.path for one in self.said]


@dataclass
class Desk:
    """A desk's file and its way to the server. `clock` is this PC's own: it may be wrong by days."""

    database: Database
    line: Line
    clock: Clock
    bearer: Bearer = field(default_factory=Bearer)

    def __post_init__(self) -> None:
        self.http = httpx.Client(transport=self.line, base_url="https://server.example")

    def enrol(self, code: str, name: str = "前台1") -> Identity:
        return enrol(self.http, self.database, code, name, self.clock.now, VERSION)

    def greet(self) -> Greeting:
        return greet(self.http, self.database, self.bearer, VERSION, self.clock.now)

    @property
    def token(self) -> str:
        return token(self.http, self.database, self.bearer, self.clock.now)

    def ask(self, method: str, path: str, message: Any = None, token: str | None = None) -> tuple[int, dict[str, Any]]:
        """A request by hand, with this desk's token or another; its status and JSON."""
        content = message if isinstance(message, bytes | None) else msgspec.json.encode(message)
        shown = self.token if token is None else token
        headers = {"authorization": f"Bearer {shown}"} if shown else {}
        answer = self.http.request(method, path, content=content, headers=headers)
        return answer.status_code, answer.json()

    def push(self, scope: str) -> tuple[int, list[int]]:
        """All of the outbox of a scope, from the beginning of its log."""
        rows = self.database.read("SELECT op, body, pii FROM outbox WHERE scope = ? ORDER BY n", (scope,))
        ops = [Sent(bytes(op), bytes(body), bytes(pii) if pii else None) for op, body, pii in rows]
        message = Push(scope, 0, CHAIN_START, self.clock.now, ops)
        headers = {"authorization": f"Bearer {self.token}"}
        answer = self.http.post("/v1/ops", content=msgspec.msgpack.encode(message), headers=headers)
        if answer.status_code != 200:
            return answer.status_code, []
        return 200, msgspec.msgpack.decode(answer.content, type=PushAnswer).results

    def read_heads(self) -> list[tuple[str, int]]:
        """Where the server's logs stand."""
        with self.line.server.store.reading() as session:
            return [(str(scope), int(seq)) for scope, seq in session.read("SELECT scope, seq FROM head")]

    def kept(self, name: str) -> str:
        rows = self.database.read("SELECT value FROM device WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def verifier(self, staff: str) -> str | None:
        rows = self.database.read("SELECT verifier FROM account WHERE staff_id = ?", (staff,))
        return str(rows[0][0]) if rows else None

    def set_secret(self, staff: str, pin: str, by: str = "", at: int | None = None) -> None:
        with self.database.write() as connection:
            accounts.put_verifier(connection, staff, VERIFIERS[pin])
            accounts.to_be_told(connection, staff, by or staff, self.clock.now if at is None else at)

    def copy(self, path: Path) -> "Desk":
        """The same file in another place, as a backup or a cloned disk has it; its token is not in the file."""
        with self.database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
        self.database.backup(path)
        return Desk(Database(path, KEY), self.line, Clock(self.clock.now))

    def take_over(self, backup: Path) -> None:
        """A backup takes the place of this desk's file."""
        path = self.database.path
        self.database.close()
        for old in path.parent.glob(f"{path.name}-*"):
            old.unlink()
        shutil.copyfile(backup, path)
        self.database, self.bearer = Database(path, KEY), Bearer()

    def number(self) -> str:
        with self.database.write() as connection:
            device.advance(connection, device.COUNTER)
            return device.next_number(connection)


def offices(scopes: Mapping[str, str]) -> dict[str, str]:
    """The scopes of the company and its estates; a desk's own and complaints are beside them."""
    return {scope: status for scope, status in scopes.items() if not (scope.startswith("d/") or is_confidential(scope))}


def founding_desk(world: World, line: Line) -> Desk:
    """The first desk: it founded its company before there was a server."""
    desk = Desk(world.database, line, Clock(world.clock.now))
    with desk.database.write() as connection:
        for actor in world.people.values():
            accounts.put_verifier(connection, actor.id, VERIFIERS[PIN])
    return desk


def first_enrolled(world: World, line: Line) -> Desk:
    """The first desk, taken in, with all its work on the server."""
    desk = founding_desk(world, line)
    code = first_code(line.server)
    assert code is not None
    desk.enrol(code)
    for scope in (world.company, world.scope):
        status, results = desk.push(scope)
        assert status == 200
        assert all(result > 0 for result in results)
    desk.greet()
    return desk


class Picture:
    """All rows of the server's database at one moment, and their return: a restore, on either database."""

    def __init__(self, server: Server, rules: Rulebook) -> None:
        with server.store.reading() as session:
            self._rows = {name: session.read(f'SELECT * FROM "{name}"') for name in tables.build(rules.records).tables}

    def restore(self, server: Server) -> None:
        with server.store.session() as session:
            for name, rows in self._rows.items():
                session.run(f'DELETE FROM "{name}"')
                if rows:
                    session.many(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(rows[0]))})', rows)

    def equals(self, other: "Picture", *but: str) -> bool:
        """The same rows in every table but these."""
        names = [name for name in self._rows if name not in but]
        return all(sorted(map(repr, self._rows[name])) == sorted(map(repr, other._rows[name])) for name in names)

    def of(self, table: str) -> list[Any]:
        return list(self._rows[table])


def emptied(server: Server, rules: Rulebook) -> None:
    """The server's database is new; its secret, outside of it, is the old one."""
    with server.store.session() as session:
        for name in tables.build(rules.records).tables:
            if name != "fact":
                session.run(f'DELETE FROM "{name}"')
