"""A server on loopback inside the test's process: real sockets, a loop of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import uvicorn

from sync.server.__main__ import listen
from sync.server.live import Live
from sync.server.serving import Server
from sync.server.shell import application
from sync.server.workers import Worker


@dataclass
class Running:
    url: str
    live: Live
    serving: uvicorn.Server
    thread: threading.Thread

    def client(self, **more: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, **more)  # type: ignore[arg-type]

    def stop(self) -> None:
        """As a signal does it: who waits is answered, what runs is finished."""
        self.serving.should_exit = True
        self.live.release()
        self.thread.join(30)
        assert not self.thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Another thread's state is looked at until it is so; the test's own time limit ends it."""
    pause = threading.Event()
    while not holds():
        pause.wait(0.005)


@contextmanager
def running(server: Server, *workers: Worker, bound: socket.socket | None = None) -> Iterator[Running]:
    """On a free port, or on a socket that has its port already."""
    live = Live(server, workers)
    listening = bound or listen("127.0.0.1", 0)
    config = uvicorn.Config(
        application(live), http="httptools", ws="none", lifespan="on", log_config=None, access_log=False,
        timeout_graceful_shutdown=10,
    )  # fmt: skip
    serving = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(serving.serve([listening])))
    thread.start()
    one = Running(f"http://127.0.0.1:{listening.getsockname()[1]}", live, serving, thread)
    try:
        until(lambda: serving.started or not thread.is_alive())
        yield one
    finally:
        one.stop()
        listening.close()
