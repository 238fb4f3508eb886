"""The office of the scenarios with real ends, made once: on a server, at two PCs that joined it, with two partners."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar, at
from desk.domain.service import Rulebook
from desk.sample.pins import BUILT_ON
from desk.store import device, schema
from desk.store.database import Database
from desk.store.office import Office
from desk.store.search import Search
from sync.client import kept
from sync.client.joining import join, receive
from sync.client.lines import Lines, client
from sync.server import sample
from sync.server.building import build_server
from sync.server.devices import codes
from sync.server.devices.registered import company_of
from sync.server.doors import addresses, cursors, forwarding, partners, telling
from sync.server.doors.statuses import PartnerKind
from sync.server.store import heads_of
from tests.sync.server.running import running
from tests.world import KEY, Clock

if TYPE_CHECKING:
    from sync.server.serving import Server

START = at("2026-11-20", "14:02")
ESTATE = "翠湖花园"
SHOP, CHANNEL = "鲜丰翠湖店", "微信小程序"
SEATS = ("前台1", "前台2")
OWN = "server.%"


@dataclass(frozen=True)
class Town:
    """Folders to be copied. `keys`: what each partner was given, by its name."""

    folder: Path
    keys: dict[str, str]
    rules: Rulebook
    calendar: Calendar

    def server(self, folder: Path, clock: Clock) -> "Server":
        """The server of one scenario, on data of its own."""
        shutil.copytree(self.folder / "server", folder)
        return build_server(folder, clock=clock, rules=self.rules, calendar=self.calendar)

    def desk(self, name: str, folder: Path, url: str) -> Database:
        """The file of one PC in a folder of its own, and where its server is today."""
        folder.mkdir()
        shutil.copyfile(self.folder / f"{name}.db", folder / "desk.db")
        database = Database(folder / "desk.db", KEY)
        with database.write() as connection:
            kept.put(connection, {kept.URL: url})
        return database


def build(folder: Path, sample_file: Path, rules: Rulebook, calendar: Calendar) -> Town:
    """The office goes to the server; the first PC receives it over HTTP, the second joins as a PC of its own."""
    clock = Clock(START)
    server = build_server(folder / "server", clock=clock, rules=rules, calendar=calendar)
    with _opened(sample_file) as told:
        sample.take_over(server, told)
    with server.store.session() as session:
        company = company_of(session) or ""
        estates = addresses.estates_of(session, company)
        here = next(one.scope for one in estates if one.name == ESTATE)
        made = [codes.make(server, session, company, [here], "", START).code for _ in SEATS]
        keys = {
            name: partners.key_of(server, partners.make(session, company, name, str(kind), (here[2:],), START))
            for name, kind in ((SHOP, PartnerKind.SHOP), (CHANNEL, PartnerKind.CHANNEL))
        }
    first, second = (folder / f"{name}.db" for name in SEATS)
    with running(server) as served:
        http = client(served.url, Lines())
        with _opened(first) as database:
            schema.prepare(database)
            join(http, database, made[0], SEATS[0], clock, "0.1")
            office = Office(company, calendar, lambda: server.own_lists)
            receive(http, database, rules, office.context, clock, lambda _done, _total: None)
            Search(database, rules.records).index.catch_up()
            with database.write() as connection:
                device.put(connection, BUILT_ON, "2026-11-20")  # so that the door says the PINs
        shutil.copyfile(first, second)
        with _opened(second) as database:
            with database.write() as connection:
                connection.exec_driver_sql("DELETE FROM device WHERE name LIKE ?", (OWN,))
                connection.exec_driver_sql("DELETE FROM sync_state WHERE scope LIKE 'd/%'")
                device.put(connection, device.ID, device.drawn_id())
            join(http, database, made[1], SEATS[1], clock, "0.1")
        http.close()
    _heard(server)
    server.close()
    return Town(folder, keys, rules, calendar)


def _heard(server: "Server") -> None:
    """What came about before there was a partner is told to none."""
    with server.store.session() as session:
        for name in (telling.NAME, forwarding.NAME):
            behind = cursors.behind(session, name)
            heads = heads_of(session, [scope for scope, _ in behind])
            for scope, seq in behind:
                cursors.move(session, name, scope, seq, heads[scope].seq)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(path, KEY)
    try:
        yield database
    finally:
        database.close()
