"""How fast a desk takes in a page of the log: `python -m tests.benchmarks.applying --entries 20000 --page 500`.

New repair orders with bodies of about 600 bytes, against the floor: executemany of the very same rows.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.deciding import Context, Order, decide
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services import rulebook
from desk.store import schema
from desk.store.applying import Incoming, apply_page
from desk.store.database import Database
from desk.store.office import Office
from desk.store.steps import split_private
from sync.protocol.envelope import CHAIN_START, Envelope, chain_next, pack, uuid7
from tests.benchmarks.sync_documents import SCOPE, documents
from tests.world import KEY

COMPANY = "o/0191f0aa-0000-7000-8000-000000000000"
NAMES = ("no", "home_id", "where", "reporter", "reporter_phone", "matter", "area", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    seq: int
    op: bytes
    body: bytes | None
    pii: bytes | None
    did: bytes
    mac: bytes | None


def pages(count: int, page: int) -> Iterator[Incoming]:
    """Invented orders as a server logs them."""
    flow = rulebook().known("work_order")
    actor = Actor("0191f0aa-0000-7000-8000-00000000000a", frozenset({Role.CLERK}))
    settings, calendar = Settings(facts=ALL_SETTINGS), Calendar()
    seq, chain = 0, CHAIN_START
    begin, before, entries = seq, chain, list[Entry]()
    for document in documents(count, 1):
        at = document["reported_at"]
        values = {name: document[name] for name in NAMES} | {"charge": "free"}
        order = Order("work_order", "intake", document["id"], values, at)
        did = decide(flow, None, order, Context(at, SCOPE, actor, settings, calendar))
        assert did.refusal is None, did.refusal
        op = Envelope(uuid7(at), SCOPE, "k7q2", seq + 1, "work_order.intake", document["id"], actor.id, at)
        sealed, wire = op.seal(*split_private(flow.record, values)), pack(did.wire())
        seq += 1
        chain = chain_next(chain, seq, sealed.op, wire)
        entries.append(Entry(seq, sealed.op, sealed.body, sealed.pii, wire, bytes(32)))
        if len(entries) == page or seq == count:
            yield Incoming(SCOPE, begin, before, entries, seq, chain, 0)
            begin, before, entries = seq, chain, []


def floor(source: Database, path: Path) -> float:
    """Seconds to insert the rows that the entries left behind, nothing else."""
    target = Database(path, KEY)
    schema.prepare(target)
    seconds = 0.0
    tables = ("journal", "undo", "work_order", "search_due")
    columns = {name: filled(source, name) for name in tables}
    rows = {name: source.read(f"SELECT {columns[name]} FROM {name}") for name in tables}
    count = len(rows["journal"])
    for start in range(0, count, 500):
        begun = time.perf_counter()
        with target.write() as connection:
            for name, all_rows in rows.items():
                some = all_rows[start : start + 500]
                marks = ",".join("?" * len(some[0]))
                connection.exec_driver_sql(f"INSERT INTO {name} ({columns[name]}) VALUES ({marks})", some)
        seconds += time.perf_counter() - begun
    target.close()
    return seconds


def bare_inserts(folder: Path, count: int) -> float:
    """Entries a second where nothing is done but to insert what applying them leaves behind, indexes included."""
    database = Database(folder / "applied.db", KEY)
    schema.prepare(database)
    rules, office = rulebook(), Office(COMPANY, Calendar())
    for page in pages(count, 500):
        assert apply_page(database, rules, office.context, page, 0).done
    spent = floor(database, folder / "bare.db")
    database.close()
    return count / spent


def filled(source: Database, table: str) -> str:
    """The columns of a table that say something."""
    names = [f'"{row[1]}"' for row in source.read(f"PRAGMA table_info({table})")]
    counts = source.read(f"SELECT {', '.join(f'COUNT({name})' for name in names)} FROM {table}")[0]
    return ", ".join(name for name, count in zip(names, counts, strict=True) if count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--page", type=int, default=500)
    given = parser.parse_args()
    told = list(pages(given.entries, given.page))
    sizes = [len(e.body or b"") + len(e.pii or b"") for page in told for e in page.entries]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "desk.db", KEY)
        schema.prepare(database)
        rules, office = rulebook(), Office(COMPANY, Calendar())
        longest, begun = 0.0, time.perf_counter()
        for page in told:
            one = time.perf_counter()
            assert apply_page(database, rules, office.context, page, 0).done
            longest = max(longest, time.perf_counter() - one)
        seconds = time.perf_counter() - begun
        least = floor(database, Path(folder) / "floor.db")
        database.close()
    print(
        f"{given.entries} entries of {sum(sizes) // len(sizes)} B bodies in pages of {given.page}:"
        f" {given.entries / seconds:,.0f}/s, longest page {longest * 1000:.0f} ms;"
        f" floor {given.entries / least:,.0f}/s, {seconds / least:.2f} times it"
    )


if __name__ == "__main__":
    main()
