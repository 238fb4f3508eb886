"""One queue per scope before the connection pool: a long push of one estate never holds the others' connections."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sync.server.problems import Busy

LONGEST_QUEUE = 500
MOST_SMALL = 16  # in a row, then the oldest long one has a turn
PATIENCE_S = 20.0


@dataclass(slots=True)
class _Line:
    taken: bool = False
    small: deque[asyncio.Future[None]] = field(default_factory=deque)
    long: deque[asyncio.Future[None]] = field(default_factory=deque)
    in_a_row: int = 0

    def __len__(self) -> int:
        return len(self.small) + len(self.long)


class Queues:
    """Belongs to one event loop. A turn is no lock: the database has its own."""

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._lines: dict[str, _Line] = {}
        self._patience = patience

    @property
    def waiting(self) -> int:
        return sum(len(line) for line in self._lines.values())

    @asynccontextmanager
    async def turn(self, scope: str, small: bool) -> AsyncIterator[Callable[[], bool]]:
        """Wait for this scope's turn; Busy where the queue is too long or nothing moves. Says who asks it, on any
        thread, whether somebody waits by now.
        """
        line = self._lines.setdefault(scope, _Line())
        if line.taken:
            await self._wait(line, small)
        line.taken = True
        try:
            yield lambda: len(line) > 0
        finally:
            self._next(scope, line)

    async def _wait(self, line: _Line, small: bool) -> None:
        if len(line) >= LONGEST_QUEUE:
            raise Busy(5)
        mine = asyncio.get_running_loop().create_future()
        queue = line.small if small else line.long
        queue.append(mine)
        try:
            await asyncio.wait((mine,), timeout=self._patience)
        except asyncio.CancelledError:
            if mine.done():  # the turn came in the same moment: it goes on to the next
                self._hand_on(line)
            else:
                queue.remove(mine)
            raise
        if not mine.done():
            queue.remove(mine)
            raise Busy(5)

    def _next(self, scope: str, line: _Line) -> None:
        self._hand_on(line)
        if not line.taken and not line:
            self._lines.pop(scope, None)

    def _hand_on(self, line: _Line) -> None:
        """The turn goes to the next in line, straight: whoever comes now stands behind."""
        line.taken = False
        long_is_due = line.in_a_row >= MOST_SMALL and bool(line.long)
        queue = line.small if line.small and not long_is_due else line.long
        if not queue:
            line.in_a_row = 0
            return
        line.in_a_row = line.in_a_row + 1 if queue is line.small else 0
        line.taken = True
        queue.popleft().set_result(None)
