"""Founding an office: the first estate and the first head-office person, as ops like all others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.store.office import Office
from desk.store.steps import StepRequest, Steps

if TYPE_CHECKING:
    from desk.store.database import Database

# Nobody is there yet who could permit a step: the rules themselves take the first ones.
RULES = Actor("", frozenset({Role.RULES}))


@dataclass(frozen=True, slots=True)
class Founded:
    """The scopes of company and first estate, and the id of the first head-office person."""

    company: str
    estate: str
    head_office: str


def company_scope(name: str) -> str:
    """The scope of a company by its full name: the same wherever it is founded."""
    return f"o/{uuid5(NAMESPACE_URL, f'urn:property-company:{name}')}"


def company_of(database: "Database") -> str | None:
    """The company's scope of a founded database; every estate is written in it."""
    rows = database.read("SELECT scope FROM estate LIMIT 1")
    return str(rows[0][0]) if rows else None


def found(
    database: "Database",
    rules: Rulebook,
    clock: Callable[[], int],
    *,
    company: str,
    estate: str,
    name: str,
    staff_no: str,
) -> Founded:
    """Found a new database's office in one transaction; DeskError if it has one already."""
    if company_of(database) is not None:
        raise DeskError("这份数据已经有公司了", "请用总部账号登录后再增加小区和人员")
    scope = company_scope(company)
    steps = Steps(database, rules, clock, Office(scope, Calendar()).context)
    made = steps.take(
        RULES,
        StepRequest(scope, "estate", "add", {"name": estate, "company": company}),
        StepRequest(scope, "staff", "add", {"name": name, "staff_no": staff_no, "account": True}),
        StepRequest(scope, "grant", "add", {"estate_id": "@0", "staff_id": "@1", "role": str(Role.HEAD_OFFICE)}),
    )
    return Founded(scope, f"e/{made.ents[0]}", made.ents[1])
