"""The frame of the partner door: once, kept refusals, reconciling; and what the head office manages."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from desk.domain.roles import Role
from sync.server.asked import Answer, Asked, Principal
from sync.server.doors import managing
from sync.server.doors.partner_door import Kind
from sync.server.doors.partners import Partner
from sync.server.doors.routes import partner_routes
from sync.server.handling import handle
from sync.server.problems import Problem
from sync.server.serving import Server
from sync.server.store import Session
from sync.wire.keyed import Signed, prove
from sync.wire.partners import PartnerEvent
from tests.sync.doors.channel import Channel, Receiver, made, said
from tests.sync.doors.test_following import dispatched
from tests.sync.doors.test_telling import work
from tests.world import World


@pytest.fixture
def shop(server: Server, world: World) -> Channel:
    """A shop; its kind of event counts how often it had an effect."""

    def count(
        server: Server, session: Session, partner: Partner, event: PartnerEvent, now: int
    ) -> dict[str, Any] | Problem:  # fmt: skip
        data = msgspec.json.decode(event.data)
        if data == "refuse":
            return Problem(409, "sold_out", "卖完了")
        if data == "break":
            raise Problem(503, "busy", "稍后")
        done.append(data)
        return {"done": len(done)}

    done: list[Any] = []
    kept = tuple(one for one in server.routes if not one.path.startswith("/v1/partner/"))
    server.routes = (*kept, *partner_routes({"order": Kind(count)}))
    return made(server, world, (world.scope,), "shop")


def event(shop: Channel, data: Any, ident: str = "e-1", revision: int = 1, kind: str = "order") -> Answer:
    told = {"event": ident, "revision": revision, "at": 5, "data": data}
    return shop.send("POST", f"/v1/partner/{kind}", told)


def test_an_event_has_one_effect_and_one_answer(shop: Channel) -> None:
    assert said(event(shop, {"kg": 2}))["told"] == {"done": 1}
    assert said(event(shop, {"kg": 2}))["told"] == {"done": 1}
    assert said(event(shop, {"kg": 3}), 409)["code"] == "changed"
    assert said(event(shop, {"kg": 3}, revision=2))["told"] == {"done": 2}
    assert said(event(shop, {"kg": 2}))["told"] == {"done": 1}, "the answer of its own revision"


def test_a_refusal_stays_and_a_failure_leaves_nothing(shop: Channel) -> None:
    first = event(shop, "refuse")
    assert said(first, 409)["code"] == "sold_out"
    assert event(shop, "refuse").body == first.body
    assert said(event(shop, "break", "e-2"), 503)["code"] == "busy"
    assert said(event(shop, {"kg": 1}, "e-2"))["told"] == {"done": 1}


def test_a_kind_that_nobody_serves(shop: Channel, channel: Channel) -> None:
    assert said(event(shop, 1, kind="fresh"), 404)["code"] == "unknown_kind"


def test_which_events_are_known(shop: Channel, channel: Channel) -> None:
    said(event(shop, 1))
    asked = [{"kind": "order", "event": "e-1", "revision": 1}, {"kind": "order", "event": "e-9", "revision": 1}]
    told = said(shop.send("POST", "/v1/partner/reconcile", {"events": asked}))
    assert (told["known"], told["unknown"]) == (asked[:1], asked[1:])
    other = said(channel.send("POST", "/v1/partner/reconcile", {"events": asked}))
    assert other["known"] == []


# what the head office does


def managed(server: Server, world: World, role: Role = Role.HEAD_OFFICE) -> Callable[..., Answer]:
    """Calls an endpoint as a person on a desk of the estate, past the guard of the desk's token."""
    person = world.people[role].id
    desk = Principal("d", "device", world.company, frozenset({world.scope, world.company}), frozenset())

    def call(endpoint: Any, told: dict[str, Any] | None = None, partner: str = "") -> Answer:
        body = json.dumps({"by": person, **(told or {})}).encode()
        asked = Asked("POST", "/", {"partner": partner}, {"by": person}, {}, body, world.clock.now, desk)
        answer: Answer = endpoint(server, asked)
        return answer

    return call


def test_a_partner_from_its_making_to_its_end(server: Server, world: World) -> None:
    call = managed(server, world)
    estate = world.scope.partition("/")[2]
    told = said(call(managing.make, {"name": "小程序", "kind": "channel", "estates": [estate]}))
    ident, _, secret = told["key"].partition(".")
    assert (ident, told["reception"]) == (told["id"], estate)

    def status(secret: str, nonce: str) -> int:
        proof = prove(secret, ident, world.clock.now, nonce, Signed("GET", "/v1/channel/requests/x", {}, b""))
        headers = {"authorization": proof.header}
        return handle(server, "GET", "/v1/channel/requests/x", {}, headers, b"").status

    assert status(secret, "nonce-001") == 404, "it is let in"
    renewed = said(call(managing.rekey, partner=ident))["key"].partition(".")[2]
    assert renewed != secret
    assert status(renewed, "nonce-002") == 404
    (line,) = said(call(managing.listed))["partners"]
    assert (line["name"], line["key"]) == ("小程序", "")
    edit = {"name": "新名", "estates": [estate], "reception": "", "webhook": "https://x.test/h", "per_minute": 9}
    assert said(call(managing.edit, {**edit, "status": "closed"}, ident))["status"] == "closed"
    assert status(renewed, "nonce-003") == 403


def test_only_the_head_office(server: Server, world: World, channel: Channel) -> None:
    call = managed(server, world, Role.MANAGER)
    for endpoint in (managing.listed, managing.make, managing.rekey, managing.dead):
        told = {"name": "x", "kind": "shop", "estates": [world.scope.partition("/")[2]]}
        with pytest.raises(Problem) as refused:
            call(endpoint, told, channel.partner.id)
        assert refused.value.status == 403


def test_estates_that_are_not_there(server: Server, world: World) -> None:
    call = managed(server, world)
    unknown = "0192aaaa-0000-7000-8000-000000000001"
    with pytest.raises(Problem, match="no_estate"):
        call(managing.make, {"name": "x", "kind": "shop", "estates": [unknown]})
    estate = world.scope.partition("/")[2]
    with pytest.raises(Problem, match="reception"):
        call(managing.make, {"name": "x", "kind": "shop", "estates": [estate], "reception": unknown})


def test_dead_letters_are_seen_and_sent_again(server: Server, world: World, channel: Channel) -> None:
    call = managed(server, world)
    dispatched(channel, server, world)
    work(server, Receiver(answers=[500]), world)
    with server.store.session() as session:
        session.run("UPDATE webhook SET state = 'dead'")
    (line,) = said(call(managing.listed))["partners"]
    assert (line["waiting"], line["dead"]) == (0, 1)
    (letter,) = said(call(managing.dead))["letters"]
    assert said(call(managing.again, {"ids": [letter["id"]]})) == {"count": 1}
    receiver = Receiver()
    work(server, receiver, world)
    assert receiver.kinds == ["dispatched"]
