"""The sample company as plain rows: estates, homes, places, people, staff; the same for the same seed and day."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk.domain.calendar import DAY, add_days, start_of_day
from desk.domain.places import room_long, room_short
from desk.domain.rows import Row, read_rows
from desk.sample.people import people_of
from desk.services.estates.record import PlaceKind

Rows = list[dict[str, Any]]
World = dict[str, Rows]
# In a unit; a lift comes first where there is one.
_IN_A_UNIT = ((PlaceKind.UNIT_DOOR, "单元门"), (PlaceKind.STAIR_LIGHT, "楼道灯"), (PlaceKind.RISER, "水管井"))


def build_world(seed: int, today: str, folder: Path) -> World:
    """Rows by kind: companies, estates, buildings, units, homes, places, residents, residences, staff, grants,
    contractors. `key` names a row for ever; other rows refer to it (`estate`, `building`, `home`, `resident`, `staff`).
    """
    world: World = {kind: [] for kind in ("companies", "estates", "buildings", "units", "homes", "places")}
    file = read_rows(folder / "estates.toml")
    company = file.row("company")
    world["companies"].append({"key": "company", "name": company.text("name"), "short": company.text("short")})
    company.done()
    habits: dict[str, dict[str, Any]] = {}
    for row in file.rows("estate", at_least=1):
        key = row.text("key")
        habits[key] = _estate(row, key, world)
        row.done()
    file.done()
    _staff(read_rows(folder / "staff.toml"), world)
    dice = random.Random(seed)
    people = people_of(read_rows(folder / "people.toml"), world["homes"], habits, today, dice)
    world["residents"], world["residences"] = people
    for home in world["homes"]:
        _platform_and_arrears(home, habits[home["estate"]], today, dice)
    return world


def _estate(row: Row, key: str, world: World) -> dict[str, Any]:
    """Add one estate with all its places; returns the habits its people are made by."""
    fields = {name: row.text(name) for name in ("name", "short", "desk_phone", "description")}
    world["estates"].append({"key": key, "company": world["companies"][0]["name"], **fields})
    for run in row.rows("rows", at_least=1):
        for number in range(run.number("from_building"), run.number("to_building") + 1):
            _building(run, key, number, world)
        run.done()
    for grounds in row.rows("grounds"):
        building, unit = (str(grounds.number(name, 0) or "") for name in ("building", "unit"))
        for name in grounds.texts("names"):
            _place(world, key, PlaceKind.GROUNDS, name, building, unit)
        grounds.done()
    if row.has("parking"):
        parking = row.row("parking")
        for number in range(1, parking.number("count") + 1):
            _place(world, key, PlaceKind.PARKING, f"{parking.text('prefix')}{number:03d}号车位", "", "")
        parking.done()
    for shop in row.rows("shops"):
        _place(world, key, PlaceKind.SHOP, f"{shop.text('room')} {shop.text('name')}", "", "")
        shop.done()
    numbers = ("bound_percent", "vacant_percent", "tenant_percent", "arrears_percent", "fee_fen_per_m2")
    return {"first_move_in": row.text("first_move_in"), **{name: row.number(name) for name in numbers}}


def _building(run: Row, estate: str, number: int, world: World) -> None:
    no, building = str(number), f"{estate}/{number}"
    handed_over_on = run.text("handed_over_on")
    world["buildings"].append(
        {
            "key": building,
            "estate": estate,
            "no": no,
            "name": f"{no}栋",
            "handed_over_on": handed_over_on,
            "warranty_until_on": run.text("warranty_until_on"),
            "butler": run.text("butler"),
        }
    )
    areas = run.numbers("areas")
    for unit in map(str, range(1, run.number("units") + 1)):
        world["units"].append({"key": f"{building}-{unit}", "estate": estate, "building_no": no, "no": unit})
        lifts = run.number("lifts")
        for lift in range(1, lifts + 1):
            _place(world, estate, PlaceKind.LIFT, f"{lift}号电梯" if lifts > 1 else "电梯", no, unit)
        for kind, name in _IN_A_UNIT:
            _place(world, estate, kind, name, no, unit)
        for floor in range(1, run.number("floors") + 1):
            for index in range(run.number("per_floor")):
                room = f"{floor}{index + 1:02d}"
                world["homes"].append(
                    {
                        "key": f"{building}-{unit}-{room}",
                        "estate": estate,
                        "building": building,
                        "building_no": no,
                        "unit_no": unit,
                        "room_no": room,
                        "room": room_short(no, unit, room),
                        "address": room_long(no, unit, room),
                        "floor": floor,
                        "area_cm2": areas[index],
                        "handed_over_on": handed_over_on,
                    }
                )


def _place(world: World, estate: str, kind: PlaceKind, name: str, building: str, unit: str) -> None:
    full = (f"{building}栋" if building else "") + (f"{unit}单元" if unit else "") + name
    world["places"].append(
        {
            "key": f"{estate}/{full}",
            "estate": estate,
            "kind": kind.value,
            "name": full,
            "building_no": building,
            "unit_no": unit,
        }
    )


def _staff(file: Row, world: World) -> None:
    world["staff"], world["grants"], world["contractors"] = [], [], []
    for row in file.rows("staff", at_least=1):
        no, grants = row.text("no"), row.rows("grants", at_least=1)
        roles = set()
        for grant in grants:
            role, crew = grant.text("role"), grant.text("crew", "")
            roles.add(role)
            world["grants"].append(
                {
                    "key": f"{no}/{grant.text('estate')}/{role}/{crew}",
                    "staff": no,
                    "estate": grant.text("estate"),
                    "role": role,
                    "crew": crew,
                    "shift": grant.text("shift"),
                }
            )
            grant.done()
        world["staff"].append(
            {
                "key": no,
                "staff_no": no,
                "name": row.text("name"),
                "phone": row.text("phone"),
                "account": not roles <= {"technician", "guard"},
                "deputy": row.flag("deputy", False),
                "skills": list(row.texts("skills", ())),
            }
        )
        row.done()
    for row in file.rows("contractor"):
        facts = {name: row.text(name) for name in ("crew", "name", "phone", "contact")}
        for estate in row.texts("estates"):
            world["contractors"].append({"key": f"{estate}/{facts['crew']}", "estate": estate, **facts})
        row.done()
    file.done()


def _platform_and_arrears(home: dict[str, Any], habits: Mapping[str, Any], today: str, dice: random.Random) -> None:
    """When the home was bound to the platform (the company started four years ago), and what it owes."""
    bound, owes = dice.randrange(100) < habits["bound_percent"], dice.randrange(100) < habits["arrears_percent"]
    started, age_days = start_of_day(add_days(today, -4 * 365)), dice.randrange(4 * 365)
    home["bound_at"] = started + age_days * DAY + dice.randrange(8 * 60, 22 * 60) * 60_000 if bound else None
    months = dice.choice((3, 3, 6, 12, 12, 24))
    home["arrears_fen"] = home["area_cm2"] // 10_000 * habits["fee_fen_per_m2"] * months if owes else 0
