"""For whom a notice is: parts of the building tree, homes, people; how many homes that is, and whether one is meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from desk.domain.flow import Frozen
from desk.domain.notice_lists import Audience
from desk.domain.places import room_long
from desk.domain.roles import Actor
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

BUILDING, UNIT, HOME, RESIDENT = "b", "u", "h", "r"  # how a target begins
MOST_NAMED = 12
EVERYBODY = {str(Audience.ALL): "全小区", str(Audience.CAR_OWNERS): "全体车主"}


@dataclass(frozen=True, slots=True)
class House:
    """One home as the tree holds it."""

    id: str
    building: str
    unit: str
    room: str


@dataclass(frozen=True)
class Tree:
    """The buildings of an estate in the order of their numbers, every home in use."""

    houses: tuple[House, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)  # of chosen residents: the home they live in

    @cached_property
    def units(self) -> dict[tuple[str, str], tuple[House, ...]]:
        found: dict[tuple[str, str], list[House]] = {}
        for one in self.houses:
            found.setdefault((one.building, one.unit), []).append(one)
        return {key: tuple(homes) for key, homes in found.items()}

    @cached_property
    def buildings(self) -> dict[str, tuple[str, ...]]:
        """Each with its units; a building without units has one that is called nothing."""
        found: dict[str, list[str]] = {}
        for building, unit in self.units:
            found.setdefault(building, []).append(unit)
        return {building: tuple(units) for building, units in found.items()}

    @cached_property
    def by_id(self) -> dict[str, House]:
        return {one.id: one for one in self.houses}

    def homes(self, audience: str, targets: Iterable[str]) -> frozenset[str]:
        """Ids of the homes that are meant; each once, however often."""
        if audience in EVERYBODY:
            return frozenset(self.by_id)
        found: set[str] = set()
        for kind, rest in map(_parts, targets):
            if kind == BUILDING:
                units = [(rest, unit) for unit in self.buildings.get(rest, ())]
            else:
                units = [unit_of(rest)] if kind == UNIT else []
            found.update(one.id for key in units for one in self.units.get(key, ()))
            alone = rest if kind == HOME else self.people.get(rest, "") if kind == RESIDENT else ""
            found.update([alone] if alone in self.by_id else [])
        return frozenset(found)

    def count(self, audience: str, targets: Iterable[str]) -> int:
        return len(self.homes(audience, targets))

    def words(self, audience: str, targets: Sequence[str]) -> str:
        """1栋、3栋2单元、4栋1单元201: as the poster says it."""
        if audience in EVERYBODY:
            return EVERYBODY[audience]
        said: list[str] = []
        people = 0
        for kind, rest in sorted(map(_parts, targets), key=self._place):
            if kind == BUILDING:
                said.append(room_long(rest, "", ""))
            elif kind == UNIT:
                said.append(room_long(*unit_of(rest), ""))
            elif kind == HOME and rest in self.by_id:
                one = self.by_id[rest]
                said.append(room_long(one.building, one.unit, one.room))
            elif kind == RESIDENT:
                people += 1
        more = f"等 {len(said)} 处" if len(said) > MOST_NAMED else ""
        chosen = f"指定住户 {people} 位" if people else ""
        return "、".join(part for part in ("、".join(said[:MOST_NAMED]) + more, chosen) if part)

    def _place(self, part: tuple[str, str]) -> tuple[int, str]:
        """Where a target stands in the tree."""
        kind, rest = part
        building = rest if kind == BUILDING else unit_of(rest)[0] if kind == UNIT else ""
        if kind == HOME and rest in self.by_id:
            building = self.by_id[rest].building
        order = list(self.buildings)
        return (order.index(building) if building in self.buildings else len(order), f"{kind}{rest}")


def building_target(building: str) -> str:
    return f"{BUILDING}/{building}"


def unit_target(building: str, unit: str) -> str:
    return f"{UNIT}/{building}/{unit}"


def home_target(home_id: str) -> str:
    return f"{HOME}/{home_id}"


def resident_target(resident_id: str) -> str:
    return f"{RESIDENT}/{resident_id}"


def unit_of(rest: str) -> tuple[str, str]:
    """Building and unit of what stands behind `u/`."""
    building, _, unit = rest.rpartition("/")
    return building, unit


def _parts(target: str) -> tuple[str, str]:
    kind, _, rest = target.partition("/")
    return kind, rest


def level_of(targets: Sequence[str]) -> Audience:
    """How wide what was chosen is, for the list: the widest part of it."""
    kinds = {_parts(one)[0] for one in targets}
    for kind, level in ((BUILDING, Audience.BUILDING), (UNIT, Audience.UNIT), (HOME, Audience.HOME)):
        if kind in kinds:
            return level
    return Audience.RESIDENT


def concerns(notice: Frozen, house: House, resident_id: str = "") -> bool:
    """Whether a home, or somebody who lives in it, is meant."""
    if notice.get("audience") in EVERYBODY:
        return True
    wanted = {
        building_target(house.building), unit_target(house.building, house.unit), home_target(house.id),
    }  # fmt: skip
    if resident_id:
        wanted.add(resident_target(resident_id))
    return not wanted.isdisjoint(notice.get("targets") or ())


def read_tree(database: "Database", actor: Actor, scope: str, residents: Sequence[str] = ()) -> Tree:
    """Every home in use, some thousands; `residents` are those whose home is wanted."""
    where, w = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT id, building_no, coalesce(unit_no, ''), room_no FROM home
            WHERE {where} AND status = 'active' ORDER BY sort_key, id""",
        w,
    )
    people: dict[str, str] = {}
    if residents:
        marks = ", ".join("?" * len(residents))
        found = database.read(
            f"""SELECT resident_id, home_id FROM residence WHERE {where} AND status = 'active'
                AND resident_id IN ({marks}) ORDER BY id""",
            [*w, *residents],
        )
        people = {str(one): str(home) for one, home in found}
    return Tree(tuple(House(*map(str, row)) for row in rows), people)


def house_of(database: "Database", actor: Actor, scope: str, home_id: str) -> House | None:
    where, w = visible_to(actor, scope)
    rows = database.read(
        f"SELECT id, building_no, coalesce(unit_no, ''), room_no FROM home WHERE {where} AND id = ?", [*w, home_id]
    )
    return House(*map(str, rows[0])) if rows else None


def residents_of(targets: Iterable[str]) -> tuple[str, ...]:
    """The people among what was chosen."""
    return tuple(rest for kind, rest in map(_parts, targets) if kind == RESIDENT)
