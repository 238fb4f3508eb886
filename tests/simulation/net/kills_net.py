"""Real programs: a server under kill -9 while desks push; a real PostgreSQL killed, put back to a backup, failed over.

`python -m tests.simulation.net.kills_net --lives 40`. Nobody helps: afterwards every step that a desk accepted is in
the log, and desks and server agree (sync.md, I1, I4, I12).
"""

import argparse
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.store import schema
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.steps import Steps
from sync.client.enrolling import enrol
from sync.client.office import make_code
from sync.client.outcomes import What
from sync.client.rounds import round_of
from sync.client.session import Outcome, Session
from sync.client.tokens import Bearer, token
from sync.server.building import build_server
from tests import postgres
from tests import world as worlds
from tests.simulation.net.clerk import SiteHand, plain
from tests.sync.estate import desk_state, server_state
from tests.sync.server.test_process import CODE, started
from tests.world import KEY, Clock, World

MOST_ROUNDS = 12


@dataclass
class Desk:
    world: World
    hand: SiteHand
    bearer: Bearer

    def session(self, address: str) -> Session:
        world = self.world
        http = httpx.Client(base_url=address, trust_env=False, timeout=10)
        scopes = {world.company: "active", world.scope: "active"}
        return Session(
            world.database, world.rules, world.office.context, http,
            lambda: token(http, world.database, self.bearer, world.clock()), self.bearer.forget, lambda: scopes,
            world.clock, random.Random(7),
        )  # fmt: skip

    def work(self, count: int) -> list[str]:
        """So many tries of the random hand; says which ops were accepted."""
        done: list[str] = []
        for _ in range(count):
            actor, requests = plain(self.hand)
            try:
                done += self.world.steps.take(actor, *requests).ops
            except DeskError:
                continue
            self.world.clock.forward(minutes=1)
        return done

    def waiting(self) -> int:
        return int(self.world.database.read("SELECT COUNT(*) FROM outbox")[0][0])


def rounds(desk: Desk, address: str, count: int) -> Outcome:
    """Some exchanges, as the wire lane does them; a server that is gone is no more than an outcome."""
    session = desk.session(address)
    told = Outcome()
    try:
        for _ in range(count):
            told = told_of(session)
            if told.fault is not None and told.fault.what is What.UNREACHABLE:
                break
    finally:
        session.http.close()
    return told


def told_of(session: Session) -> Outcome:
    try:
        return round_of(session)
    except DeskError:  # no token: the server is gone
        return Outcome()


def first_desk(folder: Path, seed: int) -> Desk:
    world = worlds.build(folder / "first.db", Calendar(load_holidays()))
    return Desk(world, SiteHand(world, seed), Bearer())


def second_desk(first: Desk, folder: Path, address: str, seed: int) -> Desk:
    """Another PC, with a code that the head office makes; the log brings everything."""
    database = Database(folder / "second.db", KEY)
    schema.prepare(database)
    world = replace(first.world, database=database, clock=Clock(first.world.clock.now))
    world.steps = Steps(database, world.rules, world.clock, world.office.context)
    by = first.world.people[Role.HEAD_OFFICE].id
    with httpx.Client(base_url=address, trust_env=False, timeout=10) as http:
        good = token(http, first.world.database, first.bearer, first.world.clock())
        code = make_code(http, good, by, [world.scope])
        enrol(http, database, code.code, "前台二", world.clock())
    return Desk(world, SiteHand(world, seed), Bearer())


@contextmanager
def both(folder: Path, options: list[str], seed: int) -> Iterator[tuple[list[Desk], set[str]]]:
    """Two desks enrolled at the real program, at peace; and the steps that were accepted until now."""
    first = first_desk(folder, seed)
    accepted = {str(one) for (one,) in first.world.database.read("SELECT id FROM outbox")}
    with started(folder, *options) as (program, address):
        assert program.stdout is not None
        (code,) = CODE.findall(program.stdout.readline())
        with httpx.Client(base_url=address, trust_env=False, timeout=10) as http:
            enrol(http, first.world.database, code, "前台一", first.world.clock())
        rounds(first, address, 3)
        second = second_desk(first, folder, address, seed + 1)
        rounds(second, address, 3)
    assert desk_state(second.world) == desk_state(first.world)
    try:
        yield [first, second], accepted
    finally:
        for desk in (first, second):
            desk.world.database.close()


def life(folder: Path, options: list[str], desks: list[Desk], chance: random.Random, longest_ms: int) -> set[str]:
    """A program that is killed while the desks are at it; says what they accepted meanwhile."""
    accepted: set[str] = set()
    with started(folder, *options) as (program, address):
        killer = threading.Timer(chance.randint(1, longest_ms) / 1000, program.kill)
        killer.start()
        while program.poll() is None:
            for desk in desks:
                accepted |= set(desk.work(3))
                rounds(desk, address, 1)
        killer.join()
    return accepted


def settle(folder: Path, options: list[str], desks: list[Desk]) -> None:
    """A program that lives: after a few rounds nobody has anything to send or to learn."""
    with started(folder, *options) as (_program, address):
        for _ in range(MOST_ROUNDS):
            for desk in desks:
                desk.world.clock.forward(minutes=15)
                rounds(desk, address, 1)
            if not any(desk.waiting() for desk in desks) and _alike(desks):
                return
    raise AssertionError(f"{[desk.waiting() for desk in desks]} wait after {MOST_ROUNDS} rounds")


def _alike(desks: list[Desk]) -> bool:
    places = [desk.world.database.read("SELECT scope, seq, chain FROM sync_state ORDER BY scope") for desk in desks]
    return all(one == places[0] for one in places)


def check(folder: Path, url: str | None, desks: list[Desk], accepted: set[str]) -> int:
    """Says how many entries the logs have."""
    server = build_server(folder, url)
    try:
        with server.store.reading() as session:
            rows = session.read("SELECT scope, seq, id FROM journal ORDER BY scope, seq")
        scopes: dict[str, list[int]] = {}
        for scope, seq, _ in rows:
            scopes.setdefault(str(scope), []).append(int(seq))
        assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in scopes.values()), "a gap"
        lost = accepted - {str(one) for _, _, one in rows}
        assert not lost, f"I1: {len(lost)} accepted steps are not in the log"
        state = server_state(server)
        for desk in desks:
            assert desk_state(desk.world) == state, "I4"
        return len(rows)
    finally:
        server.close()


def killed_servers(lives: int, seed: int, url: str | None = None, longest_ms: int = 400) -> str:
    """kill -9 of the server's program, again and again."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        options = ["--data", str(data), *(["--database", url] if url else [])]
        with both(folder, options, seed) as (desks, accepted):
            for _ in range(lives):
                accepted |= life(folder, options, desks, chance, longest_ms)
            settle(folder, options, desks)
            entries = check(data, url, desks, accepted)
    return f"{lives} servers killed, {len(accepted)} steps accepted, {entries} entries, nothing lost"


def lost_tails(clusters: postgres.Clusters, seed: int, times: int = 1) -> str:
    """PostgreSQL killed, restored from an older base backup, and failed over to a replica that lacks the tail."""
    chance = random.Random(seed)
    cluster = clusters.new(fsync=True)
    cluster.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"

        def options() -> list[str]:
            return ["--data", str(data), "--database", cluster.url()]

        def at_work(count: int, kill_after_ms: int | None = None) -> set[str]:
            found: set[str] = set()
            with started(folder, *options()) as (_program, address):
                killer = threading.Timer((kill_after_ms or 0) / 1000, cluster.stop, (postgres.Mode.IMMEDIATE,))
                if kill_after_ms is not None:
                    killer.start()
                for desk in desks * count:
                    found |= set(desk.work(4))
                    rounds(desk, address, 1)
                if kill_after_ms is not None:
                    killer.join()
            return found

        with both(folder, options(), seed) as (desks, accepted):
            for number in range(times):
                backup = folder / f"backup{number}"
                clusters.copy_over(cluster, backup)
                accepted |= at_work(3, chance.randint(1, 300))
                cluster.start()
                accepted |= at_work(2)
                cluster.restore(backup)
                shutil.rmtree(backup)
                later(desks)
                settle(folder, options(), desks)
                check(data, cluster.url(), desks, accepted)
                replica = cluster.replica()
                replica.follow(cluster)
                replica.cut_off()
                accepted |= at_work(3)
                cluster.stop(postgres.Mode.IMMEDIATE)
                replica.promote()
                cluster = replica
                later(desks)
                settle(folder, options(), desks)
            entries = check(data, cluster.url(), desks, accepted)
    cluster.stop(postgres.Mode.IMMEDIATE)
    return f"{times} restores and {times} failovers, {len(accepted)} steps accepted, {entries} entries, nothing lost"


def later(desks: list[Desk]) -> None:
    """Two restores are further apart than ten minutes: nobody has to be asked."""
    for desk in desks:
        desk.world.clock.forward(minutes=30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=40)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = time.monotonic()
    print(killed_servers(given.lives, given.seed), f"{time.monotonic() - begun:.0f} s", flush=True)
    with postgres.clusters() as clusters:
        print(lost_tails(clusters, given.seed, given.times), f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
