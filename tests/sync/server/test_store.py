"""One interface, two databases: transactions, the counter's lock, copies, hints, and what is said when it is busy."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlcipher3 import dbapi2

from desk.domain.errors import DeskError
from sync.protocol.envelope import CHAIN_START
from sync.server import schema, sqlite_store
from sync.server.building import open_store
from sync.server.postgres_store import PostgresStore, translated
from sync.server.problems import Busy
from sync.server.sqlite_store import SqliteStore, open_file
from sync.server.store import Place, Store
from tests.postgres import Clusters, Mode, Postgres
from tests.world import START, Clock

FACT = "INSERT INTO fact (name, value) VALUES (?, ?)"


def facts(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(row[0], row[1]) for row in session.read("SELECT name, value FROM fact ORDER BY name")]


def test_a_transaction_is_whole_or_nothing(store: Store) -> None:
    with store.session() as session:
        session.run(FACT, ("kept", "1"))
        assert session.run("UPDATE fact SET value = ? WHERE name = ?", ("2", "kept")) == 1
    with pytest.raises(ZeroDivisionError), store.session() as session:  # noqa: PT012
        session.run(FACT, ("lost", "1"))
        _ = 1 // 0
    assert facts(store) == [("kept", "2")]


def test_a_wrong_statement_is_a_bug_and_not_busy(store: Store) -> None:
    with pytest.raises(Exception, match="nowhere") as raised, store.session() as session:
        session.read("SELECT * FROM nowhere")
    assert not isinstance(raised.value, Busy)
    with store.session() as session:
        session.run(FACT, ("after", "1"))
    assert facts(store) == [("after", "1")]


def test_values_come_back_as_they_went(store: Store) -> None:
    rows = [("e/1", "a%s", "h?", "100%", 2**53, "d", bytes(range(256))), ("e/1", "b", "'\"\\\t\n", "𬭎", -1, "", b"")]
    with store.session() as session:
        session.copy("quarantine", ("scope", "id", "hash", "reason", "at", "dev", "data"), rows)
        session.many(f"{FACT} ON CONFLICT (name) DO UPDATE SET value = excluded.value", [("x", "1"), ("x", "2?")])
    with store.reading() as session:
        found = session.read("SELECT * FROM quarantine WHERE reason LIKE '%' AND id <> '?' ORDER BY id")
        assert found == rows
        assert session.read("SELECT value FROM fact WHERE name = ? AND value LIKE '2%'", ("x",)) == [("2?",)]


def test_marks_in_quotes_stay_as_they_are() -> None:
    assert translated("""SELECT '?', "a?b" FROM t WHERE a = ? AND b LIKE '10%'""") == (
        b"""SELECT '?', "a?b" FROM t WHERE a = %s AND b LIKE '10%%'"""
    )


def test_reading_writes_nothing(store: Store) -> None:
    with pytest.raises(Exception, match=r"read-?only"), store.reading() as session:
        session.run(FACT, ("never", "1"))
    assert facts(store) == []


def test_reading_sees_one_moment(store: Store) -> None:
    with store.reading() as session:
        assert session.read("SELECT COUNT(*) FROM fact") == [(0,)]
        with store.session() as writing:
            writing.run(FACT, ("a", "1"))
        assert session.read("SELECT COUNT(*) FROM fact") == [(0,)]
    assert len(facts(store)) == 1


def test_the_first_lock_makes_the_counter(store: Store) -> None:
    assert store.heads(["e/1"]) == {}
    with store.session() as session:
        assert session.lock("e/1") == Place(0, CHAIN_START, 0)
    assert store.heads(["e/1", "e/2"]) == {"e/1": Place(0, CHAIN_START, 0)}
    assert store.heads([]) == {}


def test_the_counter_has_no_gap_and_no_double_under_many_hands(store: Store) -> None:
    taken: list[int] = []

    def hand() -> None:
        for _ in range(20):
            with store.session() as session:
                seq = session.lock("e/1").seq + 1
                session.run('UPDATE "head" SET seq = ? WHERE scope = ?', (seq, "e/1"))
                session.run(FACT, (f"{seq:03}", "x"))
                taken.append(seq)

    threads = [threading.Thread(target=hand) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))
    assert [int(name) for name, _ in facts(store)] == sorted(taken)


def test_hints_come_after_the_commit_and_never_of_what_was_undone(store: Store) -> None:
    heard: list[tuple[frozenset[str], int]] = []
    store.on_moved(lambda scopes: heard.append((scopes, len(facts(store)))))
    with store.session() as session:
        session.run(FACT, ("a", "1"))
        session.notify("e/1")
        session.notify("e/2")
        session.notify("e/1")
        assert heard == []
    with pytest.raises(ZeroDivisionError), store.session() as session:  # noqa: PT012
        session.notify("e/3")
        _ = 1 // 0
    assert heard == [(frozenset({"e/1", "e/2"}), 1)]


def test_the_time_is_the_clocks_that_was_given(store: Store, clock: Clock) -> None:
    assert store.now() == START
    clock.forward(days=1)
    assert store.now() == clock.now


def test_without_a_clock_the_databases_own_time_counts(postgres_url: str) -> None:
    store = PostgresStore(postgres_url)
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SELECT (extract(epoch FROM now()) * 1000)::bigint").fetchone()
    assert row is not None
    assert 0 <= store.now() - row[0] < 60_000
    store.close()


def test_who_waits_too_long_for_the_file_is_told_that_it_is_busy(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "LOCK_MS", 10)
    store = SqliteStore(open_file(tmp_path), clock)
    schema.prepare(store)
    with store.session(), pytest.raises(Busy):
        in_thread(lambda: facts_of_a_session(store))
    assert facts(store) == []
    store.close()


class Stubborn:
    """A connection whose disk refuses to take anything back."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def execute(self, sql: str, *rest: Any) -> Any:
        if sql == "ROLLBACK":
            raise dbapi2.OperationalError("disk I/O error")
        return self._real.execute(sql, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_what_cannot_even_be_taken_back_is_left_with_its_connection(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever refuses a request in the middle finds the disk broken: the next one begins anew, and nothing was done."""
    database = open_file(tmp_path)
    store = SqliteStore(database, clock)
    schema.prepare(store)
    real = database.connect
    monkeypatch.setattr(database, "connect", lambda **told: Stubborn(real(**told)))
    with pytest.raises(Busy):
        refused_in_the_middle(store)
    with pytest.raises(Busy), store.reading():
        raise LookupError
    monkeypatch.undo()
    facts_of_a_session(store)
    assert facts(store) == [("late", "1")]
    store.close()


def refused_in_the_middle(store: Store) -> None:
    with store.session() as session:
        session.run(FACT, ("half", "1"))
        raise LookupError


def facts_of_a_session(store: Store) -> None:
    with store.session() as session:
        session.run(FACT, ("late", "1"))


def in_thread(work: Callable[[], None]) -> None:
    """Run it elsewhere and raise here what it raised there."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def test_who_waits_too_long_for_a_row_is_told_that_it_is_busy(postgres_url: str, clock: Clock) -> None:
    store = PostgresStore(f"{postgres_url}&options=-c%20deadlock_timeout%3D10s", clock)
    schema.prepare(store)
    with store.session() as session:
        session.lock("e/1")
    with store.session() as session:
        session.lock("e/1")
        with pytest.raises(Busy), store.session() as other:  # noqa: PT012
            other.run("SET LOCAL lock_timeout = 20")
            other.lock("e/1")
    store.close()


def test_a_dead_lock_is_only_busy(postgres_url: str, clock: Clock) -> None:
    store = PostgresStore(f"{postgres_url}&options=-c%20deadlock_timeout%3D10ms", clock)
    schema.prepare(store)
    for scope in ("e/1", "e/2"):
        with store.session() as session:
            session.lock(scope)
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def cross(first: str, second: str) -> None:
        try:
            with store.session() as session:
                session.lock(first)
                both.wait()
                session.lock(second)
            outcomes.append("kept")
        except Busy:
            outcomes.append("busy")

    threads = [threading.Thread(target=cross, args=pair) for pair in (("e/1", "e/2"), ("e/2", "e/1"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["busy", "kept"]
    store.close()


@pytest.fixture
def own_cluster(clusters: Clusters) -> Postgres:
    cluster = clusters.new(fsync=True)
    cluster.start()
    return cluster


def test_a_database_that_went_away_is_busy_and_then_there_again(own_cluster: Postgres, clock: Clock) -> None:
    store = PostgresStore(own_cluster.url(), clock, size=2)
    schema.prepare(store)
    with store.session() as session:
        session.run(FACT, ("before", "1"))
    own_cluster.stop(Mode.IMMEDIATE)
    with pytest.raises(Busy):
        facts(store)
    own_cluster.start()
    told: list[object] = []
    while not told:
        try:
            told = [*facts(store)]
        except Busy:  # a connection of the pool that still remembers the old process
            continue
    assert told == [("before", "1")]
    store.close()
    own_cluster.stop()


def test_a_wrong_address_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="连不上"):
        open_store(f"postgresql://postgres@/x?host={tmp_path}", tmp_path)
