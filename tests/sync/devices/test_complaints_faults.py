"""Complaints over a bad line, to a server that is put back: accepted once is logged once, and nobody else has it.

Seeded: a clerk's desk and a reader's take complaints, answers are lost, requests cut or sent twice, the server goes
back to an earlier day, the reader leaves and comes back. In the end every complaint stands in the log exactly once
(I1, I2, I12), the reader's file is what the log says (I4), and the clerk's desk has stored nothing of it (I9).
"""

import random

import pytest

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import log
from sync.client.rounds import round_of
from sync.server.serving import Server
from tests.confidential import WORDS, Safe, says
from tests.invariants import replay_equals_tables
from tests.sync.devices.desks import Desk, Picture
from tests.sync.devices.test_complaints import ON_A_FILE, Pair
from tests.world import World

STEPS = 24
REWIND_MS = 11 * 60_000  # a second going back within ten minutes asks a person


class Bad:
    """A seeded hand on the line, the server and the people."""

    def __init__(self, pair: Pair, server: Server, rules: Rulebook, seed: int) -> None:
        self.pair, self.server, self.rules = pair, server, rules
        self.chance = random.Random(seed)
        self.pictures = [Picture(server, rules)]
        self.taken: set[str] = set()

    def spoil(self, desk: Desk) -> None:
        often = self.chance.choice((0.0, 0.2, 0.5))
        desk.line.lose = lambda _path: self.chance.random() < often
        desk.line.cut = lambda _path: self.chance.random() < often / 2
        desk.line.twice = self.chance.random() < 0.2

    def round(self, number: int) -> None:
        """Whatever goes wrong on the line is tried again later."""
        line, own, safe = self.pair.lines[number], self.pair.own[number], self.pair.safes[number]
        round_of(line)
        own.round(line, safe.file)

    def step(self) -> None:
        kind = self.chance.choice(("clerk", "clerk", "reader", "round", "round", "round", "back", "leave", "picture"))
        first, second = self.pair.safes
        if kind == "clerk":
            self.taken.add(second.complain(Role.CLERK))
        elif kind == "reader" and first.file.database is not None:
            self.taken.add(first.complain(Role.HEAD_OFFICE))
        elif kind == "leave":
            self._turn(first)
        elif kind == "picture":
            self.pictures.append(Picture(self.server, self.rules))
        elif kind == "back":
            self.pictures[-1].restore(self.server)
            self.pass_time(REWIND_MS)
        else:
            for number in self.chance.sample((0, 1), 2):
                self.spoil(self.pair.desks[number])
                self.round(number)
        self.pass_time(30_000)

    def _turn(self, safe: Safe) -> None:
        if safe.file.database is None:
            assert safe.sign_in(Role.HEAD_OFFICE) is not None
        else:
            safe.file.close()

    def pass_time(self, ms: int) -> None:
        for desk in self.pair.desks:
            desk.clock.forward(ms=ms)
        self.pair.safes[0].world.clock.forward(ms=ms)

    def quiet(self) -> None:
        """Good lines, both people there: it comes to rest."""
        for desk in self.pair.desks:
            desk.line.lose = desk.line.cut = lambda _path: False
            desk.line.twice = False
        assert self.pair.safes[0].sign_in(Role.HEAD_OFFICE) is not None
        for _ in range(8):
            self.pass_time(70_000)
            for number in (0, 1):
                self.round(number)


@ON_A_FILE
@pytest.mark.parametrize("seed", [2])
def test_accepted_once_is_logged_once(
    first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar, server: Server, seed: int
) -> None:
    pair = Pair(first, second, world, rules, calendar)
    pair.read_on_first()
    pair.safes[1].sign_in(Role.CLERK)
    bad = Bad(pair, server, rules, seed)
    bad.taken.add(pair.safes[1].complain(Role.CLERK))
    for _ in range(STEPS):
        bad.step()
    bad.quiet()
    own = pair.safes[0].file.database
    assert own is not None
    assert (log.waiting(first.database), log.waiting(second.database), log.waiting(own)) == (0, 0, 0)
    with server.store.reading() as session:
        logged = [str(row[0]) for row in session.read("SELECT ent FROM journal WHERE scope=?", (pair.scope,))]
        rows = {str(row[0]) for row in session.read("SELECT id FROM complaint")}
    assert sorted(logged) == sorted(bad.taken)
    assert rows == bad.taken
    assert {str(row[0]) for row in own.read("SELECT id FROM complaint")} == bad.taken
    replay_equals_tables(own, rules)
    assert says(second.database, *WORDS) == says(first.database, *WORDS) == []
    assert second.database.read("SELECT 1 FROM journal WHERE scope=?", (pair.scope,)) == []
