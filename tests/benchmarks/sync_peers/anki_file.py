"""Anki's sync server and a real collection: the whole file up and down."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.sync_peers.pouch import Moved, Turn, expect
from tests.benchmarks.sync_peers.programs import LOCAL, Program, free_port, started
from tests.benchmarks.sync_peers.wire import counted

CLIENT = Path(__file__).with_name("anki_client.py")
USER = "desk:desk"
MEGABYTES = "4000"


@dataclass(frozen=True)
class Anki:
    """The Python that imports Anki, and a folder for collections and logs."""

    python: Path
    folder: Path

    @contextmanager
    def run(self, *given: str) -> Iterator[Program]:
        log = self.folder / f"{given[0]}.log"
        with started([str(self.python), str(CLIENT), *given], log, {"MAX_SYNC_PAYLOAD_MEGS": MEGABYTES}) as program:
            yield program

    @contextmanager
    def serve(self) -> Iterator[int]:
        """An empty server's port."""
        stored, port = self.folder / "server", free_port()
        env = {
            "SYNC_USER1": USER, "SYNC_BASE": str(stored), "SYNC_HOST": LOCAL, "SYNC_PORT": str(port),
            "MAX_SYNC_PAYLOAD_MEGS": MEGABYTES,
        }  # fmt: skip
        command = [str(self.python), "-m", "anki.syncserver"]
        with started(command, self.folder / "server.log", env) as server:
            server.wait_for_port(port)
            yield port
        shutil.rmtree(stored)

    def move(self, way: str, port: int, collection: Path, count: int) -> float:
        """Notes a second, one way."""
        with self.run(way, f"http://{LOCAL}:{port}/", USER, str(collection)) as client:
            told = client.hear()
            expect(client, told, count)
        milliseconds: float = told["ms"]
        return count / milliseconds * 1000


@contextmanager
def downloading(anki: Anki, file: Path, count: int, uploads: int = 1) -> Iterator[tuple[Turn, Moved, Moved]]:
    """Downloads into an empty collection of what was uploaded from a full one before, so many times.

    Gives the turn, what came down, what went up. The wire is counted behind the block, in a round that is not timed.
    """
    full, empty = anki.folder / "full.anki2", anki.folder / "empty"
    with anki.run("fill", str(file), str(full)) as filling:
        expect(filling, filling.hear(), count)
    up, down = Moved(count), Moved(count)

    def fetched(port: int) -> float:
        empty.mkdir()
        rate = anki.move("download", port, empty / "mine.anki2", count)
        shutil.rmtree(empty)
        return rate

    with anki.serve() as port:
        up.rates += [anki.move("upload", port, full, count) for _ in range(uploads)]
        yield lambda: down.rates.append(fetched(port)), down, up
        with counted(port) as wire:
            anki.move("upload", wire.port, full, count)
            sent = wire.bytes
            fetched(wire.port)
            up.wire_bytes, down.wire_bytes = sent / count, (wire.bytes - sent) / count
