"""PouchDB against express-pouchdb, LevelDB on disk at both ends: pull, push and the way from one desk to another."""

import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import sync_documents
from tests.benchmarks.sync_peers.programs import LOCAL, Program, ProgramFailed, free_port, started

SCRIPT = Path(__file__).with_name("pouch.cjs")
# Documents in one request; tried from 100 (its default) to 5,000 and taken where it is quickest.
PULL_BATCH, PUSH_BATCH = 500, 500
WARM, SAMPLE_S, PAUSE_MS = 10, 30.0, (10, 60)


Turn = Callable[[], object]  # one round of something that is ready to be measured


@dataclass
class Moved:
    """Records moved one way: a rate for each round, and what passed on the wire for each record."""

    count: int
    rates: list[float] = field(default_factory=list)
    wire_bytes: float = 0.0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


@dataclass(frozen=True)
class Delays:
    """From before the write at A, and from after it, to the change told by B's own database; milliseconds."""

    begun: tuple[float, ...]
    stored: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.begun)

    @property
    def p99(self) -> float:
        return sorted(self.begun)[max(0, round(len(self.begun) * 0.99) - 1)]


@dataclass(frozen=True)
class Pouch:
    """Where PouchDB is installed, and a folder for databases and logs."""

    modules: Path
    folder: Path

    @contextmanager
    def run(self, *given: str) -> Iterator[Program]:
        with started(["node", str(SCRIPT), str(self.modules), *given], self.folder / f"{given[0]}.log") as program:
            yield program

    @contextmanager
    def serve(self) -> Iterator[tuple[Program, str]]:
        """An empty server, and its address."""
        stored, port = self.folder / "server", free_port()
        stored.mkdir()
        with self.run("serve", str(stored), str(port)) as server:
            server.wait_for_port(port)
            yield server, f"http://{LOCAL}:{port}"
        shutil.rmtree(stored)


@contextmanager
def pulling(pouch: Pouch, file: Path, count: int, batch: int = PULL_BATCH) -> Iterator[tuple[Turn, Moved]]:
    """The orders of `file`, on the server, to a client that has none; the wire is known behind the block."""
    moved = Moved(count)
    with pouch.serve() as (server, url):
        with pouch.run("fill", f"{url}/orders", str(file)) as filling:
            expect(filling, filling.hear(), count)
        before = passed(server)

        def once() -> None:
            mine = pouch.folder / "puller"
            with pouch.run("pull", f"{url}/orders", str(mine), str(batch)) as client:
                told = client.hear()
                expect(client, told, count)
            moved.rates.append(count / told["ms"] * 1000)
            shutil.rmtree(mine)

        yield once, moved
        moved.wire_bytes = (passed(server) - before) / max(len(moved.rates), 1) / count


@contextmanager
def pushing(pouch: Pouch, file: Path, count: int, batch: int = PUSH_BATCH) -> Iterator[tuple[Turn, Moved]]:
    """The orders of `file`, on a client, to a server that has none of them."""
    moved, sent = Moved(count), 0.0
    with pouch.serve() as (server, url):

        def once() -> None:
            nonlocal sent
            mine = pouch.folder / "pusher"
            with pouch.run("push", f"{url}/orders{len(moved.rates)}", str(mine), str(file), str(batch)) as client:
                client.hear()
                before = passed(server)
                client.say()
                told = client.hear()
                expect(client, told, count)
            sent += passed(server) - before
            moved.rates.append(count / told["ms"] * 1000)
            shutil.rmtree(mine)

        yield once, moved
        moved.wire_bytes = sent / max(len(moved.rates), 1) / count


def one_to_other(pouch: Pouch, samples: int, seed: int, both_ways: bool) -> Delays:
    """Two clients in live replication with one server; each order is written at A a while after B has seen the last.

    One way A only sends and B only fetches, which is quicker; both ways is what desks need.
    """
    ways = ("sync", "sync") if both_ways else ("to", "from")
    dice = random.Random(seed)
    begun, stored = [], []
    with (
        pouch.serve() as (_, url),
        pouch.run("live", f"{url}/orders", str(pouch.folder / "a"), ways[0]) as a,
        pouch.run("live", f"{url}/orders", str(pouch.folder / "b"), ways[1]) as b,
    ):
        a.hear()
        b.hear()
        for number, order in enumerate(sync_documents.documents(WARM + samples, seed)):
            time.sleep(dice.randint(*PAUSE_MS) / 1000)
            a.say(sync_documents.line(order))
            written, seen = a.hear(SAMPLE_S), b.hear(SAMPLE_S)
            if not written["id"] == seen["id"] == order["id"]:
                raise b.failure(f"saw {seen['id']} instead of {order['id']}")
            if number >= WARM:
                begun.append(seen["seen"] - written["began"])
                stored.append(seen["seen"] - written["stored"])
    for name in ("a", "b"):
        shutil.rmtree(pouch.folder / name)
    return Delays(tuple(begun), tuple(stored))


def passed(server: Program) -> int:
    server.say()
    told: int = server.hear()["bytes"]
    return told


def expect(program: Program, told: dict[str, float], count: int) -> None:
    """What arrived is what was sent, or the figure means nothing."""
    if told["count"] != count:
        raise ProgramFailed(f"{program.running.args!r} has {told['count']} documents of {count}")
