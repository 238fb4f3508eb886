"""Rows on their way from one machine to another as the pages of database files: nobody makes an object of a value.

A file lies sealed wherever it lies, by a key that is nowhere but in this process: as SQLCipher seals pages, without
its check sums, which whoever sends it has of his own. What travels are the pages as they are inside.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_bytes
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlcipher3 import dbapi2

PAGE_BYTES = 32 * 1024
MAGIC = b"SQLite format 3\0"  # how a database begins; sealed, its salt stands there
KEPT_BYTES = 16  # at the end of every page, for what seals it
AT_ONCE = 32  # pages of one piece
MOST_FILES = 8  # beside one connection
CACHE_KIB = 1024  # of each: it is read once from its beginning
SUFFIX = ".rows"
LEFT_S = 3600  # such a file is of a program that was killed
_attaching = Lock()


class Unreadable(Exception):
    """What came is no file of rows."""


class RowFile:
    """Made here by statements (`writing`) and read page by page; or made of pages that came, and read by statements
    (`Beside`). It is gone when it is closed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None:
            _sweep(folder)
        handle, name = tempfile.mkstemp(SUFFIX, dir=folder)
        os.close(handle)
        self.path = Path(name)
        self._key = token_bytes(32)
        self._came = 0  # pages

    def close(self) -> None:
        self.path.unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A driver's connection in one transaction: tables and rows for the way."""
        with closing(dbapi2.connect(str(self.path), isolation_level=None)) as connection:
            connection.execute(f'PRAGMA key="{self.said_key}"')
            connection.execute("PRAGMA cipher_use_hmac=OFF")
            connection.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    def plain(self) -> Iterator[bytes]:
        """The pages as they are inside, some at a time: the same bytes for the same rows."""
        with self.path.open("rb") as file:
            if first := file.read(PAGE_BYTES):
                yield MAGIC + self._opened(first[len(MAGIC) :])
            while sealed := file.read(PAGE_BYTES * AT_ONCE):
                yield b"".join(map(self._opened, _paged(sealed)))

    def append(self, plain: bytes) -> None:
        """Whole pages that came, behind those that are there. Raises Unreadable."""
        if len(plain) % PAGE_BYTES or (not self._came and not plain.startswith(MAGIC)):
            raise Unreadable
        with self.path.open("ab") as file:
            for page in _paged(plain):
                file.write(self._sealed(page))
                self._came += 1

    @property
    def said_key(self) -> str:
        """As statements name it."""
        return f"x'{self._key.hex()}'"

    def _sealed(self, page: bytes) -> bytes:
        start = 0 if self._came else len(MAGIC)
        vector = token_bytes(KEPT_BYTES)
        turn = Cipher(AES(self._key), CBC(vector)).encryptor()
        return token_bytes(start) + turn.update(page[start:-KEPT_BYTES]) + vector

    def _opened(self, page: bytes) -> bytes:
        turn = Cipher(AES(self._key), CBC(page[-KEPT_BYTES:])).decryptor()
        return turn.update(page[:-KEPT_BYTES]) + bytes(KEPT_BYTES)


def begins(pages: bytes) -> bool:
    """Whether these are the first pages of a file."""
    return pages.startswith(MAGIC)


class Beside:
    """Files of rows that came, beside a connection until it is closed: outside a transaction."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._names: list[str] = []

    def attach(self, file: RowFile) -> str:
        """By which name its tables are found from now on. Raises Unreadable."""
        if len(self._names) == MOST_FILES:
            raise Unreadable
        name = f"beside{len(self._names)}"
        with _attaching:  # ATTACH asks for no settings: it takes those that stand for the whole process
            try:
                self._driver.execute("PRAGMA cipher_default_use_hmac=OFF")
                self._driver.execute(f"PRAGMA cipher_default_page_size={PAGE_BYTES}")
                self._driver.execute(f"ATTACH ? AS {name} KEY ?", (str(file.path), file.said_key))
            except dbapi2.OperationalError:  # the disk, not what came
                raise
            except dbapi2.DatabaseError as error:
                raise Unreadable from error
            finally:
                self._driver.execute("PRAGMA cipher_default_use_hmac=ON")
                self._driver.execute("PRAGMA cipher_default_page_size=4096")
        self._names.append(name)
        self._driver.execute(f"PRAGMA {name}.cache_size=-{CACHE_KIB}")
        return name

    def close(self) -> None:
        while self._names:
            self._driver.execute(f"DETACH {self._names.pop()}")


def _paged(data: bytes) -> Iterator[bytes]:
    return (data[at : at + PAGE_BYTES] for at in range(0, len(data), PAGE_BYTES))


def _sweep(folder: Path) -> None:
    """What was left behind is of no use to anybody: its key is gone."""
    for file in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > LEFT_S:
                file.unlink()
