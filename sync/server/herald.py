"""Between processes on one PostgreSQL: NOTIFY after commits, coalesced, scope ids only; LISTEN for the others'.

A hint and nothing more. Its own connections, because a NOTIFY inside the pushes' transactions would make their
commits wait for one another (PostgreSQL holds one lock of the whole cluster while it writes them down).
"""

from collections.abc import Callable
from threading import Event, Lock

import psycopg

from sync.server.tasks import follow

CHANNEL = "scope_moved"
AGAIN_S = 1.0  # until a lost connection is tried again
LISTEN_S = 0.5  # how often the listener looks whether it is to end
TELL = f"SELECT pg_notify('{CHANNEL}', scope) FROM unnest(%s::text[]) AS scope"


class Herald:
    """Two threads of its own, from `start` to `close`. `hear` is called from one of them."""

    def __init__(self, url: str, hear: Callable[[frozenset[str]], None]) -> None:
        self._url = url
        self._hear = hear
        self._due: set[str] = set()
        self._lock = Lock()
        self._told = Event()
        self._ended = Event()
        self._own_pid = 0
        self._ends: list[Callable[[], None]] = []

    def start(self) -> None:
        self._ends = [follow(self._tell_on, "herald-tell"), follow(self._listen, "herald-listen")]

    def tell(self, scopes: frozenset[str]) -> None:
        """These scopes have moved here; the others hear of it soon."""
        with self._lock:
            self._due |= scopes
        self._told.set()

    def close(self) -> None:
        self._ended.set()
        self._told.set()
        for end in self._ends:
            end()

    def _tell_on(self) -> None:
        while not self._ended.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    self._own_pid = connection.info.backend_pid
                    self._tell_with(connection)
            except psycopg.Error:
                self._ended.wait(AGAIN_S)

    def _tell_with(self, connection: psycopg.Connection) -> None:
        while True:
            self._told.wait()
            if self._ended.is_set():
                return
            self._told.clear()
            with self._lock:
                scopes, self._due = self._due, set()
            if scopes:
                try:
                    connection.execute(TELL, (sorted(scopes),))
                except psycopg.Error:
                    self.tell(frozenset(scopes))  # by the next connection
                    raise

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._ended.is_set():
                        heard = {
                            notice.payload
                            for notice in connection.notifies(timeout=LISTEN_S, stop_after=1)
                            if notice.pid != self._own_pid
                        }
                        if heard:
                            self._hear(frozenset(heard))
            except psycopg.Error:
                self._ended.wait(AGAIN_S)
