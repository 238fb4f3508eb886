"""The sample world as the year's orders need it: who lives where, which places there are, who is on duty."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import day_of, days_between, minute_of_day

Rows = Sequence[Mapping[str, Any]]
HOME = "home"
_DESK = range(8 * 60, 17 * 60)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an order is: a home or a public place, with the kind the suggestion asks for."""

    kind: str
    home: str | None
    place: str | None
    building: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reporter:
    key: str | None
    name: str
    phone: str
    relation: str


class Town:
    """One estate of the world, ready to be asked."""

    def __init__(self, estate: str, world: Mapping[str, Rows], dice: random.Random) -> None:
        self.estate = estate
        self._dice = dice
        self._people = {row["key"]: row for row in world["residents"] if row["estate"] == estate}
        self._in_home: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in world["residences"]:
            if row["estate"] == estate:
                self._in_home[row["home"]].append((row["resident"], row["relation"]))
        self._homes = [self._home_spot(row) for row in world["homes"] if row["estate"] == estate]
        self._by_room: dict[str, str] = {row["room"]: row["key"] for row in world["homes"] if row["estate"] == estate}
        highest: dict[str, int] = defaultdict(int)
        for row in world["homes"]:
            highest[row["building"]] = max(highest[row["building"]], row["floor"])
        self._under_roof = [
            self._home_spot(row)
            for row in world["homes"]
            if row["estate"] == estate and row["floor"] == highest[row["building"]]
        ]
        self._lived_in = [spot for spot in self._homes if self._in_home.get(spot.home or "")]
        self._in_unit: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        for spot in self._lived_in:
            self._in_unit[spot.building, spot.unit].append(spot)
        self._places: dict[str, list[Spot]] = defaultdict(list)
        for row in world["places"]:
            if row["estate"] == estate:
                spot = Spot(row["kind"], None, row["key"], row["building_no"], row["unit_no"])
                self._places[row["kind"]].append(spot)
                self._places[row["name"]].append(spot)
        self.warranty: dict[str, str] = {
            row["no"]: row["warranty_until_on"] for row in world["buildings"] if row["estate"] == estate
        }
        self._staff: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, tuple[str, str]] = {row["key"]: (row["name"], row["phone"]) for row in world["staff"]}
        for row in world["grants"]:
            if row["estate"] == estate:
                self._staff[f"{row['role']}/{row['crew']}"].append(row["staff"])
        self._contractors: dict[str, str] = {
            row["crew"]: row["name"] for row in world["contractors"] if row["estate"] == estate
        }

    def spot(self, at: Sequence[str], under_roof: bool, spared: frozenset[str]) -> Spot:
        """Somewhere the matter may be; kinds and names the estate does not have are passed over."""
        choice = self._dice.choice([each for each in at if each == HOME or self._places.get(each)] or [HOME])
        if choice != HOME:
            return self._dice.choice(self._places[choice])
        homes = self._under_roof if under_roof else self._homes
        while True:
            spot = self._dice.choice(homes)
            if spot.home not in spared and self._in_home.get(spot.home or ""):
                return spot

    def named(self, at: str) -> Spot:
        """The home with this room number, else the public place of this name."""
        if at in self._by_room:
            return next(spot for spot in self._homes if spot.home == self._by_room[at])
        return self._places[at][0]

    def above(self, spot: Spot) -> str | None:
        """The home over this one, for leaks that have two."""
        *front, room = (spot.home or "").rsplit("-", 1)
        over = f"{front[0]}-{int(room) + 100}"
        return over if self._in_home.get(over) else None

    def reporter(self, spot: Spot) -> Reporter:
        """Somebody of the home; for a public place somebody of the unit, or of the estate."""
        if spot.home is None:
            spot = self._dice.choice(self._in_unit.get((spot.building, spot.unit)) or self._lived_in)
        living = self._in_home[spot.home or ""]
        tenants = [each for each in living if each[1] == "tenant"]
        key, relation = self._dice.choice(tenants or living)
        person = self._people[key]
        return Reporter(key, person["name"], person["phones"][0]["number"], relation)

    def patrol(self) -> Reporter:
        no = self._dice.choice(self._staff["butler/"])
        return Reporter(None, *self._names[no], "管家")

    def name_of(self, staff: str) -> str:
        return self._names[staff][0]

    def at_the_desk(self, at: int) -> str:
        """The clerk of the hour, or the squad leader outside desk hours: they take turns by the day."""
        day = days_between("2020-01-01", day_of(at))
        role = "clerk/" if minute_of_day(at) in _DESK else "squad_leader/"
        on_duty = self._staff[role]
        return on_duty[(day + (minute_of_day(at) > 12 * 60)) % len(on_duty)]

    def holder(self, role: str) -> str:
        return self._staff[f"{role}/"][0]

    def technician(self, crew: str, besides: str = "") -> str:
        """Somebody of the crew, or nobody by name where an outside company comes."""
        crowd = [each for each in self._staff[f"technician/{crew}"] if each != besides]
        return self._dice.choice(crowd) if crowd else besides

    def contractor(self, crew: str) -> str:
        return self._contractors.get(crew, "")

    def _home_spot(self, row: Mapping[str, Any]) -> Spot:
        return Spot(HOME, row["key"], None, row["building_no"], row["unit_no"])
