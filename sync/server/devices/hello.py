"""Hello: versions, clocks, which server this is; and of a desk that shows its token, its mark, scopes and pack."""

from typing import TYPE_CHECKING

import msgspec

from sync.server.asked import Answer, Asked, told
from sync.server.devices import copies
from sync.server.devices.keys import server_key
from sync.server.devices.packs import etag_of, pack_of
from sync.server.devices.registered import beside, by_id, granted, in_force, spelled
from sync.server.devices.statuses import GrantStatus
from sync.server.devices.tokens import authenticate
from sync.server.devices.versions import OLDEST_PROTOCOL
from sync.server.problems import Problem
from sync.wire.devices import PROTOCOL, AgainAsk, HelloAnswer, HelloAsk, Known
from sync.wire.signed import fingerprint

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session


def hello(server: "Server", asked: Asked) -> Answer:
    """Anybody may ask; never refused because of a clock."""
    ask = asked.json(HelloAsk)
    known = None
    if "authorization" in asked.headers:
        who = authenticate(server, asked)
        with server.store.session() as session:
            known = _known(server, session, who.id, ask, asked.now)
    key = server_key(server)
    return told(HelloAnswer(asked.now, PROTOCOL, OLDEST_PROTOCOL, key, fingerprint(key), known))


def again(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(AgainAsk)
    with server.store.session() as session:
        answer = copies.again(session, asked.who.id, ask)
    return told(answer)


def _known(server: "Server", session: "Session", device_id: str, ask: HelloAsk, now: int) -> Known:
    device = by_id(session, device_id)
    if device is None or ask.copy is None:
        raise Problem(400, "malformed", "请求的格式不对")
    scopes = beside(spelled(session, device.company, in_force(device, granted(session, device.id), now)))
    own = session.read("SELECT dev FROM device_id WHERE device = ?", (device.id,))
    stands = scopes.get(device.company, GrantStatus.GONE)
    scopes |= {f"d/{dev}": stands for dev in (device.id, *(str(row[0]) for row in own))}
    mine = {scope: seq for scope, seq in ask.cursors if scopes.get(scope) == GrantStatus.ACTIVE}
    marked = copies.mark(server, session, device.id, ask.copy, now, mine)
    session.run(
        "UPDATE server_device SET version = ?, seen_at = ?, waiting = ?, cursors = ? WHERE id = ?",
        (ask.version, now, ask.waiting, _text(ask.cursors), device.id),
    )
    etag = etag_of(pack_of(session, device, now))
    listed = sorted((scope, str(status)) for scope, status in scopes.items())
    return Known(marked.mark, device.prefix, marked.letter, etag, listed, marked.behind)


def _text(cursors: list[tuple[str, int]]) -> str:
    return msgspec.json.encode(dict(cursors)).decode()
