"""电梯困人: who is shut in is rung in so many minutes, and again after each call, until he is out (counter.md 1.5)."""

from desk.domain.calendar import MINUTE
from desk.domain.flow import Frozen, Values
from desk.domain.settings import Settings

MINUTES = "lift.call_back_minutes"


def due_at(since_at: int, settings: Settings) -> int:
    """Until when to ring, counted from the report or from the last call."""
    return since_at + settings.number(MINUTES) * MINUTE


def late(before: Frozen, since_at: int, at: int, settings: Settings) -> Values:
    """What the record keeps of a call at `at`: one more that came later than was promised; to the minute is in time."""
    count = int(before.get("call_backs_late") or 0)
    return {"call_backs_late": count + 1} if at > due_at(since_at, settings) else {}
