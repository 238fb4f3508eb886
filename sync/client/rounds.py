"""One round with the server: send what is due, ask once. It says what changed and when to come again."""

from sync.client import pulling, pushing
from sync.client.outcomes import UPGRADE_MS, What, backoff
from sync.client.session import Outcome, Session

AGAIN = """SELECT MIN(next_try) FROM (SELECT next_try FROM outbox WHERE next_try IS NOT NULL
           UNION ALL SELECT next_try FROM sealed WHERE next_try IS NOT NULL)"""


def round_of(session: Session, wait_ms: int = 0) -> Outcome:
    """Both halves one after the other, as one who has a single line does it."""
    before = session.reached
    sent = pushing.push(session)
    if sent.is_reached:
        sent = sent.join(pulling.pull(session, wait_ms))
    return settled(session, sent, before)


def push(session: Session) -> Outcome:
    """The sending half alone."""
    before = session.reached
    return settled(session, pushing.push(session), before)


def pull(session: Session, wait_ms: int = 0) -> Outcome:
    """The asking half alone."""
    before = session.reached
    return settled(session, pulling.pull(session, wait_ms), before)


def settled(session: Session, outcome: Outcome, before: int) -> Outcome:
    """When to come again: later with every failure, at once after none, and when a put-off op is due."""
    outcome.answers = session.reached - before
    fault = outcome.fault
    if fault is None:
        session.tries = 0
        again = session.database.read(AGAIN)[0][0]
        if again is not None:
            left = max(int(again) - session.clock(), 0)
            outcome.retry_ms = left if outcome.retry_ms is None else min(left, outcome.retry_ms)
        return outcome
    session.tries += 1
    asked = UPGRADE_MS if fault.what is What.UPGRADE else fault.retry_ms
    outcome.retry_ms = backoff(session.chance, session.tries - 1, asked)
    return outcome
