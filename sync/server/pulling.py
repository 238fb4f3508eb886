"""Reading the log: pages behind cursors of all scopes in one streamed answer, the common point, the heads."""

from collections.abc import Iterator, Mapping
from typing import Any

from sync.protocol.envelope import CHAIN_START
from sync.server.asked import Answer, Asked, Route, Stages, Wait, packed
from sync.server.problems import Problem
from sync.server.recent import SMALL
from sync.server.serving import Server
from sync.server.store import Place, Row, Session, heads_of
from sync.wire.framing import framed, framed_entries
from sync.wire.messages import (
    Common,
    CommonAnswer,
    Diverged,
    Entry,
    Head,
    HeadsAnswer,
    NotYours,
    Page,
    Pull,
    Sent,
    Trailer,
)

CHUNK = 500  # entries of one message
MOST = 100_000  # entries of one scope in one answer
LONGEST_WAIT_MS = 55_000  # below what proxies cut
ENTRIES = """SELECT seq, op, body, pii, did, mac, chain FROM journal
             WHERE scope = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"""
VERDICTS = """SELECT seq, did, mac, body IS NULL, pii IS NULL FROM journal
              WHERE scope = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"""
CHAIN = "SELECT chain FROM journal WHERE scope = ? AND seq = ?"


def is_history(session: Session, scope: str, head: Place, seq: int, chain: bytes) -> bool:
    """Whether this place is in the log: same seq, same chain."""
    if seq == head.seq:
        return chain == head.chain
    if seq > head.seq:
        return False
    if seq <= 0:
        return seq == 0 and chain == CHAIN_START
    rows = session.read(CHAIN, (scope, seq))
    return bool(rows) and bytes(rows[0][0]) == chain


def page_behind(session: Session, scope: str, seq: int, most: int, sent: Mapping[int, Sent]) -> Page | None:
    """All that follows a cursor of this history, where it is no more than `most` entries.

    `sent`: ops by their seq that whoever asks has at hand; their parts stay here, unless one was erased meanwhile.
    """
    head = heads_of(session, (scope,)).get(scope, Place())
    if head.seq - seq > most:
        return None
    entries: list[Entry] = []
    if len(sent) == head.seq - seq:
        for at, did, mac, no_body, no_pii in session.read(VERDICTS, (scope, seq, head.seq, most)):
            one = sent.get(at)
            if one is None or bool(no_body) != (one.body is None) or bool(no_pii) != (one.pii is None):
                break
            entries.append(Entry(at, b"", None, None, did, mac))
    last = entries[-1].seq if entries else seq
    rows = session.read(ENTRIES, (scope, last, head.seq, most)) if last < head.seq else []
    entries += [Entry(*row[:6]) for row in rows]
    return Page(scope, head.keep_from, entries, head.seq, head.chain)


def pull(server: Server, asked: Asked) -> Stages:
    """Head, entries and trailer of every wanted scope. With `wait_ms` it waits until one of them has more."""
    wanted = asked.message(Pull)
    mine = asked.who.pulls
    scopes = [scope for scope, _, _ in wanted.want if scope in mine]
    if wanted.wait_ms > 0 and scopes and len(scopes) == len(wanted.want):
        heads = server.store.heads(scopes)
        if all((seq, chain) == _mark(heads.get(scope)) for scope, seq, chain in wanted.want):
            yield Wait({scope: seq for scope, seq, _ in wanted.want}, min(wanted.wait_ms, LONGEST_WAIT_MS))
            mine = server.again(asked).pulls
    return Answer(body=_parts(server, mine, wanted))


def _mark(head: Place | None) -> tuple[int, bytes]:
    place = head or Place()
    return place.seq, place.chain


def _parts(server: Server, mine: frozenset[str], wanted: Pull) -> Iterator[bytes]:
    limit = min(wanted.limit, MOST)
    heads = server.store.heads([scope for scope, _, _ in wanted.want if scope in mine])
    for scope, seq, chain in wanted.want:
        head = heads.get(scope, Place())
        if scope not in mine:
            yield framed(NotYours(scope))
        elif head.seq - seq > min(limit, SMALL):
            yield from _page(server, scope, head, seq, chain, limit)
        else:
            yield _small_page(server, scope, head, seq, chain, limit)


def _small_page(server: Server, scope: str, head: Place, seq: int, chain: bytes, limit: int) -> bytes:
    kept = server.recent.get(scope, seq, chain, head)
    if kept is None:
        kept = b"".join(_page(server, scope, head, seq, chain, limit))
        server.recent.keep(scope, seq, chain, head, kept)
    return kept


def _page(server: Server, scope: str, head: Place, seq: int, chain: bytes, limit: int) -> Iterator[bytes]:
    """Read in pieces, each in a transaction of its own: a slow desk must not hold one open. Entries never change."""
    last, at, n = min(head.seq, seq + limit), seq, 0
    rows: list[Row] = []
    if (seq, chain) != (head.seq, head.chain):
        with server.store.reading() as session:
            ours = is_history(session, scope, head, seq, chain)
            rows = session.read(ENTRIES, (scope, at, last, CHUNK)) if ours else []
        if not ours:
            yield framed(Diverged(scope))
            return
    yield framed(Head(scope, head.keep_from, head.seq))
    while rows:
        yield framed_entries([row[:6] for row in rows])
        at, chain, n = rows[-1][0], bytes(rows[-1][6]), n + len(rows)
        if at >= last:
            break
        with server.store.reading() as session:
            rows = session.read(ENTRIES, (scope, at, last, CHUNK))
    yield framed(Trailer(scope, n, at, chain))


def common(server: Server, asked: Asked) -> Answer:
    """The newest of the desk's places that is in this log too."""
    wanted = asked.message(Common)
    if wanted.scope not in asked.who.pulls | asked.who.pushes:
        raise Problem(403, "not_yours", "本机无权读取这个范围")
    marks = {seq: chain for seq, chain in wanted.marks if seq > 0}
    with server.store.reading() as session:
        head = heads_of(session, (wanted.scope,)).get(wanted.scope, Place())
        known: list[tuple[Any, ...]] = []
        if marks:
            known = session.read(
                f"SELECT seq, chain FROM journal WHERE scope = ? AND seq IN ({','.join('?' * len(marks))})",
                (wanted.scope, *marks),
            )
    same = [seq for seq, chain in known if bytes(chain) == marks[seq]]
    return packed(CommonAnswer(max(same, default=0), head.keep_from, head.seq))


def heads(server: Server, asked: Asked) -> Answer:
    """Where the logs stand that this device may read."""
    places = server.store.heads(sorted(asked.who.pulls))
    return packed(HeadsAnswer([Head(scope, place.keep_from, place.seq) for scope, place in sorted(places.items())]))


ROUTES = (
    Route(
        "POST", "/v1/pull", pull, "Entries behind the cursors of all scopes, streamed; waits for them if told to",
        "log", takes=Pull, gives=bytes, problems=(400, 413), limit_bytes=256 * 1024, patient=True,
    ),
    Route(
        "POST", "/v1/common", common, "The newest common place of two histories", "log",
        takes=Common, gives=CommonAnswer, problems=(400, 403, 413), limit_bytes=256 * 1024,
    ),
    Route("GET", "/v1/heads", heads, "Where the logs stand", "log", gives=HeadsAnswer),
)  # fmt: skip
