"""Erasures that the head office asks for (I24): what was erased is in no table and in no file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.domain.deciding import Is
from desk.domain.roles import Actor, Role
from desk.store import erasing, erasing_plan
from desk.store.database import Database
from desk.store.erasing import Wanted
from desk.store.search import Search
from desk.store.steps import StepRequest
from sync.server import erasing as on_server
from tests.simulation.net.invariants import entries_of
from tests.sync.erasure.files import pages_of_desk
from tests.world import KEY, World

if TYPE_CHECKING:
    from tests.simulation.net.machines import Center, Desk
    from tests.simulation.net.sim import Sim

CANARY = re.compile(rb"canary[0-9a-f]+")
NEWEST = """SELECT id, ent, pii FROM (SELECT id, ent, pii, 1 AS late, pos AS place FROM outbox WHERE scope=?
            UNION ALL SELECT id, ent, pii, 0, seq FROM journal WHERE scope=?)
            WHERE pii IS NOT NULL ORDER BY late DESC, place DESC LIMIT 25"""
OF_ENT = """SELECT id, pii FROM outbox WHERE scope=? AND ent=? AND pii IS NOT NULL
            UNION SELECT id, pii FROM journal WHERE scope=? AND ent=? AND pii IS NOT NULL"""
TABLES = "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
Places = dict[tuple[str, str], set[str]]


@dataclass
class Erased:
    """What was asked for: photos by their hash; by each asking, the words that must go with it."""

    photos: set[str] = field(default_factory=set)
    words: dict[str, set[bytes]] = field(default_factory=dict)


def ask(sim: "Sim", desk: "Desk") -> None:
    """Somebody's words are to go: one op of a thing, or all of them; its photos too, at times."""
    world = desk.worlds[sim.random.choice(sorted(desk.worlds))]
    for _ in range(sim.random.choice((0, 1, 2))):
        _write_down(sim, desk, world)
    if sim.random.random() < 0.5:
        Search(desk.database, world.rules.records).index.catch_up()
    rows = desk.read(NEWEST, world.scope, world.scope)
    if not rows:
        return
    one, ent, pii = sim.random.choice(rows)
    ops = {str(one): bytes(pii)}
    if sim.random.random() < 0.5:
        ops = {str(op): bytes(told) for op, told in desk.read(OF_ENT, world.scope, ent, world.scope, ent)}
    named = desk.read("SELECT sha256 FROM attachment WHERE scope=? AND about_id=?", world.scope, ent)
    blobs = [str(row[0]) for row in named] if sim.random.random() < 0.4 else []
    bodies = tuple(sorted(ops)) if sim.random.random() < 0.2 else ()
    wanted = Wanted(tuple(sorted(ops)), bodies, tuple(dict.fromkeys(blobs)))
    head = Actor(world.people[Role.HEAD_OFFICE].id, frozenset({Role.HEAD_OFFICE}))
    sim.erased.photos |= set(blobs)

    def send() -> None:
        erasing_plan.ask(desk.database, head, world.scope, wanted, "本人要求", desk.clock())

    before = {str(row[0]) for row in desk.read("SELECT id FROM outbox")}
    sim.exchange(desk, send)
    desk.database.plug.disarm()
    for (asked,) in desk.read("SELECT id FROM outbox"):
        if asked not in before:
            sim.erased.words[str(asked)] = {word for told in ops.values() for word in CANARY.findall(told)}
            sim.say(f"desk {desk.number} asks to erase {len(ops)} of {ent[-5:]}, {len(blobs)} photos")
    sim.ledger.accept(desk)
    sim.ledger.begin(desk)


def _write_down(sim: "Sim", desk: "Desk", world: World) -> None:
    """Somebody's words are changed: what they were stands in what would undo it."""
    flow = world.rules.known("resident")
    step = flow.step("edit")
    if step is None:
        return  # an older program
    name = sim.random.choice(sorted(flow.record.private))
    values = {name: desk.hands[world.scope]._value(flow, name)}
    actor = world.people[sim.random.choice(sorted(step.by & world.people.keys()))]
    sim.take(desk, world, (actor, [StepRequest(world.scope, "resident", "edit", values, world.resident)]))


def done(sim: "Sim", scopes: tuple[str, ...]) -> tuple[set[bytes], set[tuple[str, str]]]:
    """Words and photos of which the server's log says that they are gone."""
    words: set[bytes] = set()
    photos: set[tuple[str, str]] = set()
    for scope in scopes if sim.erased.words else ():
        for _, _, entry in entries_of(sim.center, scope):
            if entry.head.kind == erasing.ASKED and entry.did.verdict is Is.OK:
                words |= sim.erased.words.get(entry.head.id, set())
                photos |= {(scope, one) for one in Wanted.of(entry.values).blobs}
    return words, photos


def stays_gone(sim: "Sim", words: set[bytes]) -> None:
    """A server that was put back to before it has forgotten again when it answers."""
    if words:
        _nowhere(sim.center.database, words, "the restored server")


def places(center: "Center", scopes: tuple[str, ...]) -> Places:
    """Fields of which the log says that they were emptied: a replay of the other entries has them still."""
    found: Places = {}
    for scope in scopes:
        for _, _, entry in entries_of(center, scope):
            if entry.head.kind == erasing.DONE and entry.did.verdict is Is.OK:
                for record, ent, names in erasing.Found.of(entry.values).places:
                    found.setdefault((record, ent), set()).update(names)
    return found


def check(sim: "Sim", scopes: tuple[str, ...]) -> None:
    """I24: in no table of the server or of a desk; and when a file was written anew, in no page of it."""
    gone, photos = done(sim, scopes)
    if photos:
        there = sim.center.database.read("SELECT scope, sha256 FROM blob")
        assert photos.isdisjoint((str(s), str(one)) for s, one in there), "I24: an erased photo is on the server"
    if not gone:
        return
    sim.say(f"{len(gone)} words are gone")
    for desk in sim.desks:
        if desk.read("SELECT 1 FROM search_doc LIMIT 1"):  # what lends its words to others is behind until it drains
            Search(desk.database, desk.template.world.rules.records).index.catch_up()
        _nowhere(desk.database, gone, f"desk {desk.number}")
    _nowhere(sim.center.database, gone, "the server")
    desk = sim.random.choice(sim.desks)
    if erasing.scrub_due(desk.database):
        erasing.scrub(desk.database)
    on_server.scrub(sim.center.server)
    _in_no_page(desk.path, KEY, gone, f"desk {desk.number}")
    _in_no_page(sim.center.database.path, sim.center.key, gone, "the server")


def _in_no_page(path: Path, key: bytes, gone: set[bytes], where: str) -> None:
    found = gone & set(CANARY.findall(pages_of_desk(path, key)))
    assert not found, f"I24: {found} is in the file of {where}"


def _nowhere(database: Database, gone: set[bytes], where: str) -> None:
    for table, text in _tables(database):
        found = gone & set(CANARY.findall(text))
        assert not found, f"I24: {found} is in {table} of {where}"


def _tables(database: Database) -> Iterator[tuple[str, bytes]]:
    for (name,) in database.read(
        "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        rows = database.read(f'SELECT * FROM "{name}"')
        yield str(name), b" ".join(_bytes(value) for row in rows for value in row if value is not None)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
