"""One device under a seeded scheduler: `python -m tests.simulation.one_device --seeds 20`. A failing seed says so.

Random steps by random people, kills at any statement, restarts, a clock that jumps, a second program on the file, and
restores of an old backup under a new incarnation. Of sync.md: I1 every accepted op once and nothing else, I4 the tables
equal a replay, I6 the desk sees its own pending work, I8 the reopened state is a committed one, I10 log order is n
order, I25 a printed number is given once, whatever was restored.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.store import device, log
from desk.store.database import Database
from tests import world as worlds
from tests.invariants import all_of_them, dump
from tests.simulation.dying import Death, Dying, Say, draw_from, run_and_kill, scratch
from tests.simulation.hand import CANARY, Hand
from tests.world import KEY, World, copy_of

EVENTS = ("step", "clock", "restart", "kill", "backup", "restore", "second")
ODDS = (70, 12, 5, 8, 2, 1, 2)
LENGTH = 90


@dataclass
class Model:
    """What the desk was told to keep: the ops it accepted, in order, and every number it ever gave."""

    accepted: list[str]
    numbers: dict[str, str] = field(default_factory=dict)
    backup: tuple[Path, list[str]] | None = None


class OneDevice:
    """The desk, its model, and the scheduler that disturbs it."""

    def __init__(self, built: World, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        draw_from(seed)
        self.world = copy_of(built, folder / "desk.db")
        self.hand = Hand(self.world, seed)
        self.model = Model([str(row[0]) for row in self.world.database.read("SELECT id FROM outbox ORDER BY n")])
        self.trace: list[str] = []

    def run(self, length: int = LENGTH) -> None:
        for _ in range(length):
            event = self.random.choices(EVENTS, ODDS)[0]
            self.trace.append(event)
            getattr(self, event)()
            self._note_numbers()
            if event != "step":
                self.check()
        self.check()
        self.world.database.close()

    def step(self) -> None:
        actor, requests = self.hand.next()
        before = self._ops()
        try:
            changed = self.world.steps.take(actor, *requests)
        except DeskError:
            assert self._ops() == before
            return
        self.model.accepted += changed.ops
        for ent in changed.ents:  # I6: what was just done is in what is shown
            shown = {entry.head.id for entry in log.history(self.world.database, ent)}
            assert shown & set(changed.ops)

    def clock(self) -> None:
        self.hand.move_the_clock()

    def restart(self) -> None:
        before = dump(self.world.database, self.world.rules)
        self._open(Database(self.world.database.path, KEY))
        assert dump(self.world.database, self.world.rules) == before

    def kill(self) -> None:
        """A child does the next steps and dies; I8: what it committed is there, and no half of what it did not."""
        self.world.database.close()
        death = Death(statement=self.random.randint(1, 60), checkpoint_pages=self.random.choice((0, 8)))
        seed = self.random.getrandbits(32)
        told, _ = run_and_kill(lambda say: self._dying(death, seed, say), death)
        self._open(Database(self.world.database.path, KEY))
        self.model.accepted += [op for line in told if line.startswith("yes ") for op in line.split()[1:]]
        tried = int(told[-1].split()[1]) if told and told[-1].startswith("try ") else 0
        more = self._ops()[len(self.model.accepted) :]
        assert len(more) in (0, tried)
        self.model.accepted += more  # committed, and killed before it could say so

    def _dying(self, death: Death, seed: int, say: Say) -> None:
        draw_from(seed)
        database = Dying(self.world.database.path, KEY, death)
        self._open(database, close=False)
        hand = Hand(self.world, seed)
        database.armed = True
        for _ in range(6):
            actor, requests = hand.next()
            say(f"try {len(requests)}")
            try:
                say("yes " + " ".join(self.world.steps.take(actor, *requests).ops))
            except DeskError:
                say("no")

    def backup(self) -> None:
        path = self.folder / f"backup{len(self.trace)}.db"
        self.world.database.backup(path)
        self.model.backup = (path, list(self.model.accepted))

    def restore(self) -> None:
        """An older file takes this one's place; without a server what came after is gone, but not its numbers."""
        if self.model.backup is None:
            return
        path, accepted = self.model.backup
        self.model.backup = None  # a second restore of one backup needs the server's word on the letter
        self.world.database.close()
        for old in self.folder.glob("desk.db-*"):
            old.unlink()
        self.world.database.path.write_bytes(path.read_bytes())
        self._open(Database(self.world.database.path, KEY))
        with self.world.database.write() as connection:
            device.new_incarnation(connection)
        self.model.accepted = accepted

    def second(self) -> None:
        """Another program has the same file open and works in it."""
        other = copy_program(self.world)
        try:
            order = other.order(where="另一个窗口")
            self.model.accepted += [entry.head.id for entry in log.history(other.database, order)]
        except DeskError:
            assert self._ops() == self.model.accepted  # the clerk has lost the grant meanwhile
        other.database.close()

    def check(self) -> None:
        heads = all_of_them(self.world.database, self.world.rules, {CANARY})
        assert [head.id for head in heads] == self.model.accepted  # I1, I10

    def _ops(self) -> list[str]:
        return [str(row[0]) for row in self.world.database.read("SELECT id FROM outbox ORDER BY n")]

    def _open(self, database: Database, close: bool = True) -> None:
        if close:
            self.world.database.close()
        self.world.database = database
        self.world.__post_init__()

    def _note_numbers(self) -> None:
        for ident, no in self.world.database.read("SELECT id, no FROM work_order"):
            assert self.model.numbers.setdefault(no, ident) == ident, f"{no} was given twice"  # I25


def copy_program(world: World) -> World:
    """The same file in another program's hands."""
    return World(
        Database(world.database.path, KEY), world.rules, world.clock, world.office, world.scope, world.people,
        world.crew, world.homes, world.resident, world.place,
    )  # fmt: skip


def run(first: int, seeds: int, folder: Path, length: int = LENGTH) -> int:
    """Run the seeds; says how many events they had. Raises with the seed that failed."""
    draw_from(0)
    built = worlds.build(folder / "built.db", Calendar())
    built.database.close()
    events = 0
    for seed in range(first, first + seeds):
        own = folder / str(seed)
        own.mkdir()
        desk = OneDevice(built, own, seed)
        try:
            desk.run(length)
        except BaseException:
            again = f"python -m tests.simulation.one_device --first {seed} --seeds 1 --length {length}"
            print(f"seed {seed} failed after {' '.join(desk.trace[-12:])}; again by: {again}", file=sys.stderr)
            raise
        events += len(desk.trace)
    return events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--length", type=int, default=LENGTH)
    given = parser.parse_args()
    begun = time.monotonic()
    with scratch() as folder:
        events = run(given.first, given.seeds, Path(folder), given.length)
    print(f"{given.seeds} seeds, {events} events, every invariant held, {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
