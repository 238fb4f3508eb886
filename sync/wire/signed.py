"""Texts signed with Ed25519, each for one purpose: a text signed for another purpose proves nothing here."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED_BYTES = 32
KEY_BYTES = 32


class Purpose(StrEnum):
    """What a signature is for; it stands before the signed text."""

    ENROL = "enrol"  # by a device: this key asks to be taken in with this code
    TOKEN = "token"  # by a device: it answers this nonce
    CERTIFICATE = "certificate"  # by the server: this key belongs to this device of the company
    PACK = "pack"  # by the server: who may sign in on this device
    REVOKED = "revoked"  # by the server: this device is to destroy its keys


class Signed(Struct, frozen=True):
    """A text exactly as it was signed, and the signature in base64url."""

    text: str
    signature: str


def new_seed() -> bytes:
    """A new private key."""
    import secrets

    return secrets.token_bytes(SEED_BYTES)


def public_key(seed: bytes) -> str:
    """The public half in base64url: what others verify by."""
    return to_text(_private(seed).public_key().public_bytes_raw())


def sign(seed: bytes, purpose: Purpose, text: str) -> Signed:
    return Signed(text, to_text(_private(seed).sign(_meant(purpose, text))))


def is_signed(key: str, purpose: Purpose, signed: Signed) -> bool:
    """Whether the holder of `key` signed this very text for this purpose."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(to_bytes(key))
        public.verify(to_bytes(signed.signature), _meant(purpose, signed.text))
    except (InvalidSignature, ValueError):
        return False
    return True


def is_key(key: str) -> bool:
    """Whether this text is a public key in our writing."""
    try:
        return len(to_bytes(key)) == KEY_BYTES and to_text(to_bytes(key)) == key
    except ValueError:
        return False


def fingerprint(key: str) -> str:
    """Eight digits two people can compare over the telephone: "4821 0937"."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % 10**8
    return f"{number // 10_000:04d} {number % 10_000:04d}"


def to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """ValueError where it is no base64url."""
    if not text.isascii():
        raise ValueError("base64url is ASCII")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _private(seed: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _meant(purpose: Purpose, text: str) -> bytes:
    return f"front desk {purpose}\n{text}".encode()
