"""疑似公共管道, 反复报修, 群报: what several orders of one place say together. By the moment they were reported."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import DAY, MINUTE
from desk.domain.code import Code
from desk.domain.places import room_long
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.values import Frozen
from desk.store import log
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

NOTICE = "已建议发公告"  # how the remark begins that says so
PIPES = ("1", "7")  # the groups of the repair tree that run in pipes: 给排水, 燃气·供暖
# An order that stands for others is not one more of them; a question is no repair.
COUNTED = "status <> 'void' AND kind <> 'enquiry'"
NO_PARENT = "NOT EXISTS (SELECT 1 FROM work_order c WHERE c.scope = w.scope AND c.parent_id = w.id)"

STILL_LOOSE = "SUM(w.parent_id IS NULL AND w.status NOT IN ('finished', 'slip_back', 'closed')) > 0"


class PatternKind(Code):
    UNIT = "unit", "疑似公共管道"
    HOME = "home", "反复报修"
    CROWD = "crowd", "群报"


@dataclass(frozen=True)
class Spot:
    """A part of the building: the unit of a home or place, its homes, and the public places a caller there means."""

    building_no: str = ""
    unit_no: str = ""
    home_id: str = ""
    place_id: str = ""
    place_kind: str = ""
    homes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # with the building's own
    unit_places: tuple[str, ...] = ()
    riser: str = ""

    @cached_property
    def homes_json(self) -> str:
        return json.dumps(self.homes)

    @property
    def words(self) -> str:
        return room_long(self.building_no, self.unit_no, "")


@dataclass(frozen=True, slots=True)
class One:
    """One order of a pattern."""

    id: str
    no: str
    where: str
    status: str
    parent_id: str
    parent_no: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """`count` includes the call that is being taken in; `orders` are those that are there, oldest first."""

    kind: PatternKind
    count: int
    span: int  # days; minutes of a crowd
    where: str
    problem: str
    problem_label: str
    orders: tuple[One, ...]
    spot: Spot
    noted: bool = False  # a notice was proposed already

    @property
    def parent(self) -> tuple[str, str]:
        """Id and number of the order that stands for them, the newest; empty where there is none."""
        return max(((one.parent_id, one.parent_no) for one in self.orders if one.parent_id), default=("", ""))

    @property
    def label(self) -> str:
        """A riser that is stopped up is no lamp that is out."""
        pipe = self.kind is not PatternKind.UNIT or self.problem[:1] in PIPES
        return self.kind.label if pipe else "疑似公共设施"

    @property
    def loose(self) -> tuple[One, ...]:
        """Those that belong to no whole yet."""
        return tuple(one for one in self.orders if not one.parent_id)

    @property
    def same_riser(self) -> str:
        """The two figures all rooms end with, where they stand above one another."""
        rooms = {one.where.rpartition("-")[2][-2:] for one in self.orders}
        return rooms.pop() if self.kind is PatternKind.UNIT and len(rooms) == 1 else ""


def spot_of(database: "Database", actor: Actor, scope: str, home_id: str, place_id: str) -> Spot:
    """Where a home or a place stands. A place of no unit is a spot of its own."""
    where, w = visible_to(actor, scope)
    if place_id:
        rows = database.read(
            f"SELECT coalesce(building_no, ''), coalesce(unit_no, ''), kind FROM place WHERE {where} AND id = ?",
            [*w, place_id],
        )
    else:
        rows = database.read(
            f"SELECT coalesce(building_no, ''), coalesce(unit_no, ''), '' FROM home WHERE {where} AND id = ?",
            [*w, home_id],
        )
    if not rows:
        return Spot(home_id=home_id, place_id=place_id, places=(place_id,) if place_id else ())
    building, unit, kind = rows[0]
    if not building or (place_id and not unit):
        return Spot(building, unit, home_id, place_id, kind, (), (place_id,) if place_id else ())
    homes = database.read(
        f"SELECT id FROM home WHERE {where} AND building_no = ? AND coalesce(unit_no, '') = ?", [*w, building, unit]
    )
    places = database.read(
        f"SELECT id, kind, coalesce(unit_no, '') FROM place"
        f" WHERE {where} AND building_no = ? AND coalesce(unit_no, '') IN ('', ?)"
        " AND kind NOT IN ('parking', 'shop')",
        [*w, building, unit],
    )
    own = tuple(row[0] for row in places if row[2] == unit)
    riser = next((row[0] for row in places if row[1] == "riser" and row[0] in own), "")
    known = tuple(row[0] for row in homes), tuple(row[0] for row in places), own
    return Spot(building, unit, home_id, place_id, kind, *known, riser)


def at_spot(
    database: "Database",
    actor: Actor,
    scope: str,
    settings: Settings,
    spot: Spot,
    problem: str,
    now: int,
    more: int = 0,
) -> list[Pattern]:
    """疑似公共管道 of the unit, 反复报修 of the home, where there are enough. `more`: calls not written down yet."""
    reading = _Reading(database, actor, scope, now)
    found = []
    least, days = settings.number("order.unit_pattern"), settings.number("order.unit_pattern_days")
    if problem and (spot.homes or spot.unit_places):
        orders = reading.of_unit(spot, problem, days)
        if len(orders) + more >= least:
            found.append(reading.pattern(PatternKind.UNIT, orders, days, spot.words, spot, more, problem))
    least, days = settings.number("order.home_pattern"), settings.number("order.home_pattern_days")
    if spot.home_id and not spot.place_id:
        orders = reading.of_home(spot.home_id, days)
        if len(orders) + more >= least:
            where = str(orders[0][2]) if orders else ""
            found.append(reading.pattern(PatternKind.HOME, orders, days, where, spot, more))
    return found


def crowd(
    database: "Database", actor: Actor, scope: str, settings: Settings, order: Frozen, now: int, more: bool = False
) -> list[Pattern]:
    """群报: so many reports of one place in so short a time that a notice saves the rest of the calls."""
    least, minutes = settings.number("order.group_calls"), settings.number("order.group_minutes")
    where, w = visible_to(actor, scope)
    since = now - minutes * MINUTE
    orders = [str(order["id"])]
    if order.get("place_id"):
        rows = database.read(
            f"SELECT id FROM work_order WHERE {where} AND reported_at >= ? AND +place_id = ? AND status <> 'void'",
            [*w, since, order["place_id"]],
        )
        orders = list(dict.fromkeys((*orders, *(str(row[0]) for row in rows))))
    marks = ", ".join("?" * len(orders))
    rows = database.read(
        f"""SELECT (SELECT COUNT(*) FROM work_order WHERE {where} AND reported_at >= ? AND id IN ({marks}))
                 + (SELECT COUNT(*) FROM co_report WHERE {where} AND reported_at >= ? AND status <> 'void'
                    AND order_id IN ({marks}))""",
        [*w, since, *orders, *w, since, *orders],
    )
    count = int(rows[0][0]) + more
    if count < least:
        return []
    one = One(str(order["id"]), str(order.get("no") or ""), str(order.get("where") or ""), str(order["status"]), "", "")
    label = str(order.get("problem_label") or "")
    spot = Spot(place_id=str(order.get("place_id") or ""), home_id=str(order.get("home_id") or ""))
    said = (str(entry.values.get("remark") or "") for entry in log.history(database, one.id) if entry.step == "remark")
    noted = any(words.startswith(NOTICE) for words in said)
    problem = str(order.get("problem") or "")
    return [Pattern(PatternKind.CROWD, count, minutes, one.where, problem, label, (one,), spot, noted)]


def of_order(
    database: "Database", actor: Actor, scope: str, settings: Settings, order: Frozen, now: int
) -> list[Pattern]:
    """The patterns an order belongs to."""
    if order.get("status") == "void" or order.get("kind") == "enquiry":
        return []
    spot = spot_of(database, actor, scope, str(order.get("home_id") or ""), str(order.get("place_id") or ""))
    found = at_spot(database, actor, scope, settings, spot, str(order.get("problem") or ""), now)
    mine = [one for one in found if any(each.id == order["id"] for each in one.orders)]
    return [*crowd(database, actor, scope, settings, order, now), *mine]


def of_estate(database: "Database", actor: Actor, scope: str, settings: Settings, now: int) -> list[Pattern]:
    """Every pattern of the estate with an order that is still open and belongs to no whole."""
    reading = _Reading(database, actor, scope, now)
    found = []
    least, days = settings.number("order.unit_pattern"), settings.number("order.unit_pattern_days")
    for home, place, problem in reading.busy_units(least, days):
        spot = spot_of(database, actor, scope, home, place)
        orders = reading.of_unit(spot, problem, days)
        if len(orders) >= least:
            found.append(reading.pattern(PatternKind.UNIT, orders, days, spot.words, spot, 0, problem))
    least, days = settings.number("order.home_pattern"), settings.number("order.home_pattern_days")
    for home in reading.busy_homes(least, days):
        orders = reading.of_home(home, days)
        if len(orders) >= least:
            spot = Spot(home_id=home)
            found.append(reading.pattern(PatternKind.HOME, orders, days, str(orders[0][2]), spot))
    return [one for one in found if any(_open(each) for each in one.loose)]


def _open(one: One) -> bool:
    return one.status not in ("finished", "slip_back", "closed")


ONE = "id, no, \"where\", status, coalesce(parent_id, ''), coalesce(parent_no, ''), problem_label"


class _Reading:
    def __init__(self, database: "Database", actor: Actor, scope: str, now: int) -> None:
        self._database, self._now = database, now
        self._guard, self._guarded = visible_to(actor, scope)

    def of_unit(self, spot: Spot, problem: str, days: int) -> list[tuple[Any, ...]]:
        return self._database.read(
            f"""SELECT {ONE} FROM work_order w WHERE {self._guard} AND reported_at >= ? AND +problem = ? AND {COUNTED}
                AND (+home_id IN (SELECT value FROM json_each(?)) OR +place_id IN (SELECT value FROM json_each(?)))
                AND {NO_PARENT} ORDER BY reported_at, id""",
            [*self._guarded, self._now - days * DAY, problem, spot.homes_json, json.dumps(spot.unit_places)],
        )

    def of_home(self, home: str, days: int) -> list[tuple[Any, ...]]:
        return self._database.read(
            f"""SELECT {ONE} FROM work_order w WHERE {self._guard} AND home_id = ? AND +reported_at >= ? AND {COUNTED}
                AND {NO_PARENT} ORDER BY +reported_at, id""",
            [*self._guarded, home, self._now - days * DAY],
        )

    def busy_units(self, least: int, days: int) -> list[tuple[str, str, str]]:
        """A home or a place of each unit that has enough orders of one problem."""
        rows = self._database.read(
            f"""SELECT MAX(coalesce(w.home_id, '')), MAX(coalesce(w.place_id, '')), w.problem
                FROM work_order w LEFT JOIN home h ON h.scope = w.scope AND h.id = w.home_id
                     LEFT JOIN place p ON p.scope = w.scope AND p.id = w.place_id
                WHERE w.{self._guard} AND w.reported_at >= ? AND w.{COUNTED.replace("kind", "w.kind")}
                AND coalesce(w.problem, '00') <> '00' AND coalesce(h.building_no, p.building_no, '') <> ''
                AND (h.id IS NOT NULL OR coalesce(p.unit_no, '') <> '')
                GROUP BY coalesce(h.building_no, p.building_no), coalesce(h.unit_no, p.unit_no, ''), w.problem
                HAVING COUNT(*) >= ? AND {STILL_LOOSE}""",
            [*self._guarded, self._now - days * DAY, least],
        )
        return [(row[0], "" if row[0] else row[1], row[2]) for row in rows]

    def busy_homes(self, least: int, days: int) -> list[str]:
        rows = self._database.read(
            f"""SELECT home_id FROM work_order w WHERE {self._guard} AND reported_at >= ? AND home_id IS NOT NULL
                AND {COUNTED} GROUP BY home_id HAVING COUNT(*) >= ? AND {STILL_LOOSE}""",
            [*self._guarded, self._now - days * DAY, least],
        )
        return [str(row[0]) for row in rows]

    def pattern(
        self,
        kind: PatternKind,
        rows: Sequence[tuple[Any, ...]],
        span: int,
        where: str,
        spot: Spot,
        more: int = 0,
        problem: str = "",
    ) -> Pattern:
        orders = tuple(One(*(str(part or "") for part in row[:6])) for row in rows)
        label = str(rows[-1][6] or "") if rows and problem else ""
        return Pattern(kind, len(orders) + more, span, where, problem, label, orders, spot)
