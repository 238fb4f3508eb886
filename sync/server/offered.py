"""An op as it came: opened, checked to be well formed and authentic, its exact parts kept."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import msgspec

from desk.domain.flow import Values
from desk.domain.unaltered import unaltered
from desk.store.said import values_of
from sync.protocol.envelope import LARGEST_OP, PROTOCOL, Envelope, digest
from sync.wire.messages import Sent

LARGEST = 2**53
DEEPEST = 12
_PART = msgspec.json.Decoder(dict[str, Any])  # as desks read their entries: what one takes the other takes
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WORD = re.compile(r"[A-Za-z0-9_-]{1,64}")
KIND = re.compile(r"[a-z][a-z_]{0,40}\.[a-z][a-z_]{0,40}")


class Unloggable(Exception):
    """Why an op cannot be part of the log; `id` where it could be read."""

    def __init__(self, reason: str, id_: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.id = id_


@unaltered
class Offered:
    """One op on its way into the log. `again`: the outcome moments it had before a rewind, proven by its mac."""

    sent: Sent
    head: Envelope
    values: Values
    again: tuple[int, int] | None = None
    is_whole: bool = True  # nothing of it was erased

    @property
    def id(self) -> str:
        return self.head.id


def open_op(sent: Sent, scope: str, devices: frozenset[str], mac_key: bytes) -> Offered:
    """Read an op; raises Unloggable. Devices other than the pusher's own speak only with the log's own mac."""
    wire = _head_of(sent.op)
    ident = _id_of(wire)
    if len(sent.op) + len(sent.body or b"") + len(sent.pii or b"") > LARGEST_OP:
        raise Unloggable("too_large", ident)
    try:
        head = Envelope.of(wire)
        values = values_of(sent.body, sent.pii, _PART.decode)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, OSError) as error:
        raise Unloggable("malformed", ident) from error
    if not _well_formed(wire, head, values) or head.scope != scope:
        raise Unloggable("malformed", ident)
    if not _parts_are_whole(wire, sent):
        raise Unloggable("hash", ident)
    again = None
    if sent.mac is not None and sent.at is not None and sent.eff is not None:
        if mac_of(mac_key, sent.op, sent.at, sent.eff) != sent.mac:
            raise Unloggable("mac", ident)
        again = (sent.at, sent.eff)
    elif head.dev not in devices:
        raise Unloggable("foreign", ident)
    is_whole = sent.body is not None and (sent.pii is not None or wire.get("pii") is None)
    return Offered(sent, head, values, again, is_whole)


def id_of(sent: Sent) -> str | None:
    """The id of an op of which nothing else may be readable."""
    return _id_of(_head_of(sent.op))


def mac_of(key: bytes, op: bytes, at: int, eff: int) -> bytes:
    """Keyed over H(op), at and eff: what a desk gives back after a restore is known as once decided here."""
    h = blake2b(key=key, digest_size=32)
    h.update(blake2b(op, digest_size=32).digest())
    h.update(at.to_bytes(8, "big", signed=True))
    h.update(eff.to_bytes(8, "big", signed=True))
    return h.digest()


def _head_of(op: bytes) -> Values:
    try:
        return _PART.decode(op)
    except (ValueError, RecursionError):
        return {}


def _id_of(wire: Values) -> str | None:
    ident = wire.get("id")
    return ident if isinstance(ident, str) and ID.fullmatch(ident) else None


def _well_formed(wire: Values, head: Envelope, values: Values) -> bool:
    return (
        wire.get("p") == PROTOCOL
        and _matches(ID, head.id)
        and _matches(ID, head.ent)
        and (head.after is None or _matches(ID, head.after))
        and (head.base in (None, "") or _matches(ID, head.base))
        and (head.grp is None or _matches(ID, head.grp))
        and (head.by == "" or _matches(ID, head.by))
        and _matches(WORD, head.dev)
        and _matches(KIND, head.kind)
        and _is_count(head.n)
        and _is_count(head.v)
        and 0 <= head.at <= LARGEST
        and _is_plain(values, DEEPEST)
    )


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _parts_are_whole(wire: Values, sent: Sent) -> bool:
    """The head names each part by its hash; a part may be missing only where it was erased (pushed again)."""
    for part, name in ((sent.body, "body"), (sent.pii, "pii")):
        if part is None:
            if wire.get(name) is not None and sent.mac is None:
                return False
        elif wire.get(name) != digest(part):
            return False
    return True


def _is_plain(value: Any, depth: int) -> bool:
    """Whole numbers up to 2^53, flags, texts without NUL, surrogates or controls, lists and objects of these."""
    if isinstance(value, str):
        return _is_text(value)
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= LARGEST
    if depth == 0 or not isinstance(value, list | dict):
        return False
    inside: Iterable[Any] = value
    if isinstance(value, dict):
        if not all(map(_is_text, value)):
            return False
        inside = value.values()
    for one in inside:
        if not (isinstance(one, str) and one.isprintable()) and not _is_plain(one, depth - 1):
            return False
    return True


def _is_text(text: str) -> bool:
    if text.isprintable():
        return True
    return not any((ord(sign) < 32 and sign not in "\n\t") or 0xD800 <= ord(sign) <= 0xDFFF for sign in text)
