"""Kill before each statement, in either file, of what touches both: a reader's complaint with its neutral line, the
opening of what a clerk sealed, the making of the file.

`python -m tests.simulation.two_files` goes through all of them; `--each 7` through every seventh.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.store.confidential import Confidential
from desk.store.database import Database
from tests import world as worlds
from tests.confidential import Safe
from tests.invariants import replay_equals_tables
from tests.simulation.dying import Death, Dying, Say, run_and_kill, scratch
from tests.world import KEY, World, copy_of


class Beside(Dying):
    """The second file on the same plug: one count runs over both."""

    main: Dying

    def _before_statement(self, sql: str) -> None:
        self.main._before_statement(sql)


class DyingFile(Confidential):
    """The complaints' file of a desk that is killed."""

    def at(self, key: bytes) -> Database:
        assert isinstance(self._main, Dying)
        beside = Beside(self.path, key, Death())
        beside.main = self._main
        return beside


Work = Callable[[Safe], object]


def child(world: World, death: Death, before: Work, work: Work, say: Say) -> None:
    main = world.database = Dying(world.database.path, KEY, death)
    world.__post_init__()
    safe = Safe(world)
    safe.file = safe.steps._confidential = DyingFile(main, lambda: world.rules, world.office, world.clock)
    before(safe)
    main.armed = True
    work(safe)
    say(f"yes {main.statements}")


def opened(world: World) -> Safe:
    """After the kill, at the next start: the manager signs in."""
    safe = Safe(world)
    assert safe.sign_in(Role.MANAGER) is not None
    assert not safe.file.was_lost
    return safe


def group_of_both(safe: Safe, said: bool) -> None:
    """No line without its complaint; what was accepted is there in both."""
    own, lines = safe.file.database, safe.world.rows("in_hand")
    assert own is not None
    rows = safe.rows(own)
    assert len(lines) <= len(rows) <= 1, (lines, rows)
    assert not said or (len(lines), len(rows)) == (1, 1)
    safe.complain(Role.MANAGER)
    numbers = [row[0] for row in own.read("SELECT n FROM outbox ORDER BY pos")]
    assert numbers == sorted(set(numbers)), "a number came twice"


def opened_once(safe: Safe, said: bool) -> None:
    own = safe.file.database
    assert own is not None
    assert len(safe.rows(own)) == 1
    assert own.read("SELECT COUNT(*) FROM outbox") == [(1,)]
    assert safe.world.database.read("SELECT COUNT(*) FROM sealed") == [(0,)]


def made_whole(safe: Safe, said: bool) -> None:
    safe.complain(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    own = safe.sign_in(Role.MANAGER)
    assert own is not None
    assert len(safe.rows(own)) == 2


def nothing(_safe: Safe) -> None:
    """Nobody has been here before."""


def manager(safe: Safe) -> None:
    assert safe.sign_in(Role.MANAGER) is not None


def complaint(safe: Safe) -> None:
    safe.complain(Role.MANAGER)


def sealed(safe: Safe) -> None:
    safe.sign_in(Role.MANAGER)
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    safe.file.close()


FLOWS = {
    "a complaint and its line": (nothing, manager, complaint, group_of_both),
    "what was sealed": (sealed, nothing, manager, opened_once),
    "a new file": (nothing, nothing, manager, made_whole),
}


def copied(built: World, path: Path) -> World:
    """Both files of it."""
    own = built.database.path.with_suffix(".complaints.db")
    if own.exists():
        path.with_suffix(".complaints.db").write_bytes(own.read_bytes())
    return copy_of(built, path)


def kill_each(folder: Path, founded: World, name: str, each: int) -> int:
    """Says how many statements it takes."""
    prepare, before, work, check = FLOWS[name]
    place = folder / name.replace(" ", "-").replace("'", "")
    place.mkdir()
    built = copy_of(founded, place / "built.db")
    prepare(Safe(built))
    built.database.close()
    whole = copied(built, place / "whole.db")
    told, _ = run_and_kill(partial(child, whole, Death(), before, work), Death())
    count = int(told[-1].split()[1])
    for number in range(1, count + 1, each):
        path = place / f"{number}.db"
        death, world = Death(statement=number), copied(built, path)
        told, killed = run_and_kill(partial(child, world, death, before, work), death)
        assert killed, number
        world.database = Database(path, KEY)
        world.__post_init__()
        safe = opened(world)
        check(safe, told != [])
        own = safe.file.database
        assert own is not None
        replay_equals_tables(own, world.rules)
        replay_equals_tables(world.database, world.rules)
        assert own.check() == []
        safe.file.close()
        world.database.close()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1, help="every so many statements")
    options = parser.parse_args()
    with scratch() as folder:
        founded = worlds.build(Path(folder) / "founded.db", Calendar())
        founded.database.close()
        for name in FLOWS:
            count = kill_each(Path(folder), founded, name, options.each)
            print(f"{name}: killed at every {options.each}. of {count} statements, nothing was lost or there by halves")


if __name__ == "__main__":
    main()
