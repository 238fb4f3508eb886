"""An office for the sync benchmarks: a company with estates on a real server's data, desks taken in, logs of a length.

What is there before anything is measured is made in this process, by the server's own functions; then `served` starts
`python -m sync.server` on it.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.store.device import drawn_id
from desk.store.holidays import load_holidays
from sync.protocol.envelope import Envelope, Sealed, chain_next, pack, uuid7
from sync.server.building import build_server, system_time
from sync.server.devices import codes, tokens
from sync.server.doors import cursors, forwarding, telling
from sync.server.doors.working import look_into_logs
from sync.server.handling import chunks_of, handle
from sync.server.log import JOURNAL, Pusher, append, opened
from sync.server.serving import Server
from sync.wire.devices import EnrolAsk
from sync.wire.enrolment import proof_text
from sync.wire.messages import Sent
from sync.wire.signed import Purpose, new_seed, public_key, sign
from tests import world as worlds
from tests.benchmarks.sync_documents import documents
from tests.benchmarks.sync_peers.programs import Program, free_port, started
from tests.sync.devices.desks import Desk, Line, first_enrolled
from tests.world import World

SEED = 7
TOLD = ("no", "home_id", "where")
PRIVATE = ("reporter", "reporter_phone", "matter", "note")
BULK = 10_000  # rows of one transaction
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Light:
    """A desk of the fleet: taken in for one estate, with a token, and no file of its own."""

    id: str
    dev: str
    scope: str
    token: str


@dataclass(frozen=True)
class Office:
    """`folder` holds the server's data and the first desk's file; `scopes` are the estates, the first one's first."""

    folder: Path
    url: str | None
    server: Server
    first: Desk
    world: World
    scopes: tuple[str, ...]

    @property
    def clerk(self) -> str:
        return self.world.people[Role.CLERK].id

    def close(self) -> None:
        self.server.close()
        self.first.database.close()


def found(folder: Path, url: str | None, estates: int = 1) -> Office:
    """A company whose first desk is taken in, its clerk at work in every estate."""
    folder.mkdir(parents=True, exist_ok=True)
    world = worlds.build(folder / "first.db", Calendar(load_holidays()))
    world.clock.now = system_time()
    scopes = [world.scope]
    for number in range(2, estates + 1):
        name = f"翠湖花园{number}期"
        estate = world.take(Role.HEAD_OFFICE, "estate.add", name=name, company="安和物业服务有限公司")
        told = {"staff_id": world.people[Role.CLERK].id, "estate_id": estate, "role": str(Role.CLERK)}
        world.take(Role.HEAD_OFFICE, "grant.add", **told)
        scopes.append(f"e/{estate}")
    server = build_server(folder / "server", url)
    first = first_enrolled(world, Line(server))
    return Office(folder, url, server, first, world, tuple(scopes))


def code_for(office: Office, scopes: Sequence[str]) -> str:
    with office.server.store.session() as session:
        return codes.make(office.server, session, office.world.company, list(scopes), "", system_time()).code


def take_in(office: Office, scope: str) -> Light:
    """A light desk of one estate."""
    server, seed, dev = office.server, new_seed(), drawn_id()
    ask = EnrolAsk(code_for(office, [scope]), public_key(seed), "前台", dev, "W1", "A", "")
    ask = msgspec.structs.replace(ask, proof=sign(seed, Purpose.ENROL, proof_text(ask)).signature)
    answer = handle(server, "POST", "/v1/enrol", {}, {}, msgspec.json.encode(ask))
    assert answer.status == 200, b"".join(chunks_of(answer))
    device = str(msgspec.json.decode(b"".join(chunks_of(answer)))["device"])
    return Light(device, dev, scope, tokens.issue(server, device, system_time()))


def intake(scope: str, dev: str, n: int, by: str, document: dict[str, object], at: int) -> Sealed:
    """A repair order taken in, as a desk seals it: about 600 bytes of body."""
    head = Envelope(uuid7(at), scope, dev, n, "work_order.intake", uuid7(at), by, at)
    told = {name: document[name] for name in TOLD}
    return head.seal({**told, "charge": "free"}, {name: document[name] for name in PRIVATE})


def intakes(scope: str, dev: str, by: str, count: int, seed: int = SEED) -> Iterator[Sent]:
    """Orders of the last days, in the order of a device's counter."""
    begin = system_time() - count * 1000
    for n, document in enumerate(documents(count, seed), 1):
        sealed = intake(scope, dev, n, by, document, begin + n * 1000)
        yield Sent(sealed.op, sealed.body, sealed.pii)


def log_orders(office: Office, count: int, seed: int = SEED) -> None:
    """So many orders through the real log: decided, applied, chained."""
    scope, pusher = office.scopes[0], Pusher("bulk", frozenset({"bulk"}))
    some: list[Sent] = []

    def flush() -> None:
        ops = opened(office.server, scope, some, pusher)
        while ops:
            with office.server.store.session() as session:
                results = append(office.server, session, scope, ops, pusher)
            assert min(results) > 0
            ops = ops[len(results) :]
        some.clear()

    for sent in intakes(scope, "bulk", office.clerk, count, seed):
        some.append(sent)
        if len(some) == BULK:
            flush()
    flush()


def age(office: Office, share: float) -> None:
    """So much of the first estate's log is older than the days that everybody keeps of it."""
    with office.server.store.session() as session:
        seq = session.lock(office.scopes[0]).seq
        session.run('UPDATE "head" SET keep_from=? WHERE scope=?', (int(seq * share), office.scopes[0]))


def read_by_workers(office: Office) -> None:
    """What the server's workers do with every entry is done already: a log does not come into being at once."""
    server, behind = office.server, True
    while behind:
        look_into_logs(server)
        with server.store.reading() as session:
            behind = any(cursors.behind(session, name) for name in (forwarding.NAME, telling.NAME))


def lengthen(office: Office, scope: str, count: int) -> None:
    """A log of this length at once, without rules: what is measured behind it is only how long it is."""
    with office.server.store.reading() as session:
        documents_of = list(documents(1_000, SEED))
        seq, chain = _head(session.read('SELECT seq, chain FROM "head" WHERE scope=?', (scope,)))
    at = system_time() - count * 1000
    while seq < count:
        rows = []
        for _ in range(min(BULK, count - seq)):
            seq, at = seq + 1, at + 1000
            sealed = intake(scope, "long", seq, office.clerk, documents_of[seq % 1_000], at)
            did = pack({"is": "ok", "at": at, "eff": at, "set": {"status": "accepted", "reported_at": at}})
            chain = chain_next(chain, seq, sealed.op, did)
            rows.append((scope, seq, sealed.id, sealed.id, sealed.op, sealed.body, sealed.pii, did, bytes(32), chain))
        with office.server.store.session() as session:
            session.lock(scope)
            session.copy("journal", JOURNAL, rows)
            session.run('UPDATE "head" SET seq=?, chain=? WHERE scope=?', (seq, chain, scope))


def _head(rows: Sequence[tuple[int, bytes]]) -> tuple[int, bytes]:
    return (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, bytes(32))


@dataclass(frozen=True)
class Served:
    """A server at work."""

    program: Program
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cpu_s(self) -> float:
        return cpu_seconds(self.program.running.pid)

    @property
    def rss_mb(self) -> float:
        return rss_mb(self.program.running.pid)


@contextmanager
def served(folder: Path, url: str | None) -> Iterator[Served]:
    """`python -m sync.server` on the data of this folder, until the block is left."""
    port = free_port()
    command = [sys.executable, "-m", "sync.server", "--data", str(folder / "server"), "--port", str(port)]
    command += ["--database", url] if url else []
    with started(command, folder / "server.log") as program:
        program.wait_for_port(port)
        yield Served(program, port)


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processors, children that ended included."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(told[at]) for at in (11, 12, 13, 14)) / TICKS


def rss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def family(pid: int) -> list[int]:
    """A process and its children, as long as they live."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def noise() -> str:
    """What else this machine does, for a reader of the figures."""
    return f"load average {', '.join(f'{one:.2f}' for one in os.getloadavg())} on {os.cpu_count()} processors"


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(len(ordered) * share) - 1))]


def timer() -> float:
    return time.perf_counter()
