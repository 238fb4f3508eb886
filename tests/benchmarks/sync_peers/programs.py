"""Programs a benchmark starts: spoken to by lines of JSON, waited for by their port, ended whatever happens."""

import json
import os
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOCAL = "127.0.0.1"
START_S, ANSWER_S, END_S = 60.0, 1_800.0, 10.0


class ProgramFailed(Exception):
    """A program of the benchmark ended or kept silent; its last words are in the message."""


class Program:
    def __init__(self, running: subprocess.Popen[bytes], log: Path) -> None:
        self.running, self.log = running, log
        self._said: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.running.stdout is not None
        for line in self.running.stdout:
            self._said.put(line)
        self._said.put(None)

    def say(self, line: bytes = b"") -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(line + b"\n")
        self.running.stdin.flush()

    def hear(self, seconds: float = ANSWER_S) -> dict[str, Any]:
        """The next line it prints."""
        try:
            line = self._said.get(timeout=seconds)
        except queue.Empty:
            raise self.failure(f"said nothing for {seconds:.0f} s") from None
        if line is None:
            raise self.failure(f"ended with {self.running.wait()}")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def failure(self, what: str) -> ProgramFailed:
        return ProgramFailed(f"{self.running.args!r} {what}\n{self.log.read_text(errors='replace')[-2_000:]}")

    def wait_for_port(self, port: int, seconds: float = START_S) -> None:
        """Returns when somebody listens there; tried until then, and no longer than the program lives."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if self.running.poll() is not None:
                raise self.failure(f"ended with {self.running.returncode}")
            try:
                socket.create_connection((LOCAL, port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise self.failure(f"does not listen after {seconds:.0f} s")


@contextmanager
def started(command: list[str], log: Path, env: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Runs beside the block; ended when the block is left, by whatever way."""
    with log.open("ab") as errors:
        running = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
    try:
        yield Program(running, log)
    finally:
        running.terminate()
        try:
            running.wait(END_S)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        for pipe in (running.stdin, running.stdout):
            assert pipe is not None
            pipe.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind((LOCAL, 0))
        port: int = one.getsockname()[1]
        return port
