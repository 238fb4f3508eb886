"""Kill before each statement in turn: of one group of steps, and of the making of a new file.

`python -m tests.simulation.every_statement` goes through all of them; `--each 7` through every seventh.
"""

import argparse
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.store import schema
from desk.store.database import Database
from tests import world as worlds
from tests.invariants import all_of_them
from tests.simulation.dying import Death, Dying, Say, run_and_kill, scratch
from tests.world import KEY, World, copy_of


def group(world: World, order: str, death: Death, say: Say) -> None:
    """Four steps on three records in one transaction: the finish opens a revisit, a sheet comes back."""
    database = Dying(world.database.path, KEY, death)
    world.database = database
    world.__post_init__()
    database.engine.dispose()
    database.armed = True
    world.changed(
        Role.CLERK,
        world.request("work_order.finish", order, result="repaired"),
        world.request("work_order.sign", order, signature="self", tick="good"),
        world.request("work_order.slip_back", order, received_fen=3000, payment="cash"),
        world.request("slip.issue", order_id=order, no="W1A-0001", copy_no=2),
    )
    say(f"yes {database.statements}")


def statements_of_a_group(folder: Path, each: int) -> int:
    """Kill the group at each of its statements; afterwards all of it is there or nothing. Says how many there are."""
    built = worlds.build(folder / "built.db", Calendar())
    order = built.dispatched()
    ops = len(built.database.read("SELECT 1 FROM outbox"))
    built.database.close()
    told, _ = run_and_kill(lambda say: group(copy_of(built, folder / "whole.db"), order, Death(), say), Death())
    count = int(told[-1].split()[1])
    for number in range(1, count + 1, each):
        path = folder / f"{number}.db"
        death = Death(statement=number)
        world = copy_of(built, path)
        told, killed = run_and_kill(lambda say, w=world, d=death: group(w, order, d, say), death)  # type: ignore[misc]
        assert killed, number
        assert told == [], number
        database = Database(path, KEY)
        there = len(all_of_them(database, built.rules)) - ops
        assert there == 0, f"statement {number}: {there} of 4 ops"
        database.close()
    return count


def preparing(path: Path, death: Death, say: Say) -> None:
    database = Dying(path, KEY, death)
    database.armed = True
    schema.prepare(database)
    say(f"yes {database.statements}")


def statements_of_a_new_file(folder: Path, each: int) -> int:
    """Kill the making of a new file; the next start makes it whole. Says how many statements it takes.

    All its tables are one transaction: every so many of its statements, and each of its first and last three.
    """
    told, _ = run_and_kill(lambda say: preparing(folder / "new.db", Death(), say), Death())
    count = int(told[-1].split()[1])
    for number in sorted({*range(1, count + 1, each), 2, 3, *range(count - 2, count + 1)}):
        path = folder / f"new{number}.db"
        death = Death(statement=number)
        _, killed = run_and_kill(lambda say, p=path, d=death: preparing(p, d, say), death)  # type: ignore[misc]
        assert killed, number
        database = Database(path, KEY)
        schema.prepare(database)
        assert database.check() == []
        assert database.read("SELECT value FROM device WHERE name='numbers'") == [("0",)]
        assert database.read("SELECT version_num FROM alembic_version") == [(schema.NEWEST,)]
        database.close()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1)
    each = parser.parse_args().each
    with scratch() as folder:
        count = statements_of_a_group(Path(folder), each)
        print(f"a group of four steps: killed before every {each}. of {count} statements, nothing of it was there")
        count = statements_of_a_new_file(Path(folder), each * 20)
        print(f"a new file: killed before every {each * 20}. of {count} statements, the next start made it whole")


if __name__ == "__main__":
    main()
