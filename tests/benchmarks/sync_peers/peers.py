"""The peers' figures, measured now on this machine, for our own benchmark to stand beside."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import sync_documents
from tests.benchmarks.sync_peers import anki_file, install, pouch
from tests.benchmarks.sync_peers.anki_file import Anki
from tests.benchmarks.sync_peers.pouch import Delays, Moved, Pouch, Turn

SEED = 7


@dataclass(frozen=True)
class Counts:
    """How much is moved; `rounds` of each way, the median counts."""

    pull: int = 100_000
    push: int = 10_000
    samples: int = 200
    notes: int = 100_000
    rounds: int = 3


def moved(name: str, one: Moved) -> str:
    return (
        f"{name:26}{one.count:8} x {one.rate:9,.0f}/s ({min(one.rates):,.0f}-{max(one.rates):,.0f})"
        f"  wire {one.wire_bytes:6.0f} B each"
    )


def delayed(name: str, one: Delays) -> str:
    after = pouch.Delays(one.stored, one.stored)
    return (
        f"{name:26}{len(one.begun):8} x  p50 {one.median:6.1f} ms   p99 {one.p99:6.1f} ms"
        f"  (from stored at A: {after.median:.1f} / {after.p99:.1f})"
    )


@dataclass(frozen=True)
class Peers:
    """Both peers, ready to take their turns: each gives what is measured in a block, a round for each call."""

    counts: Counts
    pouch: Pouch
    anki: Anki
    folder: Path

    def pulling(self) -> AbstractContextManager[tuple[Turn, Moved]]:
        return pouch.pulling(self.pouch, self._orders(self.counts.pull), self.counts.pull)

    def pushing(self) -> AbstractContextManager[tuple[Turn, Moved]]:
        return pouch.pushing(self.pouch, self._orders(self.counts.push), self.counts.push)

    def downloading(self, uploads: int = 1) -> AbstractContextManager[tuple[Turn, Moved, Moved]]:
        count = self.counts.notes
        return anki_file.downloading(self.anki, self._orders(count), count, uploads)

    def one_to_other(self, both_ways: bool = False) -> Delays:
        return pouch.one_to_other(self.pouch, self.counts.samples, SEED, both_ways)

    def _orders(self, count: int) -> Path:
        file = self.folder / f"{count}.ndjson"
        if not file.exists():
            with file.open("wb") as out:
                out.writelines(sync_documents.line(one) + b"\n" for one in sync_documents.documents(count, SEED))
        return file


@contextmanager
def ready(counts: Counts, folder: Path = install.FOLDER) -> Iterator[Peers]:
    """Installed where they are not yet."""
    found = install.install(folder)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        (place / "pouch").mkdir()
        (place / "anki").mkdir()
        yield Peers(counts, Pouch(found.modules, place / "pouch"), Anki(found.anki, place / "anki"), place)


def figures(counts: Counts, folder: Path, say: Callable[[str], object]) -> None:
    """The peers alone, a line for each way."""
    with ready(counts, folder) as peers:
        with peers.pulling() as (once, pulled):
            for _ in range(counts.rounds):
                once()
        say(moved("PouchDB pull", pulled))
        with peers.pushing() as (once, pushed):
            for _ in range(counts.rounds):
                once()
        say(moved("PouchDB push", pushed))
        for label, both in (("one way", False), ("both ways", True)):
            say(delayed(f"PouchDB A to B, {label}", peers.one_to_other(both)))
        with peers.downloading(counts.rounds) as (once, down, up):
            for _ in range(counts.rounds):
                once()
        say(moved("Anki whole file up", up))
        say(moved("Anki whole file down", down))
