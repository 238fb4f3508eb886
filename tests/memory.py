"""A place for the suite's files that is no disk: throwing away a tenth of a gigabyte a minute is waiting otherwise."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
GIB = 1024**3


def in_memory(room: int) -> Path | None:
    """Where programs may be started and that many bytes are free; None where this machine has no such place."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > room else None
