"""The server of a tour: a program of its own beside the windows, stopped and started as a cable is pulled."""

import subprocess
import sys
from pathlib import Path

PATIENCE_S = 60


class Center:
    """`python -m sync.server` on a folder that holds an office already; the same port at every start."""

    def __init__(self, folder: Path, python: str = sys.executable) -> None:
        self._folder = folder
        self._python = python
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self.url = ""

    def start(self, now: int) -> None:
        """Until it answers; its clock begins at `now` (UTC ms)."""
        command = [self._python, "-m", "sync.server", "--data", str(self._folder), "--port", str(self._port)]
        log = (self._folder / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*command, "--at", str(now)], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("http"):
                self.url = line.strip()
                self._port = int(self.url.rpartition(":")[2])
                return
        raise AssertionError("the server did not start")

    @property
    def runs(self) -> bool:
        return self._process is not None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None
