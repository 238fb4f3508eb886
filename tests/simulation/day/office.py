"""The office of the day: crews with their men, eighty homes with somebody in each, the public places of their units."""

from dataclasses import dataclass

from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import Catalogue, load_catalogue
from desk.store.search import Search
from tests.world import World

CREWS = {"水电班": ("王建国", "李伟", "陈志强"), "综合班": ("赵师傅", "周大勇"), "弱电班": ("吴磊",)}
COMPANY_CREW = "电梯维保"
UNITS = tuple((building, unit) for building in ("6", "7") for unit in ("1", "2"))
PLACES = {"lift": "电梯", "unit_door": "单元门", "stair_light": "楼道灯"}
HOMES = 80
PER_UNIT = HOMES // len(UNITS)


@dataclass(frozen=True, slots=True)
class Home:
    """`tail` are the last four digits of the resident's number: what a clerk types."""

    room: str
    unit: str
    name: str
    tail: str

    @property
    def phone(self) -> str:
        return f"1390000{self.tail}"


def home(number: int) -> Home:
    """The same for the plan and for the office: nobody has to ask the other."""
    building, unit = UNITS[number // PER_UNIT]
    floor, side = divmod(number % PER_UNIT, 2)
    return Home(
        f"{building}-{unit}-{floor + 1:02d}0{side + 1}",
        f"{building}栋{unit}单元",
        f"住户{number:02d}",
        f"{2000 + number}",
    )  # fmt: skip


@dataclass(slots=True)
class DayOffice:
    """A world that is fit for such a day; `places` by their spoken name, `crews` and `men` by name."""

    world: World
    catalogue: Catalogue
    search: Search
    places: dict[str, str]
    crews: dict[str, str]


def furnish(world: World) -> DayOffice:
    """All by the steps an office founds itself with."""
    head = Role.SUPERVISOR
    crews = {"水电班": world.crew}
    for name in ("综合班", "弱电班"):
        crews[name] = world.take(head, "crew.add", name=name, trades=[], capacity=6)
    crews[COMPANY_CREW] = world.take(head, "crew.add", name=COMPANY_CREW, trades=[], outside=True, phone="4008001234")
    estate = world.scope.partition("/")[2]
    number = 100
    for crew, men in CREWS.items():
        for man in men:
            number += 1
            world.changed(
                Role.HEAD_OFFICE,
                world.request("staff.add", name=man, staff_no=str(number), account=False),
                world.request("grant.add", staff_id="@0", estate_id=estate, role=str(Role.TECHNICIAN),
                              crew_id=crews[crew], shift="day"),
            )  # fmt: skip
    for building in dict.fromkeys(one for one, _ in UNITS):
        world.take(head, "building.add", no=building, name=f"{building}栋")
    places = {}
    for building, unit in UNITS:
        world.take(head, "unit.add", building_no=building, no=unit)
        for kind, words in PLACES.items():
            name = f"{building}栋{unit}单元{words}"
            told = {"name": name, "kind": kind, "building_no": building, "unit_no": unit}
            places[name] = world.take(head, "place.add", **told)
    for count in range(HOMES):
        _settle(world, home(count))
    search = Search(world.database, world.rules.records)
    search.index.build()
    return DayOffice(world, load_catalogue(RESOURCES / "catalogue"), search, places, crews)


def _settle(world: World, one: Home) -> None:
    building, unit, room = one.room.split("-")
    world.changed(
        Role.SUPERVISOR,
        world.request("home.add", building_no=building, unit_no=unit, room_no=room, room=one.room),
        world.request("resident.add", name=one.name, phones=[{"number": one.phone, "note": "本人"}]),
        world.request("residence.add", resident_id="@1", home_id="@0", relation="owner"),
    )
