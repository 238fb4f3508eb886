"""Long work of the page: one piece at a time on the work lane, told as a bar, stopped by Esc or by the next one."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.notice import Progress
from desk.ui.tasks import Token

T = TypeVar("T")
Told = Callable[[int, int], None]


class Working(QObject):
    """`stopped`: by the person, nothing is to be shown for it."""

    stopped = Signal()

    def __init__(self, counter: Counter, progress: Progress, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._progress = counter, progress
        self._token: Token | None = None
        self._tell = counter.work.report(self, progress.advance)
        progress.cancelled.connect(self.stop)

    @property
    def busy(self) -> bool:
        return self._token is not None

    def run(
        self, words: str, work: Callable[[Told], T], done: Callable[[T], None],
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:  # fmt: skip
        """What was under way is given up. `work` gets what it tells its progress by; that is where it is stopped."""
        self._end()
        token = self._token = Token()
        tell = self._tell
        self._progress.begin(words)

        def told(count: int, of: int) -> None:
            token.check()
            tell(count, of)

        def finished(result: T) -> None:
            if token is self._token:
                self._end()
                done(result)

        def refused(error: DeskError) -> None:
            if token is self._token:
                self._end()
                (failed or self._counter.ways.refused.emit)(error)

        self._counter.work.run(self, lambda: work(told), finished, refused)

    def stop(self) -> None:
        """By the person."""
        if self._token is not None:
            self._end()
            self.stopped.emit()

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self._end()

    def _end(self) -> None:
        if self._token is not None:
            self._token.cancel()
        self._token = None
        self._progress.end()
