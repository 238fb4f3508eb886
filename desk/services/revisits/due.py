"""A call to be made: the person, the numbers, every matter due, and why it stands where it stands in the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import Span
from desk.domain.code import Code
from desk.domain.flow import Values
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
    """One finished matter to be asked about. `order` are the repair's values by field name.

    `also` is the later call of the same repair that is still to come: an emergency is asked about twice.
    """

    id: str
    order_id: str
    order_no: str
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

    @property
    def paid(self) -> bool:
        """Whether somebody had to pay: then it is asked whether the price was the one agreed."""
        return self.order.get("charge") == "paid" or bool(self.order.get("received_fen"))

    @property
    def subject(self) -> str:
        """What was repaired, as people say it: 龙头漏水."""
        return str(self.order.get("problem_label") or self.order.get("matter") or "报修").rpartition("·")[2]


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
