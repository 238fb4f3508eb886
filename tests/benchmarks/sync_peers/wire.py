"""Bytes on the wire: a proxy on loopback that counts what passes both ways."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.sync_peers.programs import LOCAL

PIECE = 1 << 18


class Counted:
    """`port` is where to go instead; `bytes` is what has passed since it was opened."""

    def __init__(self, target: int) -> None:
        self.bytes = 0
        self._target = target
        self._door = socket.create_server((LOCAL, 0))
        self.port: int = self._door.getsockname()[1]
        self._ends, self._stop = socket.socketpair()
        self._watch = selectors.DefaultSelector()
        self._watch.register(self._door, selectors.EVENT_READ)
        self._watch.register(self._ends, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            for key, _ in self._watch.select():
                if key.fileobj is self._ends:
                    return
                if key.fileobj is self._door:
                    self._join()
                else:
                    self._pass(key.fileobj, key.data)

    def _join(self) -> None:
        near, _ = self._door.accept()
        far = socket.create_connection((LOCAL, self._target))
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._watch.register(one, selectors.EVENT_READ, other)

    def _pass(self, one: object, other: socket.socket) -> None:
        assert isinstance(one, socket.socket)
        try:
            piece = one.recv(PIECE)
            other.sendall(piece)
        except OSError:
            piece = b""
        self.bytes += len(piece)
        if not piece:
            for end in (one, other):
                self._watch.unregister(end)
                end.close()

    def close(self) -> None:
        self._stop.send(b".")
        self._thread.join()
        for key in list(self._watch.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._watch.close()
        self._stop.close()


@contextmanager
def counted(target: int) -> Iterator[Counted]:
    proxy = Counted(target)
    try:
        yield proxy
    finally:
        proxy.close()
