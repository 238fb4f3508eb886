"""A temporary file that nobody else can read: without a name where the system allows it, its key only in memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from threading import Lock
from weakref import finalize

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

BLOCK = 16
PIECE = 256 * 1024


class SealedFile:
    """Written at its end, read anywhere, by several threads. With its last reader, or its process, it is gone.

    Only secrecy is kept here; what it holds says by itself whether it is whole.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (it lives as long as this object)
        finalize(self, self._file.close)
        self._key = token_bytes(32)
        self._lock = Lock()
        self.size = 0

    def append(self, data: bytes) -> None:
        with self._lock:
            self._file.seek(self.size)
            self._file.write(self._turned(data, self.size))
            self.size += len(data)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`."""
        with self._lock:
            self._file.seek(start)
            return self._turned(self._file.read(end - start), start)

    def chunks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        last = self.size if end is None else end
        for at in range(start, last, PIECE):
            yield self.read(at, min(at + PIECE, last))

    def close(self) -> None:
        self._file.close()

    def _turned(self, data: bytes, at: int) -> bytes:
        """Sealed or opened: in this mode the same. The counter is the block's number, the key is of this file alone."""
        block, skip = divmod(at, BLOCK)
        turn = Cipher(AES(self._key), CTR(block.to_bytes(BLOCK, "big"))).encryptor()
        return turn.update(bytes(skip) + data)[skip:]
