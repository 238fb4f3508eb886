"""A desk that begins: `python -m tests.benchmarks.snapshot --records N`. Fetch over HTTP, then into the desk's file.

Bar: at least level with the whole-file download of Anki in the same run (`--beside`; it installs the peers).
The floor is what the machine can do just now: the same texts by executemany into one bare table of such a file.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from desk.domain.calendar import Calendar
from desk.services import rulebook
from desk.store import indexes, schema
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from desk.store.search import Search
from sync.client import snapshot
from sync.client.loading import load
from sync.client.session import Session
from sync.client.snapshot import Download
from sync.protocol.envelope import CHAIN_START, Envelope, chain_next, pack
from sync.server.asked import Principal
from sync.server.building import build_server
from tests.benchmarks import sync_documents
from tests.benchmarks.sync_documents import SCOPE

ROUNDS = 3
AT_ONCE = 10_000
ROW = ("id", "no", "status", "home_id", "where", "reporter", "reporter_phone", "matter", "area", "reported_at",
       "dispatched_at", "finished_at", "technician", "result", "note")  # fmt: skip
RENAMED = {"due_fen": "price_fen", "finish_due_at": "due_at"}
JOURNAL = ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "mac", "chain")
UNDO = ("scope", "op_id", "record", "id", "before")


@dataclass(frozen=True)
class Figures:
    """Records a second, of each round: into place, with every index, and what the machine can do at all."""

    placed: list[float]
    indexed: list[float]
    floor: list[float]
    wire: float


def fill(folder: Path, url: str | None, count: int, tail: int) -> None:
    """A server that holds `count` orders, the last `tail` of them within the 35 days of the log."""
    server = build_server(folder, url)
    rows: list[tuple[Any, ...]] = []
    entries: list[tuple[Any, ...]] = []
    images: list[tuple[Any, ...]] = []
    chain = CHAIN_START
    begins = count - tail
    for seq, one in enumerate(sync_documents.documents(count, 7), 1):
        at = one["reported_at"]
        values = [one[name] for name in ROW] + [one[name] for name in RENAMED.values()]
        head = Envelope(one["id"], SCOPE, "k7q2", seq, "work_order.intake", one["id"], "", at)
        rows.append((SCOPE, head.id, at, *values))
        if seq >= begins:
            private = {name: one[name] for name in ("reporter", "reporter_phone", "matter", "note")}
            body = {name: value for name, value in one.items() if name not in private}
            sealed = head.seal(body, private, bytes(16))
            did = pack({"is": "ok", "at": at, "eff": at, "set": {"status": "accepted", "reported_at": at}})
            chain = chain_next(chain, seq, sealed.op, did)
            entries.append((SCOPE, seq, head.id, head.ent, sealed.op, sealed.body, sealed.pii, did, bytes(32), chain))
            images.append((SCOPE, head.id, "work_order", head.ent, None))
    names = ("scope", "head", "head_eff", *ROW, *RENAMED)
    with server.store.session() as session:
        session.lock(SCOPE)
        for start in range(0, count, AT_ONCE):
            session.copy("work_order", names, rows[start : start + AT_ONCE])
        session.copy("journal", JOURNAL, entries)
        session.copy("undo", UNDO, images)
        session.run("UPDATE head SET seq=?, chain=?, keep_from=? WHERE scope=?", (count, chain, begins, SCOPE))
    server.close()


def serve(folder: Path, url: str | None) -> None:
    """The real server on loopback, open to everybody; says its port."""
    import asyncio
    import socket

    import uvicorn

    from sync.server.live import Live
    from sync.server.shell import application

    everything = frozenset((SCOPE,))
    server = build_server(folder, url, guards={"device": lambda _s, _a: Principal("k7q2", pulls=everything)})
    door = socket.create_server(("127.0.0.1", 0))
    print(door.getsockname()[1], flush=True)
    config = uvicorn.Config(application(Live(server)), http="httptools", ws="none", lifespan="on", log_config=None)
    asyncio.run(uvicorn.Server(config).serve([door]))
    server.close()


@contextmanager
def served(folder: Path, url: str | None) -> Iterator[httpx.Client]:
    told = [sys.executable, "-m", "tests.benchmarks.snapshot", "--serve", str(folder)] + (
        ["--database", url] if url else []
    )
    program = subprocess.Popen(told, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{int(program.stdout.readline())}", timeout=600) as http:
            yield http
    finally:
        program.terminate()
        program.wait()
        program.stdout.close()


def anki(count: int, rounds: int) -> float:
    """Notes a second of Anki's own client and server, the whole file down."""
    from tests.benchmarks.sync_peers import anki_file, install

    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "orders.ndjson"
        with file.open("wb") as out:
            out.writelines(sync_documents.line(one) + b"\n" for one in sync_documents.documents(count, 7))
        (Path(made) / "anki").mkdir()
        cards = anki_file.Anki(install.install().anki, Path(made) / "anki")
        with anki_file.downloading(cards, file, count) as (once, down, _):
            for _round in range(rounds):
                once()
    print(
        f"Anki {down.rate:,.0f} notes/s ({min(down.rates):,.0f}-{max(down.rates):,.0f}), {down.wire_bytes:.0f} B each"
    )
    return float(down.rate)


def measure(count: int, tail: int, rounds: int = ROUNDS, url: str | None = None, with_search: bool = False) -> Figures:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        fill(folder / "server", url, count, tail)
        with served(folder / "server", url) as http:
            begun = time.perf_counter()
            first = Download(SCOPE)
            snapshot.fetch(session(http, Database(folder / "first.db", bytes(32))), first)
            spent = time.perf_counter() - begun
            print(f"first asked: built and fetched in {spent:.2f} s, {count / spent:,.0f} records/s")
            found = Figures([], [], [], first.total / count)
            for turn in range(rounds):
                found.floor.append(count / floor(folder / f"floor{turn}.db", count))
                begins(http, folder / f"desk{turn}.db", count, found, with_search)
    return found


def session(http: httpx.Client, database: Database) -> Session:
    office = Office("o/1", Calendar(load_holidays()))
    scopes = {SCOPE: "active"}
    return Session(database, rulebook(), office.context, http, lambda: "token", lambda: None, lambda: scopes, lambda: 0)


def begins(http: httpx.Client, path: Path, count: int, found: Figures, with_search: bool) -> None:
    """One desk from nothing to every index; then search, at its own rate."""
    database, rules = Database(path, bytes(32)), rulebook()
    schema.prepare(database)
    office = Office("o/1", Calendar(load_holidays()))
    begun = time.perf_counter()
    download = Download(SCOPE)
    snapshot.fetch(session(http, database), download)
    fetched = time.perf_counter() - begun
    loaded = load(database, rules, office.context, SCOPE, download.file.chunks(), 0)
    placed = time.perf_counter() - begun
    made = indexes.make(database, rules.records)
    indexed = time.perf_counter() - begun
    assert loaded.rows == count
    searched = time.perf_counter()
    if with_search:
        Search(database, rules.records).index.catch_up()
        print(f"search {count / (time.perf_counter() - searched):,.0f}/s")
    database.close()
    found.placed.append(count / placed)
    found.indexed.append(count / indexed)
    print(
        f"fetched {fetched:.2f} s, in place {placed:.2f} s, {made} indexes {indexed:.2f} s: "
        f"{count / placed:,.0f} records/s, with indexes {count / indexed:,.0f}"
    )


def floor(path: Path, count: int) -> float:
    """Seconds for the same texts in one bare table: executemany, one commit."""
    rows = [(SCOPE, one["id"], sync_documents.line(one)) for one in sync_documents.documents(count, 7)]
    connection = Database(path, bytes(32)).connect()
    connection.execute("CREATE TABLE bare (scope TEXT, id TEXT, data BLOB)")
    begun = time.perf_counter()
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO bare VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")
    spent = time.perf_counter() - begun
    connection.close()
    return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--tail", type=int, default=10_000, help="entries of the last 35 days")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--database", help="a PostgreSQL server's empty database; else SQLite")
    parser.add_argument("--beside", action="store_true", help="Anki downloads as many notes in the same run")
    parser.add_argument("--search", action="store_true", help="search catches up too, at its own rate")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve is not None:
        serve(given.serve, given.database)
        return 0
    bar = anki(given.records, given.rounds) if given.beside else 0.0
    tail = min(given.tail, given.records - 1)
    found = measure(given.records, tail, given.rounds, given.database, given.search)
    middle = statistics.median(found.placed)
    print(
        f"snapshot {middle:,.0f} records/s ({min(found.placed):,.0f}-{max(found.placed):,.0f}), "
        f"{found.wire:.0f} B each; floor {statistics.median(found.floor):,.0f}/s; bar {bar:,.0f}"
    )
    return 0 if middle >= bar else 1


if __name__ == "__main__":
    sys.exit(main())
