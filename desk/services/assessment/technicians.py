"""4.3: technicians by the same moments; ranked only above so many orders. For those who answer for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.domain.roles import Actor, Role
from desk.services.assessment.books import Books
from desk.services.assessment.counting import BLANK, MEASURES, Period, Tally, counted_by
from desk.services.assessment.measures import BAD, GOOD, Measure, Source, Terms, Whens, always
from desk.services.assessment.measures_of_repairs import GONE

READERS = frozenset({Role.MANAGER, Role.HEAD_OFFICE, Role.FOREMAN, Role.SUPERVISOR})
CONFIRMED = f"a.said = {GOOD} OR r.signature IN ('self', 'by_other')"
DUE = "COALESCE(r.due_fen, 0)"
TAKEN = "COALESCE(r.received_fen, 0)"
LATER = "COALESCE(r.payment, '') IN ('on_account', 'waived')"
AGREED = "r.price_form IN ('list', 'range') AND r.price_to_fen IS NOT NULL"


def _whole(terms: Terms) -> Whens:
    """完好: finished, confirmed by a signature or an answer, not complained of, no rework within the days set."""
    again = f"""r.id IN (SELECT w.rework_of FROM work_order w
                JOIN work_order f ON f.scope = w.scope AND f.id = w.rework_of
                WHERE w.rework_of IS NOT NULL AND w.status <> 'void'
                AND w.reported_at - f.finished_at <= {terms.rework_within_ms}{terms.here("w.scope")})"""
    return [
        ("r.finished_at IS NULL", ""),
        *always(terms, "r.finished_at", GONE),
        (again, "missed"),
        (f"a.said = {BAD}", "missed"),
        (CONFIRMED, "met"),
    ]


def _charged(terms: Terms) -> Whens:
    """Of those who had to pay: what was taken is what was due, and the work no dearer than agreed (料另计)."""
    return [
        ("r.finished_at IS NULL", ""),
        *always(terms, "r.finished_at", GONE),
        (f"{DUE} = 0 AND {TAKEN} = 0", ""),
        (f"{DUE} <> {TAKEN} AND NOT ({LATER})", "missed"),
        (f"{AGREED} AND {DUE} - COALESCE(r.material_fen, 0) > r.price_to_fen", "missed"),
    ]


def _not_met(terms: Terms) -> Whens:
    """Whether somebody was at home whenever he came."""
    return [
        ("r.finished_at IS NULL", ""),
        *always(terms, "r.finished_at", GONE),
        ("r.paused_for LIKE '%nobody_home%'", "missed"),
    ]


def _finished(terms: Terms) -> Whens:
    return [("r.finished_at IS NULL", ""), *always(terms, "r.finished_at", GONE)]


OWN: tuple[Measure, ...] = (
    Measure("finished", "完工单", Source.ORDERS, "work_order", "r.finished_at", _finished),
    Measure("whole", "完好", Source.ORDERS, "work_order", "r.finished_at", _whole, "missed"),
    Measure("not_at_home", "未遇", Source.ORDERS, "work_order", "r.finished_at", _not_met),
    Measure("charged", "收费无差错", Source.ORDERS, "work_order", "r.finished_at", _charged),
)
TOGETHER = (*OWN, MEASURES["arrival"], MEASURES["content"])


@dataclass(frozen=True, slots=True)
class Technician:
    """What one person did in the period. `rank` is 0 below the orders that make one."""

    id: str
    name: str
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    rank: int = 0

    def of(self, measure: str) -> Tally:
        """finished, arrival, whole, content, not_at_home, charged: met of of."""
        return self.tallies.get(measure, BLANK)

    @property
    def orders(self) -> int:
        return self.of("finished").of


def technicians(books: Books, period: Period, actor: Actor, scope: str) -> list[Technician]:
    """The most orders first; the rank is by wholeness, then content, then arrival. Nobody's for who may not see it."""
    if not actor.may(READERS):
        return []
    names = {str(one): str(name or "") for one, name in books.read("SELECT id, name FROM staff", ())}
    found = counted_by(books, period, TOGETHER, "technician_id")
    people = [Technician(who, names.get(who, ""), told) for (at, who), told in found.items() if at == scope]
    people = [one for one in people if one.orders or one.of("arrival").of]
    least = books.settings.number("assessment.rank_orders")
    ranked = sorted((one for one in people if one.orders > least), key=_better)
    places = {one.id: place for place, one in enumerate(ranked, 1)}
    people.sort(key=lambda one: (-one.orders, one.name))
    return [Technician(one.id, one.name, one.tallies, places.get(one.id, 0)) for one in people]


def _better(one: Technician) -> tuple[int, ...]:
    """Shares in millionths, the better first; whoever has none of a kind stands in the middle of nothing."""
    parts = [one.of(name) for name in ("whole", "content", "arrival")]
    return (*(-(part.met * 1_000_000 // part.of) if part.of else 0 for part in parts), -one.orders)
