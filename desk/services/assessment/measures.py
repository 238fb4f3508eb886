"""What is counted: every measure gives each record of its source a verdict, in SQL that SQLite and PostgreSQL read.

A verdict is `met`, `missed`, `half` (a complaint valid in part), `x:<why it is no case>` (record.Left), or nothing
where the measure does not ask this record. Counts and lists are read from the same verdict (counting.py). Dues are
those the clocks stored; no calendar is reckoned here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desk.domain.calendar import day_of
from desk.domain.days import DAY, OFFSET

Whens = list[tuple[str, str]]
NOTHING = ""  # no case at all
UNDECIDED = ("r.id IN (SELECT ent FROM branch WHERE status = 'to_be_decided')", "x:undecided")
MONTH = 31 * DAY
STANDS = (
    "COALESCE(check_result, '') NOT IN ('different', 'not_called')"  # not found untrue by the manager's second call
)
TALKED = f"status = 'answered' AND {STANDS}"
# What calls about a matter came to, the best last; and what was answered, the worst last.
NOBODY, EXEMPT, NOT_REACHED, REFUSED, LATE, WAITING, DONE = range(7)
GOOD, BAD = 1, 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What a verdict depends on besides the record. Moments in UTC ms; written into the statement as numbers."""

    from_at: int
    until_at: int
    now: int
    rework_ms: int
    response_ms: int
    rework_within_ms: int
    majeure: bool = False
    postgres: bool = False
    scopes: tuple[str, ...] = ()  # where they are few; otherwise the table is walked through once

    def within(self, moment: str, spare: int = 0) -> str:
        return f"{moment} >= {self.from_at - spare} AND {moment} < {self.until_at + spare}"

    def here(self, column: str) -> str:
        """A condition on the scope, where it is worth one; scopes are made of ids and hold no quotes."""
        named = ", ".join(f"'{scope}'" for scope in self.scopes)
        return f" AND {column} IN ({named})" if named else ""


class Source(Enum):
    """The rows measures look at, called `r`; those of one source are counted in one pass."""

    ORDERS = "work_order"
    FRESH = "fresh_order"
    CLAIMS = "compensation"
    NOTICES = "notice"
    HOMES = "home"
    COMPLAINTS = "complaint"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Measure:
    """`whens` are tried in order, the last verdict is `met` where none holds unless `other` says otherwise.

    `at` is the moment that puts a record into the period; `record` what the ids of the list are of.
    """

    name: str
    label: str
    source: Source
    record: str
    at: str
    whens: Callable[[Terms], Whens]
    other: str = "met"

    def verdict(self, terms: Terms, say: Callable[[str], str]) -> str:
        """The CASE expression, each verdict as `say` writes it; outside the period none."""
        lines = [f"WHEN {when} THEN {say(then)}" for when, then in self.lines(terms)]
        return f"CASE {' '.join(lines)} ELSE {say(self.other)} END"

    def lines(self, terms: Terms) -> Whens:
        """What is asked in turn: first whether it lies in the period."""
        outside = [] if not self.at else [(f"NOT ({terms.within(self.at)}) OR {self.at} IS NULL", NOTHING)]
        return [*outside, *self.whens(terms)]


def in_words(verdict: str) -> str:
    return f"'{verdict}'" if verdict else "NULL"


def always(terms: Terms, at: str, gone: str = "r.status = 'void'") -> Whens:
    """What leaves a record out of everything: two desks disagree, void, an act of God."""
    majeure = f"EXISTS (SELECT 1 FROM fm WHERE fm.scope = r.scope AND {at} >= fm.from_at AND {at} < fm.to_at)"
    return [UNDECIDED, (gone, "x:void"), *([(majeure, "x:force_majeure")] if terms.majeure else [])]


def start_of(day: str, terms: Terms) -> str:
    """0:00 in China of an ISO day (a text column), as a moment: no two databases agree on how to read a date."""
    if terms.postgres:
        return f"(CAST(CAST({day} AS date) - DATE '1970-01-01' AS BIGINT) * {DAY} - {OFFSET})"
    return f"(unixepoch({day}) * 1000 - {OFFSET})"


def by_due(stop: str, due: str, over: str, terms: Terms) -> Whens:
    """Done by its due, late, ended without being told (`over`), late already, or not yet due."""
    return [
        (f"{stop} <= {due}", "met"),
        (f"{stop} > {due} OR {over}", "missed"),
        (f"{due} < {terms.now}", "missed"),
    ]


def source_sql(source: Source, terms: Terms) -> str:
    """FROM what; a part of the rows that no measure of the source asks is left out there."""
    if source is Source.ORDERS:
        kinds = "COALESCE(r.kind, 'fault') <> 'enquiry'"
        return f"FROM work_order r {_calls('work_order', terms)} WHERE {kinds}{terms.here('r.scope')}"
    if source is Source.FRESH:
        promised = "LEFT JOIN p ON p.scope = r.scope"
        return f"FROM fresh_order r {promised} {_calls('fresh_order', terms)} WHERE 1 = 1{terms.here('r.scope')}"
    if source is Source.NOTICES:
        out = f"r.sent_at <= {terms.now} AND COALESCE(r.corrected_at, r.sent_at) >= r.sent_at"
        return f"FROM notice r WHERE {out} AND r.status NOT IN ('draft', 'to_review'){terms.here('r.scope')}"
    kept = {Source.HOMES: "r.status = 'active'", Source.COMPLAINTS: "r.kind = 'complaint'"}
    return f"FROM {source.value} r WHERE {kept.get(source, '1 = 1')}{terms.here('r.scope')}"


def _calls(about: str, terms: Terms) -> str:
    """Joined as `a`, one row for all calls about a matter: `came_to` the best of them, `said` the worst answer.

    Early counts where the resident rang himself. A month is spared at both ends: when a matter was done may have been
    put right since.
    """
    begin, last, today = start_of("due_from_on", terms), start_of("due_to_on", terms), day_of(terms.now)
    within = f"answered_at < {last} + {DAY} AND (answered_at >= {begin} OR dialled_at IS NULL)"
    came_to = f"""CASE WHEN {TALKED} AND {within} THEN {DONE} WHEN status = 'answered' THEN {LATE}
                  WHEN status = 'exempt' THEN {EXEMPT} WHEN status = 'refused' THEN {REFUSED}
                  WHEN status = 'waiting' AND due_to_on >= '{today}' THEN {WAITING}
                  WHEN status = 'waiting' AND due_to_on < '{today}' THEN {LATE}
                  WHEN status = 'void' THEN {NOBODY} ELSE {NOT_REACHED} END"""
    said = f"""CASE WHEN satisfaction IN ('good', 'fair') AND {TALKED} THEN {GOOD}
               WHEN satisfaction = 'bad' AND {TALKED} THEN {BAD} ELSE 0 END"""
    return f"""LEFT JOIN (SELECT scope, about_id AS id, MAX({came_to}) AS came_to, MAX({said}) AS said FROM revisit
               WHERE about = '{about}' AND {terms.within("done_at", MONTH)}{terms.here("scope")}
               GROUP BY scope, about_id) a ON a.id = r.id AND a.scope = r.scope"""
