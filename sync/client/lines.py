"""The connections of a client, so that a question that waits for its answer can be broken off from another thread."""

import contextlib
import socket
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

OPENED = "connection.connect_tcp.complete"
KEPT_S = 60.0
CONNECT_S = 10.0
SILENCE_S = 120.0  # a large snapshot is made before its first byte comes; who waits may stop it


class Lines:
    """Closing a socket does not wake who reads from it (Linux); shutting it down does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._streams: list[Any] = []
        self.is_ended = False

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Heard from the HTTP client's own connections."""
        if event != OPENED:
            return
        with self._lock:
            self._streams = [*self._streams[-3:], info["return_value"]]  # one client has one or two
        if self.is_ended:
            self.end()

    def end(self) -> None:
        """Whatever is under way fails now, and every later connection too."""
        self.is_ended = True
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            found = stream.get_extra_info("socket")
            if found is not None:
                with contextlib.suppress(OSError):
                    found.shutdown(socket.SHUT_RDWR)


def client(url: str, lines: Lines, verify: Any = True) -> "httpx.Client":
    """An HTTP client for one line to the server. No proxy of the PC's environment is asked: ours is in the office.

    To a plain address (and it follows to no other) the world's certificates are not read: they take 50 ms a line.
    """
    import httpx

    verify = verify if url.lower().startswith("https:") else False

    def watched(request: "httpx.Request") -> None:
        request.extensions["trace"] = lines.trace

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [watched]}
    limits = httpx.Limits(max_connections=2, keepalive_expiry=KEPT_S)
    timeout = httpx.Timeout(CONNECT_S, read=SILENCE_S, write=SILENCE_S)
    return httpx.Client(
        base_url=url, event_hooks=hooks, verify=verify, follow_redirects=False, trust_env=False, limits=limits,
        timeout=timeout,
    )  # fmt: skip
