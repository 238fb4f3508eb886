"""Logs that grow without rules: entries as they lie in the journal, chained, by a few lines instead of an office."""

from collections.abc import Mapping

from sync.protocol.envelope import Envelope, chain_next, pack, uuid7
from sync.server.asked import Asked, Guard, Principal
from sync.server.problems import Problem
from sync.server.serving import Server
from sync.server.store import Store

SCOPE = "e/0192f0c1-0000-7000-8000-000000000001"
OTHER = "e/0192f0c1-0000-7000-8000-000000000002"
FOREIGN = "e/0192f0c1-0000-7000-8000-000000000003"
COLUMNS = ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "mac", "chain")
HEADERS = {"authorization": "Bearer reader"}


def grow(store: Store, n: int, scope: str = SCOPE, mark: str = "") -> list[tuple[int, bytes]]:
    """Append so many entries; returns the places (seq, chain) they lead to."""
    places: list[tuple[int, bytes]] = []
    with store.session() as session:
        head = session.lock(scope)
        seq, chain = head.seq, head.chain
        rows = []
        for _ in range(n):
            seq += 1
            at = 1_795_000_000_000 + seq
            ident = uuid7(at, seq.to_bytes(10, "big"))
            sealed = Envelope(ident, scope, "d1", seq, "note.add", ident, "p1", at).seal(
                {"words": f"第{seq}条{mark}"}, {"name": "王"} if seq % 2 else {}, bytes(16)
            )
            did = pack({"is": "ok", "at": at, "eff": at})
            chain = chain_next(chain, seq, sealed.op, did)
            rows.append((scope, seq, ident, ident, sealed.op, sealed.body, sealed.pii, did, b"mac", chain))
            places.append((seq, chain))
        session.copy("journal", COLUMNS, rows)
        session.run('UPDATE "head" SET seq = ?, chain = ? WHERE scope = ?', (seq, chain, scope))
        session.notify(scope)
    return places


def reader(server: Server, asked: Asked) -> Principal:
    """A guard of these tests: one token, two scopes."""
    if asked.headers.get("authorization") != "Bearer reader":
        raise Problem(401, "unauthorized", "请先登录")
    scopes = frozenset({SCOPE, OTHER})
    return Principal("d1", "device", "o/1", scopes, scopes, told={"ids": frozenset({"d1"})})


GUARDS: Mapping[str, Guard] = {"device": reader}
