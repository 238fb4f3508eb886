"""Pages behind cursors: whole, chained, of this history and of nobody else's scope."""

from dataclasses import replace

import msgspec
import pytest

from sync.protocol.envelope import CHAIN_START, chain_next
from sync.server import pulling
from sync.server.asked import Answer, Asked, Principal, Wait
from sync.server.handling import chunks_of, handle
from sync.server.pulling import page_behind
from sync.server.serving import Server
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Common, CommonAnswer, Diverged, Head, HeadsAnswer, NotYours, Page, Pull, Sent
from tests.sync.server.logs import FOREIGN, HEADERS, OTHER, SCOPE, grow

Part = WholePage | Diverged | NotYours


def ask(server: Server, path: str, message: object) -> Answer:
    return handle(server, "POST", path, {}, HEADERS, msgspec.msgpack.encode(message))


def pull(server: Server, *want: tuple[str, int, bytes], limit: int = 10_000, wait_ms: int = 0) -> list[Part]:
    answer = ask(server, "/v1/pull", Pull(list(want), limit, wait_ms))
    assert answer.status == 200
    return list(Pages(parts(chunks_of(answer))))


def page(part: Part) -> WholePage:
    assert isinstance(part, WholePage)
    return part


def test_a_page_is_the_log_behind_the_cursor(server: Server) -> None:
    places = grow(server.store, 1203)
    (whole,) = map(page, pull(server, (SCOPE, 0, CHAIN_START)))
    assert whole.head == Head(SCOPE, 0, 1203)
    assert [entry.seq for entry in whole.entries] == list(range(1, 1204))
    chain = CHAIN_START
    for entry in whole.entries:
        chain = chain_next(chain, entry.seq, entry.op, entry.did)
    assert (whole.trailer.n, whole.trailer.next, whole.trailer.chain) == (1203, *places[-1]) == (1203, 1203, chain)
    assert {entry.pii is None for entry in whole.entries} == {True, False}


def test_a_limit_cuts_at_a_place_from_where_it_goes_on(server: Server) -> None:
    places = grow(server.store, 25)
    cursor, seen = (0, CHAIN_START), []
    while True:
        (got,) = map(page, pull(server, (SCOPE, *cursor), limit=10))
        if not got.entries:
            break
        seen += [entry.seq for entry in got.entries]
        cursor = got.trailer.next, got.trailer.chain
        assert cursor == places[cursor[0] - 1]
    assert seen == list(range(1, 26))


def test_many_scopes_in_one_answer(server: Server) -> None:
    grow(server.store, 3)
    places = grow(server.store, 5, OTHER)
    first, second, foreign = pull(server, (SCOPE, 0, CHAIN_START), (OTHER, *places[2]), (FOREIGN, 0, CHAIN_START))
    assert len(page(first).entries) == 3
    assert [entry.seq for entry in page(second).entries] == [4, 5]
    assert foreign == NotYours(FOREIGN)


def test_a_scope_without_a_log_is_an_empty_page(server: Server) -> None:
    (got,) = map(page, pull(server, (SCOPE, 0, CHAIN_START)))
    assert (got.head.seq, got.trailer.n, got.trailer.next, got.trailer.chain) == (0, 0, 0, CHAIN_START)


@pytest.mark.parametrize(
    ("seq", "chain", "same"),
    [
        (0, CHAIN_START, True),
        (3, None, True),
        (5, None, True),
        (0, b"another beginning", False),
        (3, b"another history", False),
        (5, b"another history", False),
        (6, None, False),
        (2**53, b"", False),
    ],
)
def test_a_cursor_that_is_not_in_this_log_has_diverged(
    server: Server, seq: int, chain: bytes | None, same: bool
) -> None:
    places = grow(server.store, 5)
    mark = chain if chain is not None else dict(places).get(seq, places[-1][1])
    (got,) = pull(server, (SCOPE, seq, mark))
    assert isinstance(got, WholePage) is same
    assert same or got == Diverged(SCOPE)


def test_what_is_erased_leaves_the_chain_whole(server: Server) -> None:
    grow(server.store, 3)
    with server.store.session() as session:
        session.run("UPDATE journal SET pii = NULL, body = NULL WHERE scope = ? AND seq = 1", (SCOPE,))
    (got,) = map(page, pull(server, (SCOPE, 0, CHAIN_START)))
    assert (got.entries[0].body, got.entries[0].pii) == (None, None)
    chain = CHAIN_START
    for entry in got.entries:
        chain = chain_next(chain, entry.seq, entry.op, entry.did)
    assert chain == got.trailer.chain


def test_it_waits_only_where_there_is_nothing_to_say(server: Server) -> None:
    places = grow(server.store, 2)

    def waits(*want: tuple[str, int, bytes], wait_ms: int = 70_000) -> Wait | None:
        body = msgspec.msgpack.encode(Pull(list(want), 10, wait_ms))
        asked = Asked("POST", "/v1/pull", {}, {}, HEADERS, body, 0)
        who = server.guards["device"](server, asked)
        stages = pulling.pull(server, Asked("POST", "/v1/pull", {}, {}, HEADERS, body, 0, who))
        try:
            pause = next(stages)
        except StopIteration:
            return None
        assert isinstance(pause, Wait)
        return pause

    assert waits((SCOPE, *places[1]), (OTHER, 0, CHAIN_START)) == Wait({SCOPE: 2, OTHER: 0}, pulling.LONGEST_WAIT_MS)
    assert waits((SCOPE, *places[1]), wait_ms=5) == Wait({SCOPE: 2}, 5)
    assert waits((SCOPE, *places[1]), wait_ms=0) is None
    assert waits((SCOPE, *places[0]), (OTHER, 0, CHAIN_START)) is None, "there is more"
    assert waits((SCOPE, 2, b"x"), (OTHER, 0, CHAIN_START)) is None, "it has diverged"
    assert waits((SCOPE, *places[1]), (FOREIGN, 0, CHAIN_START)) is None, "it may not read one of them"


@pytest.mark.parametrize(
    "wrong",
    [
        Pull([(SCOPE, -1, b"")], 10),
        Pull([(SCOPE, 0, b"")], 0),
        Pull([(SCOPE, 0, b"")] * 1001, 10),
        ["no", "pull"],
        7,
    ],
)
def test_a_malformed_pull_is_refused(server: Server, wrong: object) -> None:
    assert ask(server, "/v1/pull", wrong).status == 400


def test_the_common_place_is_the_newest_that_both_have(server: Server) -> None:
    places = grow(server.store, 8)
    marks = [(9, b"lost"), (7, b"other"), places[5], places[2]]
    answer = ask(server, "/v1/common", Common(SCOPE, marks))
    assert isinstance(answer.body, bytes)
    assert msgspec.msgpack.decode(answer.body, type=CommonAnswer) == CommonAnswer(6, 0, 8)
    nothing = ask(server, "/v1/common", Common(SCOPE, [(3, b"x"), (0, CHAIN_START)]))
    assert isinstance(nothing.body, bytes)
    assert msgspec.msgpack.decode(nothing.body, type=CommonAnswer).seq == 0
    assert ask(server, "/v1/common", Common(FOREIGN, [])).status == 403
    assert ask(server, "/v1/common", Common(SCOPE, [(1, b"")] * 1001)).status == 400


def test_heads_are_of_the_scopes_one_may_read(server: Server) -> None:
    grow(server.store, 2)
    grow(server.store, 3, FOREIGN)
    answer = handle(server, "GET", "/v1/heads", {}, HEADERS, b"")
    assert isinstance(answer.body, bytes)
    assert msgspec.msgpack.decode(answer.body, type=HeadsAnswer) == HeadsAnswer([Head(SCOPE, 0, 2)])


def test_a_small_page_goes_with_a_push_and_a_large_one_does_not(server: Server) -> None:
    places = grow(server.store, 5)
    with server.store.reading() as session:
        assert page_behind(session, SCOPE, 2, 2, {}) is None
        got = page_behind(session, SCOPE, 2, 3, {})
    assert isinstance(got, Page)
    assert ([entry.seq for entry in got.entries], got.next, got.chain) == ([3, 4, 5], *places[-1])


def test_what_was_sent_does_not_come_back_unless_it_is_another_by_now(server: Server) -> None:
    places = grow(server.store, 6)
    read = "SELECT seq, op, body, pii FROM journal WHERE scope = ? ORDER BY seq"
    with server.store.reading() as session:
        stored = {int(seq): Sent(op, body, pii) for seq, op, body, pii in session.read(read, (SCOPE,))}
        whole = page_behind(session, SCOPE, 2, 9, {})
        own = page_behind(session, SCOPE, 2, 9, {seq: stored[seq] for seq in (3, 4, 5, 6)})
        foreign = page_behind(session, SCOPE, 2, 9, {seq: stored[seq] for seq in (3, 5, 6)})
        doubled = page_behind(session, SCOPE, 2, 9, {seq: stored[seq] for seq in (1, 3, 4, 6)})
    assert whole is not None
    assert own is not None
    assert [(one.seq, one.op, one.body, one.pii) for one in own.entries] == [(n, b"", None, None) for n in (3, 4, 5, 6)]
    assert [(one.did, one.mac) for one in own.entries] == [(one.did, one.mac) for one in whole.entries]
    assert (own.next, own.chain) == (whole.next, whole.chain) == places[-1]
    assert foreign == whole
    assert doubled is not None
    assert doubled.entries == [*own.entries[:2], *whole.entries[2:]]
    with server.store.session() as session:
        session.run("UPDATE journal SET body = NULL WHERE scope = ? AND seq = 5", (SCOPE,))
    with server.store.reading() as session:
        erased = page_behind(session, SCOPE, 2, 9, {seq: stored[seq] for seq in (3, 4, 5, 6)})
    assert erased is not None
    assert erased.entries[:2] == own.entries[:2]
    assert [(one.op, one.body) for one in erased.entries[2:]] == [(stored[5].op, None), (stored[6].op, stored[6].body)]


def test_who_loses_a_scope_while_waiting_gets_nothing_of_it(server: Server) -> None:
    granted = [frozenset({SCOPE})]

    def guard(_server: Server, _asked: Asked) -> Principal:
        return Principal("d1", pulls=granted[0])

    held = replace(server, guards={"device": guard})
    body = msgspec.msgpack.encode(Pull([(SCOPE, 0, CHAIN_START)], 10, 50_000))
    asked = Asked("POST", "/v1/pull", {}, {}, HEADERS, body, 0)
    stages = pulling.pull(held, replace(asked, principal=guard(held, asked)))
    assert isinstance(next(stages), Wait)
    granted[0] = frozenset()
    grow(server.store, 1)
    with pytest.raises(StopIteration) as ended:
        next(stages)
    assert list(Pages(parts(chunks_of(ended.value.value)))) == [NotYours(SCOPE)]
