"""A small whole office to test in: one estate founded by real ops, a person of every role, and a movable clock."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, Calendar, at
from desk.domain.deciding import Did
from desk.domain.field import Scope
from desk.domain.flow import Values
from desk.domain.lists import Layer
from desk.domain.roles import WITH_ACCOUNT, Actor, Role
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.parts import own_lists as rows_of
from desk.paths import RESOURCES
from desk.services import rulebook
from desk.services.work_orders.catalogue import load_catalogue
from desk.store import bootstrap, device, schema
from desk.store.database import Database
from desk.store.office import Office
from desk.store.rows import columns_of
from desk.store.steps import Changed, StepRequest, Steps

KEY = bytes(range(32))
START = at("2026-11-18", "9:00")  # a Wednesday
NAMES = {
    Role.CLERK: "李敏",
    Role.SUPERVISOR: "张敏",
    Role.SQUAD_LEADER: "赵刚",
    Role.FOREMAN: "孙国强",
    Role.BUTLER: "周婷",
    Role.MANAGER: "吴明",
    Role.ACCOUNTANT: "郑洁",
    Role.HEAD_OFFICE: "王总",
}


@dataclass
class Clock:
    """The time of a test: an argument like any other."""

    now: int = START

    def __call__(self) -> int:
        return self.now

    def forward(self, *, days: int = 0, hours: int = 0, minutes: int = 0, ms: int = 0) -> int:
        """Move on (or back, if negative); says the new moment."""
        self.now += days * DAY + hours * HOUR + minutes * MINUTE + ms
        return self.now

    def set(self, day: str, clock: str) -> int:
        self.now = at(day, clock)
        return self.now


@dataclass
class World:
    """An office at work. `people` by role; `crew`, `homes`, `resident` and `place` are ids."""

    database: Database
    rules: Rulebook
    clock: Clock
    office: Office
    scope: str
    people: Mapping[Role, Actor]
    crew: str
    homes: tuple[str, ...]
    resident: str
    place: str
    steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        self.steps = Steps(self.database, self.rules, self.clock, self.office.context)

    @property
    def company(self) -> str:
        return self.office.company

    def request(self, kind: str, ent: str | None = None, /, **values: Any) -> StepRequest:
        """A step by its kind, such as `work_order.dispatch`."""
        record, _, step = kind.partition(".")
        own = {Scope.COMPANY: self.company, Scope.COMPLAINT: complaints_of(self.scope)}
        scope = own.get(self.rules.known(record).record.scope, self.scope)
        return StepRequest(scope, record, step, values, ent)

    def take(self, role: Role, kind: str, ent: str | None = None, /, **values: Any) -> str:
        """One step by the person of this role; says the entity."""
        return self.steps.take(self.people[role], self.request(kind, ent, **values)).ents[0]

    def changed(self, role: Role, *requests: StepRequest) -> Changed:
        return self.steps.take(self.people[role], *requests)

    def forecast(self, role: Role, kind: str, ent: str | None = None, /, **values: Any) -> Did:
        return self.steps.forecast(self.people[role], self.request(kind, ent, **values))

    def row(self, record: str, ent: str) -> Values:
        """A record as it is stored."""
        columns = columns_of(self.rules.known(record).record)
        found = self.database.read(columns.select("id=?"), (ent,))
        assert len(found) == 1, f"{len(found)} rows of {record} {ent}"
        return columns.decode(found[0])

    def rows(self, record: str) -> list[Values]:
        columns = columns_of(self.rules.known(record).record)
        return [columns.decode(row) for row in self.database.read(columns.select("1=1 ORDER BY id"))]

    def last_op(self) -> str:
        return str(self.database.read("SELECT id FROM outbox ORDER BY n DESC LIMIT 1")[0][0])

    def order(self, **values: Any) -> str:
        """A general repair in a home, taken in by telephone."""
        told = {
            "home_id": self.homes[0],
            "where": "3-2-1801",
            "reporter": "王秀英",
            "reporter_phone": "13800006621",
            "matter": "厨房水龙头一直滴水",
            "charge": "free",
            **values,
        }
        return self.take(Role.CLERK, "work_order.intake", **told)

    def dispatched(self, **values: Any) -> str:
        order = self.order(**values)
        self.take(Role.CLERK, "work_order.dispatch", order, crew_id=self.crew, crew="水电班")
        return order

    def finished(self, **values: Any) -> str:
        """Repaired, an hour after it was reported, half an hour after the arrival."""
        order = self.dispatched(**values)
        self.clock.forward(minutes=30)
        self.take(Role.CLERK, "work_order.arrive", order)
        self.clock.forward(minutes=30)
        self.take(Role.CLERK, "work_order.finish", order, result="repaired")
        return order

    def slip_back(self, **values: Any) -> str:
        order = self.finished(**values)
        self.take(Role.CLERK, "work_order.sign", order, signature="self", tick="good")
        self.take(Role.CLERK, "work_order.slip_back", order)
        return order


@cache
def own_lists() -> Layer:
    """The rows of lists that the program brings itself."""
    return rows_of(load_catalogue(RESOURCES / "catalogue"))


def build(path: Path, calendar: Calendar, prepared: Path | None = None) -> World:
    """Found the office in a new file, or in a copy of one that is prepared and empty, under an id of its own."""
    database = Database(path, KEY)
    if prepared is None:
        schema.prepare(database)
    else:
        shutil.copyfile(prepared, path)
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM device")
            device.enrol_locally(connection)
    rules, clock = rulebook(), Clock()
    founded = bootstrap.found(
        database, rules, clock, company="安和物业服务有限公司", estate="翠湖花园", name="王总", staff_no="08"
    )
    head = Actor(founded.head_office, frozenset())
    people = {Role.HEAD_OFFICE: head}
    world = World(
        database, rules, clock, Office(founded.company, calendar, own_lists), founded.estate, people, "", (), "", ""
    )
    estate_id = founded.estate.partition("/")[2]
    for number, role in enumerate(sorted(WITH_ACCOUNT - {Role.HEAD_OFFICE}), start=1):
        made = world.changed(
            Role.HEAD_OFFICE,
            world.request("staff.add", name=NAMES[role], staff_no=f"{number:02d}", account=True),
            world.request("grant.add", staff_id="@0", estate_id=estate_id, role=str(role)),
        )
        people[role] = Actor(made.ents[0], frozenset())
    clerk_head = Role.SUPERVISOR
    world.crew = world.take(clerk_head, "crew.add", name="水电班", trades=["水", "电", "疏通"], capacity=6)
    world.take(clerk_head, "building.add", no="3", name="3栋")
    world.take(clerk_head, "unit.add", building_no="3", no="2")
    world.homes = tuple(
        world.take(clerk_head, "home.add", building_no="3", unit_no="2", room_no=room, room=f"3-2-{room}")
        for room in ("1801", "1802", "1901")
    )
    world.place = world.take(clerk_head, "place.add", name="3栋2单元电梯", kind="lift", building_no="3", unit_no="2")
    world.resident = world.take(
        clerk_head, "resident.add", name="王秀英", phones=[{"number": "13800006621", "note": "本人"}]
    )
    world.take(clerk_head, "residence.add", resident_id=world.resident, home_id=world.homes[0], relation="owner")
    return world


def copy_of(built: World, path: Path) -> World:
    """The same office in a file of its own, its clock at the start again. `built` must be closed."""
    shutil.copyfile(built.database.path, path)
    return World(
        Database(path, KEY),
        built.rules,
        Clock(),
        built.office,
        built.scope,
        built.people,
        built.crew,
        built.homes,
        built.resident,
        built.place,
    )
