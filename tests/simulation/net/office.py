"""One founded office, built once and copied for every seed: a server that has all of it and a desk that followed it."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.roles import WITH_ACCOUNT, Actor, Role
from desk.store import device, schema
from desk.store.applying import Incoming, apply_page, place_of
from desk.store.database import Database
from desk.store.holidays import load_holidays
from sync.server.building import build_server
from sync.server.pulling import page_behind
from sync.server.serving import Server
from tests import world as worlds
from tests.simulation.dying import draw_from
from tests.sync.estate import push_all, scopes_of
from tests.world import KEY, START, World

PREFIX = "D"


@dataclass(frozen=True)
class Site:
    """What a hand needs of one estate."""

    scope: str
    crew: str
    homes: tuple[str, ...]
    resident: str
    place: str


@dataclass(frozen=True)
class Template:
    """The files to copy, and what is in them. `world` is closed: it lends its rules, office and people."""

    folder: Path
    world: World
    sites: tuple[Site, ...]

    def desk_file(self, scopes: Sequence[str]) -> Path:
        """A desk's file with these estates and no other."""
        if len(scopes) == len(self.sites):
            return self.folder / "desk.db"
        (number,) = (number for number, site in enumerate(self.sites) if site.scope in scopes)
        return self.folder / f"desk{number}.db"

    @property
    def server_folder(self) -> Path:
        return self.folder / "server"

    @property
    def empty_server(self) -> Path:
        return self.folder / "empty.db"

    @property
    def people(self) -> Mapping[Role, Actor]:
        return self.world.people

    @property
    def company(self) -> str:
        return self.world.company


def build(folder: Path) -> Template:
    """Found it on a desk, push it, and let the desk follow the log as any desk does."""
    draw_from(0)
    world = worlds.build(folder / "desk.db", Calendar(load_holidays()))
    sites = (_site(world), _second(world))
    world.order()
    world.dispatched(matter="灯不亮")
    server = build_server(folder / "server", None, world.clock, calendar=world.office.calendar)
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM search_due")
    push_all(server, world)
    for scope in scopes_of(world):
        follow(world, server, scope)
    assert world.database.read("SELECT COUNT(*) FROM outbox") == [(0,)]
    server.close()
    world.database.close()
    _empty(folder, world)
    blank = Database(folder / "blank.db", KEY)
    schema.prepare(blank)
    blank.close()
    template = Template(folder, world, sites)
    for number in range(len(sites)):
        _without(template, {site.scope for site in sites} - {sites[number].scope}, folder / f"desk{number}.db")
    return template


def _empty(folder: Path, world: World) -> None:
    """A database with nothing but its tables, under the same key and secret."""
    fresh = folder / "fresh"
    fresh.mkdir()
    for name in ("server.key", "server.secret"):
        shutil.copyfile(folder / "server" / name, fresh / name)
    build_server(fresh, None, world.clock, calendar=world.office.calendar).close()
    shutil.move(fresh / "server.db", folder / "empty.db")


def _site(world: World) -> Site:
    return Site(world.scope, world.crew, world.homes, world.resident, world.place)


def _second(world: World) -> Site:
    """A small second estate with the same people."""
    estate = world.take(Role.HEAD_OFFICE, "estate.add", name="金桂苑", company="安和物业服务有限公司")
    for role in sorted(WITH_ACCOUNT):
        staff = world.people[role].id
        world.take(Role.HEAD_OFFICE, "grant.add", staff_id=staff, estate_id=estate, role=str(role))
    second = replace(world, scope=f"e/{estate}")
    lead = Role.SUPERVISOR
    crew = second.take(lead, "crew.add", name="综合班", trades=["水", "电"], capacity=4)
    second.take(lead, "building.add", no="1", name="1栋")
    second.take(lead, "unit.add", building_no="1", no="1")
    homes = tuple(
        second.take(lead, "home.add", building_no="1", unit_no="1", room_no=room, room=f"1-1-{room}")
        for room in ("101", "102")
    )
    place = second.take(lead, "place.add", name="1栋电梯", kind="lift", building_no="1", unit_no="1")
    resident = second.take(lead, "resident.add", name="王建国", phones=[{"number": "13900001111", "note": "本人"}])
    return Site(second.scope, crew, homes, resident, place)


def follow(world: World, server: Server, scope: str) -> None:
    """A pull without a wire."""
    cursor = place_of(world.database, scope)
    with server.store.reading() as session:
        page = page_behind(session, scope, cursor.seq, 100_000, {})
    assert page is not None
    came = Incoming(scope, cursor.seq, cursor.chain, page.entries, page.next, page.chain, page.keep_from)
    assert apply_page(world.database, world.rules, world.office.context, came, START).done


def _without(template: Template, scopes: Iterable[str], path: Path) -> None:
    """A desk that was never granted these scopes."""
    shutil.copyfile(template.folder / "desk.db", path)
    database = Database(path, KEY)
    tables = database.read("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE c.name = 'scope'")
    with database.write() as connection:
        for scope in scopes:
            for (table,) in tables:
                connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE scope=?', (scope,))
    database.close()


def desk_copy(template: Template, path: Path, number: int, scopes: Sequence[str]) -> None:
    """A desk of this office, with an id and a prefix of its own."""
    shutil.copyfile(template.desk_file(scopes), path)
    database = Database(path, KEY)
    with database.write() as connection:
        name_desk(connection, number)
    database.close()


def blank_desk(template: Template, path: Path, number: int) -> None:
    """A desk that has nothing yet."""
    shutil.copyfile(template.folder / "blank.db", path)
    database = Database(path, KEY)
    with database.write() as connection:
        name_desk(connection, number)
    database.close()


def name_desk(connection: object, number: int) -> None:
    device.put(connection, device.ID, f"desk{number:04d}")  # type: ignore[arg-type]
    device.put(connection, device.PREFIX, f"{PREFIX}{number}")  # type: ignore[arg-type]


def server_copy(template: Template, folder: Path) -> None:
    shutil.copytree(template.server_folder, folder)
