"""Two computations of one year side by side: the program's and the independent one, record by record."""

from collections.abc import Sequence

from desk.domain.scopes import office_of
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import ALL, listed
from desk.store.database import Database
from tests.services.assessment.independent import Count, Independent, Promised, Row, Tables
from tests.services.assessment.independent_marks import sheet

RECORDS = ("work_order", "revisit", "notice", "fresh_order", "compensation", "home", "housekeeping", "branch",
           "force_majeure", "unrecorded")  # fmt: skip
BESIDE = ("complaint", "branch")  # in the complaints' file
# Every case of them is a case of a rate or of a list on the sheet: each verdict must be the same.
RATES = ("response", "arrival", "finish", "asked", "content", "fresh_total", "fresh_estate", "fresh_content", "uses",
         "bound")  # fmt: skip
# Things that cost one by one, and lists: the same records, left out for the same reasons.
EACH = ("own_error", "found_by_others", "notice_lead", "notice_forward", "notice_restore", "rework_open", "anomaly",
        "missed", "unsheeted", "valid", "grave", "late_answer", "repeat", "unjudged", "unrecorded", "paused_owner",
        "paused_parts", "off_hours")  # fmt: skip


def rows_of(database: Database, records: Sequence[str]) -> Tables:
    """Plain rows of a file, a complaint's scope made its estate's."""
    found: dict[str, list[Row]] = {}
    for record in records:
        names = [str(row[1]) for row in database.read(f"PRAGMA table_info('{record}')")]
        rows = [dict(zip(names, row, strict=True)) for row in database.read(f'SELECT * FROM "{record}"')]
        found[record] = [{**row, "scope": office_of(row["scope"])} for row in rows]
    return found


def differences(
    books: Books, tables: Tables, confidential: Tables, scopes: Sequence[str], from_on: str, until_on: str, now: int,
    promised: Promised | None = None,
) -> list[str]:  # fmt: skip
    """What differs between the program and the independent computation, in words; empty where nothing does."""
    count = Independent(tables, confidential, from_on, until_on, now, promised or Promised()).count()
    period = period_of(books, scopes, from_on, until_on, now)
    found = []
    for measure in (*RATES, *EACH):
        theirs = {(one.scope, one.id): one.verdict for one in listed(books, period, measure, ALL)}
        mine = {key: verdict for key, verdict in count.verdicts[measure].items() if key[0] in scopes}
        if measure in EACH:
            theirs, mine = ({k: v for k, v in one.items() if v != "met"} for one in (theirs, mine))
        for key in sorted(theirs.keys() | mine.keys()):
            if theirs.get(key) != mine.get(key):
                found.append(f"{measure} {key[1]}: program {theirs.get(key)}, independent {mine.get(key)}")
    return found + _sheets(books, count, scopes, from_on, until_on, now)


def _sheets(books: Books, count: Count, scopes: Sequence[str], from_on: str, until_on: str, now: int) -> list[str]:
    found = []
    for scope, assessed in assess(books, scopes, from_on, until_on, now).items():
        rows, total, grade = sheet(count, scope)
        for theirs in assessed.rows:
            mine = rows[theirs.code]
            said = (theirs.full, theirs.deducted, theirs.score)
            if said != (mine.full, mine.deducted or 0, mine.score or 0):
                found.append(f"{scope} {theirs.code}: program {said}, independent {mine}")
            if mine.of and (theirs.figure.met, theirs.figure.of) != (mine.met, mine.of):
                found.append(f"{scope} {theirs.code}: program {theirs.figure}, independent {mine}")
        if (assessed.total, str(assessed.sheet.grade)) != (total, grade):
            found.append(f"{scope}: program {assessed.total} {assessed.sheet.grade}, independent {total} {grade}")
        over = sum(one.over for one in assessed.exclusions)
        if over != (mine_ := sum(number for (_, own), number in count.over.items() if own == scope)):
            found.append(f"{scope}: over the caps program {over}, independent {mine_}")
        for part in (part for one in assessed.exclusions for part in one.parts):
            if part.count != (mine_ := count.of(part.measure, scope, part.verdict)) and part.measure in (*RATES, *EACH):
                found.append(f"{scope} {part.label} {part.measure} {part.verdict}: {part.count}, independent {mine_}")
    return found
