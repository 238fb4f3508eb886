"""What the dispatch pane reads: the order, its sheets, who can go, and the windows of the crew. For the db lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.slips.record import SLIP
from desk.services.work_orders import reads, staffing, wishing
from desk.services.work_orders.catalogue import Charging
from desk.services.work_orders.reads import Window
from desk.services.work_orders.record import WORK_ORDER, Area, Urgency
from desk.services.work_orders.staffing import CrewOnDuty, Staffing
from desk.store.query import ListQuery, all_of, one

if TYPE_CHECKING:
    from desk.ui.counter import Counter

DAYS = 3
OFFERED = 6  # windows shown, the agreed one among them
OTHER = CrewOnDuty("other", "其他外单位", True, 0, "")  # a company that is in no list
AT_ONCE = Window(0, 0, 0, 0)  # an emergency waits for no window


@dataclass(frozen=True, slots=True)
class Matter:
    """One order on its way out. `reference` is what the catalogue charges for it, `for_two` the skills nobody uses
    alone, `tools` and `precautions` what the catalogue suggests.
    """

    order: Values
    slips: tuple[Values, ...]
    staffing: Staffing
    windows: tuple[Window, ...]
    reference: Charging | None = None
    for_two: tuple[str, ...] = ()
    tools: str = ""
    precautions: str = ""


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
        known = staffing.suggested([*found, OTHER], names, str(order.get("crew_id") or ""))
        slips = all_of(database, actor, ListQuery(scope, SLIP, (), "id", {"order_id": ent}))
        crew = known.crew(known.crew_id)
        row = catalogue.problems.get(problem)
        return Matter(
            order,
            tuple(slips),
            known,
            tuple(_windows(counter, crew.name if crew else "", now, ent)),
            row.charging(Area.of(str(order.get("area"))) or Area.OWN) if row else None,
            tuple(catalogue.skills[code] for code in row.skills if code in catalogue.for_two) if row else (),
            "、".join(row.tools) if row else "",
            "; ".join(row.precautions) if row else "",
        )

    return work


def windows(counter: "Counter", crew: str, ent: str) -> Callable[[], tuple[Window, ...]]:
    """The windows of another crew for this order."""
    now = counter.now()
    return lambda: tuple(_windows(counter, crew, now, ent))


def _windows(counter: "Counter", crew: str, now: int, ent: str) -> Sequence[Window]:
    """What is still to come, with what the crew has in it already and what waits for it."""
    problems = [
        code for code in counter.catalogue.problems if staffing.crew_names(code, counter.catalogue)[:1] == [crew]
    ]
    return reads.windows(
        counter.database, counter.actor, counter.scope, counter.settings(), crew or None, now, DAYS, problems, ent
    )


def offered(order: Values, coming: Sequence[Window], now: int) -> list[Window]:
    """The agreed window first as long as it lasts, then the next ones; an emergency is first of all sent at once.

    Full windows stand last, and what has begun is promised to nobody anew.
    """
    begin, end = order.get("window_from_at"), order.get("window_to_at")
    others = [each for each in coming if each.from_at != begin]
    first: list[Window] = []
    if begin and end and is_agreed(order, now):
        first = [next((each for each in coming if each.from_at == begin), None) or Window(begin, end, 0, 0)]
    elif order.get("urgency") == Urgency.URGENT:
        first = [AT_ONCE]
    return [*first, *wishing.offered(others, now, OFFERED - len(first))]


def is_agreed(order: Values, now: int) -> bool:
    """Whether a time stands that was promised and is not over."""
    return bool(order.get("window_from_at")) and not gone_by(order, now)


def gone_by(order: Values, now: int) -> bool:
    """Whether the agreed time is over: the resident must be told another."""
    end = order.get("window_to_at")
    return end is not None and end <= now
