"""A device proves its key by signing a nonce and gets a token of 15 minutes.

Nothing rotates and nothing of it is stored but the nonces that were used: the token is a keyed hash under a secret
that lies outside the database. So no lost answer and no restored database locks a desk out (sync.md, rule 12). What
a token may do is read from the database at each request: a revocation counts at once.
"""

import secrets
from typing import TYPE_CHECKING

from desk.domain.days import MINUTE
from sync.server.asked import Answer, Asked, Principal, told
from sync.server.devices.keys import mac, same
from sync.server.devices.registered import (
    NO_KEY,
    Registered,
    by_id,
    certified,
    granted,
    is_over,
    retake,
    revoked,
    scopes_of,
)
from sync.server.devices.statuses import GONE_FOR_EVER, DeviceStatus
from sync.server.devices.versions import check_version
from sync.server.problems import Problem
from sync.wire.devices import NonceAnswer, NonceAsk, TokenAnswer, TokenAsk
from sync.wire.signed import Purpose, Signed, is_signed

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

TOKEN_MS = 15 * MINUTE
NONCE_MS = 5 * MINUTE
PUSH_PATH = "/v1/ops"
BEARER = "bearer "


def nonce(server: "Server", asked: Asked) -> Answer:
    """Nothing is stored for it: whoever floods this endpoint fills no table."""
    ask = asked.json(NonceAsk)
    drawn = f"{asked.now + NONCE_MS}.{secrets.token_urlsafe(12)}"
    return told(NonceAnswer(f"{drawn}.{mac(server, 'nonce', ask.device, drawn)}"))


def token(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(TokenAsk)
    _check_nonce(server, ask, asked.now)
    with server.store.session() as session:
        device = by_id(session, ask.device)
        if device is None and ask.certificate is not None:
            device = retake(server, session, ask.certificate, ask.device)
        key = _key(server, device, ask)
        if device is None or key is None:
            raise Problem(401, "unknown_device", "服务器还不认识这台电脑")
        if not is_signed(key, Purpose.TOKEN, Signed(ask.nonce, ask.signature)):
            raise Problem(401, "signature", "这台电脑的签名不对")
        if device.status in GONE_FOR_EVER:
            raise revoked(server, device)
        _spend(session, ask.nonce, asked.now)
    return told(TokenAnswer(issue(server, device.id, asked.now), TOKEN_MS, asked.now))


def issue(server: "Server", device: str, now: int) -> str:
    until = now + TOKEN_MS
    return f"{device}.{until}.{mac(server, 'token', device, until)}"


def authenticate(server: "Server", asked: Asked) -> Principal:
    """The guard of every route for devices: who asks, and which scopes it may pull and push at this moment."""
    device_id = _device_of(server, asked)
    check_version(asked)
    with server.store.reading() as session:
        device = by_id(session, device_id)
        if device is None:
            raise Problem(401, "unknown_device", "服务器还不认识这台电脑")
        putting_aside = device.status == DeviceStatus.STOLEN and asked.path == PUSH_PATH
        if device.status in GONE_FOR_EVER and not putting_aside:
            raise revoked(server, device)
        return principal(session, device, asked.now)


def principal(session: "Session", device: Registered, now: int) -> Principal:
    """`told` holds the ids its ops may carry (`devices`) and its name."""
    ids = frozenset(str(row[0]) for row in session.read("SELECT dev FROM device_id WHERE device = ?", (device.id,)))
    reach = scopes_of(session, device, granted(session, device.id), now)
    own = {f"d/{one}" for one in (device.id, *ids)} if not is_over(device, now) else set()
    more = {"devices": ids, "name": device.name}
    pulls, pushes = reach.pulls | own, reach.pushes | own
    return Principal(device.id, "device", device.company, pulls, pushes, str(device.status), more)


def _device_of(server: "Server", asked: Asked) -> str:
    """The device a valid token was given to. A token from before a jump of our own clock is simply asked for again."""
    header = asked.headers.get("authorization", "")
    if not header.lower().startswith(BEARER):
        raise Problem(401, "no_token", "请先登录服务器")
    parts = header[len(BEARER) :].strip().split(".")
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 16):
        raise Problem(401, "token", "登录已失效")
    device, until, shown = parts
    if not same(shown, mac(server, "token", device, int(until))):
        raise Problem(401, "token", "登录已失效")
    if not 0 < int(until) - asked.now <= TOKEN_MS:
        raise Problem(401, "expired", "登录已过期")
    return device


def _check_nonce(server: "Server", ask: TokenAsk, now: int) -> None:
    drawn, _, shown = ask.nonce.rpartition(".")
    until = drawn.partition(".")[0]
    if not same(shown, mac(server, "nonce", ask.device, drawn)) or not 0 < int(until) - now <= NONCE_MS:
        raise Problem(401, "nonce", "这次登录请求已过期")


def _spend(session: "Session", value: str, now: int) -> None:
    """A nonce serves once; those that can no longer be shown are swept."""
    until = int(value.partition(".")[0])
    session.run("DELETE FROM nonce WHERE until_at < ? OR until_at > ?", (now, now + NONCE_MS))
    spent = "INSERT INTO nonce (value, until_at) VALUES (?, ?) ON CONFLICT (value) DO NOTHING"
    if not session.run(spent, (value, until)):
        raise Problem(401, "nonce", "这次登录请求已用过")


def _key(server: "Server", device: Registered | None, ask: TokenAsk) -> str | None:
    """The device's key; of one that a restored server knows by another desk's pack alone, its certificate says it."""
    if device is None or device.key.startswith(NO_KEY):
        told = certified(server, ask.certificate) if ask.certificate is not None else None
        return told.key if told is not None and told.device == ask.device else None
    return device.key
