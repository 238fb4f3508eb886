"""A real desk and the real program: enrolled with the printed code, everything sent, a poll answered at the end."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import httpx
import msgspec

from sync.client.enrolling import enrol
from sync.client.rounds import round_of
from sync.client.session import Session
from sync.client.tokens import Bearer, token
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Pull
from sync.wire.squeezing import expand
from tests.sync.server.running import until
from tests.sync.server.test_process import CODE, started, stop
from tests.world import World

PLACES = "SELECT scope, seq, chain FROM sync_state ORDER BY scope"


def session_of(world: World, http: httpx.Client, bearer: Bearer) -> Session:
    scopes = {world.company: "active", world.scope: "active"}
    return Session(
        world.database, world.rules, world.office.context, http,
        lambda: token(http, world.database, bearer, world.clock()), bearer.forget, lambda: scopes, world.clock,
        Random(7),
    )  # fmt: skip


def settle(world: World, session: Session) -> None:
    """Rounds until nothing waits; as many as rule I11 allows."""
    waiting = len(world.database.read("SELECT 1 FROM outbox"))
    for _ in range(3 + waiting // 100 + 1):
        round_of(session)
    assert world.database.read("SELECT id FROM outbox") == []


def waits(address: str, bearer: Bearer, places: list[tuple[str, int, bytes]]) -> list[object]:
    """A long poll by hand, to its end."""
    headers = {"authorization": f"Bearer {bearer.text}"}
    body = msgspec.msgpack.encode(Pull(places, 100, 50_000))
    http = httpx.Client(base_url=address, trust_env=False, timeout=60)
    with http, http.stream("POST", "/v1/pull", content=body, headers=headers) as answer:
        assert answer.status_code == 200
        return list(Pages(parts(expand(answer.iter_raw(), answer.headers.get("content-encoding")))))


def test_a_desk_and_the_program_from_the_code_to_the_end(empty_url: str | None, tmp_path: Path, world: World) -> None:
    options = ["--data", str(tmp_path / "server"), *(["--database", empty_url] if empty_url else [])]
    world.dispatched()
    bearer = Bearer()
    with started(tmp_path, *options) as (program, address):
        assert program.stdout is not None
        (code,) = CODE.findall(program.stdout.readline())
        with httpx.Client(base_url=address, trust_env=False) as http:
            enrol(http, world.database, code, "前台一", world.clock())
            settle(world, session_of(world, http, bearer))
            places = [(str(scope), int(seq), bytes(chain)) for scope, seq, chain in world.database.read(PLACES)]
            assert {scope for scope, _, _ in places} == {world.company, world.scope}
            assert min(seq for _, seq, _ in places) > 0
            with ThreadPoolExecutor(1) as hands:
                poll = hands.submit(waits, address, bearer, places)
                until(lambda: "polls_waiting 1" in http.get("/metrics").text)
                code_of_end, _, errors = stop(program, tmp_path)
                answered = poll.result(30)
    assert code_of_end == 0, errors
    assert [page.trailer.n for page in answered if isinstance(page, WholePage)] == [0, 0]
    with started(tmp_path, *options) as (program, address), httpx.Client(base_url=address, trust_env=False) as http:
        order = world.order()
        settle(world, session_of(world, http, bearer))
        assert world.row("work_order", order)["status"] == "accepted"
        assert stop(program, tmp_path)[0] == 0
