"""What came of the log into the tables; and back to the common place where the server has lost what came before."""

from collections.abc import Callable

from desk.domain.errors import DeskError
from desk.store.applying import BadPage, Checked, Incoming, Place, apply_all, check, place_of
from desk.store.rewinding import AskSomebody, last_time, marks, rewind
from sync.client.exchange import ask
from sync.client.outcomes import Fault, What
from sync.client.session import Outcome, Session
from sync.wire.messages import Common, CommonAnswer

COMMON = "/v1/common"


def checked(session: Session, page: Incoming) -> Checked:
    """What can be known of a page before it is taken in; Fault where it is none."""
    try:
        return check(session.rules, page)
    except BadPage as error:
        raise Fault(What.UNREACHABLE, f"bad page: {error}") from error


def take_in(session: Session, page: Checked, outcome: Outcome, meanwhile: Callable[[], object] | None = None) -> bool:
    """In pieces short enough for the counter; False where another process was first. `meanwhile`: see `apply_all`."""
    now = session.clock()
    for applied in apply_all(session.database, session.rules, session.context_of, page, now, meanwhile=meanwhile):
        if not applied.done:
            return False
        if applied.changed.ops:
            outcome.changed.append(applied.changed)
        outcome.pulled += len(applied.changed.ops)
        outcome.pushed += applied.confirmed
    return True


def go_back(session: Session, scope: str, outcome: Outcome) -> bool:
    """Find the common place and rewind to it; False where somebody has to be asked first."""
    place, seen = place_of(session.database, scope), last_time(session.database, scope)
    told = marks(session.database, scope)
    answer = ask(session, COMMON, Common(scope, told), CommonAnswer)
    if answer.seq >= place.seq:  # it is in the server's history after all
        session.stopped.pop(scope, None)
        session.agreed.discard(scope)
        return True
    try:
        rewound = rewind(
            session.database, session.rules, session.context_of, scope, answer.seq, session.clock(),
            chain=dict(told).get(answer.seq, Place().chain), seen=seen, agreed=scope in session.agreed,
        )  # fmt: skip
    except AskSomebody as error:
        stop(session, scope, error, outcome)
        return False
    session.stopped.pop(scope, None)
    session.agreed.discard(scope)
    outcome.rewound += rewound.moved
    if rewound.moved:
        outcome.changed.append(rewound.changed)
    return True


def stop(session: Session, scope: str, error: DeskError, outcome: Outcome) -> None:
    """This scope waits for a person; the others go on. Who agreed, agreed to this time and to no other."""
    session.agreed.discard(scope)
    session.stopped[scope] = error
    outcome.asks = error
