"""The machines of a simulated office: desks and the server, each with a clock, a plug and files that can be copied."""

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk.domain.roles import Role
from desk.store import device
from desk.store.database import Database
from sync.server import erasing
from sync.server.asked import Asked, Guard, Principal
from sync.server.own_secrets import secrets_of
from sync.server.problems import Problem
from sync.server.routes import GUARDS, ROUTES
from sync.server.serving import Server
from sync.server.sqlite_store import FILE, SqliteStore
from tests.simulation.hand import Hand
from tests.simulation.net.office import Template, desk_copy, server_copy
from tests.simulation.net.photos import Known
from tests.simulation.net.plug import Plugged
from tests.simulation.net.quick import Quick
from tests.world import KEY, START, Clock, World

DESK = "x-desk"  # who asks, where the seed does not test identity


@dataclass
class Time:
    """The true time, and what each clock makes of it."""

    now: int = START
    watches: "list[Watch]" = field(default_factory=list)

    def forward(self, ms: int) -> None:
        self.now += ms
        for watch in self.watches:
            watch.show(self.now)


class Watch(Clock):
    """A clock that is wrong by some offset, or stands still."""

    def __init__(self, time: Time, offset: int = 0) -> None:
        super().__init__(time.now + offset)
        self.offset = offset
        self.frozen = False
        time.watches.append(self)

    def show(self, true: int) -> None:
        if not self.frozen:
            self.now = true + self.offset


@dataclass
class Desk:
    """One PC. `worlds` by estate share its file; `known` are the ids that its ops ever carried."""

    number: int
    path: Path
    template: Template
    time: Time
    scopes: tuple[str, ...]
    seed: int
    offset: int = 0
    quick: bool = True
    database: Plugged = field(init=False)
    worlds: dict[str, World] = field(init=False)
    hands: dict[str, Hand] = field(init=False)
    known: set[str] = field(default_factory=set)
    trouble: tuple[int, str] | None = None  # what its plug does in the next thing it does
    is_begun: bool = True  # whether this program has taken up what the one before it could not read

    def __post_init__(self) -> None:
        self.rules = self.template.world.rules
        self.clock = Watch(self.time, self.offset)
        self.database = self._open()
        self.worlds = {site.scope: self._world(site.scope) for site in self.template.sites if site.scope in self.scopes}
        self.hands = {scope: Hand(world, self.seed) for scope, world in self.worlds.items()}
        self.learn()

    @property
    def all_scopes(self) -> tuple[str, ...]:
        return (self.template.company, *self.scopes)

    def _world(self, scope: str) -> World:
        site = next(one for one in self.template.sites if one.scope == scope)
        lent = self.template.world
        return World(
            self.database, self.rules, self.clock, lent.office, scope, lent.people, site.crew, site.homes,
            site.resident, site.place,
        )  # fmt: skip

    def _open(self) -> Plugged:
        return Quick(self.path, KEY) if self.quick else Plugged(self.path, KEY)

    def another(self) -> Plugged:
        """The same file in another program's hands: what it commits is on the same disk."""
        made = self._open()
        made.power = self.database.power
        return made

    def reopen(self) -> None:
        """A new start of the program, on what is in the file."""
        self.close()
        self.is_begun = False
        lasting, self.database = self.database.power, self._open()
        self.database.power = lasting  # the disk forgets nothing because a program ends
        for world in self.worlds.values():
            world.database = self.database
            world.__post_init__()
        self.learn()

    def lose_power(self, chance: random.Random) -> int:
        """The PC goes dark: what was committed without waiting for the disk may be gone; how many pages are."""
        taken = self.path.with_suffix(".dark")
        gone = self.database.power.cut(chance, taken)
        self.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        for ending in ("", "-wal"):
            source = taken.with_name(taken.name + ending)
            if source.exists():
                source.rename(self.path.with_name(self.path.name + ending))
        self.reopen()
        self.database.power.lasts()  # what is there now was on the disk
        return gone

    def close(self) -> None:
        self.database.plug.disarm()
        self.database.close()

    def learn(self) -> None:
        told = {str(name): str(value) for name, value in self.database.read("SELECT name, value FROM device")}
        self.known |= {told[device.ID], *told.get(device.FORMERLY, "").split()}

    def begin(self) -> None:
        """From here on the statements are counted."""
        if self.trouble is not None:
            self.database.plug.arm(*self.trouble)
            self.trouble = None

    def copy_to(self, path: Path) -> None:
        """The whole file as it stands."""
        settle(self.database)
        shutil.copyfile(self.path, path)

    def replace_by(self, path: Path, letter: str | None, is_said: bool = True) -> None:
        """An older file takes the place of this one, mostly by a person who tells the program so."""
        self.close()
        take_place(path, self.path)
        self.reopen()
        if is_said:
            with self.database.write() as connection:
                device.new_incarnation(connection)
                if letter is not None:
                    device.put(connection, device.INCARNATION, letter)
        self.learn()

    def read(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.database.read(sql, parameters)


def settle(database: Database) -> None:
    """Everything of the write-ahead log into the file; nobody else has it open in a transaction."""
    connection = Database.connect(database)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def take_place(source: Path, target: Path) -> None:
    """A file of its own: what a program that was killed still holds open is the old one."""
    for ending in ("", "-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    shutil.copyfile(source, target)


@dataclass
class Center:
    """The server's machine. `grants` say which desk may pull and push what."""

    folder: Path
    template: Template
    time: Time
    grants: dict[int, Principal] = field(default_factory=dict)
    server: Server = field(init=False)
    database: Plugged = field(init=False)
    generation: int = 0  # how often its data went back
    identified: bool = False  # whether desks prove who they are

    def __post_init__(self) -> None:
        if not self.folder.exists():
            server_copy(self.template, self.folder)
        self.clock = Watch(self.time)
        self.key = bytes.fromhex((self.folder / "server.key").read_text("ascii").strip())
        self.open()

    def open(self) -> None:
        self.database = Plugged(self.folder / FILE, self.key)
        guards: Mapping[str, Guard] = GUARDS if self.identified else {"device": self._guard}
        self.server = Server(
            SqliteStore(self.database, self.clock), self.template.world.rules, self.template.world.office.calendar,
            secrets_of(self.folder, fresh=False), self.clock, self.folder, ROUTES, guards,
        )  # fmt: skip
        self.server.__dict__["own_lists"] = _own_lists(self.template)
        self.server.opening = Known()
        erasing.replay(self.server)

    def reopen(self) -> None:
        self.database.plug.disarm()
        self.server.close()
        self.open()

    def copy_to(self, path: Path) -> None:
        settle(self.database)
        shutil.copyfile(self.folder / FILE, path)

    def replace_by(self, path: Path) -> None:
        """Other data under a server that goes on: what it keeps in memory, it keeps."""
        offices = self.server.offices
        self.server.close()
        take_place(path, self.folder / FILE)
        self.generation += 1
        self.open()
        self.server.__dict__["offices"] = offices

    def _guard(self, server: Server, asked: Asked) -> Principal:
        who = self.grants.get(int(asked.headers.get(DESK, "0")))
        if who is None:
            raise Problem(401, "unauthorized", "请先登录")
        return who

    def grant(self, desk: Desk) -> None:
        """All scopes of this desk, under every id that its ops ever had."""
        scopes = frozenset(desk.all_scopes)
        told = {"devices": tuple(sorted(desk.known))}
        self.grants[desk.number] = Principal(f"device{desk.number}", "device", "", scopes, scopes, told=told)


@lru_cache(maxsize=4)
def _cached_lists(folder: str) -> Any:
    from tests.world import own_lists

    return own_lists()


def _own_lists(template: Template) -> Any:
    return _cached_lists(str(template.folder))


def new_desk(
    template: Template, folder: Path, number: int, time: Time, scopes: tuple[str, ...], seed: int, quick: bool
) -> Desk:
    path = folder / f"desk{number}.db"
    desk_copy(template, path, number, scopes)
    return Desk(number, path, template, time, scopes, seed, quick=quick)


ROLES_AT_THE_COUNTER = (Role.CLERK, Role.SUPERVISOR, Role.SQUAD_LEADER)
