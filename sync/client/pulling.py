"""Asking for what is new: all scopes in one question that waits for an answer; whole pages only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from desk.store import collector, indexes, search_state
from desk.store.applying import Checked, Incoming, Place, place_of
from sync.client.exchange import asked
from sync.client.outcomes import Fault, What
from sync.client.session import Outcome, Session
from sync.client.taking_in import checked, go_back, take_in
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
                told = checked(session, _incoming(places[scope], page))
                _make_way(session, told, page.head.seq)
                taken = take_in(session, told, outcome)
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
    """One scope to its head: while a page is taken in the server makes the next one ready, while the file seals it
    that one is read.

    A page that came is taken in though the line has gone meanwhile: whoever has a bad line gets on all the same.
    """
    (scope,) = scopes
    place, is_first = place_of(session.database, scope), True
    with ExitStack() as end:
        asking = end.enter_context(closing(_Asking(session, scope)))
        asking.ask(place, wait_ms)
        while True:
            page, head = asking.answer(), asking.head
            if not isinstance(page, Checked):
                if isinstance(page, NotYours):
                    session.not_ours.add(scope)
                return [], [scope] if isinstance(page, Diverged) else []
            place = Place(page.page.next, page.page.next_chain)
            has_more = place.seq < head
            if has_more:
                asking.ask(place)
            if is_first and _make_way(session, page, head):
                end.enter_context(collector.paused())
            is_first = False
            if not take_in(session, page, outcome, asking.read if has_more else None):
                return [scope], []
            if not has_more:
                return [], []


class _Asking:
    """Questions about one scope, one after the other: made, read, looked at, each as early as somebody has time."""

    def __init__(self, session: Session, scope: str) -> None:
        self._session = session
        self._scope = scope
        self._line = ExitStack()
        self._place = Place()
        self._coming: Iterator[OnePage] = iter(())
        self._answer: Checked | Diverged | NotYours | Fault | None = None
        self.head = 0  # of the log, as the newest page that was read says

    def ask(self, place: Place, wait_ms: int = 0) -> None:
        self._place, self._answer = place, None
        try:
            self._coming = self._line.enter_context(_one_page(self._session, self._scope, place, wait_ms))
        except Fault as fault:
            self._answer = fault

    def read(self) -> None:
        """Have the answer here as a whole; never raises what `answer` will."""
        if self._answer is not None:
            return
        try:
            with self._line.pop_all():
                self._answer = self._checked()
        except Fault as fault:
            self._answer = fault

    def _checked(self) -> Checked | Diverged | NotYours:
        page = next(self._coming, None)
        if page is None or next(self._coming, None) is not None:
            raise Fault(What.UNREACHABLE, "not what was asked")
        if not isinstance(page, WholePage):
            return page
        self.head = page.head.seq
        return checked(self._session, _incoming(self._place, page))

    def answer(self) -> Checked | Diverged | NotYours:
        """What came; raises Fault."""
        self.read()
        assert self._answer is not None
        if isinstance(self._answer, Fault):
            raise self._answer
        return self._answer

    def close(self) -> None:
        """What was asked for and not read is not wanted any more."""
        self._line.close()


def _make_way(session: Session, first: Checked, head: int) -> bool:
    """Before the first page: where the head of the log is far, as much as this comes again and again. Indexes are made
    behind it then (`behind`), which costs half, and search is built anew. Says whether it is far.
    """
    if head - first.page.next < FAR:
        return False
    if indexes.due(session.database) and search_state.is_unfinished(session.database):
        return True
    times = (head - first.page.seq) // max(len(first.logged), 1)
    rows = {key for one in first.logged for key in one.keys}
    coming = Counter(record for record, _id in rows if session.rules.flow(record) is not None)
    found = sum(coming[record.name] for record in session.rules.records if record.found_by)
    coming["journal"] = len(first.logged)
    with session.database.follow() as connection:
        search_state.begin_anew(connection, found * times)
        for table, count in coming.items():
            indexes.make_way(connection, table, count * times)
    return True


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
