"""Desks that prove who they are (I26, I25): enrolled, greeted, given up, copied; and a server that is not theirs."""

import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from desk.domain.calendar import HOUR
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.store import device
from sync.client import kept, office, rounds, tokens
from sync.client.enrolling import enrol
from sync.client.greeting import greet
from sync.client.session import Session
from sync.client.tokens import Bearer
from sync.server.building import build_server
from sync.server.devices import codes, enrolment
from sync.server.devices import tokens as issued
from sync.server.devices.statuses import DeviceStatus
from tests.simulation.dying import Seeded
from tests.simulation.net.machines import Center, Desk, settle

if TYPE_CHECKING:
    from random import Random

    from desk.store.database import Database
    from tests.simulation.net.sim import Sim

NEEDED_BY = frozenset({"identity", "clone", "foreign"})
VERSION = "1"
HELLO_MS = 3 * HOUR  # one in real life: a third of these seeds' time was spent on it
DRAWING = (codes, enrolment, issued)


@dataclass
class Identities:
    """`greeted`: when by the desk's clock; `fresh`: files just put back; `leaving`: to be given up when all is sent."""

    bearers: dict[int, Bearer] = field(default_factory=dict)
    greeted: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    leaving: set[int] = field(default_factory=set)
    drained: set[int] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)


class _Drawn(Seeded):
    def token_urlsafe(self, count: int) -> str:
        return self.token_bytes(count).hex()


def draw_from(seed: int) -> None:
    """Codes, ids and nonces follow from the seed."""
    for module in DRAWING:
        vars(module)["secrets"] = _Drawn(seed + 2)


def take_in(sim: "Sim", desk: Desk) -> None:
    """A code is read to whoever sits there, who types it in until it works."""
    odds, sim.net.weather.odds = sim.net.weather.odds, {}
    cut, sim.net.is_cut = sim.net.is_cut, False
    server = sim.net.center_of(desk.number).server
    by = sim.template.people[Role.HEAD_OFFICE].id
    with server.store.session() as session:
        scopes = list(desk.scopes)
        made = codes.make(server, session, sim.template.company, scopes, by, server.clock())
    enrol(sim.clients[desk.number], desk.database, made.code, f"前台{desk.number}", desk.clock(), VERSION)
    sim.net.weather.odds, sim.net.is_cut = odds, cut
    with desk.database.write() as connection:  # until the first hello: what the code was for
        device.put(connection, kept.SCOPES, '{"' + '":"active","'.join(desk.all_scopes) + '":"active"}')


def line(sim: "Sim", desk: Desk, database: "Database", chance: "Random") -> Session:
    world = next(iter(desk.worlds.values()))
    http, bearer = sim.clients[desk.number], Bearer()
    return Session(
        database, world.rules, world.office.context, http,
        lambda: tokens.token(http, database, bearer, desk.clock()), bearer.forget, lambda: kept.scopes(database),
        desk.clock, chance, refused=lambda told: tokens.heed(database, told),
    )  # fmt: skip


def is_due(sim: "Sim", desk: Desk) -> bool:
    last = sim.ids.greeted.get(desk.number)
    renamed = bool(desk.read("SELECT 1 FROM device WHERE name=?", device.WAS))
    return renamed or last is None or not 0 <= desk.clock() - last < HELLO_MS


def hello(sim: "Sim", desk: Desk) -> None:
    """At the start and now and then. Raises DeskError where nobody, or somebody else, answers."""
    greeting = greet(sim.clients[desk.number], desk.database, Bearer(), VERSION, desk.clock())
    sim.ids.greeted[desk.number] = desk.clock()
    sim.ids.fresh.discard(desk.number)
    sim.lines[desk.number].hope_again()  # as a desk's wire does behind every hello
    desk.learn()
    if greeting.renewed:
        sim.say(f"desk {desk.number} is a copy: new id")


def is_unsure(sim: "Sim", desk: Desk) -> bool:
    """Whether this file may not know yet that it is a copy: until its next hello its numbers may be another's too."""
    return desk.number in sim.ids.fresh or _devs(sim)[_dev(desk)] > 1


def _devs(sim: "Sim") -> Counter[str]:
    return Counter(_dev(one) for one in sim.desks)


def _dev(desk: Desk) -> str:
    return str(desk.read("SELECT value FROM device WHERE name=?", device.ID)[0][0])


def check(sim: "Sim") -> None:
    """At rest everybody has said hello: nobody is locked out, and no two files work under one id."""
    for desk in sim.desks:
        try:
            hello(sim, desk)
        except DeskError as error:
            raise AssertionError(f"I26: desk {desk.number} is not let in: {error.message}") from error
    twice = [dev for dev, count in _devs(sim).items() if count > 1]
    assert not twice, f"I25: two files work under {twice}"


# events


def given_up(sim: "Sim", desk: Desk) -> None:
    """The head office gives a desk up: at once, or when it has sent what it has."""
    others = [one for one in sim.desks if _device(one) != _device(desk) and one.number not in sim.ids.leaving]
    if len(others) < 2 or desk.number in sim.ids.leaving or _device(desk) == _device(sim.desks[0]):
        return
    by, here = sim.template.people[Role.HEAD_OFFICE].id, sim.desks[0]
    at_once = sim.random.random() < 0.5

    def say() -> None:
        good = tokens.token(sim.clients[here.number], here.database, Bearer(), here.clock())
        (office.revoke if at_once else office.drain)(sim.clients[here.number], good, by, _device(desk))

    sim.exchange(here, say)
    here.database.plug.disarm()
    notice(sim)


def notice(sim: "Sim") -> None:
    """Whom the server has given up by now, whether or not anybody heard its answer."""
    rows = sim.center.database.read("SELECT id, status FROM server_device")
    status = {str(one): str(told) for one, told in rows}
    for desk in list(sim.desks):
        told = status.get(_device(desk))
        if told == str(DeviceStatus.REVOKED):
            sim.ids.revoked.add(_device(desk))
            _farewell(sim, desk)
        elif told == str(DeviceStatus.DRAINING) and desk.number not in sim.ids.leaving:
            sim.ids.leaving.add(desk.number)
            sim.ids.drained.add(desk.number)  # it sends each op now and then: none is confirmed
            sim.say(f"desk {desk.number} is to be given up")


def was_given_up(sim: "Sim", desk: Desk) -> None:
    """Only what the head office did makes a desk destroy its keys."""
    given = sim.ids.revoked
    for center in sim.centers:
        rows = center.database.read("SELECT id FROM server_device WHERE status='revoked'")
        given |= {str(one) for (one,) in rows}
    assert _device(desk) in given, f"I26: desk {desk.number} is told to destroy its keys, and nobody said so"


def _device(desk: Desk) -> str:
    me = kept.identity(desk.database)
    assert me is not None
    return me.device


def _farewell(sim: "Sim", desk: Desk) -> None:
    """What a revoked desk still sends is not taken; what it had not sent is lost with it."""
    heads = "SELECT scope, seq, chain FROM head ORDER BY scope"
    before = [center.database.read(heads) for center in sim.centers]
    sim.ids.greeted.pop(desk.number, None)
    if len(sim.centers) == 1:
        sim.exchange(desk, lambda: told_of(sim, desk))
        desk.database.plug.disarm()
        after = [center.database.read(heads) for center in sim.centers]
        assert before == after, "rule 12: a revoked desk wrote into the log"
    sim.leave(desk, with_its_work=True)
    sim.say(f"desk {desk.number} is revoked")


def told_of(sim: "Sim", desk: Desk) -> None:
    """A round by the tokens it has, without a hello before it."""
    rounds.round_of(sim.lines[desk.number])


def send_off(sim: "Sim") -> None:
    """At peace a desk that is to be given up has sent all it has, and is switched off."""
    for desk in [one for one in sim.desks if one.number in sim.ids.leaving]:
        sim.leave(desk, with_its_work=False)
        sim.ids.leaving.discard(desk.number)


def clone(sim: "Sim", desk: Desk) -> None:
    """The PC's disk is copied, and both go on at work; neither knows of the other."""
    if len(sim.desks) >= 5 or desk.number in sim.ids.leaving:
        return
    number = sim.next_number()
    path = sim.folder / f"desk{number}.db"
    settle(desk.database)
    shutil.copyfile(desk.path, path)
    other = Desk(number, path, sim.template, sim.time, desk.scopes, sim.random.getrandbits(32), quick=desk.quick)
    other.is_begun = False  # the copy of an older program's file may hold what only this one can read
    sim.desks.append(other)
    sim.seat(other, is_copy=True)
    for taken in sim.photos.taken.values():
        taken |= {number} if desk.number in taken else set()
    if desk.number in sim.restored:
        sim.restored.add(number)
    sim.say(f"desk {desk.number} is copied: desk {number}")


def stray(sim: "Sim", desk: Desk) -> None:
    """Another company's server answers at our address for a while."""
    if sim.net.foreign is None:
        sim.net.foreign = foreign(sim)
    if desk.number in sim.net.astray:
        sim.net.astray.discard(desk.number)
    else:
        sim.net.astray.add(desk.number)
    sim.say(f"astray {sorted(sim.net.astray)}")


def foreign(sim: "Sim") -> Center:
    built = sim.template.folder / "foreign"
    if not built.exists():  # whole at once: another job may be copying it
        apart = Path(mkdtemp(dir=sim.template.folder))
        build_server(
            apart / "made", None, sim.template.world.clock, calendar=sim.template.world.office.calendar
        ).close()
        with suppress(OSError):  # the other job was first
            (apart / "made").rename(built)
    folder = sim.folder / "foreign"
    shutil.copytree(built, folder)
    return Center(folder, sim.template, sim.time, identified=True)


def check_foreign(sim: "Sim") -> None:
    if sim.net.foreign is not None:
        for table in ("journal", "blob", "quarantine"):
            rows = sim.net.foreign.database.read(f"SELECT COUNT(*) FROM {table}")
            assert rows == [(0,)], f"rule 4: another company's server has our {table}"
