"""A desk that is killed: in a forked child, at a statement, inside one, at a checkpoint, or at any moment."""

import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Any

from desk.store import device
from desk.store.database import Database
from sync.protocol import envelope

EVERY_OPS = 40  # virtual-machine instructions between two looks inside a statement


class Seeded:
    """Stands where the program draws ids, salts and letters, so that a seed is the whole run."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def token_bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def choice(self, options: str) -> str:
        return self._random.choice(options)

    def randbelow(self, limit: int) -> int:
        return self._random.randrange(limit)


def draw_from(seed: int) -> None:
    """Every id, salt and letter of this process follows from the seed from now on."""
    source = Seeded(seed)
    vars(envelope)["secrets"] = source
    vars(device)["secrets"] = source


@dataclass(frozen=True)
class Death:
    """When the child dies: before its k-th statement, at the k-th look inside one, so many microseconds into its k-th
    commit, or after so many microseconds of its life."""

    statement: int = 0
    inside: int = 0
    commit: int = 0
    commit_us: int = 0
    after_us: int = 0
    checkpoint_pages: int = 0


class Dying(Database):
    """The real database with a hand on its plug. Counting begins when `armed`."""

    def __init__(self, path: Path, key: bytes, death: Death) -> None:
        super().__init__(path, key)
        self.death = death
        self.armed = False
        self.statements = 0
        self._looks = 0
        self._commits = 0

    def connect(self, readonly: bool = False, durable: bool = True) -> Any:
        connection = super().connect(readonly, durable)
        if not readonly:
            connection.set_trace_callback(self._before_statement)
            if self.death.inside:
                connection.set_progress_handler(self._inside_statement, EVERY_OPS)
            if self.death.checkpoint_pages:
                connection.execute(f"PRAGMA wal_autocheckpoint={self.death.checkpoint_pages}")
        return connection

    def _before_statement(self, sql: str) -> None:
        if self.armed:
            self.statements += 1
            if self.statements == self.death.statement:
                die()
            self._commits += sql == "COMMIT"
            if self._commits == self.death.commit and sql == "COMMIT":
                # Not handled: the kernel ends the process while the pages are being written.
                signal.setitimer(signal.ITIMER_REAL, self.death.commit_us / 1e6)

    def _inside_statement(self) -> int:
        if self.armed:
            self._looks += 1
            if self._looks == self.death.inside:
                die()
        return 0


def die() -> None:
    """As pulling the plug of the program: no handler, no flush, no close."""
    os.kill(os.getpid(), signal.SIGKILL)


Say = Callable[[str], None]
MEMORY = Path("/dev/shm")


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder for files that are killed: in memory where there is one, since no power is cut here, only programs."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None)


def run_and_kill(work: Callable[[Say], None], death: Death) -> tuple[list[str], bool]:
    """What a forked child reported, line by line, before it ended; and whether it was killed.

    A line is whole or not there: each is one write to the pipe. The caller has no thread and no open database.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(lambda line: _whole(writing, line))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    told = _listen(reading, child, death.after_us)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGALRM)
    if not killed and os.waitstatus_to_exitcode(status) != 0:
        raise AssertionError(f"the child failed by itself: {status}, it said {told[-3:]}")
    return told, killed


def _whole(pipe: int, line: str) -> None:
    stored = (line + "\n").encode()
    assert os.write(pipe, stored) == len(stored) <= 4_096  # POSIX: written at once


def _listen(pipe: int, child: int, after_us: int) -> list[str]:
    """Read until the child is gone, and be the one that kills it where a moment was chosen."""
    heard = b""
    end = time.monotonic() + after_us / 1e6 if after_us else None
    while True:
        if end is not None and not select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            os.kill(child, signal.SIGKILL)
            end = None
            continue
        part = os.read(pipe, 65_536)
        if not part:
            return heard.decode().splitlines()
        heard += part
