"""Who may knock: signatures over the whole request, near clocks, nonces that serve once, a rate, a kind."""

import json

import pytest

from desk.domain.days import DAY, MINUTE
from sync.server.doors import partners
from sync.server.serving import Server
from tests.sync.doors.channel import Channel, made, said
from tests.world import World

PATH = "/v1/channel/requests"


@pytest.fixture
def body(channel: Channel) -> bytes:
    return json.dumps(channel.ask()).encode()


def code(channel: Channel, body: bytes, headers: dict[str, str], status: int = 401) -> str:
    return str(said(channel.raw("POST", PATH, body, headers), status)["code"])


def test_nobody_without_a_signature(channel: Channel, body: bytes) -> None:
    assert code(channel, body, {}) == "no_key"
    assert code(channel, body, {"authorization": "Bearer a.b.c"}) == "no_key"


def test_a_signature_covers_every_byte_and_the_place(channel: Channel, body: bytes) -> None:
    proof = channel.proof("POST", PATH, body)
    assert code(channel, body + b" ", proof) == "signature"
    assert code(channel, body, channel.proof("GET", PATH, body)) == "signature"
    assert code(channel, body, channel.proof("POST", PATH + "/x", body)) == "signature"
    header = channel.proof("POST", PATH, body)["authorization"]
    assert code(channel, body, {"authorization": header.replace("nonce-", "other-")}) == "signature"
    channel.secret += "x"
    assert code(channel, body, channel.proof("POST", PATH, body)) == "signature"


def test_clocks_may_differ_by_five_minutes(channel: Channel, body: bytes, world: World) -> None:
    now = world.clock.now
    for skew in (5 * MINUTE, -5 * MINUTE):
        assert channel.raw("POST", PATH, body, channel.proof("POST", PATH, body, now + skew)).status == 200
    for skew in (5 * MINUTE + 1, -5 * MINUTE - 1):
        assert code(channel, body, channel.proof("POST", PATH, body, now + skew)) == "clock"


def test_a_request_is_heard_once(channel: Channel, body: bytes, world: World) -> None:
    proof = channel.proof("POST", PATH, body)
    assert channel.raw("POST", PATH, body, proof).status == 200
    assert code(channel, body, proof) == "nonce"
    world.clock.forward(minutes=4)
    assert code(channel, body, proof) == "nonce"
    world.clock.forward(minutes=2)
    assert code(channel, body, proof) == "clock"


def test_what_was_turned_away_has_not_used_its_nonce(channel: Channel, body: bytes) -> None:
    bad = channel.proof("POST", PATH, body, nonce="same-nonce")
    assert code(channel, b"{}", bad) == "signature"
    assert channel.raw("POST", PATH, body, bad).status == 200


def test_spent_nonces_are_swept(channel: Channel, server: Server, world: World) -> None:
    said(channel.report())
    world.clock.forward(days=1)
    said(channel.report("r-2"))
    with server.store.reading() as session:
        assert session.read("SELECT count(*) FROM partner_nonce") == [(1,)]


def test_a_partner_that_asks_too_often_waits(channel: Channel, server: Server, world: World) -> None:
    with server.store.session() as session:
        partners.put(session, channel.partner._replace(per_minute=2))
    for _ in range(2):
        said(channel.report())
    told = said(channel.report("r-2"), 429)
    assert (told["code"], told["retry_after"]) == ("too_many", 60)
    world.clock.forward(minutes=1)
    said(channel.report("r-2"))


def test_a_new_key_goes_beside_the_old_one_for_a_day(
    channel: Channel, server: Server, world: World, body: bytes
) -> None:
    renewed = partners.with_new_key(channel.partner, world.clock.now)
    with server.store.session() as session:
        partners.put(session, renewed)
    old = channel.secret
    assert channel.raw("POST", PATH, body, channel.proof("POST", PATH, body)).status == 200
    channel.secret = partners.secret_of(server, renewed)
    assert channel.secret != old
    assert channel.raw("POST", PATH, body, channel.proof("POST", PATH, body)).status == 200
    world.clock.forward(ms=DAY)
    channel.secret = old
    assert code(channel, body, channel.proof("POST", PATH, body)) == "signature"


def test_a_closed_partner_and_another_kind(
    channel: Channel, server: Server, world: World, elsewhere: str, body: bytes
) -> None:
    shop = made(server, world, (world.scope,), "shop")
    assert code(shop, body, shop.proof("POST", PATH, body), 403) == "no_channel"
    with server.store.session() as session:
        partners.put(session, channel.partner._replace(status="closed"))
    assert code(channel, body, channel.proof("POST", PATH, body), 403) == "closed"


def test_the_secret_is_in_no_table(channel: Channel, server: Server) -> None:
    with server.store.reading() as session:
        rows = session.read("SELECT * FROM partner")
    assert channel.secret not in str(rows)
