"""A month in the assessment's own measures: 次数, 完好率, 满意率 and what is in time; by service and kind of repair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk.domain.calendar import add_days, end_of_day
from desk.services.assessment.assess import period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import BLANK, MEASURES, Period, Progress, Tally, count, verdicts_by
from desk.services.assessment.measures import TALKED, Measure, Source, Terms, Whens, in_words
from desk.services.assessment.technicians import OWN

# Of the month, the one before it and the same one a year ago.
COUNTED = (
    "response", "arrival", "finish", "asked", "fresh_orders", "fresh_total", "fresh_estate", "fresh_content", "missed",
    "own_error", "found_by_others", "notice_lead", "valid", "late_answer", "repeat",
)  # fmt: skip
FINISHED, WHOLE = OWN[0], OWN[1]
# Of every month of the trend, and of every kind of repair: how often, and how it went.
OFTEN = (MEASURES["orders"],)
WENT = (FINISHED, WHOLE, MEASURES["content"])
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
    books: Books, scopes: Sequence[str], month: str, trend: int, now: int, progress: Progress | None = None
) -> dict[str, dict[str, Month]]:
    """By month, by scope: the month and so many that end with it, and the same one a year ago.

    The month itself, the one before it and that of a year ago have every figure, the others how often and how it went.
    `progress` (done, of) between two statements; what it raises ends the counting.
    """
    whole = list(dict.fromkeys((month, month_after(month, -1), month_after(month, -12))))
    stretch = [month_after(month, place - trend + 1) for place in range(trend)]
    turns = _Turns(progress, len(whole) + 6)
    found: dict[str, dict[str, dict[str, Tally]]] = {}
    for one in whole:
        period = period_of(books, scopes, *days_of(one), now)
        told, booked = count(books, period, COUNTED, turns.next()), _bookings(books, period)
        for scope in scopes:
            own = {name: by_scope[scope] for name, by_scope in told.items()} | booked.get(scope, {})
            found.setdefault(one, {})[scope] = own
    alone = [one for one in whole if one not in stretch]
    for months in (stretch, *([one] for one in alone)):
        _how_they_went(books, scopes, months, now, found, turns)
    kinds = kinds_of(books, period_of(books, scopes, *days_of(month), now), turns)
    return {
        one: {
            scope: Month(scope, one, own, _complete(kinds.get(scope, {}), own) if one == month else {})
            for scope, own in by_scope.items()
        }
        for one, by_scope in found.items()
    }


class _Turns:
    """The progress of several countings as that of one."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress, self._of, self._done = progress, of, -1

    def next(self) -> Progress | None:
        self._done = place = min(self._done + 1, self._of - 1)
        told, parts = self._progress, self._of
        return None if told is None else lambda done, of: told(place * of + done, parts * of)


def _how_they_went(
    books: Books, scopes: Sequence[str], months: Sequence[str], now: int,
    found: dict[str, dict[str, dict[str, Tally]]], turns: _Turns,
) -> None:  # fmt: skip
    """Months that follow one another, in one pass for each moment that dates a repair."""
    period = period_of(books, scopes, days_of(months[0])[0], days_of(months[-1])[1], now)
    for together in (OFTEN, WENT):
        told = verdicts_by(books, period, together, _month_of(together[0].at, months), turns.next())
        for scope in scopes:
            for one in months:
                counts = told.get((scope, one), {})
                own = found.setdefault(one, {}).setdefault(scope, {})
                own |= {measure.name: _tally(counts.get(measure.name, {})) for measure in together}


def _month_of(at: str, months: Sequence[str]) -> str:
    """Which of the months a moment lies in."""
    whens = " ".join(f"WHEN {at} < {end_of_day(days_of(one)[1])} THEN '{one}'" for one in months)
    return f"CASE {whens} END"


def _tally(counts: Mapping[str, int]) -> Tally:
    left = {verdict.removeprefix("x:"): number for verdict, number in counts.items() if verdict.startswith("x:")}
    return Tally(counts.get("met", 0), counts.get("missed", 0), 0, left)


def kinds_of(books: Books, period: Period, turns: _Turns) -> dict[str, dict[str, Figures]]:
    """By scope, by kind: what stands before the point of 给排水·龙头漏水."""
    found: dict[str, dict[str, dict[str, Tally]]] = {}
    for together in (OFTEN, WENT):
        for (scope, label), told in verdicts_by(books, period, together, "r.problem_label", turns.next()).items():
            own = found.setdefault(scope, {}).setdefault(label.partition("·")[0].strip() or OTHER, {})
            for name, counts in told.items():
                own[name] = _sum(own.get(name, BLANK), _tally(counts))
    return {scope: dict(kinds) for scope, kinds in found.items()}


def _complete(kinds: Mapping[str, Figures], whole: Figures) -> dict[str, Figures]:
    """With those that nobody put under a kind, so that the kinds add up; the most frequent first."""
    rest = {}
    for one in (*OFTEN, *WENT):
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

    def said(words: str) -> str:
        return f"""EXISTS (SELECT 1 FROM revisit c WHERE c.scope = r.scope AND c.about_id = r.id
                   AND c.about = 'housekeeping' AND {TALKED} AND c.satisfaction IN ({words}))"""

    return [
        (GONE, ""),
        (said("'bad'"), "missed"),
        (said("'good', 'fair'"), "met"),
        ("r.tick = 'good'", "met"),
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
            WHERE ({within}){terms.here("r.scope")}) t GROUP BY scope, {names}""",
        (),
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for scope, *said, number in rows:
        own = found.setdefault(str(scope), {})
        for one, verdict in zip(BOOKINGS, said, strict=True):
            if verdict is not None:
                counts = own.setdefault(one.name, {})
                counts[str(verdict)] = counts.get(str(verdict), 0) + int(number)
    return {scope: {name: _tally(told) for name, told in own.items()} for scope, own in found.items()}
