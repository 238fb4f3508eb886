"""How long a clerk waits for a step while another desk's backlog comes in: `python -m tests.benchmarks.clerk_beside`.

The bar is 200 ms at p99 (I27). One thread takes steps, another applies the log in pieces; both on one file.
"""

import argparse
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from desk.domain.calendar import Calendar
from desk.store.applying import Incoming, apply_all, place_of
from tests import world as worlds
from tests.benchmarks.applying import pages
from tests.benchmarks.sync_documents import SCOPE
from tests.world import World


def clerk(world: World, ended: Event, waits: list[float]) -> None:
    """A step every 20 ms, as nobody types."""
    while not ended.is_set():
        begun = time.perf_counter()
        world.order()
        waits.append(time.perf_counter() - begun)
        time.sleep(0.02)


def run(world: World, told: list[Incoming], at_once: int | None) -> tuple[float, list[float]]:
    ended, waits = Event(), list[float]()
    thread = Thread(target=clerk, args=(world, ended, waits))
    thread.start()
    begun = time.perf_counter()
    for page in told:
        for applied in apply_all(world.database, world.rules, world.office.context, page, 0, at_once):
            assert applied.done
    seconds = time.perf_counter() - begun
    ended.set()
    thread.join()
    return seconds, sorted(waits)


def steps_alone(world: World, count: int = 100) -> list[float]:
    """The same steps on the same machine, and nobody else."""
    waits: list[float] = []
    for _ in range(count):
        begun = time.perf_counter()
        world.order()
        waits.append(time.perf_counter() - begun)
        time.sleep(0.02)
    return waits


def words(waits: list[float]) -> str:
    middle, late = waits[len(waits) // 2], waits[min(len(waits) * 99 // 100, len(waits) - 1)]
    return f"median {middle * 1000:.0f} ms, p99 {late * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, help="entries of one transaction, if not as many as go")
    given = parser.parse_args()
    told = list(pages(given.entries, 5_000))
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.build(Path(folder) / "desk.db", Calendar())
        alone = sorted(steps_alone(world))
        seconds, waits = run(world, told, given.at_once)
        assert place_of(world.database, SCOPE).seq == given.entries
        world.database.close()
    print(
        f"{given.entries} entries, {given.at_once or 'as many as go'} at once: {given.entries / seconds:,.0f}/s;"
        f" {len(waits)} steps beside it, {words(waits)}; alone {words(alone)}"
    )


if __name__ == "__main__":
    main()
