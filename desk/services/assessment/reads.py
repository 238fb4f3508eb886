"""What was frozen: the sheets of an estate, the one that holds for a period, that of the year before."""

from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor, Role
from desk.services.assessment.record import ASSESSMENT, FORCE_MAJEURE, UNRECORDED, AssessmentState
from desk.store.query import ListQuery, all_of

if TYPE_CHECKING:
    from desk.store.database import Database

S = AssessmentState
READERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.HEAD_OFFICE})
RANK = (S.LOCKED, S.CONFIRMED, S.SUBMITTED, S.DRAFT)  # the farther it went, the more it holds
LIVE = tuple(str(one) for one in S if one is not S.VOID)


def may_see(actor: Actor) -> bool:
    """Whether somebody with these roles in an estate sees its assessment."""
    return actor.may(READERS)


def frozen_sheets(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """All that were not voided, the newest period first."""
    return all_of(database, actor, ListQuery(scope, ASSESSMENT, LIVE, "-until_on"))


def holding(sheets: list[Values], from_on: str, until_on: str) -> Values | None:
    """Of several of one period the one that went farthest, then the newest."""
    own = [one for one in sheets if (one.get("from_on"), one.get("until_on")) == (from_on, until_on)]
    ranked = [str(one) for one in RANK]
    own.sort(key=lambda one: (-ranked.index(str(one["status"])), int(one.get("frozen_at") or 0)))
    return own[-1] if own else None


def year_before(day: str) -> str:
    """The same day a year ago; of a leap day the 28th."""
    day = f"{int(day[:4]) - 1:04d}{day[4:]}"
    leap = int(day[:4]) % 4 == 0 and (int(day[:4]) % 100 != 0 or int(day[:4]) % 400 == 0)
    return day if leap or not day.endswith("-02-29") else f"{day[:4]}-02-28"


def acts_of_god(database: "Database", actor: Actor, scope: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, FORCE_MAJEURE, (), "-from_on"))


def unrecorded(database: "Database", actor: Actor, scope: str) -> list[Values]:
    return all_of(database, actor, ListQuery(scope, UNRECORDED, (), "-made_at"))
