"""What the page is asked for: which days by a digit, which estates somebody may look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import add_days, days_between
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.services.assessment.analysis import charts

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.store.office import Office

WEEK, MONTH, THIS_MONTH, LAST_MONTH, YEAR, LAST_YEAR, OWN = "7", "30", "month", "last", "year", "last_year", "own"
PRESETS = {
    WEEK: "近 7 天", MONTH: "近 30 天", THIS_MONTH: "本月", LAST_MONTH: "上月", YEAR: "今年", LAST_YEAR: "去年",
    OWN: "自己写",
}  # fmt: skip
MOST_DAYS = 5 * 366
ESTATES = """SELECT DISTINCT e.id, e.name FROM estate e JOIN "grant" g ON g.estate_id = e.id
             WHERE g.staff_id = ? AND g.status = 'active' AND e.status = 'active' ORDER BY e.name"""
ALL = "all"


def days_of(word: str, today: str) -> tuple[str, str]:
    """From and until of a preset, both included; what runs ends today."""
    year, month = int(today[:4]), today[:7]
    if word in (WEEK, MONTH):
        return add_days(today, 1 - int(word)), today
    if word == LAST_MONTH:
        end = add_days(f"{month}-01", -1)
        return f"{end[:7]}-01", end
    if word == LAST_YEAR:
        return f"{year - 1}-01-01", f"{year - 1}-12-31"
    return (f"{year}-01-01" if word == YEAR else f"{month}-01"), today


def checked(from_on: str, until_on: str) -> tuple[str, str]:
    """The days as they may be asked for; a DeskError says what is wrong with them."""
    if until_on < from_on:
        raise DeskError("到哪天早于从哪天", "把两个日期换一下")
    if days_between(from_on, until_on) >= MOST_DAYS:
        raise DeskError("时间太长", "一次最多看五年")
    return from_on, until_on


@dataclass(frozen=True, slots=True)
class Estate:
    """One that somebody may look at, with the roles held there."""

    scope: str
    name: str
    actor: Actor


def estates_of(database: "Database", office: "Office", staff_id: str, here: str) -> list[Estate]:
    """Those whose figures this person may see; the one at hand first."""
    rows = [(f"e/{ent}", str(name)) for ent, name in database.read(ESTATES, (staff_id,))]
    found = [Estate(scope, name, office.actor(database, scope, staff_id)) for scope, name in rows]
    return sorted((one for one in found if charts.may_see(one.actor)), key=lambda one: one.scope != here)


def offered(estates: Sequence[Estate], unsealed: bool) -> list[charts.Chart]:
    """The charts that may be seen of every one of these estates."""
    several = [charts.charts_for(one.actor, unsealed) for one in estates]
    return [one for one in charts.CHARTS.values() if several and all(one in own for own in several)]
