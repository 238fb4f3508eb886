"""A month in the assessment's own measures: 次数, 完好率, 满意率 and what is in time; by service and kind of repair."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk.domain.calendar import add_days
from desk.services.assessment.assess import period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import BLANK, MEASURES, Period, Progress, Tally, count, counted_by
from desk.services.assessment.measures import TALKED, Measure, Source, Terms, Whens, in_words
from desk.services.assessment.technicians import OWN

COUNTED = (
    "orders", "response", "arrival", "finish", "asked", "content", "fresh_orders", "fresh_total", "fresh_estate",
    "fresh_content", "missed", "own_error", "found_by_others", "notice_lead", "valid", "late_answer", "repeat",
)  # fmt: skip
FINISHED, WHOLE = OWN[0], OWN[1]
# What a kind of repair, or a man, is counted by: how often, and how it went.
BY_KIND = (MEASURES["orders"], FINISHED, WHOLE, MEASURES["content"])
OTHER = "未分类"
BOOKED, DONE, CAME, PLEASED = "bookings", "booking_done", "booking_in_time", "booking_content"
Figures = Mapping[str, Tally]


@dataclass(frozen=True)
class Month:
    """One estate's. `kinds`: 给排水 and the other first halves of the repair tree, the most frequent first."""

    scope: str
    month: str
    figures: Figures
    kinds: Mapping[str, Figures] = field(default_factory=dict)

    def of(self, measure: str) -> Tally:
        return self.figures.get(measure, BLANK)

    @property
    def knows_complaints(self) -> bool:
        return "valid" in self.figures


def days_of(month: str) -> tuple[str, str]:
    """First and last day of 2026-11."""
    return f"{month}-01", add_days(f"{month_after(month)}-01", -1)


def month_after(month: str, months: int = 1) -> str:
    number = int(month[:4]) * 12 + int(month[5:7]) - 1 + months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_of(
    books: Books, scopes: Sequence[str], wanted: Iterable[str], now: int, progress: Progress | None = None
) -> dict[str, dict[str, Month]]:
    """By month, by scope. `progress` (done, of) between two statements; what it raises ends the counting."""
    found, months = {}, list(wanted)
    for place, month in enumerate(months):
        found[month] = _month(
            books, period_of(books, scopes, *days_of(month), now), month, _part(progress, place, months)
        )
    return found


def _part(progress: Progress | None, place: int, months: Sequence[str]) -> Progress | None:
    """A month's own progress as a part of all."""
    if progress is None:
        return None
    return lambda done, of: progress(place * of + done, len(months) * of)


def _month(books: Books, period: Period, month: str, progress: Progress | None) -> dict[str, Month]:
    told = count(books, period, COUNTED, progress)
    whole = counted_by(books, period, (FINISHED, WHOLE), "scope")
    booked, kinds = _bookings(books, period), kinds_of(books, period)
    found = {}
    for scope in period.scopes:
        own = {name: by_scope[scope] for name, by_scope in told.items()}
        own |= whole.get((scope, scope), {}) | booked.get(scope, {})
        found[scope] = Month(scope, month, own, _complete(kinds.get(scope, {}), own))
    return found


def kinds_of(books: Books, period: Period) -> dict[str, dict[str, Figures]]:
    """By scope, by kind: what stands before the point of 给排水·龙头漏水."""
    found: dict[str, dict[str, dict[str, Tally]]] = {}
    for (scope, label), told in counted_by(books, period, BY_KIND, "problem_label").items():
        own = found.setdefault(scope, {}).setdefault(label.partition("·")[0].strip() or OTHER, {})
        for name, tally in told.items():
            own[name] = _sum(own.get(name, BLANK), tally)
    return {scope: dict(kinds) for scope, kinds in found.items()}


def _complete(kinds: Mapping[str, Figures], whole: Figures) -> dict[str, Figures]:
    """With those that nobody put under a kind, so that the kinds add up; the most frequent first."""
    rest = {}
    for one in BY_KIND:
        told, all_ = [own.get(one.name, BLANK) for own in kinds.values()], whole.get(one.name, BLANK)
        rest[one.name] = Tally(all_.met - sum(x.met for x in told), all_.missed - sum(x.missed for x in told))
    known = dict(kinds)
    if any(one.of for one in rest.values()):
        known[OTHER] = {name: _sum(known.get(OTHER, {}).get(name, BLANK), tally) for name, tally in rest.items()}
    return dict(sorted(known.items(), key=lambda one: (-one[1].get("orders", BLANK).of, one[0])))


def _sum(one: Tally, other: Tally) -> Tally:
    left = {why: one.left.get(why, 0) + other.left.get(why, 0) for why in (*one.left, *other.left)}
    return replace(one, met=one.met + other.met, missed=one.missed + other.missed, left=left)


# housekeeping: no row of the assessment, counted in the same way

GONE = "r.status = 'cancelled'"


def _booked(terms: Terms) -> Whens:
    return [(GONE, "x:void")]


def _in_time(terms: Terms) -> Whens:
    """The company at the agreed time, as its clock has it."""
    return [
        (GONE, ""),
        ("r.arrived_at IS NULL OR r.arrive_due_at IS NULL", ""),
        ("r.arrived_at > r.arrive_due_at", "missed"),
    ]


def _pleased(terms: Terms) -> Whens:
    """As with a repair: bad once stays bad; where nobody was reached, what was ticked on the slip."""
    return [
        (GONE, ""),
        ("c.bad = 1", "missed"),
        ("c.good = 1 OR r.tick = 'good'", "met"),
        ("r.tick IN ('fair', 'bad')", "missed"),
    ]


def _measure(name: str, label: str, at: str, whens: Callable[[Terms], Whens], other: str = "met") -> Measure:
    return Measure(name, label, Source.ORDERS, "housekeeping", at, whens, other)


BOOKINGS = (
    _measure(BOOKED, "家政预约", "r.booked_at", _booked),
    _measure(DONE, "家政做完", "r.finished_at", _booked),
    _measure(CAME, "家政准时", "r.arrived_at", _in_time),
    _measure(PLEASED, "家政满意", "r.finished_at", _pleased, "x:no_answer"),
)


def _bookings(books: Books, period: Period) -> dict[str, dict[str, Tally]]:
    terms = period.terms(books, Source.NOTICES)
    columns = ", ".join(f"{one.verdict(terms, in_words)} AS v{place}" for place, one in enumerate(BOOKINGS))
    names = ", ".join(f"v{place}" for place, _ in enumerate(BOOKINGS))
    within = " OR ".join(f"({terms.within(one.at)})" for one in BOOKINGS)
    rows = books.read(
        f"""SELECT scope, {names}, COUNT(*) FROM (SELECT r.scope AS scope, {columns} FROM housekeeping r
            LEFT JOIN (SELECT scope, about_id AS id,
                       MAX(CASE WHEN {TALKED} AND satisfaction = 'bad' THEN 1 ELSE 0 END) AS bad,
                       MAX(CASE WHEN {TALKED} AND satisfaction IN ('good', 'fair') THEN 1 ELSE 0 END) AS good
                       FROM revisit WHERE about = 'housekeeping'{terms.here("scope")} GROUP BY scope, about_id) c
            ON c.scope = r.scope AND c.id = r.id WHERE ({within}){terms.here("r.scope")}) t GROUP BY scope, {names}""",
        (),
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for scope, *said, number in rows:
        own = found.setdefault(str(scope), {})
        for one, verdict in zip(BOOKINGS, said, strict=True):
            if verdict is not None:
                counts = own.setdefault(one.name, {})
                counts[str(verdict)] = counts.get(str(verdict), 0) + int(number)
    return {
        scope: {name: Tally(told.get("met", 0), told.get("missed", 0)) for name, told in own.items()}
        for scope, own in found.items()
    }
