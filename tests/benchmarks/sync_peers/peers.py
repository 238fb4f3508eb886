"""The peers' figures, measured now on this machine, for our own benchmark to stand beside."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import sync_documents
from tests.benchmarks.sync_peers import anki_file, install, pouch
from tests.benchmarks.sync_peers.anki_file import Anki
from tests.benchmarks.sync_peers.pouch import Delays, Moved, Pouch

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


def figures(
    counts: Counts, folder: Path = install.FOLDER, say: Callable[[str], object] = lambda _: None
) -> dict[str, float]:
    """Medians by name: `_s` records a second, `_b` bytes of wire a record, `_ms` milliseconds. `say` gets each line."""
    peers = install.install(folder)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)

        def orders(count: int) -> Path:
            file = place / f"{count}.ndjson"
            if not file.exists():
                with file.open("wb") as out:
                    out.writelines(sync_documents.line(one) + b"\n" for one in sync_documents.documents(count, SEED))
            return file

        def note(name: str, label: str, one: Moved) -> None:
            say(moved(label, one))
            found.update({f"{name}_s": one.rate, f"{name}_b": one.wire_bytes})

        (place / "pouch").mkdir()
        (place / "anki").mkdir()
        desk, cards = Pouch(peers.modules, place / "pouch"), Anki(peers.anki, place / "anki")
        note("pouch_pull", "PouchDB pull", pouch.pull(desk, orders(counts.pull), counts.pull, counts.rounds))
        note("pouch_push", "PouchDB push", pouch.push(desk, orders(counts.push), counts.push, counts.rounds))
        for name, label, both in (("a_to_b", "one way", False), ("a_to_b_sync", "both ways", True)):
            delays = pouch.one_to_other(desk, counts.samples, SEED, both)
            say(delayed(f"PouchDB A to B, {label}", delays))
            found.update({f"pouch_{name}_p50_ms": delays.median, f"pouch_{name}_p99_ms": delays.p99})
        up, down = anki_file.up_and_down(cards, orders(counts.notes), counts.notes, counts.rounds)
        note("anki_upload", "Anki whole file up", up)
        note("anki_download", "Anki whole file down", down)
    return found
