"""Any file at all becomes a `Book` or a `DeskError`: the reading is done by a child process held within limits."""

import contextlib
import json
import multiprocessing
import os
import stat
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from desk.services.residents.importing import child
from desk.services.residents.importing.book import Book, Limits, Row, Sheet
from desk.services.residents.importing.refusals import CancelledError, refusal

# Called with the rows looked at so far; asked whether the clerk wants to stop.
Progress = Callable[[int], None]
Cancelled = Callable[[], bool]

POLL = 0.1
MESSAGE = 256 << 20


class BookReader:
    """A reading process that may read many files; it is started when needed and replaced when one kills it.

    Use as a context manager from one thread. Files are read, never opened by an office program and never run.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Book:
        """The book, or DeskError in words for the clerk, or CancelledError; within `seconds` of the limits."""
        self._check(path)
        pipe = self._connect()
        book = Book(path.name, "")
        until = time.monotonic() + self._limits.seconds
        looked_at = before = 0
        try:
            pipe.send_bytes(json.dumps(str(path.absolute())).encode())
            while True:
                while not pipe.poll(POLL):
                    self._check_patience(until, cancelled)
                self._check_patience(until, cancelled)
                message = json.loads(pipe.recv_bytes(MESSAGE))
                match message[0]:
                    case "done":
                        return book
                    case "refused":
                        refused, dead = message[1:]
                        break
                    case "book":
                        book.kind, book.error_cells = message[1], message[2]
                    case "sheet":
                        before = looked_at
                        merges = [(top, left, bottom, right) for top, left, bottom, right in message[3]]
                        book.sheets.append(Sheet(message[1], message[2], [], merges))
                    case "rows":
                        looked_at = before + message[1]
                        book.sheets[-1].rows += [Row(number, tuple(cells)) for number, cells in message[2]]
                        if progress is not None:
                            progress(looked_at)
        except (EOFError, OSError):
            # The process died under the file: out of memory, or a parser that aborts.
            self._stop()
            raise refusal("unreadable") from None
        except BaseException:
            self._stop()
            raise
        if dead:
            self._stop()
        raise refusal(refused)

    def _check(self, path: Path) -> None:
        try:
            facts = os.stat(path)
        except FileNotFoundError:
            raise refusal("missing") from None
        except (OSError, ValueError):
            raise refusal("cannot_open") from None
        if not stat.S_ISREG(facts.st_mode):
            raise refusal("not_file")
        if facts.st_size == 0:
            raise refusal("empty")
        if facts.st_size > self._limits.file_bytes:
            raise refusal("large")

    def _check_patience(self, until: float, cancelled: Cancelled | None) -> None:
        if cancelled is not None and cancelled():
            raise CancelledError
        if time.monotonic() > until:
            raise refusal("slow")

    def _connect(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=child.serve, args=(theirs, self._limits), name="book", daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        return ours

    def _stop(self) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def read_book(
    path: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Book:
    """Reads one file in a process of its own. See `BookReader.read`."""
    with BookReader(limits) as reader:
        return reader.read(path, progress, cancelled)
