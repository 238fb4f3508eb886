"""Asking for what is new: all scopes in one question that waits for an answer; whole pages only."""

from collections.abc import Sequence

from desk.store.applying import Incoming, Place, place_of
from sync.client.exchange import asked
from sync.client.outcomes import Fault, What
from sync.client.session import Outcome, Session
from sync.client.taking_in import go_back, take_in
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Diverged, Pull

PULL = "/v1/pull"
LIMIT = 5_000  # entries of one scope in one answer: they are held in memory until their trailer is there
STOPPED_MS = 60_000


def pull(session: Session, wait_ms: int = 0) -> Outcome:
    """One question about all scopes, and more while there is more. With `wait_ms` the first one waits for news."""
    outcome = Outcome()
    try:
        scopes = [one for one in session.pulled() if one not in session.stopped or one in session.agreed]
        if session.stopped:
            outcome.asks = next(iter(session.stopped.values()))
            outcome.retry_ms = STOPPED_MS
        catch_up(session, scopes, outcome, wait_ms)
    except Fault as fault:
        outcome.fault = fault
    return outcome


def catch_up(session: Session, scopes: Sequence[str], outcome: Outcome, wait_ms: int = 0) -> None:
    """Until the heads are reached that the server said. A scope that has gone apart goes back once."""
    gone_back: set[str] = set()
    wanted = list(scopes)
    while wanted:
        more, apart = _ask_once(session, wanted, outcome, wait_ms)
        for scope in apart:
            if scope in gone_back:
                raise Fault(What.DIVERGED, "apart again")
            gone_back.add(scope)
            if go_back(session, scope, outcome):
                more.append(scope)
        wanted, wait_ms = more, 0


def _ask_once(session: Session, scopes: Sequence[str], outcome: Outcome, wait_ms: int) -> tuple[list[str], list[str]]:
    """Which scopes have more, and which have gone apart."""
    places = {scope: place_of(session.database, scope) for scope in scopes}
    want = [(scope, place.seq, place.chain) for scope, place in places.items()]
    more: list[str] = []
    apart: list[str] = []
    unanswered = set(scopes)
    with asked(session, PULL, Pull(want, LIMIT, wait_ms), wait_ms) as chunks:
        for page in Pages(parts(chunks)):
            scope = page.head.scope if isinstance(page, WholePage) else page.scope
            if scope not in unanswered:
                raise Fault(What.UNREACHABLE, "a page nobody asked for")
            unanswered.discard(scope)
            if isinstance(page, WholePage):
                taken = take_in(session, _incoming(places[scope], page), outcome)
                if not taken or page.trailer.next < page.head.seq:
                    more.append(scope)
            elif isinstance(page, Diverged):
                apart.append(scope)
            else:
                session.not_ours.add(scope)
    if unanswered:
        raise Fault(What.UNREACHABLE, "not all scopes were answered")
    return more, apart


def _incoming(place: Place, page: WholePage) -> Incoming:
    trailer = page.trailer
    return Incoming(
        trailer.scope, place.seq, place.chain, page.entries, trailer.next, trailer.chain, page.head.keep_from
    )
