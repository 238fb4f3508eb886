"""A channel as it calls the server, without a socket: signed requests, and what receives the webhooks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from sync.protocol.envelope import Envelope, unpack
from sync.server.asked import Answer
from sync.server.doors import partners
from sync.server.doors.partners import Partner, secret_of
from sync.server.handling import handle
from sync.server.serving import Server
from sync.wire.keyed import Signed, is_proven, proof_of, prove
from tests.world import World

URL = "https://channel.test/hooks"
AT_HOME = {"name": "王秀英", "phone": "13800006621", "openid": "o-wang"}
STRANGER = {"name": "𠮷田芳", "phone": "13911112222", "openid": "o-ji"}


@dataclass
class Channel:
    """One partner; `nonce` counts, so that no two requests are one."""

    server: Server
    world: World
    partner: Partner
    secret: str
    nonce: int = 0

    def send(self, method: str, path: str, told: Any = None, **headers: str) -> Answer:
        """One signed request. `told` as JSON, or bytes as they are."""
        body = told if isinstance(told, bytes) else b"" if told is None else json.dumps(told).encode()
        return self.raw(method, path, body, {**self.proof(method, path, body), **headers})

    def proof(self, method: str, path: str, body: bytes, at: int | None = None, nonce: str = "") -> dict[str, str]:
        self.nonce += 1
        moment = self.world.clock.now if at is None else at
        signed = Signed(method, path, {}, body)
        proof = prove(self.secret, self.partner.id, moment, nonce or f"nonce-{self.nonce:08d}", signed)
        return {"authorization": proof.header}

    def raw(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return handle(self.server, method, path, {}, headers, body)

    def report(self, event: str = "r-1", revision: int = 1, **told: Any) -> Answer:
        """A report of a dripping tap by the owner of 3-2-1801, unless told otherwise."""
        return self.send("POST", "/v1/channel/requests", self.ask(event, revision, **told))

    def ask(self, event: str = "r-1", revision: int = 1, **told: Any) -> dict[str, Any]:
        plain = {"who": AT_HOME, "matter": "厨房水龙头一直滴水", "address": "翠湖花园3-2-1801"}
        return {"event": event, "revision": revision, "at": self.world.clock.now, **plain, **told}

    def follow(self, what: str, event: str = "r-1", **told: Any) -> Answer:
        plain = {"id": f"{what}-{event}", "at": self.world.clock.now}
        return self.send("POST", f"/v1/channel/requests/{event}/{what}", {**plain, **told})

    def status(self, event: str = "r-1") -> dict[str, Any]:
        return said(self.send("GET", f"/v1/channel/requests/{event}"))


def made(
    server: Server, world: World, scopes: tuple[str, ...], kind: str = "channel", name: str = "微信小程序"
) -> Channel:  # fmt: skip
    with server.store.session() as session:
        estates = tuple(scope.partition("/")[2] for scope in scopes)
        one = partners.make(session, world.company, name, kind, estates, world.clock.now, webhook=URL)
    return Channel(server, world, one, secret_of(server, one))


def said(answer: Answer, status: int = 200) -> dict[str, Any]:
    assert isinstance(answer.body, bytes)
    told: dict[str, Any] = json.loads(answer.body)
    assert answer.status == status, told
    return told


@dataclass
class Receiver:
    """Takes webhooks; `answers` are given first, in their order: statuses, or an exception that is raised."""

    answers: list[int | Exception] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[tuple[str, bytes]] = field(default_factory=list)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._take))

    def _take(self, request: httpx.Request) -> httpx.Response:
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        self.heard.append(json.loads(request.content))
        self.proofs.append((request.headers["authorization"], request.content))
        return httpx.Response(answer)

    @property
    def kinds(self) -> list[str]:
        return [one["kind"] for one in self.heard]

    def is_signed_by(self, secret: str) -> bool:
        for header, body in self.proofs:
            proof = proof_of(header)
            if proof is None or not is_proven(secret, proof, Signed("POST", "/hooks", {}, body)):
                return False
        return bool(self.proofs)


def orders_of(server: Server, scope: str) -> list[dict[str, Any]]:
    """The orders of a scope, oldest first."""
    from tests.sync.estate import server_state

    with server.store.reading() as session:
        ids = [row[0] for row in session.read("SELECT id FROM work_order WHERE scope = ?", (scope,))]
    state = server_state(server)
    return [dict(state[("work_order", ident)]) for ident in ids]


def kinds_of(server: Server, scope: str) -> list[str]:
    """Kind and verdict of the orders' entries in log order."""
    with server.store.reading() as session:
        rows = session.read("SELECT op, did FROM journal WHERE scope=? ORDER BY seq", (scope,))
    found = [(Envelope.open(bytes(op)).kind, unpack(bytes(did))["is"]) for op, did in rows]
    return [f"{kind.partition('.')[2]} {verdict}" for kind, verdict in found if kind.startswith("work_order.")]
