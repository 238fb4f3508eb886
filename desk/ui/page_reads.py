"""What a page of lists asks the database: pages of a pile, the piles' counts, what filters can be set to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.domain.field import Kind, RecordType
from desk.domain.page import PageSpec, Pile
from desk.domain.roles import Actor
from desk.store.query import Cursor, ListQuery, Page, count, page, visible_to
from desk.ui.page_filters import DAYS, Filter, days_between

if TYPE_CHECKING:
    from desk.store.database import Database

DAY_FILTER = "days"
MOST_OPTIONS = 40


def pile_of(spec: PageSpec, name: str) -> Pile:
    return next(one for one in spec.piles if one.name == name)


def query_of(scope: str, record: RecordType, pile: Pile, chosen: Mapping[str, str], now: int) -> ListQuery:
    """The rows of a pile under the filters; `days` bounds the field that orders the pile."""
    equal: dict[str, Any] = {name: value for name, value in chosen.items() if name != DAY_FILTER}
    between = {}
    days = days_between(chosen.get(DAY_FILTER, ""), now)
    if days is not None:
        between[pile.order.removeprefix("-")] = days
    return ListQuery.of_pile(scope, record, pile, equal=equal, between=between)


def fetch(database: "Database", actor: Actor, query: ListQuery, after: object) -> Page:
    return page(database, actor, query, after if isinstance(after, Cursor) else None)


def counts(database: "Database", actor: Actor, scope: str, record: RecordType, spec: PageSpec) -> dict[str, int]:
    """How many rows each counted pile holds."""
    return {
        one.name: count(database, actor, ListQuery.of_pile(scope, record, one)) for one in spec.piles if one.counted
    }


def filters(
    database: "Database", actor: Actor, scope: str, record: RecordType, spec: PageSpec, pile: Pile
) -> tuple[Filter, ...]:
    """The pile's filters with what can be chosen: the words of a code, or the values that occur."""
    found = []
    name = pile.order.removeprefix("-")
    if not pile.states and record.has(name) and record.field(name).kind is Kind.MOMENT:
        found.append(Filter(DAY_FILTER, "日期", DAYS))
    for name in spec.filters:
        field = record.field(name)
        if field.code is not None:
            if name == "status" and pile.states:
                continue
            options = tuple((str(code), code.label) for code in field.code)
        else:
            options = tuple((word, word) for word in _values(database, actor, scope, record, name))
        if options:
            found.append(Filter(name, field.label, options))
    return tuple(found)


def _values(database: "Database", actor: Actor, scope: str, record: RecordType, name: str) -> list[str]:
    where, parameters = visible_to(actor, scope)
    column = record.field(name).name
    rows = database.read(
        f"""SELECT "{column}" FROM "{record.name}" WHERE {where} AND "{column}" IS NOT NULL AND "{column}" <> ''
            GROUP BY "{column}" ORDER BY COUNT(*) DESC, "{column}" LIMIT {MOST_OPTIONS}""",
        parameters,
    )
    return [str(row[0]) for row in rows]
