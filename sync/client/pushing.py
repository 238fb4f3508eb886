"""Sending what waits: in the order of the outbox, in batches that shrink until they pass. Nothing is deleted here.

What an answer brought is taken in while the server decides the next batch: two processors work at a long outbox.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from desk.domain.scopes import is_confidential
from desk.store.applying import WAIT as WAITS
from desk.store.applying import Incoming, Place, place_of
from desk.store.sealing import is_sealed
from sync.client.exchange import ask
from sync.client.outcomes import Fault, What, backoff
from sync.client.pulling import catch_up
from sync.client.session import DRAINING, Outcome, Session, in_order
from sync.client.taking_in import checked, go_back, take_in
from sync.protocol.envelope import Envelope
from sync.wire.messages import WAIT, Entry, Page, Push, PushAnswer, Sent

OPS = "/v1/ops"
FIRST_OPS, MOST_OPS = 100, 500  # of one question: twice as many after each that passes, few again where the line breaks
TOGETHER = 30  # more of one question than that, so that it ends where something that was done together does
MOST_BYTES = 4 * 1024 * 1024
MOST_ALONE = 8  # ops of one round that are found to be to blame; more are a fault of the server
LONGEST_MS = 60_000
BEFORE_ALL = -(2**62)  # in the outbox: what went back stands before what was never sent
SENT = "sent"
OF_THE_SERVER = (What.UNREACHABLE, What.BUSY, What.TOKEN, What.UPGRADE)  # no other scope would fare better
WAITING = """SELECT DISTINCT scope FROM outbox
             UNION SELECT DISTINCT scope FROM sealed WHERE state NOT IN ('lodged', 'here')"""
# What shall be tried later is due at once where the clock has jumped back. Behind what was sent the next may go: the
# server has it, only the log does not come here any more. The plus: few ops are of one entity, most are of one scope.
DUE = """SELECT o.pos, o.tries, o.op, o.body, o.pii, o.at, o.eff, o.mac FROM outbox o
         WHERE o.scope=? AND o.pos>? AND NOT (o.next_try IS NOT NULL AND o.next_try>? AND o.next_try<=?)
         AND NOT EXISTS (SELECT 1 FROM outbox w WHERE w.ent=o.ent AND +w.scope=o.scope AND w.pos<o.pos
                         AND w.next_try>? AND w.next_try<=? AND w.state<>'sent')
         ORDER BY o.pos LIMIT ?"""
# What was sealed here makes new entities only: nothing stands behind anything.
SEALED = """SELECT pos, tries, op, body, NULL, NULL, NULL, NULL FROM sealed
            WHERE scope=? AND state NOT IN ('lodged', 'here')
            AND NOT (next_try IS NOT NULL AND next_try>? AND next_try<=?) ORDER BY pos LIMIT ?"""
# Not what the other line has heard of meanwhile: a server says once that something has arrived.
PUT_OFF = """UPDATE {table} SET state=?, tries=tries+1, next_try=?
             WHERE pos=? AND op=? AND state NOT IN ('lodged', 'here')"""


@dataclass(frozen=True, slots=True)
class Due:
    """One op that may be sent now."""

    pos: int
    tries: int
    sent: Sent

    @property
    def table(self) -> str:
        return "sealed" if is_sealed(self.sent.body) else "outbox"

    def is_with(self, before: "Due", most: int) -> bool:
        """Whether both were done at one stroke: what hangs on a decision falls with it, where they come together.

        Of less than a usual question each may be to blame for its trouble: there nothing keeps them together.
        """
        group = _group_of(self.sent) if most >= FIRST_OPS else None
        return group is not None and group == _group_of(before.sent)

    @property
    def size(self) -> int:
        return len(self.sent.op) + len(self.sent.body or b"") + len(self.sent.pii or b"")


def _group_of(sent: Sent) -> str | None:
    """What cannot be read stands alone: it may have come back from a log, and must not keep back the others."""
    try:
        return Envelope.open(sent.op).grp
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def due(session: Session, scope: str, most: int = MOST_OPS, behind: int = BEFORE_ALL) -> list[Due]:
    """The next ops of a scope in their order: what is put off keeps back what stands behind it on its entity.

    `behind`: the place in the outbox of the last one that was sent and is not confirmed here yet.
    """
    later = (session.clock(), session.clock() + LONGEST_MS)
    found: list[Due] = []
    size = 0
    rows = session.database.read(DUE, (scope, behind, *later, *later, most + TOGETHER))
    if not rows and behind == BEFORE_ALL and is_confidential(scope):
        rows = session.database.read(SEALED, (scope, *later, most))
    for pos, tries, *parts in rows:
        one = Due(int(pos), int(tries), Sent(*parts))
        size += one.size
        if found and (size > MOST_BYTES or (len(found) >= most and not one.is_with(found[-1], most))):
            break
        found.append(one)
    return found


def push(session: Session) -> Outcome:
    """Send all that is due, the company's first. A scope in trouble does not keep back the others."""
    outcome = Outcome()
    waiting = {str(row[0]) for row in session.database.read(WAITING)}
    for scope in in_order(waiting | _unheard(session)):
        if scope in session.stopped and scope not in session.agreed:
            outcome.asks = session.stopped[scope]
        elif session.may_push(scope):
            try:
                if scope in waiting or go_back(session, scope, outcome):
                    _push_scope(session, scope, outcome)
            except Fault as fault:
                outcome.fault = fault
                if fault.what in OF_THE_SERVER:
                    break
    return outcome


def _unheard(session: Session) -> set[str]:
    """What this desk followed and only sends to by now. No page says any more that the server has lost something, and
    with it what this desk had sent: it has to ask.
    """
    followed = {str(row[0]) for row in session.database.read("SELECT scope FROM sync_state WHERE seq > 0")}
    return {scope for scope, status in session.scopes().items() if status == DRAINING and scope in followed}


def _push_scope(session: Session, scope: str, outcome: Outcome) -> None:
    held = _Held(session, scope, outcome)
    went_back = alone = 0
    while not held.is_stuck:
        most = session.batch.get(scope, FIRST_OPS)
        batch = held.due(most)
        if not batch:
            if not held.take():
                return
            continue
        place = held.begin()
        push = Push(scope, place.seq, place.chain, session.clock(), [one.sent for one in batch], brief=True)
        try:
            answer = ask(session, OPS, push, PushAnswer, partial(held.work, batch, most))
        except Fault as fault:
            held.take()
            if fault.what is What.DIVERGED and not went_back:
                went_back += 1
                if not go_back(session, scope, outcome):
                    return
            elif fault.what in (What.TOO_LARGE, What.SUSPECT) and len(batch) > 1:
                session.batch[scope] = min(len(batch), most) // 2
            elif fault.what in (What.TOO_LARGE, What.SUSPECT) and alone < MOST_ALONE:
                alone += 1
                _put_off(session, batch, "pending", fault.retry_ms)
            else:
                session.batch[scope] = min(most, FIRST_OPS)
                raise
            continue
        held.take()
        is_full = len(batch) >= most
        if is_full:
            session.batch[scope] = _twice(most)
        _take_answer(session, held, place, batch, answer, more=is_full)
    held.take()


def _twice(most: int) -> int:
    return min(max(most, 1) * 2, MOST_OPS)


class _Held:
    """An answer's page that is taken in while the server decides what was sent next; and what is to be sent then."""

    def __init__(self, session: Session, scope: str, outcome: Outcome) -> None:
        self._session = session
        self.scope = scope
        self.outcome = outcome
        self._page: Incoming | None = None
        self._asked = self._before = 0  # ops confirmed when the newest question was made, and its own
        self.last = BEFORE_ALL  # where the last op that it tells of stands in the outbox
        self.is_stuck = False  # it told of nothing new: sending on would help nobody now
        self._ahead: tuple[int, int, list[Due]] | None = None  # so many, behind that place

    @property
    def place(self) -> Place:
        """Where this desk will stand when it has been taken in."""
        page = self._page
        return place_of(self._session.database, self.scope) if page is None else Place(page.next, page.next_chain)

    def due(self, most: int) -> list[Due]:
        """The next ops: as they were read ahead, if all went as it usually does."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[:2] == (most, self.last):
            return ahead[2]
        return due(self._session, self.scope, most, self.last)

    def work(self, sent: Sequence[Due], most: int) -> None:
        """While the server decides: what came before is taken in, what comes next is read."""
        self.take()
        self._ahead = None
        if len(sent) >= most:
            behind, more = sent[-1].pos, _twice(most)
            self._ahead = (more, behind, due(self._session, self.scope, more, behind))

    def begin(self) -> Place:
        """A question is made: from where it asks. What is held back may confirm what it is about."""
        self._asked = self.outcome.pushed
        return self.place

    def hold(self, page: Incoming, last: int) -> None:
        self._page, self.last, self._before = page, last, self._asked

    def take(self) -> bool:
        """Take it in, once; whether there was one."""
        page, self._page, self.last = self._page, None, BEFORE_ALL
        if page is None:
            return False
        taken = take_in(self._session, checked(self._session, page), self.outcome)
        self.is_stuck = taken and page.next == page.seq and self.outcome.pushed == self._before
        return True


def _take_answer(
    session: Session, held: _Held, place: Place, batch: Sequence[Due], answer: PushAnswer, more: bool
) -> None:
    """Note what has to wait, and what came with the answer: where there is `more` to send, that is on its way first."""
    if len(answer.results) != len(batch):
        raise Fault(What.UNREACHABLE, "an answer of another length")
    waits = [one for one, result in zip(batch, answer.results, strict=True) if result == WAIT]
    _put_off(session, waits, WAITS)
    scope, outcome = held.scope, held.outcome
    if scope not in session.pulled():  # its entries do not come to this desk: each op is sent now and then
        _put_off(session, [one for one in batch if one not in waits], SENT)
        return
    if answer.page is None or answer.page.scope != scope:
        before = outcome.pushed
        catch_up(session, [scope], outcome)
        held.is_stuck = outcome.pushed == before and held.place == place
    else:
        held.hold(incoming(place, answer.page, dict(zip(answer.results, batch, strict=True))), batch[-1].pos)
        if waits or not more:
            held.take()
    if waits:
        held.is_stuck = False


def incoming(place: Place, page: Page, sent: Mapping[int, Due]) -> Incoming:
    """With the parts of what was `sent` itself, by its seq; whoever leaves out others has sent no such page."""
    entries: list[Entry] = []
    for one in page.entries:
        mine = None if one.op else sent.get(one.seq)
        entries.append(one if mine is None else _filled(one, mine.sent))
    return Incoming(page.scope, place.seq, place.chain, entries, page.next, page.chain, page.keep_from)


def _filled(entry: Entry, sent: Sent) -> Entry:
    return Entry(entry.seq, sent.op, sent.body, sent.pii, entry.did, entry.mac)


def _put_off(session: Session, some: Sequence[Due], state: str, asked_ms: int | None = None) -> None:
    """They are tried again later, each a little longer than the last time."""
    if not some:
        return
    now = session.clock()
    rows = [
        (state, now + min(backoff(session.chance, one.tries, asked_ms), LONGEST_MS), one.pos, one.sent.op)
        for one in some
    ]
    with session.database.write() as connection:
        connection.exec_driver_sql(PUT_OFF.format(table=some[0].table), rows)
