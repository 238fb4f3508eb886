"""Long polls on real sockets: answered by the commit, by other processes' hints, at the end, and never for nobody."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import msgspec
import pytest

from sync.protocol.envelope import CHAIN_START
from sync.server import herald, hub
from sync.server.building import build_server
from sync.server.serving import Server
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Pull
from sync.wire.squeezing import expand
from tests.sync.server.logs import GUARDS, HEADERS, OTHER, SCOPE, grow
from tests.sync.server.running import Running, running, until

MINUTE_MS = 60_000
CUT = """SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%')"""


def pull(at: Running, *want: tuple[str, int, bytes], wait_ms: int = 0) -> list[WholePage]:
    body = msgspec.msgpack.encode(Pull(list(want), 10_000, wait_ms))
    with at.client() as client, client.stream("POST", "/v1/pull", content=body, headers=HEADERS) as answer:
        assert answer.status_code == 200
        found = list(Pages(parts(expand(answer.iter_raw(), answer.headers.get("content-encoding")))))
    pages = [page for page in found if isinstance(page, WholePage)]
    assert len(pages) == len(found)
    return pages


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def waiting(at: Running, hands: ThreadPoolExecutor, *want: tuple[str, int, bytes]) -> "Future[list[WholePage]]":
    """A poll that is known to wait."""
    before = at.live.hub.waiting
    future = hands.submit(pull, at, *want, wait_ms=MINUTE_MS)
    until(lambda: at.live.hub.waiting > before or future.done())
    return future


def test_a_long_poll_is_answered_by_the_commit(server: Server, hands: ThreadPoolExecutor) -> None:
    places = grow(server.store, 3)
    with running(server) as at:
        poll = waiting(at, hands, (SCOPE, *places[-1]), (OTHER, 0, CHAIN_START))
        grow(server.store, 2, OTHER)
        mine, other = poll.result(30)
    assert (len(mine.entries), len(other.entries)) == (0, 2)


def test_who_waits_is_answered_when_the_server_ends(server: Server, hands: ThreadPoolExecutor) -> None:
    with running(server) as at:
        polls = [waiting(at, hands, (SCOPE, 0, CHAIN_START)) for _ in range(4)]
        at.stop()
        assert [page.trailer.n for poll in polls for page in poll.result(30)] == [0] * 4


def test_who_hangs_up_waits_no_longer(server: Server) -> None:
    with running(server) as at:
        body = msgspec.msgpack.encode(Pull([(SCOPE, 0, CHAIN_START)], 10, MINUTE_MS))
        with at.client() as client, pytest.raises(httpx.ReadTimeout):
            client.post("/v1/pull", content=body, headers=HEADERS, timeout=0.2)
        until(lambda: at.live.hub.waiting == 0)


def test_two_servers_on_one_database_wake_each_other(
    server: Server, url: str | None, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hints on PostgreSQL; two processes on one file find it by looking."""
    if url is not None:
        monkeypatch.setattr(hub, "LOOK_S", 3600)
    other = build_server(server.folder, url, server.clock, guards=GUARDS, rules=server.rules, calendar=server.calendar)
    with running(server) as here, running(other) as there:
        if url is not None:
            until(lambda: listeners(server) == 2)
        polls = [waiting(at, hands, (SCOPE, 0, CHAIN_START)) for at in (here, there)]
        grow(server.store, 2)
        assert [page.trailer.n for poll in polls for page in poll.result(30)] == [2, 2]
    other.close()


def test_a_herald_that_was_cut_off_tells_and_hears_again(
    server: Server, url: str | None, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    if url is None:
        return  # nobody tells of a file
    monkeypatch.setattr(hub, "LOOK_S", 3600)
    monkeypatch.setattr(herald, "AGAIN_S", 0.01)
    other = build_server(server.folder, url, server.clock, guards=GUARDS, rules=server.rules, calendar=server.calendar)
    with running(server) as here, running(other):
        until(lambda: listeners(server) == 2)
        place = 0, CHAIN_START
        for _ in range(2):
            poll = waiting(here, hands, (SCOPE, *place))
            place = grow(other.store, 1)[-1]
            assert [page.trailer.next for page in poll.result(30)] == [place[0]]
            with server.store.session() as session:
                cut = [row[0] for row in session.read(CUT)]
            until(lambda gone=tuple(cut): listeners(server, *gone) == 2)  # type: ignore[misc]
        assert len(cut) >= 3, "two that listen and one that tells"
    other.close()


def listeners(server: Server, *without: int) -> int:
    """How many connections listen, those that were ended not counted."""
    with server.store.reading() as session:
        found = session.read(
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
    return len({row[0] for row in found} - set(without))


def test_a_hint_that_is_lost_is_found_by_the_look(
    server: Server, url: str | None, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LOOK_S", 0.05)
    other = build_server(server.folder, url, server.clock, guards=GUARDS, rules=server.rules, calendar=server.calendar)
    with running(server) as at:
        poll = waiting(at, hands, (SCOPE, 0, CHAIN_START))
        grow(other.store, 1)  # nobody tells of it: this store has no herald
        assert [page.trailer.n for page in poll.result(30)] == [1]
    other.close()


def test_the_server_says_how_it_is(server: Server, hands: ThreadPoolExecutor) -> None:
    with running(server) as at, at.client() as client:
        poll = waiting(at, hands, (SCOPE, 0, CHAIN_START))
        text = client.get("/metrics").text
        assert "polls_waiting 1" in text
        assert "queue_waiting 0" in text
        grow(server.store, 1)
        assert poll.result(30)
        assert 'requests_total{method="POST",route="/v1/pull",status="200"} 1' in client.get("/metrics").text
        assert client.get("/health").json() == {"status": "ok"}
