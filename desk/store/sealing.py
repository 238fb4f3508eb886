"""Bytes that only named keys open: X25519, HKDF-SHA256 and ChaCha20-Poly1305, to one reader or to several.

One ephemeral key, one key of the content, wrapped for each reader. `about` is bound to what is sealed: a sealed part
cannot be hung on another op. The length is rounded up, so that it says little.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"FDS1"  # no part of an op begins like this: those are JSON
KEY_BYTES = 32
NAME_BYTES = 8
WRAPPED_BYTES = KEY_BYTES + 16
ROUND = 256
ONCE = bytes(12)  # every key here seals one text and is never used again
OVERHEAD = 4096  # what sealing adds at most, to as many readers as there are


class NotForUs(ValueError):
    """None of it is for this key, or it was altered."""


def new_private() -> bytes:
    return token_bytes(KEY_BYTES)


def public_of(private: bytes) -> bytes:
    return _private(private).public_key().public_bytes_raw()


def seal(readers: Sequence[bytes], data: bytes, about: bytes = b"") -> bytes:
    """For the holders of these public keys."""
    if not 0 < len(readers) < 64:
        raise ValueError("somebody must be able to read it")
    ephemeral, content = new_private(), token_bytes(KEY_BYTES)
    beginning = b"".join((MAGIC, public_of(ephemeral), bytes([len(readers)])))
    for public in readers:
        wrapped = _aead(_shared(ephemeral, public, public)).encrypt(ONCE, content, MAGIC)
        beginning += name_of(public) + wrapped
    padded = len(data).to_bytes(4, "big") + data
    padded += bytes(-len(padded) % ROUND)
    return beginning + _aead(content).encrypt(ONCE, padded, beginning + about)


def unseal(private: bytes, sealed: bytes, about: bytes = b"") -> bytes:
    """What stands in it; raises NotForUs."""
    from cryptography.exceptions import InvalidTag

    own = public_of(private)
    try:
        public, names = _read(sealed)
        begin = _begin(len(names))
        at = len(MAGIC) + KEY_BYTES + 1 + names.index(name_of(own)) * (NAME_BYTES + WRAPPED_BYTES) + NAME_BYTES
        content = _aead(_shared(private, public, own)).decrypt(ONCE, sealed[at : at + WRAPPED_BYTES], MAGIC)
        padded = _aead(content).decrypt(ONCE, sealed[begin:], sealed[:begin] + about)
    except (InvalidTag, ValueError, IndexError) as error:
        raise NotForUs from error
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def is_sealed(part: bytes | None) -> bool:
    return part is not None and part.startswith(MAGIC)


def is_for(public: bytes, sealed: bytes) -> bool:
    """Whether the holder of this key is among its readers."""
    try:
        return name_of(public) in _read(sealed)[1]
    except (ValueError, IndexError):
        return False


def text_of(key: bytes) -> str:
    """A public key as it is kept in a table."""
    return key.hex()


def key_of(text: str) -> bytes:
    return bytes.fromhex(text)


def closed(key: bytes, data: bytes, about: bytes) -> bytes:
    """Under a key that two texts may be sealed with."""
    nonce = token_bytes(len(ONCE))
    return nonce + _aead(key).encrypt(nonce, data, about)


def opened(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """The other way; raises InvalidTag."""
    return _aead(key).decrypt(sealed[: len(ONCE)], sealed[len(ONCE) :], about)


def parts(body: bytes, pii: bytes | None) -> bytes:
    """The two parts of an op as one text to seal."""
    return len(body).to_bytes(4, "big") + body + (pii or b"")


def parted(data: bytes) -> tuple[bytes, bytes | None]:
    """Body and pii again, in their exact bytes."""
    size = int.from_bytes(data[:4], "big")
    return data[4 : 4 + size], data[4 + size :] or None


def name_of(public: bytes) -> bytes:
    return blake2b(public, digest_size=NAME_BYTES).digest()


def _begin(readers: int) -> int:
    return len(MAGIC) + KEY_BYTES + 1 + readers * (NAME_BYTES + WRAPPED_BYTES)


def _read(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """The ephemeral public key, and the names of the readers in their order."""
    if not is_sealed(sealed):
        raise ValueError("not sealed")
    start = len(MAGIC)
    public, count = sealed[start : start + KEY_BYTES], sealed[start + KEY_BYTES]
    return public, list(_names(sealed, count))


def _names(sealed: bytes, count: int) -> Iterable[bytes]:
    first = len(MAGIC) + KEY_BYTES + 1
    for number in range(count):
        at = first + number * (NAME_BYTES + WRAPPED_BYTES)
        yield sealed[at : at + NAME_BYTES]


def _private(private: bytes) -> "X25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private)


def _shared(private: bytes, public: bytes, reader: bytes) -> bytes:
    """The key between an ephemeral pair and a reader's."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    shared = _private(private).exchange(X25519PublicKey.from_public_bytes(public))
    ephemeral = public_of(private) if public == reader else public
    return HKDF(SHA256(), KEY_BYTES, None, b"front desk complaint" + ephemeral + reader).derive(shared)


def _aead(key: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)
