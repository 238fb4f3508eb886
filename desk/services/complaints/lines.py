"""The neutral lines as everybody at the counter may read them: number, room, whom to ask, how far, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.clocks import Clock, ClockState, Pace, Rule, state
from desk.domain.flow import Frozen
from desk.domain.roles import Actor
from desk.domain.words_of_time import moment
from desk.services.complaints.record import InHandState
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.domain.calendar import Calendar
    from desk.domain.settings import Settings
    from desk.store.database import Database

LINES = """SELECT l.id, l.no, l.home_id, l.resident_id, l.receiver, l.status, l.due_at, h.room
           FROM in_hand l LEFT JOIN home h ON h.id = l.home_id WHERE {guard}"""
OPEN = (InHandState.RECEIVED, InHandState.IN_HAND, InHandState.ANSWERED)
UNANSWERED = (InHandState.RECEIVED, InHandState.IN_HAND)
MOST = 200
HOUR = 3_600_000
CLOCK = Clock("answer", "答复", "answered_at", dict.fromkeys(Pace, Rule("counted_from_at", at="due_at")))


@dataclass(frozen=True, slots=True)
class InHand:
    """One line."""

    id: str
    no: str
    home_id: str
    resident_id: str
    receiver: str
    status: str
    due_at: int | None
    room: str

    @property
    def state(self) -> str:
        return InHandState.label_of(self.status)

    @property
    def is_open(self) -> bool:
        return self.status != InHandState.CLOSED

    def until(self, now: int) -> str:
        """明天 15:20 前; nothing where nobody was promised a time, or where it was answered."""
        if self.due_at is None or self.status not in UNANSWERED:
            return ""
        return f"{moment(self.due_at, now)} 前"

    @property
    def words(self) -> str:
        """有在办事项, 请转 李主管 802."""
        return f"有在办事项, 请转 {self.receiver}" if self.receiver else "有在办事项, 请转项目经理"


def from_values(values: Frozen, room: str = "") -> InHand:
    """A line that another room has read by its name."""
    told = {name: str(values.get(name) or "") for name in ("id", "no", "home_id", "resident_id", "receiver", "status")}
    due = values.get("due_at")
    return InHand(**told, due_at=None if due is None else int(due), room=room)


def in_hand(database: "Database", actor: Actor, scope: str, closed: bool = False) -> list[InHand]:
    """All that is open in the estate, the nearest promise first; with `closed` those that are over, newest first."""
    states = (InHandState.CLOSED,) if closed else OPEN
    marks = ", ".join("?" * len(states))
    order = "l.no DESC" if closed else f"l.status = '{InHandState.ANSWERED}', l.due_at IS NULL, l.due_at, l.no"
    return _read(database, actor, scope, f"l.status IN ({marks})", list(states), order)


def in_hand_of(
    database: "Database", actor: Actor, scope: str, resident_id: str = "", home_ids: Sequence[str] = ()
) -> list[InHand]:
    """What is open about a person or the homes lived in."""
    sides, given = [], []
    if resident_id:
        sides.append("l.resident_id = ?")
        given.append(resident_id)
    if home_ids:
        sides.append(f"l.home_id IN ({', '.join('?' * len(home_ids))})")
        given += home_ids
    if not sides:
        return []
    where = f"({' OR '.join(sides)}) AND l.status <> ?"
    return _read(database, actor, scope, where, [*given, InHandState.CLOSED], "l.due_at IS NULL, l.due_at")


def _read(database: "Database", actor: Actor, scope: str, where: str, given: Sequence[Any], order: str) -> list[InHand]:
    guard, parameters = visible_to(actor, scope)
    sql = f"{LINES.format(guard=guard.replace('scope', 'l.scope'))} AND {where} ORDER BY {order} LIMIT {MOST}"
    found = database.read(sql, [*parameters, *map(str, given)])
    return [
        InHand(str(i), str(no or ""), str(home or ""), str(who or ""), str(to or ""), str(status), due, str(room or ""))
        for i, no, home, who, to, status, due, room in found
    ]


def clock(line: InHand, settings: "Settings", calendar: "Calendar", now: int) -> ClockState:
    """How the promise stands, drawn like every clock; when it was given is not told here, so the usual time is."""
    if line.due_at is None or line.status not in UNANSWERED:
        return ClockState(CLOCK.name, CLOCK.label)
    begun = line.due_at - settings.number("complaint.answer_hours") * HOUR
    return state(CLOCK, {"counted_from_at": min(begun, now), "due_at": line.due_at}, settings, calendar, now)
