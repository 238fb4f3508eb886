"""Asking for what is new: all scopes in one question that waits for an answer; whole pages only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from desk.store import indexes
from desk.store.applying import Incoming, Place, place_of
from desk.store.steps import Changed
from sync.client.exchange import asked
from sync.client.outcomes import Fault, What
from sync.client.session import Outcome, Session
from sync.client.taking_in import go_back, take_in
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Diverged, NotYours, Pull

PULL = "/v1/pull"
LIMIT = 5_000  # entries of one scope in one answer: they are held in memory until their trailer is there
FAR = 20_000  # entries still to come: a desk so far behind does without indexes on its way
STOPPED_MS = 60_000
OnePage = WholePage | Diverged | NotYours


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
        ask = _follow if len(wanted) == 1 else _ask_once
        more, apart = ask(session, wanted, outcome, wait_ms)
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


def _follow(session: Session, scopes: Sequence[str], outcome: Outcome, wait_ms: int) -> tuple[list[str], list[str]]:
    """One scope to its head: while a page is taken in, the server makes the next one ready.

    A page that came is taken in though the line has gone meanwhile: whoever has a bad line gets on all the same.
    """
    (scope,) = scopes
    place, told = place_of(session.database, scope), len(outcome.changed)
    is_first = True
    with ExitStack() as lines:
        coming = lines.enter_context(_one_page(session, scope, place, wait_ms))
        while True:
            page = next(coming, None)
            if page is None or next(coming, None) is not None:
                raise Fault(What.UNREACHABLE, "not what was asked")
            lines.close()
            if not isinstance(page, WholePage):
                if isinstance(page, NotYours):
                    session.not_ours.add(scope)
                return [], [scope] if isinstance(page, Diverged) else []
            incoming = _incoming(place, page)
            place = Place(incoming.next, incoming.next_chain)
            has_more, gone = incoming.next < page.head.seq, None
            if has_more:
                try:
                    coming = lines.enter_context(_one_page(session, scope, place, 0))
                except Fault as fault:
                    gone = fault
            if not take_in(session, incoming, outcome):
                return [scope], []
            ahead = page.head.seq - incoming.next
            if is_first and ahead >= FAR:
                _make_way(session, outcome.changed[told:], ahead // max(len(incoming.entries), 1))
            is_first = False
            if gone is not None:
                raise gone
            if not has_more:
                return [], []


def _make_way(session: Session, changed: Iterable[Changed], times: int) -> None:
    """So many times as much as `changed` is about to come: indexes are made behind it (`behind`), which costs half."""
    coming = Counter(record for one in changed for record, _id in one.touched)
    coming["journal"] = sum(len(one.ops) for one in changed)
    with session.database.follow() as connection:
        for table, count in coming.items():
            indexes.make_way(connection, table, count * times)


@contextmanager
def _one_page(session: Session, scope: str, place: Place, wait_ms: int) -> Iterator[Iterator[OnePage]]:
    """The answer to a question about one scope, not read yet."""
    question = Pull([(scope, place.seq, place.chain)], LIMIT, wait_ms)
    with asked(session, PULL, question, wait_ms) as chunks:
        yield _of(scope, Pages(parts(chunks)))


def _of(scope: str, pages: Iterable[OnePage]) -> Iterator[OnePage]:
    for page in pages:
        if (page.head.scope if isinstance(page, WholePage) else page.scope) != scope:
            raise Fault(What.UNREACHABLE, "a page nobody asked for")
        yield page


def _incoming(place: Place, page: WholePage) -> Incoming:
    trailer = page.trailer
    return Incoming(
        trailer.scope, place.seq, place.chain, page.entries, trailer.next, trailer.chain, page.head.keep_from
    )
