"""Bookings that call for a hand: the company is to be rung, a time is to come, a slip to come back."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar, day_of
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.housekeeping import clocks, matters, reads
from desk.services.housekeeping.flow import FLOW
from desk.services.housekeeping.record import BookingState

if TYPE_CHECKING:
    from desk.store.database import Database

S = BookingState
# Who has to move: what waits for the company is awaited until its clock runs out.
AWAITED = frozenset({S.BOOKED, S.CONFIRMED, S.AGREED, S.ARRIVED})


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = []
    for values in reads.at_work(database, actor, scope):
        state = matters.state_of(values)
        clock = clocks.clock(values, settings, lists, calendar, now)
        step = FLOW.step(matters.NEXT.get(state, ""))
        found.append(
            OpenMatter(
                OpenKind.HOUSEKEEPING, "housekeeping", str(values["id"]), str(values.get("work_label") or "家政"),
                str(values.get("where") or ""), matters.SHORT[state],
                str(values.get("worker") or values.get("company_label") or ""),
                matters.note(values) or matters.visit_words(values, now),
                since_at=_since(values, now), due_at=clock.due_at, due_label=clock.label,
                rank=_rank(values, state, clock.due_at, now), page="housekeeping", step=step.name if step else "open",
                step_label=step.label if step else "打开", step_key="Enter", pile=state.label,
            )
        )  # fmt: skip
    return found


def _since(values: dict[str, object], now: int) -> int:
    for name in ("finished_at", "missed_at", "agreed_at", "confirmed_at", "sent_at", "booked_at"):
        at = values.get(name)
        if isinstance(at, int):
            return at
    return now


def _rank(values: dict[str, object], state: BookingState, due: int | None, now: int) -> Rank:
    """What the desk must do is next; what the company must do is awaited, and next once it is late."""
    if state is S.DONE or (state in AWAITED and due is not None and day_of(due) > day_of(now)):
        return Rank.LATER
    if state in AWAITED and (due is None or now < due):
        return Rank.AWAITED
    return Rank.NEXT
