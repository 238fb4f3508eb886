"""The shop of a tour: the reference shop as a program of its own beside the window and the server."""

import socket
import subprocess
import sys
from pathlib import Path

NAME = "鲜丰翠湖店"
BUYER = "王秀英,13800006621,翠湖花园3-2-1801"
BASKET = 40  # the seed of eggs, bean curd, spinach, strawberries, apples
PATIENCE_S = 60
LISTENS_S = 3_600


class Shop:
    """`python -m sync.reference_shop`: `key` as the server gave it, `webhook` where it hears what becomes of it."""

    def __init__(self, log: Path, python: str = sys.executable) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = int(free.getsockname()[1])
        self._log, self._python = log, python
        self._process: subprocess.Popen[bytes] | None = None
        self.webhook = f"http://127.0.0.1:{self._port}/hooks"
        self.key = ""

    @property
    def partner(self) -> str:
        """Its id, as it stands in its orders."""
        return self.key.partition(".")[0]

    def start(self, server: str, now: int, orders: int) -> None:
        """Sends so many orders at once, then listens; its clock begins at `now` (UTC ms) as the server's does."""
        told = ["--server", server, "--key", self.key, "--port", str(self._port), "--at", str(now)]
        told += ["--count", str(orders), "--seed", str(BASKET), "--person", BUYER, "--pace", "1"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._python, "-m", "sync.reference_shop", *told, "--for", str(LISTENS_S)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None
