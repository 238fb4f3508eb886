"""升级: whom an order calls on that nobody looks after, since when, and who has answered. Pure."""

from dataclasses import dataclass

from desk.domain.calendar import Calendar, working_ms
from desk.domain.clocks import escalation, urge_escalation, waiting_hours
from desk.domain.code import Code
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.domain.values import Frozen
from desk.services.work_orders.record import CallAnswer, Level, Status

RUNGS = tuple(Level)
BY_ROLE = {Role.CLERK: Level.CLERK, Role.FOREMAN: Level.FOREMAN, Role.MANAGER: Level.MANAGER}
ROLE_OF = {level: role for role, level in BY_ROLE.items()}
ENDED = frozenset({Status.FINISHED, Status.SLIP_BACK, Status.CLOSED, Status.VOID})


class Why(Code):
    WAITS = "waits", "待派"
    URGED = "urged", "催单"


@dataclass(frozen=True, slots=True)
class Call:
    """One rung: `since_at` it was reached, `for_ms` ago in the hours that count, `next_at` the rung above is reached.

    `answer` is what somebody of this rung said since, empty while nobody has.
    """

    level: Level
    why: Why
    since_at: int
    for_ms: int
    next_at: int | None = None
    answered_by: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return not self.answer


def call(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> Call | None:
    """The call an order stands at: one without an answer before one that has it, then the higher rung."""
    if Status.of(str(values.get("status"))) in ENDED:
        return None
    found = [one for one in (_waiting(values, settings, calendar, now), _urged(values, settings, calendar, now)) if one]
    return max(found, key=lambda one: (one.is_open, RUNGS.index(one.level), one.for_ms), default=None)


def _waiting(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> Call | None:
    waits = escalation(values, settings, calendar, now)
    if waits.who is None or waits.since_at is None:
        return None
    level = BY_ROLE[waits.who]
    return Call(
        level, Why.WAITS, waits.since_at, waits.since_ms, waits.next_at, *_answer(values, level, waits.since_at)
    )


def _urged(values: Frozen, settings: Settings, calendar: Calendar, now: int) -> Call | None:
    who, since = urge_escalation(values.get("urges"), settings), values.get("urge_called_at")
    if who is None or since is None:
        return None
    level = BY_ROLE[who]
    passed = working_ms(since, now, waiting_hours(values, settings, calendar))
    return Call(level, Why.URGED, since, passed, None, *_answer(values, level, since))


def _answer(values: Frozen, level: Level, since_at: int) -> tuple[str, str]:
    """Who answered this rung and what: somebody of it or above, after it began to call."""
    said = Level.of(str(values.get("answered_level")))
    if said is None or RUNGS.index(said) < RUNGS.index(level) or (values.get("answered_at") or 0) < since_at:
        return "", ""
    return str(values.get("answered_by") or ""), CallAnswer.label_of(values.get("call_answer"))
