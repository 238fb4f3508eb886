"""What a power cut takes from a file: of the write-ahead log, what no durable commit and no checkpoint has carried to
the disk. The numbers are read in SQLite's own wal-index (the `-shm` file), as its file format gives them.
"""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from desk.store.database import PAGE_BYTES

HEADER, FRAME = 32, 24 + PAGE_BYTES
LAST, SALT, BACK = slice(16, 20), slice(32, 40), slice(96, 100)  # mxFrame, aSalt, nBackfill


@dataclass
class Power:
    """Told of every commit that waited for the disk."""

    path: Path
    _salt: bytes = b""
    _safe: int = 0  # frames of the log with this salt

    def lasts(self) -> None:
        index = self._index()
        self._salt, self._safe = index[SALT], _number(index[LAST])

    def cut(self, chance: random.Random, taken: Path) -> int:
        """Files as a new start finds them, beside `taken`; how many frames of the log are gone."""
        log, index = self._beside("-wal"), self._index()
        shutil.copyfile(self.path, taken)
        if not log.exists() or not index:
            return 0
        last, least = _number(index[LAST]), _number(index[BACK])
        if index[SALT] == self._salt:
            least = max(least, self._safe)
        kept = chance.randint(min(least, last), last)
        with log.open("rb") as source, taken.with_name(taken.name + "-wal").open("wb") as target:
            target.write(source.read(HEADER + kept * FRAME))
        return last - kept

    def _index(self) -> bytes:
        """The head of the wal-index; empty where nobody has the file open."""
        index = self._beside("-shm")
        return index.read_bytes()[:136] if index.exists() else b""

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)


def _number(four: bytes) -> int:
    return int.from_bytes(four, "little")
