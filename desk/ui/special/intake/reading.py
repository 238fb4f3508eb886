"""What the intake card reads, each as work for the db lane: candidates, the caller's card, the windows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY, day_of
from desk.services.residents import lookup
from desk.services.residents.card import ResidentCard, card
from desk.services.residents.lookup import Candidate
from desk.services.work_orders import reads, reporter_counts, staffing
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.radar import Asked, Found, look
from desk.services.work_orders.reads import Window
from desk.services.work_orders.staffing import CrewOnDuty
from desk.services.work_orders.suggest import Suggestion
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.ui.counter import Counter

AHEAD_DAYS = 15  # 另约 reaches two weeks
PICKS = 9
NEARBY_DAYS = 7


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller's card, and since when the person lives there."""

    card: ResidentCard
    since: str


@dataclass(frozen=True, slots=True)
class Times:
    """The windows of a crew, and the estate's crews."""

    crew: str
    windows: tuple[Window, ...]
    crews: tuple[CrewOnDuty, ...]


def candidates(counter: "Counter", typed: str, near: str) -> Callable[[], list[Candidate]]:
    search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())
    return lambda: lookup.candidates(search, actor, scope, typed, today, near, PICKS)


def caller(counter: "Counter", draft: Draft) -> Callable[[], Caller]:
    search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())
    resident, home = draft.resident_id, draft.home_id

    def work() -> Caller:
        where, w = visible_to(actor, scope)
        rows = search.database.read(
            f"SELECT MIN(from_on) FROM residence WHERE {where} AND resident_id = ? AND home_id = ?",
            [*w, resident, home],
        )
        found = card(search, actor, scope, today, resident_id=resident, home_id=home)
        return Caller(found, str(rows[0][0] or "")[:4])

    return work


def times(counter: "Counter", found: Suggestion) -> Callable[[], Times]:
    """The windows of the crew the problem asks for; what waits for that crew fills them too."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    catalogue, calendar = counter.catalogue, counter.calendar
    crew = crew_name(counter, found)
    codes = [code for code, row in catalogue.problems.items() if row.crews[:1] == (found.crew,)] if crew else []

    def work() -> Times:
        settings = counter.settings()
        windows = reads.windows(database, actor, scope, settings, crew or None, now, AHEAD_DAYS, codes)
        people = staffing.crews(database, actor, scope, settings, calendar, now)
        if not crew:
            # As long as nobody is known for it, whichever crew has room will do.
            own = max(1, sum(not one.outside for one in people))
            windows = [replace(one, room=one.room * own) for one in windows]
        return Times(crew, tuple(windows), tuple(people))

    return work


def crew_name(counter: "Counter", found: Suggestion) -> str:
    """The crew in words; empty while the foreman is to say who goes."""
    names = staffing.crew_names(found.problem.code, counter.catalogue)
    return names[0] if names else ""


def radar(counter: "Counter", asked: Asked) -> Callable[[], Found]:
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    return lambda: look(database, actor, scope, counter.settings(), asked, now)


def places(counter: "Counter", home: str) -> Callable[[], list[Candidate]]:
    search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())
    return lambda: lookup.places_of(search, actor, scope, home, today)


def reporters(counter: "Counter", order: str) -> Callable[[], int]:
    """How many are on the list of an order."""
    database, actor, scope = counter.database, counter.actor, counter.scope
    return lambda: reporter_counts.count(database, actor, scope, (order,)).get(order, 0)


def alike(counter: "Counter", where: str, problem: str) -> Callable[[], int]:
    """How many reports of the same problem the same unit made in the last days."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    unit = where.rpartition("-")[0]

    def work() -> int:
        guard, w = visible_to(actor, scope)
        if not unit:
            return 0
        rows = database.read(
            f"SELECT COUNT(*) FROM work_order WHERE {guard} AND problem = ? AND reported_at >= ?"
            " AND \"where\" LIKE ? AND status <> 'void'",
            [*w, problem, now - NEARBY_DAYS * DAY, f"{unit}-%"],
        )
        return int(rows[0][0])

    return work
