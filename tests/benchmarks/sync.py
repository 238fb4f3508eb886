"""Desk and server beside their peers: `python -m tests.benchmarks.sync [--short] [--peers DIR] [--records 100000]`.

Real processes on loopback: `python -m sync.server` on its SQLite file (or, with `--postgres`, on a PostgreSQL of this
run), desks with encrypted files and the real client. In the same run PouchDB with express-pouchdb and Anki's sync
server move the same orders, each round of theirs right before one of ours: machines have quick and slow minutes, and
what is compared shall fall into the same ones. Bars are ratios, the median of those of all rounds: pull applied to the
desk's tables >= 4 x PouchDB, push of decided steps >= 1.5 x, A to B median <= 1 x, snapshot >= Anki's whole file; a
clerk's step p99 <= 200 ms while another desk pushes.
"""

import argparse
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.store import schema
from desk.store.database import Database
from sync.server.building import system_time
from tests.benchmarks import applying, fleet, sync_office
from tests.benchmarks.snapshot import floor as bare_texts
from tests.benchmarks.sync_office import Office, Served, noise, quantile
from tests.benchmarks.sync_peers import install
from tests.benchmarks.sync_peers.peers import Counts, Peers
from tests.benchmarks.sync_peers.peers import ready as peers_of
from tests.benchmarks.sync_peers.pouch import Delays, Moved
from tests.benchmarks.sync_peers.programs import Program, started
from tests.benchmarks.sync_peers.wire import counted
from tests.postgres import Postgres
from tests.sync.devices.desks import Desk, Line
from tests.world import KEY, Clock

Say = Callable[[str], object]
OLD = 0.9  # of a year's orders; the last 35 days are a tenth
CLERK_MS = 200  # a clerk waits no longer, at p99


@dataclass(frozen=True)
class Plan:
    """How much is moved."""

    records: int = 100_000
    steps: int = 10_000
    samples: int = 200
    clerk_steps: int = 60
    rounds: int = 5


SHORT = Plan(2_000, 500, 20, 10, 1)


@dataclass
class Ground:
    """An office on a server at rest, and files of desks that joined it; each round takes copies of both."""

    office: Office
    folder: Path
    postgres: Postgres | None
    database: str | None
    copies: int = 0

    def join(self, name: str) -> Path:
        """A desk with an empty file, taken in for the estate."""
        path = self.folder / f"{name}.db"
        database = Database(path, KEY)
        schema.prepare(database)
        desk = Desk(database, Line(self.office.server), Clock(system_time()))
        desk.enrol(sync_office.code_for(self.office, [self.office.scopes[0]]), name)
        desk.greet()
        database.close()
        return path

    @contextmanager
    def served(self) -> Iterator[Served]:
        """A server on a copy of what is there."""
        self.copies += 1
        folder = self.folder / f"copy{self.copies}"
        shutil.copytree(self.folder / "office" / "server", folder / "server")
        url = None
        if self.postgres is not None and self.database is not None:
            url = self.postgres.url(self.postgres.new_database(self.database))
        with sync_office.served(folder, url) as server:
            yield server
        shutil.rmtree(folder)

    @contextmanager
    def desk(self, file: Path, port: int) -> Iterator[Program]:
        """A desk at work on a copy of this file."""
        self.copies += 1
        own = self.folder / f"copy{self.copies}.db"
        shutil.copyfile(file, own)
        with self.at_work(own, port) as program:
            yield program
        own.unlink()

    @contextmanager
    def at_work(self, file: Path, port: int) -> Iterator[Program]:
        office = self.office
        told = [str(file), f"http://127.0.0.1:{port}", office.world.company, office.scopes[0], office.clerk]
        command = [sys.executable, "-m", "tests.benchmarks.sync_desk", *told]
        with started(command, self.folder / "desk.log") as program:
            program.hear()
            yield program


@contextmanager
def ground(folder: Path, postgres: Postgres | None, records: int = 0) -> Iterator[Ground]:
    """A founded office with so many orders in its log; `join` is possible until the block's first `served`."""
    folder.mkdir()
    name = postgres.new_database() if postgres else None
    office = sync_office.found(folder / "office", postgres.url(name) if postgres and name else None)
    if records:
        sync_office.log_orders(office, records)
        sync_office.age(office, OLD)
        sync_office.read_by_workers(office)
    yield Ground(office, folder, postgres, name)
    shutil.rmtree(folder)


def ask(program: Program, order: str) -> dict[str, Any]:
    program.say(order.encode())
    return program.hear()


@dataclass
class Ours:
    """Rates are records a second, of each round; delays milliseconds."""

    pull: list[float] = field(default_factory=list)
    pull_indexed: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    pull_floor: float = 0.0
    wire: float = 0.0
    snapshot: list[float] = field(default_factory=list)
    indexed: list[float] = field(default_factory=list)
    snapshot_wire: float = 0.0
    snapshot_floor: float = 0.0
    push: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    from_stored: list[float] = field(default_factory=list)
    clerk_local: list[float] = field(default_factory=list)
    clerk_wire: list[float] = field(default_factory=list)
    server_mb: float = 0.0


@dataclass
class Theirs:
    """The peers' figures of the same rounds; without peers there are none."""

    pull: Moved = field(default_factory=lambda: Moved(0))
    download: Moved = field(default_factory=lambda: Moved(0))
    push: Moved = field(default_factory=lambda: Moved(0))
    arrived: Delays | None = None


def pulled(
    plan: Plan, folder: Path, postgres: Postgres | None, ours: Ours, theirs: Theirs, peers: Peers | None
) -> None:
    """(a) and (d): a log of so many orders to a desk that has none, entry by entry and as a snapshot."""
    with ExitStack() as ready:
        pull_there = download_there = nothing
        if peers is not None:
            pull_there, theirs.pull = ready.enter_context(peers.pulling())
            download_there, theirs.download, _ = ready.enter_context(peers.downloading())
        at = ready.enter_context(ground(folder, postgres, plan.records))
        file = at.join("b")
        at.office.close()
        with at.served() as server:
            for _ in range(plan.rounds):
                pull_there()
                with at.desk(file, server.port) as desk:
                    told = ask(desk, "pull")
                    expect(told["count"], plan.records)
                    ours.pull.append(plan.records / told["ms"] * 1000)
                    ours.pull_indexed.append(plan.records / told["indexed_ms"] * 1000)
                    ours.search.append(plan.records / told["search_ms"] * 1000)
                download_there()
                with at.desk(file, server.port) as desk:
                    told = ask(desk, "snapshot")
                    expect(told["count"], plan.records)
                    ours.snapshot.append(plan.records / told["ms"] * 1000)
                    ours.indexed.append(plan.records / told["indexed_ms"] * 1000)
                    ours.snapshot_wire = told["bytes"] / plan.records
            with counted(server.port) as wire, at.desk(file, wire.port) as desk:
                expect(ask(desk, "pull")["count"], plan.records)
                ours.wire = wire.bytes / plan.records
            ours.server_mb = server.rss_mb
    (folder / "floor").mkdir(parents=True)
    ours.pull_floor = applying.bare_inserts(folder / "floor", plan.records)
    ours.snapshot_floor = plan.records / bare_texts(folder / "floor" / "texts.db", plan.records)


def nothing() -> None:
    """No peer takes a turn."""


def pushed(
    plan: Plan, folder: Path, postgres: Postgres | None, ours: Ours, theirs: Theirs, peers: Peers | None
) -> None:
    """(b) and (e): waiting steps into an empty log, a clerk at another desk meanwhile; (c) from one desk to another."""
    with ExitStack() as ready:
        push_there = nothing
        if peers is not None:
            theirs.arrived = peers.one_to_other()
            push_there, theirs.push = ready.enter_context(peers.pushing())
        at = ready.enter_context(ground(folder, postgres))
        pusher, a, b = (at.join(name) for name in ("pusher", "a", "b"))
        at.office.close()
        with at.served() as server:  # what waits is taken once: every round sends the same to a server of its own
            with at.at_work(pusher, server.port) as desk:
                ask(desk, "pull")
                told = ask(desk, f"fill {plan.steps}")
                expect(told["count"], plan.steps)
                ours.taken.append(plan.steps / told["ms"] * 1000)
                ask(desk, "end")
            one_to_other(plan, at, a, b, server, ours)
        for _ in range(plan.rounds):
            push_there()
            with at.served() as server, at.desk(pusher, server.port) as desk:
                told = ask(desk, "push")
                expect(told["count"], plan.steps)
                ours.push.append(plan.steps / told["ms"] * 1000)
        with at.served() as server, at.desk(pusher, server.port) as desk, at.desk(a, server.port) as clerk:
            ask(clerk, "pull")
            desk.say(b"push")
            clerk.say(f"step {plan.clerk_steps} 50".encode())
            for _ in range(plan.clerk_steps):
                told = clerk.hear()
                ours.clerk_local.append(told["stored"] - told["began"])
                ours.clerk_wire.append(told["confirmed"] - told["stored"])
            expect(desk.hear()["count"], plan.steps)


def one_to_other(plan: Plan, at: Ground, a: Path, b: Path, server: Served, ours: Ours) -> None:
    """Desk A takes steps, desk B follows: from before the step at A, and from its commit, to its commit at B."""
    warm = 5
    with at.desk(a, server.port) as first, at.desk(b, server.port) as second:
        ask(first, "pull")
        ask(second, "listen")
        for number in range(warm + plan.samples):
            taken = ask(first, "step 1 30")
            seen = second.hear()
            while seen["op"] != taken["op"]:
                seen = second.hear()
            if number >= warm:
                ours.arrived.append(seen["seen"] - taken["began"])
                ours.from_stored.append(seen["seen"] - taken["stored"])


def expect(count: int, wanted: int) -> None:
    """What arrived is what was sent, or the figure means nothing."""
    if count != wanted:
        raise SystemExit(f"{count} instead of {wanted}")


def paired(ours: list[float], theirs: list[float]) -> float | None:
    """How many times as quick, round by round: the median."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True)) if theirs else None


def report(plan: Plan, ours: Ours, theirs: Theirs, say: Say) -> bool:
    """Each figure with its bar; says whether all bars are kept. Without peers there are figures only."""
    kept = True

    def line(name: str, text: str, ratio: float | None, bar: float, most: bool = False) -> None:
        nonlocal kept
        if ratio is None:
            say(f"{name:34} {text}")
            return
        good = ratio <= bar if most else ratio >= bar
        kept = kept and good
        say(f"{name:34} {text}  {ratio:5.2f} x ({'<=' if most else '>='} {bar}) {'ok' if good else 'MISSED'}")

    def rates(values: list[float]) -> str:
        return f"{statistics.median(values):9,.0f}/s ({min(values):,.0f}-{max(values):,.0f})"

    def delays(values: list[float]) -> str:
        return f"p50 {quantile(values, 0.5):6.1f} ms  p99 {quantile(values, 0.99):6.1f} ms"

    def there(name: str, one: Moved) -> None:
        if one.rates:
            say(f"{f'    {name}':34} {rates(one.rates)}   wire {one.wire_bytes:.0f} B each")

    line(f"pull of {plan.records:,}, applied", rates(ours.pull), paired(ours.pull, theirs.pull.rates), 4)
    there("PouchDB", theirs.pull)
    say(f"{'    with its indexes':34} {rates(ours.pull_indexed)}")
    say(f"{'    floor: bare inserts of its rows':34} {ours.pull_floor:9,.0f}/s, indexes as they come")
    say(f"{'    search following':34} {rates(ours.search)}   wire {ours.wire:.0f} B each")
    line("snapshot, in place", rates(ours.snapshot), paired(ours.snapshot, theirs.download.rates), 1)
    there("Anki's whole file", theirs.download)
    say(f"{'    with its indexes':34} {rates(ours.indexed)}   wire {ours.snapshot_wire:.0f} B each")
    say(f"{'    floor: its texts, one bare table':34} {ours.snapshot_floor:9,.0f}/s")
    line(f"push of {plan.steps:,} steps, decided", rates(ours.push), paired(ours.push, theirs.push.rates), 1.5)
    there("PouchDB", theirs.push)
    say(f"{'    taken at the desk':34} {rates(ours.taken)}")
    slower = statistics.median(ours.arrived) / theirs.arrived.median if theirs.arrived is not None else None
    line("A to B", delays(ours.arrived), slower, 1, most=True)
    if theirs.arrived is not None:
        say(f"{'    PouchDB':34} {delays(list(theirs.arrived.begun))}")
    say(f"{'    from the commit at A':34} {delays(ours.from_stored)}")
    for name, values in (
        ("clerk's step while another pushes", ours.clerk_local),
        ("    its way to the log", ours.clerk_wire),
    ):
        line(name, delays(values), quantile(values, 0.99) / CLERK_MS, 1, most=True)
    say(f"server {ours.server_mb:.0f} MB after the pulls; {noise()}")
    return kept


def measure(plan: Plan, postgres: Postgres | None, peers: Peers | None) -> tuple[Ours, Theirs]:
    ours, theirs = Ours(), Theirs()
    with tempfile.TemporaryDirectory(prefix="sync-") as made:
        pulled(plan, Path(made) / "pull", postgres, ours, theirs, peers)
        pushed(plan, Path(made) / "push", postgres, ours, theirs, peers)
    return ours, theirs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    usual = Plan()
    parser.add_argument("--short", action="store_true", help="2,000 of everything, once")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--peers", type=Path, default=install.FOLDER, help="where they are installed")
    parser.add_argument("--postgres", action="store_true", help="the server's data in PostgreSQL")
    parser.add_argument("--records", type=int, default=usual.records)
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plan = SHORT if given.short else Plan(given.records, given.steps, rounds=given.rounds)

    def say(text: str) -> None:
        print(text, flush=True)

    say(noise())
    counts = Counts(plan.records, plan.steps, plan.samples, plan.records, plan.rounds)
    with ExitStack() as ready:
        peers = None if given.alone else ready.enter_context(peers_of(counts, given.peers))
        postgres = ready.enter_context(fleet.database(given.postgres))
        return 0 if report(plan, *measure(plan, postgres, peers), say) else 1


if __name__ == "__main__":
    sys.exit(main())
