"""Tokens: proven by the key, good for 15 minutes, never in the way of a clock, gone with the device."""

import msgspec
import pytest

from desk.domain.days import DAY, HOUR, MINUTE
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from sync.client import office
from sync.client.calling import Refused
from sync.client.kept import identity
from sync.client.tokens import Bearer, NotEnrolled, token
from sync.protocol.envelope import CHAIN_START
from sync.wire.devices import NonceAsk, TokenAsk
from sync.wire.messages import Pull
from sync.wire.signed import Purpose, new_seed, sign
from tests.sync.devices.desks import Desk, Line, Picture, emptied, offices
from tests.sync.devices.test_enrolment import code_for
from tests.world import Clock, World


def pull(desk: Desk, scope: str, **headers: str) -> int:
    body = msgspec.msgpack.encode(Pull([(scope, 0, CHAIN_START)], 10))
    shown = {"authorization": f"Bearer {desk.token}", **headers}
    return desk.http.post("/v1/pull", content=body, headers=shown).status_code


def test_a_desk_that_is_not_taken_in_has_no_token(second: Desk) -> None:
    with pytest.raises(NotEnrolled):
        token(second.http, second.database, second.bearer, second.clock.now)


def test_a_token_is_fetched_once_and_kept_in_memory(first: Desk) -> None:
    told = first.token
    asked = len(first.line.said)
    first.clock.forward(minutes=13)
    assert first.token == told
    assert len(first.line.said) == asked
    first.clock.forward(minutes=1)
    assert first.token != told or len(first.line.said) > asked
    stored = first.database.read("SELECT value FROM device")
    assert all(told not in value for (value,) in stored)


@pytest.mark.parametrize("wrong", [HOUR, -HOUR, 3 * DAY, -3 * DAY, 400 * DAY])
def test_clocks_are_wrong_by_days_and_nobody_is_locked_out(first: Desk, wrong: int) -> None:
    first.clock.forward(ms=wrong)
    greeting = first.greet()
    assert greeting.offset == -wrong
    assert first.ask("GET", "/v1/pack")[0] == 200
    first.clock.forward(ms=-2 * wrong)
    assert first.greet().offset == wrong


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 3 * DAY, -3 * DAY])
def test_the_servers_clock_jumps_and_nobody_is_locked_out(first: Desk, clock: Clock, jump: int) -> None:
    assert first.token
    clock.forward(ms=jump)
    assert first.ask("GET", "/v1/pack")[1]["code"] == "expired", "such a token is asked for again"
    first.greet()
    assert first.ask("GET", "/v1/pack")[0] == 200


def test_a_nonce_dies_between_question_and_answer_and_another_is_fetched(first: Desk, clock: Clock) -> None:
    """The server's clock jumps just when the desk has its nonce."""
    first.bearer.forget()
    jumped: list[str] = []

    def jump(path: str) -> bool:
        if path == "/v1/nonce" and not jumped:
            jumped.append(path)
            clock.forward(days=3)
        return False

    first.line.lose = jump
    assert first.token
    assert first.line.paths()[-4:] == ["/v1/nonce", "/v1/token", "/v1/nonce", "/v1/token"]


def test_a_replayed_token_request_gives_nothing(first: Desk, rules: Rulebook) -> None:
    first.bearer.forget()
    assert first.token
    asked = next(one.request for one in reversed(first.line.said) if one.path == "/v1/token")
    before = Picture(first.line.server, rules)
    status, told = first.ask("POST", "/v1/token", asked, token="")
    assert (status, told["code"]) == (401, "nonce")
    assert Picture(first.line.server, rules).equals(before)


def test_every_request_twice_changes_nothing_more(first: Desk, second: Desk, world: World) -> None:
    second.enrol(code_for(first, world))
    second.line.twice = True
    with pytest.raises(Refused) as refused:  # the second of two equal token requests is refused: a new nonce is fetched
        token(second.http, second.database, second.bearer, second.clock.now)
    assert refused.value.code == "nonce"
    second.line.twice = False
    assert second.greet().scopes


def test_another_key_proves_nothing(first: Desk) -> None:
    me = identity(first.database)
    assert me is not None
    nonce = first.ask("POST", "/v1/nonce", NonceAsk(me.device), token="")[1]["nonce"]
    forged = TokenAsk(me.device, nonce, sign(new_seed(), Purpose.TOKEN, nonce).signature)
    assert first.ask("POST", "/v1/token", forged, token="")[1]["code"] == "signature"
    other = TokenAsk(me.device, nonce, sign(me.seed, Purpose.ENROL, nonce).signature)
    assert first.ask("POST", "/v1/token", other, token="")[1]["code"] == "signature", "signed for another purpose"


@pytest.mark.parametrize("made_up", ["", "x", "a.b.c", "9.9.9.9", "￥.１.x", "." * 9, "1." + "9" * 20 + ".x"])
def test_made_up_tokens_and_nonces_are_401(first: Desk, made_up: str) -> None:
    headers = {"authorization": f"Bearer {made_up}".encode()}
    assert first.http.get("/v1/pack", headers=headers).status_code == 401
    me = identity(first.database)
    assert me is not None
    ask = TokenAsk(me.device, made_up, sign(me.seed, Purpose.TOKEN, made_up).signature)
    assert first.ask("POST", "/v1/token", ask, token="")[0] == 401


def test_a_token_of_one_device_is_not_anothers(first: Desk, second: Desk, world: World) -> None:
    me = second.enrol(code_for(first, world))
    parts = first.token.split(".")
    stolen = ".".join((me.device, *parts[1:]))
    assert first.ask("GET", "/v1/pack", token=stolen)[1]["code"] == "token"


def test_a_restored_server_knows_its_devices_still(first: Desk, second: Desk, world: World, rules: Rulebook) -> None:
    """I26: enrolled after the backup, a desk shows its certificate; enrolled before, it needs nothing."""
    code = code_for(first, world)
    backup = Picture(first.line.server, rules)
    me = second.enrol(code)
    second.greet()
    backup.restore(first.line.server)
    assert first.ask("GET", "/v1/pack")[0] == 200, "the token outlives the database"
    assert second.ask("GET", "/v1/pack", token=second.token)[1]["code"] == "unknown_device"
    greeting = second.greet()
    assert offices(greeting.scopes) == {world.company: "active", world.scope: "active"}
    assert identity(second.database) == me
    by = world.people[Role.HEAD_OFFICE].id
    assert [one.id for one in office.devices(first.http, first.token, by) if one.retaken] == [me.device]
    office.keep(first.http, first.token, by, me.device)
    assert not any(one.retaken for one in office.devices(first.http, first.token, by))


def test_an_emptied_server_takes_every_device_up_again(
    first: Desk, second: Desk, world: World, rules: Rulebook
) -> None:
    second.enrol(code_for(first, world))
    second.greet()
    numbers = {desk.kept("prefix") for desk in (first, second)}
    emptied(first.line.server, rules)
    for desk in (second, first):
        assert desk.greet().scopes[world.company] == "active"
    assert {desk.kept("prefix") for desk in (first, second)} == numbers
    assert first.push(world.company)[0] == 200


def test_a_certificate_of_another_server_opens_nothing(
    first: Desk, second: Desk, world: World, rules: Rulebook
) -> None:
    me = second.enrol(code_for(first, world))
    emptied(first.line.server, rules)
    nonce = second.ask("POST", "/v1/nonce", NonceAsk(me.device), token="")[1]["nonce"]
    forged = sign(new_seed(), Purpose.CERTIFICATE, me.certificate.text)
    ask = TokenAsk(me.device, nonce, sign(me.seed, Purpose.TOKEN, nonce).signature, forged)
    assert second.ask("POST", "/v1/token", ask, token="")[1]["code"] == "unknown_device"
    borrowed = TokenAsk("other", nonce, sign(me.seed, Purpose.TOKEN, nonce).signature, me.certificate)
    assert second.ask("POST", "/v1/token", borrowed, token="")[0] == 401


def test_an_old_program_pushes_and_is_asked_to_upgrade_when_it_pulls(first: Desk, world: World) -> None:
    assert pull(first, world.scope) == 200
    assert pull(first, world.scope, **{"desk-protocol": "0"}) == 426
    assert pull(first, world.scope, **{"desk-protocol": "x"}) == 426
    assert first.push(world.scope)[0] == 200


def test_hello_without_a_token_tells_nothing_of_anybody(line: Line, first: Desk) -> None:
    status, told = first.ask("POST", "/v1/hello", b'{"protocol":1,"version":"","now":-9}', token="")
    assert status == 200
    assert told["known"] is None
    assert first.ask("POST", "/v1/hello", b'{"protocol":1,"version":"","now":1}', token="a.1.b")[0] == 401
    assert first.ask("POST", "/v1/hello", b'{"protocol":1,"version":"","now":1}')[0] == 400


def test_tokens_end(first: Desk, clock: Clock) -> None:
    told = first.token
    clock.forward(ms=15 * MINUTE)
    assert first.ask("GET", "/v1/pack", token=told)[1]["code"] == "expired"


def test_bearer_counts_only_its_own_span() -> None:
    bearer = Bearer("t", 1_000_000, 15 * MINUTE)
    assert bearer.is_good(1_000_000)
    assert not bearer.is_good(999_999)
    assert not bearer.is_good(1_000_000 + 14 * MINUTE)
