"""What is counted: every measure gives each record of its source a verdict, in SQL that SQLite and PostgreSQL read.

A verdict is `met`, `missed`, `half` (a complaint valid in part), `x:<why it is no case>` (record.Left), or nothing
where the measure does not ask this record. Counts and lists are read from the same verdict (counting.py). Dues are
those the clocks stored; no calendar is reckoned here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desk.domain.days import DAY, OFFSET

Whens = list[tuple[str, str]]
NOTHING = ""  # no case at all
UNDECIDED = ("r.id IN (SELECT ent FROM branch WHERE status = 'to_be_decided')", "x:undecided")
STANDS = (
    "COALESCE(check_result, '') NOT IN ('different', 'not_called')"  # not found untrue by the manager's second call
)
TALKED = f"status = 'answered' AND {STANDS}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a verdict depends on besides the record. Moments in UTC ms; written into the statement as numbers."""

    from_at: int
    until_at: int
    now: int
    rework_ms: int
    response_ms: int
    majeure: bool = False
    postgres: bool = False

    def within(self, moment: str) -> str:
        return f"{moment} >= {self.from_at} AND {moment} < {self.until_at}"


class Source(Enum):
    """The rows measures look at, called `r`; those of one source are counted in one pass."""

    ORDERS = "work_order"
    ASKED = "revisited"
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

    def verdict(self, terms: Terms) -> str:
        """The CASE expression; outside the period no verdict."""
        outside = [] if not self.at else [(f"NOT ({terms.within(self.at)}) OR {self.at} IS NULL", NOTHING)]
        lines = [f"WHEN {when} THEN {_word(then)}" for when, then in (*outside, *self.whens(terms))]
        return f"CASE {' '.join(lines)} ELSE {_word(self.other)} END"


def _word(verdict: str) -> str:
    return f"'{verdict}'" if verdict else "NULL"


def always(terms: Terms, at: str, gone: str = "r.status = 'void'") -> Whens:
    """What leaves a record out of everything: two desks disagree, void, an act of God."""
    majeure = f"EXISTS (SELECT 1 FROM fm WHERE fm.scope = r.scope AND {at} >= fm.from_at AND {at} < fm.to_at)"
    return [UNDECIDED, (gone, "x:void"), *([(majeure, "x:force_majeure")] if terms.majeure else [])]


def days_since_1970(day: str) -> str:
    """The number of an ISO day (a text column), by whole numbers alone: no two databases agree on dates."""
    year, month, date = (f"CAST(substr({day}, {at}, {long}) AS INTEGER)" for at, long in ((1, 4), (6, 2), (9, 2)))
    return f"(367 * {year} - 7 * ({year} + ({month} + 9) / 12) / 4 + 275 * {month} / 9 + {date} - 719574)"


def start_of(day: str) -> str:
    """0:00 of an ISO day in China, as a moment."""
    return f"({days_since_1970(day)} * {DAY} - {OFFSET})"


def end_of(day: str) -> str:
    return f"({days_since_1970(day)} * {DAY} - {OFFSET} + {DAY})"


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
        return "FROM work_order r WHERE COALESCE(r.kind, 'fault') <> 'enquiry'"
    if source is Source.ASKED:
        return f"FROM ({_asked(terms)}) r WHERE 1 = 1"
    if source is Source.FRESH:
        return "FROM fresh_order r LEFT JOIN p ON p.scope = r.scope WHERE 1 = 1"
    if source is Source.NOTICES:
        out = f"r.sent_at <= {terms.now} AND COALESCE(r.corrected_at, r.sent_at) >= r.sent_at"
        return f"FROM notice r WHERE {out} AND r.status NOT IN ('draft', 'to_review')"
    if source is Source.HOMES:
        return "FROM home r WHERE r.status = 'active'"
    if source is Source.COMPLAINTS:
        return "FROM complaint r WHERE r.kind = 'complaint'"
    return f"FROM {source.value} r WHERE 1 = 1"


def _asked(terms: Terms) -> str:
    """One row for every finished repair: what its calls came to. Early counts where the resident rang himself."""
    begin, end = start_of("due_from_on"), end_of("due_to_on")
    done = f"{TALKED} AND answered_at < {end} AND (answered_at >= {begin} OR dialled_at IS NULL)"
    waits = f"status = 'waiting' AND {end}"
    flags = {
        "asked": "status NOT IN ('exempt', 'void')",
        "done": done,
        "pending": f"{waits} > {terms.now}",
        "late": f"({waits} <= {terms.now}) OR status = 'answered'",
        "refused": "status = 'refused'",
        "not_reached": "status = 'not_reached'",
    }
    columns = ", ".join(f"MAX(CASE WHEN {when} THEN 1 ELSE 0 END) AS {name}" for name, when in flags.items())
    return f"""SELECT about_id AS id, scope, MIN(done_at) AS done_at, {columns} FROM revisit
               WHERE about = 'work_order' AND {terms.within("done_at")} GROUP BY scope, about_id"""
