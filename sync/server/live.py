"""A server at work: threads for the database, queues before it, a hub for those who wait, an orderly end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import TypeVar

from sync.server import tasks
from sync.server.asked import Answer, Behind, Stages, Turn, Wait
from sync.server.handling import chunks_of
from sync.server.herald import Herald
from sync.server.hub import Hub
from sync.server.logs import log
from sync.server.postgres_store import PostgresStore
from sync.server.problems import Busy
from sync.server.queues import Queues
from sync.server.serving import Server
from sync.server.store import Place
from sync.server.workers import Worker

THREADS = 12  # a few more than connections: those that only compute do not wait for one
PATIENT = 4  # threads that all those who poll may take together
T = TypeVar("T")


class Live:
    """Belongs to one event loop, from `start` to `close`."""

    def __init__(self, server: Server, workers: Sequence[Worker] = (), threads: int = THREADS) -> None:
        self.server = server
        self._workers = workers
        self.queues = Queues()
        self._threads = tasks.workers(threads)
        self._few = asyncio.Semaphore(PATIENT)
        self._hub: Hub | None = None
        self._herald: Herald | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def hub(self) -> Hub:
        assert self._hub is not None, "not started"
        return self._hub

    async def start(self) -> None:
        self._hub = hub = Hub(asyncio.get_running_loop(), self._look)
        store = self.server.store
        store.on_moved(hub.hint)
        if isinstance(store, PostgresStore):
            self._herald = Herald(store.url, hub.hint)
            store.on_moved(self._herald.tell)
            self._herald.start()
            self.server.meters.gauge("pool_connections", lambda: store.pool.get_stats().get("pool_size", 0))
            self.server.meters.gauge("pool_waiting", lambda: store.pool.get_stats().get("requests_waiting", 0))
        self.server.meters.gauge("queue_waiting", lambda: self.queues.waiting)
        self.server.meters.gauge("polls_waiting", lambda: hub.waiting)
        self._tasks = [asyncio.create_task(hub.watch()), *(asyncio.create_task(self._work(w)) for w in self._workers)]

    def release(self) -> None:
        """Those who wait are answered: called (from a signal too) before connections are closed."""
        if self._hub is not None:
            self._hub.release()

    async def close(self) -> None:
        """After the last request: everything that runs has ended."""
        self.hub.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._herald is not None:
            await asyncio.to_thread(self._herald.close)
        await asyncio.to_thread(self._threads.shutdown)

    async def run(self, work: Callable[[], T]) -> T:
        """Blocking work on one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def drive(
        self, stages: Stages, gone: Callable[[], "asyncio.Future[None]"], patient: bool = False
    ) -> Answer | None:
        """From stage to stage until there is an answer; None where the asker is gone while it waits.

        `gone` gives what is done when the asker hangs up. Of the patient only a few are at work at once.
        """
        run = self._run_patiently if patient else self.run
        mark = self.hub.mark()
        pause = await run(partial(_stage, stages))
        while not isinstance(pause, Answer):
            if isinstance(pause, Turn):
                pause = await self._in_turn(stages, pause)
                continue
            if not await self._waited(pause, mark, gone()):
                await self.run(stages.close)
                return None
            mark = self.hub.mark()
            pause = await run(partial(_stage, stages))
        return pause

    async def _run_patiently(self, work: Callable[[], T]) -> T:
        """A commit wakes every desk of an estate; who writes must not stand behind them all."""
        async with self._few:
            return await self.run(work)

    async def _in_turn(self, stages: Stages, turn: Turn) -> "Answer | Turn | Wait":
        try:
            async with self.queues.turn(turn.scope, turn.small) as is_wanted:
                return await self.run(partial(_stage, stages, is_wanted))
        except Busy as busy:
            return await self.run(partial(_refused, stages, busy))

    async def _waited(self, wait: Wait, mark: int, gone: "asyncio.Future[None]") -> bool:
        moved = asyncio.ensure_future(self.hub.moved(wait, mark))
        try:
            await asyncio.wait((moved, gone), return_when=asyncio.FIRST_COMPLETED)
            return moved.done()
        finally:
            for one in (moved, gone):
                one.cancel()
            await asyncio.gather(moved, gone, return_exceptions=True)

    async def chunks(self, answer: Answer) -> AsyncIterator[bytes]:
        """The body, each chunk made on a thread."""
        if isinstance(answer.body, bytes):
            yield answer.body
            return
        chunks = chunks_of(answer)
        try:
            while True:
                chunk = await self.run(lambda: next(chunks, None))
                if chunk is None:
                    return
                yield chunk
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                await self.run(close)

    async def _work(self, worker: Worker) -> None:
        """Again and again; what fails is logged and tried at the next turn."""
        while True:
            try:
                await self.run(partial(worker.work, self.server))
            except Exception as error:
                log("worker_failed", logging.WARNING, error, worker=worker.name)
            await asyncio.sleep(worker.every_s)

    async def _look(self, scopes: list[str]) -> dict[str, Place]:
        try:
            return await self.run(lambda: self.server.store.heads(scopes))
        except Exception as error:  # the database is away: those who wait go on waiting, the next look is soon
            log("look_failed", logging.WARNING, error)
            return {}


def _stage(stages: Stages, is_wanted: Behind | None = None) -> "Answer | Turn | Wait":
    """One stage; StopIteration cannot cross a future."""
    try:
        return stages.send(is_wanted)
    except StopIteration as done:
        answer: Answer = done.value
        return answer


def _refused(stages: Stages, busy: Busy) -> "Answer | Turn | Wait":
    try:
        return stages.throw(busy)
    except StopIteration as done:
        answer: Answer = done.value
        return answer
