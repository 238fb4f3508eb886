"""Webhooks on their way: written once with the log's own id, sent until they are taken or given up."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.days import DAY, HOUR, SECOND
from sync.server.doors.statuses import LetterState
from sync.wire.partners import DeadLetter

if TYPE_CHECKING:
    from sync.server.store import Session

FIRST_MS, LONGEST_MS = 5 * SECOND, HOUR
MOST_TRIES = 24  # about sixteen hours
LEASE_MS = 60 * SECOND  # whoever took a letter and fell silent: after this another takes it
KEPT_MS = 35 * DAY
TURN = 2**40
NEW = """INSERT INTO webhook (id, partner, kind, event, place, body, state, tries, next_at, made_at, said)
         VALUES (?, ?, ?, ?, ?, ?, 'due', 0, ?, ?, '') ON CONFLICT (id) DO NOTHING"""
# Of one request the older news goes first; what is given up holds up nothing.
FIRST = """FROM webhook w WHERE w.state = 'due' AND NOT EXISTS (
           SELECT 1 FROM webhook o WHERE o.partner = w.partner AND o.event = w.event
           AND o.state = 'due' AND o.place < w.place)"""
DUE = f"""SELECT w.id, w.partner, w.body, w.tries {FIRST} AND w.next_at <= ?
          ORDER BY w.next_at, w.made_at, w.place LIMIT ?"""
PUT_OFF = "UPDATE webhook SET next_at = ? WHERE partner = ? AND state = 'due' AND next_at < ?"
TAKE = "UPDATE webhook SET tries = tries + 1, next_at = ? WHERE id = ? AND state = 'due' AND tries = ?"
DEAD = """SELECT w.id, w.partner, w.kind, w.event, w.made_at, w.tries, w.said FROM webhook w
          JOIN partner p ON p.id = w.partner WHERE p.company = ? AND w.state = 'dead'
          ORDER BY w.made_at, w.id LIMIT 1000"""
WITHDRAW = """DELETE FROM webhook WHERE partner = ? AND event = ? AND state = 'due' AND tries = 0
              AND next_at > ? AND kind = 'notice_published'"""
AGAIN = """UPDATE webhook SET state = 'due', tries = 0, next_at = ? WHERE id = ? AND state = 'dead'
           AND partner IN (SELECT id FROM partner WHERE company = ?)"""


class Letter(NamedTuple):
    """One that is due. `tries` were made before."""

    id: str
    partner: str
    body: bytes
    tries: int


def post(
    session: "Session", ident: str, partner: str, kind: str, event: str, place: int, body: bytes, now: int,
    due_at: int = 0,
) -> None:  # fmt: skip
    """The same id again, after a restore or from another process, is the same letter. `due_at`: not before it."""
    session.run(NEW, (ident, partner, kind, event, place, body, max(now, due_at), now))


def place_of(turn: int, seq: int) -> int:
    """Where news stands among that of one event: what happened where it was forwarded to comes behind."""
    return turn * TURN + seq


def withdraw(session: "Session", partner: str, event: str, at: int) -> bool:
    """Take back what nobody has heard and was to be told after `at`, when it was called off; whether there was any."""
    return session.run(WITHDRAW, (partner, event, at)) > 0


def due(session: "Session", now: int, most: int) -> list[Letter]:
    return [Letter(str(row[0]), str(row[1]), bytes(row[2]), int(row[3])) for row in session.read(DUE, (now, most))]


def take(session: "Session", letter: Letter, now: int) -> bool:
    """Whether it is this process that sends it now."""
    return session.run(TAKE, (now + LEASE_MS, letter.id, letter.tries)) == 1


def taken(session: "Session", letter: Letter) -> None:
    session.run("UPDATE webhook SET state = ?, said = '' WHERE id = ?", (str(LetterState.SENT), letter.id))


def failed(session: "Session", letter: Letter, said: str, now: int, wait_ms: int = 0) -> int:
    """Later again, or given up after the last try; says when. `wait_ms`: what the receiver asked for."""
    over = letter.tries + 1 >= MOST_TRIES
    state = LetterState.DEAD if over else LetterState.DUE
    later = now + max(backoff(letter), min(wait_ms, LONGEST_MS))
    session.run(
        "UPDATE webhook SET state = ?, next_at = ?, said = ? WHERE id = ?", (str(state), later, said[:200], letter.id)
    )
    return later


def put_off(session: "Session", partner: str, until: int) -> None:
    """A receiver that does not answer at all is left alone for a while, with all that waits for it."""
    session.run(
        "UPDATE webhook SET next_at = ? WHERE partner = ? AND state = 'due' AND next_at < ?", (until, partner, until)
    )


def give_up(session: "Session", letter: Letter, said: str) -> None:
    session.run("UPDATE webhook SET state = ?, said = ? WHERE id = ?", (str(LetterState.DEAD), said, letter.id))


def backoff(letter: Letter) -> int:
    """5 s, 10 s, 20 s ... an hour; each a quarter shorter or longer, by the letter itself."""
    plain: int = min(FIRST_MS << min(letter.tries, 20), LONGEST_MS)
    drawn = sha256(f"{letter.id} {letter.tries}".encode()).digest()[0]
    return plain * (192 + drawn // 2) // 256


def next_due(session: "Session") -> int | None:
    rows = session.read(f"SELECT min(w.next_at) {FIRST}")
    return int(rows[0][0]) if rows and rows[0][0] is not None else None


def sweep(session: "Session", now: int) -> None:
    session.run("DELETE FROM webhook WHERE state = 'sent' AND made_at < ?", (now - KEPT_MS,))


def counts(session: "Session") -> dict[str, tuple[int, int]]:
    """Those that wait and those that are dead, by partner."""
    rows = session.read("SELECT partner, state, count(*) FROM webhook WHERE state IN ('due', 'dead') GROUP BY 1, 2")
    found: dict[str, dict[str, int]] = {}
    for partner, state, count in rows:
        found.setdefault(str(partner), {})[str(state)] = int(count)
    return {partner: (states.get("due", 0), states.get("dead", 0)) for partner, states in found.items()}


def dead_of(session: "Session", company: str) -> list[DeadLetter]:
    return [DeadLetter(*row) for row in session.read(DEAD, (company,))]


def send_again(session: "Session", company: str, ids: Sequence[str], now: int) -> int:
    return sum(session.run(AGAIN, (now, ident, company)) for ident in ids)
