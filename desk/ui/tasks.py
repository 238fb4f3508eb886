"""Work off the GUI thread, results back on it: the only file that knows threads."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from desk.domain.errors import DeskError

S = TypeVar("S")
T = TypeVar("T")
Done = Callable[[T], None]
Failed = Callable[[DeskError], None]


class Cancelled(Exception):
    """The person stopped the work; nothing is to be said."""


class Token:
    """Hand this to long work: it asks `check` now and then, and the progress bar's button calls `cancel`."""

    def __init__(self) -> None:
        self._event = Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        if self._event.is_set():
            raise Cancelled


@dataclass
class _Job:
    """What belongs to the GUI thread. A widget whose last reference died on a lane would be destroyed there."""

    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Failed | None


class Tasks(QObject):
    """One lane of work. A lane of one thread keeps its jobs in order; a result whose owner has died is dropped.

    `failed` carries what no job took: a DeskError without a receiver, and every bug (any other exception).
    """

    failed = Signal(object)
    _finished = Signal(int, object, object)
    _told = Signal(int, object)

    def __init__(self, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._pool.setExpiryTimeout(-1)  # a thread keeps its reading connection
        self._jobs: dict[int, _Job] = {}
        self._listeners: dict[int, tuple[QObject, Callable[..., None]]] = {}
        self._number = 0
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def run(
        self, owner: QObject, work: Callable[[], T], done: Done[T] | None = None, failed: Failed | None = None
    ) -> None:
        """Run `work` on the lane, then `done` here with its result, or `failed` here with the DeskError it raised.

        After a bug `failed` is told too, in general words, so that a page can leave its waiting state.
        """
        self._number += 1
        self._jobs[self._number] = _Job(owner, work, done, failed)
        self._pool.start(partial(self._perform, self._number))

    def report(self, owner: QObject, show: Callable[[int, int], None]) -> Callable[[int, int], None]:
        """A progress callback for work on the lane: `show(done, total)` runs here."""
        self._number += 1
        number = self._number
        self._listeners[number] = (owner, show)
        owner.destroyed.connect(partial(self._listeners.pop, number, None))

        def told(done: int, total: int) -> None:
            if isValid(self):
                self._told.emit(number, (done, total))

        return told

    def at_once(self, work: Callable[[S], T], items: Sequence[S]) -> list[T]:
        """On the lane: what comes of each item, some of them on a second thread when the lane has one to spare.

        What either raises ends both. A second that has not begun when all is done is not waited for: two who wait for
        one another's thread would wait for ever.
        """
        left, found, errors = deque(enumerate(items)), dict[int, T](), list[Exception]()
        gate, over, begun = Lock(), Event(), list[bool]()  # begun: whoever speaks first, the second or the end

        def take() -> None:
            while not errors:
                try:
                    number, item = left.popleft()
                except IndexError:
                    return
                try:
                    found[number] = work(item)
                except Exception as error:  # raised below, on the thread that asked
                    errors.append(error)

        def beside() -> None:
            with gate:
                begun.append(True)
            try:
                if begun[0]:
                    take()
            finally:
                over.set()

        if len(items) > 1:
            self._pool.start(beside, -1)  # whoever waits for the lane goes first
        take()
        with gate:
            begun.append(False)
        if begun[0]:
            over.wait()
        if errors:
            raise errors[0]
        return [found[number] for number in range(len(items))]

    def wait(self) -> None:
        """Until the lane is empty; for tests and for closing."""
        self._pool.waitForDone()

    def _perform(self, number: int) -> None:
        """On the lane."""
        result, error = _outcome(self._jobs[number].work)
        if isValid(self):  # the lane may outlive the window for a moment
            self._finished.emit(number, result, error)

    @Slot(int, object, object)
    def _on_finished(self, number: int, result: Any, error: Exception | None) -> None:
        job = self._jobs.pop(number)
        alive = isValid(job.owner)
        if error is None:
            if alive and job.done is not None:
                job.done(result)
        elif isinstance(error, Cancelled):
            return
        elif not isinstance(error, DeskError):
            self.failed.emit(error)
            if alive and job.failed is not None:
                job.failed(DeskError("程序出错了", "已记下出错的位置, 请再试一次"))
        elif job.failed is None:
            self.failed.emit(error)
        elif alive:
            job.failed(error)

    @Slot(int, object)
    def _on_told(self, number: int, values: tuple[int, int]) -> None:
        owner, show = self._listeners.get(number, (None, None))
        if owner is not None and show is not None and isValid(owner):
            show(*values)


class InlineTasks(Tasks):
    """A lane without threads, for tests: `run` returns when all is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(1, parent)

    def at_once(self, work: Callable[[S], T], items: Sequence[S]) -> list[T]:
        return [work(one) for one in items]

    def run(
        self, owner: QObject, work: Callable[[], T], done: Done[T] | None = None, failed: Failed | None = None
    ) -> None:
        self._number += 1
        self._jobs[self._number] = _Job(owner, work, done, failed)
        self._on_finished(self._number, *_outcome(work))

    def report(self, owner: QObject, show: Callable[[int, int], None]) -> Callable[[int, int], None]:
        return show


def _outcome(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    try:
        return work(), None
    except Exception as error:
        return None, error
