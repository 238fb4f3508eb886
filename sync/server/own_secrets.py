"""The server's root secret, in a file outside the database; every key is derived from it by its purpose."""

import os
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

from desk.domain.errors import DeskError

FILE = "server.secret"
ROOT_BYTES = 32


class Secrets:
    """Keys by purpose. Whoever has a copy of the database alone can forge nothing."""

    def __init__(self, root: bytes) -> None:
        if len(root) != ROOT_BYTES:
            raise ValueError("a root secret has 32 bytes")
        self._root = root
        self.mac = self.key("mac")  # under which entries are keyed: what a desk gives back after a restore is ours

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same at every start."""
        return blake2b(purpose.encode(), key=self._root, digest_size=32).digest()

    @property
    def tokens(self) -> bytes:
        """Under which tokens and nonces are keyed."""
        return self.key("tokens")

    @property
    def signing(self) -> bytes:
        """The Ed25519 seed of the key by which desks know this server."""
        return self.key("signing")

    @property
    def complaints(self) -> bytes:
        """The X25519 key that opens what desks seal to this server."""
        return self.key("complaints")

    @property
    def fingerprint(self) -> str:
        """Says which secret a database belongs to, and nothing of the secret."""
        return self.key("fingerprint").hex()


def secrets_of(folder: Path, fresh: bool) -> Secrets:
    """The secret of a data folder. `fresh`: the database knows of none yet, so that one may be made."""
    path = folder / FILE
    if path.exists():
        return Secrets(_read(path))
    if not fresh:
        raise DeskError(
            "服务器的密钥文件不见了",
            f"请从备份恢复 {path.name}; 数据库是用它写的, 换一个会让所有前台的登录和历史校验失效",
        )
    folder.mkdir(parents=True, exist_ok=True)
    root = token_bytes(ROOT_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(root.hex().encode())
        file.flush()
        os.fsync(file.fileno())
    return Secrets(root)


def _read(path: Path) -> bytes:
    try:
        root = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        root = b""
    if len(root) != ROOT_BYTES:
        raise DeskError("服务器的密钥文件不对", f"请从备份恢复 {path.name}, 不要新建")
    return root
