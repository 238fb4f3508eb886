"""What the page is asked for: which days, whose figures; what of it a person may see in which estate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import add_days, day_of
from desk.domain.roles import COUNTER, Actor, Role
from desk.services.assessment import clerks, reads, shops, technicians

if TYPE_CHECKING:
    from desk.store.database import Database

SHEET, RANKING, CREW, SHOPS, CLERKS, DAYS = "sheet", "ranking", "technicians", "shops", "clerks", "days"
TABS = {SHEET: "考核表", RANKING: "小区排名", CREW: "维修工", SHOPS: "门店", CLERKS: "客服", DAYS: "不计的日子·漏登记"}
# Who sees which part; of the clerks everybody but those over them sees himself alone (services/assessment/clerks).
SEEN_BY = {
    SHEET: reads.READERS,
    RANKING: reads.READERS,
    CREW: technicians.READERS,
    SHOPS: shops.READERS,
    CLERKS: COUNTER | {Role.HEAD_OFFICE},
    DAYS: reads.READERS,
}
THIS_YEAR, LAST_YEAR, THIS_QUARTER, LAST_QUARTER, LAST_MONTH, OWN = (
    "year", "last_year", "quarter", "last_quarter", "last_month", "own",
)  # fmt: skip
PERIODS = {
    THIS_YEAR: "今年", LAST_YEAR: "去年", THIS_QUARTER: "本季", LAST_QUARTER: "上季", LAST_MONTH: "上月", OWN: "自己写",
}  # fmt: skip
GRANTS = """SELECT e.id, e.name, g.role FROM estate e JOIN "grant" g ON g.estate_id = e.id
            JOIN staff s ON s.id = g.staff_id
            WHERE g.staff_id = ? AND g.status = 'active' AND s.status = 'active' AND e.status = 'active'
            ORDER BY e.name, e.id"""


@dataclass(frozen=True, slots=True)
class Days:
    """From and until, both counted."""

    from_on: str
    until_on: str

    @property
    def words(self) -> str:
        """2026 年, 2026 年第 3 季度, 2026 年 10 月, 2026-01-05 至 2026-03-02."""
        year, first, last = self.from_on[:4], self.from_on[5:], self.until_on[5:]
        if self.until_on[:4] != year:
            return f"{self.from_on} 至 {self.until_on}"
        if (first, last) == ("01-01", "12-31"):
            return f"{year} 年"
        for quarter in range(1, 5):
            if _quarter(year, quarter) == self:
                return f"{year} 年第 {quarter} 季度"
        whole = first.endswith("-01") and add_days(self.until_on, 1) == _month_after(self.from_on)
        return f"{year} 年 {int(first[:2])} 月" if whole else f"{self.from_on} 至 {self.until_on}"


def days_of(word: str, today: str) -> Days:
    """A word's days. A year or a quarter that runs is the whole of it: what has not come yet is not counted."""
    year, quarter = today[:4], (int(today[5:7]) + 2) // 3
    if word == LAST_YEAR:
        return Days(f"{int(year) - 1}-01-01", f"{int(year) - 1}-12-31")
    if word == THIS_QUARTER:
        return _quarter(year, quarter)
    if word == LAST_QUARTER:
        return _quarter(year, quarter - 1) if quarter > 1 else _quarter(str(int(year) - 1), 4)
    if word == LAST_MONTH:
        end = add_days(f"{today[:7]}-01", -1)
        return Days(f"{end[:7]}-01", end)
    return Days(f"{year}-01-01", f"{year}-12-31")


def _quarter(year: str, number: int) -> Days:
    begin = f"{year}-{3 * number - 2:02d}-01"
    after = f"{int(year) + 1}-01-01" if number == 4 else f"{year}-{3 * number + 1:02d}-01"
    return Days(begin, add_days(after, -1))


def _month_after(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + 1}-01-01" if month == 12 else f"{year}-{month + 1:02d}-01"


@dataclass(frozen=True, slots=True)
class Estate:
    """An estate with the roles this person holds there."""

    scope: str
    name: str
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        return self.scope.partition("/")[2]

    def sees(self, part: str) -> bool:
        return not self.roles.isdisjoint(SEEN_BY[part])

    @property
    def sees_all_clerks(self) -> bool:
        return not self.roles.isdisjoint(clerks.READERS)

    def actor(self, person: Actor) -> Actor:
        """The person with the roles held here."""
        return person._replace(roles=self.roles)


def estates_of(database: "Database", staff_id: str) -> tuple[Estate, ...]:
    """Every estate where this person may see some part of the page, by name."""
    names: dict[str, str] = {}
    roles: dict[str, set[Role]] = {}
    for ent, name, role in database.read(GRANTS, (staff_id,)):
        names[str(ent)] = str(name)
        if (known := Role.of(str(role))) is not None:
            roles.setdefault(str(ent), set()).add(known)
    found = (Estate(f"e/{ent}", name, frozenset(roles.get(ent, ()))) for ent, name in names.items())
    return tuple(one for one in found if any(one.sees(part) for part in SEEN_BY))


@dataclass(frozen=True, slots=True)
class Asked:
    """One estate at hand, its days, and the others beside which it stands."""

    days: Days
    estate: Estate
    estates: tuple[Estate, ...]

    @property
    def ranked(self) -> tuple[Estate, ...]:
        """Those whose sheet this person may see."""
        return tuple(one for one in self.estates if one.sees(SHEET))

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The tabs; a ranking only for who sees several estates."""
        own = [part for part in TABS if self.estate.sees(part)]
        return [(part, TABS[part]) for part in own if part != RANKING or len(self.ranked) > 1]


def is_over(days: Days, now: int) -> bool:
    """Whether it can be frozen already."""
    return days.until_on < day_of(now)
