"""Attachments behind the steps: what was taken here goes up, what others took comes down, a few at a time.

A blob is `kept` until the server is known to have it: that is the queue. A rewind puts all of its scope back into it;
the server is only asked whether it has them.
A scope that the server refuses keeps no other one waiting: what it names stays queued until a hello has said what this
desk has now.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.services.slips.files import KEPT, MOST_BYTES, REFUSED, THERE, sniff
from sync.client.outcomes import NOT_YOURS, Fault, What
from sync.client.raw import answered, problem_of
from sync.client.session import Session
from sync.wire.paths import scope_in_path

if TYPE_CHECKING:
    import httpx

Row = tuple[Any, ...]
MOST = 5
LATER_MS, LATEST_MS = 60_000, 3_600_000
# What was not saved names nothing yet, and is not sent.
TO_SEND = """SELECT b.sha256, b.data FROM blob b JOIN attachment a ON a.sha256 = b.sha256
             WHERE b.state = ? AND a.scope IN ({marks}) GROUP BY b.sha256
             HAVING NOT EXISTS (SELECT 1 FROM attachment o WHERE o.sha256 = b.sha256 AND o.scope IN ({closed}))
             ORDER BY MIN(a.added_at), b.sha256 LIMIT ?"""
WHERE = "SELECT DISTINCT scope FROM attachment WHERE sha256 = ? ORDER BY scope"
TO_FETCH = """SELECT DISTINCT a.scope, a.sha256 FROM attachment a WHERE a.scope IN ({marks}) AND a.status = 'active'
              AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = a.sha256) ORDER BY a.added_at DESC LIMIT ?"""
KEEP = "INSERT OR IGNORE INTO blob (sha256, media, size, state, data) VALUES (?, ?, ?, ?, ?)"
WAITING = """SELECT COUNT(*) FROM blob b WHERE b.state = ? AND EXISTS
             (SELECT 1 FROM attachment a WHERE a.sha256 = b.sha256)"""
NEWEST = """SELECT a.scope, a.sha256 FROM attachment a JOIN blob b ON b.sha256 = a.sha256 WHERE b.state = ?
            AND a.scope IN ({marks}) GROUP BY a.scope, a.sha256 ORDER BY MAX(a.added_at) DESC LIMIT ?"""
NEVER = {410: "erased", 415: "content"}  # and the server's own word for it: others may answer so too


@dataclass
class Behind:
    """What a line remembers of photos that the server does not have yet: when to ask again, and how often it did."""

    later: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def is_due(self, key: tuple[str, str], now: int) -> bool:
        """At once, too, where the clock has jumped back since."""
        return not now < self.later.get(key, (0, 0))[0] <= now + LATEST_MS

    def put_off(self, key: tuple[str, str], now: int) -> None:
        tries = self.later.get(key, (0, 0))[1] + 1
        self.later[key] = (now + min(LATER_MS * 2 ** (tries - 1), LATEST_MS), tries)


@dataclass(frozen=True, slots=True)
class Moved:
    """What one call did. `more`: there is more that can be done at once."""

    done: int
    more: bool
    refused: tuple[str, ...] = ()


def waiting(session: Session) -> int:
    """Photos that only this desk has: "照片待传"."""
    return int(session.database.read(WAITING, (KEPT,))[0][0])


def push_blobs(session: Session, most: int = MOST) -> Moved:
    """Send the oldest that wait. Raises Fault; what was sent before it stays sent."""
    scopes = [scope for scope in session.scopes() if session.may_push(scope)]
    closed = sorted(session.not_taken)
    marks = {"marks": ", ".join("?" * len(scopes)), "closed": ", ".join("?" * len(closed))}
    rows = session.database.read(TO_SEND.format(**marks), (KEPT, *scopes, *closed, most + 1))
    refused: list[str] = []
    done = 0
    for sha256, data in rows[:most]:
        named = [scope for scope in _named(session, sha256) if scope in scopes]
        told = [_brought(session, scope, sha256, bytes(data)) for scope in named]
        if not session.not_taken.isdisjoint(named):
            continue  # this time each of its other places has it; next time it is not asked about
        if not all(told):
            refused.append(sha256)
        _mark(session, [sha256], THERE if all(told) else REFUSED)
        done += 1
    return Moved(done, len(rows) > most, tuple(refused))


def _named(session: Session, sha256: str) -> list[str]:
    """The scopes that name these bytes."""
    return [str(scope) for (scope,) in session.database.read(WHERE, (sha256,))]


def _brought(session: Session, scope: str, sha256: str, data: bytes) -> bool:
    """Whether the server has it now; False where it will never take it, or refuses this scope."""
    if _is_there(session, scope, sha256):
        return True
    headers = {"content-type": "application/octet-stream"}
    try:
        with answered(session, "PUT", _path(scope, sha256), (204, *NEVER), headers, data) as answer:
            if answer.status_code == 204:
                return _ours(answer, sha256)
            problem, fault = problem_of(answer)
            if problem.code != NEVER[answer.status_code]:
                raise fault
    except Fault as fault:
        if fault.code != NOT_YOURS:
            raise
        session.not_taken.add(scope)
    return False


def _is_there(session: Session, scope: str, sha256: str) -> bool | None:
    """None: not told. An answer to HEAD has no words in it, what refuses it says with the next question why."""
    with answered(session, "HEAD", _path(scope, sha256), (200, 403, 404)) as answer:
        if answer.status_code == 403:
            return None
        return answer.status_code == 200 and _ours(answer, sha256)


def _ours(answer: "httpx.Response", sha256: str) -> bool:
    """Networks that ask to be signed in to answer everything with success: only who names the photo has it."""
    if answer.headers.get("etag") != f'"{sha256}"':
        raise Fault(What.UNREACHABLE, "somebody else answers")
    return True


def fetch_blobs(session: Session, behind: Behind, most: int = MOST) -> Moved:
    """Fetch the newest that records name and this desk lacks. Raises Fault; what came before it stays."""
    scopes, now = session.pulled(), session.clock()
    rows = _read(session, TO_FETCH, scopes, (), most + len(behind.later) + 1)
    due = [(str(scope), str(sha256)) for scope, sha256 in rows if behind.is_due((str(scope), str(sha256)), now)]
    done = 0
    for scope, sha256 in due[:most]:
        data = None if scope in session.not_ours else _asked_for(session, scope, sha256)
        if data is None:
            continue
        if not data:
            behind.put_off((scope, sha256), now)
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Fault(What.UNREACHABLE, "another photo came")
        # Another place that names it may lack it: whoever took it there has lost it since.
        elsewhere = [one for one in _named(session, sha256) if one != scope and session.may_push(one)]
        with session.database.write() as connection:
            state = KEPT if elsewhere else THERE
            connection.exec_driver_sql(KEEP, (sha256, sniff(data), len(data), state, data))
        behind.later.pop((scope, sha256), None)
        done += 1
    return Moved(done, len(due) > most)


def _asked_for(session: Session, scope: str, sha256: str) -> bytes | None:
    """b"": nobody has brought it yet; None: this scope is refused."""
    try:
        with answered(session, "GET", _path(scope, sha256), (200, 404)) as answer:
            return b"" if answer.status_code == 404 else _bounded(answer.iter_raw())
    except Fault as fault:
        if fault.code != NOT_YOURS:
            raise
        session.not_ours.add(scope)
        return None


def audit(session: Session, newest: int = 100) -> int:
    """Now and then: whether the server still has the newest photos; what it lost without losing an entry is queued."""
    scopes = [scope for scope in session.scopes() if session.may_push(scope)]
    lost: list[str] = []
    for scope, sha256 in _read(session, NEWEST, scopes, (THERE,), newest):
        lost += [str(sha256)] if _is_there(session, str(scope), str(sha256)) is False else []
    with session.database.write() as connection:
        for sha256 in lost:
            connection.exec_driver_sql("UPDATE blob SET state=? WHERE sha256=? AND state=?", (KEPT, sha256, THERE))
    return len(lost)


def _read(
    session: Session, sql: str, scopes: Collection[str], first: Sequence[Any], most: int
) -> list[tuple[Any, ...]]:
    if not scopes:
        return []
    return session.database.read(sql.format(marks=", ".join("?" * len(scopes))), (*first, *scopes, most))


def _mark(session: Session, hashes: Sequence[str], state: str) -> None:
    with session.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE blob SET state=? WHERE sha256=? AND state=?", [(state, one, KEPT) for one in hashes]
        )


def _bounded(chunks: Any) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MOST_BYTES:
            raise Fault(What.UNREACHABLE, "too large")
    return bytes(data)


def _path(scope: str, sha256: str) -> str:
    return f"/v1/scopes/{scope_in_path(scope)}/blobs/{sha256}"
