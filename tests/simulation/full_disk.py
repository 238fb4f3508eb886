"""A disk with no room left: refused in words, nothing lost, it goes on after. `python -m tests.simulation.full_disk`.

The limit on the size of files stands in for the disk: the kernel then refuses the write, at whatever statement it is.
"""

import resource
import signal
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.store.database import Database
from tests import world as worlds
from tests.invariants import all_of_them
from tests.simulation.dying import Death, Say, run_and_kill, scratch
from tests.world import KEY, World, copy_of

ROOMS_KIB = (1, 9, 40, 77, 130, 260, 333, 500)


def work(world: World, room_kib: int, say: Say) -> None:
    """In the child: take orders until the disk is full, then make room and take one more."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    world.order()
    log = world.database.path.with_name(world.database.path.name + "-wal")
    largest = log.stat().st_size + room_kib * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    refused = 0
    for _ in range(400):
        try:
            say("yes " + world.order(note="长" * 900))
        except DeskError as error:
            say(f"no {error.message}|{error.advice}")
            refused += 1
            if refused == 3:
                break
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    say("after " + world.order())


def fill(folder: Path, built: World, room_kib: int) -> list[str]:
    """One child on a disk with so much room; says what it said."""
    world = copy_of(built, folder / f"full{room_kib}.db")
    told, _ = run_and_kill(lambda say: work(world, room_kib, say), Death())
    refusals = [line for line in told if line.startswith("no ")]
    assert len(refusals) == 3, told[-2:]
    assert all("没有保存" in line and "您填的内容还在" in line for line in refusals)
    assert told[-1].startswith("after "), "with room again it goes on, without a new start"
    database = Database(world.database.path, KEY)
    all_of_them(database, built.rules)
    orders = {str(row[0]) for row in database.read("SELECT id FROM work_order")}
    accepted = {line.split()[1] for line in told if not line.startswith("no ")}
    assert accepted <= orders
    assert len(orders) == len(accepted) + 1, "a refused order is there"
    database.close()
    return told


def main() -> None:
    with scratch() as name:
        folder = Path(name)
        built = worlds.build(folder / "built.db", Calendar())
        built.database.close()
        counts = [sum(line.startswith("yes ") for line in fill(folder, built, room)) for room in ROOMS_KIB]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "more room holds more"
    print(f"rooms of {ROOMS_KIB} KiB held {counts} orders; all of them are there")


if __name__ == "__main__":
    main()
