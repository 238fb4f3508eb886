"""Requests signed with a shared key, both ways: a partner's to the server, the server's webhooks to a partner.

HMAC-SHA256 over the scheme's name, method, path, sorted query, moment, nonce and the hash of the exact body; hex. It
travels in one header: `authorization: WY1 <partner>.<moment in ms>.<nonce>.<signature>`.
"""

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

SCHEME = "WY1"
SKEW_MS = 5 * 60_000  # how far the two clocks may differ
PROOF = re.compile(r"WY1 ([0-9A-Za-z_-]{1,64})\.([0-9]{1,15})\.([0-9A-Za-z_-]{8,64})\.([0-9a-f]{64})")


class Proof(NamedTuple):
    """What the header says."""

    partner: str
    at: int
    nonce: str
    signature: str

    @property
    def header(self) -> str:
        return f"{SCHEME} {self.partner}.{self.at}.{self.nonce}.{self.signature}"


class Signed(NamedTuple):
    """The parts of a request that a signature covers. `path` is decoded, `body` as it travels."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes


def prove(secret: str, partner: str, at: int, nonce: str, request: Signed) -> Proof:
    return Proof(partner, at, nonce, _signature(secret, at, nonce, request))


def proof_of(header: str) -> Proof | None:
    """The header read; None where it is none of ours."""
    match = PROOF.fullmatch(header.strip())
    return Proof(match[1], int(match[2]), match[3], match[4]) if match else None


def is_proven(secret: str, proof: Proof, request: Signed) -> bool:
    """Compared in constant time. Whether the moment is near and the nonce new is for the reader to say."""
    return hmac.compare_digest(proof.signature, _signature(secret, proof.at, proof.nonce, request))


def _signature(secret: str, at: int, nonce: str, request: Signed) -> str:
    query = "&".join(f"{name}={value}" for name, value in sorted(request.query.items()))
    told = (SCHEME, request.method.upper(), request.path, query, str(at), nonce, sha256(request.body).hexdigest())
    return hmac.new(secret.encode(), "\n".join(told).encode(), sha256).hexdigest()
