"""What the page reads on the work lane: sheets counted now or as frozen, people, two sheets beside one another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.domain.version import VERSION
from desk.services.assessment import reads
from desk.services.assessment.assess import Assessed, assess, period_of
from desk.services.assessment.books import AtOnce, Books, one_by_one
from desk.services.assessment.clerks import Clerk, clerks
from desk.services.assessment.counting import Period
from desk.services.assessment.freezing import Comparison, compare, frozen, marks_of, thawed
from desk.services.assessment.scoring import Limits
from desk.services.assessment.shops import Shop, shops
from desk.services.assessment.technicians import Technician, technicians
from desk.ui.special.assessment.asked import CLERKS, CREW, RANKING, SHEET, SHOPS, Asked, Days, Estate
from reports.assessment.entries import Entry, Report

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.store.office import Office
    from desk.ui.counter import Counter

Progress = Callable[[int, int], None]
COMPANY = "SELECT company FROM estate WHERE id = ?"
AT_ONCE = 8
People = Sequence[Technician | Shop | Clerk]


@dataclass(frozen=True, slots=True)
class Desk:
    """What belongs to the counter at the moment of asking; handed to the lane."""

    database: "Database"
    office: "Office"
    complaints: "Database | None"
    person: Actor
    now: int
    at_once: AtOnce = one_by_one

    @classmethod
    def of(cls, counter: "Counter") -> "Desk":
        at_once = counter.work.at_once
        return cls(counter.database, counter.office, counter.confidential, counter.actor, counter.now(), at_once)

    def books(self) -> Books:
        return Books.of_desk(self.database, self.office, self.complaints, self.at_once)


@dataclass(frozen=True, slots=True)
class Seen:
    """An estate's sheet as it is shown: counted now, or as it was frozen (`values`, the record)."""

    entry: Entry
    values: Values | None = None

    @property
    def sheet(self) -> Assessed:
        return self.entry.sheet

    @property
    def status(self) -> str:
        return str(self.values["status"]) if self.values is not None else ""


@dataclass(frozen=True)
class Read:
    """One reading: the lists behind its figures are read with the same books, days and moment."""

    asked: Asked
    books: Books
    period: Period
    limits: Limits
    company: str
    seen: Mapping[str, Seen] = field(default_factory=dict)

    def of(self, estate: Estate) -> Period:
        """The same days of one estate."""
        return replace(self.period, scopes=(estate.scope,))

    def report(self, estates: Sequence[Estate], person: str, now: int) -> Report:
        entries = [self.seen[one.scope].entry for one in estates]
        days = self.asked.days
        return Report(self.company, days.from_on, days.until_on, entries, self.limits, person, now)


def read(desk: Desk, asked: Asked, estates: Sequence[Estate], told: Progress) -> Read:
    """The sheets of these estates: what was frozen of exactly these days, else counted now, all in one pass."""
    books, days = desk.books(), asked.days
    values: dict[str, Values] = {}
    for one in estates:
        sheets = reads.frozen_sheets(desk.database, one.actor(desk.person), one.scope)
        if (held := reads.holding(sheets, days.from_on, days.until_on)) is not None:
            values[one.scope] = held
    rest = [one.scope for one in estates if one.scope not in values]
    scopes = [one.scope for one in estates]
    period = period_of(books, scopes or [asked.estate.scope], days.from_on, days.until_on, desk.now)
    counted = assess(books, rest, days.from_on, days.until_on, desk.now, told) if rest else {}
    seen = {
        one.scope: Seen(Entry.frozen(values[one.scope], one.scope, one.name), values[one.scope])
        if one.scope in values
        else Seen(Entry(counted[one.scope]))
        for one in estates
    }
    rows = desk.database.read(COMPANY, (asked.estate.id,))
    company = str(rows[0][0] or "") if rows else ""
    return Read(asked, books, period, Limits.of(books.settings), company, seen)


def needed(asked: Asked, part: str) -> tuple[Estate, ...]:
    """Whose sheets a tab wants: of few estates all at once, that the place among them is known."""
    if part == RANKING or (part == SHEET and len(asked.ranked) <= AT_ONCE):
        return asked.ranked
    return (asked.estate,) if part == SHEET else ()


def place(found: Read) -> str:
    """第 4 / 12 个小区, where all of them are counted."""
    ranked = found.asked.ranked
    if len(ranked) < 2 or any(one.scope not in found.seen for one in ranked):
        return ""
    ranking = found.report(ranked, "", 0).ranking
    own = next((one.place for one in ranking if one.entry.sheet.scope == found.asked.estate.scope), None)
    return f"第 {own} / {len(ranked)} 个小区" if own else ""


def people(desk: Desk, found: Read, part: str) -> People:
    """Technicians, shops or clerks of the estate at hand, as far as this person may see them."""
    estate = found.asked.estate
    actor, period = estate.actor(desk.person), found.of(estate)
    if part == CREW:
        return technicians(found.books, period, actor, estate.scope)
    if part == SHOPS:
        return shops(found.books, period, actor, estate.scope)
    assert part == CLERKS
    return clerks(found.books, period, actor, estate.scope)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A sheet counted at this moment with what it was made of, ready to be frozen."""

    sheet: Assessed
    values: Values
    comparison: Comparison | None = None


def fresh(desk: Desk, estate: Estate, days: Days, held: Values | None, told: Progress) -> Fresh:
    """Counted now; compared with what was frozen, where something was."""
    books = desk.books()
    sheet = assess(books, [estate.scope], days.from_on, days.until_on, desk.now, told)[estate.scope]
    period = period_of(books, [estate.scope], days.from_on, days.until_on, desk.now)
    marks = marks_of(books, period, VERSION)
    found = compare(held, sheet, marks) if held is not None else None
    return Fresh(sheet, frozen(sheet, marks, desk.person.name), found)


def year_before(desk: Desk, estate: Estate, days: Days, told: Progress) -> tuple[Assessed, bool]:
    """The same days a year ago, as frozen; counted now where nothing was (False)."""
    from_on, until_on = reads.year_before(days.from_on), reads.year_before(days.until_on)
    sheets = reads.frozen_sheets(desk.database, estate.actor(desk.person), estate.scope)
    held = reads.holding(sheets, from_on, until_on)
    if held is not None:
        return thawed(held, estate.scope, estate.name), True
    return assess(desk.books(), [estate.scope], from_on, until_on, desk.now, told)[estate.scope], False
