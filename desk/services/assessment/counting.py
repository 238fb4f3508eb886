"""Verdicts counted and listed: one pass per source and estate, and the same statement as a list.

Caps on what may be left out are applied here, to counts and lists alike: the first in time stay left out.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk.domain.calendar import DAY, MINUTE, start_of_day
from desk.domain.scopes import complaints_of, office_of
from desk.services.assessment.books import Books, Promise, Read
from desk.services.assessment.measures import Measure, Source, Terms, in_words, source_sql
from desk.services.assessment.measures_of_others import OTHERS
from desk.services.assessment.measures_of_repairs import REPAIRS
from desk.services.assessment.record import Left
from desk.services.assessment.verdict_codes import HALF, codes_of, decoded
from desk.services.assessment.verdict_codes import MET as MET
from desk.services.assessment.verdict_codes import MISSED as MISSED

MEASURES: Mapping[str, Measure] = {one.name: one for one in (*REPAIRS, *OTHERS)}
FEW_SCOPES = 8  # so many are named in a statement that lists; of more the table is walked through once
CASES = frozenset({MET, MISSED, HALF})
ALL = "*"
# measure -> (why left out, the setting that says how many of a hundred may be)
CAPS: Mapping[str, tuple[Left, str]] = {
    "asked": (Left.NOT_REACHED, "assessment.not_reached_percent"),
    "fresh_total": (Left.ABSENT, "assessment.absent_percent"),
    "fresh_estate": (Left.ABSENT, "assessment.absent_percent"),
}
Progress = Callable[[int, int], None]
Span = tuple[str, int, int]  # scope, from, to


@dataclass(frozen=True)
class Period:
    """Days [from_on, until_on] of some estates, as known at `now`; `majeure` are the stretches that do not count."""

    scopes: tuple[str, ...]
    from_on: str
    until_on: str
    now: int
    majeure: tuple[Span, ...] = ()

    def terms(self, books: Books, source: Source) -> Terms:
        few = self.scopes if len(self.scopes) <= FEW_SCOPES else ()
        return Terms(
            start_of_day(self.from_on),
            start_of_day(self.until_on) + DAY,
            self.now,
            books.settings.number("assessment.rework_open_days") * DAY,
            books.settings.number("clock.response_minutes") * MINUTE,
            books.settings.number("order.rework_days") * DAY,
            bool(self.majeure),
            books.postgres,
            tuple(_plain(complaints_of(one) if source is Source.COMPLAINTS else one) for one in few),
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """One measure of one estate. `left` counts what is left out by why, `over` what a cap has put back as missed."""

    met: int = 0
    missed: int = 0
    half: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    over: Mapping[str, int] = field(default_factory=dict)

    @property
    def of(self) -> int:
        return self.met + self.missed + self.half

    @property
    def all(self) -> int:
        return self.of + sum(self.left.values())


Tallies = Mapping[str, Mapping[str, Tally]]  # by measure, by scope
BLANK = Tally()


def count(
    books: Books, period: Period, names: Iterable[str] = MEASURES, progress: Progress | None = None
) -> dict[str, dict[str, Tally]]:
    """Every measure asked for, of every estate: a measure whose file is not open is not there.

    `progress` is told (done, of) between two statements; what it raises ends the counting.
    """
    wanted = [one for one in map(MEASURES.__getitem__, names) if _reads(books, one.source) is not None]
    by_source = ([one for one in wanted if one.source is source] for source in Source)
    sources = [together for together in by_source if together]
    turns = itertools.count(1)

    def tallies(part: Period) -> dict[str, Tally]:
        own: dict[str, Tally] = {}
        for together in sources:
            for _, name, counts in _verdicts(books, part, together):
                own[name] = _capped(books, name, _tally(counts))
            if progress is not None:
                progress(next(turns), len(period.scopes) * len(sources))
        return own

    parts = _estates(period)
    found = {part.scopes[0]: own for part, own in zip(parts, books.at_once(tallies, parts), strict=True)}
    return {one.name: {scope: found[scope].get(one.name, BLANK) for scope in period.scopes} for one in wanted}


def _estates(period: Period) -> list[Period]:
    """One after the other, all sources of each: a small sort instead of one of a million, nobody waits long to stop it,
    and what one source has deciphered stands in the cache yet for the next (homes look at orders once more).
    """
    return [replace(period, scopes=(scope,)) for scope in dict.fromkeys(period.scopes)]


def _verdicts(
    books: Books, estate: Period, together: Sequence[Measure], what: str = ""
) -> Iterator[tuple[str, str, dict[str, int]]]:
    """(what an expression says, measure, how many of each verdict) of one estate."""
    read, found = _reads(books, together[0].source), dict[str, list[dict[str, int]]]()
    for number, *said in read(_counted(books, estate, together, what), ()) if read is not None else ():
        own = said.pop() if what else None
        by_place = found.setdefault("" if own is None else str(own), [])
        if not by_place:
            by_place += [{} for _ in together]
        for place, verdict in decoded(*said):
            counts = by_place[place]
            counts[verdict] = counts.get(verdict, 0) + number
    for whose, by_place in found.items():
        yield from ((whose, one.name, counts) for one, counts in zip(together, by_place, strict=True) if counts)


def _reads(books: Books, source: Source) -> Read | None:
    return books.complaints if source is Source.COMPLAINTS else books.read


def _tally(counts: Mapping[str, int]) -> Tally:
    left = {verdict.removeprefix("x:"): n for verdict, n in counts.items() if verdict not in CASES}
    return Tally(counts.get(MET, 0), counts.get(MISSED, 0), counts.get(HALF, 0), left)


def most_left_out(books: Books, name: str, tally: Tally) -> int | None:
    """How many a measure may leave out for its capped reason, of all that would be cases; None without a cap."""
    if name not in CAPS:
        return None
    why, key = CAPS[name]
    return (tally.of + tally.left.get(why, 0)) * books.settings.number(key) // 100


def _capped(books: Books, name: str, tally: Tally) -> Tally:
    most = most_left_out(books, name, tally)
    if most is None:
        return tally
    why = str(CAPS[name][0])
    over = tally.left.get(why, 0) - most
    if over <= 0:
        return tally
    return replace(tally, missed=tally.missed + over, left={**tally.left, why: most}, over={why: over})


# statements


def counted_by(
    books: Books, period: Period, together: Sequence[Measure], column: str
) -> dict[tuple[str, str], dict[str, Tally]]:
    """By estate and what stands in a column of the record (whose work it was): nobody's is left out, no caps."""
    found = verdicts_by(books, period, together, f"r.{column}")
    return {key: {name: _tally(counts) for name, counts in own.items()} for key, own in found.items()}


def verdicts_by(
    books: Books, period: Period, together: Sequence[Measure], what: str, progress: Progress | None = None
) -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    """Verdicts counted by estate and by what an expression says of the record `r` (whose work, which day), which is
    no record's where it says nothing. Caps are not applied: they belong to the whole period (`capped_in_order`).
    """
    raw, parts, turns = dict[tuple[str, str], dict[str, dict[str, int]]](), _estates(period), itertools.count(1)

    def told(part: Period) -> list[tuple[str, str, dict[str, int]]]:
        found = list(_verdicts(books, part, together, what))
        if progress is not None:
            progress(next(turns), len(parts))
        return found

    for part, own in zip(parts, books.at_once(told, parts), strict=True):
        for whose, name, counts in own:
            if whose:
                raw.setdefault((part.scopes[0], whose), {})[name] = counts
    return raw


def capped_in_order(books: Books, name: str, turns: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """The verdicts of one measure and estate, stretch after stretch of a period in order of time: what the cap of the
    whole period puts back counts as missed where it stands, as in the lists.
    """
    out = [dict(one) for one in turns]
    whole: dict[str, int] = {}
    for one in out:
        for verdict, number in one.items():
            whole[verdict] = whole.get(verdict, 0) + number
    most = most_left_out(books, name, _tally(whole))
    if most is None:
        return out
    why = f"x:{CAPS[name][0]}"
    for one in out:
        kept = min(one.get(why, 0), most)
        if beyond := one.get(why, 0) - kept:
            one[MISSED], one[why] = one.get(MISSED, 0) + beyond, kept
        most -= kept
    return out


def _counted(books: Books, estate: Period, together: Sequence[Measure], what: str) -> str:
    source, terms = together[0].source, estate.terms(books, together[0].source)
    said = {f"v{n}": code for n, code in enumerate(codes_of(terms, together))} | ({"who": what} if what else {})
    columns, names = ", ".join(f"{told} AS {name}" for name, told in said.items()), ", ".join(said)
    rows = f"SELECT {columns} {_body(terms, source, together)}"
    return f"{_tables(books, estate, terms, source)}SELECT COUNT(*), {names} FROM ({rows}) t GROUP BY {names}"


def _body(terms: Terms, source: Source, together: Sequence[Measure]) -> str:
    """FROM and WHERE: what lies in the period by one measure at least."""
    sql, moments = source_sql(source, terms), list(dict.fromkeys(one.at for one in together))
    if all(moments):
        sql += " AND (" + " OR ".join(f"({terms.within(at)})" for at in moments) + ")"
    return sql


def _tables(books: Books, period: Period, terms: Terms, source: Source) -> str:
    """What the statement joins besides: promises of the scopes, stretches that do not count."""
    found = []
    if source is Source.FRESH:
        rows = [Promise.of(scope, books.settings_of(scope)) for scope in period.scopes]
        values = ", ".join(
            f"('{_plain(one.scope)}', {one.total_ms}, {one.ours_ms}, {one.spare_ms}, {int(one.accepted)})"
            for one in rows
        )
        found.append(f"p(scope, total_ms, ours_ms, spare_ms, accepted) AS (VALUES {values})")
    if terms.majeure:
        own = complaints_of if source is Source.COMPLAINTS else str
        values = ", ".join(f"('{_plain(own(scope))}', {begin}, {end})" for scope, begin, end in period.majeure)
        found.append(f"fm(scope, from_at, to_at) AS (VALUES {values})")
    return f"WITH {', '.join(found)} " if found else ""


def _plain(scope: str) -> str:
    """Scopes are made of ids; one with a quote is none."""
    if "'" in scope:
        raise ValueError(scope)
    return scope


# lists


@dataclass(frozen=True, slots=True)
class Case:
    """One record behind a figure."""

    id: str
    scope: str
    at: int
    verdict: str


def listed(books: Books, period: Period, name: str, verdict: str = "") -> list[Case]:
    """The records of one verdict (`met`, `missed`, `half`, `x:...`), by time: as many as were counted.

    Without a verdict every case, with `ALL` what was left out too.
    """
    found = of_measure(books, period, MEASURES[name])
    if name in CAPS:
        found = [one for scope in period.scopes for one in _with_cap(books, name, found, scope)]
    if verdict == ALL:
        return found
    return [one for one in found if (one.verdict in CASES if not verdict else one.verdict == verdict)]


def of_measure(
    books: Books, period: Period, measure: Measure, column: str = "", who: str = "", also: str = ""
) -> list[Case]:
    """Every record a measure says something of, by time; of one person (`who` in `column`) alone where one is named,
    and where `also`, a condition on the record `r`, holds.
    """
    read = _reads(books, measure.source)
    if read is None:
        return []
    terms, asked = period.terms(books, measure.source), set(period.scopes)
    at, verdict_of = measure.at or "0", measure.verdict(terms, in_words)
    whose = (f" AND r.{column} = ?" if column else "") + (f" AND ({also})" if also else "")
    rows = read(
        f"""{_tables(books, period, terms, measure.source)}SELECT id, scope, at, v FROM
            (SELECT r.id AS id, r.scope AS scope, {at} AS at, {verdict_of} AS v
             {_body(terms, measure.source, [measure])}{whose}) t WHERE v IS NOT NULL ORDER BY at, id""",
        (who,) if column else (),
    )
    found = [Case(str(one), office_of(str(scope)), int(at), str(v)) for one, scope, at, v in rows]
    return [one for one in found if one.scope in asked]


def verdicts(books: Books, period: Period) -> dict[str, list[tuple[str, str]]]:
    """(id, verdict) of every measure of one estate, left out or not: one pass per source."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in Source:
        terms = period.terms(books, source)
        together = [one for one in MEASURES.values() if one.source is source]
        read = _reads(books, source)
        if read is None:
            continue
        columns = ", ".join(one.verdict(terms, in_words) for one in together)
        inner, found = _body(terms, source, together), {**found, **{one.name: [] for one in together}}
        for ent, *said in read(f"{_tables(books, period, terms, source)}SELECT r.id, {columns} {inner}", ()):
            for one, verdict in zip(together, said, strict=True):
                if verdict is not None:
                    found[one.name].append((str(ent), str(verdict)))
    return found


def _with_cap(books: Books, name: str, cases: Sequence[Case], scope: str) -> list[Case]:
    """The first in time stay left out, as many as may; the others are missed."""
    own = [one for one in cases if one.scope == scope]
    counts: dict[str, int] = {}
    for one in own:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    most, why = most_left_out(books, name, _tally(counts)), f"x:{CAPS[name][0]}"
    seen, out = 0, []
    for one in own:
        seen += one.verdict == why
        beyond = one.verdict == why and most is not None and seen > most
        out.append(replace(one, verdict=MISSED) if beyond else one)
    return out
