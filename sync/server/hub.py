"""Who waits for which scopes, and what wakes them: a commit here, a hint from another process, a look each second."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sync.server.asked import Wait
from sync.server.store import Place

LOOK_S = 1.0
Look = Callable[[list[str]], Awaitable[dict[str, Place]]]


@dataclass(eq=False, slots=True)
class _Waiter:
    wait: Wait
    woken: asyncio.Future[None]


class Hub:
    """Belongs to one event loop; `hint` may be called from any thread. A hint may be lost: the look finds it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, look: Look) -> None:
        self._loop = loop
        self._look = look
        self._by_scope: dict[str, set[_Waiter]] = {}
        self._hinted: dict[str, int] = {}
        self._hints = 0
        self._closed = False
        self.waiting = 0

    def mark(self) -> int:
        """Taken before the heads are read: a hint since then ends a wait at once."""
        return self._hints

    def hint(self, scopes: Iterable[str]) -> None:
        """These scopes have moved. After the loop has ended nobody waits any more."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, frozenset(scopes))

    async def moved(self, wait: Wait, mark: int) -> None:
        """Until one of the scopes has moved, its time is over, or the server closes."""
        if self._closed or any(self._hinted.get(scope, 0) > mark for scope in wait.seqs):
            return
        waiter = _Waiter(wait, self._loop.create_future())
        for scope in wait.seqs:
            self._by_scope.setdefault(scope, set()).add(waiter)
        self.waiting += 1
        try:
            await asyncio.wait((waiter.woken,), timeout=wait.ms / 1000)
        finally:
            self.waiting -= 1
            self._forget(waiter)

    async def watch(self) -> None:
        """Read the awaited heads each second until the server closes: what must be seen does not hang on hints."""
        while not self._closed:
            await asyncio.sleep(LOOK_S)
            awaited = list(self._by_scope)
            if awaited:
                self._compare(await self._look(awaited))

    def release(self) -> None:
        """`close`, from anywhere."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.close)

    def close(self) -> None:
        """Everybody is answered now, and nobody waits any more."""
        self._closed = True
        self._wake(frozenset(self._by_scope))

    def _compare(self, heads: dict[str, Place]) -> None:
        for scope, waiters in self._by_scope.items():
            seq = heads.get(scope, Place()).seq
            for waiter in waiters:
                if waiter.wait.seqs[scope] != seq:
                    _done(waiter)

    def _wake(self, scopes: frozenset[str]) -> None:
        self._hints += 1
        for scope in scopes:
            self._hinted[scope] = self._hints
            for waiter in self._by_scope.get(scope, ()):
                _done(waiter)

    def _forget(self, waiter: _Waiter) -> None:
        for scope in waiter.wait.seqs:
            waiters = self._by_scope.get(scope)
            if waiters is not None:
                waiters.discard(waiter)
                if not waiters:
                    del self._by_scope[scope]


def _done(waiter: _Waiter) -> None:
    if not waiter.woken.done():
        waiter.woken.set_result(None)
