"""Who lives here, room by room, a page at a time; and the residences of one person with their own ids."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.residents.lookup import Candidate, homes_of
from desk.services.residents.record import RESIDENCE
from desk.store.query import ListQuery, all_of, visible_to
from desk.store.search import Search

if TYPE_CHECKING:
    from desk.store.database import Database

ROWS = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """Some people in the order of their rooms, and where the next page begins (None: no more)."""

    people: tuple[Candidate, ...] = field(repr=False)
    next: tuple[str, str] | None


def listed(
    search: Search, actor: Actor, scope: str, today: str, after: tuple[str, str] | None = None, rows: int = ROWS
) -> Listed:
    """Everybody who lives in a home now, owners first within it."""
    where, given = visible_to(actor, scope)
    begin = after or ("", "")
    found = search.database.read(
        f"""SELECT key, rid, resident_id, home_id FROM (
              SELECT COALESCE(h.sort_key, h.building_no || '-' || COALESCE(h.unit_no, '') || '-' || h.room_no) AS key,
                     (instr('owner family tenant', s.relation) / 6) || s.id AS rid,
                     s.resident_id AS resident_id, s.home_id AS home_id
              FROM (SELECT * FROM residence WHERE {where} AND status = 'active' AND (to_on IS NULL OR to_on >= ?)) s
              JOIN home h ON h.scope = s.scope AND h.id = s.home_id AND h.status = 'active'
              JOIN resident p ON p.scope = s.scope AND p.id = s.resident_id AND p.status = 'active')
            WHERE (key, rid) > (?, ?) ORDER BY key, rid LIMIT ?""",
        [*given, today, *begin, rows + 1],
    )
    shown = found[:rows]
    people: list[Candidate] = []
    known: dict[str, list[Candidate]] = {}
    for _, _, resident, home in shown:
        if resident not in known:
            known[resident] = homes_of(search, actor, scope, resident, today)
        people += [one for one in known[resident] if one.home_id == home]
    last = shown[-1] if len(found) > rows else None
    return Listed(tuple(people), (str(last[0]), str(last[1])) if last else None)


def residences_of(database: "Database", actor: Actor, scope: str, resident_id: str) -> list[Values]:
    """Every residence of a person, past ones too."""
    return all_of(database, actor, ListQuery(scope, RESIDENCE, ("active",), "id", {"resident_id": resident_id}))
