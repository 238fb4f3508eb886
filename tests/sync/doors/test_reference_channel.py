"""The reference channel against the real server: reports, webhooks once, ratings; the console's command."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from desk.domain.errors import DeskError
from sync.reference_channel.__main__ import Conversation, options, run
from sync.reference_channel.caller import Caller, Refused
from sync.reference_channel.listener import Inbox, Listener
from sync.reference_channel.residents import SAMPLE, Person, Residents, person_of
from sync.server.doors import command, partners
from sync.server.doors.working import run_due
from sync.server.handling import handle
from sync.server.serving import Server
from sync.wire.keyed import Signed, prove
from tests.sync.doors.channel import Channel, orders_of
from tests.sync.doors.desk import take
from tests.world import World


def wire(server: Server, down: list[bool] | None = None) -> httpx.Client:
    """The server behind a client. While `down` holds True the answer is lost, after the work was done."""

    def answer(request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        got = handle(server, request.method, request.url.path, {}, headers, request.content)
        if down and down.pop(0):
            raise httpx.ReadError("lost", request=request)
        assert isinstance(got.body, bytes)
        return httpx.Response(got.status, content=got.body, headers=dict(got.headers))

    return httpx.Client(transport=httpx.MockTransport(answer), base_url="http://server.test")


class Run:
    """One conversation whose webhooks come straight from the server's worker."""

    def __init__(self, server: Server, channel: Channel, world: World, down: list[bool] | None = None) -> None:
        self.server, self.world = server, world
        self.said: list[str] = []
        key = f"{channel.partner.id}.{channel.secret}"
        caller = Caller(wire(server, down), key, world.clock)
        person = Person("王秀英", "13800006621", "翠湖花园3-2-1801")
        self.talk = Conversation(caller, Residents(1, (person,)), world.clock, self.said.append)
        self.inbox = Inbox(caller.partner, caller.secret, world.clock, self.talk.heard)

    def work(self) -> None:
        def take_in(request: httpx.Request) -> httpx.Response:
            header = request.headers["authorization"]
            return httpx.Response(self.inbox.take(request.url.path, header, request.content))

        with httpx.Client(transport=httpx.MockTransport(take_in)) as http:
            run_due(self.server, http, self.world.clock.now)


def test_from_the_report_to_the_rating(server: Server, channel: Channel, world: World) -> None:
    one = Run(server, channel, world)
    assert one.talk.report()
    (order,) = orders_of(server, world.scope)
    take(server, world, "dispatch", order["id"], crew_id=world.crew, crew="水电班", technician="张强", charge="free")
    world.clock.forward(minutes=30)
    take(server, world, "finish", order["id"], result="repaired")
    one.work()
    assert [words.split()[2] for words in one.said[1:]] == ["已派工:", "已完工:"]
    one.talk.rate()
    (order,) = orders_of(server, world.scope)
    assert order["rating"] in ("good", "fair", "bad")
    assert one.talk.open == set()


def test_an_answer_that_was_lost_is_asked_for_again(server: Server, channel: Channel, world: World) -> None:
    one = Run(server, channel, world, down=[True])
    assert not one.talk.report()
    world.clock.forward(minutes=1)
    assert one.talk.report()
    assert len(orders_of(server, world.scope)) == 1
    assert "连不上服务器" in one.said[0]


def test_a_webhook_twice_and_older_news_change_nothing(world: World) -> None:
    heard: list[int] = []
    inbox = Inbox("ch_1", "secret", world.clock, lambda told: heard.append(told["place"]))

    def send(ident: str, place: int, secret: str = "secret", at: int = 0) -> int:
        body = json.dumps({"id": ident, "place": place, "request": {"event": "r"}}).encode()
        proof = prove(secret, "ch_1", world.clock.now + at, "nonce-0001", Signed("POST", "/hooks", {}, body))
        return inbox.take("/hooks", proof.header, body)

    assert [send("a", 5), send("a", 5), send("b", 3), send("c", 9)] == [204] * 4
    assert heard == [5, 9]
    assert send("d", 11, secret="other") == 401
    assert send("d", 11, at=-600_000) == 401
    assert inbox.take("/hooks", "", b"{}") == 401


@pytest.fixture
def listener(world: World) -> Iterator[tuple[Listener, list[int]]]:
    heard: list[int] = []
    inbox = Inbox("ch_1", "secret", world.clock, lambda told: heard.append(told["place"]))
    with Listener("127.0.0.1", 0, inbox) as made:
        yield made, heard


def test_the_listener_takes_a_webhook_from_a_socket(listener: tuple[Listener, list[int]], world: World) -> None:
    made, heard = listener
    body = json.dumps({"id": "a", "place": 1, "request": {"event": "r"}}).encode()
    proof = prove("secret", "ch_1", world.clock.now, "nonce-0001", Signed("POST", "/hooks", {}, body))
    head = f"POST /hooks HTTP/1.0\r\nauthorization: {proof.header}\r\ncontent-length: {len(body)}\r\n\r\n"
    with socket.create_connection(made.server_address[:2], timeout=10) as client:
        client.sendall(head.encode() + body)
        made.listen(5)
        assert client.recv(200).startswith(b"HTTP/1.0 204")
    assert heard == [1]


def test_the_loop_reports_so_many_and_ends(
    server: Server, channel: Channel, world: World, listener: tuple[Listener, list[int]]
) -> None:
    one = Run(server, channel, world)
    moments = iter(range(1000))
    run(one.talk, listener[0], 2, 0.0, 6, lambda: float(next(moments)))
    assert len(orders_of(server, world.scope)) == 2


def test_the_same_seed_says_the_same() -> None:
    first, second = Residents(7), Residents(7)
    assert [first.report(5) for _ in range(20)] == [second.report(5) for _ in range(20)]
    assert {Residents(7).report(5)["who"]["name"]} == {SAMPLE[0].name}
    assert person_of("王, 138 0000 1111，3-2-1801") == Person("王", "138 0000 1111", "3-2-1801")


def test_a_refusal_is_said(server: Server, channel: Channel, world: World) -> None:
    one = Run(server, channel, world)
    caller = Caller(wire(server), f"{channel.partner.id}.wrong", world.clock)
    with pytest.raises(Refused, match="签名不对"):
        caller.status("r-1")
    one.talk._caller = caller
    assert one.talk.report()
    assert "没有受理" in one.said[0]
    assert options(["--key", "a.b"]).count == len(SAMPLE)


def test_partners_from_the_console(server: Server, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    command.run(server, command.options(["add", "--name", "小程序", "--estate", "锦绣里"]))
    ident, _, secret = capsys.readouterr().out.strip().partition(".")
    with server.store.reading() as session:
        one = partners.by_id(session, ident)
    assert one is not None
    assert (one.kind, secret) == ("channel", partners.secret_of(server, one))
    command.run(server, command.options(["list"]))
    assert ident in capsys.readouterr().out
    command.run(server, command.options(["rekey", ident]))
    assert capsys.readouterr().out.strip() != f"{ident}.{secret}"
    command.run(server, command.options(["close", ident]))
    with server.store.reading() as session:
        closed = partners.by_id(session, ident)
    assert closed is not None
    assert not closed.is_open
    with pytest.raises(DeskError, match="阳光城"):
        command.run(server, command.options(["add", "--name", "x", "--estate", "阳光城"]))
