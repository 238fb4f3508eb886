"""Kill a working desk again and again: `python -m tests.simulation.kills --count 1000`.

A child takes random steps and reports each one after its commit; it is killed; the parent opens the file again. No
accepted step is lost, nothing is there by halves, the file is sound. `--seed` repeats what failed.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.store.database import Database
from tests import world as worlds
from tests.invariants import all_of_them
from tests.simulation.dying import Death, Dying, Say, draw_from, run_and_kill, scratch
from tests.simulation.hand import CANARY, Hand
from tests.world import KEY, World, copy_of

STEPS = 12
KILLS_A_FILE = 8
STATEMENTS_A_STEP = 14


def death_of(choice: random.Random) -> Death:
    """How this child ends. Most die at some statement; the rest inside one, at a checkpoint, or at any moment."""
    kind = choice.random()
    pages = choice.choice((0, 0, 4, 16))
    if kind < 0.35:
        return Death(statement=choice.randint(1, STEPS * STATEMENTS_A_STEP), checkpoint_pages=pages)
    if kind < 0.6:
        late = round(10 ** choice.uniform(0, 3))
        return Death(commit=choice.randint(1, STEPS // 2), commit_us=late, checkpoint_pages=pages)
    if kind < 0.75:
        return Death(inside=choice.randint(1, 120), checkpoint_pages=pages)
    return Death(after_us=choice.randint(1_000, 40_000), checkpoint_pages=pages)


def work(world: World, seed: int, death: Death, say: Say) -> None:
    """In the child: say how many ops are tried, take them, say which were accepted."""
    draw_from(seed)
    database = Dying(world.database.path, KEY, death)
    world.database = database
    world.__post_init__()
    hand = Hand(world, seed)
    database.armed = True
    for _ in range(STEPS):
        actor, requests = hand.next()
        say(f"try {len(requests)}")
        try:
            changed = world.steps.take(actor, *requests)
        except DeskError:
            say("no")
            continue
        say("yes " + " ".join(changed.ops))
        hand.move_the_clock()
        if hand.random.random() < 0.1:
            database.close()
    database.close()


def kill_once(world: World, seed: int, known: set[str]) -> tuple[str, set[str]]:
    """One child's life and death on the world's file; says how it ended and what it is known to hold now."""
    choice = random.Random(seed)
    death = death_of(choice)
    told, killed = run_and_kill(lambda say: work(world, seed, death, say), death)
    accepted = {op for line in told if line.startswith("yes ") for op in line.split()[1:]}
    tried = int(told[-1].split()[1]) if told and told[-1].startswith("try ") else 0
    database = Database(world.database.path, KEY)
    try:
        heads = all_of_them(database, world.rules, {CANARY})
    finally:
        database.close()
    present = {head.id for head in heads}
    lost = (known | accepted) - present
    assert not lost, f"{len(lost)} accepted ops are gone: {death}"
    more = present - known - accepted
    assert len(more) in (0, tried), f"{len(more)} ops of a step of {tried} are there: {death}"
    return how_it_ended(death) if killed else "lived", present


def how_it_ended(death: Death) -> str:
    return next((name for name in ("statement", "inside", "commit") if getattr(death, name)), "moment")


def run(count: int, seed: int, folder: Path) -> dict[str, int]:
    """Kill `count` children; each file meets several deaths before a new one is taken."""
    draw_from(0)
    built = worlds.build(folder / "built.db", Calendar())
    founding = {str(row[0]) for row in built.database.read("SELECT id FROM outbox")}
    built.database.close()
    ends: dict[str, int] = {}
    known: set[str] = set()
    world = built
    for number in range(count):
        if number % KILLS_A_FILE == 0:
            for old in folder.glob("desk.db*"):
                old.unlink()
            world = copy_of(built, folder / "desk.db")
            known = founding
        try:
            how, known = kill_once(world, seed + number, known)
        except BaseException:
            first = seed + number - number % KILLS_A_FILE
            again = f"python -m tests.simulation.kills --seed {first} --count {number % KILLS_A_FILE + 1}"
            print(f"seed {seed + number} failed; again by: {again}", file=sys.stderr)
            raise
        ends[how] = ends.get(how, 0) + 1
    return ends


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = time.monotonic()
    with scratch() as folder:
        ends = run(given.count, given.seed, Path(folder))
    print(f"{given.count} children, none lost a step: {ends}, {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
