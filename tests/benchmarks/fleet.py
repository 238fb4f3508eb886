"""The fleet on loopback: `python -m tests.benchmarks.fleet [--short] [--postgres] [--grow] [--two]`.

Desks of many estates hold their long polls while some of them take steps. Measured: the way from a step complete at
one desk to its entry, checked, at each other desk of that estate; what the server's processes use of the processors
for a step; memory. `--grow`: how each grows with desks, estates and the length of the log. `--two`: two stateless
server processes on one PostgreSQL serve one estate; every desk must hold every step once, without a gap.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks import sync_office
from tests.benchmarks.fleet_desks import FleetDesk, Ran, Watch, run
from tests.benchmarks.sync_office import Light, Office, Served, cpu_seconds, family, noise, quantile
from tests.postgres import Postgres, clusters

Say = Callable[[str], object]


@dataclass(frozen=True)
class Size:
    """One run. So many `log` entries lie in the first estate's log before it begins; on so many server processes."""

    desks: int = 500
    estates: int = 20
    per_second: float = 50.0
    seconds: float = 20.0
    log: int = 0
    servers: int = 1

    def __str__(self) -> str:
        return f"{self.desks:4} desks {self.estates:3} estates {self.per_second:3.0f}/s log {self.log:9,}"


USUAL, SHORT = Size(), Size(20, 4, 10, 3)
GROWTH = (
    Size(50), Size(200), Size(500), Size(200, 5), Size(200, 20), Size(200, 50),
    Size(200, log=100_000), Size(200, log=1_000_000),
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """Milliseconds, megabytes, and whether every desk held every step exactly once."""

    size: Size
    p50: float
    p99: float
    pushed_p99: float
    cpu_per_step: float
    database_per_step: float
    rss: float
    polls: float
    complete: bool
    troubles: int

    def __str__(self) -> str:
        return (
            f"{self.size}  A to B p50 {self.p50:6.1f} p99 {self.p99:7.1f} ms  answer p99 {self.pushed_p99:7.1f} ms"
            f"  CPU {self.cpu_per_step:5.1f} + {self.database_per_step:4.1f} ms a step  {self.rss:4.0f} MB"
            f"  {self.polls:5.0f} polls/s  {'every step once' if self.complete else 'NOT COMPLETE'}"
            + (f"  {self.troubles} refused" if self.troubles else "")
        )


@contextmanager
def database(wanted: bool) -> Iterator[Postgres | None]:
    """A PostgreSQL of this run that writes to the disk like a real one, or None."""
    if not wanted:
        yield None
        return
    with clusters() as made:
        cluster = made.new(fsync=True)
        cluster.start()
        yield cluster


def measured(size: Size, postgres: Postgres | None) -> Figures:
    """One fleet from nothing."""
    with tempfile.TemporaryDirectory(prefix="fleet-") as made, ExitStack() as stack:
        folder = Path(made)
        url = postgres.url(postgres.new_database()) if postgres else None
        office = sync_office.found(folder, url, size.estates)
        lights = [sync_office.take_in(office, office.scopes[k % size.estates]) for k in range(size.desks)]
        if size.log:
            sync_office.lengthen(office, office.scopes[0], size.log)
            sync_office.read_by_workers(office)
        places = places_of(office)
        office.close()
        servers = [stack.enter_context(sync_office.served(folder, url)) for _ in range(size.servers)]
        return _run(size, office, lights, places, servers, postgres)


def places_of(office: Office) -> dict[str, tuple[int, bytes]]:
    heads = office.server.store.heads(office.scopes)
    return {
        scope: (heads[scope].seq, heads[scope].chain) if scope in heads else (0, bytes(32)) for scope in office.scopes
    }


def _run(
    size: Size, office: Office, lights: list[Light], places: dict[str, tuple[int, bytes]], servers: list[Served],
    postgres: Postgres | None,
) -> Figures:  # fmt: skip
    watch = Watch()
    desks = [
        FleetDesk(light, servers[k % len(servers)].port, watch, office.world.company, places[light.scope])
        for k, light in enumerate(lights)
    ]
    before, stored = sum(one.cpu_s for one in servers), used(postgres)
    ran: Ran = asyncio.run(run(desks, watch, office.clerk, size.per_second, size.seconds))
    steps = len(watch.sent)
    return Figures(
        size,
        quantile(watch.arrived, 0.5) * 1000,
        quantile(watch.arrived, 0.99) * 1000,
        quantile(watch.answered, 0.99) * 1000,
        (sum(one.cpu_s for one in servers) - before) / steps * 1000,
        (used(postgres) - stored) / steps * 1000,
        sum(one.rss_mb for one in servers),
        watch.polls / ran.seconds,
        ran.complete,
        len(watch.troubles),
    )


def used(postgres: Postgres | None) -> float:
    """Seconds that the database's processes took."""
    if postgres is None:
        return 0.0
    total = 0.0
    for pid in family(int((postgres.data / "postmaster.pid").read_text().split()[0])):
        try:
            total += cpu_seconds(pid)
        except OSError:  # a backend has ended in this moment: its share is in its parent's
            continue
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="20 desks, seconds")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL instead of the embedded file")
    parser.add_argument("--grow", action="store_true", help="with desks, estates and the log's length")
    parser.add_argument("--two", action="store_true", help="two processes on one PostgreSQL, one estate")
    parser.add_argument("--desks", type=int)
    parser.add_argument("--estates", type=int)
    parser.add_argument("--per-second", type=float)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--log", type=int)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = ("desks", "estates", "per_second", "seconds", "log")
    changed = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    sizes = [replace(one, **changed) for one in (GROWTH if given.grow else [SHORT if given.short else USUAL])]
    if given.two:
        sizes = [replace(one, servers=2, estates=1) for one in sizes]
    with database(given.postgres or given.two) as postgres:
        for size in sizes:
            print(measured(size, postgres), flush=True)
            print(f"    {noise()}", flush=True)


if __name__ == "__main__":
    main()
