"""Ops that the server writes for others: their ids, salts and moments follow from the event, so that it is one op.

The same event gives the same bytes, before a restore and after it: what a desk brings back and what a partner sends
again are known as one.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.domain.deciding import Did
from desk.store.steps import split_private
from sync.protocol.envelope import SALT_BYTES, Envelope, unpack
from sync.server.log import SERVER, enter
from sync.server.problems import Busy
from sync.wire.messages import Sent

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

Values = Mapping[str, Any]
MOST_DRAWS = 50


def derived(server: "Server", *told: object) -> str:
    """A UUIDv8 that only this server can make of these words."""
    value = int.from_bytes(_keyed(server, *told)[:16], "big")
    value = value & ~(0xF000 << 64) | 0x8000 << 64
    value = value & ~(0xC000 << 48) | 0x8000 << 48
    return str(UUID(int=value))


def person_of(server: "Server", partner: str, openid: str) -> str:
    """By what a person of a channel is known again; empty where the channel says nothing."""
    return _keyed(server, "person", partner, openid).hex()[:32] if openid else ""


def number_of(server: "Server", session: "Session", day: str, ent: str) -> str:
    """A printed number of an order that no desk took in: WX1122-482137, by its day (ISO) and itself.

    Drawn from the order, not counted: after a restore it is the same again, and no other order has it.
    """
    for turn in range(MOST_DRAWS):
        drawn = int.from_bytes(_keyed(server, "number", ent, turn)[:8], "big") % 1_000_000
        no = f"WX{day[5:7]}{day[8:10]}-{drawn:06d}"
        session.run("INSERT INTO door_number (no, ent) VALUES (?, ?) ON CONFLICT (no) DO NOTHING", (no, ent))
        if session.read("SELECT ent FROM door_number WHERE no = ?", (no,)) == [(ent,)]:
            return no
    raise Busy()


def write(
    server: "Server", session: "Session", scope: str, kind: str, ent: str, values: Values, at: int, op_id: str,
    after: str | None = None,
) -> Did:  # fmt: skip
    """Log one op by the rules themselves and say its outcome; one that is there already keeps the one it had."""
    _flow, record, _step = server.rules.of_kind(kind)
    body, private = split_private(server.rules.known(record).record, values)
    head = Envelope(op_id, scope, SERVER, at, kind, ent, "", at, after)
    sealed = head.seal(body, private, _keyed(server, "salt", op_id)[:SALT_BYTES])
    (seq,) = enter(server, session, scope, [(head, Sent(sealed.op, sealed.body, sealed.pii), values)])
    (row,) = session.read("SELECT did FROM journal WHERE scope = ? AND seq = ?", (scope, seq))
    return Did.of(unpack(bytes(row[0])))


def is_logged(session: "Session", scope: str, op_id: str) -> bool:
    return bool(session.read("SELECT 1 FROM journal WHERE scope = ? AND id = ?", (scope, op_id)))


def _keyed(server: "Server", *told: object) -> bytes:
    text = "\n".join(str(one) for one in told)
    return hmac.new(server.secrets.key("doors"), text.encode(), sha256).digest()
