"""The calls that a finished repair will want: source, days, and whether the sample draws it (counter.md 5.6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.domain import revisiting
from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Make
from desk.domain.revisiting import Matter, RevisitSource, Sampling
from desk.domain.settings import Settings
from desk.services.work_orders.record import Area, Urgency

S = RevisitSource
FIRST_CALL = "revisit-urgent"  # names the early call of an emergency beside the one every repair has


@dataclass(frozen=True, slots=True)
class Asked:
    """One call to come: `fact` names it beside the order, days count from the finish, `percent` are drawn."""

    fact: str
    source: RevisitSource
    first: int
    last: int
    percent: int


def calls_of(before: Frozen, settings: Settings) -> Iterator[Asked]:
    """The call every repair has, and before it the early one of an emergency: done once when the water stands still,
    and again when it has shown whether it holds."""
    number = settings.number
    first, last = number("revisit.first_day"), number("revisit.last_day")
    if before.get("rework_of"):
        yield Asked("revisit", S.REWORK, number("revisit.rework_first_day"), number("revisit.rework_last_day"), 100)
        return
    urgent = before.get("urgency") == Urgency.URGENT
    if urgent:
        early, latest = number("revisit.urgent_first_day"), number("revisit.urgent_last_day")
        yield Asked(FIRST_CALL, S.URGENT, early, max(early, latest), 100)
    paid = before.get("received_fen") or before.get("price_to_fen") or 0
    if paid > number("revisit.paid_over_yuan") * 100:
        yield Asked("revisit", S.PAID, first, last, 100)
    elif before.get("area") == Area.PUBLIC:
        yield Asked("revisit", S.PUBLIC, first, last, 100 if urgent else number("revisit.public_rate_percent"))
    else:
        yield Asked("revisit", S.REPAIR, first, last, 100 if urgent else number("revisit.rate_percent"))


def opened(before: Frozen, context: Context, done_at: int) -> tuple[Make, ...]:
    """The tasks of a finished repair; the last one is the call it waits for."""
    return tuple(_made(before, asked, context, done_at) for asked in calls_of(before, context.settings))


def _made(before: Frozen, asked: Asked, context: Context, done_at: int) -> Make:
    matter = Matter(
        revisiting.REPAIR,
        str(before["id"]),
        before.get("no"),
        str(before.get("problem_label") or "").rpartition("·")[2],
        str(before.get("technician") or before.get("crew") or ""),
        done_at,
        before.get("where"),
        before.get("home_id"),
        before.get("resident_id"),
    )
    return revisiting.opened(
        matter, asked.source, Sampling(asked.first, asked.last, asked.percent), context, asked.fact
    )


def waited_for(calls: tuple[Make, ...]) -> str | None:
    """An order knows the revisit it waits for; one that the sample did not draw it does not wait for."""
    return calls[-1].id if calls[-1].values["status"] == "waiting" else None
