"""Who can go: crews with their people, who is on duty, how much each has in hand, and whom to suggest."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar, is_running
from desk.domain.clocks import desk_hours
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services.work_orders.catalogue import Catalogue, CrewKind
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

DAY, LUNCH, NIGHT = "day", "lunch", "night"  # shifts that work; every other word is off
IN_HAND = ("dispatched", "acknowledged", "arrived")


@dataclass(frozen=True, slots=True)
class Technician:
    """Somebody who goes with a slip. `load` counts the orders out with this person, `lacks` the skills not held."""

    id: str
    name: str
    staff_no: str
    on_duty: bool
    load: int
    skills: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return "在岗" if self.on_duty else "不当班"


@dataclass(frozen=True, slots=True)
class CrewOnDuty:
    """A crew as the dispatch pane shows it: `load` are its orders out, with and without a person named."""

    id: str
    name: str
    outside: bool
    load: int
    phone: str
    people: tuple[Technician, ...] = field(default=())


def crews(
    database: "Database",
    actor: Actor,
    scope: str,
    settings: Settings,
    calendar: Calendar,
    now: int,
    skills: Sequence[str] = (),
) -> list[CrewOnDuty]:
    """The estate's crews in their order, each with its people: those on duty first, the least loaded first.

    `skills` are the codes the work at hand asks for; who lacks one stands behind those who have all.
    """
    where, w = visible_to(actor, scope)
    found = database.read(
        f"SELECT id, name, outside, phone FROM crew WHERE {where} AND status = 'active' ORDER BY sort_key, name, id", w
    )
    loads = _loads(database, where, w)
    people = _people(database, scope)
    day_time = is_running(now, desk_hours(settings, calendar))
    result = []
    for crew, name, outside, phone in found:
        members = [
            Technician(
                ent,
                person,
                staff_no,
                _on_duty(shift, day_time),
                loads.get(("technician_id", ent), 0),
                held,
                tuple(one for one in skills if one not in held),
            )
            for ent, person, staff_no, held, of_crew, shift in people
            if of_crew == crew
        ]
        ranked = sorted(members, key=lambda one: (not one.on_duty, len(one.lacks), one.load, one.staff_no, one.id))
        result.append(
            CrewOnDuty(crew, name, bool(outside), loads.get(("crew_id", crew), 0), phone or "", tuple(ranked))
        )
    return result


def _on_duty(shift: str, day_time: bool) -> bool:
    return shift in (DAY, LUNCH) if day_time else shift == NIGHT


def _loads(database: "Database", where: str, w: Sequence[object]) -> dict[tuple[str, str], int]:
    marks = ", ".join("?" * len(IN_HAND))
    loads: dict[tuple[str, str], int] = {}
    for name in ("technician_id", "second_technician_id", "crew_id"):
        rows = database.read(
            f"SELECT {name}, COUNT(*) FROM work_order WHERE {where} AND status IN ({marks}) AND {name} IS NOT NULL"
            f" GROUP BY {name}",
            [*w, *IN_HAND],
        )
        for ent, count in rows:
            key = (name.removeprefix("second_"), ent)
            loads[key] = loads.get(key, 0) + int(count)
    return loads


Person = tuple[str, str, str, tuple[str, ...], str, str]


def _people(database: "Database", scope: str) -> list[Person]:
    """Technicians of the estate: id, name, number, skills, crew, shift."""
    rows = database.read(
        """SELECT s.id, s.name, s.staff_no, s.skills, g.crew_id, COALESCE(g.shift, '')
           FROM "grant" g JOIN staff s ON s.id = g.staff_id
           WHERE g.estate_id = ? AND g.role = ? AND g.status = 'active' AND s.status = 'active'""",
        (scope.partition("/")[2], str(Role.TECHNICIAN)),
    )
    return [
        (ent, name, staff_no, tuple(json.loads(skills)) if skills else (), crew or "", shift)
        for ent, name, staff_no, skills, crew, shift in rows
    ]


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of a rung: the name, and the number one rings."""

    name: str
    phone: str


def called(database: "Database", scope: str, role: Role) -> list[Called]:
    """Who holds this role in the estate: those on duty first, then by number. A person stands here once."""
    rows = database.read(
        """SELECT s.name, COALESCE(s.phone, ''), MIN(COALESCE(g.shift, '') = 'off'), s.staff_no
           FROM "grant" g JOIN staff s ON s.id = g.staff_id
           WHERE g.estate_id = ? AND g.role = ? AND g.status = 'active' AND s.status = 'active'
           GROUP BY s.id ORDER BY 3, s.staff_no, s.id""",
        (scope.partition("/")[2], str(role)),
    )
    return [Called(name, phone) for name, phone, _off, _no in rows]


@dataclass(frozen=True, slots=True)
class Staffing:
    """What the dispatch pane offers: the crews, and the one the problem asks for (empty: nobody is known for it)."""

    crews: tuple[CrewOnDuty, ...]
    crew_id: str = ""
    technician_id: str = ""

    def crew(self, ent: str) -> CrewOnDuty | None:
        return next((one for one in self.crews if one.id == ent), None)


def suggested(found: Sequence[CrewOnDuty], names: Iterable[str], chosen: str = "") -> Staffing:
    """The crew already on the order, else the first whose name the tree gives; in it the first person on duty."""
    known = next((one for one in found if one.id == chosen), None)
    by_name = {one.name: one for one in reversed(found)}
    crew = known or next((by_name[name] for name in names if name in by_name), None)
    if crew is None:
        return Staffing(tuple(found))
    first = next((one for one in crew.people if one.on_duty and not one.lacks), None)
    return Staffing(tuple(found), crew.id, first.id if first else "")


def crew_names(problem: str, catalogue: Catalogue) -> list[str]:
    """Whose work a problem is, by name: its crews, then its contractor. 由班长定 is no crew of its own."""
    row = catalogue.problems.get(problem)
    if row is None:
        return []
    facts = [catalogue.crews[code] for code in (*row.crews, row.contractor) if code]
    return [one.name for one in facts if one.kind is not CrewKind.PERSON]


def skills_for(problem: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The codes of the skills a problem asks for."""
    row = catalogue.problems.get(problem)
    return row.skills if row else ()
