"""The last servant of the clusters' folders: waits for its master's end, however it came, then clears everything away.

Started by tests.postgres with a pipe as its standard input; standard library only, it must start at once.
"""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import sys
from pathlib import Path

IPC_RMID = 0
WAIT_MS = 10_000


def end(data: Path) -> None:
    """Stop the cluster in `data` if it still runs, and free the memory segment a killed one leaves."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        process = os.pidfd_open(int(lines[0]))
    except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
        pass
    else:
        with contextlib.suppress(OSError):  # the number may long be another process's: it then works elsewhere
            if Path(f"/proc/{lines[0]}/cwd").resolve() == data.resolve():
                signal.pidfd_send_signal(process, signal.SIGQUIT)
                waiting = select.poll()
                waiting.register(process, select.POLLIN)
                waiting.poll(WAIT_MS)
        os.close(process)
    free_memory(data)


def free_memory(data: Path) -> None:
    """Free the System V segment named in the pid file, which only an orderly end removes."""
    with contextlib.suppress(FileNotFoundError):
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        numbers = lines[6].split() if len(lines) > 6 else []
        if len(numbers) == 2:
            ctypes.CDLL(None).shmctl(int(numbers[1]), IPC_RMID, None)


if __name__ == "__main__":
    sys.stdin.buffer.read()  # ends when the last holder of the pipe's other end is gone
    for home in map(Path, sys.argv[1:]):
        for folder in home.glob("*/data"):
            end(folder)
        shutil.rmtree(home, ignore_errors=True)
