"""The server's keyed hashes and signatures: what they prove outlives the database, which may be restored."""

import hmac
from hashlib import blake2b
from typing import TYPE_CHECKING

from sync.wire.signed import Purpose, Signed, public_key, sign, to_text

if TYPE_CHECKING:
    from sync.server.serving import Server

MAC_BYTES = 24


def mac(server: "Server", use: str, *told: object) -> str:
    """A keyed hash of these words, for one use."""
    text = "\n".join((use, *(str(one) for one in told)))
    return to_text(blake2b(text.encode(), key=server.secrets.tokens, digest_size=MAC_BYTES).digest())


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def signed(server: "Server", purpose: Purpose, text: str) -> Signed:
    return sign(server.secrets.signing, purpose, text)


def server_key(server: "Server") -> str:
    """By what desks know this server: never changed, or they ask a person (another company's server)."""
    return public_key(server.secrets.signing)
