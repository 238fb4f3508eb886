"""Into the pages of an encrypted file and of its write-ahead log: what really stands on the disk."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.world import KEY

PAGE, RESERVED, SALT = 4096, 80, 16  # as SQLCipher 4 writes them
WAL_HEAD, FRAME_HEAD = 32, 24


def pages_of_desk(path: Path, key: bytes = KEY) -> bytes:
    """All pages opened, the freed ones too."""
    data = path.read_bytes()
    pages = [_opened(data[at : at + PAGE], key, first=at == 0) for at in range(0, len(data), PAGE)]
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes()[WAL_HEAD:] if log.exists() else b""
    for at in range(0, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        page = frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        if len(page) == PAGE:
            pages.append(_opened(page, key, first=number == 1))
    found = b"".join(pages)
    assert b"CREATE TABLE" in found, "the pages were not opened"
    return found


def _opened(page: bytes, key: bytes, first: bool) -> bytes:
    start = SALT if first else 0
    body, vector = page[start : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    turn = Cipher(AES(key), CBC(vector)).decryptor()
    return turn.update(body) + turn.finalize()
