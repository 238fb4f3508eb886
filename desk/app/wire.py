"""The traffic with the server while the desk is open: one line waits for news, one sends what is written here.

All of it runs on its own lanes; the GUI thread only hears what changed and how it stands. Without an enrolled server
nothing is started.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.app.confiding import Confiding, waiting
from desk.app.hello import begin, hello, is_answered, renamed, unknown
from desk.domain.errors import DeskError
from desk.domain.version import VERSION
from desk.ui.sync_state import Mode

if TYPE_CHECKING:
    from desk.app.confiding import Said, Waiting
    from desk.store.confidential import Confidential
    from desk.store.database import Database
    from desk.ui.counter import Counter
    from desk.ui.sync_state import SyncState
    from desk.ui.tasks import Tasks
    from sync.client.behind import Memory
    from sync.client.lines import Lines
    from sync.client.session import Outcome, Session

POLL_MS = 25_000  # how long a question waits for news: below what routers and proxies cut
GREET_MS = 60 * 60_000
CLOCK_MS = 60_000  # while this PC's clock is wrong: that it has been put right shows soon
AFTER_A_BUG_MS = 60_000
NOTHING_TO_ASK_MS = 60_000
SOON_MS = 1_000
SEND, ASK = "wire", "poll"  # the lanes
TOLD_BY_HELLO = ("estate", "staff", "grant")  # whose change gives this desk other scopes or accounts


@dataclass
class Heard:
    """What came of one job on a lane. `behind_ms`: of this PC's clock, where a hello has told it."""

    outcome: "Outcome"
    waiting: "Waiting"
    problem: str = ""
    said: "Said | None" = None
    behind_ms: int | None = None


class Line:
    """One connection to the server with its session; made and used on one lane, ended from any thread."""

    def __init__(self, make: "Callable[[Lines], Session]") -> None:
        from sync.client.lines import Lines

        self.lines = Lines()
        self._make = make
        self._session: Session | None = None
        self._memory: Memory | None = None
        self.confiding = Confiding()

    @property
    def memory(self) -> "Memory":
        """Of what is done behind the steps."""
        from sync.client.behind import Memory

        self._memory = self._memory or Memory()
        return self._memory

    @property
    def session(self) -> "Session":
        if self._session is None:
            self._session = self._make(self.lines)
        return self._session

    def hope_again(self) -> None:
        """What was refused may have been granted since, and what was in doubt may have been put right."""
        if self._session is not None:
            self._session.hope_again()
        self.confiding.hope_again()

    def agree(self, scope: str) -> None:
        """This scope waits for no person any more."""
        if self._session is not None:
            self._session.agreed.add(scope)
        self.confiding.agree(scope)

    def heard(self, *, greeted: bool, rewound: bool) -> None:
        """What was agreed to has been done, on one line or the other: a second time is asked for anew."""
        if greeted:
            self.hope_again()
        if rewound and self._session is not None:
            self._session.agreed.clear()

    def end(self) -> None:
        self.lines.end()

    def close(self) -> None:
        """On its lane, behind the last job."""
        if self._session is not None:
            self._session.http.close()


class Wire(QObject):
    """Starts when it is told to, sends at once behind every commit, and asks for news all the time."""

    changed = Signal(object)  # a Changed that came from the log
    stopped = Signal(object)  # a DeskError: this desk may not go on (it was stopped by the head office)

    def __init__(self, counter: "Counter", lanes: "dict[str, Tasks]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._lanes = lanes
        self._lines: dict[str, Line] = {}
        self._greeted_at: int | None = None
        self._busy: set[str] = set()
        self._again = False
        self._sent: Outcome | None = None  # what came of the last sending
        self._ended = False
        self._later = {name: self._timer(name) for name in (SEND, ASK)}
        counter.changed.connect(self._committed)
        if counter.own_file is not None:
            counter.own_file.opened.connect(self._opened)
        self.changed.connect(counter.changed)

    def _timer(self, name: str) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._run(name))
        return timer

    def start(self) -> None:
        """Begin, where this desk is enrolled; again after an enrolment."""
        enrolled = self._counter.database.read("SELECT 1 FROM device WHERE name='server.device'")
        if self._ended or self._lines or not enrolled:
            return
        bearer = bearer_of()
        self._lines = {name: Line(lambda lines: session_of(self._counter, lines, bearer)) for name in (SEND, ASK)}
        self._tell(replace(self._counter.sync, mode=Mode.ONLINE))
        self._run(SEND)

    @Slot()
    def wake(self) -> None:
        """A person wants it now: whatever was put off or stopped is tried again."""
        for line in self._lines.values():
            line.hope_again()
        if self._counter.sync.clock:
            self._greeted_at = None  # it may have been put right
        self._run(SEND)
        if ASK not in self._busy:
            self._run(ASK)

    @Slot(str)
    def agree(self, scope: str) -> None:
        """A person has looked at what was stopped and says that it is right."""
        for line in self._lines.values():
            line.agree(scope)
        self.wake()

    def end(self) -> None:
        """Break off what is under way; the lanes are empty soon."""
        self._ended = True
        for timer in self._later.values():
            timer.stop()
        for name, line in self._lines.items():
            line.end()
            self._lanes[name].run(self, line.close)

    # jobs

    @Slot()
    def _opened(self) -> None:
        """There is another file to send from and to ask for."""
        self._run(SEND)

    @Slot(object)
    def _committed(self, _changed: object) -> None:
        if self._lines:
            self._run(SEND)

    def _run(self, name: str) -> None:
        """One job on its lane; one that is wanted while it runs comes right behind it."""
        if self._ended or not self._lines:
            return
        if name in self._busy:
            self._again = self._again or name == SEND
            return
        self._busy.add(name)
        self._later[name].stop()
        line, database = self._lines[name], self._counter.database
        greet = name == SEND and self._must_greet()
        own = self._counter.own_file
        file = own.file if own else None
        job = partial(ask, line, database, file)
        if name == SEND:
            job = partial(send, line, database, greet, file, self._counter.actor.id)
        self._lanes[name].run(self, job, lambda heard: self._done(name, heard, greet), partial(self._failed, name))

    def _must_greet(self) -> bool:
        now, every = self._counter.now(), CLOCK_MS if self._counter.sync.clock else GREET_MS
        return self._greeted_at is None or not 0 <= now - self._greeted_at < every

    def _done(self, name: str, heard: Heard, greeted: bool) -> None:
        self._busy.discard(name)
        if self._ended:
            return
        outcome = heard.outcome
        if greeted and outcome.fault is None:
            self._greeted_at = self._counter.now()
        for line in self._lines.values():
            line.heard(greeted=greeted and outcome.fault is None, rewound=outcome.rewound > 0)
        if heard.said is not None:
            self._confided(heard.said)
        self._show(name, heard)
        for one in outcome.changed:
            if one.any_of(*TOLD_BY_HELLO):
                self._greeted_at = None
            self.changed.emit(one)
        if name == SEND:
            self._after_sending(outcome)
        else:
            self._after_asking(outcome, heard.waiting.now)

    def _after_sending(self, outcome: "Outcome") -> None:
        self._sent = outcome
        again, self._again = self._again, False
        if again:
            self._run(SEND)
        elif outcome.retry_ms is not None:
            self._later[SEND].start(outcome.retry_ms)
        if outcome.answers and outcome.is_reached:
            self._run(ASK)

    def _after_asking(self, outcome: "Outcome", waits: int) -> None:
        at_once = outcome.fault is None and outcome.answers  # where nothing could be asked, nothing has waited
        self._later[ASK].start(0 if at_once else outcome.retry_ms or NOTHING_TO_ASK_MS)
        if self._must_greet():
            self._run(SEND)
        elif at_once and waits and SEND not in self._busy:
            self._send_what_waits()

    def _send_what_waits(self) -> None:
        """The server answers, and something waits: it goes, unless the server has said when to come again."""
        if self._sent is None or self._sent.fault is None:  # what a step waited for may have come
            self._run(SEND)
        elif _is_silence(self._sent) and self._later[SEND].remainingTime() > SOON_MS:
            self._later[SEND].start(SOON_MS)

    def _confided(self, said: "Said") -> None:
        if said.new_scopes:
            self._greeted_at, self._again = None, True  # what was granted shows with the next hello
        own = self._counter.own_file
        if said.let_in is not None and own is not None:
            own.answered(*said.let_in)

    def _failed(self, name: str, why: DeskError) -> None:
        """The disk, a bug, or the end of this desk's work with its server: said, and tried again later."""
        self._busy.discard(name)
        if self._ended:
            return
        if is_final(why):
            self._tell(replace(self._counter.sync, problem=why.message))
            self.end()
            self.stopped.emit(why)
            return
        self._tell(replace(self._counter.sync, problem=why.message))
        self._later[name].start(AFTER_A_BUG_MS)

    # how it stands

    def _show(self, name: str, heard: Heard) -> None:
        state, outcome, now, waits = self._counter.sync, heard.outcome, self._counter.now(), heard.waiting.all
        if heard.behind_ms is not None:
            state = replace(state, behind_ms=heard.behind_ms)
        problem = heard.problem or (outcome.asks.message if outcome.asks is not None else "")
        if not outcome.answers and outcome.fault is None:  # there was nothing to say
            self._tell(replace(state, waiting=waits))
            return
        if not outcome.is_reached:
            since = state.offline_since if state.mode is Mode.OFFLINE else now
            self._tell(replace(state, mode=Mode.OFFLINE, offline_since=since, waiting=waits, problem=problem))
            return
        # Asking has reached the head; sending has too, where nothing is left.
        synced = now if heard.waiting.now == 0 and outcome.fault is None and not problem else state.synced_at
        self._tell(replace(
            state, mode=Mode.ONLINE, synced_at=synced, waiting=waits, offline_since=None, problem=problem
        ))  # fmt: skip

    def _tell(self, state: "SyncState") -> None:
        self._counter.tell_sync(state)


# on the lanes


def bearer_of() -> Any:
    from sync.client.tokens import Bearer

    return Bearer()


def session_of(counter: "Counter", lines: "Lines", bearer: Any) -> "Session":
    """A session over the enrolled server's address, with this desk's own identity."""
    from sync.client import kept, tokens
    from sync.client.lines import client
    from sync.client.session import Session

    database = counter.database
    me = kept.identity(database)
    if me is None:
        raise tokens.NotEnrolled
    http = client(me.url, lines)
    return Session(
        database, counter.rules, counter.office.context, http,
        lambda: tokens.token(http, database, bearer, counter.clock()), bearer.forget,
        lambda: kept.scopes(database), counter.clock,
        refused=lambda told: tokens.heed(database, told),
    )  # fmt: skip


def send(
    line: Line, database: "Database", greet: bool, file: "Confidential | None" = None, staff_id: str = ""
) -> Heard:  # fmt: skip
    """Say hello where it is time, then send what is due; photos and the like behind it, and the complaints' file."""
    from sync.client import rounds
    from sync.client.behind import look_after
    from sync.client.outcomes import Fault, What

    session = line.session
    problem, behind_ms = "", None
    if greet or renamed(database):
        told = hello(session, VERSION)
        if isinstance(told, Fault):
            from sync.client.session import Outcome

            return Heard(rounds.settled(session, Outcome(fault=told), session.reached), waiting(database, file))
        behind_ms = told.offset
        begin(session)
    outcome = rounds.push(session)
    outcome.answers += greet
    if session.agreed and outcome.fault is None:  # somebody waits for it: not until the long question comes back
        outcome = outcome.join(rounds.pull(session))
        if outcome.fault is None:
            session.agreed.clear()  # done, or nothing to be done any more: a later time is asked for anew
    if outcome.pushed and unknown(session) and is_answered(session, VERSION):  # a scope that this very push founded
        outcome = outcome.join(rounds.push(session))
    if outcome.fault is not None and outcome.fault.what is What.UPGRADE:
        problem = "需要升级"
    if outcome.fault is None and outcome.retry_ms is None:
        looked = look_after(session, line.memory)
        outcome.changed += looked.changed
        outcome.retry_ms = looked.retry_ms
    if file is None or outcome.fault is not None:
        return Heard(outcome, waiting(database, file), problem, behind_ms=behind_ms)
    said = line.confiding.look(session, file, staff_id)
    return Heard(outcome.join(said.outcome), waiting(database, file), problem, said, behind_ms)


def ask(line: Line, database: "Database", file: "Confidential | None" = None) -> Heard:
    """One long question; a short one where the last failed: whether the line holds again is known at once."""
    from desk.store.rewinding import goes_on
    from sync.client import rounds
    from sync.client.outcomes import What

    session = line.session
    asked = [one for one in session.pulled() if one not in session.stopped]
    outcome = rounds.pull(session, 0 if session.tries else POLL_MS)
    if outcome.fault is None and outcome.answers:
        session.agreed.difference_update(asked)
        goes_on(database, [one for one in asked if one not in session.stopped], session.clock())
    upgrade = outcome.fault is not None and outcome.fault.what is What.UPGRADE
    return Heard(outcome, waiting(database, file), "需要升级" if upgrade else "")


def _is_silence(outcome: "Outcome") -> bool:
    """Whether nobody answered, so that nobody asked for patience either."""
    from sync.client.outcomes import What

    return outcome.fault is not None and outcome.fault.what is What.UNREACHABLE


def is_final(why: DeskError) -> bool:
    """Whether trying again helps nobody."""
    from sync.client.tokens import NotEnrolled, Revoked

    return isinstance(why, Revoked | NotEnrolled)
