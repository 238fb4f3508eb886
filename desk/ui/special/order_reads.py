"""Everything the detail of one repair shows, in one read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY
from desk.domain.flow import Values
from desk.domain.places import room_long
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.people import names
from desk.services.reviews.marking import undecided
from desk.services.slips import files, ledger
from desk.services.work_orders import co_reports, patterns
from desk.services.work_orders.patterns import Pattern
from desk.services.work_orders.record import WORK_ORDER
from desk.store import log
from desk.store.log import Entry
from desk.store.query import one, visible_to
from desk.ui.special.photo_marks import marks

if TYPE_CHECKING:
    from desk.store.database import Database

PATTERN_DAYS = 7


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """One order: its values, what happened, its paper and files, and the names of those who did it."""

    values: Values
    address: str
    entries: list[Entry]
    names: Mapping[str, str]
    slips: list[Values]
    files: list[Values]
    alike: int
    reporters: list[Values]
    patterns: list[Pattern]
    undecided: bool = False
    photo_marks: Mapping[str, str] = field(default_factory=dict)


def read(database: "Database", actor: Actor, scope: str, settings: Settings, ent: str, now: int) -> OrderFacts | None:
    values = one(database, actor, scope, WORK_ORDER, ent)
    if values is None:
        return None
    entries = log.history(database, ent)
    attached = files.of_order(database, actor, scope, ent)
    return OrderFacts(
        values,
        address(database, actor, scope, values),
        entries,
        names_of(database, entries),
        ledger.of_order(database, actor, scope, ent),
        attached,
        _alike(database, actor, scope, values, now),
        co_reports.of_order(database, actor, scope, ent),
        patterns.of_order(database, actor, scope, settings, values, now),
        ent in undecided(database, actor, scope),
        marks(database, attached),
    )


def address(database: "Database", actor: Actor, scope: str, values: Values) -> str:
    """The long form of a home, 3栋2单元1801; a public place by its name."""
    home = values.get("home_id")
    if home:
        where, parameters = visible_to(actor, scope)
        rows = database.read(
            f"SELECT building_no, unit_no, room_no FROM home WHERE {where} AND id = ?", [*parameters, home]
        )
        if rows:
            return room_long(*(str(part or "") for part in rows[0]))
    return str(values.get("where") or "")


def names_of(database: "Database", entries: list[Entry]) -> dict[str, str]:
    """The names of those who took the steps."""
    return names.names_of(database, (entry.head.by for entry in entries))


def _alike(database: "Database", actor: Actor, scope: str, values: Values, now: int) -> int:
    """How many repairs of the same problem the same unit had in these days, this one included."""
    problem, home = values.get("problem"), values.get("home_id")
    if not problem or not home:
        return 0
    where, parameters = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT COUNT(*) FROM work_order WHERE {where} AND problem = ? AND reported_at >= ? AND status <> 'void'
            AND home_id IN (SELECT b.id FROM home a JOIN home b ON b.scope = a.scope AND b.building_no = a.building_no
                            AND b.unit_no IS a.unit_no WHERE a.scope = ? AND a.id = ?)""",
        [*parameters, problem, now - PATTERN_DAYS * DAY, scope, home],
    )
    return int(rows[0][0])
