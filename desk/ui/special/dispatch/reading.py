"""What the dispatch pane reads: the order, its sheets, who can go, and the windows of the crew. For the db lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.slips.record import SLIP
from desk.services.work_orders import reads, staffing
from desk.services.work_orders.reads import Window
from desk.services.work_orders.record import WORK_ORDER, Urgency
from desk.services.work_orders.staffing import Staffing
from desk.store.query import ListQuery, all_of, one

if TYPE_CHECKING:
    from desk.ui.counter import Counter

DAYS = 3
OFFERED = 6  # windows shown, the agreed one among them


@dataclass(frozen=True, slots=True)
class Matter:
    """One order on its way out."""

    order: Values
    slips: tuple[Values, ...]
    staffing: Staffing
    windows: tuple[Window, ...]


def matter(counter: "Counter", ent: str) -> Callable[[], Matter]:
    """Raises DeskError where the order is gone."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    catalogue, calendar = counter.catalogue, counter.calendar

    def work() -> Matter:
        order = one(database, actor, scope, WORK_ORDER, ent)
        if order is None:
            raise DeskError("找不到这张报修单", "请刷新后再看")
        settings = counter.settings()
        problem = str(order.get("problem") or "")
        found = staffing.crews(database, actor, scope, settings, calendar, now, staffing.skills_for(problem, catalogue))
        names = staffing.crew_names(problem, catalogue)
        known = staffing.suggested(found, names, str(order.get("crew_id") or ""))
        slips = all_of(database, actor, ListQuery(scope, SLIP, (), "id", {"order_id": ent}))
        crew = known.crew(known.crew_id)
        return Matter(order, tuple(slips), known, tuple(_windows(counter, crew.name if crew else "", now)))

    return work


def windows(counter: "Counter", crew: str) -> Callable[[], tuple[Window, ...]]:
    now = counter.now()
    return lambda: tuple(_windows(counter, crew, now))


def _windows(counter: "Counter", crew: str, now: int) -> Sequence[Window]:
    """What is still to come, with what the crew has in it already and what waits for it."""
    problems = [
        code for code in counter.catalogue.problems if staffing.crew_names(code, counter.catalogue)[:1] == [crew]
    ]
    return reads.windows(
        counter.database, counter.actor, counter.scope, counter.settings(), crew or None, now, DAYS, problems
    )


def offered(order: Values, coming: Sequence[Window], now: int) -> list[Window]:
    """The agreed window first, whenever it is, then the next ones; an emergency is first of all sent at once."""
    begin, end = order.get("window_from_at"), order.get("window_to_at")
    found = [each for each in coming if each.from_at > now and each.from_at != begin]
    if begin and end:
        load = next((each for each in coming if each.from_at == begin), None)
        return [load or Window(begin, end, 0, 0), *found][:OFFERED]
    if order.get("urgency") == Urgency.URGENT:
        return [Window(0, 0, 0, 0), *found][:OFFERED]
    return found[:OFFERED]
