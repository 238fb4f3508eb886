"""A call to be made: the person, the numbers, every matter due, and why it stands where it stands in the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import Span
from desk.domain.code import Code
from desk.domain.flow import Values
from desk.domain.revisiting import REPAIR
from desk.services.revisits.record import CallCode, RevisitSource


class Group(Code):
    """In the order in which they are worked off."""

    OVERDUE = "overdue", "过期"
    ENDING = "ending", "今天到期"
    NOW = "now", "今天要打"
    APPOINTED = "appointed", "约了时间"
    BY_SUPERVISOR = "by_supervisor", "请主管打"
    IN_COMPLAINT = "in_complaint", "有投诉在办"
    CHECK_PHONE = "check_phone", "核对电话"
    LATER = "later", "以后"


MAY_RING = frozenset({Group.OVERDUE, Group.ENDING, Group.NOW})  # by anybody at the counter, at once
JUDGED = frozenset({Group.BY_SUPERVISOR, Group.IN_COMPLAINT})  # by the supervisor or the manager


@dataclass(frozen=True, slots=True)
class Attempt:
    at: int
    code: CallCode | None
    seconds: int
    who: str


@dataclass(frozen=True, slots=True)
class Due:
    """One finished matter to be asked about. `order` are the values of the repair by field name; of another room's
    matter only the person who ordered it, under the same names.

    `also` is the later call of the same repair that is still to come: an emergency is asked about twice.
    """

    id: str
    about: str
    about_id: str
    about_no: str
    source: RevisitSource
    where: str
    home_id: str
    resident_id: str
    due_from_on: str
    due_to_on: str
    next_call_at: int
    attempts: tuple[Attempt, ...]
    raw_attempts: tuple[Mapping[str, Any], ...]
    order: Values = field(repr=False)
    also: str = ""
    earlier: Values = field(default_factory=dict, repr=False)  # what was answered before, where that is why one rings
    told: Values = field(default_factory=dict)  # what the room said when it was done: subject, done_by, done_at, paid

    @property
    def is_repair(self) -> bool:
        return self.about == REPAIR

    @property
    def paid(self) -> bool:
        """Whether somebody had to pay: then it is asked whether the price was the one agreed."""
        if not self.is_repair:
            return bool(self.told.get("paid"))
        return self.order.get("charge") == "paid" or bool(self.order.get("received_fen"))

    @property
    def subject(self) -> str:
        """What was done, as people say it: 龙头漏水, 日常保洁 3 小时."""
        repaired = str(self.order.get("problem_label") or self.order.get("matter") or "").rpartition("·")[2]
        return repaired or str(self.told.get("subject") or self.source.label)

    @property
    def done_by(self) -> str:
        return str(self.order.get("technician") or self.order.get("crew") or self.told.get("done_by") or "")

    @property
    def done_at(self) -> int:
        return int(self.order.get("finished_at") or self.told.get("done_at") or 0)


@dataclass(frozen=True, slots=True)
class Call:
    """One telephone call: the person, the numbers to ring (the first one first), and every matter due.

    `learnt` is the hour at which this person usually picks up, `best` the best time as minutes of the day.
    """

    id: str  # of its first revisit
    group: Group
    where: str
    where_long: str
    name: str = field(repr=False)
    salutation: str = field(repr=False)
    relation: str
    level: str
    best_hours: str
    note: str = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)
    dues: tuple[Due, ...]
    learnt: int | None = None
    best: tuple[Span, ...] = ()

    @property
    def due_to_on(self) -> str:
        return min(due.due_to_on for due in self.dues)

    @property
    def next_call_at(self) -> int:
        return max(due.next_call_at for due in self.dues)

    @property
    def resident_id(self) -> str:
        return next((due.resident_id for due in self.dues if due.resident_id), "")

    @property
    def home_id(self) -> str:
        return next((due.home_id for due in self.dues if due.home_id), "")

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Of the matter that was rung for most often: one call counts for all of them."""
        return max((due.attempts for due in self.dues), key=len)
