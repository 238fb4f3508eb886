"""A desk of the sync benchmark: a process of its own with an encrypted file, the real client and lines of JSON.

`python -m tests.benchmarks.sync_desk FILE URL COMPANY SCOPE CLERK`, then one order a line: pull, snapshot, fill N,
push, listen, step N PAUSE_MS [alone], end. Moments are the machine's monotonic milliseconds, the same in every process.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from desk.domain.calendar import Calendar
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.services import rulebook
from desk.store import indexes
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from desk.store.search import Search
from desk.store.steps import StepRequest, Steps
from sync.client import kept, snapshot
from sync.client.loading import load
from sync.client.rounds import pull, push
from sync.client.session import Outcome, Session
from sync.client.snapshot import Download
from sync.client.tokens import Bearer, token
from sync.server.building import system_time
from tests.benchmarks.sync_documents import documents
from tests.world import KEY

TOLD = ("no", "home_id", "where", "reporter", "reporter_phone", "matter", "note")
AT_ONCE = 50  # steps of one transaction where only their number matters
WAIT_MS = 20_000


def now() -> float:
    return time.monotonic() * 1000


def tell(**told: Any) -> None:
    print(json.dumps(told), flush=True)


def check(outcome: Outcome) -> None:
    """A round that did not succeed says nothing about speed."""
    if outcome.fault is not None:
        raise outcome.fault


@dataclass
class Station:
    """The desk of this process."""

    database: Database
    rules: Rulebook
    session: Session
    steps: Steps
    clerk: Actor
    scope: str

    def requests(self, count: int) -> list[StepRequest]:
        """New repair orders; numbers are the desk's own."""
        seed = system_time()
        return [
            StepRequest(self.scope, "work_order", "intake", {name: one[name] for name in TOLD[1:]} | {"charge": "free"})
            for one in documents(count, seed)
        ]

    def count(self, sql: str) -> int:
        return int(self.database.read(sql)[0][0])

    # orders

    def pull(self) -> None:
        """Everything there is, into the tables; then search, at its own rate."""
        begun = now()
        outcome = pull(self.session)
        spent = now() - begun
        check(outcome)
        indexes.make(self.database, self.rules.records)
        indexed = now() - begun
        searched = now()
        Search(self.database, self.rules.records).index.catch_up()
        tell(
            ms=spent, indexed_ms=indexed, search_ms=now() - searched,
            count=self.count("SELECT COUNT(*) FROM work_order"),
        )  # fmt: skip

    def snapshot(self) -> None:
        """The same by a file: into place, then its indexes, then search."""
        begun = now()
        download = Download(self.scope)
        snapshot.fetch(self.session, download)
        fetched = now() - begun
        context = self.session.context_of
        loaded = load(self.database, self.rules, context, self.scope, download.file.chunks(), system_time())
        placed = now() - begun
        indexes.make(self.database, self.rules.records)
        indexed = now() - begun
        Search(self.database, self.rules.records).index.catch_up()
        searched = now() - begun - indexed
        tell(
            fetched_ms=fetched, ms=placed, indexed_ms=indexed, search_ms=searched, bytes=download.total,
            count=self.count("SELECT COUNT(*) FROM work_order"), entries=loaded.entries,
        )  # fmt: skip

    def fill(self, count: int) -> None:
        """Steps that wait to be sent."""
        told = self.requests(count)
        begun = now()
        for start in range(0, count, AT_ONCE):
            self.steps.take(self.clerk, *told[start : start + AT_ONCE])
        tell(ms=now() - begun, count=self.count("SELECT COUNT(*) FROM outbox"))

    def end(self) -> None:
        """The whole file is in its place and may be copied."""
        self.database.close()
        tell(ended=True)

    def push(self) -> None:
        """Until the log has confirmed every one of them."""
        waiting = self.count("SELECT COUNT(*) FROM outbox")
        begun = now()
        outcome = push(self.session)
        spent = now() - begun
        check(outcome)
        assert not self.count("SELECT COUNT(*) FROM outbox")
        tell(ms=spent, count=waiting)

    def listen(self) -> None:
        """Each op as soon as its page is committed here."""
        outcome = pull(self.session)
        tell(ready=True)
        while outcome.fault is None:
            outcome = pull(self.session, WAIT_MS)
            seen = now()
            for changed in outcome.changed:
                for op in changed.ops:
                    tell(op=op, seen=seen)
        raise outcome.fault

    def step(self, count: int, pause_ms: float, alone: bool) -> None:
        """A clerk at work: each step is committed here, then sent, then confirmed (unless it stays `alone`)."""
        for request in self.requests(count):
            time.sleep(pause_ms / 1000)
            began = now()
            (op,) = self.steps.take(self.clerk, request).ops
            stored = now()
            if not alone:
                outcome = push(self.session)
                check(outcome)
            tell(op=op, began=began, stored=stored, confirmed=now())


def station(file: Path, url: str, company: str, scope: str, clerk: str) -> Station:
    database, rules, bearer = Database(file, KEY), rulebook(), Bearer()
    office = Office(company, Calendar(load_holidays()))
    http = httpx.Client(base_url=url, timeout=600, trust_env=False)
    scopes: dict[str, str] = json.loads(kept.values(database)[kept.SCOPES])
    session = Session(
        database, rules, office.context, http, lambda: token(http, database, bearer, system_time()), bearer.forget,
        lambda: scopes, system_time,
    )  # fmt: skip
    steps = Steps(database, rules, system_time, office.context)
    return Station(database, rules, session, steps, Actor(clerk, frozenset()), scope)


def main() -> None:
    file, url, company, scope, clerk = sys.argv[1:6]
    desk = station(Path(file), url, company, scope, clerk)
    orders: dict[str, Callable[..., None]] = {
        "pull": desk.pull, "snapshot": desk.snapshot, "push": desk.push, "listen": desk.listen, "end": desk.end,
        "fill": lambda count: desk.fill(int(count)),
        "step": lambda count, pause, *alone: desk.step(int(count), float(pause), bool(alone)),
    }  # fmt: skip
    with desk.database.write():
        pass  # a desk that is at work has what it writes with
    tell(ready=True)
    for line in sys.stdin:
        name, *rest = line.split()
        orders[name](*rest)


if __name__ == "__main__":
    main()
