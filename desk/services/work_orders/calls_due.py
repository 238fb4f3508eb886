"""The calls that a finished repair will want: source, days, and whether the sample draws it (counter.md 5.6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.domain.calendar import Hours, add_days, day_of
from desk.domain.clocks import desk_hours
from desk.domain.deciding import Context, derived_id
from desk.domain.flow import Frozen, Make, Values
from desk.domain.sampling import drawn
from desk.domain.settings import Settings
from desk.services.work_orders.record import Area, Urgency

LONGEST_REST = 15  # days an office may be shut at a stretch; the settings page knows no longer one
FIRST_CALL = "revisit-urgent"  # names the early call of an emergency beside the one every repair has


@dataclass(frozen=True, slots=True)
class Asked:
    """One call to come: `fact` names it beside the order, days count from the finish, `percent` are drawn."""

    fact: str
    source: str
    first: int
    last: int
    percent: int


def calls_of(before: Frozen, settings: Settings) -> Iterator[Asked]:
    """The call every repair has, and before it the early one of an emergency: done once when the water stands still,
    and again when it has shown whether it holds."""
    number = settings.number
    first, last = number("revisit.first_day"), number("revisit.last_day")
    if before.get("rework_of"):
        yield Asked("revisit", "rework", number("revisit.rework_first_day"), number("revisit.rework_last_day"), 100)
        return
    urgent = before.get("urgency") == Urgency.URGENT
    if urgent:
        early, latest = number("revisit.urgent_first_day"), number("revisit.urgent_last_day")
        yield Asked(FIRST_CALL, "urgent", early, max(early, latest), 100)
    paid = before.get("received_fen") or before.get("price_to_fen") or 0
    if paid > number("revisit.paid_over_yuan") * 100:
        yield Asked("revisit", "paid", first, last, 100)
    elif before.get("area") == Area.PUBLIC:
        yield Asked("revisit", "public", first, last, 100 if urgent else number("revisit.public_rate_percent"))
    else:
        yield Asked("revisit", "repair", first, last, 100 if urgent else number("revisit.rate_percent"))


def opened(before: Frozen, context: Context, done_at: int) -> tuple[Make, ...]:
    """The tasks of a finished repair; the last one is the call it waits for."""
    return tuple(_made(before, asked, context, done_at) for asked in calls_of(before, context.settings))


def _made(before: Frozen, asked: Asked, context: Context, done_at: int) -> Make:
    ent, finished_on = str(before["id"]), day_of(done_at)
    values: Values = {
        "order_id": ent,
        "order_no": before.get("no"),
        "source": asked.source,
        "home_id": before.get("home_id"),
        "resident_id": before.get("resident_id"),
        "where": before.get("where"),
        "due_from_on": add_days(finished_on, asked.first),
        "due_to_on": last_day(add_days(finished_on, asked.last), desk_hours(context.settings, context.calendar)),
        "status": "waiting",
        "exempt_reason": None,
    }
    if not drawn(ent, asked.fact, asked.percent):
        values |= {"status": "exempt", "exempt_reason": "not_sampled"}
    return Make("revisit", derived_id(context.scope, ent, asked.fact), values)


def last_day(day: str, hours: Hours) -> str:
    """A day on which nobody is at the desk is nobody's last day: the next one with opening hours is."""
    return next((one for n in range(LONGEST_REST) if hours.of(one := add_days(day, n))), day)


def waited_for(calls: tuple[Make, ...]) -> str | None:
    """An order knows the revisit it waits for; one that the sample did not draw it does not wait for."""
    return calls[-1].id if calls[-1].values["status"] == "waiting" else None
