"""The op envelope: what a desk writes once and nobody ever serialises again (sync.md)."""

import json
import secrets
from base64 import urlsafe_b64encode
from binascii import b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from desk.domain.unaltered import unaltered

PROTOCOL = 1
LARGEST_OP = 64 * 1024  # bytes of op, body and pii together
SALT_BYTES = 16
_URLSAFE = bytes.maketrans(b"+/", b"-_")
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_DECODE = json.JSONDecoder().decode


def digest(part: bytes) -> str:
    """base64url blake2b-32 of a part's exact bytes."""
    hashed = b2a_base64(blake2b(part, digest_size=32).digest(), newline=False)
    return hashed.translate(_URLSAFE, b"=").decode()


def pack(value: Mapping[str, Any]) -> bytes:
    """JSON bytes of one part: integers, text, booleans, lists and objects only."""
    return _ENCODE(value).encode()


def unpack(part: bytes) -> dict[str, Any]:
    value = _DECODE(part.decode())
    if not isinstance(value, dict):
        raise ValueError("a part is an object")
    return value


def iso(ms: int) -> str:
    """A moment in UTC milliseconds as the envelope writes it."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{ms % 1000:03d}Z"


def ms_of(text: str) -> int:
    whole, fraction = text.removesuffix("Z").split(".")
    return int(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp()) * 1000 + int(fraction)


def uuid7(ms: int, random: bytes | None = None) -> str:
    """A time-ordered id (RFC 9562)."""
    rest = int.from_bytes(random if random is not None else secrets.token_bytes(10), "big")
    value = (ms & (2**48 - 1)) << 80 | rest
    value = value & ~(0xF000 << 64) | 0x7000 << 64
    value = value & ~(0xC000 << 48) | 0x8000 << 48
    return str(UUID(int=value))


@dataclass(frozen=True, slots=True)
class Sealed:
    """The three parts of an op as exact bytes; `pii` is None where nothing is private."""

    id: str
    op: bytes
    body: bytes
    pii: bytes | None

    @property
    def size(self) -> int:
        return len(self.op) + len(self.body) + len(self.pii or b"")


@unaltered
class Envelope:
    """The head of an op. `at` in UTC milliseconds, `after` the newest op of the entity in the clerk's view.

    `base`: where `after` had not been logged yet, the newest op of the entity that had (empty: none). Without it nobody
    could tell whether the clerk knew what others did in between. It stands in the head only where there is one.
    """

    id: str
    scope: str
    dev: str
    n: int
    kind: str
    ent: str
    by: str
    at: int
    after: str | None = None
    grp: str | None = None
    v: int = 1
    base: str | None = None

    def seal(self, body: Mapping[str, Any], private: Mapping[str, Any], salt: bytes | None = None) -> Sealed:
        """Serialise body, private part and head, in this order, for ever."""
        body_bytes = pack({"s": _salt(salt), **body})
        pii_bytes = pack({"s": _salt(salt), **private}) if private else None
        head = {
            "p": PROTOCOL,
            "id": self.id,
            "scope": self.scope,
            "dev": self.dev,
            "n": self.n,
            "kind": self.kind,
            "v": self.v,
            "ent": self.ent,
            "after": self.after,
            "grp": self.grp,
            "by": self.by,
            "at": iso(self.at),
            "body": digest(body_bytes),
            "pii": digest(pii_bytes) if pii_bytes else None,
        }
        if self.base is not None:
            head["base"] = self.base
        return Sealed(self.id, pack(head), body_bytes, pii_bytes)

    @classmethod
    def open(cls, op: bytes) -> "Envelope":
        return cls.of(unpack(op))

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> "Envelope":
        """From the unpacked head."""
        return cls(
            head["id"],
            head["scope"],
            head["dev"],
            head["n"],
            head["kind"],
            head["ent"],
            head["by"],
            ms_of(head["at"]),
            head["after"],
            head["grp"],
            head["v"],
            head.get("base"),
        )


def _salt(salt: bytes | None) -> str:
    return urlsafe_b64encode(salt if salt is not None else secrets.token_bytes(SALT_BYTES)).rstrip(b"=").decode()


def chain_next(chain: bytes, seq: int, op: bytes, did: bytes) -> bytes:
    """chain_k = blake2b32(chain_{k-1} + u64 seq + H(op) + H(did)): verdicts and actors cannot be altered unseen."""
    said, decided = blake2b(op, digest_size=32).digest(), blake2b(did, digest_size=32).digest()
    return blake2b(chain + seq.to_bytes(8, "big") + said + decided, digest_size=32).digest()


CHAIN_START = bytes(32)
